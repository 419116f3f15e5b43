//! `OA3xx`: references.

use crate::diagnostics::code::explanation::Explanation;

pub(in crate::diagnostics::code) const DANGLING_REFERENCE: Explanation = Explanation::new(
    "The target of a `$ref` does not exist. Within the document, a reference is `#` followed by a \
     JSON pointer, in which a `/` in a key is written as `~1`, and a `~` as `~0`. In front of `#`, a \
     reference may have the path of another file, relative to the file that contains the \
     reference. References over the network are never followed, so that a document always \
     generates the same crate; copy the target into a local file.",
    "\
components:
  schemas:
    Pet: { type: object, properties: { owner: { $ref: '#/components/schemas/Ownr' } } }
    Owner: { type: object }
",
    "\
components:
  schemas:
    Pet: { type: object, properties: { owner: { $ref: '#/components/schemas/Owner' } } }
    Owner: { type: object }
",
);

pub(in crate::diagnostics::code) const REFERENCE_KIND: Explanation = Explanation::new(
    "A reference must resolve to the kind of object that is expected in its place: a schema where \
     a schema is expected, a response where a response is expected.",
    "\
paths:
  /pets:
    get:
      responses: { '200': { $ref: '#/components/schemas/Pets' } }
components:
  schemas:
    Pets: { type: array, items: { type: string } }
",
    "\
paths:
  /pets:
    get:
      responses: { '200': { $ref: '#/components/responses/Pets' } }
components:
  responses:
    Pets: { description: All pets. }
",
);

pub(in crate::diagnostics::code) const REFERENCE_CYCLE: Explanation = Explanation::new(
    "Following these references never reaches an object. A schema may reference itself in a \
     property or in `items`, but not as a whole.",
    "\
components:
  schemas:
    Pet: { $ref: '#/components/schemas/Animal' }
    Animal: { $ref: '#/components/schemas/Pet' }
",
    "\
components:
  schemas:
    Pet: { $ref: '#/components/schemas/Animal' }
    Animal: { type: object }
",
);

pub(in crate::diagnostics::code) const FOREIGN_REFERENCE: Explanation = Explanation::new(
    "A document may reference files in its own folder and in the folders below, so that it cannot \
     read unrelated files; `--allow-folder DIR` adds a folder. Symbolic links are resolved first.",
    "\
components:
  schemas:
    Pet: { $ref: '../animals/pet.yaml' }
",
    "\
components:
  schemas:
    Pet: { $ref: '#/components/schemas/Animal' }
    Animal: { type: object }
",
);

pub(in crate::diagnostics::code) const MALFORMED_REFERENCE: Explanation = Explanation::new(
    "The value of `$ref` is a URI reference. Within the document, it is `#` followed by a JSON \
     pointer, for example `#/components/schemas/Call`.",
    "\
components:
  schemas:
    Pet: { $ref: '#Animal' }
    Animal: { type: object }
",
    "\
components:
  schemas:
    Pet: { $ref: '#/components/schemas/Animal' }
    Animal: { type: object }
",
);

pub(in crate::diagnostics::code) const REFERENCE_SIBLINGS: Explanation = Explanation::new(
    "Fields next to `$ref` have no effect, apart from `summary` and `description` since OpenAPI \
     3.1, and from the keywords of schemas there. To extend a referenced schema, put the \
     reference into an `allOf` with one element, and the other fields next to the `allOf`.",
    "\
components:
  schemas:
    Pet:
      type: object
      properties:
        owner: { $ref: '#/components/schemas/Owner', description: Who feeds it. }
    Owner: { type: object }
",
    "\
components:
  schemas:
    Pet:
      type: object
      properties:
        owner: { allOf: [ { $ref: '#/components/schemas/Owner' } ], description: Who feeds it. }
    Owner: { type: object }
",
);

pub(in crate::diagnostics::code) const DYNAMIC_REFERENCE: Explanation = Explanation::new(
    "The target of `$dynamicRef` depends on the schemas through which a validator has come. A type \
     does not, so the reference always leads to the schema that has the anchor where it is written.",
    "\
openapi: 3.1.1
components:
  schemas:
    Tree:
      $id: https://example.com/tree
      $dynamicAnchor: node
      type: object
      properties:
        children: { type: array, items: { $dynamicRef: '#node' } }
",
    "\
openapi: 3.1.1
components:
  schemas:
    Tree:
      type: object
      properties:
        children: { type: array, items: { $ref: '#/components/schemas/Tree' } }
",
);
