//! Names that identifiers of the document must not have.

/// Returns whether an identifier is a keyword, strict or reserved, of any edition.
///
/// Raw identifiers are no alternative: `self`, `super`, `crate` and `Self` have none.
pub(super) fn is_keyword(identifier: &str) -> bool {
    // `syn` parses code of every edition, so `gen` is an identifier to it.
    identifier == "gen" || syn::parse_str::<syn::Ident>(identifier).is_err()
}

/// Types of the prelude that emitted code uses. A type of the document never has such a name.
pub(super) const PRELUDE: &[&str] = &[
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Eq",
    "Err",
    "From",
    "Hash",
    "Into",
    "IntoFuture",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "PartialEq",
    "Result",
    "Some",
    "String",
    "ToString",
    "Vec",
];

/// Names that emitted modules import or that only some of them use from the prelude. A type of the
/// document with such a name is written with its path.
pub(super) const IMPORTED: &[&str] = &[
    "AdditionalData",
    "Arc",
    "AsRef",
    "AsyncDelivery",
    "Authenticate",
    "BTreeMap",
    "Base64",
    "Batch",
    "Body",
    "Bytes",
    "Callback",
    "Client",
    "Condition",
    "Constraint",
    "Conventions",
    "Date",
    "DateTime",
    "Duration",
    "Endpoint",
    "ErrorCode",
    "EventHandler",
    "ExplicitNulls",
    "Flags",
    "Future",
    "HeaderName",
    "InboundOperation",
    "Infallible",
    "InvalidPayload",
    "IsoDuration",
    "Key",
    "Method",
    "Multipart",
    "Newtype",
    "Object",
    "OneOrMany",
    "Operation",
    "Path",
    "PathPart",
    "Received",
    "Reply",
    "Request",
    "RequestHandler",
    "RequestIdHeader",
    "Response",
    "Secret",
    "Security",
    "Send",
    "Server",
    "Status",
    "StringEnum",
    "Style",
    "Sync",
    "SyncResponse",
    "TaggedUnion",
    "TokenProvider",
    "Union",
    "Unrecognized",
    "Uuid",
    "Validate",
    "Validator",
    "Value",
    "ValueEnum",
];

/// Names that a module cannot have: crates, what emitted modules import, and primitive types, all of
/// which the module would hide.
pub(super) const MODULES: &[&str] = &[
    "alloc",
    "bool",
    "body",
    "char",
    "core",
    "f32",
    "f64",
    "i128",
    "i16",
    "i32",
    "i64",
    "i8",
    "isize",
    "specwright_runtime",
    "std",
    "str",
    "u128",
    "u16",
    "u32",
    "u64",
    "u8",
    "usize",
];

/// The modules in the root of the crate, and the names that Cargo takes for roots of crates.
pub(super) const ROOT_MODULES: &[&str] = &[
    "bin",
    "callbacks",
    "client",
    "credentials",
    "error_codes",
    "extensions",
    "lib",
    "main",
    "models",
    "operations",
    "runtime",
    "server",
    "token_endpoints",
];

/// Names that files cannot have on Windows, whatever their extension.
pub(super) const DEVICES: &[&str] = &[
    "aux", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con",
    "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "nul", "prn",
];

/// Types in the root of the crate.
pub(super) const ROOT_TYPES: &[&str] = &["Credentials", "Error", "Response"];

/// Methods that types have already, or that clippy expects to be those of a trait.
pub(super) const METHODS: &[&str] = &[
    "as_mut",
    "as_ref",
    "borrow",
    "borrow_mut",
    "clone",
    "delete",
    "deref",
    "eq",
    "fmt",
    "get",
    "head",
    "into",
    "into_iter",
    "new",
    "options",
    "patch",
    "post",
    "put",
    "to_owned",
    "to_string",
    "trace",
    "try_into",
    "type_id",
    "warm_up",
];

/// Functions of the client besides [`METHODS`].
pub(super) const CLIENT_METHODS: &[&str] = &["from"];

/// Functions of the credentials besides [`METHODS`].
pub(super) const CREDENTIALS_METHODS: &[&str] = &["default", "from"];

/// Methods of every request.
pub(super) const REQUEST_METHODS: &[&str] = &[
    "body",
    "check_nested",
    "check_value",
    "clone",
    "cookie_as",
    "deadline",
    "endpoint",
    "from",
    "header",
    "header_as",
    "idempotent",
    "into",
    "into_future",
    "items",
    "json",
    "new",
    "pages",
    "query",
    "query_as",
    "send",
    "server",
    "token_attribute",
    "validate",
];

/// Methods of the sender of a request.
pub(super) const SENDER_METHODS: &[&str] =
    &["attribute", "claim", "issuer", "unknown", "with_attribute"];

/// Methods of a type with a correlation besides those of its key and conditions.
pub(super) const CORRELATION: &[&str] = &["time_to_answer"];

/// Variables in the method of an operation.
pub(super) const ARGUMENTS: &[&str] = &["body", "request"];

/// The fields of an object besides those of its properties.
pub(super) const FIELDS: &[&str] = &["additional_data", "additional_properties", "explicit_nulls"];

/// The variants of an open enum besides those of its values.
pub(super) const VARIANTS: &[&str] = &["Unrecognized"];

/// Functions of the test file that are not tests.
pub(super) const TESTS: &[&str] = &["assert_round_trip"];
