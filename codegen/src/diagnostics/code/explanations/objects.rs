//! `OA2xx`: OpenAPI objects and their fields.

use crate::diagnostics::code::explanation::Explanation;

pub(in crate::diagnostics::code) const UNKNOWN_FIELD: Explanation = Explanation::new(
    "Each OpenAPI object has a fixed set of fields. An unknown field is usually a misspelling, \
     which other tools ignore silently, or a field of another version of OpenAPI. Names of extensions begin with `x-`.",
    "\
info:
  title: Pets
  version: '1'
  descripton: Manages pets.
",
    "\
info:
  title: Pets
  version: '1'
  description: Manages pets.
",
);

pub(in crate::diagnostics::code) const WRONG_TYPE: Explanation = Explanation::new(
    "The specification fixes the JSON type of each field. The usual causes in YAML are a string \
     that looks like a number or a boolean and needs quotes (`version: '1.0'`), a missing `-` \
     before the elements of an array, and a key without a value, which is null.",
    "\
info:
  title: Pets
  version: 1.0
",
    "\
info:
  title: Pets
  version: '1.0'
",
);

pub(in crate::diagnostics::code) const MISSING_FIELD: Explanation = Explanation::new(
    "The specification requires this field. Without it, the object is incomplete.",
    "\
info:
  title: Pets
",
    "\
info:
  title: Pets
  version: '1'
",
);

pub(in crate::diagnostics::code) const UNKNOWN_VALUE: Explanation = Explanation::new(
    "Fields such as `in`, `type` and `style` accept a fixed set of values.",
    "\
components:
  schemas:
    Pet: { type: objekt }
",
    "\
components:
  schemas:
    Pet: { type: object }
",
);

pub(in crate::diagnostics::code) const STATUS_CODE: Explanation = Explanation::new(
    "The keys of `responses` are status codes from 100 to 599 in quotes (`'200'`), ranges (`4XX`), \
     or `default`.",
    "\
paths:
  /pets:
    get:
      responses: { OK: { description: All pets. } }
",
    "\
paths:
  /pets:
    get:
      responses: { '200': { description: All pets. } }
",
);

pub(in crate::diagnostics::code) const COMPONENT_NAME: Explanation = Explanation::new(
    "Names of components consist of ASCII letters, digits, `.`, `-` and `_`.",
    "\
components:
  schemas:
    Pet owner: { type: object }
",
    "\
components:
  schemas:
    PetOwner: { type: object }
",
);

pub(in crate::diagnostics::code) const PATH_KEY: Explanation = Explanation::new(
    "The keys of `paths` are appended to the server's URL, so each one begins with `/`.",
    "\
paths:
  pets:
    get:
      responses: { '200': { description: All pets. } }
",
    "\
paths:
  /pets:
    get:
      responses: { '200': { description: All pets. } }
",
);

pub(in crate::diagnostics::code) const EXCLUSIVE: Explanation = Explanation::new(
    "The specification allows only one of these fields, and does not define which one takes \
     precedence.",
    "\
components:
  examples:
    Pet:
      value: { name: Rex }
      externalValue: https://pets.example/rex.json
",
    "\
components:
  examples:
    Pet:
      value: { name: Rex }
",
);

pub(in crate::diagnostics::code) const UNKNOWN_EXTENSION: Explanation = Explanation::new(
    "Extensions may have any name, so an unknown one is allowed. The name of this one is so close \
     to an extension of the generator that it is most likely a misspelling. It has no effect.",
    "\
paths:
  /pets:
    get:
      x-deadlin: 15
      responses: { '200': { description: All pets. } }
",
    "\
paths:
  /pets:
    get:
      x-deadline: 15
      responses: { '200': { description: All pets. } }
",
);

pub(in crate::diagnostics::code) const FOREIGN_EXTENSION: Explanation = Explanation::new(
    "Two tools can define different extensions of the same name. The generator defines an \
     extension of this name whose value has another type, so this value has no effect.",
    "\
paths:
  /pets:
    get:
      x-deadline: soon
      responses: { '200': { description: All pets. } }
",
    "\
paths:
  /pets:
    get:
      x-deadline: 15
      responses: { '200': { description: All pets. } }
",
);

pub(in crate::diagnostics::code) const EMPTY_CONTENT: Explanation = Explanation::new(
    "The `content` of a parameter or header defines how its value is serialized, so it has exactly \
     one media type.",
    "\
paths:
  /pets:
    get:
      parameters: [ { name: filter, in: query, content: {} } ]
      responses: { '200': { description: All pets. } }
",
    "\
paths:
  /pets:
    get:
      parameters: [ { name: filter, in: query, content: { application/json: {} } } ]
      responses: { '200': { description: All pets. } }
",
);

pub(in crate::diagnostics::code) const ARRAY_WITHOUT_ITEMS: Explanation = Explanation::new(
    "The specification requires `items` if `type` is `array`. Without it, the type of the items is \
     unknown, so they are generated as arbitrary JSON values.",
    "\
components:
  schemas:
    Pets: { type: array }
",
    "\
components:
  schemas:
    Pets: { type: array, items: { type: string } }
",
);

pub(in crate::diagnostics::code) const MISPLACED_EXTENSION: Explanation = Explanation::new(
    "Each extension of the generator belongs to one kind of object, and has no effect in others.",
    "\
info: { title: Pets, version: '1', x-deadline: 15 }
",
    "\
paths:
  /pets:
    get:
      x-deadline: 15
      responses: { '200': { description: All pets. } }
",
);

pub(in crate::diagnostics::code) const UNKNOWN_KEYWORD: Explanation = Explanation::new(
    "JSON Schema 2020-12 takes an unknown keyword for an annotation, so a misspelt one has no \
     effect.",
    "\
openapi: 3.1.1
components:
  schemas:
    Pet: { type: string, maxLenght: 5 }
",
    "\
openapi: 3.1.1
components:
  schemas:
    Pet: { type: string, maxLength: 5 }
",
);

pub(in crate::diagnostics::code) const UNKNOWN_DIALECT: Explanation = Explanation::new(
    "`$schema` and `jsonSchemaDialect` name the dialect of the schemas. The generator knows JSON \
     Schema 2020-12, and the dialect of OpenAPI that extends it. It reads schemas of all other \
     dialects in the same way, so a keyword that has another meaning there is misunderstood.",
    "\
openapi: 3.1.1
jsonSchemaDialect: https://example.com/dialect
components:
  schemas:
    Pet: { type: string }
",
    "\
openapi: 3.1.1
jsonSchemaDialect: https://json-schema.org/draft/2020-12/schema
components:
  schemas:
    Pet: { type: string }
",
);

pub(in crate::diagnostics::code) const METHOD: Explanation = Explanation::new(
    "The keys of `additionalOperations` are methods of HTTP as they are sent. A method with a field \
     of its own, such as `post`, must not be among them.",
    "\
openapi: 3.2.0
paths:
  /pets:
    additionalOperations:
      POST: { responses: { '204': { description: Done. } } }
",
    "\
openapi: 3.2.0
paths:
  /pets:
    additionalOperations:
      COPY: { responses: { '204': { description: Done. } } }
",
);
