//! Names that mean something already.

/// Keywords, strict and reserved, of every edition so far. Raw identifiers are not used: `self`, `super`, `crate` and
/// `Self` have none, and one rule is easier to remember.
pub(super) fn is_keyword(name: &str) -> bool {
    matches!(
        name,
        "Self"
            | "abstract"
            | "as"
            | "async"
            | "await"
            | "become"
            | "box"
            | "break"
            | "const"
            | "continue"
            | "crate"
            | "do"
            | "dyn"
            | "else"
            | "enum"
            | "extern"
            | "false"
            | "final"
            | "fn"
            | "for"
            | "gen"
            | "if"
            | "impl"
            | "in"
            | "let"
            | "loop"
            | "macro"
            | "match"
            | "mod"
            | "move"
            | "mut"
            | "override"
            | "priv"
            | "pub"
            | "ref"
            | "return"
            | "self"
            | "static"
            | "struct"
            | "super"
            | "trait"
            | "true"
            | "try"
            | "type"
            | "typeof"
            | "unsafe"
            | "unsized"
            | "use"
            | "virtual"
            | "where"
            | "while"
            | "yield"
    )
}

/// Types of the prelude that emitted code uses: a type of the document never has such a name.
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

/// Names that emitted modules import. A type of the document may have such a name; it is then written with its path.
pub(super) const IMPORTED: &[&str] = &[
    "AdditionalData",
    "Answer",
    "Arc",
    "Authenticate",
    "BTreeMap",
    "Background",
    "Base64",
    "Batched",
    "Body",
    "Bytes",
    "Callback",
    "Check",
    "Client",
    "Condition",
    "Constraint",
    "Date",
    "DateTime",
    "Duration",
    "Endpoint",
    "ErrorCode",
    "Flags",
    "Infallible",
    "Inline",
    "IsoDuration",
    "Key",
    "Method",
    "Multipart",
    "Notify",
    "Nullable",
    "OneOrMany",
    "Operation",
    "Path",
    "PathPart",
    "Received",
    "Reply",
    "Request",
    "Respond",
    "Secret",
    "Security",
    "Served",
    "Server",
    "Status",
    "Style",
    "TokenProvider",
    "Undecoded",
    "Unrecognized",
    "Uuid",
    "Validate",
    "Value",
];

/// Names that a module cannot have beside what emitted modules import.
pub(super) const MODULES: &[&str] = &["alloc", "body", "core", "msgraph_runtime", "std"];

/// The modules that stand at the crate's root, and what Cargo takes for the root of a crate.
pub(super) const ROOT_MODULES: &[&str] = &[
    "bin",
    "callbacks",
    "client",
    "error_codes",
    "lib",
    "main",
    "models",
    "runtime",
    "server",
];

/// Names that no file can have on Windows, whatever its extension.
pub(super) const DEVICES: &[&str] = &[
    "aux", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con",
    "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "nul", "prn",
];

/// Types that the crate's root gives.
pub(super) const ROOT_TYPES: &[&str] = &["Credentials", "Error", "Response"];

/// Methods that a type has already, or that clippy wants to be those of a trait.
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

/// Methods that the request of every operation has.
pub(super) const REQUEST_METHODS: &[&str] = &[
    "body",
    "clone",
    "constrained",
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
    "nested",
    "new",
    "pages",
    "query",
    "query_as",
    "send",
    "server",
    "tenant",
    "validate",
];

/// Methods that a type has besides what it says of itself.
pub(super) const SUBJECT: &[&str] = &["time_to_answer"];

/// Names in an operation's method that are not its parameters.
pub(super) const ARGUMENTS: &[&str] = &["body", "request"];

/// The fields that an object has besides its members.
pub(super) const FIELDS: &[&str] = &["additional_data", "additional_properties"];

/// The variant that an open enum has besides its values.
pub(super) const VARIANTS: &[&str] = &["Unrecognized"];

/// Functions of the test file that are not tests.
pub(super) const TESTS: &[&str] = &["round_trip"];
