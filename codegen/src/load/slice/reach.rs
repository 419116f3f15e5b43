//! Finds what the operations of a slice reach.

use std::collections::{HashMap, HashSet};

use serde_yaml::{Mapping, Value};

use super::operations::{ADDITIONAL, METHODS, OperationSite, PATH_ITEMS};
use crate::diagnostics::Diagnostics;
use crate::document::FilePointer;
use crate::load::files::Files;
use crate::load::tree::{find, members};
use crate::source::{JsonPointer, percent_decode};

/// What operations reach.
#[derive(Default)]
pub(super) struct Reached {
    /// The selected operations, and those that others refer to by JSON pointers.
    pub operations: HashSet<OperationSite>,
    /// The names of the reached components, by kind.
    components: HashMap<String, HashSet<String>>,
}

impl Reached {
    /// Returns whether a component is reached.
    pub(super) fn has_component(&self, kind: &str, name: &str) -> bool {
        self.components
            .get(kind)
            .is_some_and(|names| names.contains(name))
    }
}

/// Returns what operations, and all parts of the document that belong to no operation, reach.
pub(super) fn reach(
    files: &mut Files,
    selection: &[OperationSite],
    keeps_schemas: bool,
    diagnostics: &mut Diagnostics,
) -> Reached {
    let mut search = Search::default();
    let root = files.tree(0);
    for (field, value) in root.as_mapping().into_iter().flat_map(members) {
        if let ("security", Value::Sequence(requirements)) = (field, value) {
            search.add_security(requirements);
        } else if field != "components" && !PATH_ITEMS.contains(&field) {
            search.visit(value);
        }
    }
    search.follow(0);
    for site in selection {
        search.add_operation(root, site.clone());
        search.follow(0);
    }
    if keeps_schemas {
        let schemas = root.get("components").and_then(|all| all.get("schemas"));
        let schemas = schemas.and_then(Value::as_mapping);
        for (name, _) in schemas.into_iter().flat_map(members) {
            search.add_component("schemas", name);
        }
    }
    while let Some(pending) = search.pending.pop() {
        match pending {
            Pending::Component(kind, name) => {
                let root = files.tree(0);
                if kind == "schemas" {
                    search.add_derived(root, &name);
                }
                let pointer = JsonPointer::root().key("components").key(&kind).key(&name);
                if let Some(value) = find(root, &pointer) {
                    search.visit(value);
                    search.follow(0);
                }
            }
            Pending::Value(place) => {
                if let Some(value) = files.find(&place) {
                    search.visit(value);
                    search.follow(place.file);
                }
            }
            Pending::Reference(from, reference) => {
                search.resolve(files, from, &reference, diagnostics);
            }
        }
    }
    search.reached
}

/// The state of the search.
#[derive(Default)]
struct Search {
    reached: Reached,
    pending: Vec<Pending>,
    /// The references that were found in the visited value.
    found: Vec<String>,
    /// The references that were followed, by file.
    followed: HashSet<(usize, String)>,
    /// The derived schemas of each schema of the document.
    derived: Option<HashMap<String, Vec<String>>>,
    /// The schemas whose values may be those of derived schemas.
    bases: HashSet<String>,
    /// The component schemas with each `$anchor`, `$dynamicAnchor` and last segment of an `$id`.
    identifiers: Option<HashMap<String, Vec<String>>>,
}

enum Pending {
    /// A component of the document, by its kind and name.
    Component(String, String),
    /// A value in another file.
    Value(FilePointer),
    /// A reference in a file.
    Reference(usize, String),
}

impl Search {
    /// Adds an operation, with what its path item declares for all operations.
    fn add_operation(&mut self, root: &Value, site: OperationSite) {
        if self.reached.operations.contains(&site) {
            return;
        }
        let item = JsonPointer::root().key(site.field).key(&site.path);
        let fields = find(root, &item).and_then(Value::as_mapping);
        for (name, value) in fields.into_iter().flat_map(members) {
            if name != ADDITIONAL && !METHODS.contains(&name) {
                if let ("$ref", Value::String(reference)) = (name, value) {
                    self.found.push(reference.clone());
                }
                self.visit(value);
            }
        }
        if let Some(operation) = find(root, &site.pointer()) {
            self.visit(operation);
        }
        self.reached.operations.insert(site);
    }

    fn add_component(&mut self, kind: &str, name: &str) {
        let names = self.reached.components.entry(kind.to_owned()).or_default();
        if names.insert(name.to_owned()) {
            let component = Pending::Component(kind.to_owned(), name.to_owned());
            self.pending.push(component);
        }
    }

    /// Collects the references in a value, and adds the security schemes that it names.
    fn visit(&mut self, value: &Value) {
        let mut values = vec![value];
        while let Some(value) = values.pop() {
            match value {
                Value::Mapping(mapping) => {
                    self.visit_mapping(mapping);
                    values.extend(mapping.values());
                }
                Value::Sequence(elements) => values.extend(elements),
                _ => {}
            }
        }
    }

    fn visit_mapping(&mut self, mapping: &Mapping) {
        for key in ["$ref", "$dynamicRef"] {
            if let Some(Value::String(reference)) = mapping.get(key) {
                self.found.push(reference.clone());
            }
        }
        if let Some(discriminator) = mapping.get("discriminator") {
            let targets = discriminator.get("mapping").and_then(Value::as_mapping);
            let targets = targets.into_iter().flat_map(members);
            let default = discriminator.get("defaultMapping");
            for target in targets.map(|(_, target)| target).chain(default) {
                if let Value::String(target) = target {
                    self.found.push(target.clone());
                    self.add_component("schemas", target);
                }
            }
        }
        if let Some(Value::Sequence(requirements)) = mapping.get("security") {
            self.add_security(requirements);
        }
    }

    fn add_security(&mut self, requirements: &[Value]) {
        for requirement in requirements.iter().filter_map(Value::as_mapping) {
            for (scheme, _) in members(requirement) {
                self.add_component("securitySchemes", scheme);
            }
        }
    }

    /// Schedules the references that were found in a file.
    fn follow(&mut self, file: usize) {
        for reference in std::mem::take(&mut self.found) {
            if self.followed.insert((file, reference.clone())) {
                self.pending.push(Pending::Reference(file, reference));
            }
        }
    }

    /// Adds the target of a reference. A reference that leads nowhere is reported later.
    fn resolve(
        &mut self,
        files: &mut Files,
        from: usize,
        reference: &str,
        diagnostics: &mut Diagnostics,
    ) {
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let file = match path {
            "" => Some(from),
            _ => percent_decode(path).and_then(|path| files.open(from, &path, diagnostics).ok()),
        };
        let pointer = JsonPointer::from_fragment(fragment);
        match (file, pointer) {
            (Some(0), Some(pointer)) => self.add_target(files.tree(0), &pointer),
            (Some(file), Some(pointer)) => {
                self.pending
                    .push(Pending::Value(FilePointer::new(file, pointer)));
            }
            _ => self.add_identified(files.tree(0), path, fragment),
        }
    }

    /// Adds what a pointer into the document leads to: a component, an operation, or a part of one.
    fn add_target(&mut self, root: &Value, pointer: &JsonPointer) {
        let tokens: Vec<_> = pointer.tokens().collect();
        let tokens: Vec<&str> = tokens.iter().map(AsRef::as_ref).collect();
        match tokens[..] {
            ["components", kind, name, ..] => self.add_component(kind, name),
            [field, path, ..] => {
                let Some(field) = path_item_field(field) else {
                    return;
                };
                let method = match tokens[2..] {
                    [ADDITIONAL, method, ..] => Some((method.to_owned(), true)),
                    [method, ..] if METHODS.contains(&method) => Some((method.to_owned(), false)),
                    _ => None,
                };
                let path = path.to_owned();
                self.add_operation(
                    root,
                    OperationSite {
                        field,
                        path,
                        method,
                    },
                );
                self.follow(0);
            }
            _ => {}
        }
    }

    /// Adds the schemas that derive from a base whose values may be theirs.
    fn add_derived(&mut self, root: &Value, name: &str) {
        let schemas = root.get("components").and_then(|all| all.get("schemas"));
        let has_discriminator = |name: &str| {
            let schema = schemas.and_then(|schemas| schemas.get(name));
            schema.is_some_and(|schema| schema.get("discriminator").is_some())
        };
        if !has_discriminator(name) || !self.bases.insert(name.to_owned()) {
            return;
        }
        let derived = self.derived.get_or_insert_with(|| {
            let schemas = schemas.and_then(Value::as_mapping);
            derived_schemas(schemas.into_iter().flat_map(members))
        });
        let mut bases = vec![name.to_owned()];
        let mut all = Vec::new();
        while let Some(base) = bases.pop() {
            for name in derived.get(&base).into_iter().flatten() {
                if self.bases.insert(name.clone()) {
                    bases.push(name.clone());
                }
                all.push(name.clone());
            }
        }
        for name in all {
            self.add_component("schemas", &name);
        }
    }

    /// Adds the schemas that a reference may mean by `$id` or `$anchor`.
    fn add_identified(&mut self, root: &Value, path: &str, fragment: &str) {
        let identifiers = self.identifiers.get_or_insert_with(|| identifiers(root));
        let id = last_segment(path);
        let named = |identifier: &str| identifiers.get(identifier).cloned().unwrap_or_default();
        let mut schemas = named(fragment);
        if !id.is_empty() {
            schemas.extend(named(id));
        }
        for name in schemas {
            self.add_component("schemas", &name);
        }
    }
}

fn path_item_field(field: &str) -> Option<&'static str> {
    PATH_ITEMS.into_iter().find(|other| *other == field)
}

/// Returns the schemas with a reference to each schema in their `allOf`.
fn derived_schemas<'v>(
    schemas: impl Iterator<Item = (&'v str, &'v Value)>,
) -> HashMap<String, Vec<String>> {
    let mut derived: HashMap<String, Vec<String>> = HashMap::new();
    for (name, schema) in schemas {
        let parts = schema.get("allOf").and_then(Value::as_sequence);
        for part in parts.into_iter().flatten() {
            let reference = part.get("$ref").and_then(Value::as_str);
            let base = reference.and_then(|text| text.strip_prefix("#/components/schemas/"));
            if let Some(base) = base {
                derived
                    .entry(base.to_owned())
                    .or_default()
                    .push(name.to_owned());
            }
        }
    }
    derived
}

/// Returns the component schemas that have each identifier, at any depth.
fn identifiers(root: &Value) -> HashMap<String, Vec<String>> {
    let schemas = root.get("components").and_then(|all| all.get("schemas"));
    let schemas = schemas.and_then(Value::as_mapping);
    let mut identifiers: HashMap<String, Vec<String>> = HashMap::new();
    for (name, schema) in schemas.into_iter().flat_map(members) {
        let mut values = vec![schema];
        while let Some(value) = values.pop() {
            match value {
                Value::Mapping(mapping) => {
                    for key in ["$anchor", "$dynamicAnchor", "$id"] {
                        if let Some(Value::String(identifier)) = mapping.get(key) {
                            let identifier = last_segment(identifier).to_owned();
                            identifiers
                                .entry(identifier)
                                .or_default()
                                .push(name.to_owned());
                        }
                    }
                    values.extend(mapping.values());
                }
                Value::Sequence(elements) => values.extend(elements),
                _ => {}
            }
        }
    }
    identifiers
}

/// Returns the last segment of the path of a URI.
fn last_segment(uri: &str) -> &str {
    let path = uri.split('#').next().unwrap_or_default();
    path.rsplit('/').next().unwrap_or_default()
}
