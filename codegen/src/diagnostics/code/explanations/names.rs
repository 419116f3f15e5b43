//! `OA74x`: names of generated items.

use crate::diagnostics::code::explanation::Explanation;

pub(in crate::diagnostics::code) const NAME_COLLISION: Explanation = Explanation::new(
    "Names of schemas become Rust identifiers: `fooBar`, `foo_bar` and `FooBar` are all `FooBar`. \
     Namespaces that the options or the document strip are not part of the Rust name. The first of \
     several schemas keeps the name, the others get a number. Named schemas come before inline \
     ones. Rename one of them, because the number depends on the order of the document.",
    "\
components:
  schemas:
    fooBar: { type: object }
    foo_bar: { type: object }
",
    "\
components:
  schemas:
    fooBar: { type: object }
    fooBaz: { type: object }
",
);

pub(in crate::diagnostics::code) const DECLARED_NAME: Explanation = Explanation::new(
    "`x-rust-name` of the document, or a name of the settings, declares the name of a type, a field, \
     a method or an argument, but the item has another one. A name is written in Rust's case: \
     `PetOwner` for a type, `pet_owner` for a field, a method or an argument; an acronym is one word, \
     as in `HttpClient`. It is converted otherwise. A name that is a keyword, reserved, or that of \
     another item gets an underscore or a number. A schema without a type of its own, such as a \
     string or a reference, has no name.",
    "\
components:
  schemas:
    Pet: { type: object, properties: { odataType: { type: string, x-rust-name: dataType } } }
",
    "\
components:
  schemas:
    Pet: { type: object, properties: { odataType: { type: string, x-rust-name: data_type } } }
",
);
