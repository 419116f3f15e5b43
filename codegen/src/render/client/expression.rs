//! Values of the document as Rust expressions, for the examples in documentation.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::ir::{
    AdditionalProperties, Multipart, Object, Parameter, Presence, Property, RequestBody, Type,
    TypeId, TypeKind,
};

use crate::render::Context;
use crate::render::source_file::imports;
use crate::render::types;

/// Writes expressions, and keeps what they need to have imported.
pub(crate) struct Expressions<'c, 'a> {
    cx: &'c Context<'a>,
    used: BTreeMap<String, BTreeSet<String>>,
    /// How many more values may be made up: a type that requires itself has none, and others are too long to read.
    left: usize,
}

/// How many values are made up for one example.
const MADE_UP: usize = 100;

impl<'c, 'a> Expressions<'c, 'a> {
    pub(crate) fn new(cx: &'c Context<'a>) -> Self {
        Self {
            cx,
            used: BTreeMap::new(),
            left: MADE_UP,
        }
    }

    /// The declarations to stand before the expressions.
    pub(crate) fn uses(&self) -> Vec<String> {
        self.used
            .iter()
            .flat_map(|(module, names)| {
                let text = imports::declaration("use", module, names);
                text.lines().map(str::to_owned).collect::<Vec<_>>()
            })
            .collect()
    }

    /// A plausible value of a parameter, as an argument.
    pub(crate) fn parameter(&mut self, parameter: &Parameter) -> Option<String> {
        let text = parameter
            .example
            .as_ref()
            .and_then(|example| example.value.as_str());
        let value = match self.cx.api.resolve_alias(&parameter.ty) {
            Type::String if text.is_some_and(|text| !text.is_empty()) => {
                return Some(format!("{:?}", text?));
            }
            Type::Array(item) if **item == Type::String => {
                return Some(format!("&[{:?}]", parameter.name));
            }
            Type::String => return Some(format!("{:?}", parameter.name)),
            Type::Array(_) => return Some("&[]".to_owned()),
            Type::Int32 | Type::Int64 | Type::Uint64 => return Some("1".to_owned()),
            Type::Float | Type::Double => return Some("1.0".to_owned()),
            Type::Boolean => return Some("true".to_owned()),
            Type::Named(id) => match &self.cx.api.definition(*id).kind {
                TypeKind::StringEnum(values) => Value::String(values.values.first()?.value.clone()),
                TypeKind::ValueEnum(values) => values.values.first()?.value.clone(),
                _ => return Some(format!("&{}", self.least(&parameter.ty)?)),
            },
            Type::Any => return Some("&msgraph_runtime::Value::Null".to_owned()),
            Type::Map(_) => return Some(format!("&{}", self.least(&parameter.ty)?)),
            Type::Date => Value::from("2026-01-31"),
            Type::DateTime => Value::from("2026-01-31T12:00:00Z"),
            Type::Duration => Value::from("PT15M"),
            Type::Uuid => Value::from("57dab8b1-894c-409a-b240-bd8beae78896"),
            _ => return None,
        };
        let value = self.value(&parameter.ty, &value)?;
        Some(format!("&{value}"))
    }

    /// A body in the first of its media types, by the first example of the document where there is one.
    pub(crate) fn body(&mut self, body: &RequestBody) -> Option<String> {
        let media = body.media.first()?;
        let value = match &media.example {
            Some(example) => self
                .value(&media.ty, &example.value)
                .or_else(|| self.least(&media.ty)),
            None => self.least(&media.ty),
        }?;
        let Some(choice) = body.choice else {
            return Some(value);
        };
        let variant = self.cx.names.of(choice).parts.first()?;
        Some(format!("{}::{variant}({value})", self.named(choice)))
    }

    /// The least value of a type.
    fn least(&mut self, of: &Type) -> Option<String> {
        self.left = self.left.checked_sub(1)?;
        match self.cx.api.resolve_alias(of) {
            Type::Named(id) => match &self.cx.api.definition(*id).kind {
                TypeKind::Object(object) if object.is_all_optional() => {
                    Some(format!("{}::default()", self.named(*id)))
                }
                TypeKind::Multipart(Multipart { properties, .. }) => {
                    let required = properties
                        .iter()
                        .filter(|property| property.presence == Presence::Required);
                    let arguments: Option<Vec<String>> = required
                        .map(|property| self.argument(property, None))
                        .collect();
                    let arguments = arguments?;
                    let name = self.named(*id);
                    Some(if arguments.is_empty() {
                        format!("{name}::default()")
                    } else {
                        format!("{name}::new({})", arguments.join(", "))
                    })
                }
                TypeKind::Object(object) => {
                    let required = object
                        .properties
                        .iter()
                        .filter(|property| property.presence == Presence::Required);
                    let arguments: Option<Vec<String>> = required
                        .map(|property| self.argument(property, None))
                        .collect();
                    Some(format!(
                        "{}::new({})",
                        self.named(*id),
                        arguments?.join(", ")
                    ))
                }
                TypeKind::StringEnum(values) => {
                    let first = Value::String(values.values.first()?.value.clone());
                    self.value(of, &first)
                }
                TypeKind::ValueEnum(values) => {
                    let first = values.values.first()?.value.clone();
                    self.value(of, &first)
                }
                _ => None,
            },
            Type::Array(_) => Some("vec![]".to_owned()),
            Type::Map(_) => Some("std::collections::BTreeMap::new()".to_owned()),
            Type::OneOrMany(one) => Some(format!(
                "msgraph_runtime::OneOrMany::One({})",
                self.least(one)?
            )),
            Type::Nullable(_) => Some("None".to_owned()),
            Type::String | Type::Text => Some("\"text\".to_owned()".to_owned()),
            Type::Secret => Some("\"text\".into()".to_owned()),
            Type::Int32 | Type::Int64 | Type::Uint64 => Some("1".to_owned()),
            Type::Float | Type::Double => Some("1.0".to_owned()),
            Type::Boolean => Some("true".to_owned()),
            Type::Date => Some("\"2026-01-31\".parse()?".to_owned()),
            Type::DateTime => Some("\"2026-01-31T12:00:00Z\".parse()?".to_owned()),
            Type::Duration => Some("\"PT15M\".parse()?".to_owned()),
            Type::Uuid => Some("\"57dab8b1-894c-409a-b240-bd8beae78896\".parse()?".to_owned()),
            Type::Byte => Some("vec![1, 2, 3].into()".to_owned()),
            Type::Bytes | Type::Stream => Some("msgraph_runtime::Body::from(\"bytes\")".to_owned()),
            Type::Part(of) => {
                let value = self.least(of)?;
                Some(format!("msgraph_runtime::Part::new({value})"))
            }
            Type::Parts => Some("msgraph_runtime::Multipart::form_data()".to_owned()),
            Type::Flags(_) | Type::Any => None,
        }
    }

    /// An expression for a value, where its type has one.
    fn value(&mut self, of: &Type, value: &Value) -> Option<String> {
        let text = value.as_str();
        match self.cx.api.resolve_alias(of) {
            Type::Named(id) => match &self.cx.api.definition(*id).kind {
                TypeKind::Object(object) => self.object(*id, object, value),
                TypeKind::StringEnum(values) => {
                    let place = values
                        .values
                        .iter()
                        .position(|known| Some(known.value.as_str()) == text)?;
                    let variant = &self.cx.names.of(*id).parts[place];
                    Some(format!("{}::{variant}", self.named(*id)))
                }
                TypeKind::ValueEnum(values) => {
                    let place = values
                        .values
                        .iter()
                        .position(|known| known.value == *value)?;
                    let variant = &self.cx.names.of(*id).parts[place];
                    Some(format!("{}::{variant}", self.named(*id)))
                }
                _ => None,
            },
            Type::Array(item) => {
                let items: Option<Vec<String>> = value
                    .as_array()?
                    .iter()
                    .map(|value| self.value(item, value))
                    .collect();
                Some(format!("vec![{}]", items?.join(", ")))
            }
            Type::Nullable(_) if value.is_null() => Some("None".to_owned()),
            Type::Nullable(of) => Some(format!("Some({})", self.value(of, value)?)),
            Type::String | Type::Text => Some(format!("{:?}.to_owned()", text?)),
            Type::Secret => Some(format!("{:?}.into()", text?)),
            Type::Int32 | Type::Int64 => Some(value.as_i64()?.to_string()),
            Type::Uint64 => Some(value.as_u64()?.to_string()),
            Type::Float | Type::Double => Some(format!("{:?}", value.as_f64()?)),
            Type::Boolean => Some(value.as_bool()?.to_string()),
            Type::DateTime | Type::Date | Type::Duration | Type::Uuid | Type::Byte => {
                Some(format!("{:?}.parse()?", text?))
            }
            Type::Map(_)
            | Type::OneOrMany(_)
            | Type::Flags(_)
            | Type::Any
            | Type::Bytes
            | Type::Stream
            | Type::Part(_)
            | Type::Parts => None,
        }
    }

    /// A struct literal.
    fn object(&mut self, id: TypeId, object: &Object, value: &Value) -> Option<String> {
        let given = value.as_object()?;
        let name = self.named(id);
        let fields = &self.cx.names.of(id).parts;
        let mut lines = Vec::new();
        let mut required = Vec::new();
        let mut all = matches!(object.additional, AdditionalProperties::None);
        for (property, field) in object.properties.iter().zip(fields) {
            let value = given.get(&property.name).filter(|value| !value.is_null());
            if property.presence == Presence::Required {
                required.push(self.argument(property, value)?);
                continue;
            }
            let is_null = given.get(&property.name).is_some_and(Value::is_null);
            let some = match property.presence {
                Presence::OptionalNullable => "Nullable::Value",
                _ => "Some",
            };
            let value = match value.and_then(|value| self.value(&property.ty, value)) {
                Some(value) if property.boxed => format!("{some}(Box::new({value}))"),
                Some(value) => format!("{some}({value})"),
                None if is_null && property.presence == Presence::OptionalNullable => {
                    "Nullable::Null".to_owned()
                }
                None => {
                    all = false;
                    continue;
                }
            };
            if value.starts_with("Nullable") {
                self.runtime("Nullable");
            }
            lines.push(format!("{field}: {value}"));
        }
        let rest = if object.is_all_optional() {
            if lines.is_empty() {
                return Some(format!("{name}::default()"));
            }
            "..Default::default()".to_owned()
        } else {
            let new = format!("{name}::new({})", required.join(", "));
            if lines.is_empty() {
                return Some(new);
            }
            all = false;
            format!("..{new}")
        };
        if !all {
            lines.push(rest);
        }
        let body = lines.join(",\n    ").replace("\n    \n", "\n\n");
        let comma = if all { "," } else { "" };
        Some(format!("{name} {{\n    {body}{comma}\n}}"))
    }

    /// A required member, as an argument of `new`.
    fn argument(&mut self, property: &Property, value: Option<&Value>) -> Option<String> {
        if matches!(
            self.cx.api.resolve_alias(&property.ty),
            Type::String | Type::Secret
        ) {
            return Some(format!(
                "{:?}",
                value.and_then(Value::as_str).unwrap_or("text")
            ));
        }
        match value {
            Some(value) => self.value(&property.ty, value),
            None => self.least(&property.ty),
        }
    }

    fn runtime(&mut self, name: &str) {
        let module = format!("{}::runtime", self.cx.library);
        self.used.entry(module).or_default().insert(name.to_owned());
    }

    fn named(&mut self, id: TypeId) -> String {
        let names = self.cx.names.of(id);
        let path = self.cx.path_of(id, &self.cx.library);
        let module = path.rsplit_once("::").map_or("", |(module, _)| module);
        let name = names.name.as_str();
        let is_taken =
            |(other, names): (&String, &BTreeSet<String>)| other != module && names.contains(name);
        if self.used.iter().any(is_taken) {
            return path;
        }
        self.used
            .entry(module.to_owned())
            .or_default()
            .insert(names.name.to_string());
        names.name.to_string()
    }
}
