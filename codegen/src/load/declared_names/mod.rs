//! Writes the names of the settings into a document, as the extensions that declare names. What
//! reads the document does not know which of them its author wrote.

mod enum_values;
mod report;

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_yaml::{Mapping, Value};

use super::grammar::{Grammar, ObjectKind, Type};
use super::tree::members_mut;
use crate::config::Names;
use crate::diagnostics::Diagnostics;
use crate::document::Origins;
use crate::source::{JsonPointer, PathCursor};

/// The extension that declares a name.
const RUST_NAME: &str = "x-rust-name";

/// Writes the names of the settings into a bundled document. Reports those of nothing.
pub(super) fn declare(
    root: &mut Value,
    names: &Names,
    grammar: &'static Grammar,
    origins: &Origins,
    diagnostics: &mut Diagnostics,
) {
    if Table::ALL.iter().all(|table| table.names(names).is_empty()) {
        return;
    }
    let keys = Table::ALL.into_iter().flat_map(|table| {
        let keys = table.names(names).keys();
        keys.map(move |key| (table, key.as_str()))
    });
    let pointers = keys.filter_map(|(table, key)| {
        let pointer = JsonPointer::from_fragment(key.strip_prefix('#')?)?;
        Some(((table, pointer), key))
    });
    let mut declarer = Declarer {
        grammar,
        origins,
        names,
        pointers: pointers.collect(),
        used: HashSet::new(),
        known: HashMap::new(),
    };
    declarer.object(root, ObjectKind::OpenApi, &PathCursor::ROOT);
    declarer.report_unused(diagnostics);
}

/// A table of [`Names`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Table {
    Schemas,
    Properties,
    EnumValues,
    Operations,
    Parameters,
    Headers,
}

impl Table {
    const ALL: [Self; 6] = [
        Self::Schemas,
        Self::Properties,
        Self::EnumValues,
        Self::Operations,
        Self::Parameters,
        Self::Headers,
    ];

    fn names(self, names: &Names) -> &BTreeMap<String, String> {
        match self {
            Self::Schemas => &names.schemas,
            Self::Properties => &names.properties,
            Self::EnumValues => &names.enum_values,
            Self::Operations => &names.operations,
            Self::Parameters => &names.parameters,
            Self::Headers => &names.headers,
        }
    }
}

/// Writes names into the objects of a document.
struct Declarer<'n> {
    grammar: &'static Grammar,
    origins: &'n Origins,
    names: &'n Names,
    /// The keys that are JSON pointers.
    pointers: HashMap<(Table, JsonPointer), &'n str>,
    /// The keys that name something.
    used: HashSet<(Table, &'n str)>,
    /// The keys that would name something, for suggestions.
    known: HashMap<Table, Vec<String>>,
}

impl<'n> Declarer<'n> {
    fn object(&mut self, value: &mut Value, kind: ObjectKind, cursor: &PathCursor<'_>) {
        let Value::Mapping(fields) = value else {
            return;
        };
        match kind {
            ObjectKind::Schema => self.schema(fields, cursor),
            _ if fields.contains_key("$ref") => return,
            ObjectKind::Operation => self.operation(fields, cursor),
            ObjectKind::Parameter => self.parameter(fields, cursor),
            ObjectKind::Response => self.response_headers(fields, cursor),
            ObjectKind::Header if is_component(cursor, "headers") => {
                self.header(None, fields, cursor);
            }
            _ => {}
        }
        let object = self.grammar.object(kind);
        for (name, member) in members_mut(value) {
            if let Some(ty) = object.below(name) {
                self.value(member, ty, &cursor.key(name));
            }
        }
    }

    fn value(&mut self, value: &mut Value, ty: &'static Type, cursor: &PathCursor<'_>) {
        match (ty, value) {
            (Type::Object(kind) | Type::OrReference(kind), value) => {
                self.object(value, *kind, cursor);
            }
            (Type::List(ty) | Type::ListOr(ty), Value::Sequence(elements)) => {
                for (index, element) in elements.iter_mut().enumerate() {
                    self.value(element, ty, &cursor.index(index));
                }
            }
            (Type::BooleanOr(ty) | Type::ListOr(ty), value) => self.value(value, ty, cursor),
            (Type::Map(_, ty), value) => {
                for (name, member) in members_mut(value) {
                    self.value(member, ty, &cursor.key(name));
                }
            }
            _ => {}
        }
    }

    fn schema(&mut self, fields: &mut Mapping, cursor: &PathCursor<'_>) {
        let is_property = cursor.parent().and_then(PathCursor::name) == Some("properties");
        if !is_property {
            let key = is_component(cursor, "schemas")
                .then(|| cursor.name())
                .flatten();
            if let Some(key) = key {
                self.offer(Table::Schemas, key.to_owned());
            }
            if let Some(name) = self.name(Table::Schemas, &[key.map(str::to_owned)], cursor) {
                fields.insert(RUST_NAME.into(), name.into());
            }
        }
        if let Some(properties) = fields.get_mut("properties") {
            let properties_cursor = cursor.key("properties");
            for (property, schema) in members_mut(properties) {
                self.property(property, schema, cursor, &properties_cursor.key(property));
            }
        }
        self.enum_values(fields, cursor);
    }

    /// Names a property. `owner` is the location of the schema that declares it.
    fn property(
        &mut self,
        property: &str,
        schema: &mut Value,
        owner: &PathCursor<'_>,
        cursor: &PathCursor<'_>,
    ) {
        let Some(name) = self.member_name(Table::Properties, property, owner, cursor) else {
            return;
        };
        if *schema == Value::Bool(true) {
            // The schema of any value has keywords, too.
            *schema = Value::Mapping(Mapping::new());
        }
        if let Value::Mapping(fields) = schema {
            fields.insert(RUST_NAME.into(), name.into());
        }
    }

    fn operation(&mut self, fields: &mut Mapping, cursor: &PathCursor<'_>) {
        let id = fields.get("operationId").and_then(Value::as_str);
        let id = id.map(str::to_owned);
        let path = operation_path(cursor).map(|(method, path)| format!("{method} {path}"));
        for key in [&id, &path].into_iter().flatten() {
            self.offer(Table::Operations, key.clone());
        }
        if let Some(name) = self.name(Table::Operations, &[path, id], cursor) {
            fields.insert(RUST_NAME.into(), name.into());
        }
    }

    fn parameter(&mut self, fields: &mut Mapping, cursor: &PathCursor<'_>) {
        let parameter = fields.get("name").and_then(Value::as_str);
        let parameter = parameter.map(str::to_owned);
        if let Some(parameter) = &parameter {
            self.offer(Table::Parameters, parameter.clone());
        }
        if let Some(name) = self.name(Table::Parameters, &[parameter], cursor) {
            fields.insert(RUST_NAME.into(), name.into());
        }
    }

    /// Names the headers of a response, also those that are references to components.
    fn response_headers(&mut self, fields: &mut Mapping, cursor: &PathCursor<'_>) {
        let Some(headers) = fields.get_mut("headers") else {
            return;
        };
        let cursor = cursor.key("headers");
        for (name, header) in members_mut(headers) {
            if let Value::Mapping(fields) = header {
                self.header(Some(name), fields, &cursor.key(name));
            }
        }
    }

    /// Names a header of a response, or a component, which has no name on the wire.
    fn header(&mut self, header: Option<&str>, fields: &mut Mapping, cursor: &PathCursor<'_>) {
        if let Some(header) = header {
            self.offer(Table::Headers, header.to_owned());
        }
        if let Some(name) = self.name(Table::Headers, &[header.map(str::to_owned)], cursor) {
            fields.insert(RUST_NAME.into(), name.into());
        }
    }

    /// Returns the name of a property or of a value of an enum. `owner` is the location of the
    /// schema that declares it.
    fn member_name(
        &mut self,
        table: Table,
        member: &str,
        owner: &PathCursor<'_>,
        cursor: &PathCursor<'_>,
    ) -> Option<&'n str> {
        if table.names(self.names).is_empty() {
            return None;
        }
        let of_owner = dotted_name(owner).map(|owner| format!("{owner}.{member}"));
        if let Some(key) = &of_owner {
            self.offer(table, key.clone());
        }
        self.name(table, &[Some(format!("*.{member}")), of_owner], cursor)
    }

    /// Returns the name of an item by its keys, the last of which takes precedence, and by its
    /// location, which takes precedence over all keys.
    fn name(
        &mut self,
        table: Table,
        keys: &[Option<String>],
        cursor: &PathCursor<'_>,
    ) -> Option<&'n str> {
        let names = table.names(self.names);
        let mut found = None;
        for key in keys.iter().flatten() {
            if let Some((key, name)) = names.get_key_value(key) {
                self.used.insert((table, key));
                found = Some(name.as_str());
            }
        }
        if !self.pointers.is_empty() {
            let pointer = cursor.to_pointer();
            let origin = self.origins.locate(&pointer);
            let own = self.pointers.get(&(table, pointer));
            // What was moved is named by the place where it is written, too.
            let written = || self.pointers.get(&(table, origin.pointer));
            let key = own.or_else(|| written().filter(|_| origin.file == 0));
            if let Some(key) = key {
                self.used.insert((table, key));
                found = names.get(*key).map(String::as_str);
            }
        }
        found
    }

    /// Adds a key that would name something.
    fn offer(&mut self, table: Table, key: String) {
        self.known.entry(table).or_default().push(key);
    }
}

/// Returns whether a location is that of a component of a kind.
fn is_component(cursor: &PathCursor<'_>, kind: &str) -> bool {
    let mut above = std::iter::successors(cursor.parent(), |cursor| cursor.parent());
    let names = [above.next(), above.next()].map(|cursor| cursor.and_then(PathCursor::name));
    names == [Some(kind), Some("components")] && above.count() == 1
}

/// Returns the name of a component schema, followed by the properties that lead from there to a
/// schema: `Pet.owner`. Items of arrays, and parts and alternatives of a schema, have its name.
fn dotted_name(cursor: &PathCursor<'_>) -> Option<String> {
    if is_component(cursor, "schemas") {
        return cursor.name().map(str::to_owned);
    }
    let above = cursor.parent()?;
    match (cursor.name(), above.name()) {
        (Some(property), Some("properties")) => {
            Some(format!("{}.{property}", dotted_name(above.parent()?)?))
        }
        (None, Some("allOf" | "oneOf" | "anyOf")) => dotted_name(above.parent()?),
        (Some("items"), _) => dotted_name(above),
        _ => None,
    }
}

/// Returns the method and the path of an operation below `paths`.
fn operation_path<'c>(cursor: &PathCursor<'c>) -> Option<(String, &'c str)> {
    let method = cursor.name()?;
    let mut item = cursor.parent()?;
    let method = if item.name() == Some("additionalOperations") {
        item = item.parent()?;
        method.to_owned()
    } else {
        method.to_ascii_uppercase()
    };
    let is_in_paths = item.parent()?.name() == Some("paths");
    item.name()
        .filter(|_| is_in_paths)
        .map(|path| (method, path))
}
