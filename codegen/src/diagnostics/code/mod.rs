//! The kinds of diagnostics, each with a stable code.

mod explanation;
mod explanations;

use std::fmt;
use std::str::FromStr;

use explanation::Explanation;
use explanations::{
    names, objects, operations, overlays, references, schemas, settings, syntax, unsupported,
    values,
};

pub use explanation::Examples;

/// The severity of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// No client can be made of the document: nothing is generated.
    Error,
    /// The specification forbids it (MUST), but a client can be made: it is generated, and
    /// [`Diagnostic::consequence`](super::Diagnostic::consequence) says what it does.
    Violation,
    /// The specification advises against it (SHOULD), or it has no effect. The client is
    /// generated.
    Warning,
}

impl Severity {
    /// Returns the severity in lower case: `error`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Violation => "violation",
            Self::Warning => "warning",
        }
    }
}

macro_rules! codes {
    ($($variant:ident = $text:literal $severity:ident $title:literal, $explanation:expr;)*) => {
        /// A kind of diagnostic. The meaning of a code never changes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = $title] $variant,)*
        }

        impl Code {
            /// All codes.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the code as shown in reports: `OA201`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }

            /// Returns a one-line description.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),* }
            }

            const fn entry(self) -> Explanation {
                match self { $(Self::$variant => $explanation),* }
            }

            /// Returns the severity.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity),* }
            }
        }
    };
}

codes! {
    // OA1xx: syntax of the document.
    Syntax = "OA101" Error "invalid YAML or JSON", syntax::SYNTAX;
    DuplicateKey = "OA102" Error "duplicate key", syntax::DUPLICATE_KEY;
    NotJson = "OA103" Error "YAML that JSON cannot represent", syntax::NOT_JSON;
    Depth = "OA104" Error "nesting is too deep", syntax::DEPTH;
    Aliases = "OA105" Error "aliases or references expand beyond the size limit", syntax::ALIASES;
    Version = "OA106" Error "not an OpenAPI 3 document", syntax::VERSION;
    LaterVersion = "OA107" Warning "later version of OpenAPI", syntax::LATER_VERSION;

    // OA2xx: OpenAPI objects and their fields.
    UnknownField = "OA201" Violation "unknown field", objects::UNKNOWN_FIELD;
    WrongType = "OA202" Violation "wrong type of value", objects::WRONG_TYPE;
    MissingField = "OA203" Violation "missing required field", objects::MISSING_FIELD;
    UnknownValue = "OA204" Violation "unknown value", objects::UNKNOWN_VALUE;
    StatusCode = "OA205" Violation "invalid status code", objects::STATUS_CODE;
    ComponentName = "OA206" Violation "invalid component name", objects::COMPONENT_NAME;
    PathKey = "OA207" Violation "path without a leading slash", objects::PATH_KEY;
    Exclusive = "OA208" Violation "mutually exclusive fields", objects::EXCLUSIVE;
    UnknownExtension = "OA210" Warning "misspelt extension", objects::UNKNOWN_EXTENSION;
    ForeignExtension = "OA213" Warning "extension with another type of value",
        objects::FOREIGN_EXTENSION;
    EmptyContent = "OA211" Violation "`content` without exactly one media type", objects::EMPTY_CONTENT;
    UnknownKeyword = "OA214" Warning "misspelt keyword", objects::UNKNOWN_KEYWORD;
    MisplacedExtension = "OA215" Warning "extension of another object",
        objects::MISPLACED_EXTENSION;
    UnknownDialect = "OA216" Warning "unknown dialect of JSON Schema", objects::UNKNOWN_DIALECT;
    Method = "OA217" Violation "invalid method", objects::METHOD;
    ArrayWithoutItems = "OA212" Warning "array without `items`", objects::ARRAY_WITHOUT_ITEMS;

    // OA3xx: references.
    DanglingReference = "OA301" Violation "unresolved reference", references::DANGLING_REFERENCE;
    ReferenceKind = "OA302" Violation "reference to another kind of object", references::REFERENCE_KIND;
    ReferenceCycle = "OA303" Violation "circular reference", references::REFERENCE_CYCLE;
    ForeignReference = "OA304" Error "reference to a file that may not be read",
        references::FOREIGN_REFERENCE;
    MalformedReference = "OA305" Violation "malformed reference", references::MALFORMED_REFERENCE;
    ReferenceSiblings = "OA306" Warning "fields next to a reference are ignored",
        references::REFERENCE_SIBLINGS;
    DynamicReference = "OA307" Warning "dynamic reference is read as a static one",
        references::DYNAMIC_REFERENCE;

    // OA4xx: paths and operations.
    PathParameterUndeclared = "OA401" Violation "undeclared path parameter",
        operations::PATH_PARAMETER_UNDECLARED;
    PathParameterUnused = "OA402" Violation "path parameter is not in the path",
        operations::PATH_PARAMETER_UNUSED;
    PathParameterOptional = "OA403" Violation "path parameter is not required",
        operations::PATH_PARAMETER_OPTIONAL;
    DuplicateParameter = "OA404" Violation "duplicate parameter", operations::DUPLICATE_PARAMETER;
    EquivalentPaths = "OA405" Violation "equivalent paths with the same method",
        operations::EQUIVALENT_PATHS;
    DuplicateOperationId = "OA406" Violation "duplicate `operationId`",
        operations::DUPLICATE_OPERATION_ID;
    UnknownSecurityScheme = "OA407" Violation "unknown security scheme",
        operations::UNKNOWN_SECURITY_SCHEME;
    BodyNotAllowed = "OA408" Warning "body without a defined meaning in HTTP",
        operations::BODY_NOT_ALLOWED;
    ServerVariable = "OA409" Violation "undeclared server variable", operations::SERVER_VARIABLE;
    PathTemplate = "OA410" Violation "invalid path template", operations::PATH_TEMPLATE;
    Served = "OA420" Error "inconsistent callback extensions", operations::SERVED;
    TraceBody = "OA421" Violation "TRACE request with a body", operations::TRACE_BODY;
    QueryString = "OA425" Violation "several declarations of a query", operations::QUERY_STRING;
    OperationLeftOut = "OA424" Violation "operation with a part that is not understood",
        operations::OPERATION_LEFT_OUT;
    LinkTarget = "OA422" Warning "link to an unknown operation", operations::LINK_TARGET;
    MediaType = "OA423" Warning "invalid media type", operations::MEDIA_TYPE;
    DividedPath = "OA415" Warning "equivalent paths with different methods",
        operations::DIVIDED_PATH;
    UnsendableHeader = "OA417" Violation "header parameter that cannot be sent",
        operations::UNSENDABLE_HEADER;
    ServerUrl = "OA418" Violation "invalid server URL", operations::SERVER_URL;
    ServerToken = "OA419" Warning "server without the token extensions of others",
        operations::SERVER_TOKEN;
    RepeatedInPath = "OA416" Warning "path parameter is used several times",
        operations::REPEATED_IN_PATH;
    BeyondPath = "OA411" Warning "path with a query or fragment", operations::BEYOND_PATH;
    UnusedServerVariable = "OA412" Warning "unused server variable",
        operations::UNUSED_SERVER_VARIABLE;
    ServerDefault = "OA413" Warning "default of a server variable is not in its `enum`",
        operations::SERVER_DEFAULT;
    ServerScheme = "OA414" Warning "server URL is neither `http` nor `https`",
        operations::SERVER_SCHEME;

    // OA5xx: schemas.
    Contradiction = "OA501" Violation "contradictory declarations", schemas::CONTRADICTION;
    InheritsFromItself = "OA502" Violation "schema inherits from itself", schemas::INHERITS_FROM_ITSELF;
    NotAnObject = "OA503" Violation "not an object schema", schemas::NOT_AN_OBJECT;
    DiscriminatorProperty = "OA504" Warning "undeclared discriminator property",
        schemas::DISCRIMINATOR_PROPERTY;
    MappingTarget = "OA505" Violation "invalid discriminator mapping", schemas::MAPPING_TARGET;
    DiscriminatorWithoutEffect = "OA506" Warning "discriminator without effect",
        schemas::DISCRIMINATOR_WITHOUT_EFFECT;
    EmptyEnum = "OA507" Warning "empty enum", schemas::EMPTY_ENUM;
    DuplicateEnumValue = "OA508" Warning "duplicate enum value", schemas::DUPLICATE_ENUM_VALUE;
    EnumValueType = "OA509" Warning "enum value of another type", schemas::ENUM_VALUE_TYPE;
    ImpossibleEnum = "OA513" Warning "enum without values of its type", schemas::IMPOSSIBLE_ENUM;
    Limit = "OA510" Violation "unsatisfiable limits", schemas::LIMIT;
    Pattern = "OA511" Warning "invalid pattern", schemas::PATTERN;
    ErrorCodePath = "OA512" Error "invalid path of an error code", schemas::ERROR_CODE_PATH;
    UnmappedSchema = "OA514" Warning "derived schema is not in the mapping",
        schemas::UNMAPPED_SCHEMA;
    UnusualTag = "OA515" Warning "unusual discriminator value", schemas::UNUSUAL_TAG;
    EnumDescription = "OA516" Warning "description of an unknown enum value",
        schemas::ENUM_DESCRIPTION;
    RequiredUndeclared = "OA519" Warning "required property is not declared",
        schemas::REQUIRED_UNDECLARED;

    // OA6xx: values in the document.
    Example = "OA601" Warning "example does not match its schema", values::EXAMPLE;
    Default = "OA602" Violation "default of another type", values::DEFAULT;
    DefaultMisfit = "OA603" Warning "default violates its schema", values::DEFAULT_MISFIT;

    // OA7xx: constructs without a faithful representation.
    Unsupported = "OA701" Violation "unsupported construct", unsupported::UNSUPPORTED;
    BinaryInJson = "OA702" Warning "`format: binary` in JSON", unsupported::BINARY_IN_JSON;
    FormatMismatch = "OA721" Warning "format of another type", unsupported::FORMAT_MISMATCH;
    UncheckedPattern = "OA722" Warning "pattern is not validated", unsupported::UNCHECKED_PATTERN;
    Xml = "OA723" Warning "`xml` has no effect", unsupported::XML;
    EnumOfStructures = "OA720" Warning "enum of arrays or objects", unsupported::ENUM_OF_STRUCTURES;
    UndefinedStyle = "OA711" Warning "serialization of a parameter is undefined",
        unsupported::UNDEFINED_STYLE;
    RawJson = "OA730" Warning "schema is kept as raw JSON", unsupported::RAW_JSON;
    Overlap = "OA731" Warning "ambiguous alternatives", unsupported::OVERLAP;
    NotValidated = "OA737" Warning "keyword is not validated", unsupported::NOT_VALIDATED;
    Negation = "OA732" Warning "`not` is not validated", unsupported::NEGATION;
    OneAuthorization = "OA710" Warning "several credentials for one header",
        unsupported::ONE_AUTHORIZATION;
    UntypedParameters = "OA733" Warning "parameters of a callback are not typed",
        unsupported::UNTYPED_PARAMETERS;
    IgnoredHeader = "OA704" Warning "header parameter is ignored", unsupported::IGNORED_HEADER;
    IgnoredEncoding = "OA734" Warning "encoding is ignored", unsupported::IGNORED_ENCODING;
    PartsAsAWhole = "OA736" Warning "constraints on a multipart body are not generated",
        unsupported::PARTS_AS_A_WHOLE;
    ItemSequence = "OA738" Warning "items of a body are not decoded", unsupported::ITEM_SEQUENCE;
    RawBody = "OA706" Warning "schema of a body or header is ignored", unsupported::RAW_BODY;
    NoPages = "OA707" Warning "no stream of pages", unsupported::NO_PAGES;
    NotServed = "OA709" Warning "callback that is not generated", unsupported::NOT_SERVED;
    UnservedMediaType = "OA735" Warning "media type of a callback is not generated",
        unsupported::UNSERVED_MEDIA_TYPE;
    NameCollision = "OA740" Warning "several schemas have one Rust name", names::NAME_COLLISION;
    DeclaredName = "OA741" Warning "a declared name that nothing has", names::DECLARED_NAME;
    BodylessStatus = "OA708" Warning "response with this status has no body",
        unsupported::BODYLESS_STATUS;

    // OA8xx: settings of the generator.
    Settings = "OA801" Error "invalid settings", settings::SETTINGS;
    UnmatchedSelector = "OA802" Warning "selector without effect", settings::UNMATCHED_SELECTOR;
    UnknownName = "OA803" Warning "setting of an unknown item", settings::UNKNOWN_NAME;
    MappedVariant = "OA804" Warning "mapped schema that would be a variant",
        settings::MAPPED_VARIANT;

    // OA81x: overlays of the document.
    InvalidOverlay = "OA810" Error "invalid overlay", overlays::INVALID_OVERLAY;
    JsonPath = "OA811" Error "invalid JSONPath", overlays::JSON_PATH;
    Incompatible = "OA812" Error "overlay action that does not fit its target",
        overlays::INCOMPATIBLE;
    ActionWithoutEffect = "OA813" Warning "overlay action without effect",
        overlays::ACTION_WITHOUT_EFFECT;
    OverlayFeature = "OA814" Violation "feature of a later version of Overlay",
        overlays::OVERLAY_FEATURE;
    LaterOverlay = "OA815" Warning "later version of Overlay", overlays::LATER_OVERLAY;
    OtherDocument = "OA816" Warning "overlay for another document", overlays::OTHER_DOCUMENT;
}

impl Code {
    /// Returns a long description with the cause and the solution.
    #[must_use]
    pub const fn explanation(self) -> &'static str {
        self.entry().text
    }

    /// Returns a fragment that is reported with the code, and the corrected one.
    #[must_use]
    pub const fn examples(self) -> Examples {
        self.entry().examples
    }

    /// Returns whether an error in any part of the location may have caused the diagnostic.
    pub(crate) const fn depends_on_parts(self) -> bool {
        matches!(
            self,
            Self::Unsupported
                | Self::PathParameterOptional
                | Self::DiscriminatorProperty
                | Self::DiscriminatorWithoutEffect
                | Self::NotAnObject
                | Self::Contradiction
        )
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl FromStr for Code {
    type Err = UnknownCode;

    /// Parses a code as shown in reports, ignoring case.
    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let has_name = |code: &&Self| code.as_str().eq_ignore_ascii_case(text);
        Self::ALL.iter().find(has_name).copied().ok_or(UnknownCode)
    }
}

/// The error for a code that does not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown code (expected something like `OA201`)")]
pub struct UnknownCode;
