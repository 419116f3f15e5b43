//! The reason why a request is refused.

use std::time::Duration;

use crate::receiver::authenticate::AuthError;
use crate::receiver::open_id::scheme::Algorithm;

/// The reason why a request is refused, for the log. Values from a token are quoted, and, except
/// for the key id, only after its signature was verified.
#[derive(Debug, thiserror::Error)]
pub(super) enum Reason {
    #[error("it has no header Authorization")]
    NoToken,
    #[error("it has more than one header Authorization")]
    SeveralTokens,
    #[error("its header Authorization is not of the scheme Bearer")]
    Scheme,
    #[error("its token has {length} bytes; more than {limit} are not looked at")]
    TooLong { length: usize, limit: usize },
    #[error("its token is not a signed JWT")]
    NotAToken,
    #[error(
        "its token has the header crit: it is not to be used by whoever does not know more than the standard"
    )]
    Critical,
    #[error("its token is not signed with one of the accepted algorithms")]
    Algorithm,
    #[error("its token does not say by which key it is signed")]
    NoKeyId,
    #[error("its token is signed by the key {0:?}, which is not among the keys")]
    UnknownKey(String),
    #[error(
        "the signature of its token is not that of the key {key:?} with {}",
        algorithm.as_str(),
    )]
    Signature { key: String, algorithm: Algorithm },
    #[error("its token has no claims")]
    NoClaims,
    #[error("its token lacks the claim {0:?}, or has something in it that cannot stand there")]
    Claim(String),
    #[error("its token has expired {}", ago(.0))]
    Expired(Duration),
    #[error("its token is not valid yet, but in {} s", .0.as_secs())]
    NotYetValid(Duration),
    #[error("its token is of the issuer {0:?}, which is not among the accepted ones")]
    Issuer(String),
    #[error("its token is for the audience {0:?}, and not for us alone")]
    Audience(Vec<String>),
    #[error("its token is of the {name} {value:?}, which is not among the accepted ones")]
    Attribute { name: &'static str, value: String },
    #[error("there are no keys by which its token could be verified")]
    NoKeys { retry_after: Duration },
}

fn ago(duration: &Duration) -> String {
    format!("{} s ago", duration.as_secs())
}

impl Reason {
    /// Returns the refusal that is sent.
    pub(super) fn refusal(&self) -> AuthError {
        match self {
            Self::NoToken
            | Self::SeveralTokens
            | Self::Scheme
            | Self::TooLong { .. }
            | Self::NotAToken
            | Self::Critical
            | Self::Algorithm
            | Self::NoKeyId
            | Self::UnknownKey(_)
            | Self::Signature { .. }
            | Self::NoClaims
            | Self::Claim(_)
            | Self::Expired(_)
            | Self::NotYetValid(_)
            | Self::Issuer(_) => AuthError::Unauthorized,
            Self::Audience(_) | Self::Attribute { .. } => AuthError::Forbidden,
            Self::NoKeys { retry_after } => AuthError::Unavailable {
                retry_after: *retry_after,
            },
        }
    }
}
