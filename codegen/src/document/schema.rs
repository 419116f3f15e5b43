//! Schemas, in the terms of JSON Schema 2020-12.

use indexmap::IndexMap;
use serde_json::{Number, Value};

use super::{Extensions, ExternalDocumentation};

/// A schema, or a reference to a component.
///
/// Large keywords that few schemas have are boxed, because a document has tens of thousands of
/// schemas.
///
/// `load` translates 3.0's spellings: `nullable`, boolean `exclusiveMinimum` and
/// `exclusiveMaximum`, and `example`. Read it through
/// `schema::SchemaView`.
#[expect(clippy::struct_excessive_bools, reason = "each is a keyword")]
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// Identifies this schema among all schemas of the document. Comparison ignores it.
    pub id: SchemaId,
    /// `$ref`: the name of the component. Its only sibling is `x-rust-name`.
    pub reference: Option<String>,
    /// `title`.
    pub title: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `externalDocs`.
    pub external_docs: Option<Box<ExternalDocumentation>>,
    /// `deprecated`.
    pub deprecated: bool,
    /// `readOnly`.
    pub read_only: bool,
    /// `writeOnly`.
    pub write_only: bool,
    /// `default`.
    pub default: Option<Value>,
    /// `examples`, or 3.0's `example`.
    pub examples: Vec<SchemaExample>,
    /// `type`, apart from null.
    pub instance_type: Option<InstanceType>,
    /// Whether null is one of the types, or 3.0's `nullable`.
    pub nullable: bool,
    /// `enum`.
    pub enumeration: Vec<Value>,
    /// `format`.
    pub format: Option<String>,
    /// `pattern`.
    pub pattern: Option<String>,
    /// `minLength`.
    pub min_length: Option<u64>,
    /// `maxLength`.
    pub max_length: Option<u64>,
    /// `minimum`.
    pub minimum: Option<Box<Limit>>,
    /// `maximum`.
    pub maximum: Option<Box<Limit>>,
    /// `exclusiveMinimum`.
    pub exclusive_minimum: Option<Box<Limit>>,
    /// `exclusiveMaximum`.
    pub exclusive_maximum: Option<Box<Limit>>,
    /// `multipleOf`.
    pub multiple_of: Option<Number>,
    /// `properties`, in the document's order.
    pub properties: IndexMap<String, Schema>,
    /// `required`.
    pub required: Vec<String>,
    /// `additionalProperties`.
    pub additional_properties: Option<AdditionalPropertiesKeyword>,
    /// `minProperties`.
    pub min_properties: Option<u64>,
    /// `maxProperties`.
    pub max_properties: Option<u64>,
    /// `items`.
    pub items: Option<Box<Schema>>,
    /// `prefixItems` of an array that has exactly these items.
    pub prefix_items: Vec<Schema>,
    /// `minItems`.
    pub min_items: Option<u64>,
    /// `maxItems`.
    pub max_items: Option<u64>,
    /// `uniqueItems`.
    pub unique_items: bool,
    /// `allOf`.
    pub all_of: Vec<Schema>,
    /// `oneOf`.
    pub one_of: Vec<Schema>,
    /// `anyOf`.
    pub any_of: Vec<Schema>,
    /// The assertions that few schemas have.
    pub assertions: Option<Box<Assertions>>,
    /// `contentSchema` of a string that contains a JSON document.
    pub content_schema: Option<Box<Schema>>,
    /// Whether no value matches: `false`, or `not: {}`.
    pub is_impossible: bool,
    /// `discriminator`.
    pub discriminator: Option<Box<Discriminator>>,
    /// The `x-` fields.
    pub extensions: Extensions,
    /// Whether the schema is not understood. All other keywords are absent then.
    pub not_understood: bool,
}

impl PartialEq for Schema {
    /// Compares what two schemas say, wherever they are written.
    fn eq(&self, other: &Self) -> bool {
        // Naming every field makes a new one a compile error here.
        let Self {
            id: _,
            reference,
            title,
            description,
            external_docs,
            deprecated,
            read_only,
            write_only,
            default,
            examples,
            instance_type,
            nullable,
            enumeration,
            format,
            pattern,
            min_length,
            max_length,
            minimum,
            maximum,
            exclusive_minimum,
            exclusive_maximum,
            multiple_of,
            properties,
            required,
            additional_properties,
            min_properties,
            max_properties,
            items,
            prefix_items,
            min_items,
            max_items,
            unique_items,
            all_of,
            one_of,
            any_of,
            assertions,
            content_schema,
            is_impossible,
            discriminator,
            extensions,
            not_understood,
        } = self;
        *reference == other.reference
            && *title == other.title
            && *description == other.description
            && *external_docs == other.external_docs
            && *deprecated == other.deprecated
            && *read_only == other.read_only
            && *write_only == other.write_only
            && *default == other.default
            && *examples == other.examples
            && *instance_type == other.instance_type
            && *nullable == other.nullable
            && *enumeration == other.enumeration
            && *format == other.format
            && *pattern == other.pattern
            && *min_length == other.min_length
            && *max_length == other.max_length
            && *minimum == other.minimum
            && *maximum == other.maximum
            && *exclusive_minimum == other.exclusive_minimum
            && *exclusive_maximum == other.exclusive_maximum
            && *multiple_of == other.multiple_of
            && *properties == other.properties
            && *required == other.required
            && *additional_properties == other.additional_properties
            && *min_properties == other.min_properties
            && *max_properties == other.max_properties
            && *items == other.items
            && *prefix_items == other.prefix_items
            && *min_items == other.min_items
            && *max_items == other.max_items
            && *unique_items == other.unique_items
            && *all_of == other.all_of
            && *one_of == other.one_of
            && *any_of == other.any_of
            && *assertions == other.assertions
            && *content_schema == other.content_schema
            && *is_impossible == other.is_impossible
            && *discriminator == other.discriminator
            && *extensions == other.extensions
            && *not_understood == other.not_understood
    }
}

/// The assertions that few schemas have. Those that the client cannot validate are documented.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Assertions {
    /// `dependentRequired`.
    pub dependent_required: IndexMap<String, Vec<String>>,
    /// `propertyNames`.
    pub property_names: Option<Box<Schema>>,
    /// `contains`.
    pub contains: Option<Contains>,
    /// `not`, as it is written.
    pub not: Option<Value>,
    /// Keywords that the types do not express, as they are written.
    pub others: IndexMap<&'static str, Value>,
}

/// `contains`, with `minContains` and `maxContains`.
#[derive(Clone, Debug, PartialEq)]
pub struct Contains {
    /// The schema, as it is written.
    pub schema: Value,
    /// The least number of items that match the schema.
    pub min: u64,
    /// The greatest number of items that match the schema.
    pub max: Option<u64>,
}

/// Identifies a schema within its document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaId(u32);

impl SchemaId {
    /// Returns the identity of the schema that is read `index` schemas after the first.
    pub(crate) fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }
}

/// `type` of a schema, apart from `null`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstanceType {
    /// `string`.
    String,
    /// `number`.
    Number,
    /// `integer`.
    Integer,
    /// `boolean`.
    Boolean,
    /// `array`.
    Array,
    /// `object`.
    Object,
}

impl InstanceType {
    /// Returns the word of the specification.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Number => "number",
            Self::Integer => "integer",
            Self::Boolean => "boolean",
            Self::Array => "array",
            Self::Object => "object",
        }
    }

    /// Returns the type that a word of the specification names.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [
            Self::String,
            Self::Number,
            Self::Integer,
            Self::Boolean,
            Self::Array,
            Self::Object,
        ]
        .into_iter()
        .find(|instance_type| instance_type.name() == name)
    }
}

/// A limit of numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// The limit.
    pub number: Number,
    /// The keyword that it is written with: an exclusive limit of 3.0 is written as `minimum` or
    /// `maximum`.
    pub keyword: &'static str,
}

/// An example of a schema.
#[derive(Clone, Debug, PartialEq)]
pub struct SchemaExample {
    /// The example.
    pub value: Value,
    /// Its index in `examples`; `None` for 3.0's `example`.
    pub index: Option<usize>,
}

/// `additionalProperties`.
#[derive(Clone, Debug, PartialEq)]
pub enum AdditionalPropertiesKeyword {
    /// Whether there may be any.
    Allowed(bool),
    /// What they are.
    Schema(Box<Schema>),
}

/// `discriminator`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discriminator {
    /// `propertyName`.
    pub property_name: String,
    /// `mapping`: names of components or references to them by value.
    pub mapping: IndexMap<String, String>,
    /// `defaultMapping`: the name of a component or a reference to it.
    pub default_mapping: Option<String>,
}

impl Discriminator {
    /// Returns the names of components or references to them that values select.
    pub fn targets(&self) -> impl Iterator<Item = &String> {
        self.mapping.values().chain(&self.default_mapping)
    }
}
