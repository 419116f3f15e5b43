//! The format of bytes in base64.

use std::fmt;

use base64::Engine;
use base64::alphabet;
use base64::display::Base64Display;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose};

use crate::model::formatted::Format;

const ANY_PADDING: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, ANY_PADDING);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, ANY_PADDING);

impl Format for Vec<u8> {
    const EXPECTED: &'static str = "bytes in base64";

    fn parse(text: &str) -> Option<Self> {
        let engine = if text.contains(['-', '_']) {
            URL_SAFE
        } else {
            STANDARD
        };
        engine.decode(text).ok()
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
