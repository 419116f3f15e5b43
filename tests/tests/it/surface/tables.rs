//! What the derive macros of the runtime add to types: items, traits, and JSON names.

use std::collections::BTreeMap;

use quote::ToTokens as _;
use syn::parse::{Parse, ParseStream};
use syn::{
    Attribute, Expr, Fields, Ident, Item, ItemEnum, ItemStruct, LitStr, Macro, Meta, Token, Type,
    Variant, token,
};

use crate::surface::text;

/// The items and traits that a derive macro adds to a type.
#[derive(Default)]
pub(crate) struct Table {
    pub(crate) of: String,
    pub(crate) traits: Vec<String>,
    /// Constants, methods: what follows the name of the type and `::`.
    pub(crate) items: Vec<String>,
    /// How fields and variants are encoded, by their Rust names.
    pub(crate) wire: BTreeMap<String, String>,
}

/// The derive macros of the runtime that are no traits.
pub(crate) const DERIVES: [&str; 4] = ["Newtype", "Object", "TaggedUnion", "Union"];

const CODEC: [&str; 3] = ["Decode", "Deserialize", "Serialize"];

/// Reads what the macro of an item gives, if it has one.
pub(crate) fn read(item: &Item) -> Option<Table> {
    let derived = |attributes: &[Attribute], name: &str| {
        text::derives(attributes)
            .iter()
            .any(|derive| derive.rsplit("::").next() == Some(name))
    };
    match item {
        Item::Macro(table) => Some(read_macro(&table.mac)),
        Item::Struct(item) if derived(&item.attrs, "Object") => Some(object(item)),
        Item::Struct(item) if derived(&item.attrs, "Newtype") => Some(newtype(item)),
        Item::Enum(item) if derived(&item.attrs, "StringEnum") => Some(string_enum(item)),
        Item::Enum(item) if derived(&item.attrs, "ValueEnum") => Some(value_enum(item)),
        Item::Enum(item) if derived(&item.attrs, "TaggedUnion") => {
            Some(union(item, "tagged_union"))
        }
        Item::Enum(item) if derived(&item.attrs, "Union") => Some(union(item, "union")),
        _ => None,
    }
}

fn read_macro(table: &Macro) -> Table {
    let name = table
        .path
        .segments
        .last()
        .map(|segment| segment.ident.to_string());
    let parsed = match name.as_deref() {
        Some("request") => table.parse_body().map(|Request(table)| table),
        other => panic!("the macro {other:?} is new, and to be read here"),
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

/// The arguments of an attribute, as they are written.
fn arguments(attributes: &[Attribute], name: &str) -> Option<String> {
    let attribute = attributes
        .iter()
        .find(|attribute| attribute.path().is_ident(name))?;
    match &attribute.meta {
        Meta::List(list) => Some(list.tokens.to_string().replace(" , ", ", ")),
        _ => Some(String::new()),
    }
}

/// `lenient` or `strict`, and the other settings of a type.
fn rules(attributes: &[Attribute], name: &str) -> String {
    let settings = arguments(attributes, name).unwrap_or_default();
    if settings.starts_with("lenient") {
        settings
    } else if settings.is_empty() {
        "strict".to_owned()
    } else {
        format!("strict, {settings}")
    }
}

/// The settings of a field in `#[property(…)]`.
#[derive(Default)]
struct Settings {
    names: Vec<String>,
    required: bool,
    nullable: bool,
}

fn property(field: &syn::Field, is_snake_case: bool) -> Settings {
    let mut settings = Settings::default();
    let ident = field
        .ident
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    let field_name = ident.trim_start_matches("r#");
    settings.names.push(if is_snake_case {
        field_name.to_owned()
    } else {
        camel_case(field_name)
    });
    for attribute in field
        .attrs
        .iter()
        .filter(|attribute| attribute.path().is_ident("property"))
    {
        let parsed = attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("rename") {
                settings.names[0] = meta.value()?.parse::<LitStr>()?.value();
            } else if meta.path.is_ident("alias") {
                settings
                    .names
                    .push(meta.value()?.parse::<LitStr>()?.value());
            } else if meta.path.is_ident("required") {
                settings.required = true;
            } else if meta.path.is_ident("nullable") {
                settings.nullable = true;
            } else {
                return Err(meta.error("a setting that is new, and to be read here"));
            }
            Ok(())
        });
        parsed.unwrap_or_else(|error| panic!("{ident}: {error}"));
    }
    settings
}

fn camel_case(field: &str) -> String {
    let mut words = field.split('_');
    let mut name = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut chars = word.chars();
        name.extend(chars.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(chars.as_str());
    }
    name
}

fn object(item: &ItemStruct) -> Table {
    let rules = rules(&item.attrs, "object");
    let is_snake_case = rules.contains("rename_all");
    let mut table = Table {
        of: item.ident.to_string(),
        traits: traits(&[]),
        ..Table::default()
    };
    for field in &item.fields {
        let name = field
            .ident
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        let has = |attribute| arguments(&field.attrs, attribute).is_some();
        let wire = if has("additional") {
            format!("{rules}, all other members")
        } else if has("explicit_nulls") {
            "explicit nulls".to_owned()
        } else {
            let settings = property(field, is_snake_case);
            let is_option = text::of_type(&field.ty).starts_with("Option<");
            let kind = match (is_option, settings.required) {
                (false, _) => "required",
                (true, true) => "nullable",
                (true, false) => "optional",
            };
            if settings.nullable {
                let constant = name.trim_start_matches("r#").to_uppercase();
                table
                    .items
                    .push(format!("{constant}: NullableProperty<Self>"));
            }
            let names: Vec<String> = settings
                .names
                .iter()
                .map(|name| format!("{name:?}"))
                .collect();
            format!("{rules} {kind} {}", names.join(" or "))
        };
        table.wire.insert(name, wire);
    }
    if !table.items.is_empty() {
        table.items.extend([
            "set_null(&mut self, property: NullableProperty<Self>)".to_owned(),
            "with_null(self, property: NullableProperty<Self>) -> Self".to_owned(),
        ]);
    }
    table
}

fn newtype(item: &ItemStruct) -> Table {
    let types: Vec<String> = item
        .fields
        .iter()
        .map(|field| text::of_type(&field.ty))
        .collect();
    Table {
        of: item.ident.to_string(),
        traits: traits(&[&format!("From<{}>", types.join(", "))]),
        ..Table::default()
    }
}

/// Returns how the listed values of an enum are encoded.
fn values(item: &ItemEnum, attribute: &str) -> BTreeMap<String, String> {
    let rules = rules(&item.attrs, attribute);
    let variants = item.variants.iter().filter_map(|variant| {
        let attribute = variant
            .attrs
            .iter()
            .find(|attribute| attribute.path().is_ident("value"))?;
        let value: Expr = attribute.parse_args().expect("the value is an expression");
        let value = text::of_expression(&value);
        Some((variant.ident.to_string(), format!("{rules} {value}")))
    });
    variants.collect()
}

fn string_enum(item: &ItemEnum) -> Table {
    let more = [
        "AsRef<str>",
        "Display",
        "From<&str>",
        "From<String>",
        "FromStr",
        "StringEnum",
    ];
    Table {
        of: item.ident.to_string(),
        traits: traits(&more),
        items: vec![
            "KNOWN: &'static [Self]".to_owned(),
            "as_str(&self) -> &str".to_owned(),
        ],
        wire: values(item, "string_enum"),
    }
}

fn value_enum(item: &ItemEnum) -> Table {
    let last = item
        .variants
        .last()
        .expect("there is a variant for other values");
    let other = last.fields.to_token_stream().to_string();
    let value = other.rsplit_once(',').map_or("", |(_, value)| value);
    let value = value.trim_matches([' ', '>', ')']);
    Table {
        of: item.ident.to_string(),
        traits: traits(&["Display", &format!("From<{value}>"), "FromStr", "ValueEnum"]),
        items: vec![
            "KNOWN: &'static [Self]".to_owned(),
            format!("value(&self) -> {value}"),
        ],
        wire: values(item, "value_enum"),
    }
}

fn union(item: &ItemEnum, attribute: &str) -> Table {
    // Tagged unions have the rules of their objects.
    let rules = match attribute {
        "union" => rules(&item.attrs, attribute),
        _ => arguments(&item.attrs, attribute).unwrap_or_default(),
    };
    let mut table = Table {
        of: item.ident.to_string(),
        traits: traits(&[]),
        ..Table::default()
    };
    if attribute == "union" {
        table
            .items
            .push("read_as<T: Decode>(&self) -> Result<T, DecodeError>".to_owned());
    }
    for variant in item
        .variants
        .iter()
        .filter(|variant| variant.ident != "Unrecognized")
    {
        let settings = arguments(&variant.attrs, "variant").unwrap_or_default();
        let from = if settings.contains("no_from") {
            String::new()
        } else {
            format!("From<{}>, ", unboxed(variant))
        };
        let wire = format!("{from}{rules}: {settings}");
        table.wire.insert(
            variant.ident.to_string(),
            wire.trim_end_matches(": ").to_owned(),
        );
    }
    table
}

/// The type of a variant's value, without the box around it.
fn unboxed(variant: &Variant) -> String {
    let types: Vec<String> = match &variant.fields {
        Fields::Unnamed(fields) => fields
            .unnamed
            .iter()
            .map(|field| text::of_type(&field.ty))
            .collect(),
        _ => Vec::new(),
    };
    let ty = types.join(", ");
    match ty.strip_prefix("Box<").and_then(|ty| ty.strip_suffix('>')) {
        Some(inner) => inner.to_owned(),
        None => ty,
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
