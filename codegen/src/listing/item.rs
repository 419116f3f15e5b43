//! Items of a listing, and what is recorded of them.

use std::collections::BTreeMap;

use crate::diagnostics::Location;

/// Declares an enum whose variants have a word in the lock file.
macro_rules! words {
    (
        $(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $word:literal,)* }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)*
        }

        impl $name {
            /// All variants, in their order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the word in the lock file.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// Returns the variant with a word.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.as_str() == word)
            }
        }
    };
}

words! {
    /// The kind of an item.
    Kind {
        /// The type `Client`.
        Client = "client",
        /// A server: a variant of an enum.
        Server = "server",
        /// A variable of a server URL: a field of a struct.
        Setting = "setting",
        /// A value of such a variable, if they are listed.
        SettingValue = "setting-value",
        /// A security scheme: a method of `Credentials`.
        Credential = "credential",
        /// The function that returns a token endpoint.
        TokenEndpoint = "token-endpoint",
        /// A method that an extension of the document adds to a type of the runtime.
        Extension = "extension",
        /// The constant of an error code.
        ErrorCode = "error-code",
        /// A type.
        Type = "type",
        /// A property of an object: a field.
        Field = "field",
        /// A value of an enum: a variant.
        Value = "value",
        /// An alternative of a union, a media type of a body, or a response: a variant.
        Alternative = "alternative",
        /// A method that returns a part of a value.
        Getter = "getter",
        /// An implementation of `From`.
        Conversion = "conversion",
        /// The constant of a correlation key.
        CorrelationKey = "correlation-key",
        /// The method of a condition.
        Condition = "condition",
        /// A method that leads to a path.
        Accessor = "accessor",
        /// A method that creates a request.
        Operation = "operation",
        /// An argument or a method for a parameter.
        Parameter = "parameter",
        /// The argument for a request body.
        Body = "body",
        /// A declared response.
        Response = "response",
        /// A method that returns a response header.
        Header = "header",
        /// The short path of an inline type in `operations`.
        ShortPath = "short-path",
        /// The trait of a callback.
        Handler = "handler",
        /// A method of such a trait.
        HandlerMethod = "handler-method",
        /// A response of a handler: a variant of an enum.
        HandlerResponse = "handler-response",
        /// A field of such a variant.
        HandlerResponseField = "handler-response-field",
        /// The static that describes how senders are verified.
        Verifier = "verifier",
    }
}

words! {
    /// What is recorded of an item. Each has a text.
    Fact {
        /// Struct, enum, alias.
        Shape = "shape",
        /// The Rust type, without aliases.
        Type = "type",
        /// The presence of a field: `required` or `nullable`; it is optional otherwise.
        Presence = "presence",
        /// Whether a parameter or a body is required: `required` or `optional`.
        Required = "required",
        /// Whether users can write a literal of a struct.
        Literal = "literal",
        /// Rust names of the required arguments, in order.
        Arguments = "arguments",
        /// The type of the request, if it is not that of the runtime.
        Request = "request",
        /// The type of successful responses.
        Success = "success",
        /// The type of errors.
        Error = "error",
        /// The traits that depend on the document.
        Traits = "traits",
        /// Whether a variant can be made by `From`.
        From = "from",
        /// Whether a property can be sent as null.
        Null = "null",
        /// `none` or the type of properties that are not declared; they are JSON otherwise.
        Additional = "additional",
        /// The kind of credentials that a client takes.
        Auth = "auth",
        /// Whether senders are authenticated.
        Secured = "secured",
        /// Whether the handler responds, or is called after the response.
        Delivery = "delivery",
        /// The properties of a page.
        Page = "page",
        /// The properties that lead to the error code.
        ErrorCodePath = "error-code-path",
        /// The name on the wire.
        Name = "name",
        /// The value on the wire.
        Value = "value",
        /// Other names that are decoded.
        Aliases = "aliases",
        /// The values of the discriminator.
        Tags = "tags",
        /// The property of the discriminator, and the variant without one.
        Discriminator = "discriminator",
        /// The value of a discriminator that a new object has.
        Tag = "tag",
        /// How a union selects its variant, apart from a discriminator.
        Matching = "matching",
        /// Whether the document excludes properties that are not declared.
        Closed = "closed",
        /// The constraints that are checked before sending, separated by `; `.
        Constraints = "constraints",
        /// `default`.
        Default = "default",
        /// `in` of a parameter.
        In = "in",
        /// How a parameter or a header is written.
        Style = "style",
        /// Method and path, with `{}` for parameters.
        Http = "http",
        /// `operationId`.
        Id = "id",
        /// The media types and how bodies are written.
        Content = "content",
        /// The header `Accept`.
        Accept = "accept",
        /// The deadline in milliseconds.
        Deadline = "deadline",
        /// Whether a request may be repeated.
        Idempotent = "idempotent",
        /// The security requirements.
        Security = "security",
        /// The servers of an operation.
        Servers = "servers",
        /// The URL.
        Url = "url",
        /// The authority and the scope of tokens.
        Token = "token",
        /// The conventions of the service.
        Conventions = "conventions",
        /// How strictly values are decoded.
        Decoding = "decoding",
        /// How requests to a handler are accepted.
        Acceptance = "acceptance",
        /// `deprecated`.
        Deprecated = "deprecated",
    }
}

/// An item of the public API of a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What is recorded of it.
    pub facts: BTreeMap<Fact, String>,
    /// Its place in the document; `None` in a listing that a lock file contains.
    pub location: Option<Location>,
}

impl Item {
    /// Creates an item of which nothing is recorded.
    pub(super) fn at(location: Location) -> Self {
        Self {
            facts: BTreeMap::new(),
            location: Some(location),
        }
    }

    /// Records a fact.
    pub(super) fn with(mut self, fact: Fact, text: impl Into<String>) -> Self {
        self.facts.insert(fact, text.into());
        self
    }

    /// Records a fact, unless its text is empty.
    pub(super) fn with_some(self, fact: Fact, text: impl Into<String>) -> Self {
        match text.into() {
            text if text.is_empty() => self,
            text => self.with(fact, text),
        }
    }

    /// Records a fact without a text of its own, if it applies.
    pub(super) fn with_flag(self, fact: Fact, applies: bool) -> Self {
        if applies {
            self.with(fact, "yes")
        } else {
            self
        }
    }

    /// Returns the text of a fact; `None` if it is not recorded.
    #[must_use]
    pub fn fact(&self, fact: Fact) -> Option<&str> {
        self.facts.get(&fact).map(String::as_str)
    }
}
