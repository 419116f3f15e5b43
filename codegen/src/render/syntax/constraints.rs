//! Expressions for the runtime's constraints.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Constraint, Decimal};
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
