//! What a caller has to know of an operation.

use crate::api::{CallbackId, Operation, PathNode, ResponseBody};
use crate::name::{NodeNames, OperationNames};

use super::docs::Docs;
use super::expression::Expressions;
use super::file::chain;
use super::{Crate, error_code, markdown, operation, parameters, response_bodies};

pub(super) fn render(of: &Crate<'_>, operation: &Operation, names: &OperationNames) -> Docs {
    let mut docs = Docs::of(
        &operation.docs,
        &format!("Calls {}.", markdown::code(&operation.id)),
    );
    arguments(operation, names, &mut docs);
    example(of, operation, &mut docs);
    permissions(operation, &mut docs);
    servers(of, &mut docs);
    if let Some(deadline) = operation.deadline {
        docs.section("Deadline");
        docs.paragraph(&format!(
            "The whole call may take {} seconds, unless the client or the request says otherwise.",
            deadline.as_secs_f64()
        ));
    }
    errors(of, operation, &mut docs);
    callbacks(of, &operation.callbacks, &mut docs);
    if operation.docs.external.is_some() {
        docs.section("Documentation");
        docs.external(&operation.docs);
    }
    docs
}

fn arguments(operation: &Operation, names: &OperationNames, docs: &mut Docs) {
    let required = operation
        .parameters
        .iter()
        .zip(&names.parameters)
        .filter(|(parameter, _)| parameter.required);
    let mut list: Vec<(String, String)> = required
        .map(|(parameter, name)| (name.to_string(), parameters::docs(parameter).join(" ")))
        .collect();
    if let Some(body) = operation
        .body
        .as_ref()
        .and_then(|body| body.docs.description.as_ref())
    {
        list.push(("body".to_owned(), markdown::inline(body)));
    }
    let lines: Vec<String> = list
        .into_iter()
        .filter(|(_, text)| !text.trim().is_empty())
        .flat_map(|(name, text)| markdown::item(&format!("`{name}`: {text}")))
        .collect();
    docs.blocks(lines);
}

/// A call, compiled but not run.
fn example(of: &Crate<'_>, operation: &Operation, docs: &mut Docs) {
    let mut expressions = Expressions::new(of);
    let mut calls = Vec::new();
    let Some((node, names)) = way(
        &of.api.root,
        &of.names.root,
        operation,
        &mut calls,
        &mut expressions,
    ) else {
        return;
    };
    let Some(place) = node
        .operations
        .iter()
        .position(|one| std::ptr::eq(one, operation))
    else {
        return;
    };
    let names = &names.operations[place];
    let mut arguments = Vec::new();
    for (parameter, _) in operation
        .parameters
        .iter()
        .zip(&names.parameters)
        .filter(|(one, _)| one.required)
    {
        let Some(argument) = expressions.parameter(parameter) else {
            return;
        };
        arguments.push(argument);
    }
    if let Some(body) = &operation.body {
        let Some(body) = expressions.body(body) else {
            return;
        };
        arguments.push(body);
    }
    calls.push(format!(".{}({})", names.method, arguments.join(", ")));
    let mut lines = vec!["```no_run".to_owned()];
    lines.push(format!(
        "# async fn example(client: {}::Client) -> Result<(), Box<dyn std::error::Error>> {{",
        of.library
    ));
    let uses = expressions.uses();
    if !uses.is_empty() {
        lines.extend(uses);
        lines.push(String::new());
    }
    let has_body = operation.success != ResponseBody::Empty;
    let declaration = if has_body { "let response = " } else { "" };
    calls.push(".await?".to_owned());
    let call = format!("{declaration}{};", chain("client", &calls, 90));
    lines.extend(call.lines().map(str::to_owned));
    if has_body {
        lines.push("println!(\"{:?}\", response.body());".to_owned());
    }
    lines.extend(["# Ok(())".to_owned(), "# }".to_owned(), "```".to_owned()]);
    docs.section("Example");
    docs.blocks(lines);
}

/// The calls that lead to an operation.
fn way<'a>(
    node: &'a PathNode,
    names: &'a NodeNames,
    operation: &Operation,
    calls: &mut Vec<String>,
    expressions: &mut Expressions<'_, '_>,
) -> Option<(&'a PathNode, &'a NodeNames)> {
    if node
        .operations
        .iter()
        .any(|one| std::ptr::eq(one, operation))
    {
        return Some((node, names));
    }
    for (child, names) in node.children.iter().zip(&names.children) {
        if !leads_to(&operation.path, &child.path) {
            continue;
        }
        let arguments = child
            .segment
            .parameters()
            .map(|parameter| expressions.parameter(parameter));
        let arguments: Vec<String> = arguments.collect::<Option<_>>()?;
        calls.push(format!(".{}({})", names.accessor, arguments.join(", ")));
        let found = way(child, names, operation, calls, expressions);
        if found.is_some() {
            return found;
        }
        calls.pop();
    }
    None
}

/// Whether a path begins with the segments of another one.
fn leads_to(path: &str, above: &str) -> bool {
    path.strip_prefix(above)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', ':', '?', '#']))
}

fn permissions(operation: &Operation, docs: &mut Docs) {
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

fn servers(of: &Crate<'_>, docs: &mut Docs) {
    let servers = of.servers();
    if servers.len() < 2 {
        return;
    }
    docs.section("Servers");
    let names: Vec<String> = servers
        .iter()
        .map(|(name, _)| format!("[`{name}`](crate::Server::{name})"))
        .collect();
    docs.paragraph(&format!("{}.", names.join(", ")));
}

fn errors(of: &Crate<'_>, operation: &Operation, docs: &mut Docs) {
    docs.section("Errors");
    let body = match &operation.failure {
        ResponseBody::Empty => None,
        ResponseBody::One(of) => operation::named(of),
        ResponseBody::Many(id) => Some(*id),
    };
    docs.paragraph(&match body {
        Some(id) => format!(
            "[`Error::Service`](msgraph_runtime::Error::Service) with [`{}`]({}) where the service refuses the call.",
            of.names.of(id).name,
            of.path_of(id, "crate")
        ),
        None => "[`Error`](msgraph_runtime::Error), always without a typed body: the document declares none.".to_owned(),
    });
    let declared = operation
        .responses
        .iter()
        .filter(|response| !response.status.is_success());
    let mut lines: Vec<String> = declared
        .flat_map(|response| {
            let description = markdown::inline(&response.description);
            markdown::item(&format!(
                "{}: {description}",
                response_bodies::status(response.status)
            ))
        })
        .collect();
    docs.blocks(std::mem::take(&mut lines));
    if !operation.error_codes.is_empty() {
        docs.paragraph("Codes that the service is known to give:");
    }
    for code in &operation.error_codes {
        let description = code
            .description
            .as_deref()
            .map(markdown::inline)
            .unwrap_or_default();
        let text = format!(
            "Code {}, {}: {description}",
            markdown::code(&code.code),
            error_code::link(of, code)
        );
        lines.extend(markdown::item(text.trim_end_matches([':', ' '])));
    }
    docs.blocks(lines);
}

fn callbacks(of: &Crate<'_>, callbacks: &[CallbackId], docs: &mut Docs) {
    if callbacks.is_empty() {
        return;
    }
    docs.section("Callbacks");
    let mut lines = Vec::new();
    for id in callbacks {
        let callback = &of.api.callbacks[id.index()];
        for served in &callback.operations {
            let operation = &served.operation;
            let place = callback
                .expression
                .as_deref()
                .map(|to| format!(" to {}", markdown::code(to)))
                .unwrap_or_default();
            let payload = operation
                .body
                .as_ref()
                .and_then(|body| operation::named(&body.of));
            let payload = payload
                .map(|id| {
                    format!(
                        " with [`{}`]({})",
                        of.names.of(id).name,
                        of.path_of(id, "crate")
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
                "{}{place}{payload}{summary}",
                markdown::code(&callback.name)
            )));
        }
    }
    docs.blocks(lines);
}
