//! The rules by which changes are judged.

/// What a change means for users of the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Code that follows the client's documentation compiles and does what it did.
    Compatible,
    /// Code compiles, but something else is sent or accepted.
    Wire,
    /// Code may not compile.
    Breaking,
}

impl Verdict {
    /// Returns the word for the verdict: `breaking`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Compatible => "compatible",
            Self::Wire => "wire",
            Self::Breaking => "breaking",
        }
    }
}

macro_rules! rules {
    ($($variant:ident = $id:literal $verdict:ident $title:literal, $reason:literal;)*) => {
        /// A kind of change. The meaning of an id never changes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Rule {
            $(#[doc = $reason] $variant,)*
        }

        impl Rule {
            /// All rules.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the stable id: `field-removed`.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id),* }
            }

            /// Returns what such a change means for users.
            #[must_use]
            pub const fn verdict(self) -> Verdict {
                match self { $(Self::$variant => Verdict::$verdict),* }
            }

            /// Returns a few words for the change.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),* }
            }

            /// Returns why the change has its verdict, in one sentence.
            #[must_use]
            pub const fn reason(self) -> &'static str {
                match self { $(Self::$variant => $reason),* }
            }
        }
    };
}

rules! {
    // Types.
    TypeAdded = "type-added" Compatible "type added",
        "No code uses the type yet.";
    TypeRemoved = "type-removed" Breaking "type removed",
        "Code that names the type does not compile.";
    TypeKindChanged = "type-kind-changed" Breaking "kind of type changed",
        "Structs, enums and aliases are created and read in different ways.";
    TypeChanged = "type-changed" Breaking "type changed",
        "Code that gives or reads the value expects the old type.";
    LiteralForbidden = "literal-forbidden" Breaking "literal no longer allowed",
        "The type is no longer sent, so it is `#[non_exhaustive]`, and struct literals of it do \
         not compile.";
    LiteralAllowed = "literal-allowed" Compatible "literal allowed",
        "The type is sent now, so it is no longer `#[non_exhaustive]`.";
    ArgumentsReordered = "arguments-reordered" Breaking "arguments reordered",
        "Arguments are passed by position: calls do not compile, or pass values to the wrong \
         argument where the types are equal.";
    AdditionalPropertiesAdded = "additional-properties-added" Compatible
        "additional properties allowed",
        "The type gets a field for them, which literals that end in a base expression do not name.";
    AdditionalPropertiesChanged = "additional-properties-changed" Breaking
        "additional properties changed",
        "The field for additional properties is removed, or has another name or type.";
    UndeclaredPropertiesChanged = "undeclared-properties-changed" Wire
        "undeclared properties forbidden or allowed",
        "An alternative of a union matches objects with undeclared properties differently.";
    TraitRemoved = "trait-removed" Breaking "trait removed",
        "Code that needs the trait does not compile.";
    TraitAdded = "trait-added" Compatible "trait added",
        "The type implements another trait.";
    ErrorCodeRemoved = "error-code-path-removed" Breaking "path to the error code removed",
        "The type no longer implements `ErrorCode`, so `Error::code` cannot be called.";
    ErrorCodePathChanged = "error-code-path-changed" Wire "path to the error code changed",
        "`Error::code` reads the code of an error from another property.";
    ErrorCodePathAdded = "error-code-path-added" Compatible "path to the error code added",
        "The type implements `ErrorCode`.";
    ShortPathAdded = "short-path-added" Compatible "short path added",
        "`operations` re-exports the type.";
    ShortPathRemoved = "short-path-removed" Breaking "short path removed",
        "Another type has the same name, so `operations` re-exports neither.";

    // Fields.
    FieldAddedOptional = "field-added-optional" Compatible "optional field added",
        "Struct literals end in `..Default::default()` or `..T::new(…)`, as the documentation of \
         the client demands.";
    FieldAddedRequired = "field-added-required" Breaking "required field added",
        "`new` gets an argument, or replaces `Default`; a received object without the property is \
         refused.";
    FieldRemoved = "field-removed" Breaking "field removed",
        "Code that names the field does not compile; the property is kept as an undeclared one.";
    FieldBecameRequired = "field-became-required" Breaking "field became required",
        "The field is no longer an `Option`, and a received object without the property is refused.";
    FieldBecameOptional = "field-became-optional" Breaking "field became optional",
        "The field is an `Option` now.";
    FieldPresenceChanged = "field-presence-changed" Wire "absent or null changed",
        "The type remains an `Option`, but `None` is sent as null instead of absent or the other \
         way round, and a received object without the property is refused or accepted.";
    NullAdded = "null-added" Compatible "null allowed",
        "The type gets a constant for `with_null`.";
    NullRemoved = "null-removed" Breaking "null no longer allowed",
        "The constant for `with_null` is removed.";
    AliasesChanged = "aliases-changed" Wire "alternative names changed",
        "Received properties with another name are decoded into the field, or no longer.";
    WireNameChanged = "wire-name-changed" Wire "name on the wire changed",
        "The same Rust name is sent and received under another name.";
    DefaultChanged = "default-changed" Compatible "default changed",
        "A default is documented only: what is left out means what the service takes it to mean.";
    TagChanged = "tag-changed" Wire "value of the discriminator changed",
        "New objects are sent with another value of the discriminator.";
    ConstructorChanged = "constructor-changed" Breaking "constructor changed",
        "A function that creates a value takes other arguments.";

    // Enums and unions.
    ValueAdded = "value-added" Compatible "enum value added",
        "Enums are `#[non_exhaustive]`; the value was `Unrecognized` and is a variant now.";
    ValueRemoved = "value-removed" Breaking "enum value removed",
        "Code that names the variant does not compile; the value is `Unrecognized` now.";
    ValueChanged = "value-changed" Wire "value changed",
        "The item with the same Rust name has another value on the wire.";
    AlternativeAdded = "alternative-added" Compatible "alternative added",
        "The enum is `#[non_exhaustive]`; such values were `Unrecognized` before.";
    AlternativeRemoved = "alternative-removed" Breaking "alternative removed",
        "Code that names the variant does not compile.";
    RequestMediaTypeAdded = "request-media-type-added" Compatible "media type of a body added",
        "The enum over the media types of a body is `#[non_exhaustive]`.";
    DiscriminatorChanged = "discriminator-changed" Wire "discriminator changed",
        "Another property selects the variant.";
    DiscriminatorValuesChanged = "discriminator-values-changed" Wire
        "values of the discriminator changed",
        "Other values of the discriminator select the variant.";
    MatchingChanged = "matching-changed" Wire "selection of the variant changed",
        "Some values are decoded as another variant.";
    GetterAdded = "getter-added" Compatible "getter added",
        "All variants have the property now.";
    GetterRemoved = "getter-removed" Breaking "getter removed",
        "Not all variants have the property, or it is gone: calls do not compile.";
    ConversionAdded = "conversion-added" Compatible "conversion added",
        "The type implements another `From`.";
    ConversionRemoved = "conversion-removed" Breaking "conversion removed",
        "A call of `into` or `from` does not compile.";

    // Constraints.
    ConstraintAdded = "constraint-added" Wire "constraint added",
        "Values that were sent are refused before sending.";
    ConstraintTightened = "constraint-tightened" Wire "constraint tightened",
        "Some values that were sent are refused before sending.";
    ConstraintChanged = "constraint-changed" Wire "constraint changed",
        "Some values that were sent may be refused before sending.";
    ConstraintLoosened = "constraint-loosened" Compatible "constraint loosened",
        "All values that were sent still are.";
    ConstraintRemoved = "constraint-removed" Compatible "constraint removed",
        "All values that were sent still are.";

    // Operations.
    OperationAdded = "operation-added" Compatible "operation added",
        "No code calls the method yet.";
    OperationRemoved = "operation-removed" Breaking "operation removed",
        "Calls of the method do not compile.";
    AccessorAdded = "accessor-added" Compatible "method to a path added",
        "No code calls the method yet.";
    AccessorRemoved = "accessor-removed" Breaking "method to a path removed",
        "The path is reached by another method: calls do not compile.";
    RequestLineChanged = "request-line-changed" Wire "method or path changed",
        "The same Rust method calls another path.";
    OperationIdChanged = "operation-id-changed" Compatible "operation id changed",
        "The id is shown in errors and traces only.";
    RequestTypeChanged = "request-type-changed" Breaking "type of the request changed",
        "The first optional parameter gives a request a type of its own, and the last one takes it \
         away: code that names the type does not compile.";
    SuccessTypeChanged = "success-type-changed" Breaking "type of the response changed",
        "Code that reads the response expects the old type.";
    ErrorTypeChanged = "error-type-changed" Breaking "type of the error changed",
        "Code that names the error or reads its body expects the old type.";
    PagingAdded = "paging-added" Compatible "paging added",
        "The list gets methods for its pages and items.";
    PagingRemoved = "paging-removed" Breaking "paging removed",
        "The methods for pages and items are gone.";
    PagingChanged = "paging-changed" Wire "paging changed",
        "Pages or their items are read from other properties.";
    AcceptChanged = "accept-changed" Wire "accepted media types changed",
        "The header `Accept` has another value.";
    DeadlineChanged = "deadline-changed" Wire "deadline changed",
        "A call gives up earlier or later.";
    IdempotentChanged = "idempotent-changed" Wire "retries changed",
        "A request that may have been processed is repeated, or no longer.";
    SecurityChanged = "security-changed" Wire "security requirements changed",
        "Other credentials are sent or demanded.";
    OperationServersChanged = "operation-servers-changed" Wire "servers of the operation changed",
        "The request is sent to another server.";
    Deprecated = "deprecated" Compatible "deprecated",
        "Uses compile with a warning.";
    Undeprecated = "undeprecated" Compatible "no longer deprecated",
        "Uses compile without a warning.";

    // Parameters and request bodies.
    ParameterAddedOptional = "parameter-added-optional" Compatible "optional parameter added",
        "The request gets a method for it.";
    ParameterAddedRequired = "parameter-added-required" Breaking "required parameter added",
        "The method gets an argument.";
    ParameterRemoved = "parameter-removed" Breaking "parameter removed",
        "Calls that pass it do not compile.";
    ParameterBecameRequired = "parameter-became-required" Breaking "parameter became required",
        "A method of the request becomes an argument.";
    ParameterBecameOptional = "parameter-became-optional" Breaking "parameter became optional",
        "An argument becomes a method of the request.";
    ParameterMoved = "parameter-moved" Wire "place of the parameter changed",
        "The value is sent in another part of the request.";
    StyleChanged = "style-changed" Wire "style changed",
        "The same value is written or read in another way.";
    BodyAdded = "body-added" Breaking "request body added",
        "The method gets an argument, even if the body is optional.";
    BodyRemoved = "body-removed" Breaking "request body removed",
        "The method loses an argument.";
    BodyBecameRequired = "body-became-required" Breaking "request body became required",
        "`None` is no longer accepted.";
    BodyBecameOptional = "body-became-optional" Compatible "request body became optional",
        "The argument accepts the same values, and `None`.";
    MediaTypeChanged = "media-type-changed" Wire "media type changed",
        "A body is written or read as another media type.";

    // Responses.
    ResponseAdded = "response-added" Compatible "response added",
        "The types of responses and errors cover it.";
    ResponseRemoved = "response-removed" Wire "response removed",
        "A response with the status is no longer declared, and is treated as the nearest one that \
         is, or as an unexpected one.";
    HeaderAdded = "header-added" Compatible "response header added",
        "No code calls the method yet.";
    HeaderRemoved = "header-removed" Breaking "response header removed",
        "Calls of the method that reads it do not compile.";

    // The client.
    ServerAdded = "server-added" Compatible "server added",
        "The enum of servers is `#[non_exhaustive]`.";
    ServerRemoved = "server-removed" Breaking "server removed",
        "Code that names the variant does not compile.";
    ServerUrlChanged = "server-url-changed" Wire "URL changed",
        "Requests are sent to another address.";
    ServerTokenChanged = "server-token-changed" Wire "token authority or scope changed",
        "Tokens are requested from another authority or with another scope.";
    SettingAddedOptional = "setting-added-optional" Compatible "server variable added",
        "Literals of the settings end in a base expression, and the variable has a default.";
    SettingAddedRequired = "setting-added-required" Breaking
        "server variable without default added",
        "The function that creates the settings gets an argument.";
    SettingRemoved = "setting-removed" Breaking "server variable removed",
        "Code that names the field does not compile.";
    SettingValueAdded = "setting-value-added" Compatible "value of a server variable added",
        "The enum of the values is `#[non_exhaustive]`.";
    SettingValueRemoved = "setting-value-removed" Breaking "value of a server variable removed",
        "Code that names the variant does not compile.";
    CredentialAdded = "credential-added" Compatible "security scheme added",
        "`Credentials` gets a method.";
    CredentialRemoved = "credential-removed" Breaking "security scheme removed",
        "Calls of the method that sets the credential do not compile.";
    TokenEndpointAdded = "token-endpoint-added" Compatible "token endpoint added",
        "No code calls the function yet.";
    TokenEndpointRemoved = "token-endpoint-removed" Breaking "token endpoint removed",
        "Calls of the function do not compile.";
    TokenEndpointChanged = "token-endpoint-changed" Wire "token endpoint changed",
        "Tokens are requested at another address.";
    ExtensionAdded = "extension-added" Compatible "extension method added",
        "Only the client itself implements the trait of the method.";
    ExtensionRemoved = "extension-removed" Breaking "extension method removed",
        "Calls of the method do not compile.";
    ErrorCodeConstantAdded = "error-code-added" Compatible "error code added",
        "No code uses the constant yet.";
    ErrorCodeConstantRemoved = "error-code-removed" Breaking "error code removed",
        "Code that names the constant does not compile.";
    ConventionsChanged = "conventions-changed" Wire "conventions changed",
        "Calls send or read other headers, or treat other challenges.";
    DecodingChanged = "decoding-changed" Wire "decoding changed",
        "`x-lenient` decides whether misspelt values and numbers in strings are accepted.";

    // Callbacks.
    HandlerAdded = "handler-added" Compatible "callback added",
        "No code implements the trait yet.";
    HandlerRemoved = "handler-removed" Breaking "callback removed",
        "Implementations of the trait do not compile.";
    HandlerMethodAdded = "handler-method-added" Breaking "operation of a callback added",
        "Implementations of the trait lack a method.";
    HandlerMethodRemoved = "handler-method-removed" Breaking "operation of a callback removed",
        "Implementations of the trait have a method too many.";
    AuthenticationChanged = "authentication-changed" Breaking "authentication of senders changed",
        "The function that creates the callback takes the authentication of senders, or no longer.";
    DeliveryChanged = "delivery-changed" Breaking "delivery changed",
        "A handler responds to the request, or is called after the response: the methods differ.";
    AcceptanceChanged = "acceptance-changed" Wire "acceptance changed",
        "Requests are split, accepted or answered in another way.";
    HandlerResponseAdded = "handler-response-added" Compatible "response of a handler added",
        "The handler may return it; the enum is `#[non_exhaustive]`.";
    HandlerResponseRemoved = "handler-response-removed" Breaking "response of a handler removed",
        "Handlers that return it do not compile.";
    HandlerResponseFieldAdded = "handler-response-field-added" Breaking
        "header of a handler's response added",
        "Handlers that return the response lack a field, even if the header is optional.";
    HandlerResponseFieldRemoved = "handler-response-field-removed" Breaking
        "header of a handler's response removed",
        "Handlers that return the response name a field that does not exist.";
    CorrelationAdded = "correlation-added" Compatible "correlation added",
        "The type gets a constant or a method.";
    CorrelationRemoved = "correlation-removed" Breaking "correlation removed",
        "Code that uses the constant or the method does not compile.";
    VerifierAdded = "verifier-added" Compatible "verification of senders added",
        "No code uses the static yet.";
    VerifierRemoved = "verifier-removed" Breaking "verification of senders removed",
        "Code that names the static does not compile.";
    VerificationChanged = "verification-changed" Wire "verification of senders changed",
        "Tokens of other senders are accepted.";
}

impl Rule {
    /// Returns the rule with an id.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.id() == id)
    }
}
