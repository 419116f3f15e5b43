//! Validates what the specification requires of an object beyond the names and types of its fields.

use serde_yaml::Value;

use super::Validator;
use super::object_value::ObjectValue;
use crate::diagnostics::code::Code;
use crate::diagnostics::suggest::did_you_mean;
use crate::load::grammar::{Object, Rule};
use crate::load::repair::Edit;
use crate::load::tree::members;
use crate::source::PathCursor;

impl Validator<'_> {
    /// Validates a rule of an object.
    pub(super) fn rule(
        &mut self,
        rule: Rule,
        object: &'static Object,
        value: &ObjectValue<'_>,
        cursor: &PathCursor<'_>,
    ) {
        match rule {
            Rule::PositiveDeadline => self.positive_deadline(value, cursor),
            Rule::SchemaOrContent => self.schema_or_content(value, object, cursor),
            Rule::ExampleOrExamples => {
                let help = "move the value of `example` into `examples`";
                self.not_both(["example", "examples"], help, value, cursor);
            }
            Rule::StyleFitsLocation(styles) => self.style_fits_location(styles, value, cursor),
            Rule::HasResponse => self.has_response(value, cursor),
            Rule::ValueOrExternalValue => {
                self.not_both(
                    ["value", "externalValue"],
                    "remove one of them",
                    value,
                    cursor,
                );
            }
            Rule::OneLinkedOperation => self.one_linked_operation(value, object, cursor),
            Rule::NextLinkName => self.next_link_name(value, cursor),
            Rule::ArrayHasItems => self.array_has_items(value, cursor),
            Rule::XmlIgnored => self.xml_ignored(value, cursor),
            Rule::ReadOrWriteOnly => self.read_or_write_only(value, cursor),
            Rule::RequiredIsDeclared => self.required_is_declared(value, cursor),
            Rule::EnumNotEmpty => self.enum_not_empty(value, cursor),
            Rule::FieldsOfSecurityType(fields) => {
                self.fields_of_security_type(fields, value, object, cursor);
            }
        }
    }

    fn not_both(
        &mut self,
        [one, other]: [&str; 2],
        help: &str,
        value: &ObjectValue<'_>,
        cursor: &PathCursor<'_>,
    ) {
        if value.has(one) && value.has(other) {
            self.exclusive(one, other, help, cursor);
        }
    }

    fn positive_deadline(&mut self, operation: &ObjectValue<'_>, cursor: &PathCursor<'_>) {
        if operation.get("x-deadline").and_then(Value::as_f64) == Some(0.0) {
            self.problem(
                Code::WrongType,
                cursor.key("x-deadline").on_value(),
                "`x-deadline` must be greater than zero",
                "use the time limit of the whole call in seconds",
            );
        }
    }

    fn schema_or_content(
        &mut self,
        value: &ObjectValue<'_>,
        object: &'static Object,
        cursor: &PathCursor<'_>,
    ) {
        match (value.has("schema"), value.get("content")) {
            (false, None) => self.missing("schema", object, cursor),
            (true, Some(_)) => self.exclusive(
                "schema",
                "content",
                "keep the one that defines how the value is serialized",
                cursor,
            ),
            (false, Some(Value::Mapping(content))) if content.len() != 1 => self.problem(
                Code::EmptyContent,
                cursor.key("content").on_key(),
                "the `content` of a parameter or header must have exactly one media type",
                "declare only the media type that is sent",
            ),
            _ => {}
        }
    }

    fn style_fits_location(
        &mut self,
        styles: &[(&str, &[&str])],
        parameter: &ObjectValue<'_>,
        cursor: &PathCursor<'_>,
    ) {
        let Some(styles) = entry_for(styles, parameter.string("in")) else {
            self.repair(&cursor.key("style"), Edit::Remove);
            return;
        };
        if let Some(style) = parameter.string("style") {
            let cursor = cursor.key("style");
            if !self.word(style, styles, &cursor) {
                self.repair(&cursor, Edit::Remove);
            }
        }
    }

    fn has_response(&mut self, responses: &ObjectValue<'_>, cursor: &PathCursor<'_>) {
        if responses.names().all(|key| key.starts_with("x-")) {
            self.problem(
                Code::MissingField,
                cursor.on_key(),
                "`responses` is empty",
                "declare at least the response of a successful call",
            );
        }
    }

    fn one_linked_operation(
        &mut self,
        link: &ObjectValue<'_>,
        object: &'static Object,
        cursor: &PathCursor<'_>,
    ) {
        match (link.has("operationRef"), link.has("operationId")) {
            (true, true) => {
                self.exclusive("operationRef", "operationId", "remove one of them", cursor);
            }
            (false, false) => {
                self.missing("operationId` or `operationRef", object, cursor);
                self.repair(&cursor.key("operationId"), Edit::Replace("".into()));
            }
            _ => {}
        }
    }

    fn next_link_name(&mut self, pageable: &ObjectValue<'_>, cursor: &PathCursor<'_>) {
        let next = pageable.get("nextLinkName");
        if !matches!(next, None | Some(Value::Null | Value::String(_))) {
            self.problem(
                Code::NoPages,
                cursor.key("nextLinkName").on_value(),
                "`nextLinkName` must be a string or null",
                "use the name of the property that contains the URL of the next page",
            );
            self.repair(cursor, Edit::Remove);
        }
    }

    fn array_has_items(&mut self, schema: &ObjectValue<'_>, cursor: &PathCursor<'_>) {
        if schema.string("type") == Some("array") && !schema.has("items") {
            self.problem(
                Code::ArrayWithoutItems,
                cursor.on_key(),
                "missing `items` in this array schema; its items are arbitrary JSON values",
                "add `items`, or `items: {}` to allow any value",
            );
        }
    }

    fn xml_ignored(&mut self, schema: &ObjectValue<'_>, cursor: &PathCursor<'_>) {
        if schema.has("xml") {
            self.problem(
                Code::Xml,
                cursor.key("xml").on_key(),
                "`xml` has no effect: XML bodies are not typed",
                "no change is needed if the service supports JSON",
            );
        }
    }

    fn read_or_write_only(&mut self, schema: &ObjectValue<'_>, cursor: &PathCursor<'_>) {
        if schema.is_true("readOnly") && schema.is_true("writeOnly") {
            self.exclusive(
                "readOnly",
                "writeOnly",
                "remove both to send and receive the property",
                cursor,
            );
        }
    }

    fn enum_not_empty(&mut self, schema: &ObjectValue<'_>, cursor: &PathCursor<'_>) {
        if schema
            .get("enum")
            .and_then(Value::as_sequence)
            .is_some_and(Vec::is_empty)
        {
            self.problem(
                Code::EmptyEnum,
                cursor.key("enum").on_key(),
                "empty `enum` is ignored",
                "list the values, or remove the `enum`",
            );
        }
    }

    /// Validates the names in `required`.
    ///
    /// A name may be that of a property of another part of an `allOf`, unless this part forbids
    /// other properties, or the name is similar to that of a property here.
    fn required_is_declared(&mut self, schema: &ObjectValue<'_>, cursor: &PathCursor<'_>) {
        let names = schema.get("required").and_then(Value::as_sequence);
        let properties = schema.get("properties").and_then(Value::as_mapping);
        let is_closed = schema.get("additionalProperties").and_then(Value::as_bool) == Some(false);
        let is_declared = |name: &str| properties.is_some_and(|known| known.contains_key(name));
        let list = cursor.key("required");
        for (index, name) in names.into_iter().flatten().enumerate() {
            let Some(name) = name.as_str().filter(|name| !is_declared(name)) else {
                continue;
            };
            let place = list.index(index).on_value();
            let known = properties
                .into_iter()
                .flat_map(members)
                .map(|(known, _)| known);
            match (is_closed, self.diagnostics.nearest(name, known)) {
                (true, near) => self.problem(
                    Code::RequiredUndeclared,
                    place,
                    &format!("required property `{name}` is not allowed by this schema"),
                    &near.map_or_else(
                        || "declare it in `properties`, or remove it from `required`".to_owned(),
                        did_you_mean,
                    ),
                ),
                (false, Some(near)) => self.problem(
                    Code::RequiredUndeclared,
                    place,
                    &format!("required property `{name}` is not declared"),
                    &did_you_mean(near),
                ),
                (false, None) => {}
            }
        }
    }

    fn fields_of_security_type(
        &mut self,
        fields: &[(&str, &[&str])],
        scheme: &ObjectValue<'_>,
        object: &'static Object,
        cursor: &PathCursor<'_>,
    ) {
        let required = entry_for(fields, scheme.string("type")).unwrap_or_default();
        for field in required.iter().filter(|field| !scheme.has(field)) {
            self.missing(field, object, cursor);
        }
    }
}

/// Returns the entry of a table for a key.
fn entry_for<'t>(table: &[(&str, &'t [&'t str])], word: Option<&str>) -> Option<&'t [&'t str]> {
    let entry = table.iter().find(|(known, _)| Some(*known) == word);
    entry.map(|(_, entry)| *entry)
}
