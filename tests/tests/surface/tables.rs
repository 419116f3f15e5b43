//! The tables of generated code, `object!` and its like: what they say, and which items and traits they give.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt::Write as _;

use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Ident, LitStr, Macro, Token, Type, braced, parenthesized, token};

use crate::text;

/// What a table gives to its type.
#[derive(Default)]
pub(crate) struct Table {
    pub(crate) of: String,
    pub(crate) traits: Vec<String>,
    /// Constants, methods: what follows the name of the type and `::`.
    pub(crate) items: Vec<String>,
    /// What a field or a variant is on the wire, by its name.
    pub(crate) wire: BTreeMap<String, String>,
}

const CODEC: [&str; 3] = ["Decode", "Deserialize", "Serialize"];

/// Reads a table.
pub(crate) fn read(table: &Macro) -> Table {
    let name = table
        .path
        .segments
        .last()
        .map(|segment| segment.ident.to_string());
    let parsed = match name.as_deref() {
        Some("object") => table.parse_body().map(|Object(table)| table),
        Some("string_enum") => table.parse_body().map(|StringEnum(table)| table),
        Some("value_enum") => table.parse_body().map(|ValueEnum(table)| table),
        Some("polymorphic") => table.parse_body().map(|Polymorphic(table)| table),
        Some("request") => table.parse_body().map(|Request(table)| table),
        other => panic!("the table {other:?} is new, and to be read here"),
    };
    parsed.unwrap_or_else(|error| panic!("{name:?}: {error}"))
}

fn traits(more: &[&str]) -> Vec<String> {
    CODEC
        .iter()
        .chain(more)
        .map(|name| (*name).to_owned())
        .collect()
}

/// `"a" | "b"`
fn names(input: ParseStream<'_>) -> syn::Result<String> {
    let mut names = vec![input.parse::<LitStr>()?.value()];
    while input.parse::<Option<Token![|]>>()?.is_some() {
        names.push(input.parse::<LitStr>()?.value());
    }
    Ok(format!("{names:?}")
        .replace(", ", " or ")
        .replace(['[', ']'], ""))
}

/// `/ Other`, where the variant for other values has another name.
fn other(input: ParseStream<'_>) -> syn::Result<()> {
    if input.parse::<Option<Token![/]>>()?.is_some() {
        input.parse::<Ident>()?;
    }
    Ok(())
}

struct Object(Table);

impl Parse for Object {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let rules: Ident = input.parse()?;
        let of: Ident = input.parse()?;
        let mut table = Table {
            of: of.to_string(),
            traits: traits(&[]),
            ..Table::default()
        };
        let members;
        braced!(members in input);
        while !members.is_empty() {
            if members.parse::<Option<Token![..]>>()?.is_some() {
                let rest: Ident = members.parse()?;
                table
                    .wire
                    .insert(rest.to_string(), format!("{rules}, all other members"));
            } else {
                let kind: Ident = members.parse()?;
                let field: Ident = members.parse()?;
                members.parse::<Token![=]>()?;
                let names = names(&members)?;
                table
                    .wire
                    .insert(field.to_string(), format!("{rules} {kind} {names}"));
            }
            members.parse::<Option<Token![,]>>()?;
        }
        Ok(Self(table))
    }
}

struct ValueEnum(Table);

impl Parse for ValueEnum {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let rules: Ident = input.parse()?;
        let of: Ident = input.parse()?;
        other(input)?;
        input.parse::<Token![:]>()?;
        let value = text::of_type(&input.parse()?);
        let from = format!("From<{value}>");
        let mut table = Table {
            of: of.to_string(),
            traits: traits(&["Display", &from, "FromStr", "ValueEnum"]),
            items: vec![
                "KNOWN: &'static [Self]".to_owned(),
                format!("value(&self) -> {value}"),
            ],
            ..Table::default()
        };
        let values;
        braced!(values in input);
        while !values.is_empty() {
            let variant: Ident = values.parse()?;
            values.parse::<Token![=]>()?;
            let value = text::of_expression(&values.parse()?);
            table
                .wire
                .insert(variant.to_string(), format!("{rules} {value}"));
            values.parse::<Option<Token![,]>>()?;
        }
        Ok(Self(table))
    }
}

struct StringEnum(Table);

impl Parse for StringEnum {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let rules: Ident = input.parse()?;
        let of: Ident = input.parse()?;
        other(input)?;
        let more = [
            "AsRef<str>",
            "Display",
            "From<&str>",
            "From<String>",
            "FromStr",
            "StringEnum",
        ];
        let mut table = Table {
            of: of.to_string(),
            traits: traits(&more),
            items: vec![
                "KNOWN: &'static [Self]".to_owned(),
                "as_str(&self) -> &str".to_owned(),
            ],
            ..Table::default()
        };
        let values;
        braced!(values in input);
        while !values.is_empty() {
            let variant: Ident = values.parse()?;
            values.parse::<Token![=]>()?;
            let text: LitStr = values.parse()?;
            table
                .wire
                .insert(variant.to_string(), format!("{rules} {:?}", text.value()));
            values.parse::<Option<Token![,]>>()?;
        }
        Ok(Self(table))
    }
}

struct Polymorphic(Table);

impl Parse for Polymorphic {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let of: Ident = input.parse()?;
        other(input)?;
        input.parse::<Ident>()?;
        let tag = input.parse::<LitStr>()?.value();
        let mut table = Table {
            of: of.to_string(),
            traits: traits(&[]),
            ..Table::default()
        };
        let types;
        braced!(types in input);
        while !types.is_empty() {
            let is_default = types.parse::<Option<Token![_]>>()?.is_some();
            let names = if is_default {
                "missing".to_owned()
            } else {
                names(&types)?
            };
            types.parse::<Token![=>]>()?;
            let variant: Ident = types.parse()?;
            let object;
            parenthesized!(object in types);
            let object: Type = object.parse()?;
            types.parse::<Option<Token![,]>>()?;
            match table.wire.entry(variant.to_string()) {
                Entry::Vacant(entry) => {
                    let object = text::of_type(&object);
                    entry.insert(format!("From<{object}>, by {tag:?}: {names}"));
                }
                Entry::Occupied(mut entry) => {
                    let _ = write!(entry.get_mut(), " or {names}");
                }
            }
        }
        while !input.is_empty() {
            input.call(Attribute::parse_outer)?;
            input.parse::<Ident>()?;
            let field: Ident = input.parse()?;
            input.parse::<Token![:]>()?;
            let ty: Type = input.parse()?;
            input.parse::<Option<Token![,]>>()?;
            table
                .items
                .push(format!("{field}(&self) -> Option<&{}>", text::of_type(&ty)));
        }
        Ok(Self(table))
    }
}

struct Request(Table);

impl Parse for Request {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.call(Attribute::parse_outer)?;
        let of: Ident = input.parse()?;
        input.parse::<Token![:]>()?;
        let success: Type = input.parse()?;
        input.parse::<Token![,]>()?;
        let failure: Type = input.parse()?;
        if !input.is_empty() {
            input.parse::<token::Comma>()?;
        }
        let (success, failure) = (text::of_type(&success), text::of_type(&failure));
        Ok(Self(Table {
            of: of.to_string(),
            traits: vec![
                format!("IntoFuture of Request<'_, {success}, {failure}>"),
                "Debug".to_owned(),
            ],
            items: vec![
                "deadline(self, deadline: Duration) -> Self".to_owned(),
                "header(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self".to_owned(),
            ],
            ..Table::default()
        }))
    }
}
