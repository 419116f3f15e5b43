//! Rust expressions for the values in example calls.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::ir::{
    AdditionalProperties, Multipart, Object, Parameter, Property, RequestBody, Type, TypeId,
    TypeKind,
};
use crate::render::context::Context;
use crate::render::source_file::imports::declaration;
use crate::render::syntax::literals::tuple;
use crate::render::syntax::nulls::{has_explicit_nulls, null_constant};

/// Creates expressions, and collects the names that they use.
pub(super) struct Expressions<'c, 'a> {
    cx: &'c Context<'a>,
    /// The used names, by module.
    used: BTreeMap<String, BTreeSet<String>>,
    /// The number of placeholders that may still be created. It ends the recursion of a type that
    /// requires itself, and keeps examples short.
    placeholders: usize,
}

/// The maximum number of placeholders in one example.
const MAX_PLACEHOLDERS: usize = 100;

impl<'c, 'a> Expressions<'c, 'a> {
    pub(super) fn new(cx: &'c Context<'a>) -> Self {
        Self {
            cx,
            used: BTreeMap::new(),
            placeholders: MAX_PLACEHOLDERS,
        }
    }

    /// Returns the `use` declarations that the expressions need.
    pub(super) fn imports(&self) -> Vec<String> {
        self.used
            .iter()
            .flat_map(|(module, names)| {
                let text = declaration("use", module, names);
                text.lines().map(str::to_owned).collect::<Vec<_>>()
            })
            .collect()
    }

    /// Returns an argument for a parameter: its example, or a plausible value.
    pub(super) fn parameter(&mut self, parameter: &Parameter) -> Option<String> {
        let example = parameter
            .example
            .as_ref()
            .and_then(|example| example.value.as_str());
        let value = match self.cx.api.resolve_alias(&parameter.ty) {
            Type::String if example.is_some_and(|example| !example.is_empty()) => {
                return Some(format!("{:?}", example?));
            }
            Type::Array(item) if **item == Type::String => {
                return Some(format!("&[{:?}]", parameter.name));
            }
            Type::String => return Some(format!("{:?}", parameter.name)),
            Type::Array(_) => return Some("&[]".to_owned()),
            Type::Int32 | Type::Int64 | Type::Uint64 => return Some("1".to_owned()),
            Type::Double => return Some("1.0".to_owned()),
            Type::Boolean => return Some("true".to_owned()),
            Type::Named(id) => match &self.cx.api.definition(*id).kind {
                TypeKind::StringEnum(string_enum) => {
                    Value::String(string_enum.values.first()?.value.clone())
                }
                TypeKind::ValueEnum(value_enum) => value_enum.values.first()?.value.clone(),
                _ => return Some(format!("&{}", self.minimal_value(&parameter.ty)?)),
            },
            Type::Any => return Some("&specwright_runtime::Value::Null".to_owned()),
            Type::Map(_) | Type::Tuple(_) | Type::JsonString(_) | Type::Null => {
                return Some(format!("&{}", self.minimal_value(&parameter.ty)?));
            }
            Type::Date => Value::from("2026-01-31"),
            Type::DateTime => Value::from("2026-01-31T12:00:00Z"),
            Type::Duration => Value::from("PT15M"),
            Type::Uuid => Value::from("57dab8b1-894c-409a-b240-bd8beae78896"),
            _ => return None,
        };
        let value = self.value(&parameter.ty, &value)?;
        Some(format!("&{value}"))
    }

    /// Returns an argument for a body in the first of its media types: its example, or the minimal
    /// value.
    pub(super) fn body(&mut self, body: &RequestBody) -> Option<String> {
        let media = body.media.first()?;
        let value = match &media.example {
            Some(example) => self
                .value(&media.ty, &example.value)
                .or_else(|| self.minimal_value(&media.ty)),
            None => self.minimal_value(&media.ty),
        }?;
        let Some(choice) = body.choice else {
            // An absent body and one that is null are both `None`.
            let is_ambiguous = value == "None" && !body.required;
            return Some(if is_ambiguous {
                "None::<Option<_>>".to_owned()
            } else {
                value
            });
        };
        let variant = self.cx.names.of(choice).parts.first()?;
        Some(format!("{}::{variant}({value})", self.import_type(choice)))
    }

    /// Returns an expression for a value of a type with the required parts only.
    fn minimal_value(&mut self, ty: &Type) -> Option<String> {
        self.placeholders = self.placeholders.checked_sub(1)?;
        match self.cx.api.resolve_alias(ty) {
            Type::Named(id) => match &self.cx.api.definition(*id).kind {
                TypeKind::Object(Object { properties, .. })
                | TypeKind::Multipart(Multipart { properties, .. }) => {
                    let arguments: Vec<String> = properties
                        .iter()
                        .filter(|property| property.is_constructor_parameter())
                        .map(|property| self.argument(property, None))
                        .collect::<Option<_>>()?;
                    let name = self.import_type(*id);
                    Some(if arguments.is_empty() {
                        format!("{name}::default()")
                    } else {
                        format!("{name}::new({})", arguments.join(", "))
                    })
                }
                TypeKind::StringEnum(string_enum) => {
                    let first = Value::String(string_enum.values.first()?.value.clone());
                    self.value(ty, &first)
                }
                TypeKind::ValueEnum(value_enum) => {
                    let first = value_enum.values.first()?.value.clone();
                    self.value(ty, &first)
                }
                _ => None,
            },
            Type::Array(_) => Some("vec![]".to_owned()),
            Type::Tuple(parts) => {
                let parts = parts.iter().map(|part| self.minimal_value(part));
                Some(tuple(&parts.collect::<Option<Vec<_>>>()?))
            }
            Type::JsonString(value) => Some(format!(
                "specwright_runtime::JsonString::from({})",
                self.minimal_value(value)?
            )),
            Type::Map(_) => Some("std::collections::BTreeMap::new()".to_owned()),
            Type::OneOrMany(item) => Some(format!(
                "specwright_runtime::OneOrMany::One({})",
                self.minimal_value(item)?
            )),
            Type::Nullable(_) => Some("None".to_owned()),
            Type::String | Type::Text => Some("\"text\".to_owned()".to_owned()),
            Type::Secret => Some("\"text\".into()".to_owned()),
            Type::Int32 | Type::Int64 | Type::Uint64 => Some("1".to_owned()),
            Type::Double => Some("1.0".to_owned()),
            Type::Boolean => Some("true".to_owned()),
            Type::Date => Some("\"2026-01-31\".parse()?".to_owned()),
            Type::DateTime => Some("\"2026-01-31T12:00:00Z\".parse()?".to_owned()),
            Type::Duration => Some("\"PT15M\".parse()?".to_owned()),
            Type::Uuid => Some("\"57dab8b1-894c-409a-b240-bd8beae78896\".parse()?".to_owned()),
            Type::Byte | Type::ByteUrl => Some("vec![1, 2, 3].into()".to_owned()),
            Type::Bytes | Type::Stream => {
                Some("specwright_runtime::Body::from(\"bytes\")".to_owned())
            }
            Type::Part(content) => {
                let value = self.minimal_value(content)?;
                Some(format!("specwright_runtime::Part::new({value})"))
            }
            Type::Parts => Some("specwright_runtime::Multipart::form_data()".to_owned()),
            Type::Null => Some("specwright_runtime::Null".to_owned()),
            Type::Flags(_) | Type::Any => None,
        }
    }

    /// Returns an expression for a JSON value, if its type has one.
    fn value(&mut self, ty: &Type, value: &Value) -> Option<String> {
        let text = value.as_str();
        match self.cx.api.resolve_alias(ty) {
            Type::Named(id) => match &self.cx.api.definition(*id).kind {
                TypeKind::Object(object) => self.object(*id, object, value),
                TypeKind::StringEnum(string_enum) => {
                    let index = string_enum
                        .values
                        .iter()
                        .position(|known| Some(known.value.as_str()) == text)?;
                    let variant = &self.cx.names.of(*id).parts[index];
                    Some(format!("{}::{variant}", self.import_type(*id)))
                }
                TypeKind::ValueEnum(value_enum) => {
                    let index = value_enum
                        .values
                        .iter()
                        .position(|known| known.value == *value)?;
                    let variant = &self.cx.names.of(*id).parts[index];
                    Some(format!("{}::{variant}", self.import_type(*id)))
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
            Type::Tuple(parts) => {
                let items = value.as_array()?;
                if items.len() != parts.len() {
                    return None;
                }
                let items = parts.iter().zip(items);
                let items = items.map(|(part, value)| self.value(part, value));
                Some(tuple(&items.collect::<Option<Vec<_>>>()?))
            }
            Type::Nullable(_) if value.is_null() => Some("None".to_owned()),
            Type::Nullable(inner) => Some(format!("Some({})", self.value(inner, value)?)),
            Type::String | Type::Text => Some(format!("{:?}.to_owned()", text?)),
            Type::Secret => Some(format!("{:?}.into()", text?)),
            Type::Int32 | Type::Int64 => Some(value.as_i64()?.to_string()),
            Type::Uint64 => Some(value.as_u64()?.to_string()),
            Type::Double => Some(format!("{:?}", value.as_f64()?)),
            Type::Boolean => Some(value.as_bool()?.to_string()),
            Type::Null => self.minimal_value(ty),
            Type::DateTime
            | Type::Date
            | Type::Duration
            | Type::Uuid
            | Type::Byte
            | Type::ByteUrl => Some(format!("{:?}.parse()?", text?)),
            Type::Map(_)
            | Type::JsonString(_)
            | Type::OneOrMany(_)
            | Type::Flags(_)
            | Type::Any
            | Type::Bytes
            | Type::Stream
            | Type::Part(_)
            | Type::Parts => None,
        }
    }

    /// Returns a struct literal for a JSON object.
    fn object(&mut self, id: TypeId, object: &Object, value: &Value) -> Option<String> {
        let json = value.as_object()?;
        let name = self.import_type(id);
        let fields = &self.cx.names.of(id).parts;
        let mut lines = Vec::new();
        let mut required = Vec::new();
        let mut nulls = Vec::new();
        let mut is_complete = matches!(object.additional, AdditionalProperties::None)
            && !has_explicit_nulls(self.cx, id, object);
        for (property, field) in object.properties.iter().zip(fields) {
            let value = json.get(&property.name).filter(|value| !value.is_null());
            if property.is_constructor_parameter() {
                required.push(self.argument(property, value)?);
                continue;
            }
            if let Some(tag) = &property.tag {
                if let Some(value) = value.filter(|value| *value != tag) {
                    lines.push(format!("{field}: {}", self.value(&property.ty, value)?));
                }
                continue;
            }
            if property.is_nullable_optional()
                && json.get(&property.name).is_some_and(Value::is_null)
            {
                nulls.push(format!(".with_null({name}::{})", null_constant(field)));
            }
            let value = match value.and_then(|value| self.value(&property.ty, value)) {
                Some(value) if property.boxed => format!("Some(Box::new({value}))"),
                Some(value) => format!("Some({value})"),
                None => {
                    is_complete = false;
                    continue;
                }
            };
            lines.push(format!("{field}: {value}"));
        }
        let rest = if object.is_all_optional() {
            if lines.is_empty() {
                return Some(format!("{name}::default(){}", nulls.concat()));
            }
            "..Default::default()".to_owned()
        } else {
            let new = format!("{name}::new({})", required.join(", "));
            if lines.is_empty() {
                return Some(format!("{new}{}", nulls.concat()));
            }
            is_complete = false;
            format!("..{new}")
        };
        if !is_complete {
            lines.push(rest);
        }
        let body = lines.join(",\n    ").replace("\n    \n", "\n\n");
        let comma = if is_complete { "," } else { "" };
        let value = format!("{name} {{\n    {body}{comma}\n}}");
        let parts: Vec<&str> = [value.as_str()]
            .into_iter()
            .chain(nulls.iter().map(AsRef::as_ref))
            .collect();
        Some(parts.join("\n"))
    }

    /// Returns the argument of `new` for a required property.
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
            None => self.minimal_value(&property.ty),
        }
    }

    /// Imports a generated type. Returns its name, or its path if the name is already used.
    fn import_type(&mut self, id: TypeId) -> String {
        let names = self.cx.names.of(id);
        let path = self.cx.public_path(id, &self.cx.library);
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
