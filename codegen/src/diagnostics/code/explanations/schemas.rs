//! `OA5xx`: schemas.

use crate::diagnostics::code::explanation::Explanation;

pub(in crate::diagnostics::code) const CONTRADICTION: Explanation = Explanation::new(
    "No value, or only an absent, null or empty one, satisfies both declarations. A property that \
     can only be absent has the type of its first declaration, and an alternative of `oneOf` or \
     `anyOf` that no object satisfies has no variant. Anything else is kept as raw JSON.",
    "\
components:
  schemas:
    Pet:
      allOf:
        - { type: object, properties: { age: { type: string } } }
        - { type: object, properties: { age: { type: integer } } }
",
    "\
components:
  schemas:
    Pet:
      allOf:
        - { type: object, properties: { age: { type: integer } } }
        - { type: object, properties: { age: { type: integer, minimum: 0 } } }
",
);

pub(in crate::diagnostics::code) const INHERITS_FROM_ITSELF: Explanation = Explanation::new(
    "A value must satisfy every schema of an `allOf`. A schema that contains itself in its own \
     `allOf`, directly or through other schemas, has no finite definition. One reference of the \
     cycle is ignored.",
    "\
components:
  schemas:
    Pet: { allOf: [ { $ref: '#/components/schemas/Cat' }, { type: object } ] }
    Cat: { allOf: [ { $ref: '#/components/schemas/Pet' }, { type: object } ] }
",
    "\
components:
  schemas:
    Pet: { type: object }
    Cat: { allOf: [ { $ref: '#/components/schemas/Pet' }, { type: object } ] }
",
);

pub(in crate::diagnostics::code) const NOT_AN_OBJECT: Explanation = Explanation::new(
    "Only object schemas can be inherited from or be distinguished by a discriminator. An object \
     that inherits from another schema is kept as raw JSON; a mapping to one is ignored.",
    "\
components:
  schemas:
    Name: { type: string }
    Pet:
      allOf:
        - { $ref: '#/components/schemas/Name' }
        - { type: object, properties: { age: { type: integer } } }
",
    "\
components:
  schemas:
    Named: { type: object, properties: { name: { type: string } } }
    Pet:
      allOf:
        - { $ref: '#/components/schemas/Named' }
        - { type: object, properties: { age: { type: integer } } }
",
);

pub(in crate::diagnostics::code) const DISCRIMINATOR_PROPERTY: Explanation = Explanation::new(
    "Every schema of a hierarchy should declare and require the property that `propertyName` \
     names: the specification does not define the meaning of a value without it. The property \
     is generated as an optional string of the base.",
    "\
components:
  schemas:
    Pet:
      type: object
      discriminator: { propertyName: kind }
    Cat: { allOf: [ { $ref: '#/components/schemas/Pet' }, { type: object } ] }
",
    "\
components:
  schemas:
    Pet:
      type: object
      required: [kind]
      properties: { kind: { type: string } }
      discriminator: { propertyName: kind }
    Cat: { allOf: [ { $ref: '#/components/schemas/Pet' }, { type: object } ] }
",
);

pub(in crate::diagnostics::code) const MAPPING_TARGET: Explanation = Explanation::new(
    "The values of a discriminator's `mapping` are names of schemas, or references to them. Other \
     entries are ignored.",
    "\
components:
  schemas:
    Pet:
      type: object
      required: [kind]
      properties: { kind: { type: string } }
      discriminator: { propertyName: kind, mapping: { cat: '#/components/schemas/Catt' } }
    Cat: { allOf: [ { $ref: '#/components/schemas/Pet' }, { type: object } ] }
",
    "\
components:
  schemas:
    Pet:
      type: object
      required: [kind]
      properties: { kind: { type: string } }
      discriminator: { propertyName: kind, mapping: { cat: '#/components/schemas/Cat' } }
    Cat: { allOf: [ { $ref: '#/components/schemas/Pet' }, { type: object } ] }
",
);

pub(in crate::diagnostics::code) const DISCRIMINATOR_WITHOUT_EFFECT: Explanation = Explanation::new(
    "A discriminator distinguishes named object schemas. An inline schema has no name that \
     could be its value and cannot be inherited from, and a schema of another type has no \
     properties. The alternatives are distinguished by their schemas, as without a \
     discriminator. An `allOf` that extends a whole hierarchy is generated as one object: the \
     base with the additional properties.",
    "\
components:
  schemas:
    Home:
      type: object
      properties:
        pet:
          type: object
          properties: { kind: { type: string } }
          discriminator: { propertyName: kind }
",
    "\
components:
  schemas:
    Home:
      type: object
      properties: { pet: { $ref: '#/components/schemas/Pet' } }
    Pet:
      type: object
      properties: { kind: { type: string } }
      discriminator: { propertyName: kind }
",
);

pub(in crate::diagnostics::code) const EMPTY_ENUM: Explanation = Explanation::new(
    "An `enum` should list at least one value; no value satisfies an empty one. It is ignored: \
     any value of the type is accepted.",
    "\
components:
  schemas:
    Kind: { type: string, enum: [] }
",
    "\
components:
  schemas:
    Kind: { type: string, enum: [cat, dog] }
",
);

pub(in crate::diagnostics::code) const DUPLICATE_ENUM_VALUE: Explanation = Explanation::new(
    "The values of an `enum` should be unique. The duplicate is ignored.",
    "\
components:
  schemas:
    Kind: { type: string, enum: [cat, dog, cat] }
",
    "\
components:
  schemas:
    Kind: { type: string, enum: [cat, dog] }
",
);

pub(in crate::diagnostics::code) const ENUM_VALUE_TYPE: Explanation = Explanation::new(
    "A value must satisfy both `enum` and `type`, so a listed value of another type can never \
     occur. It is left out. In YAML, strings that look like numbers or booleans need quotes. \
     Quote `'on'`, `'off'`, `'yes'` and `'no'` as well, because YAML 1.1 parsers read them as \
     booleans.",
    "\
components:
  schemas:
    Size: { type: string, enum: [small, 1] }
",
    "\
components:
  schemas:
    Size: { type: string, enum: [small, '1'] }
",
);

pub(in crate::diagnostics::code) const IMPOSSIBLE_ENUM: Explanation = Explanation::new(
    "A value must satisfy both `enum` and `type`, and every listed value has another type. The \
     `enum` is ignored: any value of the type is accepted.",
    "\
components:
  schemas:
    Size: { type: string, enum: [1, 2] }
",
    "\
components:
  schemas:
    Size: { type: integer, enum: [1, 2] }
",
);

pub(in crate::diagnostics::code) const LIMIT: Explanation = Explanation::new(
    "A lower limit exceeds the upper limit, or a limit is not valid for the type: no value can \
     satisfy it. The client does not validate such limits.",
    "\
components:
  schemas:
    Name: { type: string, minLength: 5, maxLength: 3 }
",
    "\
components:
  schemas:
    Name: { type: string, minLength: 3, maxLength: 5 }
",
);

pub(in crate::diagnostics::code) const PATTERN: Explanation = Explanation::new(
    "Patterns should be ECMA-262 regular expressions. This one is not a regular expression, or \
     uses syntax that only older JavaScript engines accept: ranges of classes (`[\\w-.]`), \
     halves of surrogate pairs (`\\uD83D`), unescaped braces and unnecessary escapes. Values are \
     not validated against it.",
    "\
components:
  schemas:
    Name: { type: string, pattern: '(' }
",
    "\
components:
  schemas:
    Name: { type: string, pattern: '^[a-z]+$' }
",
);

pub(in crate::diagnostics::code) const ERROR_CODE_PATH: Explanation = Explanation::new(
    "`x-error-code` belongs on the object schema of an error. It lists the names of the \
     properties that lead to the error code, from the outside in: `[error, code]`. Every \
     property but the last one must be an object, and the last one a string.",
    "\
components:
  schemas:
    Error:
      type: object
      x-error-code: [kode]
      properties: { code: { type: string } }
",
    "\
components:
  schemas:
    Error:
      type: object
      x-error-code: [code]
      properties: { code: { type: string } }
",
);

pub(in crate::diagnostics::code) const REQUIRED_UNDECLARED: Explanation = Explanation::new(
    "A name in `required` is usually a declared property of the same schema. This one is not \
     declared, and either resembles a declared property or the schema does not allow additional \
     properties. The property is still required, with a value of any type.",
    "\
components:
  schemas:
    Pet: { type: object, required: [nmae], properties: { name: { type: string } } }
",
    "\
components:
  schemas:
    Pet: { type: object, required: [name], properties: { name: { type: string } } }
",
);

pub(in crate::diagnostics::code) const UNMAPPED_SCHEMA: Explanation = Explanation::new(
    "The `mapping` of a base lists some of the schemas that inherit from it directly, so this one \
     was probably forgotten. Its discriminator is its name, or `x-ms-discriminator-value`.",
    "\
components:
  schemas:
    Pet:
      type: object
      required: [kind]
      properties: { kind: { type: string } }
      discriminator: { propertyName: kind, mapping: { cat: '#/components/schemas/Cat' } }
    Cat: { allOf: [ { $ref: '#/components/schemas/Pet' }, { type: object } ] }
    Dog: { allOf: [ { $ref: '#/components/schemas/Pet' }, { type: object } ] }
",
    "\
components:
  schemas:
    Pet:
      type: object
      required: [kind]
      properties: { kind: { type: string } }
      discriminator:
        propertyName: kind
        mapping: { cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog' }
    Cat: { allOf: [ { $ref: '#/components/schemas/Pet' }, { type: object } ] }
    Dog: { allOf: [ { $ref: '#/components/schemas/Pet' }, { type: object } ] }
",
);

pub(in crate::diagnostics::code) const UNUSUAL_TAG: Explanation = Explanation::new(
    "At least two thirds of the values in the mappings of this `propertyName` contain the name of \
     their schema in one form, such as `#` before it, and this value does not. It is used as it is.",
    "\
components:
  schemas:
    Pet:
      type: object
      required: [kind]
      properties: { kind: { type: string } }
      discriminator: { propertyName: kind, mapping: { '#Cat': Cat, '#Dog': Dog, '#Fish': Fish, Cow: Cow } }
    Cat: { allOf: [ { $ref: '#/components/schemas/Pet' }, { type: object } ] }
    Dog: { allOf: [ { $ref: '#/components/schemas/Pet' }, { type: object } ] }
    Fish: { allOf: [ { $ref: '#/components/schemas/Pet' }, { type: object } ] }
    Cow: { allOf: [ { $ref: '#/components/schemas/Pet' }, { type: object } ] }
",
    "\
components:
  schemas:
    Pet:
      type: object
      required: [kind]
      properties: { kind: { type: string } }
      discriminator: { propertyName: kind, mapping: { '#Cat': Cat, '#Dog': Dog, '#Fish': Fish, '#Cow': Cow } }
    Cat: { allOf: [ { $ref: '#/components/schemas/Pet' }, { type: object } ] }
    Dog: { allOf: [ { $ref: '#/components/schemas/Pet' }, { type: object } ] }
    Fish: { allOf: [ { $ref: '#/components/schemas/Pet' }, { type: object } ] }
    Cow: { allOf: [ { $ref: '#/components/schemas/Pet' }, { type: object } ] }
",
);

pub(in crate::diagnostics::code) const ENUM_DESCRIPTION: Explanation = Explanation::new(
    "`x-enum-descriptions` and `x-enum-varnames` describe the values of an `enum`, by value. This \
     key is not a value of the enum, so it has no effect.",
    "\
components:
  schemas:
    Kind: { type: string, enum: [cat, dog], x-enum-descriptions: { cat: It purrs., dgo: It barks. } }
",
    "\
components:
  schemas:
    Kind: { type: string, enum: [cat, dog], x-enum-descriptions: { cat: It purrs., dog: It barks. } }
",
);
