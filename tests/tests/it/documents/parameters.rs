//! Parameters, with the values of the tables of the specification.

use std::collections::BTreeMap;

use parameters_client::Client;
use parameters_client::models::{Mix, Palette};
use parameters_client::query::{
    QueryDeleteFinishParameter, QueryGetEitherParameter, QueryGetFinishParameter,
};
use serde_json::json;
use specwright_runtime::{Error, InvalidRequest, Value};

use crate::documents::{received, server, target};
use crate::support::server::Received;

const COLORS: [&str; 3] = ["blue", "black", "brown"];

fn mix() -> Mix {
    Mix::new(100, 200, 150)
}

#[tokio::test]
async fn the_styles_of_a_path_are_those_of_the_table() {
    let mix = mix();
    let colors = COLORS.map(str::to_owned).to_vec();
    let request = received!(client => client.path().simple().by_color("blue").by_colors(&colors).by_mix(&mix).get());
    assert_eq!(
        request.line,
        "GET /v1.0/path/simple/blue/blue,black,brown/R,100,G,200,B,150 HTTP/1.1"
    );
    let request = received!(client => client.path().simple_exploded().by_color("blue").by_colors(&colors).by_mix(&mix).get());
    assert_eq!(
        target(&request),
        "/path/simple-exploded/blue/blue,black,brown/R=100,G=200,B=150"
    );
    let request = received!(client => client.path().label().by_color("blue").by_colors(&colors).by_mix(&mix).get());
    assert_eq!(
        target(&request),
        "/path/label/.blue/.blue,black,brown/.R,100,G,200,B,150"
    );
    let request = received!(client => client.path().label_exploded().by_color("blue").by_colors(&colors).by_mix(&mix).get());
    assert_eq!(
        target(&request),
        "/path/label-exploded/.blue/.blue.black.brown/.R=100.G=200.B=150"
    );
    let request = received!(client => client.path().matrix().by_color("blue").by_colors(&colors).by_mix(&mix).get());
    assert_eq!(
        target(&request),
        "/path/matrix/;color=blue/;colors=blue,black,brown/;mix=R,100,G,200,B,150"
    );
    let request = received!(client => client.path().matrix_exploded().by_color("blue").by_colors(&colors).by_mix(&mix).get());
    assert_eq!(
        target(&request),
        "/path/matrix-exploded/;color=blue/;colors=blue;colors=black;colors=brown/;R=100;G=200;B=150"
    );
}

#[tokio::test]
async fn an_empty_parameter_needs_a_literal_in_its_segment() {
    let (mix, colors) = (mix(), COLORS.map(str::to_owned).to_vec());
    let request = received!(client => client.path().matrix().by_color("").by_colors(&colors).by_mix(&mix).get());
    assert_eq!(
        target(&request),
        "/path/matrix/;color/;colors=blue,black,brown/;mix=R,100,G,200,B,150"
    );
    let server = server().await;
    let client = Client::from(server.client().build());
    let path = client.path();
    let simple = path.simple().by_color("").by_colors(&colors).by_mix(&mix);
    let label = path.label().by_color("").by_colors(&colors).by_mix(&mix);
    for error in [simple.get().await, label.get().await] {
        let Err(Error::InvalidRequest(InvalidRequest::PathParameter { name, .. })) = error else {
            panic!("an empty segment, or `.`, addresses something else");
        };
        assert_eq!(name, "color");
    }
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn every_http_method_is_sent() {
    macro_rules! lines {
        ($($method:ident)*) => {
            [$(received!(client => client.methods().$method()).line),*]
        };
    }
    assert_eq!(
        lines!(get put post delete options head patch trace),
        [
            "GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"
        ]
        .map(|method| format!("{method} /v1.0/methods HTTP/1.1"))
    );
}

/// The query of a request, with the parameters that are set.
macro_rules! query {
    ($($set:tt)*) => {{
        let request = received!(client => client.query().get()$($set)*);
        target(&request).strip_prefix("/query").unwrap().to_owned()
    }};
}

#[tokio::test]
async fn the_styles_of_a_query_are_those_of_the_table() {
    let mix = &mix();
    assert_eq!(query!(), "");
    assert_eq!(query!(.color("")), "?color=");
    assert_eq!(query!(.color("blue")), "?color=blue");
    assert_eq!(query!(.form(&COLORS)), "?form=blue&form=black&form=brown");
    assert_eq!(query!(.form_mix(mix)), "?R=100&G=200&B=150");
    assert_eq!(query!(.joined(&COLORS)), "?joined=blue,black,brown");
    assert_eq!(query!(.joined_mix(mix)), "?joined-mix=R,100,G,200,B,150");
    assert_eq!(query!(.spaces(&COLORS)), "?spaces=blue%20black%20brown");
    assert_eq!(
        query!(.spaces_mix(mix)),
        "?spaces-mix=R%20100%20G%20200%20B%20150"
    );
    assert_eq!(query!(.pipes(&COLORS)), "?pipes=blue%7Cblack%7Cbrown");
    assert_eq!(
        query!(.pipes_mix(mix)),
        "?pipes-mix=R%7C100%7CG%7C200%7CB%7C150"
    );
    assert_eq!(
        query!(.deep(mix)),
        "?deep%5BR%5D=100&deep%5BG%5D=200&deep%5BB%5D=150"
    );
}

#[tokio::test]
async fn values_without_defined_style_are_sent_as_documented() {
    let palette = &Palette {
        name: Some("dusk".to_owned()),
        mix: Some(mix()),
        colors: Some(vec!["blue".to_owned()]),
        ..Default::default()
    };
    assert_eq!(
        query!(.deeper(palette)),
        "?deeper%5Bname%5D=dusk&deeper%5Bmix%5D%5BR%5D=100&deeper%5Bmix%5D%5BG%5D=200\
         &deeper%5Bmix%5D%5BB%5D=150&deeper%5Bcolors%5D=%5B%22blue%22%5D"
    );
    assert_eq!(
        query!(.checked(palette)),
        "?name=dusk&mix=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D&colors=%5B%22blue%22%5D"
    );
}

#[tokio::test]
async fn parameters_with_content_use_its_media_type() {
    let palette = &Palette {
        name: Some("du\"sk".to_owned()),
        ..Default::default()
    };
    assert_eq!(
        query!(.data(palette)),
        "?data=%7B%22name%22%3A%22du%5C%22sk%22%7D"
    );
    assert_eq!(query!(.text("a,b")), "?text=a%2Cb");
    let request = received!(client => client
        .content()
        .by_data(&["a/b".to_owned(), "c".to_owned()])
        .get()
        .crumb(&mix())
        .x_text("a, b"));
    assert_eq!(target(&request), "/content/%5B%22a%2Fb%22%2C%22c%22%5D");
    assert_eq!(
        request.header("cookie"),
        Some("crumb=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D")
    );
    assert_eq!(request.header("x-text"), Some("a, b"));
}

#[tokio::test]
async fn union_parameters_are_serialized_by_their_value() {
    use QueryGetEitherParameter::{Boolean, Colors, Mix};
    assert_eq!(query!(.either(&Boolean(true))), "?either=true");
    let colors = Colors(COLORS.map(str::to_owned).to_vec());
    assert_eq!(query!(.either(&colors)), "?either=blue,black,brown");
    assert_eq!(
        query!(.either(&Mix(mix().into()))),
        "?either=R,100,G,200,B,150"
    );
}

#[tokio::test]
async fn any_parameter_name_can_be_sent() {
    assert_eq!(query!(.how_much(3)), "?how%20%22much%22%26%5B%5D%3D=3");
    assert_eq!(query!(.art("a")), "?%F0%9F%8E%A8=a");
    assert_eq!(query!(.type_("t")), "?type=t");
}

#[tokio::test]
async fn reserved_characters_are_encoded_unless_allowed() {
    assert_eq!(
        query!(.color("a/b?c=d&e,f%20")),
        "?color=a%2Fb%3Fc%3Dd%26e%2Cf%2520"
    );
    assert_eq!(query!(.where_("a/b?c,d%20 #")), "?where=a/b?c,d%20%20%23");
}

#[tokio::test]
async fn every_type_with_a_string_form_can_be_a_parameter() {
    assert_eq!(
        query!(.limit(5).ratio(2.5).glossy(true)),
        "?limit=5&ratio=2.5&glossy=true"
    );
    assert_eq!(
        query!(.finish(&QueryGetFinishParameter::SemiGloss)),
        "?finish=semi%20gloss"
    );
    // Each operation has a type of its own.
    let request =
        received!(client => client.query().delete().finish(&QueryDeleteFinishParameter::SemiGloss));
    assert_eq!(
        request.line,
        "DELETE /v1.0/query?finish=semi%20gloss HTTP/1.1"
    );
    let since = "2026-01-31T12:00:00Z".parse().unwrap();
    assert_eq!(query!(.since(&since)), "?since=2026-01-31T12%3A00%3A00Z");
    assert_eq!(query!(.pin(&"0000".into())), "?pin=0000");
    assert_eq!(query!(.filter(&[1, 2])), "?%24filter=1&%24filter=2");
    let shares = BTreeMap::from([("red".to_owned(), 0.5), ("blue".to_owned(), 1.0)]);
    assert_eq!(query!(.shares(&shares)), "?blue=1&red=0.5");
}

#[tokio::test]
async fn untyped_parameters_are_serialized_by_their_value() {
    assert_eq!(query!(.free(&json!("blue"))), "?free=blue");
    assert_eq!(query!(.free(&json!([1, "b"]))), "?free=1&free=b");
    assert_eq!(query!(.free(&json!({"a": true}))), "?a=true");
    assert_eq!(query!(.free(&Value::Null)), "");
}

#[tokio::test]
async fn headers_are_simple_and_cookies_are_forms() {
    let mix = &mix();
    let palette = &Palette {
        name: Some("süß".to_owned()),
        ..Default::default()
    };
    let request: Received = received!(client => client
        .carried()
        .get("light blue", "a;b")
        .x_colors(&COLORS)
        .x_mix(mix)
        .x_mix_exploded(mix)
        .x_json(palette)
        .shades(&COLORS)
        .tint(3)
        .spread(&COLORS));
    assert_eq!(request.header("x-color"), Some("light blue"));
    assert_eq!(request.header("x-colors"), Some("blue,black,brown"));
    assert_eq!(request.header("x-mix"), Some("R,100,G,200,B,150"));
    assert_eq!(request.header("x-mix-exploded"), Some("R=100,G=200,B=150"));
    assert_eq!(
        request.header("x-json"),
        Some(r#"{"name":"s\u00fc\u00df"}"#)
    );
    assert_eq!(
        request.header("cookie"),
        Some(
            "session=a%3Bb; shades=blue,black,brown; tint=3; spread=blue; spread=black; spread=brown"
        )
    );
}

#[tokio::test]
async fn operations_override_parameters_of_their_path() {
    let request = received!(client => client.overridden().by_id(7).get().page(2).x_trace("t"));
    assert_eq!(target(&request), "/overridden/7?page=2");
    assert_eq!(request.header("x-trace"), Some("t"));
    let request = received!(client => client.overridden().by_id(7).put(&["a", "b"], 5));
    assert_eq!(target(&request), "/overridden/7?page=a,b");
    assert_eq!(request.header("x-trace"), Some("5"));
}

#[tokio::test]
async fn constraints_of_parameters_are_validated() {
    let server = server().await;
    let client = Client::from(server.client().build());
    let error = client.query().get().limit(0).await.unwrap_err();
    assert_eq!(error.to_string(), "not sent: limit: must be 1 or more");
    let short = Palette {
        name: Some("a".to_owned()),
        ..Default::default()
    };
    let error = client.query().get().checked(&short).await.unwrap_err();
    assert!(matches!(
        &error,
        Error::InvalidRequest(InvalidRequest::Parameter(_))
    ));
    assert_eq!(
        error.to_string(),
        "not sent: checked.name: must be at least 2 characters long"
    );
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn parameters_of_one_name_are_sent_to_their_own_place() {
    let request = received!(client => client
        .same_name()
        .get()
        .id("query")
        .id_header("header")
        .id_cookie("cookie"));
    assert_eq!(target(&request), "/same-name?id=query");
    assert_eq!(request.header("id"), Some("header"));
    assert_eq!(request.header("cookie"), Some("id=cookie"));
}
