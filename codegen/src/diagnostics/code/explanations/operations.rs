//! `OA4xx`: paths and operations.

use crate::diagnostics::code::explanation::Explanation;

pub(in crate::diagnostics::code) const PATH_PARAMETER_UNDECLARED: Explanation = Explanation::new(
    "Each `{name}` in a path needs a parameter with this name and `in: path`, declared by the \
     operation or by the path item. One that is not declared is a required string.",
    "\
paths:
  /pets/{id}:
    get:
      responses: { '200': { description: All pets. } }
",
    "\
paths:
  /pets/{id}:
    get:
      parameters: [ { name: id, in: path, required: true, schema: { type: string } } ]
      responses: { '200': { description: All pets. } }
",
);

pub(in crate::diagnostics::code) const PATH_PARAMETER_UNUSED: Explanation = Explanation::new(
    "A parameter with `in: path` must appear in the path in braces. Otherwise there is no place \
     for its value, and the parameter is ignored.",
    "\
paths:
  /pets:
    get:
      parameters: [ { name: id, in: path, required: true, schema: { type: string } } ]
      responses: { '200': { description: All pets. } }
",
    "\
paths:
  /pets/{id}:
    get:
      parameters: [ { name: id, in: path, required: true, schema: { type: string } } ]
      responses: { '200': { description: All pets. } }
",
);

pub(in crate::diagnostics::code) const PATH_PARAMETER_OPTIONAL: Explanation = Explanation::new(
    "A path without one of its segments is another path, so the specification demands \
     `required: true` for every parameter with `in: path`. The client requires it anyway.",
    "\
paths:
  /pets/{id}:
    get:
      parameters: [ { name: id, in: path, schema: { type: string } } ]
      responses: { '200': { description: All pets. } }
",
    "\
paths:
  /pets/{id}:
    get:
      parameters: [ { name: id, in: path, required: true, schema: { type: string } } ]
      responses: { '200': { description: All pets. } }
",
);

pub(in crate::diagnostics::code) const DUPLICATE_PARAMETER: Explanation = Explanation::new(
    "A parameter is identified by its name and its `in`. Each pair may appear once in a list of \
     parameters. Names of headers are compared case-insensitively. If both declarations say the \
     same, the first applies. Otherwise the operation is left out.",
    "\
paths:
  /pets:
    get:
      parameters:
        - { name: limit, in: query, schema: { type: integer } }
        - { name: limit, in: query, schema: { type: string } }
      responses: { '200': { description: All pets. } }
",
    "\
paths:
  /pets:
    get:
      parameters:
        - { name: limit, in: query, schema: { type: integer } }
      responses: { '200': { description: All pets. } }
",
);

pub(in crate::diagnostics::code) const EQUIVALENT_PATHS: Explanation = Explanation::new(
    "Paths that differ only in the names of their parameters match the same URLs, and both have \
     an operation with the same method. The client has both operations, each below the parameters \
     of its own path. If the parameters have the same names, the client has only the first.",
    "\
paths:
  /pets/{id}:
    get:
      parameters: [ { name: id, in: path, required: true, schema: { type: string } } ]
      responses: { '200': { description: All pets. } }
  /pets/{name}:
    get:
      parameters: [ { name: name, in: path, required: true, schema: { type: string } } ]
      responses: { '200': { description: All pets. } }
",
    "\
paths:
  /pets/{id}:
    get:
      parameters: [ { name: id, in: path, required: true, schema: { type: string } } ]
      responses: { '200': { description: All pets. } }
",
);

pub(in crate::diagnostics::code) const DUPLICATE_OPERATION_ID: Explanation = Explanation::new(
    "An `operationId` is unique in the whole document. Operations that share one are named by \
     method and path, and a link to one of them is not documented.",
    "\
paths:
  /pets:
    get: { operationId: pets, responses: { '200': { description: All pets. } } }
    post: { operationId: pets, responses: { '204': { description: Done. } } }
",
    "\
paths:
  /pets:
    get: { operationId: listPets, responses: { '200': { description: All pets. } } }
    post: { operationId: addPet, responses: { '204': { description: Done. } } }
",
);

pub(in crate::diagnostics::code) const UNKNOWN_SECURITY_SCHEME: Explanation = Explanation::new(
    "Each name in `security` is a key of `components/securitySchemes`. The client authenticates \
     by another alternative of the list. If there is none, the caller sets the header of the \
     scheme in each request.",
    "\
security: [ { token: [] } ]
paths:
  /pets:
    get: { responses: { '200': { description: All pets. } } }
",
    "\
security: [ { token: [] } ]
paths:
  /pets:
    get: { responses: { '200': { description: All pets. } } }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
",
);

pub(in crate::diagnostics::code) const BODY_NOT_ALLOWED: Explanation = Explanation::new(
    "HTTP does not define a meaning for the body of GET, HEAD and DELETE requests, and servers \
     and proxies may drop it. The specification permits such a body and advises against it. It \
     is sent as declared.",
    "\
paths:
  /pets:
    get:
      requestBody: { content: { application/json: { schema: { type: string } } } }
      responses: { '200': { description: All pets. } }
",
    "\
paths:
  /pets:
    get:
      parameters: [ { name: filter, in: query, schema: { type: string } } ]
      responses: { '200': { description: All pets. } }
",
);

pub(in crate::diagnostics::code) const SERVER_VARIABLE: Explanation = Explanation::new(
    "Each `{name}` in a server URL needs an entry in the server's `variables`, with a \
     `default`. A variable without an entry has no default: the caller sets its value. A server \
     whose braces are not closed is left out.",
    "\
servers:
  - url: https://{region}.pets.example
",
    "\
servers:
  - url: https://{region}.pets.example
    variables: { region: { default: north } }
",
);

pub(in crate::diagnostics::code) const PATH_TEMPLATE: Explanation = Explanation::new(
    "The parameters of a path template are names in braces. The braces must be closed within \
     their segment, and must not be empty or nested. A path has at most 40 segments. The \
     operations of another path are left out.",
    "\
paths:
  '/pets/{id':
    get:
      responses: { '200': { description: All pets. } }
",
    "\
paths:
  /pets/{id}:
    get:
      parameters: [ { name: id, in: path, required: true, schema: { type: string } } ]
      responses: { '200': { description: All pets. } }
",
);

pub(in crate::diagnostics::code) const SERVED: Explanation = Explanation::new(
    "The extensions `x-background`, `x-batch`, `x-inline`, `x-key` and `x-conditions` define \
     how the client handles requests that the service sends to it. They name responses, \
     properties and conditions, which must be declared in the document.",
    "\
x-webhooks:
  sold:
    post:
      x-background: 202
      requestBody: { content: { application/json: { schema: { type: string } } } }
      responses: { '200': { description: Received. } }
",
    "\
x-webhooks:
  sold:
    post:
      x-background: 202
      requestBody: { content: { application/json: { schema: { type: string } } } }
      responses: { '202': { description: Received. } }
",
);

pub(in crate::diagnostics::code) const TRACE_BODY: Explanation = Explanation::new(
    "HTTP forbids clients to send a body with a TRACE request. The client sends none.",
    "\
paths:
  /pets:
    trace:
      requestBody: { content: { application/json: { schema: { type: string } } } }
      responses: { '204': { description: Done. } }
",
    "\
paths:
  /pets:
    trace:
      responses: { '204': { description: Done. } }
",
);

pub(in crate::diagnostics::code) const LINK_TARGET: Explanation = Explanation::new(
    "A link names the operation that can be called next: by its `operationId`, or by an \
     `operationRef`, which references an operation in this document or in another one. Excerpts \
     of larger documents often keep links to operations that were removed. The link is left out \
     of the documentation; it has no other effect.",
    "\
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        '200':
          description: All pets.
          links: { next: { operationId: listPet } }
",
    "\
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        '200':
          description: All pets.
          links: { next: { operationId: listPets } }
",
);

pub(in crate::diagnostics::code) const MEDIA_TYPE: Explanation = Explanation::new(
    "The keys of `content` are media types (`application/json`, optionally with parameters) or \
     ranges (`image/*`, `*/*`). Another key is sent and accepted as written, and its body is \
     generated as a string or as bytes.",
    "\
paths:
  /pets:
    post:
      requestBody: { content: { json: {} } }
      responses: { '204': { description: Done. } }
",
    "\
paths:
  /pets:
    post:
      requestBody: { content: { application/json: {} } }
      responses: { '204': { description: Done. } }
",
);

pub(in crate::diagnostics::code) const DIVIDED_PATH: Explanation = Explanation::new(
    "The specification forbids paths that differ only in the names of their parameters. Because \
     they have no method in common, they are unambiguous: each operation is generated with the \
     parameter names of its own path.",
    "\
paths:
  /pets/{id}:
    get:
      parameters: [ { name: id, in: path, required: true, schema: { type: string } } ]
      responses: { '200': { description: All pets. } }
  /pets/{name}:
    delete:
      parameters: [ { name: name, in: path, required: true, schema: { type: string } } ]
      responses: { '204': { description: Done. } }
",
    "\
paths:
  /pets/{id}:
    parameters: [ { name: id, in: path, required: true, schema: { type: string } } ]
    get:
      responses: { '200': { description: All pets. } }
    delete:
      responses: { '204': { description: Done. } }
",
);

pub(in crate::diagnostics::code) const REPEATED_IN_PATH: Explanation = Explanation::new(
    "A parameter has one value, which belongs at every place where its name appears in the \
     path. The request builders have an argument for each place. Pass the same value to all of \
     them.",
    "\
paths:
  /pets/{id}/copies/{id}:
    get:
      parameters: [ { name: id, in: path, required: true, schema: { type: string } } ]
      responses: { '200': { description: All pets. } }
",
    "\
paths:
  /pets/{id}/copies/{copy}:
    get:
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
        - { name: copy, in: path, required: true, schema: { type: string } }
      responses: { '200': { description: All pets. } }
",
);

pub(in crate::diagnostics::code) const BEYOND_PATH: Explanation = Explanation::new(
    "The keys of `paths` are paths. A query is sent as written, before the query parameters. \
     HTTP clients never send a fragment; it only distinguishes operations on the same path.",
    "\
paths:
  '/pets?kind=cat':
    get:
      responses: { '200': { description: All pets. } }
",
    "\
paths:
  /pets:
    get:
      parameters: [ { name: kind, in: query, schema: { type: string } } ]
      responses: { '200': { description: All pets. } }
",
);

pub(in crate::diagnostics::code) const UNUSED_SERVER_VARIABLE: Explanation = Explanation::new(
    "A server variable that does not appear in the server's URL in braces has no effect.",
    "\
servers:
  - url: https://pets.example
    variables: { port: { default: '443' } }
",
    "\
servers:
  - url: https://pets.example:{port}
    variables: { port: { default: '443' } }
",
);

pub(in crate::diagnostics::code) const SERVER_DEFAULT: Explanation = Explanation::new(
    "If `enum` lists the values of a server variable, its `default` must be one of them. The \
     default is generated as an additional value.",
    "\
servers:
  - url: https://{region}.pets.example
    variables: { region: { enum: [north, south], default: east } }
",
    "\
servers:
  - url: https://{region}.pets.example
    variables: { region: { enum: [north, south], default: north } }
",
);

pub(in crate::diagnostics::code) const SERVER_SCHEME: Explanation = Explanation::new(
    "Generated clients support `http` and `https` only. A call to a server with another scheme \
     returns an error without sending a request.",
    "\
servers: [ { url: 'wss://pets.example' } ]
",
    "\
servers: [ { url: 'https://pets.example' } ]
",
);

pub(in crate::diagnostics::code) const UNSENDABLE_HEADER: Explanation = Explanation::new(
    "A header parameter needs the name of a header, which has letters, digits and hyphens, and \
     must not be one of the headers that frame a message, such as `Host` and `Content-Length`: the \
     HTTP client alone sets them. An optional parameter is dropped. An operation that requires \
     the parameter is left out.",
    "\
paths:
  /pets:
    get:
      parameters: [ { name: X Trace, in: header, schema: { type: string } } ]
      responses: { '200': { description: All pets. } }
",
    "\
paths:
  /pets:
    get:
      parameters: [ { name: X-Trace, in: header, schema: { type: string } } ]
      responses: { '200': { description: All pets. } }
",
);

pub(in crate::diagnostics::code) const SERVER_URL: Explanation = Explanation::new(
    "A server URL is absolute, such as `https://pets.example/v1`, or relative to the URL of the \
     document, such as `/v1`. Paths are appended to it, so it has no query and no fragment. A \
     server with another URL is left out. If only the defaults of its variables make it invalid, \
     the variables have no defaults: the caller sets their values. An operation whose own servers \
     are all left out is left out as well.",
    "\
servers: [ { url: 'https://pets example' } ]
",
    "\
servers: [ { url: 'https://pets.example' } ]
",
);

pub(in crate::diagnostics::code) const SERVER_TOKEN: Explanation = Explanation::new(
    "`x-token-authority` and `x-token-scope` state what tokens of a server are requested for. If \
     only some servers of a list have them, tokens for the others are requested without, which \
     is rarely intended.",
    "\
servers:
  - { url: 'https://pets.example', x-token-authority: 'https://login.example' }
  - { url: 'https://pets.example.cn' }
",
    "\
servers:
  - { url: 'https://pets.example', x-token-authority: 'https://login.example' }
  - { url: 'https://pets.example.cn', x-token-authority: 'https://login.example.cn' }
",
);

pub(in crate::diagnostics::code) const OPERATION_LEFT_OUT: Explanation = Explanation::new(
    "A required part of an operation is not understood: a required parameter, the request body, \
     the servers or the security requirements. Another diagnostic says what is wrong with it. A \
     request without it would not be what the document describes, so the operation is left out.",
    "\
paths:
  /pets:
    get:
      parameters: [ { $ref: '#/components/parameters/Limit' } ]
      responses: { '200': { description: All pets. } }
",
    "\
paths:
  /pets:
    get:
      parameters: [ { $ref: '#/components/parameters/Limit' } ]
      responses: { '200': { description: All pets. } }
components:
  parameters:
    Limit: { name: limit, in: query, schema: { type: integer } }
",
);

pub(in crate::diagnostics::code) const QUERY_STRING: Explanation = Explanation::new(
    "A parameter with `in: querystring` is the whole query, so an operation has only one, and no \
     parameters with `in: query`. The client keeps the others.",
    "\
openapi: 3.2.0
paths:
  /pets:
    get:
      parameters:
        - name: filter
          in: querystring
          content: { application/json: { schema: { type: object } } }
        - { name: limit, in: query, schema: { type: integer } }
      responses: { '200': { description: All pets. } }
",
    "\
openapi: 3.2.0
paths:
  /pets:
    get:
      parameters:
        - name: filter
          in: querystring
          content: { application/json: { schema: { type: object } } }
      responses: { '200': { description: All pets. } }
",
);
