//! How values are written: styles, and the encodings of the properties of forms.

/// `style` of a parameter, or `content`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Style {
    Simple,
    Label,
    Matrix,
    Form,
    Cookie,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
    /// `content` with a JSON media type.
    Json,
}

/// How a property of a form is encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// As a query parameter of this style.
    Style {
        /// `style`
        style: Style,
        /// `explode`
        explode: bool,
        /// `allowReserved`
        allow_reserved: bool,
    },
    /// In this media type.
    MediaType(String),
}
