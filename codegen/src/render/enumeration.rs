//! String enums.

use std::fmt::Write as _;

use quote::quote;

use crate::api::{StringEnum, TypeId};

use super::docs::Docs;
use super::file::File;
use super::{Crate, markdown, object};

pub(super) fn render(of: &Crate<'_>, id: TypeId, values: &StringEnum, file: &mut File<'_>) {
    let definition = of.api.definition(id);
    let names = of.names.of(id);
    let (name, variants) = (&names.name, &names.parts);
    let mut docs = Docs::of(&definition.docs, "One of a list of values.");
    docs.external(&definition.docs);
    let docs = docs.attributes();
    let deprecated = object::deprecated(&definition.docs);
    let value_docs = values.values.iter().map(|value| {
        let mut docs = Docs::default();
        match &value.description {
            Some(description) => docs.markdown(description),
            None => docs.paragraph(&format!("{}.", markdown::code(&value.value))),
        }
        docs.attributes()
    });
    let unrecognized = file.imports.runtime("Unrecognized");
    file.item(quote! {
        #docs
        #deprecated
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#value_docs #variants,)*
            #[doc = " Any other value, kept as it came."]
            Unrecognized(#unrecognized<Self>),
        }
    });
    let _ = file.imports.runtime("string_enum");
    let mut table = format!("string_enum! {{\n    {} {name} {{\n", of.rules());
    for (variant, value) in variants.iter().zip(&values.values) {
        append!(table, "        {variant} = {:?},\n", value.value);
    }
    table.push_str("    }\n}");
    file.text_item(table);
}
