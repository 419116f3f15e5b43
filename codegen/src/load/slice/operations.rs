//! Selects operations.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde_yaml::{Mapping, Value};

use crate::config::{Selector, Slice};
use crate::diagnostics::code::Code;
use crate::diagnostics::suggest::did_you_mean;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::load::tree::{find, members};
use crate::source::{JsonPointer, PathCursor};

/// The fields of the document that have path items.
pub(super) const PATH_ITEMS: [&str; 3] = ["paths", "webhooks", "x-webhooks"];

/// The methods that a path item has as fields.
pub(super) const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// The field of a path item that has the operations with other methods.
pub(super) const ADDITIONAL: &str = "additionalOperations";

/// An operation, or a path item that is a reference to another file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct OperationSite {
    /// The field of the document: `paths`.
    pub field: &'static str,
    /// The path, or the name of a webhook.
    pub path: String,
    /// The method as it is written, and whether it is below `additionalOperations`; `None` for a
    /// path item that is a reference to another file.
    pub method: Option<(String, bool)>,
}

impl OperationSite {
    /// Returns the pointer to the operation or the path item.
    pub(super) fn pointer(&self) -> JsonPointer {
        let item = JsonPointer::root().key(self.field).key(&self.path);
        match &self.method {
            Some((method, true)) => item.key(ADDITIONAL).key(method),
            Some((method, false)) => item.key(method),
            None => item,
        }
    }
}

/// Returns the operations that a slice includes and does not exclude. Reports the selectors that
/// match no operation.
pub(super) fn select(
    root: &Value,
    slice: &Slice,
    diagnostics: &mut Diagnostics,
) -> Vec<OperationSite> {
    let operations = operations(root);
    let mut unmatched: Vec<&Selector> = slice.include.iter().chain(&slice.exclude).collect();
    let mut selected = Vec::new();
    for (site, operation) in &operations {
        let matching = |selectors: &[Selector]| {
            let mut matching = selectors.iter();
            matching.any(|selector| matches(selector, site, operation))
        };
        unmatched.retain(|selector| !matches(selector, site, operation));
        let is_included = slice.include.is_empty() || matching(&slice.include);
        if is_included && !matching(&slice.exclude) {
            selected.push(site.clone());
        }
    }
    for selector in unmatched {
        report_unmatched(selector, &operations, diagnostics);
    }
    selected
}

/// Returns all operations of a document.
fn operations(root: &Value) -> Vec<(OperationSite, &Value)> {
    let mut operations = Vec::new();
    for field in PATH_ITEMS {
        let items = root.get(field).and_then(Value::as_mapping);
        for (path, item) in items.into_iter().flat_map(members) {
            let mut add = |method: Option<(String, bool)>, operation| {
                let path = path.to_owned();
                let site = OperationSite {
                    field,
                    path,
                    method,
                };
                operations.push((site, operation));
            };
            let target = local_target(root, item);
            if target.is_none() {
                // It is not known which operations the other file declares.
                add(None, item);
            }
            // A path item may have operations beside its reference.
            let others = target.filter(|target| !std::ptr::eq(*target, item));
            for item in [item].into_iter().chain(others) {
                let fields = item.as_mapping().into_iter().flat_map(members);
                for (name, value) in fields {
                    if METHODS.contains(&name) {
                        add(Some((name.to_owned(), false)), value);
                    } else if let (ADDITIONAL, Value::Mapping(more)) = (name, value) {
                        for (name, value) in members(more) {
                            add(Some((name.to_owned(), true)), value);
                        }
                    }
                }
            }
        }
    }
    operations
}

/// Returns the path item that a reference leads to in the same file, or the path item itself if it
/// is not a reference. Returns `None` for a reference to another file.
fn local_target<'v>(root: &'v Value, item: &'v Value) -> Option<&'v Value> {
    /// The length of a chain of references that is followed.
    const CHAIN: usize = 16;
    let mut target = item;
    for _ in 0..CHAIN {
        let Some(Value::String(reference)) = target.get("$ref") else {
            return Some(target);
        };
        let pointer = JsonPointer::from_fragment(reference.strip_prefix('#')?)?;
        target = find(root, &pointer)?;
    }
    None
}

fn matches(selector: &Selector, site: &OperationSite, operation: &Value) -> bool {
    match selector {
        Selector::Path(pattern) => site.field == "paths" && pattern.matches(&site.path),
        Selector::Tag(tag) => tags(operation).any(|other| other == tag),
        Selector::Operation(id) => operation_id(operation) == Some(id),
        Selector::Method(method) => site
            .method
            .as_ref()
            .is_some_and(|(written, _)| written.eq_ignore_ascii_case(method.as_str())),
    }
}

fn tags(operation: &Value) -> impl Iterator<Item = &str> {
    let tags = operation.get("tags").and_then(Value::as_sequence);
    tags.into_iter().flatten().filter_map(Value::as_str)
}

/// Returns the `operationId` of an operation or a link.
fn operation_id(operation: &Value) -> Option<&str> {
    operation.get("operationId").and_then(Value::as_str)
}

fn report_unmatched(
    selector: &Selector,
    operations: &[(OperationSite, &Value)],
    diagnostics: &mut Diagnostics,
) {
    let written = selector.to_string();
    let known: BTreeSet<String> = match selector {
        Selector::Path(_) => {
            let sites = operations.iter().map(|(site, _)| site);
            let paths = sites.filter(|site| site.field == "paths");
            paths.map(|site| site.path.clone()).collect()
        }
        Selector::Tag(_) => {
            let tags = operations.iter().flat_map(|(_, operation)| tags(operation));
            tags.map(|tag| format!("tag:{tag}")).collect()
        }
        Selector::Operation(_) => {
            let ids = operations.iter();
            ids.filter_map(|(_, operation)| operation_id(operation))
                .map(|id| format!("operation:{id}"))
                .collect()
        }
        Selector::Method(_) => {
            let methods = operations
                .iter()
                .filter_map(|(site, _)| site.method.as_ref());
            methods
                .map(|(method, _)| format!("method:{}", method.to_ascii_lowercase()))
                .collect()
        }
    };
    let near = diagnostics.nearest(&written, known.iter().map(String::as_str));
    let place = PathCursor::ROOT.key("paths").on_key();
    let message = format!("the selector `{written}` matches no operation");
    let diagnostic = Diagnostic::new(Code::UnmatchedSelector, place, message);
    diagnostics.push(match near {
        Some(near) => diagnostic.help(did_you_mean(near)),
        None => diagnostic.help("remove it, or write the path or the name as in the document"),
    });
}

/// Removes all operations but some, the path items without operations, and the links to removed
/// operations.
pub(super) fn retain(root: &mut Value, retained: &HashSet<OperationSite>) {
    let mut removed = Removed::default();
    for field in PATH_ITEMS {
        let Some(Value::Mapping(items)) = root.get_mut(field) else {
            continue;
        };
        let of_field = retained.iter().filter(|site| site.field == field);
        let mut methods: HashMap<&str, HashSet<&(String, bool)>> = HashMap::new();
        for site in of_field {
            let methods = methods.entry(&site.path).or_default();
            methods.extend(&site.method);
        }
        for (path, item) in items.iter_mut() {
            let (Some(path), Value::Mapping(item)) = (path.as_str(), item) else {
                continue;
            };
            let is_retained = |method: &str, is_additional| {
                let method = (method.to_owned(), is_additional);
                methods
                    .get(path)
                    .is_some_and(|methods| methods.contains(&method))
            };
            if let Some(Value::Mapping(more)) = item.get_mut(ADDITIONAL) {
                removed.remove(more, |method| is_retained(method, true));
            }
            removed.remove(item, |name| {
                !METHODS.contains(&name) || is_retained(name, false)
            });
        }
        super::retain(items, |path| {
            path.starts_with("x-") || methods.contains_key(path)
        });
    }
    if let Value::Mapping(root) = root
        && removed.has_security
        && !root.contains_key("security")
    {
        // Without it, the document would not state anywhere how calls are authenticated.
        root.insert("security".into(), Value::Sequence(Vec::new()));
    }
    if !removed.ids.is_empty() {
        remove_links(root, &removed.ids);
    }
}

/// What the removed operations declared.
#[derive(Default)]
struct Removed {
    ids: HashSet<String>,
    has_security: bool,
}

impl Removed {
    /// Removes the operations that are not retained.
    fn remove(&mut self, operations: &mut Mapping, is_retained: impl Fn(&str) -> bool) {
        for (name, operation) in members(operations) {
            if !is_retained(name) {
                self.ids.extend(operation_id(operation).map(str::to_owned));
                self.has_security |= operation.get("security").is_some();
            }
        }
        super::retain(operations, is_retained);
    }
}

/// Removes the links to operations with these ids.
fn remove_links(value: &mut Value, ids: &HashSet<String>) {
    match value {
        Value::Mapping(mapping) => {
            if let Some(Value::Mapping(links)) = mapping.get_mut("links") {
                links.retain(|_, link| operation_id(link).is_none_or(|id| !ids.contains(id)));
            }
            for member in mapping.values_mut() {
                remove_links(member, ids);
            }
        }
        Value::Sequence(elements) => {
            for element in elements {
                remove_links(element, ids);
            }
        }
        _ => {}
    }
}
