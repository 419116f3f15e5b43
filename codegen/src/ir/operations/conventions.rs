//! The conventions of a service that HTTP and OpenAPI leave open.

/// The conventions of a service, as the extensions of the document state them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conventions {
    /// `x-request-id-headers.request`: the request header that identifies a call, in lower case.
    pub request_id_header: Option<String>,
    /// `x-request-id-headers.response`: the response headers with the id of the service, in lower
    /// case, the preferred one first.
    pub response_id_headers: Vec<String>,
    /// `x-token-attributes`: what a token request states besides scope and authority.
    pub token_attributes: Vec<Attribute>,
    /// `x-token-challenge`.
    pub token_challenge: Option<TokenChallenge>,
}

impl Conventions {
    /// Returns whether the runtime has to know the conventions.
    #[must_use]
    pub const fn affect_calls(&self) -> bool {
        self.request_id_header.is_some()
            || !self.response_id_headers.is_empty()
            || self.token_challenge.is_some()
    }

    /// Returns the parameters of challenges.
    pub fn challenge_parameters(&self) -> impl Iterator<Item = &Attribute> {
        self.token_challenge
            .iter()
            .flat_map(|challenge| &challenge.parameters)
    }
}

/// A named attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// The name.
    pub name: String,
    /// `description`.
    pub description: Option<String>,
    /// `default`: the value in the URL of a token endpoint if a token request has none.
    pub default: Option<String>,
}

/// The challenges of refused tokens whose parameters the next token request needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenChallenge {
    /// `error`: the error code of such a challenge.
    pub error: String,
    /// `parameters`: the parameters that state what the next token must have.
    pub parameters: Vec<Attribute>,
}
