//! The documentation of an operation's method.

use crate::ir::{CallbackId, LinkTarget, Operation, ResponseBody};
use crate::name::{Identifier, OperationNames};
use crate::render::client::error_codes::link as link_to_code;
use crate::render::client::{credentials, parameters};
use crate::render::context::{Context, OperationSite, ROOT};
use crate::render::docs::{DocComment, markdown, sentences};

use super::example;
use super::response_types::linked_type;

pub(super) fn render(cx: &Context<'_>, site: OperationSite<'_>) -> DocComment {
    let OperationSite {
        operation, names, ..
    } = site;
    let mut docs = DocComment::from_ir(
        &operation.docs,
        &format!("Calls {}.", markdown::code(&operation.id)),
    );
    arguments(operation, names, &mut docs);
    if let Some(lines) = example::lines(cx, operation, names) {
        docs.section("Example");
        docs.blocks(lines);
    }
    permissions(operation, &mut docs);
    credentials::requirements(cx, operation, &mut docs);
    servers(cx, site, &mut docs);
    if let Some(deadline) = operation.deadline {
        docs.section("Deadline");
        docs.paragraph(&format!(
            "The call times out after {} seconds, unless the client or the request sets another \
             deadline.",
            deadline.as_secs_f64()
        ));
    }
    media_types(operation, &mut docs);
    items(cx, operation, &mut docs);
    pages(operation, &mut docs);
    headers(operation, names, &mut docs);
    links(operation, &mut docs);
    errors(cx, operation, &mut docs);
    callbacks(cx, &operation.callbacks, &mut docs);
    if operation.docs.external.is_some() {
        docs.section("Documentation");
        docs.external(&operation.docs);
    }
    docs
}

/// Adds the descriptions of the method's arguments.
fn arguments(operation: &Operation, names: &OperationNames, docs: &mut DocComment) {
    let required = operation
        .parameters
        .iter()
        .zip(&names.parameters)
        .filter(|(parameter, _)| parameter.required);
    let mut lines = parameters::docs_list(required);
    let body = operation.body.as_ref();
    if let Some(description) = body.and_then(|body| body.docs.description.as_ref())
        && !description.trim().is_empty()
    {
        lines.extend(markdown::item(&format!(
            "`body`: {}",
            markdown::inline(description)
        )));
    }
    docs.blocks(lines);
}

/// Adds the media types of the bodies, unless all are JSON.
fn media_types(operation: &Operation, docs: &mut DocComment) {
    let list = |names: &mut dyn Iterator<Item = &str>| {
        let names: Vec<String> = names.map(markdown::code).collect();
        names.join(", ")
    };
    let media = operation.body.iter().flat_map(|body| &body.media);
    let sent: Vec<&str> = media.map(|media| media.media_type.as_str()).collect();
    let is_json = |names: &[&str]| names.iter().all(|name| *name == "application/json");
    let accept: Vec<&str> = operation.accept.iter().map(String::as_str).collect();
    if is_json(&sent) && is_json(&accept) {
        return;
    }
    docs.section("Media types");
    let mut lines = Vec::new();
    if !sent.is_empty() {
        lines.push(format!("Sent: {}", list(&mut sent.iter().copied())));
    }
    if !accept.is_empty() {
        lines.push(format!("Received: {}", list(&mut accept.iter().copied())));
    }
    let lines = lines.iter().flat_map(|line| markdown::item(line)).collect();
    docs.blocks(lines);
    if sent.iter().any(|name| name.contains('*')) {
        docs.paragraph("Set the header `content-type` to send a specific media type of a range.");
    }
}

/// Adds the types of the items of bodies that are sequences.
fn items(cx: &Context<'_>, operation: &Operation, docs: &mut DocComment) {
    let media = operation.body.iter().flat_map(|body| &body.media);
    let sent = media.map(|media| (&media.media_type, &media.item));
    let media = operation.responses.iter().flat_map(|one| &one.media);
    let received = media.map(|media| (&media.media_type, &media.item));
    let mut lines: Vec<String> = Vec::new();
    for (media_type, item) in sent.chain(received) {
        if let Some(id) = item.as_ref().and_then(linked_type) {
            let (name, path) = (&cx.names.of(id).name, cx.type_path(id, "crate"));
            let line = format!("{}: [`{name}`]({path})", markdown::code(media_type));
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    if !lines.is_empty() {
        docs.section("Items");
        docs.paragraph("A body is a sequence of items, which the client does not decode:");
        docs.blocks(lines.iter().flat_map(|line| markdown::item(line)).collect());
    }
}

fn pages(operation: &Operation, docs: &mut DocComment) {
    if operation.paging.is_some() {
        docs.section("Pages");
        docs.paragraph(
            "The response is one page. [`pages`](specwright_runtime::Request::pages) returns a \
             stream of all pages, and [`items`](specwright_runtime::Request::items) a stream of \
             their items.",
        );
    }
}

fn headers(operation: &Operation, names: &OperationNames, docs: &mut DocComment) {
    let Some(name) = &names.headers else { return };
    docs.section("Headers");
    docs.paragraph(&format!(
        "[`{name}`] reads the headers of a response or an error: {}.",
        operation
            .headers
            .iter()
            .map(|header| markdown::code(&header.name))
            .collect::<Vec<_>>()
            .join(", ")
    ));
}

fn links(operation: &Operation, docs: &mut DocComment) {
    let all = operation.responses.iter().flat_map(|response| {
        response
            .links
            .iter()
            .map(move |link| (response.status, link))
    });
    let mut lines = Vec::new();
    for (status, link) in all {
        let target = match &link.target {
            LinkTarget::Operation { method, path } => {
                markdown::code(&format!("{} {path}", method.as_str()))
            }
            LinkTarget::Elsewhere(address) => markdown::code(address),
        };
        let mut values: Vec<String> = link
            .parameters
            .iter()
            .map(|(name, from)| format!("{} from {}", markdown::code(name), markdown::code(from)))
            .collect();
        if let Some(from) = &link.request_body {
            values.push(format!("the body from {}", markdown::code(from)));
        }
        let values = if values.is_empty() {
            String::new()
        } else {
            format!(", with {}", values.join(", "))
        };
        let description = link
            .description
            .as_deref()
            .map(|text| format!(": {}", markdown::inline(text)))
            .unwrap_or_default();
        lines.extend(markdown::item(&format!(
            "{} after {}: {target}{values}{description}",
            markdown::code(&link.name),
            sentences::status(status).to_lowercase(),
        )));
    }
    if !lines.is_empty() {
        docs.section("Links");
        docs.blocks(lines);
    }
}

fn permissions(operation: &Operation, docs: &mut DocComment) {
    let Some(permissions) = &operation.permissions else {
        return;
    };
    docs.section("Permissions");
    let kinds = [
        ("Delegated", &permissions.delegated),
        ("Application", &permissions.application),
    ];
    let lines = kinds
        .into_iter()
        .filter_map(|(kind, text)| Some(format!("{kind}: {}", markdown::inline(text.as_ref()?))))
        .flat_map(|text| markdown::item(&text))
        .collect();
    docs.blocks(lines);
    if let Some(remarks) = &permissions.remarks {
        docs.markdown(remarks);
    }
}

fn servers(cx: &Context<'_>, site: OperationSite<'_>, docs: &mut DocComment) {
    if let Some(first) = site.node.servers_of(site.operation).first() {
        docs.section("Servers");
        docs.paragraph(&format!(
            "Sent to the server {}, unless the client's endpoint is not one of the document's \
             servers.",
            markdown::code(&first.expanded())
        ));
        let node_names = site.node_names;
        if let Some(names) = node_names.servers_of(site.operation, site.names) {
            let modules = node_names.modules.iter().chain([&names.ty]);
            let path: Vec<&str> = modules.map(Identifier::as_str).collect();
            docs.paragraph(&format!(
                "The method `server` of the request selects another [`{}`]({ROOT}::{}).",
                names.ty,
                path.join("::")
            ));
        }
        return;
    }
    let servers = cx.servers();
    if servers.len() < 2 {
        return;
    }
    docs.section("Servers");
    let names: Vec<String> = servers
        .iter()
        .map(|(names, _)| format!("[`{0}`]({ROOT}::Server::{0})", names.variant))
        .collect();
    docs.paragraph(&format!("{}.", names.join(", ")));
}

fn errors(cx: &Context<'_>, operation: &Operation, docs: &mut DocComment) {
    docs.section("Errors");
    let body = match &operation.failure {
        ResponseBody::Empty => None,
        ResponseBody::One(ty) => linked_type(ty),
        ResponseBody::Many(id) => Some(*id),
    };
    docs.paragraph(&match body {
        Some(id) => format!(
            "Returns [`Error::Service`](specwright_runtime::Error::Service) with [`{}`]({}) if the \
             service rejects the call.",
            cx.names.of(id).name,
            cx.type_path(id, ROOT)
        ),
        None => "Returns an [`Error`](specwright_runtime::Error) without a typed body.".to_owned(),
    });
    let declared = operation
        .responses
        .iter()
        .filter(|response| !response.status.is_success());
    let lines = declared
        .flat_map(|response| {
            let description = markdown::inline(&response.description);
            markdown::item(&format!(
                "{}: {description}",
                sentences::status(response.status)
            ))
        })
        .collect();
    docs.blocks(lines);
    error_codes(cx, operation, docs);
}

fn error_codes(cx: &Context<'_>, operation: &Operation, docs: &mut DocComment) {
    if !operation.error_codes.is_empty() {
        docs.paragraph("Known error codes:");
    }
    let mut lines = Vec::new();
    for code in &operation.error_codes {
        let description = code
            .description
            .as_deref()
            .map(markdown::inline)
            .unwrap_or_default();
        let text = format!(
            "Code {}, {}: {description}",
            markdown::code(&code.code),
            link_to_code(cx, code)
        );
        lines.extend(markdown::item(text.trim_end_matches([':', ' '])));
    }
    docs.blocks(lines);
}

fn callbacks(cx: &Context<'_>, callbacks: &[CallbackId], docs: &mut DocComment) {
    if callbacks.is_empty() {
        return;
    }
    docs.section("Callbacks");
    let mut lines = Vec::new();
    for id in callbacks {
        let callback = &cx.api.callbacks[id.index()];
        for inbound in &callback.operations {
            let operation = &inbound.operation;
            let target = callback
                .expression
                .as_deref()
                .map(|expression| format!(" to {}", markdown::code(expression)))
                .unwrap_or_default();
            let payload = operation
                .body
                .as_ref()
                .and_then(|body| linked_type(&body.ty()?));
            let payload = payload
                .map(|id| {
                    format!(
                        " with [`{}`]({})",
                        cx.names.of(id).name,
                        cx.type_path(id, ROOT)
                    )
                })
                .unwrap_or_default();
            let summary = operation
                .docs
                .summary
                .as_deref()
                .map(|text| format!(": {}", markdown::inline(text)))
                .unwrap_or_default();
            lines.extend(markdown::item(&format!(
                "{}{target}{payload}{summary}",
                markdown::code(&callback.name)
            )));
        }
    }
    docs.blocks(lines);
}
