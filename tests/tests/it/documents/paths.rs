//! Path templates of every form.

use parameters_client::Client;
use parameters_client::shelves::item_3::tins::TinsOtherParameter;
use specwright_runtime::{Error, InvalidRequest};

use crate::documents::{received, server, target};

macro_rules! path {
    ($client:ident => $request:expr) => {{
        let request = received!($client => $request);
        target(&request).to_owned()
    }};
}

#[tokio::test]
async fn a_trailing_slash_is_a_different_path() {
    assert_eq!(path!(client => client.get()), "/");
    assert_eq!(path!(client => client.shelves().get()), "/shelves");
    assert_eq!(path!(client => client.shelves().slash().get()), "/shelves/");
    assert_eq!(
        path!(client => client.shelves().slash().by_shelf("a/b").slash().get()),
        "/shelves//a%2Fb/"
    );
}

#[tokio::test]
async fn one_parameter_may_have_two_types_in_two_operations() {
    assert_eq!(
        path!(client => client.shelves().by_shelf(7).get()),
        "/shelves/7"
    );
    assert_eq!(
        path!(client => client.shelves().by_shelf_2("top").put()),
        "/shelves/top"
    );
    let server = server().await;
    let client = Client::from(server.client().build());
    let error = client.shelves().by_shelf_2("a").put().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "not sent: shelf: must be at least 3 characters long"
    );
}

#[tokio::test]
async fn static_segments_and_parameters_are_different_nodes() {
    assert_eq!(
        path!(client => client.shelves().lost().get()),
        "/shelves/lost"
    );
    let other = &TinsOtherParameter::Left;
    assert_eq!(
        path!(client => client.shelves().by_other(other).tins().get()),
        "/shelves/left/tins"
    );
    assert_eq!(
        path!(client => client.shelves().by_other(other).jars().get()),
        "/shelves/left/jars"
    );
}

#[tokio::test]
async fn a_segment_may_be_a_parameter_and_a_verb() {
    assert_eq!(
        path!(client => client.shelves().by_shelf(7).empty().post()),
        "/shelves/7:empty"
    );
}

#[tokio::test]
async fn a_segment_may_have_several_parameters() {
    assert_eq!(
        path!(client => client.files().by_name_extension("a.b/c", "txt").get()),
        "/files/a.b%2Fc.txt"
    );
    assert_eq!(
        path!(client => client.reports().paint_usage_with_period_top("D7' or", 5).get()),
        "/reports/paint.usage(period='D7%27%27%20or',top=5)"
    );
    assert_eq!(
        path!(client => client.v_with_version(1.5).by_rest("x").get()),
        "/v1.5/x"
    );
}

#[tokio::test]
async fn only_quotes_in_odata_string_literals_are_doubled() {
    let colors = ["light", "nobody's"].map(str::to_owned);
    assert_eq!(
        path!(client => client
            .tins_with_tin("Ann's ''")
            .layers_with_of_at_like_very_like(&colors, "a'b", "' or 1 eq 1")
            .get()),
        "/tins('Ann%27%27s%20%27%27%27%27')\
         /layers(of='light,nobody%27%27s',at=a%27b,like='very%20%27%27%20or%201%20eq%201')"
    );
}

#[tokio::test]
async fn mixed_segments_are_validated() {
    let server = server().await;
    let client = Client::from(server.client().build());
    let error = client
        .files()
        .by_name_extension("", "")
        .get()
        .await
        .unwrap_err();
    assert!(
        matches!(
            error,
            Error::InvalidRequest(InvalidRequest::PathParameter { name: "name", .. })
        ),
        "{error}"
    );
    let error = client
        .files()
        .by_name_extension("a", "T")
        .get()
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "not sent: extension: must match the pattern ^[a-z]*$"
    );
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn a_query_in_a_path_is_sent_and_a_fragment_is_not() {
    assert_eq!(
        path!(client => client.actions().do_mix_twice().get().how("slow")),
        "/actions?do=mix&twice&how=slow"
    );
    assert_eq!(path!(client => client.actions().pour().get()), "/actions");
    assert_eq!(path!(client => client.shake().get()), "/");
}
