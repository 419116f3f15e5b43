//! The types of a crate: those of component schemas, and those that something uses.

use std::collections::BTreeSet;

use crate::support::{HEAD, files};

/// Returns the types in the client of a document with these paths and components.
fn types(paths: &str, components: &str) -> BTreeSet<String> {
    let files = files(&format!("{HEAD}paths: {paths}\ncomponents: {components}\n"));
    let texts = files
        .iter()
        .filter(|(path, _)| path.contains("models/") || path.contains("walls"));
    let items = texts.flat_map(|(_, text)| syn::parse_file(text).expect("it is Rust").items);
    let names = items.filter_map(|item| match item {
        syn::Item::Struct(item) => Some(item.ident.to_string()),
        syn::Item::Enum(item) => Some(item.ident.to_string()),
        syn::Item::Type(item) => Some(item.ident.to_string()),
        _ => None,
    });
    names
        .filter(|name| !name.ends_with("RequestBuilder"))
        .collect()
}

fn schemas(schemas: &str) -> BTreeSet<String> {
    types("{}", &format!("{{ schemas: {schemas} }}"))
}

fn set<const N: usize>(names: [&str; N]) -> BTreeSet<String> {
    names.map(str::to_owned).into()
}

#[test]
fn unused_component_schemas_are_generated() {
    let types = schemas(
        "{ Wall: { type: object, properties: { height: { type: integer } } },
           Grade: { type: string, enum: [easy, hard] } }",
    );
    assert_eq!(types, set(["Grade", "Wall"]));
}

#[test]
fn merged_inline_objects_are_one_type() {
    let types = schemas(
        "{ Wall: { allOf: [
             { type: object, properties: { rules: { type: object, properties: { chalk: { type: boolean } } } } },
             { type: object, properties: { rules: { type: object, properties: { shoes: { type: boolean } } } } } ] } }",
    );
    assert_eq!(types, set(["Wall", "WallRules"]));
}

#[test]
fn types_inside_merged_objects_are_named_after_them() {
    let types = schemas(
        "{ Wall: { allOf: [
             { type: object, properties: { rules: { type: object, properties: {
                 hours: { type: object, properties: { from: { type: integer } } } } } } },
             { type: object, properties: { rules: { type: object, properties: {
                 shoes: { type: string, enum: [any, none] } } } } } ] } }",
    );
    assert_eq!(
        types,
        set(["Wall", "WallRules", "WallRulesHours", "WallRulesShoes"])
    );
}

#[test]
fn intersected_enums_are_one_type() {
    let types = schemas(
        "{ Wall: { allOf: [
             { type: object, properties: { grade: { type: string, enum: [easy, hard] } } },
             { type: object, properties: { grade: { type: string, enum: [hard, absurd] } } } ] } }",
    );
    assert_eq!(types, set(["Wall", "WallGrade"]));
}

#[test]
fn unused_types_of_alternatives_are_not_generated() {
    let types = schemas(
        "{ Wall: { type: object, properties: { hold: { anyOf: [
             { type: object, properties: { colour: { type: string } } }, {} ] } } } }",
    );
    assert_eq!(types, set(["Wall"]));
}

#[test]
fn a_parameter_of_a_path_has_one_type_for_all_operations() {
    let types = types(
        "
  /walls/{side}:
    get:
      parameters: [{ name: side, in: path, required: true, schema: { type: string, enum: [left, right] } }]
      responses: { '204': { description: Shown. } }
    delete:
      parameters: [{ name: side, in: path, required: true, schema: { type: string, enum: [left, right] } }]
      responses: { '204': { description: Gone. } }",
        "{}",
    );
    assert_eq!(types, set(["ItemSideParameter"]));
}

#[test]
fn types_of_shared_parameters_have_the_component_name() {
    let types = types(
        "
  /walls:
    get:
      parameters: [{ $ref: '#/components/parameters/wallsSort' }]
      responses: { '204': { description: Shown. } }
  /walls/routes:
    get:
      parameters: [{ $ref: '#/components/parameters/RoutesSortParam' }]
      responses: { '204': { description: Shown. } }",
        "{ parameters: {
            wallsSort: { name: sort, in: query, schema: { type: string, enum: [height, name] } },
            RoutesSortParam: { name: sort, in: query, schema: { type: string, enum: [grade, name] } } } }",
    );
    assert_eq!(types, set(["RoutesSortParam", "WallsSortParameter"]));
}

#[test]
fn query_parameters_of_two_operations_have_types_of_their_own() {
    let parameter = "parameters: [{ name: sort, in: query, schema: { type: string, enum: [name] } }], responses: { '204': { description: Done. } }";
    let types = types(
        &format!("{{ /walls: {{ get: {{ {parameter} }}, post: {{ {parameter} }} }} }}"),
        "{}",
    );
    assert_eq!(
        types,
        set(["WallsGetSortParameter", "WallsPostSortParameter"])
    );
}

/// Returns the types of an operation with two responses that have a header with the same name.
fn of_two(one: &str, other: &str) -> BTreeSet<String> {
    let response =
        |schema| format!("{{ description: Done., headers: {{ action: {{ schema: {schema} }} }} }}");
    let (one, other) = (response(one), response(other));
    types(
        &format!("{{ /walls: {{ get: {{ responses: {{ '204': {one}, '404': {other} }} }} }} }}"),
        "{}",
    )
}

#[test]
fn equal_parameters_of_two_operations_are_one_type() {
    let schema = "{ type: string, enum: [climb, rest] }";
    assert_eq!(of_two(schema, schema), set(["WallsGetActionHeader"]));
    let schema = "{ type: array, items: { type: string, enum: [climb, rest] } }";
    assert_eq!(of_two(schema, schema), set(["WallsGetActionHeaderItem"]));
    let schema = "{ type: object, properties: { how: { type: string, enum: [fast, slow] } } }";
    assert_eq!(
        of_two(schema, schema),
        set(["WallsGetActionHeader", "WallsGetActionHeaderHow"])
    );
}

#[test]
fn different_parameters_of_two_operations_are_two_types() {
    let schema = "{ type: string, enum: [climb, rest] }";
    let two = set(["WallsGetActionHeader", "WallsGetActionHeader2"]);
    for other in [
        "{ type: string, enum: [climb, rest, fall] }",
        "{ type: string, enum: [rest, climb] }",
        "{ type: string, enum: [climb, rest], description: What to do. }",
        "{ type: string, enum: [climb, rest], x-enum-varnames: [Up, Stay] }",
        "{ type: string, enum: [climb, rest], deprecated: true }",
        "{ type: integer, enum: [1, 2] }",
    ] {
        assert_eq!(of_two(schema, other), two, "{other}");
    }
    let object = |how: &str| {
        format!("{{ type: object, properties: {{ how: {{ type: string, enum: [{how}] }} }} }}")
    };
    assert_eq!(
        of_two(&object("fast, slow"), &object("fast")),
        set([
            "WallsGetActionHeader",
            "WallsGetActionHeader2",
            "WallsGetActionHeaderHow",
            "WallsGetActionHeader2How"
        ])
    );
}
