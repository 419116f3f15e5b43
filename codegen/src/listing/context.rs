//! What all parts of a listing are made from.

use crate::config;
use crate::document::Document;
use crate::ir::{Api, Encoding, Parameter, Style, Type, TypeId};
use crate::name::Names;
use crate::source::JsonPointer;

use super::item::{Fact, Item};
use super::places::Places;
use super::{constraints, rust_type};
use crate::diagnostics::Anchor;

/// The input of a listing.
pub(super) struct Context<'a> {
    pub(super) api: &'a Api,
    pub(super) names: &'a Names,
    /// The settings of types, which extend what generated types derive.
    pub(super) types: &'a config::Types,
    pub(super) places: Places<'a>,
}

impl<'a> Context<'a> {
    pub(super) fn new(
        api: &'a Api,
        names: &'a Names,
        types: &'a config::Types,
        document: &'a Document,
    ) -> Self {
        Self {
            api,
            names,
            types,
            places: Places::new(api, document),
        }
    }

    /// Returns the path of a type.
    pub(super) fn path(&self, id: TypeId) -> String {
        rust_type::path(self.names, id)
    }

    /// Returns the Rust type of a type.
    pub(super) fn ty(&self, ty: &Type) -> String {
        rust_type::text(self.api, self.names, ty)
    }

    /// Returns the item for a parameter.
    pub(super) fn parameter(&self, parameter: &Parameter, pointer: JsonPointer) -> Item {
        let Parameter {
            name,
            location,
            style,
            explode,
            allow_reserved,
            encodings,
            ..
        } = parameter;
        let mut style = style_text(*style, *explode, *allow_reserved);
        for (property, encoding) in encodings {
            style = format!("{style}, {property}: {}", encoding_text(encoding));
        }
        let default = parameter.default.as_ref().map(ToString::to_string);
        let required = if parameter.required {
            "required"
        } else {
            "optional"
        };
        item_at(pointer)
            .with(Fact::Name, name)
            .with(Fact::In, location.as_str())
            .with(Fact::Required, required)
            .with(
                Fact::Type,
                rust_type::argument(self.api, self.names, parameter),
            )
            .with(Fact::Style, style)
            .with_some(Fact::Constraints, constraints::text(&parameter.constraints))
            .with_some(Fact::Default, default.unwrap_or_default())
            .with_flag(Fact::Deprecated, parameter.docs.deprecated)
    }
}

/// Returns the item for the key at a pointer.
pub(super) fn item_at(pointer: JsonPointer) -> Item {
    Item::at(Anchor::Key(pointer).into())
}

/// Returns how a value is written.
fn style_text(style: Style, explode: bool, allow_reserved: bool) -> String {
    let style = match style {
        Style::Simple => "simple",
        Style::Label => "label",
        Style::Matrix => "matrix",
        Style::Form => "form",
        Style::Cookie => "cookie",
        Style::SpaceDelimited => "spaceDelimited",
        Style::PipeDelimited => "pipeDelimited",
        Style::DeepObject => "deepObject",
        Style::Json => "json",
    };
    let explode = if explode { " explode" } else { "" };
    let allow_reserved = if allow_reserved { " allowReserved" } else { "" };
    format!("{style}{explode}{allow_reserved}")
}

/// Returns how a property of a form is written.
pub(super) fn encoding_text(encoding: &Encoding) -> String {
    match encoding {
        Encoding::MediaType(media_type) => media_type.clone(),
        Encoding::Style {
            style,
            explode,
            allow_reserved,
        } => style_text(*style, *explode, *allow_reserved),
    }
}
