//! `OA7xx`: constructs without a faithful representation.

use crate::diagnostics::code::explanation::Explanation;

pub(in crate::diagnostics::code) const UNSUPPORTED: Explanation = Explanation::new(
    "The document is valid, but no code expresses its meaning. A schema that contains only itself \
     has no values; it is kept as raw JSON.",
    "\
components:
  schemas:
    Pet: { oneOf: [ { $ref: '#/components/schemas/Pet' }, { type: string } ] }
",
    "\
components:
  schemas:
    Pet: { oneOf: [ { type: array, items: { $ref: '#/components/schemas/Pet' } }, { type: string } ] }
",
);

pub(in crate::diagnostics::code) const BINARY_IN_JSON: Explanation = Explanation::new(
    "`format: binary` describes a whole body, or a part of a multipart body. JSON cannot \
     contain raw bytes, so a property with this format is generated as a string. Use `format: \
     byte` for base64.",
    "\
paths:
  /pets:
    post:
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { photo: { type: string, format: binary } } }
      responses: { '204': { description: Done. } }
",
    "\
paths:
  /pets:
    post:
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { photo: { type: string, format: byte } } }
      responses: { '204': { description: Done. } }
",
);

pub(in crate::diagnostics::code) const FORMAT_MISMATCH: Explanation = Explanation::new(
    "A `format` applies only to its own type: `date-time` to strings, `int32` to integers. With \
     another type it is ignored, like an unknown format.",
    "\
components:
  schemas:
    Born: { type: integer, format: date-time }
",
    "\
components:
  schemas:
    Born: { type: string, format: date-time }
",
);

pub(in crate::diagnostics::code) const UNCHECKED_PATTERN: Explanation = Explanation::new(
    "Look-around, back-references and ECMA-262 Unicode classes cannot be matched in linear \
     time. The client does not validate values against this pattern; the service does.",
    "\
components:
  schemas:
    Name: { type: string, pattern: '^(?!admin)' }
",
    "\
components:
  schemas:
    Name: { type: string, pattern: '^[a-z]+$' }
",
);

pub(in crate::diagnostics::code) const XML: Explanation = Explanation::new(
    "`xml` defines the representation of a value in an XML body. XML bodies are not typed, so \
     it has no effect.",
    "\
components:
  schemas:
    Pet: { type: object, xml: { name: pet } }
",
    "\
components:
  schemas:
    Pet: { type: object }
",
);

pub(in crate::diagnostics::code) const ENUM_OF_STRUCTURES: Explanation = Explanation::new(
    "The values of an `enum` become variants only if they are strings, numbers or booleans. The \
     values of this one are arrays or objects, so they have the type declared by `type`, or are \
     arbitrary JSON values. Document the allowed values in `description`.",
    "\
components:
  schemas:
    Pair: { type: array, items: { type: integer }, enum: [[1, 2], [2, 3]] }
",
    "\
components:
  schemas:
    Pair: { type: array, items: { type: integer }, description: '`[1, 2]` or `[2, 3]`.' }
",
);

pub(in crate::diagnostics::code) const UNDEFINED_STYLE: Explanation = Explanation::new(
    "The styles of parameters define how a single value, an array of values and an object of \
     values are serialized, but not every style defines all three. No style defines nested \
     arrays and objects: they are sent as JSON, except for objects in a `deepObject`, whose \
     names are appended in brackets, and for arrays in a `deepObject` of a form, whose positions \
     are appended. If a style does not support the type of the parameter, \
     `form` is used. Use `content` with `application/json` if the service expects JSON.",
    "\
paths:
  /pets:
    get:
      parameters:
        - { name: order, in: query, style: deepObject, schema: { type: array, items: { type: string } } }
      responses: { '200': { description: All pets. } }
",
    "\
paths:
  /pets:
    get:
      parameters:
        - { name: order, in: query, style: form, schema: { type: array, items: { type: string } } }
      responses: { '200': { description: All pets. } }
",
);

pub(in crate::diagnostics::code) const RAW_JSON: Explanation = Explanation::new(
    "The schema is valid and cannot be represented as a type. The value is kept as raw JSON, so \
     that nothing is lost, and your code has to interpret it.",
    "\
components:
  schemas:
    Pet:
      type: object
      required: [kind]
      properties: { kind: { type: string } }
      discriminator: { propertyName: kind }
      allOf:
        - oneOf:
            - { type: object, required: [legs], properties: { legs: { type: integer } } }
            - { type: object, required: [fins], properties: { fins: { type: integer } } }
    Cat: { allOf: [ { $ref: '#/components/schemas/Pet' }, { type: object } ] }
",
    "\
components:
  schemas:
    Pet:
      type: object
      required: [kind]
      properties: { kind: { type: string }, legs: { type: integer }, fins: { type: integer } }
      discriminator: { propertyName: kind }
    Cat: { allOf: [ { $ref: '#/components/schemas/Pet' }, { type: object } ] }
",
);

pub(in crate::diagnostics::code) const OVERLAP: Explanation = Explanation::new(
    "The alternatives of a `oneOf` are distinguished by their JSON type, by the values of an \
     `enum`, by required properties, and by properties that only one of them declares. A value \
     that matches several alternatives is kept as raw JSON, and your code has to interpret it. \
     With `anyOf`, the alternative that declares most of the value is chosen.",
    "\
components:
  schemas:
    Pet:
      oneOf:
        - { type: object, properties: { name: { type: string } } }
        - { type: object, properties: { name: { type: string }, age: { type: integer } } }
",
    "\
components:
  schemas:
    Pet:
      oneOf:
        - { type: object, required: [purr], properties: { purr: { type: string } } }
        - { type: object, required: [bark], properties: { bark: { type: string } } }
",
);

pub(in crate::diagnostics::code) const NEGATION: Explanation = Explanation::new(
    "A type cannot exclude values. Sent values are validated against a `not` with a single `const`, \
     `enum`, `type` or `required`. Every other `not` is documented on the type, and values are not \
     validated against it.",
    "\
components:
  schemas:
    Id: { not: { minLength: 3 } }
",
    "\
components:
  schemas:
    Id: { type: integer }
",
);

pub(in crate::diagnostics::code) const ONE_AUTHORIZATION: Explanation = Explanation::new(
    "A security requirement with several schemes demands credentials for all of them. The HTTP \
     header `Authorization` carries only one credential, so only the first scheme for which the \
     client has a credential is sent there. Tokens for different OAuth flows are often the same \
     token, which then satisfies all of the schemes.",
    "\
security: [ { user: [], token: [] } ]
components:
  securitySchemes:
    user: { type: http, scheme: basic }
    token: { type: http, scheme: bearer }
paths:
  /pets:
    get: { responses: { '200': { description: All pets. } } }
",
    "\
security: [ { user: [] }, { token: [] } ]
components:
  securitySchemes:
    user: { type: http, scheme: basic }
    token: { type: http, scheme: bearer }
paths:
  /pets:
    get: { responses: { '200': { description: All pets. } } }
",
);

pub(in crate::diagnostics::code) const UNTYPED_PARAMETERS: Explanation = Explanation::new(
    "Query and header parameters of callbacks and webhooks are not typed. A handler reads them \
     by name from the URI and the headers of the request, and a missing required parameter is \
     not reported.",
    "\
x-webhooks:
  sold:
    post:
      parameters: [ { name: page, in: query, schema: { type: string } } ]
      requestBody: { content: { application/json: { schema: { type: string } } } }
      responses: { '204': { description: Done. } }
",
    "\
x-webhooks:
  sold:
    post:
      requestBody: { content: { application/json: { schema: { type: string } } } }
      responses: { '204': { description: Done. } }
",
);

pub(in crate::diagnostics::code) const IGNORED_HEADER: Explanation = Explanation::new(
    "Media types and security schemes describe the headers `Accept`, `Content-Type` and \
     `Authorization`. The specification ignores header parameters with these names.",
    "\
paths:
  /pets:
    get:
      parameters: [ { name: Authorization, in: header, schema: { type: string } } ]
      responses: { '200': { description: All pets. } }
",
    "\
paths:
  /pets:
    get:
      security: [ { token: [] } ]
      responses: { '200': { description: All pets. } }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
",
);

pub(in crate::diagnostics::code) const IGNORED_ENCODING: Explanation = Explanation::new(
    "`style`, `explode` and `allowReserved` apply to the properties of \
     `application/x-www-form-urlencoded` bodies. The parts of a `multipart` body are serialized \
     according to their `contentType`, or to their type if there is none: as a string, as JSON \
     or as bytes, with one part per item of an array.",
    "\
paths:
  /pets:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema: { type: object, properties: { name: { type: string } } }
            encoding: { name: { style: pipeDelimited } }
      responses: { '204': { description: Done. } }
",
    "\
paths:
  /pets:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema: { type: object, properties: { name: { type: string } } }
            encoding: { name: { contentType: text/plain } }
      responses: { '204': { description: Done. } }
",
);

pub(in crate::diagnostics::code) const PARTS_AS_A_WHOLE: Explanation = Explanation::new(
    "A multipart body is generated as a struct with a field per declared property. It cannot \
     contain undeclared parts, and constraints on the body as a whole (`minProperties`, \
     alternatives that only list required properties) are not validated. If the parts depend on \
     alternatives, the body accepts any parts.",
    "\
paths:
  /pets:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema: { type: object, minProperties: 1, properties: { name: { type: string } } }
      responses: { '204': { description: Done. } }
",
    "\
paths:
  /pets:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema: { type: object, properties: { name: { type: string } } }
      responses: { '204': { description: Done. } }
",
);

pub(in crate::diagnostics::code) const RAW_BODY: Explanation = Explanation::new(
    "Schemas apply to JSON, form and multipart bodies. A body of another media type, such as \
     XML, is generated as a string or as bytes; use a library for that media type to read and \
     write it. Likewise, a header is a string if its schema is more than a plain value, or an \
     array or object of plain values.",
    "\
paths:
  /pets:
    post:
      requestBody:
        content:
          application/xml: { schema: { type: object, properties: { name: { type: string } } } }
      responses: { '204': { description: Done. } }
",
    "\
paths:
  /pets:
    post:
      requestBody:
        content:
          application/json: { schema: { type: object, properties: { name: { type: string } } } }
      responses: { '204': { description: Done. } }
",
);

pub(in crate::diagnostics::code) const NO_PAGES: Explanation = Explanation::new(
    "`x-ms-pageable` generates a stream of the pages of an operation and of their items. It \
     requires that every successful response is the same object, with an array in the property \
     that `itemName` names (default: `value`), and a string in the property that `nextLinkName` \
     names (default: `@odata.nextLink`). The operation is generated without streams.",
    "\
paths:
  /pets:
    get:
      x-ms-pageable: { itemName: pets }
      responses:
        '200':
          description: A page.
          content:
            application/json:
              schema:
                type: object
                properties:
                  items: { type: array, items: { type: string } }
                  '@odata.nextLink': { type: string }
",
    "\
paths:
  /pets:
    get:
      x-ms-pageable: { itemName: items, nextLinkName: '@odata.nextLink' }
      responses:
        '200':
          description: A page.
          content:
            application/json:
              schema:
                type: object
                properties:
                  items: { type: array, items: { type: string } }
                  '@odata.nextLink': { type: string }
",
);

pub(in crate::diagnostics::code) const NOT_SERVED: Explanation = Explanation::new(
    "The client supports callbacks and webhooks with JSON bodies and a standard method of HTTP. \
     Others must be handled by your own server.",
    "\
x-webhooks:
  sold:
    post:
      requestBody: { content: { application/xml: {} } }
      responses: { '204': { description: Done. } }
",
    "\
x-webhooks:
  sold:
    post:
      requestBody: { content: { application/json: {} } }
      responses: { '204': { description: Done. } }
",
);

pub(in crate::diagnostics::code) const UNSERVED_MEDIA_TYPE: Explanation = Explanation::new(
    "The bodies of callbacks and webhooks are JSON with one schema. Of several media types, the \
     first JSON one is generated. A body of another media type is rejected, or, if it is JSON \
     too, decoded with the generated schema.",
    "\
x-webhooks:
  sold:
    post:
      requestBody: { content: { application/json: {}, text/plain: {} } }
      responses: { '204': { description: Done. } }
",
    "\
x-webhooks:
  sold:
    post:
      requestBody: { content: { application/json: {} } }
      responses: { '204': { description: Done. } }
",
);

pub(in crate::diagnostics::code) const BODYLESS_STATUS: Explanation = Explanation::new(
    "HTTP responses with status 1xx, 204, 205 and 304 have no body. The declared `content` is \
     ignored.",
    "\
paths:
  /pets:
    delete:
      responses: { '204': { description: Done., content: { application/json: {} } } }
",
    "\
paths:
  /pets:
    delete:
      responses: { '204': { description: Done. } }
",
);

pub(in crate::diagnostics::code) const NOT_VALIDATED: Explanation = Explanation::new(
    "The keyword constrains values in a way that Rust types do not express. Values are read and \
     sent whether or not they fulfil it.",
    "\
openapi: 3.1.1
components:
  schemas:
    Pets: { type: array, items: { type: string }, contains: { minLength: 3 } }
",
    "\
openapi: 3.1.1
components:
  schemas:
    Pets: { type: array, items: { type: string } }
",
);

pub(in crate::diagnostics::code) const ITEM_SEQUENCE: Explanation = Explanation::new(
    "`itemSchema` describes the items of a body that is a sequence, such as a stream of events. \
     The client has a type for the items, but reads and sends the body as a whole: as bytes, \
     or as parts.",
    "\
openapi: 3.2.0
paths:
  /pets:
    get:
      responses:
        '200':
          description: The pets, one in each line.
          content: { application/jsonl: { itemSchema: { type: object } } }
",
    "\
openapi: 3.2.0
paths:
  /pets:
    get:
      responses:
        '200':
          description: The pets.
          content:
            application/json: { schema: { type: array, items: { type: object } } }
",
);
