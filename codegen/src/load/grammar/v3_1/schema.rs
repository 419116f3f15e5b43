//! What schemas of JSON Schema 2020-12 have in addition to those of OpenAPI 3.0.

use crate::load::grammar::Type::{
    Any, BooleanOr, Count, List, ListOr, Map, Number, OrReference, Reference, String, Word,
};
use crate::load::grammar::{Key, Object, ObjectKind, Rule, Type, may, may_essential, v3_0};

pub(in crate::load::grammar) static SCHEMA: Object = Object::extend(
    &v3_0::SCHEMA,
    &[
        // Core.
        may_essential("$ref", Reference(ObjectKind::Schema)),
        may("$schema", String),
        may("$id", String),
        may("$anchor", String),
        may("$dynamicAnchor", String),
        may("$dynamicRef", Reference(ObjectKind::Schema)),
        may("$vocabulary", Map(Key::Any, &Type::Boolean)),
        may("$comment", String),
        may("$defs", Map(Key::Any, &SCHEMA_OR_REFERENCE)),
        may("definitions", Map(Key::Any, &SCHEMA_OR_REFERENCE)),
        // Applicators.
        may("if", SCHEMA_OR_REFERENCE),
        may("then", SCHEMA_OR_REFERENCE),
        may("else", SCHEMA_OR_REFERENCE),
        may("dependentSchemas", Map(Key::Any, &SCHEMA_OR_REFERENCE)),
        may_essential("prefixItems", List(&SCHEMA_OR_REFERENCE)),
        may("items", ListOr(&SCHEMA_OR_REFERENCE)),
        may("additionalItems", SCHEMA_OR_REFERENCE),
        may("contains", SCHEMA_OR_REFERENCE),
        may("patternProperties", Map(Key::Any, &SCHEMA_OR_REFERENCE)),
        may("propertyNames", SCHEMA_OR_REFERENCE),
        may("unevaluatedItems", SCHEMA_OR_REFERENCE),
        may("unevaluatedProperties", SCHEMA_OR_REFERENCE),
        // Validation.
        may_essential("type", ListOr(&TYPE)),
        may("const", Any),
        may("exclusiveMaximum", BooleanOr(&Number)),
        may("exclusiveMinimum", BooleanOr(&Number)),
        may("maxContains", Count),
        may("minContains", Count),
        may("dependentRequired", Map(Key::Any, &List(&String))),
        // Annotations.
        may("examples", List(&Any)),
        may("contentEncoding", String),
        may("contentMediaType", String),
        may("contentSchema", SCHEMA_OR_REFERENCE),
    ],
)
.patterned(Key::Keyword, Any)
.rules(&[
    Rule::SpellingsOf3_0,
    Rule::StaticReferences,
    Rule::KnownDialect,
]);

const SCHEMA_OR_REFERENCE: Type = OrReference(ObjectKind::Schema);

const TYPE: Type = Word(&[
    "string", "number", "integer", "boolean", "array", "object", "null",
]);
