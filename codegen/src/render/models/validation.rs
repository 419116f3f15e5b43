//! What the document asks of what is sent.

use std::fmt::Write as _;

use crate::ir::{
    Constraint, Decimal, Docs, Presence, Property, Type, TypeId, TypeKind, Unchecked, Union,
};
use crate::name::Identifier;

use crate::render::Context;
use crate::render::docs::markdown;
use crate::render::models::tagged_union;
use crate::render::source_file::File;
use crate::render::source_file::call;
use crate::render::source_file::layout::Layout;

pub(crate) fn render(cx: &Context<'_>, id: TypeId, file: &mut File<'_>) {
    let definition = cx.api.definition(id);
    let names = cx.names.of(id);
    if !definition.validated {
        return;
    }
    let body = match &definition.kind {
        TypeKind::Object(object) => {
            let mut body = own(&object.constraints, "self", file);
            body.push_str(&properties(cx, &object.properties, &names.parts, file));
            if let Some(others) = object.additional.typed() {
                let field = "self.additional_properties";
                let each = Constraint::values(&others.constraints);
                body.push_str(&own(each.as_slice(), &format!("&{field}"), file));
                if cx.api.is_validated(&others.ty) {
                    append!(body, "        {field}.validate(check);\n");
                }
            }
            body
        }
        TypeKind::Multipart(body) => properties(cx, &body.properties, &names.parts, file),
        TypeKind::TaggedUnion(family) => {
            let arms = names.parts.iter().zip(&family.variants);
            let checked: Vec<&Identifier> = arms
                .filter(|(_, arm)| cx.api.definition(arm.ty).validated)
                .map(|(variant, _)| variant)
                .collect();
            variants(&checked, &path("Validate", file))
        }
        TypeKind::Union(union) => alternatives(cx, union, &names.parts, file),
        TypeKind::Newtype(newtype) => {
            let mut body = own(&newtype.constraints, "self", file);
            if cx.api.is_validated(&newtype.ty) {
                body.push_str("        self.0.validate(check);\n");
            }
            body
        }
        _ => return,
    };
    let (validate, check) = (path("Validate", file), path("Check", file));
    file.text_item(format!(
        "impl {validate} for {} {{\n    fn validate(&self, check: &mut {check}) {{\n{body}    }}\n}}",
        names.name
    ));
}

/// The check of a value as a whole.
fn own(constraints: &[Constraint], value: &str, file: &mut File<'_>) -> String {
    if constraints.is_empty() {
        return String::new();
    }
    let list = list(constraints, 12, file);
    let line = call("check.whole", &[value, &list]);
    format!("        {};\n", line.replace('\n', "\n        "))
}

/// The check of whichever alternative it is.
fn alternatives(
    cx: &Context<'_>,
    union: &Union,
    variants: &[Identifier],
    file: &mut File<'_>,
) -> String {
    let mut body = String::from("        match self {\n");
    let mut all = true;
    for (variant, branch) in variants.iter().zip(&union.variants) {
        let mut lines = own(&branch.constraints, "value", file);
        if cx.api.is_validated(&branch.ty) {
            lines.push_str("        value.validate(check);\n");
        }
        if lines.is_empty() {
            all = false;
            continue;
        }
        if branch.constraints.is_empty() {
            append!(
                body,
                "            Self::{variant}(value) => value.validate(check),\n"
            );
            continue;
        }
        let lines = lines.replace("\n        ", "\n                ");
        append!(
            body,
            "            Self::{variant}(value) => {{\n        {lines}            }}\n"
        );
    }
    let rest = if all { "Self::Unrecognized(_)" } else { "_" };
    append!(body, "            {rest} => {{}}\n        }}\n");
    body
}

/// The check of whichever variant it is.
fn variants(checked: &[&Identifier], validate: &str) -> String {
    // A trait that is not imported, since the file has a type of its name, has no methods either.
    let call = match validate {
        "Validate" => "object.validate(check)".to_owned(),
        path => format!("{path}::validate(object, check)"),
    };
    if let [variant] = checked {
        return format!(
            "        if let Self::{variant}(object) = self {{\n            {call};\n        }}\n"
        );
    }
    let mut body = String::from("        match self {\n");
    for variant in checked {
        append!(body, "            Self::{variant}(object) => {call},\n");
    }
    body.push_str("            _ => {}\n        }\n");
    body
}

fn properties(
    cx: &Context<'_>,
    properties: &[Property],
    fields: &[Identifier],
    file: &mut File<'_>,
) -> String {
    let mut body = String::new();
    for (property, field) in properties.iter().zip(fields) {
        if !property.constraints.is_empty() {
            let list = list(&property.constraints, 12, file);
            let name = format!("{:?}", property.name);
            let value = match &property.ty {
                // Of files, only their number is looked at.
                Type::Array(item) if matches!(**item, Type::Part(_)) => counted(property, field),
                _ => format!("&self.{field}"),
            };
            let line = call("check.member", &[&name, &value, &list]);
            append!(body, "        {};\n", line.replace('\n', "\n        "));
        }
        if cx.api.is_validated(&property.ty) {
            let name = format!("{:?}", property.name);
            let line = call("check.nested", &[&name, &format!("&self.{field}")]);
            append!(body, "        {};\n", line.replace('\n', "\n        "));
        }
    }
    body
}

/// As many nothings as there are files.
fn counted(property: &Property, field: &Identifier) -> String {
    if property.presence == Presence::Required {
        format!("&vec![(); self.{field}.len()]")
    } else {
        format!("&self.{field}.as_ref().map(|files| vec![(); files.len()])")
    }
}

/// An expression for the constraints of one value, in lines of its own that are indented by `indent`.
pub(crate) fn list(constraints: &[Constraint], indent: usize, file: &mut File<'_>) -> String {
    array(constraints, file).text(indent, 0)
}

fn array(constraints: &[Constraint], file: &mut File<'_>) -> Layout {
    let all = constraints.iter().map(|one| expression(one, file));
    Layout::Array(all.collect())
}

fn expression(constraint: &Constraint, file: &mut File<'_>) -> Layout {
    let texts = |names: &Vec<String>| {
        let names = names.iter().map(|name| Layout::Text(format!("{name:?}")));
        Layout::Array(names.collect())
    };
    let (name, argument) = match constraint {
        Constraint::MinLength(limit) => ("MinLength", Layout::Text(grouped(limit))),
        Constraint::MaxLength(limit) => ("MaxLength", Layout::Text(grouped(limit))),
        Constraint::Pattern(pattern) => ("Pattern", Layout::Text(literal(pattern))),
        Constraint::Uri => return Layout::Text(format!("{}::Uri", path("Constraint", file))),
        Constraint::Minimum(bound) => ("Minimum", number(*bound, file)),
        Constraint::ExclusiveMinimum(bound) => ("ExclusiveMinimum", number(*bound, file)),
        Constraint::Maximum(bound) => ("Maximum", number(*bound, file)),
        Constraint::ExclusiveMaximum(bound) => ("ExclusiveMaximum", number(*bound, file)),
        Constraint::MultipleOf(step) => ("MultipleOf", number(*step, file)),
        Constraint::MinItems(limit) => ("MinItems", Layout::Text(grouped(limit))),
        Constraint::MaxItems(limit) => ("MaxItems", Layout::Text(grouped(limit))),
        Constraint::UniqueItems => {
            return Layout::Text(format!("{}::UniqueItems", path("Constraint", file)));
        }
        Constraint::Items(list) => ("Items", array(list, file)),
        Constraint::MinProperties(limit) => ("MinProperties", Layout::Text(grouped(limit))),
        Constraint::MaxProperties(limit) => ("MaxProperties", Layout::Text(grouped(limit))),
        Constraint::Values(list) => ("Values", array(list, file)),
        Constraint::Properties { exactly_one, sets } => {
            let name = if *exactly_one {
                "OneOfMembers"
            } else {
                "AnyOfMembers"
            };
            (name, Layout::Array(sets.iter().map(texts).collect()))
        }
    };
    let function = format!("{}::{name}", path("Constraint", file));
    Layout::Call(function, vec![argument])
}

/// A text as a literal that stays readable where it has backslashes.
pub(crate) fn literal(text: &str) -> String {
    let plain = format!("{text:?}");
    let readable = text.chars().all(|c| c == ' ' || c.is_ascii_graphic());
    if plain.len() == text.len() + 2 || !readable {
        return plain;
    }
    let mut hashes = String::new();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{text}\"{hashes}")
}

fn number(number: Decimal, file: &mut File<'_>) -> Layout {
    let of = path("Number", file);
    let (of, value) = match number {
        Decimal::Integer(value) => (format!("{of}::Integer"), grouped(&value)),
        Decimal::Float(value) => (format!("{of}::Float"), format!("{value:?}")),
    };
    Layout::Call(of, vec![Layout::Text(value)])
}

/// A number with its digits in groups.
pub(crate) fn grouped(number: &impl ToString) -> String {
    let text = number.to_string();
    let (sign, digits) = text.split_at(text.len() - text.trim_start_matches('-').len());
    if digits.len() < 5 {
        return text;
    }
    let mut grouped = sign.to_owned();
    for (place, digit) in digits.char_indices() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push('_');
        }
        grouped.push(digit);
    }
    grouped
}

/// A name of the runtime, with its path where the file has a type of that name.
fn path(name: &str, file: &mut File<'_>) -> String {
    tagged_union::compact(&file.imports.runtime(name))
}

/// What the document asks, in words.
pub(crate) fn sentences(constraints: &[Constraint]) -> Vec<String> {
    constraints
        .iter()
        .filter_map(|constraint| Some(format!("{}.", words(constraint, "Must")?)))
        .collect()
}

/// What the document asks and only the service checks, in words.
pub(crate) fn unchecked(docs: &Docs) -> impl Iterator<Item = String> {
    docs.unchecked.iter().map(|one| match one {
        Unchecked::Pattern(pattern) => format!(
            "Must match {}, which only the service checks.",
            markdown::code(pattern)
        ),
        Unchecked::Not(schema) => format!(
            "Must be no value of the schema {}, which only the service checks.",
            markdown::code(&schema.to_string())
        ),
    })
}

fn count(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn words(constraint: &Constraint, must: &str) -> Option<String> {
    let show = |number: &Decimal| match number {
        Decimal::Integer(value) => format!("`{value}`"),
        Decimal::Float(value) => format!("`{value}`"),
    };
    let text = match constraint {
        Constraint::MinLength(1) => "must not be empty".to_owned(),
        Constraint::MinLength(limit) => format!(
            "must have at least {}",
            count(*limit, "character", "characters")
        ),
        Constraint::MaxLength(limit) => format!(
            "must have at most {}",
            count(*limit, "character", "characters")
        ),
        Constraint::Pattern(pattern) => format!("must match {}", markdown::code(pattern)),
        Constraint::Uri => "must be a URI".to_owned(),
        Constraint::Minimum(bound) => format!("must be at least {}", show(bound)),
        Constraint::ExclusiveMinimum(bound) => format!("must be more than {}", show(bound)),
        Constraint::Maximum(bound) => format!("must be at most {}", show(bound)),
        Constraint::ExclusiveMaximum(bound) => format!("must be less than {}", show(bound)),
        Constraint::MultipleOf(step) => format!("must be a multiple of {}", show(step)),
        Constraint::MinItems(limit) => {
            format!("must have at least {}", count(*limit, "item", "items"))
        }
        Constraint::MaxItems(limit) => {
            format!("must have at most {}", count(*limit, "item", "items"))
        }
        Constraint::UniqueItems => "must not have equal items".to_owned(),
        Constraint::MinProperties(limit) => {
            format!("must have at least {}", count(*limit, "entry", "entries"))
        }
        Constraint::MaxProperties(limit) => {
            format!("must have at most {}", count(*limit, "entry", "entries"))
        }
        Constraint::Properties { exactly_one, sets } => {
            let sets: Vec<String> = sets
                .iter()
                .map(|set| match &set[..] {
                    [] => "no member at all".to_owned(),
                    names => names
                        .iter()
                        .map(|name| markdown::code(name))
                        .collect::<Vec<_>>()
                        .join(" and "),
                })
                .collect();
            let only = if *exactly_one {
                ", and only one of these"
            } else {
                ""
            };
            format!("must have {}{only}", sets.join(", or "))
        }
        Constraint::Items(list) | Constraint::Values(list) => {
            let each: Vec<String> = list.iter().filter_map(|one| words(one, "must")).collect();
            let which = match (must, constraint) {
                ("Must", _) => "Each",
                (_, Constraint::Items(_)) => "each of its items",
                _ => "each of its values",
            };
            return (!each.is_empty()).then(|| format!("{which} {}", each.join(" and ")));
        }
    };
    Some(match must {
        "Must" => text.replacen("must", "Must", 1),
        _ => text,
    })
}
