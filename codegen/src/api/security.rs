//! How operations are authorised.

/// How an operation is authorised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Security {
    /// Not at all.
    None,
    /// By a bearer token.
    Bearer {
        /// The name of the security scheme.
        scheme: String,
    },
}
