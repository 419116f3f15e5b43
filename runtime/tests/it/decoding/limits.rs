//! Malicious input: deep nesting, many properties.

use std::collections::BTreeMap;

use specwright_runtime::{AdditionalData, Object, TaggedUnion, from_slice};

use crate::decoding::models::{Anything, Identity, Nested, Operation};
use crate::decoding::{read, write};

fn nested(depth: usize, open: &str, close: &str, inmost: &str) -> String {
    format!("{}{inmost}{}", open.repeat(depth), close.repeat(depth))
}

#[test]
fn deep_nesting_is_an_error() {
    for depth in [128, 1_000, 100_000] {
        let error =
            from_slice::<Nested>(nested(depth, "{\"inner\":", "}", "null").as_bytes()).unwrap_err();
        assert_eq!(error.message(), "recursion limit exceeded");
        assert!(error.path().starts_with("inner.inner.inner"));
        for text in [
            nested(depth, "{\"x\":", "}", "1"),
            nested(depth, "[", "]", ""),
            format!("{{\"x\":{}}}", nested(depth, "[", "]", "")),
        ] {
            assert!(from_slice::<Anything>(text.as_bytes()).is_err());
        }
    }
    let deepest = nested(127, "{\"inner\":", "}", "null");
    assert_eq!(
        write(&read::<Nested>(&deepest)).to_string().len(),
        nested(126, "{\"inner\":", "}", "{}").len()
    );
}

#[test]
fn deep_nesting_before_a_discriminator_is_an_error() {
    let (open, close) = (r#"{"manager":"#, r##","@odata.type":"#userIdentity"}"##);
    let identity: Identity = read(&nested(127, open, close, "null"));
    assert_eq!(
        write(&identity).to_string().matches("userIdentity").count(),
        127
    );
    assert!(from_slice::<Identity>(nested(128, open, close, "null").as_bytes()).is_err());
}

/// A discriminator that belongs behind the other members, by its name and by where it is declared.
#[derive(Clone, Debug, PartialEq, TaggedUnion)]
#[tagged_union(tag = "kind")]
enum Node {
    #[variant("node", untagged)]
    Base(Box<NodeBase>),
    #[variant("leaf")]
    Leaf(Box<Leaf>),
    Unrecognized(AdditionalData),
}

#[derive(Clone, Debug, Default, PartialEq, Object)]
struct NodeBase {
    child: Option<Node>,
    kind: Option<String>,
    #[additional]
    additional_data: AdditionalData,
}

#[derive(Clone, Debug, Default, PartialEq, Object)]
struct Leaf {
    child: Option<Node>,
    other: Option<Node>,
    kind: Option<String>,
    #[additional]
    additional_data: AdditionalData,
}

/// If what lies within were read twice at each level, this would never end.
#[test]
fn nested_late_discriminators_take_linear_time() {
    let (leaf, node) = (r#","kind":"leaf"}"#, r#","kind":"node"}"#);
    let other = nested(24, r#"{"other":"#, leaf, "{}");
    for text in [
        nested(120, r#"{"child":"#, leaf, "{}"),
        nested(60, r#"{"child":{"child":"#, &format!("{leaf}{node}"), "{}"),
        other.clone(),
        nested(60, r#"{"child":"#, leaf, &other),
    ] {
        let node: Node = read(&text);
        assert_eq!(write(&node), crate::decoding::json(&text));
    }
}

/// An object whose members may all be such objects, one of them under two names.
#[derive(Clone, Debug, Default, PartialEq, Object)]
struct Folder {
    #[property(alias = "Parent")]
    parent: Option<Box<Self>>,
    #[additional]
    others: BTreeMap<String, Self>,
}

#[test]
fn nesting_under_two_names_is_limited() {
    let (open, close) = (r#"{"parent":{},"Parent":"#, "}");
    let folder: Folder = read(&nested(8, open, close, "{}"));
    assert_eq!(write(&folder).to_string().matches("Parent").count(), 8);
    let error = from_slice::<Folder>(nested(100, open, close, "{}").as_bytes()).unwrap_err();
    assert_eq!(error.message(), "held back on too many levels");
}

/// The innermost value is decoded again at every level, so that a small input causes much work.
#[test]
fn nesting_of_buffered_objects_is_limited() {
    for (open, close) in [
        (
            r#"{"status":"s","clientContext":null,"after":"#,
            r#","kind":"play"}"#,
        ),
        (r#"{"after":"#, r#","status":"s","clientContext":null}"#),
    ] {
        let operation: Operation = read(&nested(32, open, close, "null"));
        assert_eq!(write(&operation).to_string().matches("status").count(), 32);
        for depth in [33, 127] {
            let error =
                from_slice::<Operation>(nested(depth, open, close, "null").as_bytes()).unwrap_err();
            assert_eq!(error.message(), "held back on too many levels");
            assert!(error.path().starts_with("after.after"));
        }
    }
    // With the discriminator in front there is nothing to hold back.
    let (open, close) = (
        r#"{"kind":"play","status":"s","clientContext":null,"after":"#,
        "}",
    );
    let operation: Operation = read(&nested(127, open, close, "null"));
    assert_eq!(write(&operation).to_string().matches("play").count(), 127);
}

#[test]
fn many_properties_take_linear_time() {
    let members: Vec<String> = (0..50_000)
        .map(|index| format!("\"m{index}\": {index}"))
        .collect();
    let text = format!("{{{}}}", members.join(","));
    assert_eq!(read::<Anything>(&text).additional_data.len(), 50_000);
    assert_eq!(read::<Identity>(&text).id(), None);
}
