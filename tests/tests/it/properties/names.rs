//! Names: whatever names a document has, the identifiers of the crate are valid, and unique in
//! their scope.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, json};
use specwright::{Options, Source, generate};
use specwright_runtime::Value;
use syn::{Fields, FnArg, ImplItem, Item, Pat, UseTree};

use crate::properties::cases;

/// Names that clash with something: with words of the language, with what crates export, with each
/// other.
const WORDS: &str = "type self Self crate super r#type gen async dyn static 'static Option Some None Vec String Result \
    Ok Err Default Box From Into Clone Drop Value Status Error Validator Constraint Number Validate ExplicitNulls Object Unrecognized \
    Uuid Request Response Client Method Path Operation additional_data additionalData additionalProperties KNOWN as_str \
    value new body request path client server models model lib main bin mod core std alloc specwright_runtime con NUL com1 \
    404 2fast -1 +1 1.5 1,5 a A a_ _a a2 a_2 A2 fooBar foo_bar foo-bar FOO_BAR foo_bar_2 _ __ - -- * <=> ' \" \\ ~1 %2F \
    // */ #[a] ß ẞ İ ı K 👍 名前";

/// Texts that a document may use as a name: some that clash, and any other.
fn text() -> impl Strategy<Value = String> {
    let odd = [
        "",
        " ",
        "Foo Bar",
        "\n",
        "\u{0}",
        "\u{202e}a",
        "\u{feff}",
        "\u{fffe}",
        "\u{10ffff}",
    ];
    let known = select(WORDS.split_whitespace().chain(odd).collect::<Vec<_>>());
    prop_oneof![
        6 => known.prop_map(str::to_owned),
        2 => any::<String>(),
        2 => "[a-zA-Z0-9_.@$ -]{0,8}",
        1 => "[a-z ]{300,2000}",
    ]
}

/// Different strings.
fn texts() -> impl Strategy<Value = Vec<String>> {
    prop::collection::hash_set(text(), 1..20).prop_map(|texts| texts.into_iter().collect())
}

fn component() -> impl Strategy<Value = String> {
    prop_oneof![
        text().prop_map(|text| text.replace(
            |c: char| !c.is_ascii_alphanumeric() && !"._-".contains(c),
            ""
        )),
        "[a-zA-Z0-9._-]{1,12}",
    ]
    .prop_filter("a component has a name", |name| !name.is_empty())
}

fn components() -> impl Strategy<Value = Vec<String>> {
    prop::collection::hash_set(component(), 1..16).prop_map(|names| names.into_iter().collect())
}

/// A document that uses the names in every place.
fn document(texts: &[String], components: &[String]) -> Value {
    let of = |index: usize| {
        let name = &components[index % components.len()];
        json!({ "$ref": format!("#/components/schemas/{name}") })
    };
    let properties: Map<String, Value> = texts
        .iter()
        .enumerate()
        .map(|(index, text)| {
            let schema = match index % 5 {
                0 => json!({ "type": "string", "nullable": true, "maxLength": 9 }),
                1 => json!({ "type": "object", "properties": { text: { "type": "boolean", "readOnly": true } } }),
                2 => json!({ "type": "string", "enum": texts }),
                3 => json!({ "enum": [text, 1, true, null] }),
                _ => of(index),
            };
            (text.clone(), schema)
        })
        .collect();
    let schemas: Map<String, Value> = components
        .iter()
        .enumerate()
        .map(|(index, name)| {
            let schema = match index % 4 {
                3 => json!({ "type": "string", "enum": texts }),
                2 => json!({ "type": "array", "items": { "type": "string", "enum": texts } }),
                _ => json!({ "type": "object", "properties": properties, "required": texts[..1] }),
            };
            (name.clone(), schema)
        })
        .collect();
    let content = |index| json!({ "application/json": { "schema": of(index) } });
    let mut paths = Map::new();
    for (index, text) in texts.iter().enumerate() {
        let segment = text.replace(['/', '{', '}', '?', '#'], "");
        let parameters: Vec<Value> = texts
            .iter()
            .enumerate()
            .filter(|(_, text)| !text.is_empty())
            .map(|(place, text)| {
                json!({ "name": text, "in": "query", "required": place % 2 == 0, "schema": { "type": "string" } })
            })
            .collect();
        let operation = json!({
            "operationId": text,
            "tags": [text],
            "parameters": parameters,
            "requestBody": { "content": content(index) },
            "responses": { "200": { "description": text, "content": content(index + 1) } },
        });
        paths.insert(format!("/{segment}"), json!({ "post": operation }));
    }
    json!({
        "openapi": "3.0.3",
        "info": { "title": texts[0], "version": "1" },
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

fn files(document: &Value) -> Result<BTreeMap<String, String>, TestCaseError> {
    let options = Options::new("a-client", "document.json");
    let outcome = generate(
        &Source::new("document.json", document.to_string()),
        &options,
    );
    match outcome.generated {
        Some(generated) => Ok(generated.files),
        None => Err(TestCaseError::fail(format!("{:?}", outcome.diagnostics))),
    }
}

/// Names that are all different.
#[derive(Default)]
struct Scope(HashSet<String>);

impl Scope {
    fn add(&mut self, name: &impl ToString, place: &str) -> Result<(), TestCaseError> {
        let name = name.to_string();
        prop_assert!(self.0.insert(name.clone()), "{place}: `{name}` twice");
        Ok(())
    }
}

fn imported(tree: &UseTree, names: &mut Vec<String>) {
    match tree {
        UseTree::Path(path) => imported(&path.tree, names),
        UseTree::Name(name) => names.push(name.ident.to_string()),
        UseTree::Rename(renamed) => names.push(renamed.rename.to_string()),
        UseTree::Group(group) => group.items.iter().for_each(|tree| imported(tree, names)),
        UseTree::Glob(_) => {}
    }
}

fn arguments(signature: &syn::Signature, place: &str) -> Result<(), TestCaseError> {
    let mut scope = Scope::default();
    for input in &signature.inputs {
        if let FnArg::Typed(argument) = input
            && let Pat::Ident(name) = &*argument.pat
        {
            scope.add(&name.ident, place)?;
        }
    }
    Ok(())
}

/// Every name that a file gives is one, and given once in its place.
fn unique(path: &str, text: &str) -> Result<(), TestCaseError> {
    let file =
        syn::parse_file(text).map_err(|error| TestCaseError::fail(format!("{path}: {error}")))?;
    let (mut types, mut values) = (Scope::default(), Scope::default());
    let mut methods: BTreeMap<String, Scope> = BTreeMap::new();
    for item in &file.items {
        match item {
            Item::Use(item) => {
                let mut names = Vec::new();
                imported(&item.tree, &mut names);
                // Macros have names of their own.
                let is_macro = |name: &String| {
                    name.starts_with(|c: char| c.is_ascii_lowercase()) && name != "body"
                };
                for name in names.iter().filter(|name| !is_macro(name)) {
                    types.add(name, path)?;
                }
            }
            Item::Mod(item) => types.add(&item.ident, path)?,
            Item::Type(item) => types.add(&item.ident, path)?,
            Item::Static(item) => values.add(&item.ident, path)?,
            Item::Struct(item) => {
                types.add(&item.ident, path)?;
                let mut fields = Scope::default();
                if let Fields::Named(named) = &item.fields {
                    for field in named.named.iter().filter_map(|field| field.ident.as_ref()) {
                        fields.add(field, path)?;
                    }
                }
            }
            Item::Enum(item) => {
                types.add(&item.ident, path)?;
                let mut variants = Scope::default();
                for variant in &item.variants {
                    variants.add(&variant.ident, path)?;
                }
            }
            Item::Impl(item) => {
                let Some(of) = (match &*item.self_ty {
                    syn::Type::Path(of) => {
                        of.path
                            .get_ident()
                            .or(of.path.segments.last().map(|last| &last.ident))
                    }
                    _ => None,
                }) else {
                    continue;
                };
                let scope = methods.entry(of.to_string()).or_default();
                for member in &item.items {
                    if let ImplItem::Fn(method) = member {
                        arguments(&method.sig, path)?;
                        if item.trait_.is_none() {
                            scope.add(&method.sig.ident, path)?;
                        }
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Checks that paths are valid on all file systems, including those that ignore case or reserve
/// names of devices.
fn fits_file_systems(files: &BTreeMap<String, String>) -> Result<(), TestCaseError> {
    let mut folded = Scope::default();
    for path in files.keys() {
        folded.add(&path.to_lowercase(), "the folder")?;
        for part in path.split('/') {
            prop_assert!(part.len() < 255 && part.is_ascii(), "{path}");
            let stem = part.split('.').next().unwrap_or_default();
            prop_assert!(
                !["con", "nul", "aux", "prn", "com1", "lpt1"].contains(&stem),
                "{path}"
            );
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn any_names_of_a_document_give_a_crate_that_parses(
        texts in texts(),
        components in components(),
    ) {
        let files = files(&document(&texts, &components))?;
        fits_file_systems(&files)?;
        for (path, text) in files.iter().filter(|(path, _)| Path::new(path).extension().is_some_and(|extension| extension == "rs")) {
            unique(path, text)?;
        }
    }
}
