#!/usr/bin/env python3
"""Compares the cases of tests/fixtures/keywords with an independent validator of JSON Schema.

Requires `jsonschema`, `referencing` and `PyYAML` from PyPI. Formats and contents are annotations in
JSON Schema, so the validator accepts every string there. Fails if a verdict differs.
"""

import json
import pathlib
import sys

import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

TESTS = pathlib.Path(__file__).parent.parent

URI = "https://example.com/keywords"


def read_schemas():
    """Returns the schemas of the document as one schema that defines them."""
    with open(TESTS / "clients" / "keywords" / "keywords.yaml", encoding="utf-8") as file:
        document = yaml.safe_load(file)
    schemas = json.dumps(document["components"]["schemas"])
    schemas = json.loads(schemas.replace("#/components/schemas/", "#/$defs/"))
    for schema in schemas["Keywords"]["properties"].values():
        # JSON Schema 2020-12 has no lists in `items`: the generator reads them as `prefixItems`.
        if isinstance(schema, dict) and isinstance(schema.get("items"), list):
            schema["prefixItems"] = schema.pop("items")
    return {"$id": URI, "$defs": schemas}


def main():
    schemas = read_schemas()
    resource = Resource.from_contents(schemas, default_specification=DRAFT202012)
    registry = Registry().with_resource(URI, resource).crawl()
    properties = schemas["$defs"]["Keywords"]["properties"]
    with open(TESTS / "fixtures" / "keywords" / "cases.json", encoding="utf-8") as file:
        cases = json.load(file)
    validators = {}
    different = 0
    for case in cases:
        name = case["property"]
        if name not in validators:
            schema = {"$ref": f"{URI}#/$defs/Keywords/properties/{name}"}
            validators[name] = Draft202012Validator(schema, registry=registry)
        is_valid = validators[name].is_valid(case["value"])
        if is_valid != case.get("valid", True):
            different += 1
            print(f"{name}: {json.dumps(case['value'])}: the validator says {is_valid}")
    unused = set(properties) - {case["property"] for case in cases}
    for name in sorted(unused):
        print(f"{name}: no case")
    valid = sum(case.get("valid", True) for case in cases)
    print(
        f"{len(cases)} cases of {len(validators)} schemas, {valid} valid:"
        f" {different} different, {len(unused)} schemas without cases"
    )
    return 1 if different or unused else 0


if __name__ == "__main__":
    sys.exit(main())
