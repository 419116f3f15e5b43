//! Additive edits of documents.

use serde_yaml::{Mapping, Value};

/// A kind of additive edit.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// An operation on a new path, which sends one schema and receives another.
    Path,
    /// An operation of another method on an existing path.
    Operation,
    /// An optional property of any object schema.
    Property,
    /// A value of any enum.
    EnumValue,
    /// A named schema.
    Schema,
    /// A named schema whose Rust name is that of another type of the crate.
    Namesake,
    /// An operation on a new path, with the inline types of another path: their short names are
    /// equal.
    SamePath,
    /// A named schema that derives from a base that has derived schemas.
    Derived,
    /// An optional query parameter of an operation that has one.
    Parameter,
}

pub(crate) const KINDS: [Kind; 9] = [
    Kind::Path,
    Kind::Operation,
    Kind::Property,
    Kind::EnumValue,
    Kind::Schema,
    Kind::Namesake,
    Kind::SamePath,
    Kind::Derived,
    Kind::Parameter,
];

/// Makes an edit. `number` is different for each edit, `choices` decide between places.
#[expect(clippy::too_many_lines, reason = "one arm for each kind of edit")]
///
/// `types` are the names of the types of the crate.
pub(crate) fn apply(
    document: &mut Value,
    kind: Kind,
    number: usize,
    choices: [usize; 2],
    types: &[String],
) {
    let schemas = schema_names(document);
    let [first, second] = choices.map(|choice| &schemas[choice % schemas.len()]);
    match kind {
        Kind::Path => {
            let paths = mapping(&mut document["paths"]);
            let item = Value::Mapping(
                [("post".into(), operation(first, second))]
                    .into_iter()
                    .collect(),
            );
            paths.insert(
                format!("/added/{{added-id}}/more{number}").into(),
                with_parameter(item),
            );
        }
        Kind::Operation => {
            let operation = operation(first, second);
            let paths = mapping(&mut document["paths"]);
            let index = choices[0] % paths.len();
            if let Some(item) = paths.values_mut().nth(index) {
                let item = mapping(item);
                let methods = ["put", "patch", "delete", "post", "get"];
                if let Some(free) = methods.iter().find(|method| !item.contains_key(**method)) {
                    item.insert((*free).into(), operation);
                }
            }
        }
        Kind::Property => {
            let value = property_schema(&enums(document), choices[1]);
            let mut objects = Vec::new();
            find(
                document,
                &mut |mapping| mapping.contains_key("properties"),
                &mut objects,
            );
            let index = choices[0] % objects.len();
            let properties = mapping(&mut at(document, &objects[index])["properties"]);
            properties.insert(format!("added{number}").into(), value);
        }
        Kind::EnumValue => {
            let mut enums = Vec::new();
            find(
                document,
                &mut |mapping| mapping.contains_key("enum"),
                &mut enums,
            );
            let index = choices[0] % enums.len();
            let values = &mut at(document, &enums[index])["enum"];
            if let Value::Sequence(values) = values {
                values.push(format!("added{number}").into());
            }
        }
        Kind::Schema => {
            let name = schema_name(first, number, choices[1]);
            let schema = schema(&format!(
                "{{ type: object, required: [kept], properties: {{ kept: {{ type: string, \
                 readOnly: true }}, inner: {{ $ref: '#/components/schemas/{second}' }} }} }}"
            ));
            let schemas = mapping(&mut document["components"]["schemas"]);
            if !schemas.contains_key(name.as_str()) {
                schemas.insert(name.into(), schema);
            }
        }
        Kind::Namesake => {
            let name = &types[choices[0] % types.len()];
            let schema = schema(
                "{ type: object, required: [kept], properties: { kept: { type: string, readOnly: \
                 true }, kind: { type: string, enum: [one, two] } } }",
            );
            let schemas = mapping(&mut document["components"]["schemas"]);
            // A schema of the document whose Rust name is that of an earlier one has a number.
            let is_new = schemas.keys().all(|known| {
                known
                    .as_str()
                    .is_none_or(|known| !known.eq_ignore_ascii_case(name))
            });
            if is_new {
                schemas.insert(name.as_str().into(), schema);
            }
        }
        Kind::SamePath => {
            let paths = mapping(&mut document["paths"]);
            let index = choices[0] % paths.len();
            let (path, item) = paths
                .iter()
                .nth(index)
                .map(|(path, item)| (path.as_str().unwrap_or_default(), item.clone()))
                .expect("the fixture has paths");
            paths.insert(format!("/added{number}{path}").into(), item);
        }
        Kind::Derived => {
            let bases: Vec<&String> = schemas
                .iter()
                .filter(|name| {
                    let schema = &document["components"]["schemas"][name.as_str()];
                    schema.get("discriminator").is_some() && schema.get("oneOf").is_none()
                })
                .collect();
            let Some(base) = bases.get(choices[0] % bases.len().max(1)) else {
                return;
            };
            let schema = schema(&format!(
                "{{ allOf: [{{ $ref: '#/components/schemas/{base}' }}, {{ type: object, \
                 properties: {{ more: {{ type: string }} }} }}] }}"
            ));
            let schemas = mapping(&mut document["components"]["schemas"]);
            schemas.insert(format!("Derived{number}").into(), schema);
        }
        Kind::Parameter => {
            let mut operations = Vec::new();
            let is_optional = |parameter: &Value| {
                parameter.get("required").and_then(Value::as_bool) != Some(true)
            };
            let mut has_optional = |mapping: &Mapping| {
                mapping.contains_key("responses")
                    && mapping
                        .get("parameters")
                        .and_then(Value::as_sequence)
                        .is_some_and(|list| list.iter().any(is_optional))
            };
            find(document, &mut has_optional, &mut operations);
            let Some(path) = operations.get(choices[0] % operations.len().max(1)) else {
                return;
            };
            let parameter = schema(&format!(
                "{{ name: added{number}, in: query, schema: {{ type: string, enum: [a, b] }} }}"
            ));
            if let Value::Sequence(list) = &mut at(document, path)["parameters"] {
                list.push(parameter);
            }
        }
    }
}

/// Returns a name that differs from all others, or gives the Rust name of another schema.
fn schema_name(other: &str, number: usize, choice: usize) -> String {
    let local = other.rsplit('.').next().unwrap_or(other);
    match choice % 5 {
        0 => format!("contoso.{local}"),
        1 => format!("{}_", other.to_ascii_lowercase()),
        2 => format!("{local}2"),
        3 => local.to_ascii_uppercase(),
        _ => format!("Added{number}"),
    }
}

/// Returns the schema of a property. It refers to none that is sent in another shape than it is
/// received, because the object of the property would then have two shapes, too.
fn property_schema(enums: &[String], choice: usize) -> Value {
    match choice % 4 {
        0 => schema("{ type: string }"),
        1 => schema("{ type: string, enum: [one, two] }"),
        2 => schema(&format!(
            "{{ type: array, items: {{ $ref: '#/components/schemas/{}' }} }}",
            enums[choice / 4 % enums.len()]
        )),
        _ => schema("{ type: object, properties: { inside: { type: integer } } }"),
    }
}

/// Returns an operation that sends one schema and receives another.
fn operation(sent: &str, received: &str) -> Value {
    schema(&format!(
        "{{ requestBody: {{ content: {{ application/json: {{ schema: {{ $ref: \
         '#/components/schemas/{sent}' }} }} }} }}, responses: {{ '200': {{ description: Done., \
         content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/{received}' }} \
         }} }} }} }} }}"
    ))
}

/// Adds the parameter of the path to a path item.
fn with_parameter(mut item: Value) -> Value {
    let parameter =
        schema("{ name: added-id, in: path, required: true, schema: { type: string } }");
    mapping(&mut item).insert("parameters".into(), Value::Sequence(vec![parameter]));
    item
}

fn schema(yaml: &str) -> Value {
    serde_yaml::from_str(yaml).expect("the edit is YAML")
}

fn schema_names(document: &Value) -> Vec<String> {
    let schemas = document["components"]["schemas"].as_mapping();
    let names = schemas.into_iter().flat_map(Mapping::keys);
    names
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect()
}

/// Returns the names of the enums among the schemas.
fn enums(document: &Value) -> Vec<String> {
    let schemas = &document["components"]["schemas"];
    let mut names = schema_names(document);
    names.retain(|name| schemas[name.as_str()].get("enum").is_some());
    names
}

fn mapping(value: &mut Value) -> &mut Mapping {
    value
        .as_mapping_mut()
        .expect("the fixture has an object here")
}

/// Collects the paths of the mappings that `is_found` accepts, outside of examples.
fn find(value: &Value, is_found: &mut impl FnMut(&Mapping) -> bool, found: &mut Vec<Vec<Value>>) {
    let mut pending = vec![(Vec::new(), value)];
    while let Some((path, value)) = pending.pop() {
        let children: Vec<(Value, &Value)> = match value {
            Value::Mapping(mapping) => {
                if is_found(mapping) {
                    found.push(path.clone());
                }
                let members = mapping.iter().filter(|(key, _)| {
                    !matches!(key.as_str(), Some("example" | "examples" | "discriminator"))
                });
                members.map(|(key, value)| (key.clone(), value)).collect()
            }
            Value::Sequence(list) => (0_u64..).map(Value::from).zip(list).collect(),
            _ => Vec::new(),
        };
        for (key, child) in children {
            pending.push(([path.as_slice(), &[key]].concat(), child));
        }
    }
}

/// Returns the value at a path that [`find`] returned.
fn at<'v>(document: &'v mut Value, path: &[Value]) -> &'v mut Value {
    let mut value = document;
    for key in path {
        value = match (value, key.as_u64()) {
            (Value::Sequence(list), Some(index)) => {
                &mut list[usize::try_from(index).expect("an index of a list")]
            }
            (value, _) => &mut value[key],
        };
    }
    value
}
