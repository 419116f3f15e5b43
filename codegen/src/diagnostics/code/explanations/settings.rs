//! `OA8xx`: settings of the generator.

use crate::diagnostics::code::explanation::Explanation;

pub(in crate::diagnostics::code) const SETTINGS: Explanation = Explanation::without_examples(
    "The settings file `specwright.toml` is not TOML, or it has a key or a value that the \
     generator does not know, or it lists an overlay that cannot be read. Nothing was generated, \
     because a misspelt key would have no effect. \
     `specwright init` writes a file with all keys.",
    "It is about the settings file, and not about the document.",
);

pub(in crate::diagnostics::code) const UNMATCHED_SELECTOR: Explanation =
    Explanation::without_examples(
        "A selector of the slice matches no operation of the document, so it has no effect. A path \
         is written as in the document, and `*` stands for any characters of a segment, `**` for \
         any number of segments. `tag:`, `operation:` and `method:` are followed by a tag, an \
         `operationId` or an HTTP method.",
        "It requires settings beside the document.",
    );

pub(in crate::diagnostics::code) const MAPPED_VARIANT: Explanation = Explanation::without_examples(
    "The table `types` of the settings maps a schema to a type of another crate, but the schema is \
     a variant of a hierarchy with a discriminator. The variants are objects that the client \
     generates, so values with this discriminator are kept as raw JSON. Map the base of the \
     hierarchy, or the schemas of properties.",
    "It requires settings beside the document.",
);

pub(in crate::diagnostics::code) const UNKNOWN_NAME: Explanation = Explanation::without_examples(
    "The table `names` of the settings gives a Rust name to a schema, a property, an enum value, an \
     operation or a parameter that the document, or the slice of it, does not have. All names are \
     written as in the document: `Pet` is a schema, `Pet.name` a property of it, `*.name` a property \
     of any schema, `Kind.cat` and `*.cat` are values of enums, `listPets` and `GET /pets` are \
     operations, `limit` is a parameter. A JSON pointer such as `#/components/schemas/Pet` is one \
     to any of them. An inline schema of a property has the name of the property. The table \
     `types` has the names of schemas, too.",
    "It requires settings beside the document.",
);
