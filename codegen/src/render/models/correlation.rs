//! Correlation keys and conditions: constants and methods that look into a value.

use std::time::Duration;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Condition, CorrelationKey, Type, TypeId};
use crate::name::Identifier;
use crate::render::context::Context;
use crate::render::docs::{DocComment, markdown};
use crate::render::source_file::SourceFile;
use crate::render::syntax::literals::{duration, string};

pub(super) fn render(cx: &Context<'_>, id: TypeId, file: &mut SourceFile<'_>) {
    let (Some(correlation), Some(names)) = (
        cx.api.correlation(&Type::Named(id)),
        cx.names.correlations.get(&id),
    ) else {
        return;
    };
    let mut constants = TokenStream::new();
    let mut methods = TokenStream::new();
    if let (Some(key), Some([constant, method])) = (&correlation.key, &names.key) {
        constants.extend(key_constant(key, constant, file));
        methods.extend(key_method(key, constant, method, file));
    }
    for (condition, [constant, method]) in correlation.conditions.iter().zip(&names.conditions) {
        constants.extend(condition_constant(condition, constant, file));
        methods.extend(condition_method(condition, constant, method, file));
    }
    let deadlines: Vec<(&Identifier, Duration)> = correlation
        .conditions
        .iter()
        .zip(&names.conditions)
        .filter_map(|(condition, [_, method])| Some((method, condition.deadline?)))
        .collect();
    if !deadlines.is_empty() {
        methods.extend(time_to_answer(&deadlines, file));
    }
    let name = &cx.names.of(id).name;
    file.item(quote!(impl #name { #constants #methods }));
}

fn key_constant(
    key: &CorrelationKey,
    constant: &Identifier,
    file: &mut SourceFile<'_>,
) -> TokenStream {
    let docs = file.docs(DocComment::line(&format!(
        "The properties that contain the {}.",
        markdown::code(&key.name)
    )));
    let key_type = file.imports.runtime("Key");
    let properties = pointers(&key.properties);
    let templates = key.templates.iter().map(|template| string(template));
    quote! {
        #docs
        pub const #constant: #key_type = #key_type {
            properties: #properties,
            templates: &[#(#templates),*],
        };
    }
}

fn key_method(
    key: &CorrelationKey,
    constant: &Identifier,
    method: &Identifier,
    file: &mut SourceFile<'_>,
) -> TokenStream {
    let mut docs = DocComment::line(&format!(
        "Returns the {} that this value is about, if it has one.",
        markdown::code(&key.name)
    ));
    let properties: Vec<String> = key
        .properties
        .iter()
        .map(|pointer| markdown::code(&pointer.join("/")))
        .collect();
    docs.paragraph(&format!(
        "It is read from the first of these properties that is present, and percent-decoded: {}.",
        properties.join(", ")
    ));
    let docs = file.docs(docs);
    quote! {
        #docs
        #[must_use]
        pub fn #method(&self) -> Option<String> {
            Self::#constant.of(self)
        }
    }
}

fn condition_constant(
    condition: &Condition,
    constant: &Identifier,
    file: &mut SourceFile<'_>,
) -> TokenStream {
    let condition_type = file.imports.runtime("Condition");
    let when = condition
        .when
        .iter()
        .map(|(pointer, values)| quote!((&[#(#pointer),*], &[#(#values),*])));
    let has = pointers(&condition.has);
    quote! {
        const #constant: #condition_type = #condition_type {
            when: &[#(#when),*],
            has: #has,
        };
    }
}

fn condition_method(
    condition: &Condition,
    constant: &Identifier,
    method: &Identifier,
    file: &mut SourceFile<'_>,
) -> TokenStream {
    let mut docs = DocComment::default();
    match &condition.description {
        Some(description) => docs.markdown(description),
        None => docs.paragraph(&format!(
            "Returns whether this is {}.",
            markdown::code(&condition.name)
        )),
    }
    let mut lines = Vec::new();
    for (pointer, values) in &condition.when {
        let values: Vec<String> = values.iter().map(|value| markdown::code(value)).collect();
        let property = markdown::code(&pointer.join("/"));
        lines.extend(markdown::item(&format!(
            "{property} is {}.",
            values.join(" or ")
        )));
    }
    for pointer in &condition.has {
        let property = markdown::code(&pointer.join("/"));
        lines.extend(markdown::item(&format!("{property} is present.")));
    }
    docs.paragraph("True if all of these are true:");
    docs.blocks(lines);
    let docs = file.docs(docs);
    quote! {
        #docs
        #[must_use]
        pub fn #method(&self) -> bool {
            Self::#constant.holds(self)
        }
    }
}

fn time_to_answer(deadlines: &[(&Identifier, Duration)], file: &mut SourceFile<'_>) -> TokenStream {
    let docs = file.docs(DocComment::line(
        "Returns the time after its receipt within which this must be answered, if it must be: \
         the shortest one that applies.",
    ));
    let duration_type = file.imports.std("time", "Duration");
    let times: Vec<TokenStream> = deadlines
        .iter()
        .map(|(method, deadline)| {
            let deadline = duration(&duration_type, *deadline);
            quote!(self.#method().then_some(#deadline))
        })
        .collect();
    let shortest = match &times[..] {
        [time] => quote!(#time),
        times => quote!([#(#times),*].into_iter().flatten().min()),
    };
    quote! {
        #docs
        #[must_use]
        pub fn time_to_answer(&self) -> Option<#duration_type> {
            #shortest
        }
    }
}

/// Returns a slice of JSON pointers.
fn pointers(pointers: &[Vec<String>]) -> TokenStream {
    let pointers = pointers.iter().map(|tokens| quote!(&[#(#tokens),*]));
    quote!(&[#(#pointers),*])
}
