//! `specwright.lock` covers the public API: whatever users can name is an item of it, follows from
//! one, or is part of every client.

use std::collections::BTreeSet;

use specwright::listing::{FILE_NAME, Fact, Item, Kind, Listing};

use super::crate_source::{Files, surface};
use super::{committed, document, emitted};

/// The names of what every client, enum, object or request has.
const OF_EVERY_CLIENT: [&str; 13] = [
    "KNOWN",
    "Unrecognized",
    "additional_data",
    "additional_properties",
    "as_str",
    "deadline",
    "endpoint",
    "header",
    "idempotent",
    "new",
    "server",
    "set_null",
    "with_null",
];

/// Returns the paths that exist because of an item.
fn follow(listing: &Listing, path: &str, kind: Kind, item: &Item) -> Vec<String> {
    let (parent, name) = path.rsplit_once("::").unwrap_or(("", path));
    let fact = |fact| item.fact(fact).map(str::to_owned);
    let mut paths = vec![path.to_owned()];
    match kind {
        Kind::Accessor => paths.extend(fact(Fact::Type)),
        Kind::Operation => paths.extend(fact(Fact::Request)),
        Kind::Parameter => {
            let (operation, name) = path.split_once('#').unwrap();
            let operation = listing.get(operation, Kind::Operation);
            let request = operation.and_then(|operation| operation.fact(Fact::Request));
            paths.extend(request.map(|request| format!("{request}::{name}")));
        }
        Kind::Field if item.fact(Fact::Null).is_some() => {
            paths.push(format!("{parent}::{}", name.to_uppercase()));
        }
        Kind::Handler => paths.push(format!("{parent}::callback")),
        Kind::HandlerMethod if item.fact(Fact::Delivery) == Some("notify") => {
            paths.extend(["answer", "invalid"].map(|word| format!("{parent}::{word}_{name}")));
        }
        Kind::HandlerResponse | Kind::Extension | Kind::Header => paths.push(parent.to_owned()),
        _ => {}
    }
    paths
}

/// Returns the paths of an item of the surface. A schema has one in `models`, and one in the module
/// of the schema, if that is public.
fn paths(line: &str) -> Vec<String> {
    let end = line.find([' ', '(', '<']).unwrap_or(line.len());
    let path = line[..end].trim_end_matches(':').replace('.', "::");
    let mut paths = vec![path.clone()];
    if let ["models", _module, rest @ ..] = path.split("::").collect::<Vec<_>>().as_slice() {
        paths.push(format!("models::{}", rest.join("::")));
    }
    paths
}

#[track_caller]
fn assert_covered(files: &Files) {
    let listing = Listing::from_lock(&files[FILE_NAME]).unwrap();
    let items = listing.iter();
    let covered = items.flat_map(|(path, kind, item)| follow(&listing, path, kind, item));
    let covered: BTreeSet<String> = covered.collect();
    let is_covered = |line: &&String| {
        let is_of_every_client = |path: &String| {
            let name = path.rsplit("::").next().unwrap();
            OF_EVERY_CLIENT.contains(&name)
        };
        let is_module = line.contains(" mod");
        let is_re_export = line.contains("pub use ") || line.starts_with("Client::async");
        let paths = paths(line);
        is_module
            || is_re_export
            || paths
                .iter()
                .any(|path| covered.contains(path) || is_of_every_client(path))
    };
    let surface = surface(files);
    let missing: Vec<&String> = surface.iter().filter(|line| !is_covered(line)).collect();
    assert_eq!(missing, Vec::<&String>::new());
    assert!(covered.len() > 60, "{}", covered.len());
}

#[test]
fn the_lock_file_of_the_client_covers_its_public_api() {
    let mut files = committed();
    let lock = document(&format!("generated/{FILE_NAME}"));
    files.insert(FILE_NAME.to_owned(), lock);
    assert_covered(&files);
}

#[test]
fn the_lock_file_of_another_client_covers_its_public_api() {
    assert_covered(&emitted(&document(
        "tests/fixtures/documents/tool-library.yaml",
    )));
}
