//! The keywords of JSON Schema 2020-12 in schemas of OpenAPI 3.1 and later.

use crate::load::grammar::Type::{
    Any, Boolean, BooleanOr, Count, List, ListOr, Map, Number, Object as Plain, OrReference,
    Reference, String, Word,
};
use crate::load::grammar::v3_0::SCHEMA_EXTENSIONS;
use crate::load::grammar::{Key, Object, ObjectKind, Rule, Type, may, may_essential};

pub(in crate::load::grammar) static SCHEMA: Object = Object::new(
    ObjectKind::Schema,
    &[
        // Core.
        may_essential("$ref", Reference(ObjectKind::Schema)),
        may("$schema", String),
        may("$id", String),
        may("$anchor", String),
        may("$dynamicAnchor", String),
        may("$dynamicRef", String),
        may("$vocabulary", Map(Key::Any, &Boolean)),
        may("$comment", String),
        may("$defs", Map(Key::Any, &SCHEMA_OR_REFERENCE)),
        may("definitions", Map(Key::Any, &SCHEMA_OR_REFERENCE)),
        // Applicators.
        may_essential("allOf", List(&SCHEMA_OR_REFERENCE)),
        may_essential("oneOf", List(&SCHEMA_OR_REFERENCE)),
        may_essential("anyOf", List(&SCHEMA_OR_REFERENCE)),
        may("not", SCHEMA_OR_REFERENCE),
        may("if", SCHEMA_OR_REFERENCE),
        may("then", SCHEMA_OR_REFERENCE),
        may("else", SCHEMA_OR_REFERENCE),
        may("dependentSchemas", Map(Key::Any, &SCHEMA_OR_REFERENCE)),
        may_essential("prefixItems", List(&SCHEMA_OR_REFERENCE)),
        may("items", ListOr(&SCHEMA_OR_REFERENCE)),
        may("contains", SCHEMA_OR_REFERENCE),
        may_essential("properties", Map(Key::Any, &SCHEMA_OR_REFERENCE)),
        may("patternProperties", Map(Key::Any, &SCHEMA_OR_REFERENCE)),
        may("additionalProperties", SCHEMA_OR_REFERENCE),
        may("propertyNames", SCHEMA_OR_REFERENCE),
        may("unevaluatedItems", SCHEMA_OR_REFERENCE),
        may("unevaluatedProperties", SCHEMA_OR_REFERENCE),
        // Validation.
        may_essential("type", ListOr(&TYPE)),
        may_essential("enum", List(&Any)),
        may("const", Any),
        may("multipleOf", Number),
        may("maximum", Number),
        may("exclusiveMaximum", BooleanOr(&Number)),
        may("minimum", Number),
        may("exclusiveMinimum", BooleanOr(&Number)),
        may("maxLength", Count),
        may("minLength", Count),
        may("pattern", String),
        may("maxItems", Count),
        may("minItems", Count),
        may("uniqueItems", Boolean),
        may("maxContains", Count),
        may("minContains", Count),
        may("maxProperties", Count),
        may("minProperties", Count),
        may("required", List(&String)),
        may("dependentRequired", Map(Key::Any, &List(&String))),
        // Annotations.
        may("title", String),
        may("description", String),
        may("default", Any),
        may("deprecated", Boolean),
        may("readOnly", Boolean),
        may("writeOnly", Boolean),
        may("examples", List(&Any)),
        may("format", String),
        may("contentEncoding", String),
        may("contentMediaType", String),
        may("contentSchema", SCHEMA_OR_REFERENCE),
        // OpenAPI's own.
        may("discriminator", Plain(ObjectKind::Discriminator)),
        may("xml", Plain(ObjectKind::Xml)),
        may("externalDocs", Plain(ObjectKind::ExternalDocumentation)),
        may("example", Any),
        // OpenAPI 3.0's.
        may_essential("nullable", Boolean),
    ],
)
.patterned(Key::Keyword, Any)
.extensions(SCHEMA_EXTENSIONS)
.rules(&[
    Rule::ArrayHasItems,
    Rule::XmlIgnored,
    Rule::ReadOrWriteOnly,
    Rule::RequiredIsDeclared,
    Rule::EnumNotEmpty,
    Rule::SpellingsOf3_0,
    Rule::KeywordsNotValidated,
]);

const SCHEMA_OR_REFERENCE: Type = OrReference(ObjectKind::Schema);

const TYPE: Type = Word(&[
    "string", "number", "integer", "boolean", "array", "object", "null",
]);
