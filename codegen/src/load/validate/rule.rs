//! Validates what the specification requires of an object beyond the names and types of its fields.

use serde_yaml::Value;

use super::describe::missing_field;
use super::object_value::ObjectValue;
use super::{Understood, Validator};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::diagnostics::suggest::did_you_mean;
use crate::load::grammar::{Object, ObjectKind, Rule};
use crate::load::repair::Edit;
use crate::load::tree::members;
use crate::source::PathCursor;

impl Validator<'_> {
    /// Validates a rule of an object, and repairs what violates it.
    pub(super) fn rule(
        &mut self,
        rule: Rule,
        object: &'static Object,
        value: &ObjectValue<'_>,
        cursor: &PathCursor<'_>,
    ) -> Understood {
        match rule {
            Rule::SchemaOrContent => return self.schema_or_content(value, object, cursor),
            Rule::StyleFitsLocation(styles) => {
                return self.style_fits_location(styles, value, object, cursor);
            }
            Rule::OneLinkedOperation => return self.one_linked_operation(value, object, cursor),
            Rule::FieldsOfSecurityType(fields) => {
                return self.fields_of_security_type(fields, value, object, cursor);
            }
            Rule::PositiveDeadline => self.positive_deadline(value, cursor),
            Rule::ExampleOrExamples => {
                let help = "move the value of `example` into `examples`";
                self.prefer(["examples", "example"], help, value, cursor);
            }
            Rule::HasResponse => self.has_response(value, cursor),
            Rule::ValueOrExternalValue => {
                self.prefer(
                    ["value", "externalValue"],
                    "remove one of them",
                    value,
                    cursor,
                );
            }
            Rule::OneListOfWebhooks => {
                let help = "move all of them to `webhooks`";
                self.prefer(["webhooks", "x-webhooks"], help, value, cursor);
            }
            Rule::AdditionalMethods => self.additional_methods(value, object, cursor),
            Rule::DataOrSerializedValue => {
                let help = "remove one of them";
                self.prefer(["dataValue", "value"], help, value, cursor);
                self.prefer(["serializedValue", "value"], help, value, cursor);
                self.prefer(["serializedValue", "externalValue"], help, value, cursor);
            }
            Rule::ItemsNotDecoded => self.items_not_decoded(value, cursor),
            Rule::NestedEncodingIgnored => {
                let fields = ["encoding", "prefixEncoding", "itemEncoding"];
                self.encodings_ignored(&fields, value, cursor);
            }
            Rule::NextLinkName => self.next_link_name(value, cursor),
            Rule::ArrayHasItems => self.array_has_items(value, cursor),
            Rule::XmlIgnored => self.xml_ignored(value, cursor),
            Rule::ReadOrWriteOnly => self.read_or_write_only(value, cursor),
            Rule::RequiredIsDeclared => self.required_is_declared(value, cursor),
            Rule::EnumNotEmpty => self.enum_not_empty(value, cursor),
            Rule::SpellingsOf3_0 => self.spellings_of_3_0(value, cursor),
            Rule::StaticReferences => self.static_references(value, cursor),
            Rule::KnownDialect => self.known_dialect(value, cursor),
        }
        Understood::Yes
    }

    /// Removes the second of two exclusive fields.
    fn prefer(
        &mut self,
        [preferred, other]: [&str; 2],
        help: &str,
        value: &ObjectValue<'_>,
        cursor: &PathCursor<'_>,
    ) {
        if value.has(preferred) && value.has(other) {
            let consequence = format!("the client ignores `{other}`");
            self.exclusive(preferred, other, help, &consequence, cursor);
            self.repair(&cursor.key(other), Edit::Remove);
        }
    }

    fn positive_deadline(&mut self, operation: &ObjectValue<'_>, cursor: &PathCursor<'_>) {
        if operation.get("x-deadline").and_then(Value::as_f64) == Some(0.0) {
            let cursor = cursor.key("x-deadline");
            let message = "`x-deadline` must be greater than zero";
            let diagnostic = Diagnostic::new(Code::WrongType, cursor.on_value(), message)
                .help("use the time limit of the whole call in seconds");
            self.violation(diagnostic, "the client uses its default deadline");
            self.repair(&cursor, Edit::Remove);
        }
    }

    fn schema_or_content(
        &mut self,
        value: &ObjectValue<'_>,
        object: &'static Object,
        cursor: &PathCursor<'_>,
    ) -> Understood {
        let is_query_string = value.string("in") == Some("querystring");
        match (value.has("schema"), value.get("content")) {
            (_, None | Some(Value::Null)) if is_query_string => {
                let diagnostic = missing_field("content", object, cursor)
                    .help("declare the media type of the whole query");
                self.violation(diagnostic, value.consequence(object));
                return Understood::No;
            }
            (false, None | Some(Value::Null)) => {
                let diagnostic = missing_field("schema", object, cursor);
                self.violation(diagnostic, "the client allows every value");
            }
            (true, Some(content)) => {
                let help = "keep the one that defines how the value is serialized";
                if !has_only_schema(content, value.get("schema")) {
                    let consequence = value.consequence(object);
                    self.exclusive("schema", "content", help, consequence, cursor);
                    return Understood::No;
                }
                let consequence = "the client serializes the value as `content` declares";
                self.exclusive("schema", "content", help, consequence, cursor);
                self.repair(&cursor.key("schema"), Edit::Remove);
            }
            (false, Some(Value::Mapping(content))) if content.len() != 1 => {
                let message =
                    "the `content` of a parameter or header must have exactly one media type";
                let place = cursor.key("content").on_key();
                let diagnostic = Diagnostic::new(Code::EmptyContent, place, message)
                    .help("declare only the media type that is sent");
                self.violation(diagnostic, value.consequence(object));
                return Understood::No;
            }
            _ => {}
        }
        Understood::Yes
    }

    fn style_fits_location(
        &mut self,
        styles: &[(&str, &[&str])],
        parameter: &ObjectValue<'_>,
        object: &'static Object,
        cursor: &PathCursor<'_>,
    ) -> Understood {
        let styles = entry_for(styles, parameter.string("in"));
        if let (Some(styles), Some(style)) = (styles, parameter.string("style"))
            && let Err(mismatch) = self.word(style, styles, &cursor.key("style"))
        {
            self.violation(*mismatch, parameter.consequence(object));
            return Understood::No;
        }
        Understood::Yes
    }

    fn has_response(&mut self, responses: &ObjectValue<'_>, cursor: &PathCursor<'_>) {
        if responses.names().all(|key| key.starts_with("x-")) {
            let message = "`responses` is empty";
            let diagnostic = Diagnostic::new(Code::MissingField, cursor.on_key(), message)
                .help("declare at least the response of a successful call");
            self.violation(diagnostic, ObjectKind::Responses.consequence());
        }
    }

    fn one_linked_operation(
        &mut self,
        link: &ObjectValue<'_>,
        object: &'static Object,
        cursor: &PathCursor<'_>,
    ) -> Understood {
        match (link.has("operationRef"), link.has("operationId")) {
            (true, true) => {
                let consequence = link.consequence(object);
                let help = "remove one of them";
                self.exclusive("operationRef", "operationId", help, consequence, cursor);
                Understood::No
            }
            (false, false) => self.missing("operationId` or `operationRef", object, link, cursor),
            _ => Understood::Yes,
        }
    }

    fn next_link_name(&mut self, pageable: &ObjectValue<'_>, cursor: &PathCursor<'_>) {
        let next = pageable.get("nextLinkName");
        if !matches!(next, None | Some(Value::Null | Value::String(_))) {
            self.warning(
                Code::NoPages,
                cursor.key("nextLinkName").on_value(),
                "`nextLinkName` must be a string or null",
                "use the name of the property that contains the URL of the next page",
            );
            self.repair(cursor, Edit::Remove);
        }
    }

    fn array_has_items(&mut self, schema: &ObjectValue<'_>, cursor: &PathCursor<'_>) {
        let has_items = schema.has("items") || schema.has("prefixItems");
        if schema.string("type") == Some("array") && !has_items {
            self.warning(
                Code::ArrayWithoutItems,
                cursor.on_key(),
                "missing `items` in this array schema; its items are arbitrary JSON values",
                "add `items`, or `items: {}` to allow any value",
            );
        }
    }

    fn xml_ignored(&mut self, schema: &ObjectValue<'_>, cursor: &PathCursor<'_>) {
        if schema.has("xml") {
            self.warning(
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
                "the client sends and receives the property",
                cursor,
            );
            self.repair(&cursor.key("readOnly"), Edit::Remove);
            self.repair(&cursor.key("writeOnly"), Edit::Remove);
        }
    }

    fn enum_not_empty(&mut self, schema: &ObjectValue<'_>, cursor: &PathCursor<'_>) {
        if schema
            .get("enum")
            .and_then(Value::as_sequence)
            .is_some_and(Vec::is_empty)
        {
            self.warning(
                Code::EmptyEnum,
                cursor.key("enum").on_key(),
                "empty `enum` is ignored",
                "list the values, or remove the `enum`",
            );
        }
    }

    /// Reports keywords that are written as in OpenAPI 3.0 or in early drafts of JSON Schema. They
    /// keep that meaning.
    fn spellings_of_3_0(&mut self, schema: &ObjectValue<'_>, cursor: &PathCursor<'_>) {
        let mut report = |keyword: &str, message: &str, help: &str| {
            let place = cursor.key(keyword).on_key();
            let diagnostic = Diagnostic::new(Code::UnknownField, place, message).help(help);
            self.violation(diagnostic, "the client reads it as OpenAPI 3.0 defines it");
        };
        if schema.has("nullable") {
            report(
                "nullable",
                "`nullable` is not a keyword of JSON Schema 2020-12",
                "add `null` to `type`: `type: [string, \"null\"]`",
            );
        }
        for (exclusive, inclusive) in [
            ("exclusiveMinimum", "minimum"),
            ("exclusiveMaximum", "maximum"),
        ] {
            if schema.get(exclusive).is_some_and(Value::is_bool) {
                report(
                    exclusive,
                    &format!("`{exclusive}` is a number in JSON Schema 2020-12"),
                    &format!("write the limit here instead of in `{inclusive}`"),
                );
            }
        }
        if schema.get("items").is_some_and(Value::is_sequence) {
            report(
                "items",
                "`items` is one schema in JSON Schema 2020-12",
                "rename it to `prefixItems`",
            );
        }
    }

    /// Warns of a dynamic reference.
    fn static_references(&mut self, schema: &ObjectValue<'_>, cursor: &PathCursor<'_>) {
        if schema.has("$dynamicRef") {
            self.warning(
                Code::DynamicReference,
                cursor.key("$dynamicRef").on_value(),
                "`$dynamicRef` always leads to the schema with this anchor here, not to one of the \
                 schemas that refer to this one",
                "use `$ref` if no other schema has the anchor",
            );
        }
    }

    /// Warns of a dialect that is not known.
    fn known_dialect(&mut self, value: &ObjectValue<'_>, cursor: &PathCursor<'_>) {
        for keyword in ["$schema", "jsonSchemaDialect"] {
            if let Some(dialect) = value.string(keyword)
                && !is_known_dialect(dialect)
            {
                self.warning(
                    Code::UnknownDialect,
                    cursor.key(keyword).on_value(),
                    &format!("the dialect `{dialect}` is read as JSON Schema 2020-12"),
                    "check that the keywords have the same meaning there",
                );
            }
        }
    }

    /// Reports additional operations with a method that has a field of its own. Without that field,
    /// the meaning is clear.
    fn additional_methods(
        &mut self,
        item: &ObjectValue<'_>,
        object: &'static Object,
        cursor: &PathCursor<'_>,
    ) {
        let list = cursor.key("additionalOperations");
        let operations = item.get("additionalOperations").and_then(Value::as_mapping);
        for (method, _) in operations.into_iter().flat_map(members) {
            let field = method.to_ascii_lowercase();
            let is_method = method.bytes().all(|byte| byte.is_ascii_uppercase());
            let Some(field) = object.field(&field).filter(|_| is_method) else {
                continue;
            };
            let cursor = list.key(method);
            let message = format!("the method `{method}` has a field of its own");
            let diagnostic = Diagnostic::new(Code::Method, cursor.on_key(), message)
                .help(format!("move the operation to `{}`", field.name));
            if item.has(field.name) {
                self.violation(diagnostic, ObjectKind::Operation.consequence());
                self.repair(&cursor, Edit::Mark);
            } else {
                let consequence = format!("the client reads it as `{}`", field.name);
                self.violation(diagnostic, consequence);
            }
        }
    }

    /// Warns of items in a body, which are not decoded one by one.
    fn items_not_decoded(&mut self, media_type: &ObjectValue<'_>, cursor: &PathCursor<'_>) {
        if media_type.has("itemSchema") {
            self.warning(
                Code::ItemSequence,
                cursor.key("itemSchema").on_key(),
                "the items of this body are not decoded: the client reads and sends it as a whole",
                "decode the items with a library for the media type",
            );
        }
        self.encodings_ignored(&["prefixEncoding", "itemEncoding"], media_type, cursor);
    }

    /// Warns of encodings that have no effect.
    fn encodings_ignored(
        &mut self,
        fields: &[&str],
        value: &ObjectValue<'_>,
        cursor: &PathCursor<'_>,
    ) {
        for field in fields.iter().filter(|field| value.has(field)) {
            self.warning(
                Code::IgnoredEncoding,
                cursor.key(field).on_key(),
                &format!("`{field}` has no effect: only properties of a body are encoded"),
                "encode the parts with a library for the media type",
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
                (true, near) => self.warning(
                    Code::RequiredUndeclared,
                    place,
                    &format!("required property `{name}` is not allowed by this schema"),
                    &near.map_or_else(
                        || "declare it in `properties`, or remove it from `required`".to_owned(),
                        did_you_mean,
                    ),
                ),
                (false, Some(near)) => self.warning(
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
    ) -> Understood {
        let required = entry_for(fields, scheme.string("type")).unwrap_or_default();
        let mut understood = Understood::Yes;
        for field in required.iter().filter(|field| !scheme.has(field)) {
            let diagnostic = missing_field(field, object, cursor);
            self.violation(diagnostic, scheme.consequence(object));
            understood = Understood::No;
        }
        understood
    }
}

/// Returns whether a dialect is JSON Schema 2020-12, or that of OpenAPI, which extends it.
fn is_known_dialect(dialect: &str) -> bool {
    let dialect = dialect.trim_end_matches('#');
    let of_openapi = dialect.strip_prefix("https://spec.openapis.org/oas/3.");
    dialect == "https://json-schema.org/draft/2020-12/schema"
        || of_openapi.is_some_and(|rest| rest.contains("/dialect/"))
}

/// Returns whether `content` is one media type that declares nothing but a schema.
fn has_only_schema(content: &Value, schema: Option<&Value>) -> bool {
    let Some(content) = content.as_mapping().filter(|content| content.len() == 1) else {
        return false;
    };
    content.values().all(|media_type| {
        let fields = media_type.as_mapping();
        fields.is_some_and(|fields| fields.len() == 1) && media_type.get("schema") == schema
    })
}

/// Returns the entry of a table for a key.
fn entry_for<'t>(table: &[(&str, &'t [&'t str])], word: Option<&str>) -> Option<&'t [&'t str]> {
    let entry = table.iter().find(|(known, _)| Some(*known) == word);
    entry.map(|(_, entry)| *entry)
}
