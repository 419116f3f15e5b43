//! The format of bytes in base64.

use std::fmt;
use std::ops::Deref;

use base64::Engine;
use base64::alphabet;
use base64::display::Base64Display;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose};

use crate::model::formatted::{Format, Formatted};

const ANY_PADDING: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, ANY_PADDING);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, ANY_PADDING);

impl Format for Vec<u8> {
    const EXPECTED: &'static str = "bytes in base64";

    fn parse(text: &str) -> Option<Self> {
        parse(text)
    }

    fn write(&self, f: &mut impl fmt::Write) -> fmt::Result {
        write!(
            f,
            "{}",
            Base64Display::new(self, &general_purpose::STANDARD)
        )
    }

    fn equals(&self, other: &Self) -> bool {
        self == other
    }
}

/// Bytes that are encoded in URL-safe base64.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct UrlSafe(pub Vec<u8>);

impl Deref for UrlSafe {
    type Target = Vec<u8>;

    fn deref(&self) -> &Vec<u8> {
        &self.0
    }
}

impl From<Vec<u8>> for Formatted<UrlSafe> {
    fn from(bytes: Vec<u8>) -> Self {
        UrlSafe(bytes).into()
    }
}

impl Format for UrlSafe {
    const EXPECTED: &'static str = "bytes in URL-safe base64";

    fn parse(text: &str) -> Option<Self> {
        parse(text).map(Self)
    }

    fn write(&self, f: &mut impl fmt::Write) -> fmt::Result {
        let engine = &general_purpose::URL_SAFE_NO_PAD;
        write!(f, "{}", Base64Display::new(&self.0, engine))
    }

    fn equals(&self, other: &Self) -> bool {
        self == other
    }
}

/// Returns the bytes of a string in either alphabet, with or without padding.
fn parse(text: &str) -> Option<Vec<u8>> {
    let engine = if text.contains(['-', '_']) {
        URL_SAFE
    } else {
        STANDARD
    };
    engine.decode(text).ok()
}
