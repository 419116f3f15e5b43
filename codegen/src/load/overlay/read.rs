//! Reads overlay documents.
//!
//! An overlay belongs to the user, like the settings, so every mistake in it is an error: a
//! misspelt field would have no effect.

use serde_yaml::{Mapping, Value};

use super::query::Query;
use crate::diagnostics::code::Code;
use crate::diagnostics::suggest::did_you_mean;
use crate::diagnostics::{Diagnostic, Diagnostics, Location};
use crate::load::tree::members;
use crate::load::validate::describe_value;
use crate::source::{JsonPointer, PathCursor};

/// An overlay.
pub(super) struct Overlay {
    pub version: Version,
    /// The URI of the document that the overlay is made for.
    pub extends: Option<String>,
    pub actions: Vec<Action>,
}

/// A version of Overlay that is supported.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    V1_0,
    V1_1,
}

/// An action of an overlay.
pub(super) struct Action {
    /// The place of the action in the overlay.
    pub place: JsonPointer,
    pub target: Query,
    pub change: Change,
}

/// What an action does with the values that its target selects.
pub(super) enum Change {
    /// Removes them.
    Remove,
    /// Merges a value into them.
    Update(Value),
    /// Merges a value of the document into them.
    Copy(Query),
    /// Leaves them as they are.
    Nothing,
}

/// Reads an overlay. Returns `None` if it has errors, which are reported.
pub(super) fn overlay(tree: &Value, diagnostics: &mut Diagnostics) -> Option<Overlay> {
    let root = PathCursor::ROOT;
    let mut reader = Reader(diagnostics);
    let Value::Mapping(fields) = tree else {
        let message = format!("an overlay is an object, not {}", describe_value(tree));
        reader.report(root.on_value(), message, Some(VERSION));
        return None;
    };
    let version = reader.version(fields)?;
    reader.check_names(fields, &root, &["overlay", "info", "extends", "actions"]);
    reader.info(fields);
    let extends = reader.string(fields, &root, "extends").map(str::to_owned);
    let actions = reader.actions(fields);
    let is_valid = !reader.0.has_errors();
    is_valid.then_some(Overlay {
        version,
        extends,
        actions,
    })
}

const VERSION: &str = "add the version of the overlay: `overlay: 1.1.0`";

struct Reader<'d>(&'d mut Diagnostics);

impl Reader<'_> {
    fn report(&mut self, place: Location, message: impl Into<String>, help: Option<&str>) {
        let diagnostic = Diagnostic::new(Code::InvalidOverlay, place, message);
        self.0.push(match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
    }

    fn version(&mut self, fields: &Mapping) -> Option<Version> {
        let root = PathCursor::ROOT;
        let written = self.required_string(fields, &root, "overlay", Some(VERSION))?;
        let place = root.key("overlay").on_value();
        let mut parts = written.split('.').map(str::parse::<u32>);
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(Ok(1)), Some(Ok(0)), Some(Ok(_)), None) => Some(Version::V1_0),
            (Some(Ok(1)), Some(Ok(1)), Some(Ok(_)), None) => Some(Version::V1_1),
            (Some(Ok(1)), Some(Ok(minor)), Some(Ok(_)), None) => {
                let message = format!("Overlay 1.{minor} is read as Overlay 1.1");
                self.0.push(
                    Diagnostic::new(Code::LaterOverlay, place, message).help(
                        "check what the later version added, and whether the overlay uses it",
                    ),
                );
                Some(Version::V1_1)
            }
            _ => {
                let message = format!("Overlay {written} is not supported");
                self.report(place, message, Some("use version 1.0.0 or 1.1.0"));
                None
            }
        }
    }

    fn info(&mut self, fields: &Mapping) {
        let cursor = PathCursor::ROOT.key("info");
        match fields.get("info") {
            Some(Value::Mapping(info)) => {
                self.check_names(info, &cursor, &["title", "version", "description"]);
                self.required_string(info, &cursor, "title", None);
                self.required_string(info, &cursor, "version", None);
                self.string(info, &cursor, "description");
            }
            Some(other) => self.report_type(&cursor, "an object", other),
            None => {
                let help = "add `info: { title: …, version: 1.0.0 }`";
                self.report_missing(&PathCursor::ROOT, "info", Some(help));
            }
        }
    }

    fn actions(&mut self, fields: &Mapping) -> Vec<Action> {
        let cursor = PathCursor::ROOT.key("actions");
        match fields.get("actions") {
            Some(Value::Sequence(actions)) if !actions.is_empty() => {
                let actions = actions.iter().enumerate();
                actions
                    .filter_map(|(index, action)| self.action(action, &cursor.index(index)))
                    .collect()
            }
            Some(Value::Sequence(_)) => {
                self.report(cursor.on_key(), "an overlay has at least one action", None);
                Vec::new()
            }
            Some(other) => {
                self.report_type(&cursor, "an array", other);
                Vec::new()
            }
            None => {
                let help = "add `actions` with a list of actions";
                self.report_missing(&PathCursor::ROOT, "actions", Some(help));
                Vec::new()
            }
        }
    }

    fn action(&mut self, action: &Value, cursor: &PathCursor<'_>) -> Option<Action> {
        let Value::Mapping(fields) = action else {
            self.report_type(cursor, "an object", action);
            return None;
        };
        let known = ["target", "description", "update", "copy", "remove"];
        self.check_names(fields, cursor, &known);
        self.string(fields, cursor, "description");
        let help = "add a JSONPath that selects what the action changes, such as `$.info`";
        let target = self.required_string(fields, cursor, "target", Some(help));
        let target = target.and_then(|target| self.query(target, &cursor.key("target")));
        let change = self.change(fields, cursor);
        Some(Action {
            place: cursor.to_pointer(),
            target: target?,
            change: change?,
        })
    }

    fn change(&mut self, fields: &Mapping, cursor: &PathCursor<'_>) -> Option<Change> {
        let is_removal = match fields.get("remove") {
            None | Some(Value::Bool(false)) => false,
            Some(Value::Bool(true)) => true,
            Some(other) => {
                self.report_type(&cursor.key("remove"), "`true` or `false`", other);
                return None;
            }
        };
        let copy = self.string(fields, cursor, "copy");
        match (is_removal, fields.get("update"), copy) {
            // `update` and `copy` have no effect beside it.
            (true, ..) => Some(Change::Remove),
            (false, Some(_), Some(_)) => {
                let place = cursor.key("copy").on_key();
                let message = "`update` and `copy` exclude each other";
                self.report(place, message, Some("use one action for each"));
                None
            }
            (false, Some(update), None) => Some(Change::Update(update.clone())),
            (false, None, Some(copy)) => {
                let copy = self.query(copy, &cursor.key("copy"))?;
                Some(Change::Copy(copy))
            }
            (false, None, None) => Some(Change::Nothing),
        }
    }

    fn query(&mut self, text: &str, cursor: &PathCursor<'_>) -> Option<Query> {
        match Query::parse(text) {
            Ok(query) => Some(query),
            Err(reason) => {
                let message = format!("invalid JSONPath: {reason}");
                self.0.push(
                    Diagnostic::new(Code::JsonPath, cursor.on_value(), message).help(
                        "use a JSONPath of RFC 9535; names with other characters than letters, \
                         digits and `_` are in quotes: `$.paths['/pets']`",
                    ),
                );
                None
            }
        }
    }

    /// Reports the fields of an object that are neither known nor extensions.
    fn check_names(&mut self, fields: &Mapping, cursor: &PathCursor<'_>, known: &[&str]) {
        for (name, _) in members(fields) {
            if known.contains(&name) || name.starts_with("x-") {
                continue;
            }
            let help = match self.0.nearest(name, known.iter().copied()) {
                Some(near) => did_you_mean(near),
                None => format!("use one of `{}`", known.join("`, `")),
            };
            let place = cursor.key(name).on_key();
            self.report(place, format!("unknown field `{name}`"), Some(&help));
        }
    }

    /// Returns the string in a field.
    fn string<'f>(
        &mut self,
        fields: &'f Mapping,
        cursor: &PathCursor<'_>,
        name: &str,
    ) -> Option<&'f str> {
        match fields.get(name)? {
            Value::String(string) => Some(string),
            other => {
                self.report_type(&cursor.key(name), "a string", other);
                None
            }
        }
    }

    fn required_string<'f>(
        &mut self,
        fields: &'f Mapping,
        cursor: &PathCursor<'_>,
        name: &str,
        help: Option<&str>,
    ) -> Option<&'f str> {
        if !fields.contains_key(name) {
            self.report_missing(cursor, name, help);
        }
        self.string(fields, cursor, name)
    }

    fn report_missing(&mut self, cursor: &PathCursor<'_>, name: &str, help: Option<&str>) {
        let message = format!("missing required field `{name}`");
        self.report(cursor.on_key(), message, help);
    }

    fn report_type(&mut self, cursor: &PathCursor<'_>, expected: &str, value: &Value) {
        let subject = match cursor.name() {
            Some(name) => format!("`{name}`"),
            None => "an action".to_owned(),
        };
        let message = format!(
            "{subject} must be {expected}, not {}",
            describe_value(value)
        );
        self.report(cursor.on_value(), message, None);
    }
}
