//! What to do about mistakes that are often made.

use serde_yaml::Value;

use super::grammar::Type;

/// What to do about a field that the object does not have, where its name alone tells what was meant; and the field to
/// write instead.
pub(super) fn unknown_field(
    object: &str,
    field: &str,
) -> Option<(&'static str, Option<&'static str>)> {
    let help = match (object, field) {
        (_, "$ref") => "OpenAPI 3.0 has no reference here; write the object itself",
        (_, "<<") => "a YAML merge takes an alias of an object, or a list of them",
        ("OpenAPI", "webhooks") => "OpenAPI 3.0 has no webhooks; write `x-webhooks`",
        ("OpenAPI", "definitions") => "in OpenAPI 3.0 it is `components/schemas`",
        ("OpenAPI", "securityDefinitions") => "in OpenAPI 3.0 it is `components/securitySchemes`",
        ("OpenAPI", "host" | "basePath" | "schemes") => {
            "in OpenAPI 3.0 the URLs of the API are in `servers`"
        }
        ("OpenAPI", "jsonSchemaDialect") | ("info", "summary") | ("license", "identifier") => {
            "it exists since OpenAPI 3.1; remove it"
        }
        ("components", "pathItems") => "it exists since OpenAPI 3.1; write the item under `paths`",
        ("OpenAPI" | "operation", "consumes" | "produces") => {
            "in OpenAPI 3.0 the media types are the keys of `content`"
        }
        (
            "parameter" | "header",
            "type" | "format" | "enum" | "default" | "items" | "minimum" | "maximum" | "pattern",
        ) => "in OpenAPI 3.0 it stands inside `schema`",
        ("parameter" | "header", "collectionFormat") => {
            "in OpenAPI 3.0 it is `style` and `explode`"
        }
        ("header", "name") => "the name of a header is the key that it stands under",
        ("header", "in") => "a header is always in the header",
        ("response", "schema") => "in OpenAPI 3.0 it stands inside `content`, under a media type",
        ("schema", "const") => "OpenAPI 3.0 has no `const`; write an `enum` with one value",
        ("schema", "examples") => {
            "a schema of OpenAPI 3.0 has one `example`; a media type can have `examples`"
        }
        ("schema", "optional") => {
            "a property is optional unless `required` of the object around it names it"
        }
        ("schema", "contentEncoding") => "for base64 OpenAPI 3.0 has `format: byte`",
        ("schema", "contentMediaType") => "for raw bytes OpenAPI 3.0 has `format: binary`",
        ("schema", "prefixItems") => "OpenAPI 3.0 has no tuples; write one schema in `items`",
        (
            "schema",
            "$anchor"
            | "$comment"
            | "$defs"
            | "$dynamicAnchor"
            | "$dynamicRef"
            | "$id"
            | "$schema"
            | "$vocabulary"
            | "additionalItems"
            | "contains"
            | "contentSchema"
            | "definitions"
            | "dependencies"
            | "dependentRequired"
            | "dependentSchemas"
            | "else"
            | "id"
            | "if"
            | "maxContains"
            | "minContains"
            | "patternProperties"
            | "propertyNames"
            | "then"
            | "unevaluatedItems"
            | "unevaluatedProperties",
        ) => "this keyword of JSON Schema does not exist in OpenAPI 3.0; remove it",
        _ => return None,
    };
    let instead = match object {
        "parameter" | "header" => Some("schema"),
        "response" => Some("content"),
        _ => None,
    };
    Some((help, instead))
}

/// What to do about a value that a field cannot have.
pub(super) fn unknown_value(field: &str, value: &str) -> Option<&'static str> {
    Some(match (field, value) {
        ("type", "null") => "write `nullable: true` beside the type",
        ("type", "any") => "leave `type` out: any value fits then",
        ("type", "file") => "write `type: string` with `format: binary`",
        ("type", "int" | "int32" | "short" | "byte") => {
            "write `type: integer` with `format: int32`"
        }
        ("type", "long" | "int64") => "write `type: integer` with `format: int64`",
        ("type", "float") => "write `type: number` with `format: float`",
        ("type", "double" | "decimal") => "write `type: number` with `format: double`",
        ("type", "date") => "write `type: string` with `format: date`",
        ("type", "date-time" | "datetime" | "timestamp") => {
            "write `type: string` with `format: date-time`"
        }
        ("type", "uuid") => "write `type: string` with `format: uuid`",
        ("type", "basic" | "bearer") => "write `type: http` with this as its `scheme`",
        ("in", "body" | "formData") => "OpenAPI 3.0 has `requestBody` for it",
        _ => return None,
    })
}

/// What to do about a value of another type.
pub(super) fn wrong_type(field: &str, value: &Value, ty: &Type) -> Option<String> {
    match (field, value) {
        ("exclusiveMinimum", Value::Number(limit)) => {
            return Some(format!(
                "write `minimum: {limit}` and `exclusiveMinimum: true`"
            ));
        }
        ("exclusiveMaximum", Value::Number(limit)) => {
            return Some(format!(
                "write `maximum: {limit}` and `exclusiveMaximum: true`"
            ));
        }
        ("required", Value::Bool(_)) => {
            return Some("name the property in `required` of the schema around it".into());
        }
        ("type", Value::Sequence(_)) => {
            return Some("a schema of OpenAPI 3.0 has one type; `nullable: true` adds null".into());
        }
        ("items", Value::Sequence(_)) => {
            return Some("OpenAPI 3.0 has no tuples; write one schema".into());
        }
        _ => {}
    }
    Some(match (ty, value) {
        (_, Value::Null) => "give it a value, or remove the key".to_owned(),
        (Type::String | Type::Word(_), Value::Bool(value)) => {
            format!("put it in quotes: `\"{value}\"`")
        }
        (Type::String | Type::Word(_), Value::Number(value)) => {
            format!("put it in quotes: `\"{value}\"`")
        }
        (Type::Boolean, Value::String(text)) if text == "true" || text == "false" => {
            "remove the quotes".to_owned()
        }
        (Type::Number | Type::Seconds | Type::Count, Value::String(text))
            if text.parse::<f64>().is_ok() =>
        {
            "remove the quotes".to_owned()
        }
        (Type::List(_), Value::String(text)) => format!("write `[{text}]`"),
        (Type::List(_), Value::Mapping(_)) => "begin each element with `- `".to_owned(),
        _ => return None,
    })
}

/// What to write for a key of `responses` that is no status code.
pub(super) fn status(key: &str) -> String {
    let upper = key.to_ascii_uppercase();
    let is_range = matches!(upper.as_bytes(), [b'1'..=b'5', b'X', b'X']);
    match key {
        _ if is_range => format!("write `{upper}`"),
        "Default" | "DEFAULT" => "write `default`".to_owned(),
        _ => "write a code from `100` to `599`, a range such as `4XX`, or `default`".to_owned(),
    }
}

/// What to do about text that is no YAML.
pub(super) fn yaml(message: &str, at_error: &str) -> Option<&'static str> {
    if at_error.starts_with('\t') {
        Some("indent with spaces: YAML allows no tabs there")
    } else if message.starts_with("mapping values are not allowed") {
        Some("text that holds `: ` needs quotes")
    } else {
        None
    }
}
