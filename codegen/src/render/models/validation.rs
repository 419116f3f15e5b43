//! Implementations of the runtime's `Validate`, which checks a value before it is sent.

use std::fmt::Write as _;

use crate::ir::{
    Constraint, Object, Presence, Property, TaggedUnion, Type, TypeId, TypeKind, Union,
};
use crate::name::Identifier;
use crate::render::context::Context;
use crate::render::source_file::SourceFile;
use crate::render::source_file::chain::call;
use crate::render::syntax::constraints;
use crate::render::syntax::types::runtime_name;

/// The indentation of a list of constraints.
const INDENT: usize = 12;

pub(super) fn render(cx: &Context<'_>, id: TypeId, file: &mut SourceFile<'_>) {
    let definition = cx.api.definition(id);
    let names = cx.names.of(id);
    if !definition.validated {
        return;
    }
    let body = match &definition.kind {
        TypeKind::Object(object) => validate_object(cx, object, &names.parts, file),
        TypeKind::Multipart(multipart) => {
            validate_properties(cx, &multipart.properties, &names.parts, file)
        }
        TypeKind::TaggedUnion(tagged_union) => {
            validate_tagged_union(cx, tagged_union, &names.parts, file)
        }
        TypeKind::Union(union) => validate_union(cx, union, &names.parts, file),
        TypeKind::Newtype(newtype) => {
            let mut body = validate_whole(&newtype.constraints, "self", file);
            if cx.api.is_validated(&newtype.ty) {
                body.push_str("        self.0.validate(check);\n");
            }
            body
        }
        _ => return,
    };
    let (validate, check) = (
        runtime_name("Validate", file),
        runtime_name("Validator", file),
    );
    file.text_item(format!(
        "impl {validate} for {} {{\n    \
         fn validate(&self, check: &mut {check}) {{\n\
         {body}    }}\n\
         }}",
        names.name
    ));
}

/// Returns the statement that checks a value as a whole.
fn validate_whole(constraints: &[Constraint], value: &str, file: &mut SourceFile<'_>) -> String {
    if constraints.is_empty() {
        return String::new();
    }
    let constraints = constraints::slice(constraints, INDENT, file);
    statement(&call("check.whole", &[value, &constraints]))
}

fn validate_object(
    cx: &Context<'_>,
    object: &Object,
    fields: &[Identifier],
    file: &mut SourceFile<'_>,
) -> String {
    let mut body = validate_whole(&object.constraints, "self", file);
    body.push_str(&validate_properties(cx, &object.properties, fields, file));
    if let Some(additional) = object.additional.typed() {
        let field = "self.additional_properties";
        let values = Constraint::values(&additional.constraints);
        body.push_str(&validate_whole(
            values.as_slice(),
            &format!("&{field}"),
            file,
        ));
        if cx.api.is_validated(&additional.ty) {
            append!(body, "        {field}.validate(check);\n");
        }
    }
    body
}

fn validate_properties(
    cx: &Context<'_>,
    properties: &[Property],
    fields: &[Identifier],
    file: &mut SourceFile<'_>,
) -> String {
    let mut body = String::new();
    for (property, field) in properties.iter().zip(fields) {
        let name = format!("{:?}", property.name);
        if !property.constraints.is_empty() {
            let constraints = constraints::slice(&property.constraints, INDENT, file);
            let value = match &property.ty {
                // The constraints of an array of files are about their number.
                Type::Array(item) if matches!(**item, Type::Part(_)) => units(property, field),
                _ => format!("&self.{field}"),
            };
            let check = call("check.member", &[&name, &value, &constraints]);
            body.push_str(&statement(&check));
        }
        if cx.api.is_validated(&property.ty) {
            let check = call("check.nested", &[&name, &format!("&self.{field}")]);
            body.push_str(&statement(&check));
        }
    }
    body
}

/// Returns an expression for an array with a unit for each of a property's files.
fn units(property: &Property, field: &Identifier) -> String {
    if property.presence == Presence::Required {
        format!("&vec![(); self.{field}.len()]")
    } else {
        format!("&self.{field}.as_ref().map(|files| vec![(); files.len()])")
    }
}

fn validate_union(
    cx: &Context<'_>,
    union: &Union,
    names: &[Identifier],
    file: &mut SourceFile<'_>,
) -> String {
    let mut body = String::from("        match self {\n");
    let mut is_exhaustive = true;
    for (variant, name) in union.variants.iter().zip(names) {
        let mut statements = validate_whole(&variant.constraints, "value", file);
        if cx.api.is_validated(&variant.ty) {
            statements.push_str("        value.validate(check);\n");
        }
        if statements.is_empty() {
            is_exhaustive = false;
            continue;
        }
        if variant.constraints.is_empty() {
            append!(
                body,
                "            Self::{name}(value) => value.validate(check),\n"
            );
            continue;
        }
        let statements = statements.replace("\n        ", "\n                ");
        append!(
            body,
            "            Self::{name}(value) => {{\n        {statements}            }}\n"
        );
    }
    let rest = if is_exhaustive {
        "Self::Unrecognized(_)"
    } else {
        "_"
    };
    append!(body, "            {rest} => {{}}\n        }}\n");
    body
}

fn validate_tagged_union(
    cx: &Context<'_>,
    tagged_union: &TaggedUnion,
    names: &[Identifier],
    file: &mut SourceFile<'_>,
) -> String {
    let variants = tagged_union.variants.iter().zip(names);
    let validated: Vec<&Identifier> = variants
        .filter(|(variant, _)| cx.api.definition(variant.ty).validated)
        .map(|(_, name)| name)
        .collect();
    // If the file defines a type named `Validate`, the trait is not imported, and its methods need
    // the path.
    let call = match runtime_name("Validate", file).as_str() {
        "Validate" => "object.validate(check)".to_owned(),
        path => format!("{path}::validate(object, check)"),
    };
    if let [name] = validated[..] {
        return format!(
            "        if let Self::{name}(object) = self {{\n            {call};\n        }}\n"
        );
    }
    let mut body = String::from("        match self {\n");
    for name in validated {
        append!(body, "            Self::{name}(object) => {call},\n");
    }
    body.push_str("            _ => {}\n        }\n");
    body
}

/// Returns a call as an indented statement.
fn statement(call: &str) -> String {
    format!("        {};\n", call.replace('\n', "\n        "))
}
