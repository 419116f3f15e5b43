//! A callback: the trait of its handler, and what stands between that and the runtime.

use std::fmt::Write as _;

use crate::ir::{AsyncDelivery, Callback, InboundOperation, Type};
use crate::name::{CallbackNames, Identifier, ServedNames};

use crate::render::Context;
use crate::render::callbacks::answer;
use crate::render::docs::Docs;
use crate::render::docs::markdown;
use crate::render::models::correlation::duration;
use crate::render::models::correlation::list;
use crate::render::models::tagged_union::compact;
use crate::render::models::validation::literal;
use crate::render::source_file::File;
use crate::render::source_file::imports::Imports;
use crate::render::types;

/// The file of a callback.
pub(crate) fn render<'a>(
    cx: &Context<'a>,
    callback: &'a Callback,
    names: &'a CallbackNames,
) -> String {
    let own = names
        .operations
        .iter()
        .flat_map(|operation| [&operation.answer, &operation.adapter]);
    let mut file = File::new(Imports::new(cx.names, own.chain([&names.handler])));
    let operations: Vec<(&InboundOperation, &ServedNames)> =
        callback.operations.iter().zip(&names.operations).collect();
    handler(callback, names, &operations, &mut file);
    entrance(names, &operations, &mut file);
    for (served, names) in &operations {
        answer::render(served, names, &mut file);
    }
    for (served, operation) in &operations {
        adapter(cx, served, operation, &names.handler, &mut file);
    }
    let name = markdown::code(&callback.name);
    let mut docs = Docs::of(&callback.docs, &format!("{name}."));
    if callback.docs.texts().next().is_some() {
        docs.paragraph(&format!("The document calls it {name}."));
    }
    if let Some(expression) = &callback.expression {
        docs.paragraph(&format!(
            "What the service sends to {}.",
            markdown::code(expression)
        ));
    }
    format!("{}\n{}", docs.inner(), file.write())
}

/// What is handed over.
fn payload(served: &InboundOperation, file: &mut File<'_>) -> String {
    let of = match (&served.delivery, &served.operation.body) {
        (Some(delivery), _) => delivery.notification.clone(),
        (None, Some(body)) => body.of().unwrap_or(Type::Any),
        (None, None) => return "()".to_owned(),
    };
    let required = served
        .operation
        .body
        .as_ref()
        .is_none_or(|body| body.required);
    let of = match of {
        Type::Nullable(_) => of,
        _ if !required && served.delivery.is_none() => Type::Nullable(Box::new(of)),
        _ => of,
    };
    compact(&types::of(&of, &mut file.imports))
}

fn handler(
    callback: &Callback,
    names: &CallbackNames,
    operations: &[(&InboundOperation, &ServedNames)],
    file: &mut File<'_>,
) {
    let mut docs = Docs::line(&format!("Handles {}.", markdown::code(&callback.name)));
    docs.paragraph("Methods may be called at the same time, also while others are running.");
    let mut methods = String::new();
    for (served, names) in operations {
        if !methods.is_empty() {
            methods.push('\n');
        }
        methods.push_str(&match &served.delivery {
            Some(delivery) => notified(served, delivery, names, file),
            None => responding(served, names, file),
        });
    }
    let name = &names.handler;
    file.text_item(format!(
        "{}pub trait {name}: Send + Sync + 'static {{\n{methods}}}",
        docs.lines("")
    ));
}

fn docs_of(served: &InboundOperation) -> Docs {
    let docs = &served.operation.docs;
    let mut written = Docs::of(
        docs,
        &format!("Handles {}.", markdown::code(&served.operation.id)),
    );
    if docs.deprecated {
        written.paragraph("The document deprecates it.");
    }
    written.external(docs);
    written
}

fn responding(served: &InboundOperation, names: &ServedNames, file: &mut File<'_>) -> String {
    let received = file.imports.receiver("Received");
    let payload = payload(served, file);
    let docs = docs_of(served).lines("    ");
    let head = signature(
        names.method.as_str(),
        &[
            "&self".to_owned(),
            format!("received: {received}<{payload}>"),
        ],
        &format!("impl Future<Output = {}> + Send", names.answer),
        ";",
    );
    format!("{docs}{head}\n")
}

fn notified(
    served: &InboundOperation,
    delivery: &AsyncDelivery,
    names: &ServedNames,
    file: &mut File<'_>,
) -> String {
    let (received, undecoded) = (
        file.imports.receiver("Received"),
        file.imports.receiver("Undecoded"),
    );
    let payload = payload(served, file);
    let method = &names.method;
    let mut docs = docs_of(served);
    docs.paragraph(&format!(
        "The answer `{}` is on its way already. Notifications with the same key come one after the other, in the \
         order in which they were received; others come at the same time.",
        delivery.accepted
    ));
    let mut text = docs.lines("    ");
    let argument = format!("notification: {received}<{payload}>");
    let head = signature(
        method.as_str(),
        &["&self".to_owned(), argument.clone()],
        "impl Future<Output = ()> + Send",
        ";",
    );
    append!(text, "{head}\n\n");

    let mut docs = Docs::line(
        "Answers a notification in the response itself, before anything is handed over. `None`, which is the default, \
         leaves it to the method above.",
    );
    docs.paragraph(
        "With a success, the notification is done, and the others of its request are handed over. Anything else \
         refuses the whole request: nothing of it is handed over.",
    );
    if let Some(inline) = &delivery.inline {
        docs.paragraph(&format!(
            "A notification that waits for its answer gets `{}` after {} seconds, or at once with `None`, and is \
             handed over: {}",
            inline.status,
            inline.deadline.as_secs_f64(),
            markdown::code(&inline.default.to_string())
        ));
    }
    text.push_str(&docs.lines("    "));
    let head = signature(
        &format!("answer_{method}"),
        &["&self".to_owned(), argument.replacen(": ", ": &", 1)],
        &format!("impl Future<Output = Option<{}>> + Send", names.answer),
        " {",
    );
    append!(
        text,
        "{head}\n        let _ = notification;\n        async {{ None }}\n    }}\n\n"
    );

    let docs = Docs::line(
        "Takes what came and is no such notification: it does not cost the others. Nothing is done with it by default, \
         but it is counted and logged.",
    );
    text.push_str(&docs.lines("    "));
    let head = signature(
        &format!("undecoded_{method}"),
        &[
            "&self".to_owned(),
            format!("notification: {received}<{undecoded}>"),
        ],
        "impl Future<Output = ()> + Send",
        " {",
    );
    append!(
        text,
        "{head}\n        let _ = notification;\n        async {{}}\n    }}\n"
    );
    text
}

/// The head of a method, in one line or with a line for each argument.
fn signature(name: &str, arguments: &[String], returns: &str, end: &str) -> String {
    let line = format!("    fn {name}({}) -> {returns}{end}", arguments.join(", "));
    // The brace of a long line goes below it.
    if line.len() <= 100 {
        return line;
    }
    let arguments = arguments.join(",\n        ");
    format!("    fn {name}(\n        {arguments},\n    ) -> {returns}{end}")
}

/// The function that makes a callback of a handler.
fn entrance(
    names: &CallbackNames,
    operations: &[(&InboundOperation, &ServedNames)],
    file: &mut File<'_>,
) {
    let callback = file.imports.receiver("Callback");
    let _ = file.imports.std("sync", "Arc");
    let secured = operations.iter().any(|(served, _)| served.secured);
    let mut docs = Docs::line("What a receiver takes in for a handler.");
    if secured {
        docs.paragraph("Who sent a request is asked before anything of its body is looked at.");
    }
    let docs = docs.lines("");
    let handler = &names.handler;
    let (arguments, made) = if secured {
        let authenticate = file.imports.receiver("Authenticate");
        (
            vec![
                format!("handler: impl {handler}"),
                format!("authenticate: impl {authenticate} + 'static"),
            ],
            "Callback::authenticated(authenticate)",
        )
    } else {
        (vec![format!("handler: impl {handler}")], "Callback::new()")
    };
    let (share, alone) = match operations {
        [_] => ("", "Arc::new(handler)"),
        _ => ("    let handler = Arc::new(handler);\n", "handler"),
    };
    let mut calls = vec![made.to_owned()];
    for (place, (served, names)) in operations.iter().enumerate() {
        let kind = match served.delivery {
            Some(_) => "notify",
            None => "respond",
        };
        let shared = if place + 1 == operations.len() {
            alone
        } else {
            "Arc::clone(&handler)"
        };
        calls.push(format!(".{kind}({}({shared}))", names.adapter));
    }
    let body = calls.concat();
    let body = if body.len() <= 60 || calls.len() <= 2 && body.len() <= 95 {
        body
    } else {
        calls.join("\n        ")
    };
    let line = format!("pub fn callback({}) -> {callback} {{", arguments.join(", "));
    let head = if line.len() <= 100 {
        line
    } else {
        format!(
            "pub fn callback(\n    {},\n) -> {callback} {{",
            arguments.join(",\n    ")
        )
    };
    file.text_item(format!("{docs}#[must_use]\n{head}\n{share}    {body}\n}}"));
}

/// What the runtime calls, for it knows no handler.
fn adapter(
    cx: &Context<'_>,
    served: &InboundOperation,
    names: &ServedNames,
    handler: &Identifier,
    file: &mut File<'_>,
) {
    let ServedNames {
        method,
        adapter,
        table,
        delivery: background_table,
        ..
    } = names;
    for name in ["Answer", "Received", "Served"] {
        let _ = file.imports.receiver(name);
    }
    let _ = file.imports.runtime("Method");
    let payload = payload(served, file);
    let mut text = String::new();
    append!(text, "struct {adapter}<H>(Arc<H>);\n\nimpl<H: {handler}> ");
    if let Some(delivery) = &served.delivery {
        for name in ["Background", "Notify", "Undecoded"] {
            let _ = file.imports.receiver(name);
        }
        append!(
            text,
            "Notify for {adapter}<H> {{\n    type Notification = {payload};\n\n    const SERVED: &'static Served = &{table};\n    \
             const BACKGROUND: &'static Background = &{background_table};\n\n{}    \
             async fn answer(&self, notification: &Received<{payload}>) -> Option<Answer> {{\n        \
             self.0.answer_{method}(notification).await.map(Answer::from)\n    }}\n\n    \
             async fn notify(&self, notification: Received<{payload}>) {{\n        self.0.{method}(notification).await;\n    }}\n\n    \
             async fn undecoded(&self, notification: Received<Undecoded>) {{\n        \
             self.0.undecoded_{method}(notification).await;\n    }}\n}}",
            of_notification(cx, delivery, &payload)
        );
    } else {
        let _ = file.imports.receiver("Respond");
        append!(
            text,
            "Respond for {adapter}<H> {{\n    type Body = {payload};\n\n    const SERVED: &'static Served = &{table};\n\n    \
             async fn respond(&self, received: Received<{payload}>) -> Answer {{\n        \
             self.0.{method}(received).await.into()\n    }}\n}}"
        );
    }
    file.text_item(text);
    let body = served.operation.body.as_ref();
    file.text_item(format!(
        "static {table}: Served = Served {{\n    id: {},\n    method: Method::{},\n    secured: {},\n    may_be_empty: {},\n}};",
        literal(&served.operation.id),
        served.operation.method.as_str().to_ascii_uppercase(),
        served.secured,
        body.is_none_or(|body| !body.required) && served.delivery.is_none(),
    ));
    if let Some(delivery) = &served.delivery {
        let text = background_static(cx, delivery, background_table, file);
        file.text_item(text);
    }
}

/// What a notification says of itself.
fn of_notification(cx: &Context<'_>, delivery: &AsyncDelivery, payload: &str) -> String {
    let mut text = String::new();
    let Some((correlation, names)) = correlation(cx, delivery) else {
        return text;
    };
    let head = |name: &str, returns: &str| {
        let line = format!("    fn {name}(notification: &{payload}) -> {returns} {{");
        format!("{line}\n        notification.")
    };
    if let Some([_, key]) = &names.key {
        append!(text, "{}{key}()\n    }}\n\n", head("key", "Option<String>"));
    }
    if correlation
        .conditions
        .iter()
        .any(|condition| condition.deadline.is_some())
    {
        append!(
            text,
            "{}time_to_answer()\n    }}\n\n",
            head("time_to_answer", "Option<Duration>")
        );
    }
    let inline = delivery.inline.as_ref();
    if let Some([_, condition]) = inline.and_then(|inline| names.conditions.get(inline.condition)) {
        append!(
            text,
            "{}{condition}()\n    }}\n\n",
            head("is_inline", "bool")
        );
    }
    text
}

fn correlation<'a>(
    cx: &Context<'a>,
    delivery: &AsyncDelivery,
) -> Option<(&'a crate::ir::Correlation, &'a crate::name::SubjectNames)> {
    let correlation = cx
        .api
        .correlation(cx.api.resolve_alias(&delivery.notification))?;
    Some((correlation, cx.names.correlations.get(&correlation.ty)?))
}

fn background_static(
    cx: &Context<'_>,
    delivery: &AsyncDelivery,
    name: &Identifier,
    file: &mut File<'_>,
) -> String {
    let batch = match &delivery.batch {
        None => "None".to_owned(),
        Some(batch) => {
            let _ = file.imports.receiver("Batched");
            let empty_status = batch
                .empty_status
                .map_or_else(|| "None".to_owned(), |code| format!("Some({code})"));
            format!(
                "Some(Batched {{\n        member: {},\n        absent: {empty_status},\n    }})",
                literal(&batch.property)
            )
        }
    };
    let found = correlation(cx, delivery);
    let key = match found {
        Some((correlation, names)) if correlation.key.is_some() => {
            let of_type = compact(&file.imports.named(correlation.ty));
            names.key.as_ref().map_or_else(
                || "None".to_owned(),
                |[key, _]| format!("Some(&{of_type}::{key})"),
            )
        }
        _ => "None".to_owned(),
    };
    let has_deadline = found.is_some_and(|(correlation, _)| {
        correlation
            .conditions
            .iter()
            .any(|condition| condition.deadline.is_some())
    });
    if has_deadline || delivery.inline.is_some() {
        let _ = file.imports.std("time", "Duration");
    }
    let inline = match &delivery.inline {
        None => "None".to_owned(),
        Some(inline) => {
            let _ = file.imports.receiver("Inline");
            format!(
                "Some(Inline {{\n        time: {},\n        status: {},\n        json: {},\n    }})",
                duration(inline.deadline),
                inline.status,
                literal(&inline.default.to_string())
            )
        }
    };
    format!(
        "static {name}: Background = Background {{\n    accepted: {},\n    batch: {batch},\n    key: {key},\n    inline: {inline},\n}};",
        delivery.accepted
    )
}

/// The statics of the security schemes, for `callbacks.rs`.
pub(crate) fn open_id(cx: &Context<'_>) -> String {
    let mut text = String::new();
    for (scheme, name) in cx.api.open_id.iter().zip(&cx.names.open_id) {
        let mut docs = Docs::line(&format!(
            "What the document says of the tokens of {}.",
            markdown::code(&scheme.name)
        ));
        if let Some(description) = &scheme.description {
            docs.markdown(description);
        }
        if let Some(audience) = &scheme.audience {
            docs.paragraph("Their audience:");
            docs.markdown(audience);
        }
        let strings = |texts: &[String]| list(texts.iter().map(|text| literal(text)), 1);
        let algorithms: Vec<&str> = if scheme.algorithms.is_empty() {
            vec!["RS256"]
        } else {
            scheme.algorithms.iter().map(String::as_str).collect()
        };
        let algorithms = list(
            algorithms
                .into_iter()
                .map(|name| format!("Algorithm::{}", algorithm(name))),
            1,
        );
        let tenant = scheme.tenant_claim.as_ref().map_or_else(
            || "None".to_owned(),
            |claim| format!("Some({})", literal(claim)),
        );
        append!(
            text,
            "\n{}#[cfg(feature = \"open-id\")]\npub static {name}: OpenIdConnect = OpenIdConnect {{\n    \
             metadata_url: {},\n    issuers: {},\n    algorithms: {algorithms},\n    required_claims: {},\n    \
             tenant_claim: {tenant},\n    clock_skew: {},\n}};\n",
            docs.lines(""),
            literal(&scheme.metadata_url),
            strings(&scheme.issuers),
            strings(&scheme.required_claims),
            duration(scheme.clock_skew),
        );
    }
    text
}

/// `RS256` as the runtime calls it.
fn algorithm(name: &str) -> String {
    if name == "EdDSA" {
        return "EdDsa".to_owned();
    }
    let (family, bits) = name.split_at(1.min(name.len()));
    format!("{family}{}", bits.to_ascii_lowercase())
}
