//! The forms of types, names and items that the macros recognize.

use syn::punctuated::Punctuated;
use syn::{
    Data, DeriveInput, Error, Field, Fields, GenericArgument, Ident, LitStr, PathArguments, Result,
    Token, Type, Variant,
};

/// How the names of properties follow from the names of their fields.
#[derive(Clone, Copy)]
pub(crate) enum Naming {
    CamelCase,
    SnakeCase,
}

impl Naming {
    /// Parses the value of `rename_all`.
    pub(crate) fn parse(name: &LitStr) -> Result<Self> {
        match name.value().as_str() {
            "camelCase" => Ok(Self::CamelCase),
            "snake_case" => Ok(Self::SnakeCase),
            _ => Err(Error::new_spanned(
                name,
                "expected `camelCase` or `snake_case`",
            )),
        }
    }

    /// Returns the name of the property that belongs to a field.
    pub(crate) fn property_name(self, field: &Ident) -> String {
        let field = field.to_string();
        let field = field.trim_start_matches("r#");
        match self {
            Self::SnakeCase => field.to_owned(),
            Self::CamelCase => camel_case(field),
        }
    }
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

/// Returns the type in `Name<T>`, whatever the path of `Name`.
pub(crate) fn argument<'t>(ty: &'t Type, name: &str) -> Option<&'t Type> {
    let segment = match ty {
        Type::Path(path) => path.path.segments.last()?,
        // A type that was passed to a declarative macro.
        Type::Group(group) => return argument(&group.elem, name),
        _ => return None,
    };
    match &segment.arguments {
        PathArguments::AngleBracketed(arguments) if segment.ident == name => {
            match arguments.args.first()? {
                GenericArgument::Type(ty) if arguments.args.len() == 1 => Some(ty),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Returns the type in `Box<T>`, or the type itself.
pub(crate) fn unboxed(ty: &Type) -> &Type {
    argument(ty, "Box").unwrap_or(ty)
}

/// Returns the type of the only field of a variant.
pub(crate) fn single_field(variant: &Variant) -> Result<&Type> {
    match &variant.fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => Ok(&fields.unnamed[0].ty),
        _ => Err(Error::new_spanned(
            &variant.ident,
            "expected a variant with one unnamed field",
        )),
    }
}

/// Returns an error if the type has parameters.
pub(crate) fn refuse_generics(input: &DeriveInput) -> Result<()> {
    if input.generics.params.is_empty() {
        Ok(())
    } else {
        Err(Error::new_spanned(
            &input.generics,
            "models cannot have parameters",
        ))
    }
}

/// Returns the fields of a struct with named fields.
pub(crate) fn named_fields<'i>(
    input: &'i DeriveInput,
    derive: &str,
) -> Result<&'i Punctuated<Field, Token![,]>> {
    refuse_generics(input)?;
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => Ok(&fields.named),
            _ => Err(wrong_item(input, derive, "a struct with named fields")),
        },
        _ => Err(wrong_item(input, derive, "a struct with named fields")),
    }
}

/// Returns the variants of an enum, and apart from them the one of unrecognized values: the one
/// with the attribute `unrecognized`, or else with the name `Unrecognized`.
pub(crate) fn variants<'i>(
    input: &'i DeriveInput,
    derive: &str,
) -> Result<(Vec<&'i Variant>, &'i Variant)> {
    refuse_generics(input)?;
    let Data::Enum(data) = &input.data else {
        return Err(wrong_item(input, derive, "an enum"));
    };
    let is_marked = |variant: &&Variant| {
        let mut attributes = variant.attrs.iter();
        attributes.any(|attribute| attribute.path().is_ident("unrecognized"))
    };
    let mut marked = data.variants.iter().filter(is_marked);
    let unrecognized = match (marked.next(), marked.next()) {
        (_, Some(second)) => {
            return Err(Error::new_spanned(
                &second.ident,
                "only one variant can be `unrecognized`",
            ));
        }
        (Some(variant), None) => variant,
        (None, None) => data
            .variants
            .iter()
            .find(|variant| variant.ident == "Unrecognized")
            .ok_or_else(|| {
                Error::new_spanned(
                    &input.ident,
                    "expected a variant `Unrecognized`, or one with the attribute `unrecognized`",
                )
            })?,
    };
    single_field(unrecognized)?;
    let variants = data.variants.iter();
    let others = variants.filter(|variant| variant.ident != unrecognized.ident);
    Ok((others.collect(), unrecognized))
}

/// Returns the error of an item of another kind.
pub(crate) fn wrong_item(input: &DeriveInput, derive: &str, expected: &str) -> Error {
    Error::new_spanned(
        &input.ident,
        format!("`{derive}` can only be derived for {expected}"),
    )
}
