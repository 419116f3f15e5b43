//! Expressions for the runtime's constraints.

use crate::ir::{Constraint, Decimal};
use crate::render::source_file::SourceFile;
use crate::render::source_file::layout::Layout;

use super::literals::{grouped, string};
use super::types::runtime_name;

/// Returns a slice of the runtime's constraints, with its lines indented by `indent`.
pub(in crate::render) fn slice(
    constraints: &[Constraint],
    indent: usize,
    file: &mut SourceFile<'_>,
) -> String {
    array(constraints, file).text(indent, 0)
}

fn array(constraints: &[Constraint], file: &mut SourceFile<'_>) -> Layout {
    let items = constraints
        .iter()
        .map(|constraint| expression(constraint, file));
    Layout::Array(items.collect())
}

fn expression(constraint: &Constraint, file: &mut SourceFile<'_>) -> Layout {
    let names = |names: &Vec<String>| {
        let names = names.iter().map(|name| Layout::Text(format!("{name:?}")));
        Layout::Array(names.collect())
    };
    let (name, argument) = match constraint {
        Constraint::MinLength(limit) => ("MinLength", Layout::Text(grouped(limit))),
        Constraint::MaxLength(limit) => ("MaxLength", Layout::Text(grouped(limit))),
        Constraint::Pattern(pattern) => ("Pattern", Layout::Text(string(pattern))),
        Constraint::Uri => {
            return Layout::Text(format!("{}::Uri", runtime_name("Constraint", file)));
        }
        Constraint::Minimum(bound) => ("Minimum", number(*bound, file)),
        Constraint::ExclusiveMinimum(bound) => ("ExclusiveMinimum", number(*bound, file)),
        Constraint::Maximum(bound) => ("Maximum", number(*bound, file)),
        Constraint::ExclusiveMaximum(bound) => ("ExclusiveMaximum", number(*bound, file)),
        Constraint::MultipleOf(divisor) => ("MultipleOf", number(*divisor, file)),
        Constraint::MinItems(limit) => ("MinItems", Layout::Text(grouped(limit))),
        Constraint::MaxItems(limit) => ("MaxItems", Layout::Text(grouped(limit))),
        Constraint::UniqueItems => {
            return Layout::Text(format!("{}::UniqueItems", runtime_name("Constraint", file)));
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
            (name, Layout::Array(sets.iter().map(names).collect()))
        }
    };
    let function = format!("{}::{name}", runtime_name("Constraint", file));
    Layout::Call(function, vec![argument])
}

fn number(number: Decimal, file: &mut SourceFile<'_>) -> Layout {
    let number_type = runtime_name("Number", file);
    let (function, value) = match number {
        Decimal::Integer(value) => (format!("{number_type}::Integer"), grouped(&value)),
        Decimal::Float(value) => (format!("{number_type}::Float"), format!("{value:?}")),
    };
    Layout::Call(function, vec![Layout::Text(value)])
}
