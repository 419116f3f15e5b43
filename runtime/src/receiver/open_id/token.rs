//! The token of a request, before and after verification.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::HeaderMap;
use http::header::AUTHORIZATION;
use serde_json::{Map, Value};

use crate::receiver::open_id::keys::KeySet;
use crate::receiver::open_id::reason::Reason;
use crate::receiver::open_id::scheme::Algorithm;

/// The maximum size of a token. Typical sizes are 1 to 2 kB, and most servers limit all headers to
/// 8 to 16 kB.
const LIMIT: usize = 16 * 1024;

/// The maximum length of an unknown key id in the log.
const SHOWN: usize = 100;

/// A token that is not verified yet.
pub(super) struct Token<'a> {
    algorithm: Algorithm,
    key_id: String,
    /// The signed part: header and claims, encoded.
    signed: &'a str,
    claims: &'a str,
    signature: Vec<u8>,
}

impl<'a> Token<'a> {
    /// Parses the token of a request. Only two values of its header are used: the algorithm, which
    /// must be an accepted one, and the key id. Keys and URLs of keys (`jwk`, `jku`, `x5c`, `x5u`)
    /// could be forged.
    pub(super) fn read(headers: &'a HeaderMap, accepted: &[Algorithm]) -> Result<Self, Reason> {
        let text = bearer(headers)?;
        let (signed, signature) = text.rsplit_once('.').ok_or(Reason::NotAToken)?;
        let (header, claims) = signed.split_once('.').ok_or(Reason::NotAToken)?;
        // An encrypted token has five parts.
        if claims.contains('.') {
            return Err(Reason::NotAToken);
        }
        let header = object(header).ok_or(Reason::NotAToken)?;
        if header.contains_key("crit") {
            return Err(Reason::Critical);
        }
        let named = header.get("alg").and_then(Value::as_str);
        let algorithm = accepted
            .iter()
            .find(|algorithm| Some(algorithm.as_str()) == named)
            .ok_or(Reason::Algorithm)?;
        let key_id = header.get("kid").and_then(Value::as_str);
        Ok(Self {
            algorithm: *algorithm,
            key_id: key_id.ok_or(Reason::NoKeyId)?.to_owned(),
            signed,
            claims,
            signature: decode(signature).ok_or(Reason::NotAToken)?,
        })
    }

    /// Returns the id of the key that the token names.
    pub(super) fn key_id(&self) -> &str {
        &self.key_id
    }

    /// Returns the claims, if a key verifies the signature.
    pub(super) fn verify(&self, keys: &KeySet) -> Result<Map<String, Value>, Reason> {
        let signed = self.signed.as_bytes();
        if !keys.verify(&self.key_id, self.algorithm, signed, &self.signature) {
            return Err(Reason::Signature {
                key: self.key_id.clone(),
                algorithm: self.algorithm,
            });
        }
        object(self.claims).ok_or(Reason::NoClaims)
    }

    /// Returns the reason for a token of an unknown key.
    pub(super) fn unknown_key(&self) -> Reason {
        Reason::UnknownKey(self.key_id.chars().take(SHOWN).collect())
    }
}

/// Returns the token in the header `Authorization`.
fn bearer(headers: &HeaderMap) -> Result<&str, Reason> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let value = values.next().ok_or(Reason::NoToken)?;
    if values.next().is_some() {
        return Err(Reason::SeveralTokens);
    }
    if value.len() > LIMIT {
        return Err(Reason::TooLong {
            length: value.len(),
            limit: LIMIT,
        });
    }
    let (scheme, token) = value
        .to_str()
        .ok()
        .and_then(|text| text.split_once(' '))
        .ok_or(Reason::Scheme)?;
    if !scheme.eq_ignore_ascii_case("Bearer") {
        return Err(Reason::Scheme);
    }
    Ok(token.trim_matches(' '))
}

fn object(part: &str) -> Option<Map<String, Value>> {
    serde_json::from_slice(&decode(part)?).ok()
}

fn decode(part: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(part).ok()
}
