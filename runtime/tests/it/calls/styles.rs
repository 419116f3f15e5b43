//! Parameter styles, with the values of the tables of the specification.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};
use specwright_runtime::{Client, Endpoint, Error, InvalidRequest, PathPart, Request, Style};

use crate::calls::operations::{READ, read};
use crate::calls::own_transport::Memory;

#[derive(Serialize)]
#[allow(non_snake_case, reason = "the names of the specification's example")]
struct Color {
    R: i32,
    G: i32,
    B: i32,
}

const COLOR: Color = Color {
    R: 100,
    G: 200,
    B: 150,
};

const COLORS: [&str; 3] = ["blue", "black", "brown"];

fn in_path<V: Serialize + ?Sized>(value: &V, style: Style) -> String {
    let client = Client::builder(Endpoint::new("https://localhost").unwrap()).build();
    let path = client
        .path()
        .segment("x")
        .parameter_as("color", value, style);
    let text = format!("{path:?}");
    text.strip_prefix("Path(/x/")
        .unwrap()
        .strip_suffix(')')
        .unwrap()
        .to_owned()
}

async fn in_query<V: Serialize + ?Sized>(value: &V, style: Style) -> String {
    let memory = Memory::answering(200, "{}");
    let client = memory.client().build();
    read(&client).query_as("color", value, style).await.unwrap();
    memory
        .only()
        .head
        .uri
        .query()
        .unwrap_or_default()
        .to_owned()
}

async fn in_header<V: Serialize + ?Sized>(value: &V, style: Style) -> Option<String> {
    let memory = Memory::answering(200, "{}");
    let client = memory.client().build();
    read(&client)
        .header_as("color", value, style)
        .await
        .unwrap();
    let value = memory.only().head.headers.get("color").cloned();
    value.map(|value| value.to_str().unwrap().to_owned())
}

async fn in_cookie<V: Serialize + ?Sized>(value: &V, style: Style) -> String {
    let memory = Memory::answering(200, "{}");
    let client = memory.client().build();
    read(&client)
        .cookie_as("color", value, style)
        .await
        .unwrap();
    let value = memory.only().head.headers.get("cookie").cloned();
    value.map_or_else(String::new, |value| value.to_str().unwrap().to_owned())
}

#[test]
fn the_styles_of_a_path_are_those_of_the_table() {
    for (style, empty, text, list, object) in [
        (
            Style::SIMPLE,
            "",
            "blue",
            "blue,black,brown",
            "R,100,G,200,B,150",
        ),
        (
            Style::SIMPLE.exploded(),
            "",
            "blue",
            "blue,black,brown",
            "R=100,G=200,B=150",
        ),
        (
            Style::LABEL,
            ".",
            ".blue",
            ".blue,black,brown",
            ".R,100,G,200,B,150",
        ),
        (
            Style::LABEL.exploded(),
            ".",
            ".blue",
            ".blue.black.brown",
            ".R=100.G=200.B=150",
        ),
        (
            Style::MATRIX,
            ";color",
            ";color=blue",
            ";color=blue,black,brown",
            ";color=R,100,G,200,B,150",
        ),
        (
            Style::MATRIX.exploded(),
            ";color",
            ";color=blue",
            ";color=blue;color=black;color=brown",
            ";R=100;G=200;B=150",
        ),
    ] {
        assert_eq!(in_path("", style), empty, "{style:?}");
        assert_eq!(in_path("blue", style), text, "{style:?}");
        assert_eq!(in_path(&COLORS, style), list, "{style:?}");
        assert_eq!(in_path(&COLOR, style), object, "{style:?}");
    }
}

#[tokio::test]
async fn the_styles_of_a_query_are_those_of_the_table() {
    for (style, list, object) in [
        (
            Style::FORM,
            "color=blue,black,brown",
            "color=R,100,G,200,B,150",
        ),
        (
            Style::FORM.exploded(),
            "color=blue&color=black&color=brown",
            "R=100&G=200&B=150",
        ),
        (
            Style::SPACE_DELIMITED,
            "color=blue%20black%20brown",
            "color=R%20100%20G%20200%20B%20150",
        ),
        (
            Style::PIPE_DELIMITED,
            "color=blue%7Cblack%7Cbrown",
            "color=R%7C100%7CG%7C200%7CB%7C150",
        ),
    ] {
        assert_eq!(in_query(&COLORS, style).await, list, "{style:?}");
        assert_eq!(in_query(&COLOR, style).await, object, "{style:?}");
    }
    for style in [Style::FORM, Style::FORM.exploded()] {
        assert_eq!(in_query("", style).await, "color=");
        assert_eq!(in_query("blue", style).await, "color=blue");
    }
    let deep = "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150";
    assert_eq!(in_query(&COLOR, Style::DEEP_OBJECT).await, deep);
    assert_eq!(in_query(&COLOR, Style::DEEP_OBJECT.exploded()).await, deep);
}

#[tokio::test]
async fn a_header_is_simple_and_not_percent_encoded() {
    let given = |text: &str| Some(text.to_owned());
    assert_eq!(in_header("a b/c%", Style::SIMPLE).await, given("a b/c%"));
    assert_eq!(
        in_header(&COLORS, Style::SIMPLE).await,
        given("blue,black,brown")
    );
    assert_eq!(
        in_header(&COLOR, Style::SIMPLE).await,
        given("R,100,G,200,B,150")
    );
    let exploded = Style::SIMPLE.exploded();
    assert_eq!(
        in_header(&COLORS, exploded).await,
        given("blue,black,brown")
    );
    assert_eq!(
        in_header(&COLOR, exploded).await,
        given("R=100,G=200,B=150")
    );
    // A header cannot hold more than ASCII, and JSON need not.
    let json = in_header(&json!({"é": "\u{1f4de}"}), Style::JSON).await;
    assert_eq!(json, given(r#"{"\u00e9":"\ud83d\udcde"}"#));
}

#[tokio::test]
async fn a_cookie_is_a_form_whose_pairs_are_cookies() {
    assert_eq!(in_cookie("a b;c", Style::FORM).await, "color=a%20b%3Bc");
    assert_eq!(
        in_cookie(&COLORS, Style::FORM).await,
        "color=blue,black,brown"
    );
    assert_eq!(
        in_cookie(&COLOR, Style::FORM).await,
        "color=R,100,G,200,B,150"
    );
    let exploded = Style::FORM.exploded();
    assert_eq!(
        in_cookie(&COLORS, exploded).await,
        "color=blue; color=black; color=brown"
    );
    assert_eq!(in_cookie(&COLOR, exploded).await, "R=100; G=200; B=150");
}

#[tokio::test]
async fn cookies_are_joined_in_one_header() {
    let memory = Memory::answering(200, "{}");
    let client = memory.client().build();
    let request = read(&client)
        .cookie_as("session", "a", Style::FORM)
        .cookie_as("theme", &["dark"], Style::FORM.exploded());
    request.await.unwrap();
    let headers = memory.only().head.headers;
    assert_eq!(headers["cookie"], "session=a; theme=dark");
    assert!(headers["cookie"].is_sensitive());
}

#[tokio::test]
async fn a_parameter_with_json_content_is_serialized_as_json() {
    assert_eq!(
        in_path(&json!({"a": "x/y"}), Style::JSON),
        "%7B%22a%22%3A%22x%2Fy%22%7D"
    );
    for (value, text) in [
        (json!("blue"), "color=%22blue%22"),
        (
            json!(["blue", null, 1.5]),
            "color=%5B%22blue%22%2Cnull%2C1.5%5D",
        ),
        (
            json!({"a": {"b\"\\": [true]}}),
            "color=%7B%22a%22%3A%7B%22b%5C%22%5C%5C%22%3A%5Btrue%5D%7D%7D",
        ),
        (Value::Null, "color=null"),
    ] {
        assert_eq!(in_query(&value, Style::JSON).await, text);
    }
}

#[tokio::test]
async fn empty_values_are_not_sent() {
    for value in [
        json!(null),
        json!([]),
        json!({}),
        json!([null]),
        json!({"a": null}),
    ] {
        for style in [
            Style::FORM,
            Style::FORM.exploded(),
            Style::PIPE_DELIMITED,
            Style::DEEP_OBJECT,
        ] {
            assert_eq!(in_query(&value, style).await, "", "{value} {style:?}");
        }
        assert_eq!(in_header(&value, Style::SIMPLE).await, None, "{value}");
        assert_eq!(in_cookie(&value, Style::FORM).await, "", "{value}");
    }
    let partly = json!({"a": null, "b": 1, "c": ""});
    assert_eq!(in_query(&partly, Style::FORM.exploded()).await, "b=1&c=");
    assert_eq!(in_path(&partly, Style::MATRIX.exploded()), ";b=1;c");
    assert_eq!(
        in_query(&json!(["a", null, "b"]), Style::FORM).await,
        "color=a,b"
    );
}

#[tokio::test]
async fn only_unreserved_characters_are_not_encoded() {
    let all = "-._~ :/?#[]@!$&'()*+,;=%|é";
    let encoded = "-._~%20%3A%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D%25%7C%C3%A9";
    assert_eq!(in_path(all, Style::SIMPLE), encoded);
    assert_eq!(in_query(all, Style::FORM).await, format!("color={encoded}"));
    // Separators of a style are not encoded, the same characters in a value are.
    assert_eq!(in_query(&["a,b", "c"], Style::FORM).await, "color=a%2Cb,c");
    assert_eq!(
        in_query(&["a|b", "c"], Style::PIPE_DELIMITED).await,
        "color=a%7Cb%7Cc"
    );
}

#[tokio::test]
async fn allow_reserved_keeps_reserved_characters() {
    let style = Style::FORM.reserved();
    assert_eq!(
        in_query(":/?@!$&'()*+,;= %2F %zz % é#[]", style).await,
        "color=:/?@!$&'()*+,;=%20%2F%20%25zz%20%25%20%C3%A9%23%5B%5D"
    );
    assert_eq!(in_query(&["a/b", "c"], style).await, "color=a/b,c");
}

#[tokio::test]
async fn numbers_and_booleans_are_serialized_as_in_json() {
    #[derive(Serialize)]
    struct Scalars(bool, i64, u64, f32, f64, f64, f64, Option<char>);
    let scalars = Scalars(true, i64::MIN, u64::MAX, 1.1, 2.0, 1e300, 1.5e-9, Some('é'));
    assert_eq!(
        in_query(&scalars, Style::FORM).await,
        "color=true,-9223372036854775808,18446744073709551615,1.1,2,1e300,1.5e-9,%C3%A9"
    );
    let sizes = BTreeMap::from([(3, "large")]);
    assert_eq!(in_query(&sizes, Style::FORM.exploded()).await, "3=large");
}

#[tokio::test]
async fn nested_values_are_json_except_in_deep_objects() {
    let nested = json!({"a": {"b": "x", "c": {"d": 1}}, "e": [1, 2]});
    assert_eq!(
        in_query(&nested, Style::DEEP_OBJECT).await,
        "color%5Ba%5D%5Bb%5D=x&color%5Ba%5D%5Bc%5D%5Bd%5D=1&color%5Be%5D=%5B1%2C2%5D"
    );
    assert_eq!(
        in_query(&nested, Style::FORM.exploded()).await,
        "a=%7B%22b%22%3A%22x%22%2C%22c%22%3A%7B%22d%22%3A1%7D%7D&e=%5B1%2C2%5D"
    );
    assert_eq!(
        in_query(&json!([[1], [2]]), Style::FORM).await,
        "color=%5B1%5D,%5B2%5D"
    );
    // The table has no form for these.
    assert_eq!(
        in_query(&COLORS, Style::DEEP_OBJECT).await,
        "color=blue&color=black&color=brown"
    );
    assert_eq!(
        in_query(&COLORS, Style::PIPE_DELIMITED.exploded()).await,
        in_query(&COLORS, Style::FORM.exploded()).await
    );
    assert_eq!(in_query("blue", Style::SPACE_DELIMITED).await, "color=blue");
}

#[tokio::test]
async fn a_name_is_percent_encoded() {
    let memory = Memory::answering(200, "{}");
    let client = memory.client().build();
    let request = read(&client)
        .query("$top", &5)
        .query("ids[]", &["a", "b"])
        .query_as("a=b&c", &json!({"d[": 1}), Style::DEEP_OBJECT);
    request.await.unwrap();
    assert_eq!(
        memory.only().head.uri.query(),
        Some("%24top=5&ids%5B%5D=a&ids%5B%5D=b&a%3Db%26c%5Bd%5B%5D=1")
    );
}

#[tokio::test]
async fn values_without_a_string_form_are_refused() {
    let memory = Memory::answering(200, "{}");
    let client = memory.client().build();
    let path = client.path().segment("x").parameter("size", &f64::NAN);
    let error = Request::new(&path, &READ).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "not sent: path parameter `size` cannot be written as text"
    );
    for request in [
        read(&client).query("size", &f64::INFINITY),
        read(&client).header_as("size", &f64::NAN, Style::SIMPLE),
        read(&client).cookie_as("size", &f64::NAN, Style::FORM),
    ] {
        let error = request.await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "not sent: size: must be writable as text"
        );
    }
    assert!(memory.seen().is_empty());
}

#[tokio::test]
async fn a_mixed_segment_is_one_segment() {
    let memory = Memory::answering(200, "{}");
    let client = memory.client().build();
    let send = |a: &'static str, b: &'static str| {
        let path = client.path().segment("x").mixed(&[
            PathPart::parameter("a", a, Style::SIMPLE),
            PathPart::literal("."),
            PathPart::parameter("b", b, Style::SIMPLE),
        ]);
        Request::new(&path, &READ)
    };
    send("a/b", "c.d").await.unwrap();
    assert_eq!(memory.only().head.uri.path(), "/v1.0/x/a%2Fb.c.d");
    for (a, b) in [("", ""), (".", ""), ("", ".")] {
        let error = send(a, b).await.unwrap_err();
        assert!(
            matches!(
                error,
                Error::InvalidRequest(InvalidRequest::PathParameter { name: "a", .. })
            ),
            "{error}"
        );
    }
    send("", "c").await.unwrap();
}

#[tokio::test]
async fn a_path_may_end_in_a_slash_a_verb_or_a_query() {
    let memory = Memory::answering(200, "{}");
    let client = memory.client().build();
    let path = client
        .path()
        .segment("jobs")
        .parameter("job", "7")
        .suffix(":cancel")
        .segment("");
    Request::new(&path.query("dry run=1"), &READ)
        .query("x", "y")
        .await
        .unwrap();
    assert_eq!(
        memory.only().head.uri.to_string(),
        "https://graph.example/v1.0/jobs/7:cancel/?dry%20run=1&x=y"
    );
}
