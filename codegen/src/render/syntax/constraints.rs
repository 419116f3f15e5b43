//! Expressions for the runtime's constraints.

use proc_macro2::TokenStream;
use quote::quote;

use serde_json::Value;

use crate::ir::{Constraint, Decimal, JsonType, SimpleSchema};
use crate::render::source_file::SourceFile;

use super::literals::{grouped, grouped_float, string};

/// Returns a slice of the runtime's constraints.
pub(in crate::render) fn slice(
    constraints: &[Constraint],
    file: &mut SourceFile<'_>,
) -> TokenStream {
    let constraints = constraints
        .iter()
        .map(|constraint| expression(constraint, file));
    quote!(&[#(#constraints),*])
}

fn expression(constraint: &Constraint, file: &mut SourceFile<'_>) -> TokenStream {
    let variant = match constraint {
        Constraint::MinLength(limit) => call(&quote!(MinLength), &grouped(limit)),
        Constraint::MaxLength(limit) => call(&quote!(MaxLength), &grouped(limit)),
        Constraint::Pattern(pattern) => {
            let pattern = string(pattern);
            quote!(Pattern(#pattern))
        }
        Constraint::Uri => quote!(Uri),
        Constraint::Minimum(bound) => call(&quote!(Minimum), &number(*bound, file)),
        Constraint::ExclusiveMinimum(bound) => {
            call(&quote!(ExclusiveMinimum), &number(*bound, file))
        }
        Constraint::Maximum(bound) => call(&quote!(Maximum), &number(*bound, file)),
        Constraint::ExclusiveMaximum(bound) => {
            call(&quote!(ExclusiveMaximum), &number(*bound, file))
        }
        Constraint::MultipleOf(divisor) => call(&quote!(MultipleOf), &number(*divisor, file)),
        Constraint::MinItems(limit) => call(&quote!(MinItems), &grouped(limit)),
        Constraint::MaxItems(limit) => call(&quote!(MaxItems), &grouped(limit)),
        Constraint::UniqueItems => quote!(UniqueItems),
        Constraint::Items(list) => call(&quote!(Items), &slice(list, file)),
        Constraint::Positions(lists) => {
            let lists = lists.iter().map(|list| slice(list, file));
            quote!(Positions(&[#(#lists),*]))
        }
        Constraint::Contains { schema, min, max } => {
            let schema = simple_schema(schema, file);
            let min = grouped(min);
            let max = max.map(|max| call(&quote!(Some), &grouped(&max)));
            let max = max.unwrap_or_else(|| quote!(None));
            quote!(Contains { schema: #schema, min: #min, max: #max })
        }
        Constraint::Names(list) => call(&quote!(Names), &slice(list, file)),
        Constraint::OneOf(values) => quote!(OneOf(&[#(#values),*])),
        Constraint::DependentRequired { property, required } => {
            quote!(DependentRequired(#property, &[#(#required),*]))
        }
        Constraint::Not(schema) => call(&quote!(Not), &simple_schema(schema, file)),
        Constraint::MinProperties(limit) => call(&quote!(MinProperties), &grouped(limit)),
        Constraint::MaxProperties(limit) => call(&quote!(MaxProperties), &grouped(limit)),
        Constraint::Values(list) => call(&quote!(Values), &slice(list, file)),
        Constraint::Properties { exactly_one, sets } => {
            let sets = sets.iter().map(|names| quote!(&[#(#names),*]));
            let sets = quote!(&[#(#sets),*]);
            if *exactly_one {
                quote!(OneOfMembers(#sets))
            } else {
                quote!(AnyOfMembers(#sets))
            }
        }
    };
    let constraint_type = file.imports.runtime("Constraint");
    quote!(#constraint_type::#variant)
}

fn simple_schema(schema: &SimpleSchema, file: &mut SourceFile<'_>) -> TokenStream {
    let schema_type = file.imports.runtime("SimpleSchema");
    match schema {
        SimpleSchema::Values(values) => {
            let values = values.iter().map(|value| scalar(value, file));
            quote!(#schema_type::Values(&[#(#values),*]))
        }
        SimpleSchema::Types(types) => {
            let json_types = file.imports.runtime("JsonTypes");
            let types = types.iter().map(|json_type| match json_type {
                JsonType::Null => quote!(#json_types::NULL),
                JsonType::Boolean => quote!(#json_types::BOOLEAN),
                JsonType::Integer => quote!(#json_types::INTEGER),
                JsonType::Number => quote!(#json_types::NUMBER),
                JsonType::String => quote!(#json_types::STRING),
                JsonType::Array => quote!(#json_types::ARRAY),
                JsonType::Object => quote!(#json_types::OBJECT),
            });
            let union = types.reduce(|all, one| quote!(#all.or(#one)));
            quote!(#schema_type::Type(#union))
        }
        SimpleSchema::Required(names) => quote!(#schema_type::Required(&[#(#names),*])),
    }
}

/// Returns a value that is neither an array nor an object.
fn scalar(value: &Value, file: &mut SourceFile<'_>) -> TokenStream {
    let scalar_type = file.imports.runtime("Scalar");
    match value {
        Value::Bool(value) => quote!(#scalar_type::Boolean(#value)),
        Value::Number(value) => {
            let decimal = match value.as_i64() {
                Some(integer) => Decimal::Integer(integer),
                None => Decimal::Float(value.as_f64().unwrap_or_default()),
            };
            let value = number(decimal, file);
            quote!(#scalar_type::Number(#value))
        }
        Value::String(value) => {
            let value = string(value);
            quote!(#scalar_type::String(#value))
        }
        Value::Null | Value::Array(_) | Value::Object(_) => quote!(#scalar_type::Null),
    }
}

fn call(function: &TokenStream, argument: &TokenStream) -> TokenStream {
    quote!(#function(#argument))
}

fn number(number: Decimal, file: &mut SourceFile<'_>) -> TokenStream {
    let number_type = file.imports.runtime("Number");
    match number {
        Decimal::Integer(value) => {
            let value = grouped(&value);
            quote!(#number_type::Integer(#value))
        }
        Decimal::Float(value) => {
            let value = grouped_float(value);
            quote!(#number_type::Float(#value))
        }
    }
}
