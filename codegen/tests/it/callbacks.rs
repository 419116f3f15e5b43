//! Callbacks and webhooks: reports on inconsistent extensions, and generated files.

use std::collections::BTreeMap;

use crate::support::{HEAD, files, files_of, report, run, verdict};

/// A document with a webhook. Tests replace parts of it.
const DOCUMENT: &str = r##"openapi: 3.0.3
info: { title: Pets, version: "1" }
paths:
  /pets:
    post:
      operationId: buy
      x-deadline: 3
      responses: { "204": { description: Bought. } }
x-webhooks:
  sold:
    post:
      x-background: 202
      x-batch: { member: pets, absent: 204 }
      requestBody:
        required: true
        content:
          application/json:
            schema: { $ref: "#/components/schemas/Pets" }
      responses:
        "200":
          description: Kept.
          x-inline: { when: asked, deadline: 2, default: no }
          content:
            application/json:
              schema: { type: string }
              examples: { "no": { value: "no" } }
        "202": { description: Taken. }
        "204": { description: None. }
components:
  schemas:
    Pets:
      type: object
      properties:
        pets: { type: array, items: { $ref: "#/components/schemas/Pet" } }
        name: { type: string }
    Pet:
      type: object
      x-key: { name: id, members: [/path], templates: ["/pets/{id}"] }
      x-conditions:
        asked: { when: { /kind: [asked] }, has: [/path], operation: buy }
      properties:
        path: { type: string }
        kind: { type: string }
"##;

/// Returns the report on the document with something else in a place, and whether a client is
/// generated.
fn report_with(from: &str, to: &str) -> String {
    assert!(DOCUMENT.contains(from), "{from}");
    verdict(&DOCUMENT.replacen(from, to, 1))
}

#[test]
fn consistent_callback_extensions_are_generated() {
    assert_eq!(verdict(DOCUMENT), "generated");
}

#[test]
fn parameters_of_callbacks_are_reported() {
    let report = report_with(
        "x-background: 202",
        "parameters: [{ name: page, in: query, schema: { type: string } }]\n      x-background: 202",
    );
    insta::assert_snapshot!(report);
    assert!(report.ends_with("generated"), "{report}");
}

#[test]
fn inconsistent_callback_extensions_are_errors() {
    let wrong = [
        ("x-background: 202", "x-background: 201"),
        ("x-background: 202", "x-background: 200"),
        ("x-background: 202", "description: None."),
        ("absent: 204", "absent: 205"),
        ("member: pets", "member: cats"),
        ("member: pets", "member: name"),
        ("when: asked", "when: sold"),
        ("default: no", "default: maybe"),
        ("\"/pets/{id}\"", "\"/pets/id\""),
        ("\"/pets/{id}\"", "\"/pets/{id}/{name}\""),
        ("members: [/path]", "members: [path]"),
        ("when: { /kind", "when: { kind"),
        ("operation: buy", "operation: sell"),
        ("has: [/path]", "has: [/path], deadlin: 3"),
        (
            "requestBody:\n        required: true\n        content:\n          application/json:\n            schema: { $ref: \"#/components/schemas/Pets\" }\n",
            "description: No body.\n",
        ),
        ("type: object\n      x-key", "type: string\n      x-key"),
    ];
    let reports = wrong.map(|(from, to)| format!("{from} => {to}\n\n{}", report_with(from, to)));
    insta::assert_snapshot!(reports.join("\n\n"));
}

/// Returns the modules of the callbacks and webhooks of a client.
fn modules(paths: &str, webhooks: &str, callbacks: &str) -> Vec<String> {
    let document = format!(
        "{HEAD}paths: {paths}\nx-webhooks: {webhooks}\ncomponents: {{ callbacks: {callbacks} }}\n"
    );
    let paths = files(&document).into_keys();
    let modules = paths.filter_map(|path| Some(path.strip_prefix("src/callbacks/")?.to_owned()));
    modules.collect()
}

const SEEN: &str = "responses: { '204': { description: Seen. } }";

#[test]
fn nested_callbacks_are_generated() {
    let later = |name: &str, callbacks: &str| {
        format!("{{ {name}: {{ '{{$request.query.url}}': {{ post: {{ {SEEN}{callbacks} }} }} }} }}")
    };
    let inner = later("delivered", "");
    let outer = later("shipped", &format!(", callbacks: {inner}"));
    assert_eq!(
        modules(
            &format!("{{ /pets: {{ post: {{ {SEEN}, callbacks: {outer} }} }} }}"),
            &format!(
                "{{ ping: {{ post: {{ {SEEN}, callbacks: {} }} }} }}",
                later("pong", "")
            ),
            "{}",
        ),
        ["delivered.rs", "ping.rs", "pong.rs", "shipped.rs"]
    );
}

#[test]
fn a_recursive_callback_is_one_module() {
    let callback = |next: &str| {
        let next = format!("{{ next: {{ $ref: '#/components/callbacks/{next}' }} }}");
        format!("{{ '{{$request.query.url}}': {{ post: {{ {SEEN}, callbacks: {next} }} }} }}")
    };
    let path = |first: &str| {
        let first = format!("{{ first: {{ $ref: '{first}' }} }}");
        format!("{{ post: {{ {SEEN}, callbacks: {first} }} }}")
    };
    let itself = modules(
        &format!("{{ /pets: {} }}", path("#/components/callbacks/sold")),
        "{}",
        &format!("{{ sold: {} }}", callback("sold")),
    );
    assert_eq!(itself, ["sold.rs"]);
    let each_other = modules(
        &format!(
            "{{ /cats: {}, /dogs: {} }}",
            path("#/components/callbacks/sold"),
            path("#/components/callbacks/bought")
        ),
        "{}",
        &format!(
            "{{ sold: {}, bought: {} }}",
            callback("bought"),
            callback("sold")
        ),
    );
    assert_eq!(each_other, ["bought.rs", "sold.rs"]);
    let inline = modules(
        &format!(
            "{{ /pets: {{ post: {{ {SEEN}, callbacks: {{ sold: {{ '{{$url}}': {{ post: {{ {SEEN}, callbacks: {{ \
             again: {{ $ref: '#/paths/~1pets/post/callbacks/sold' }} }} }} }} }} }} }} }} }}"
        ),
        "{}",
        "{}",
    );
    assert_eq!(inline, ["sold.rs"]);
    let path_item = modules(
        &format!(
            "{{ /pets: {{ post: {{ {SEEN}, callbacks: {{ sold: {{ '{{$url}}': {{ $ref: '#/paths/~1pets' }} }} }} }} }} }}"
        ),
        "{}",
        "{}",
    );
    assert_eq!(path_item, ["sold.rs"]);
}

#[test]
fn nested_callbacks_do_not_hide_unsupported_bodies() {
    let later = format!("{{ later: {{ '{{$url}}': {{ post: {{ {SEEN} }} }} }} }}");
    let xml = "requestBody: { content: { application/xml: { schema: { type: string } } } }";
    let webhook = |body: &str, later: &str| {
        format!("{{ ping: {{ post: {{ {body}, {SEEN}, callbacks: {later} }} }} }}")
    };
    let served =
        |webhook: &str| report(&run(&format!("{HEAD}paths: {{}}\nx-webhooks: {webhook}\n")));
    assert!(served(&webhook(xml, &later)).contains("its bodies are not JSON"));
    assert!(served(&webhook("description: x", "{}")).is_empty());
}

/// Returns the files of a client with callbacks, and the report.
fn of_callbacks(callbacks: &str, components: &str) -> (BTreeMap<String, String>, String) {
    let outcome = run(&format!(
        "{HEAD}paths:
  /pets: {{ post: {{ {SEEN}, callbacks: {callbacks} }} }}
components: {components}
"
    ));
    let report = report(&outcome);
    (files_of(outcome), report)
}

#[test]
fn callbacks_enable_the_runtime_features_they_need() {
    let (files, _) = of_callbacks(
        "{ sold: { '{$url}': { post: { requestBody: { content: { application/json: { schema: { type: string, format: byte } } } },
           responses: { '200': { description: Seen., headers: { X-Seen: { schema: { type: string, format: date-time } } } } } } } } }",
        "{}",
    );
    let manifest = &files["Cargo.toml"];
    assert!(
        manifest.contains(r#"features = ["base64", "date-time"]"#),
        "{manifest}"
    );
}

#[test]
fn a_callback_without_operations_is_no_module() {
    let callback = format!("{{ '{{$url}}': {{ post: {{ {SEEN} }} }} }}");
    let empty = "{ '{$url}': { summary: Nothing. } }";
    let text = "{ '{$url}': { post: { requestBody: { content: { text/plain: {} } }, responses: { '200': { description: Seen. } } } } }";
    let (files, report) = of_callbacks(
        &format!(
            "{{ empty: {empty}, sold: {callback}, none: {{}}, text: {text}, bought: {callback} }}"
        ),
        "{}",
    );
    let modules = files
        .keys()
        .filter_map(|path| path.strip_prefix("src/callbacks/"));
    assert_eq!(modules.collect::<Vec<_>>(), ["bought.rs", "sold.rs"]);
    // The documentation of the operation names some of them.
    let named: Vec<&str> = files["src/pets.rs"]
        .lines()
        .filter_map(|line| line.trim().strip_prefix("/// - "))
        .collect();
    assert_eq!(named, ["`sold` to `{$url}`", "`bought` to `{$url}`"]);
    assert!(report.contains("OA709"), "{report}");
    let (files, _) = of_callbacks(&format!("{{ empty: {empty} }}"), "{}");
    assert!(!files.contains_key("src/callbacks.rs"));
    assert!(!files["src/pets.rs"].contains("# Callbacks"));
}

#[test]
fn shared_bodies_are_reported_for_every_callback() {
    let callback = "{ '{$url}': { post: { requestBody: { $ref: '#/components/requestBodies/Text' }, responses: { '200': { description: Seen. } } },
                                  put: { responses: { '200': { $ref: '#/components/responses/Text' } } } } }";
    let (files, report) = of_callbacks(
        &format!("{{ one: {callback}, two: {callback} }}"),
        "{ requestBodies: { Text: { content: { text/plain: {} } } }, responses: { Text: { description: A text., content: { text/plain: {} } } } }",
    );
    assert_eq!(report.matches("OA709").count(), 4, "{report}");
    assert!(!files.contains_key("src/callbacks.rs"));
}

#[test]
fn ignored_media_types_of_callbacks_are_reported() {
    let (files, report) = of_callbacks(
        "{ sold: { '{$url}': { post: {
           requestBody: { content: {
             text/plain: {}, application/json: { schema: { type: integer } }, application/vnd.pet+json: { schema: { type: integer } },
             application/vnd.cat+json: { schema: { type: string } } } },
           responses: {
             '200': { description: Seen., content: { application/problem+json: { schema: { type: string } }, text/html: {} } },
             '204': { description: None., content: { application/json: { schema: { type: string } } } } } } } } }",
        "{}",
    );
    insta::assert_snapshot!(report);
    let module = &files["src/callbacks/sold.rs"];
    assert!(module.contains("Received<Option<i64>>"), "{module}");
    assert!(
        module.contains(r#".header("content-type", "application/problem+json")"#),
        "{module}"
    );
    assert!(module.contains("NoContent,"), "{module}");
}

#[test]
fn path_item_descriptions_and_deprecation_are_documented() {
    let (files, _) = of_callbacks(
        &format!(
            "{{ sold: {{ '{{$url}}': {{ summary: A pet was sold., description: To whom it may concern., post: {{ deprecated: true, {SEEN} }} }} }} }}"
        ),
        "{}",
    );
    let docs = files["src/callbacks/sold.rs"]
        .lines()
        .filter(|line| line.trim().starts_with("//"))
        .skip(1);
    insta::assert_snapshot!(docs.collect::<Vec<_>>().join("\n"));
}

#[test]
fn response_headers_may_be_called_status_or_body() {
    let (files, _) = of_callbacks(
        "{ sold: { '{$url}': { post: { responses: {
           '201': { description: Made., headers: { Age: { schema: { type: integer } }, Location: { schema: { type: string } } } },
           '2XX': { description: Seen., headers: { status: { schema: { type: integer } }, body: { schema: { type: string } } } } } } } } }",
        "{}",
    );
    let module = &files["src/callbacks/sold.rs"];
    for pattern in [
        "SoldPostResponse::Created { age, location } =>",
        "SoldPostResponse::Success { status, status_, body_ } =>",
    ] {
        assert!(module.contains(pattern), "{module}");
    }
}
