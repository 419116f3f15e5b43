//! `specwright.lock`.

use specwright::compare::compare;
use specwright::listing::{Fact, Kind, Listing, LockError};

use super::{BASE, changes, listing};

#[test]
fn a_lock_file_is_sorted_and_has_a_line_for_each_item() {
    let listing = listing(BASE);
    let lock = listing.to_lock();
    let (version, items) = lock.split_once('\n').unwrap();
    assert_eq!(version, "# API listing, version 1: path, kind, facts");
    let paths: Vec<&str> = items
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    assert!(paths.is_sorted());
    assert_eq!(paths.len(), listing.len());
    assert!(
        items.contains("models::Kind::Saw value value=saw\n"),
        "{items}"
    );
}

#[test]
fn a_listing_from_a_lock_file_is_the_same_api() {
    let listing = listing(BASE);
    let read = Listing::from_lock(&listing.to_lock()).unwrap();
    assert!(compare(&listing, &read).changes.is_empty());
    assert_eq!(read.to_lock(), listing.to_lock());
}

#[test]
fn names_with_spaces_and_quotes_survive_in_a_lock_file() {
    let document = r#"
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths: {}
components:
  schemas:
    Odd: { type: string, enum: ["a b", "\"", "", "a=b", "\n", "ü"] }
"#;
    let read = Listing::from_lock(&listing(document).to_lock()).unwrap();
    let values = read.iter().filter(|(_, kind, _)| *kind == Kind::Value);
    let mut values: Vec<&str> = values
        .filter_map(|(_, _, item)| item.fact(Fact::Value))
        .collect();
    values.sort_unstable();
    assert_eq!(values, ["", "\n", "\"", "a b", "a=b", "ü"]);
}

#[test]
fn other_text_than_a_lock_file_is_an_error() {
    let version = "# API listing, version 1: path, kind, facts\n";
    for (text, error) in [
        ("", LockError::Version),
        (
            "# API listing, version 2: path, kind, facts\n",
            LockError::Version,
        ),
        ("models::Pet type\n", LockError::Version),
        (&format!("{version}models::Pet\n"), LockError::Line(2)),
        (&format!("{version}<<<<<<< ours\n"), LockError::Line(2)),
        (
            &format!("{version}A type\nB type other=1\n"),
            LockError::Line(3),
        ),
        (
            &format!("# heading\n\n{version}A type shape=\"x\n"),
            LockError::Line(4),
        ),
    ] {
        assert_eq!(Listing::from_lock(text), Err(error), "{text}");
    }
}

#[test]
fn documentation_is_not_part_of_the_api() {
    let documented = BASE.replace(
        "    Kind: { type: string,",
        "    Kind: { description: What a tool is., type: string,",
    );
    assert_ne!(documented, BASE);
    assert_eq!(changes(BASE, &documented), Vec::<String>::new());
}

#[test]
fn the_order_of_the_document_does_not_change_the_api() {
    let reordered = BASE
        .replace("        path: { type: string }\n", "")
        .replace(
            "        kind: { type: string }\n",
            "        kind: { type: string }\n        path: { type: string }\n",
        );
    assert_ne!(reordered, BASE);
    assert_eq!(changes(BASE, &reordered), Vec::<String>::new());
}
