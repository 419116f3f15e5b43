//! `OA6xx`: values in the document.

use crate::diagnostics::code::explanation::Explanation;

pub(in crate::diagnostics::code) const EXAMPLE: Explanation = Explanation::new(
    "Readers copy examples, and examples that match their schema become tests of the generated \
     crate. This one does not match its schema, so it is neither documented nor tested.",
    "\
components:
  schemas:
    Pet: { type: object, properties: { legs: { type: integer } }, example: { legs: four } }
",
    "\
components:
  schemas:
    Pet: { type: object, properties: { legs: { type: integer } }, example: { legs: 4 } }
",
);

pub(in crate::diagnostics::code) const DEFAULT: Explanation = Explanation::new(
    "A `default` is the value that applies if none is sent, so the specification demands that \
     it has the type declared beside it. This one is documented unchanged; clients never send \
     defaults on their own.",
    "\
components:
  schemas:
    Pet: { type: object, properties: { legs: { type: integer, default: four } } }
",
    "\
components:
  schemas:
    Pet: { type: object, properties: { legs: { type: integer, default: 4 } } }
",
);

pub(in crate::diagnostics::code) const DEFAULT_MISFIT: Explanation = Explanation::new(
    "A `default` is the value that applies if none is sent, so it should be a valid value. This \
     one violates a constraint of the schema, or has another type than a schema that is declared \
     elsewhere, such as in `allOf`. It is documented unchanged; clients never send defaults on \
     their own.",
    "\
components:
  schemas:
    Pet: { type: object, properties: { kind: { type: string, enum: [cat, dog], default: cow } } }
",
    "\
components:
  schemas:
    Pet: { type: object, properties: { kind: { type: string, enum: [cat, dog], default: cat } } }
",
);
