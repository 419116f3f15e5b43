//! Verification of the claims of a token.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value};

use crate::receiver::authenticate::Sender;
use crate::receiver::open_id::reason::Reason;
use crate::receiver::open_id::scheme::SenderAttribute;

/// The requirements on the claims of a token.
pub(super) struct Policy {
    pub(super) issuers: Vec<String>,
    pub(super) audiences: Vec<String>,
    pub(super) required: &'static [&'static str],
    pub(super) attributes: &'static [SenderAttribute],
    /// The accepted values of attributes, by name. All values of the others are accepted.
    pub(super) accepted: Vec<(String, Vec<String>)>,
    pub(super) clock_skew: Duration,
}

impl Policy {
    /// Checks verified claims. Whether the token is valid is checked before whom it is for, so that
    /// only valid tokens for somebody else are reported as forbidden.
    pub(super) fn check(
        &self,
        claims: Map<String, Value>,
        now: SystemTime,
    ) -> Result<Sender, Reason> {
        self.check_time(&claims, now)?;
        let issuer = text(&claims, "iss")?;
        if !self.issuers.iter().any(|accepted| accepted == issuer) {
            return Err(Reason::Issuer(issuer.to_owned()));
        }
        let missing = self.required.iter().find(|name| {
            claims
                .get(**name)
                .is_none_or(|value| value.is_null() || value.as_str() == Some(""))
        });
        if let Some(name) = missing {
            return Err(Reason::Claim((*name).to_owned()));
        }
        let audiences = audiences(&claims)?;
        if !audiences
            .iter()
            .all(|audience| self.audiences.contains(audience))
        {
            return Err(Reason::Audience(audiences));
        }
        let mut attributes = Vec::new();
        for attribute in self.attributes {
            if let Some(value) = self.attribute(*attribute, &claims)? {
                attributes.push((attribute.name, value.to_owned()));
            }
        }
        let sender = Sender::new(claims);
        Ok(attributes
            .into_iter()
            .fold(sender, |sender, (name, value)| {
                sender.with_attribute(name, value)
            }))
    }

    fn check_time(&self, claims: &Map<String, Value>, now: SystemTime) -> Result<(), Reason> {
        // Seconds since 1970, possibly with a fraction. The rounding of `f64` is less than a
        // microsecond.
        let now = match now.duration_since(UNIX_EPOCH) {
            Ok(since) => since.as_secs_f64(),
            Err(before) => -before.duration().as_secs_f64(),
        };
        let skew = self.clock_skew.as_secs_f64();
        let seconds = |over: f64| Duration::try_from_secs_f64(over).unwrap_or(Duration::MAX);
        let expires = number(claims, "exp")?.ok_or_else(|| Reason::Claim("exp".to_owned()))?;
        if now >= expires + skew {
            return Err(Reason::Expired(seconds(now - expires)));
        }
        if let Some(begins) = number(claims, "nbf")?
            && now < begins - skew
        {
            return Err(Reason::NotYetValid(seconds(begins - now)));
        }
        Ok(())
    }

    /// Returns the value of an attribute. `None` if the token does not have its claim, unless only
    /// some values are accepted.
    fn attribute<'a>(
        &self,
        attribute: SenderAttribute,
        claims: &'a Map<String, Value>,
    ) -> Result<Option<&'a str>, Reason> {
        let SenderAttribute { name, claim } = attribute;
        let Some((_, accepted)) = self.accepted.iter().find(|(known, _)| known == name) else {
            return claims
                .contains_key(claim)
                .then(|| text(claims, claim))
                .transpose();
        };
        let value = text(claims, claim)?;
        if accepted.iter().any(|accepted| accepted == value) {
            Ok(Some(value))
        } else {
            let value = value.to_owned();
            Err(Reason::Attribute { name, value })
        }
    }
}

/// Returns the audiences: a single one or a list. An empty list counts as missing.
fn audiences(claims: &Map<String, Value>) -> Result<Vec<String>, Reason> {
    let audiences: Option<Vec<_>> = match claims.get("aud") {
        Some(Value::String(one)) => Some(vec![one.clone()]),
        Some(Value::Array(several)) => several
            .iter()
            .map(|one| one.as_str().map(str::to_owned))
            .collect(),
        _ => None,
    };
    audiences
        .filter(|audiences| !audiences.is_empty())
        .ok_or_else(|| Reason::Claim("aud".to_owned()))
}

fn text<'a>(claims: &'a Map<String, Value>, name: &str) -> Result<&'a str, Reason> {
    let value = claims.get(name).and_then(Value::as_str);
    value.ok_or_else(|| Reason::Claim(name.to_owned()))
}

fn number(claims: &Map<String, Value>, name: &str) -> Result<Option<f64>, Reason> {
    let value = claims.get(name).map(Value::as_f64);
    match value {
        None => Ok(None),
        Some(Some(number)) => Ok(Some(number)),
        Some(None) => Err(Reason::Claim(name.to_owned())),
    }
}
