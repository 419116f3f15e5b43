//! Operations: the method that makes the request, and the static that describes it.

use std::fmt::Write as _;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::{
    AuthModel, Operation, PathNode, Response, ResponseBody, ResponseMedia, SchemeUse, Status, Type,
    TypeId, TypeKind,
};
use crate::name::{Identifier, NodeNames, OperationNames};

use crate::render::Context;
use crate::render::client::node::Holder;
use crate::render::client::operation_docs;
use crate::render::client::parameters;
use crate::render::client::parameters::Step;
use crate::render::client::server::settings;
use crate::render::models::object;
use crate::render::models::request_bodies;
use crate::render::models::tagged_union::compact;
use crate::render::source_file::CHAIN;
use crate::render::source_file::File;
use crate::render::source_file::WIDTH;
use crate::render::source_file::call;
use crate::render::source_file::chain;
use crate::render::source_file::layout::Layout;
use crate::render::types;

/// The types of an operation's success and failure.
pub(crate) fn outcome(operation: &Operation, file: &mut File<'_>) -> (TokenStream, TokenStream) {
    let mut of = |body: &ResponseBody| match body {
        ResponseBody::Empty => None,
        ResponseBody::One(of) => Some(types::of(of, &mut file.imports)),
        ResponseBody::Many(id) => Some(file.imports.named(*id)),
    };
    let success = of(&operation.success).unwrap_or_else(|| quote!(()));
    let failure = of(&operation.failure);
    let failure = failure.unwrap_or_else(|| file.imports.std("convert", "Infallible"));
    (success, failure)
}

/// An operation on its path, with its names.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) operation: &'a Operation,
    pub(crate) names: &'a OperationNames,
    pub(crate) node: &'a PathNode,
    pub(crate) names_of_node: &'a NodeNames,
}

/// The method of a path node.
pub(crate) fn method(
    cx: &Context<'_>,
    place: Place<'_>,
    holder: Holder,
    file: &mut File<'_>,
) -> TokenStream {
    let Place {
        operation, names, ..
    } = place;
    let docs = operation_docs::render(cx, place).attributes(file);
    let deprecated = object::deprecated(&operation.docs);
    let (success, failure) = outcome(operation, file);
    let lifetime = holder.lifetime();
    let mut arguments: Vec<TokenStream> = operation
        .parameters
        .iter()
        .zip(&names.parameters)
        .filter(|(parameter, _)| parameter.required)
        .map(|(parameter, name)| parameters::argument(cx, parameter, name, file))
        .collect();
    let mut request = Statements::new(format!("Request::new({}, &{})", holder.path(), names.table));
    if let Some(server) = place.node.servers_of(operation).first() {
        let _ = file.imports.runtime("Endpoint");
        let url = format!("{:?}", server.expanded());
        let tokens = settings::tokens(server);
        let endpoint = call("Endpoint::from_document", &[&url]);
        let line = format!("{endpoint}{}", tokens.concat());
        request
            .calls
            .push(if tokens.is_empty() && line.len() > CHAIN {
                // Of calls within each other, the inner one is broken.
                format!(".server(Endpoint::from_document(\n    {url},\n))")
            } else {
                call(".server", &[&chain(&endpoint, &tokens, CHAIN)])
            });
    }
    for step in parameters::steps(cx, operation, names, file) {
        request.step(step);
    }
    if let Some(accept) = accept(operation) {
        request
            .calls
            .push(call(".header", &["\"accept\"", &format!("{accept:?}")]));
    }
    if let Some(body) = &operation.body {
        let argument = request_bodies::argument(body, file);
        arguments.push(quote!(body: #argument));
        let send = request_bodies::set(cx, body, file);
        if body.required {
            request.calls.extend(send);
        } else {
            let send = chain("request", &send, parameters::ROOM).replace('\n', "\n    ");
            request.step(Step::Loop(format!(
                "if let Some(body) = body.into() {{\n    request = {send};\n}}"
            )));
        }
    }
    let request_type = file.imports.runtime("Request");
    let returns = if let Some(name) = &names.request {
        quote!(#name<#lifetime>)
    } else {
        quote!(#request_type<#lifetime, #success, #failure>)
    };
    let made = request.write(names.request.as_ref());
    let made = file.text(made);
    let method = &names.method;
    quote! {
        #docs
        #deprecated
        pub fn #method(&self, #(#arguments),*) -> #returns {
            #made
        }
    }
}

/// What the service is told that the client takes, where that is not only JSON.
fn accept(operation: &Operation) -> Option<String> {
    match &operation.accept[..] {
        [] => Some("*/*".to_owned()),
        [one] if one == "application/json" => None,
        all => Some(all.join(", ")),
    }
}

/// The statements that make a request.
struct Statements {
    done: String,
    head: String,
    calls: Vec<String>,
}

impl Statements {
    fn new(head: String) -> Self {
        Self {
            done: String::new(),
            head,
            calls: Vec::new(),
        }
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Call(call) => self.calls.push(call),
            Step::Loop(statement) => {
                self.hold("let mut request = ");
                self.done.push_str(&statement);
                self.done.push('\n');
            }
        }
    }

    /// Puts what was made so far into a variable.
    fn hold(&mut self, declaration: &str) {
        let declaration = if self.done.is_empty() {
            declaration
        } else {
            "request = "
        };
        if self.head == "request" && self.calls.is_empty() {
            return;
        }
        let room = parameters::ROOM - declaration.len() - 1;
        let line = format!("{}{}", self.head, self.calls.concat());
        let below = room..=parameters::ROOM - 6;
        if self.calls.len() == 1 && !line.contains('\n') && below.contains(&(line.len() - 1)) {
            append!(self.done, "{}\n    {line};\n", declaration.trim_end());
        } else {
            let made = chain(&self.head, &self.calls, room);
            append!(self.done, "{declaration}{made};\n");
        }
        "request".clone_into(&mut self.head);
        self.calls.clear();
    }

    /// All of them; the last one gives the request, or a type around it.
    fn write(mut self, around: Option<&Identifier>) -> String {
        let Some(around) = around else {
            return format!(
                "{}{}",
                self.done,
                chain(&self.head, &self.calls, parameters::ROOM)
            );
        };
        if self.calls.is_empty() {
            return format!("{}{around}({})", self.done, self.head);
        }
        self.hold("let request = ");
        format!("{}{around}(request)", self.done)
    }
}

/// The static that tells the runtime everything of the operation.
pub(crate) fn table(
    cx: &Context<'_>,
    operation: &Operation,
    names: &OperationNames,
    file: &mut File<'_>,
) {
    let (success, failure) = outcome(operation, file);
    let of_type = compact(&file.imports.runtime("Operation"));
    let method_type = compact(&file.imports.runtime("Method"));
    let Operation {
        id,
        method,
        path,
        idempotent,
        ..
    } = operation;
    let head = format!("static {}:", names.table);
    let (start, indent) = declared(&head, &of_type, &[compact(&success), compact(&failure)]);
    let deadline = match operation.deadline {
        None => "None".to_owned(),
        Some(deadline) => {
            let duration = compact(&file.imports.std("time", "Duration"));
            if deadline.subsec_nanos() == 0 {
                format!("Some({duration}::from_secs({}))", deadline.as_secs())
            } else {
                format!("Some({duration}::from_millis({}))", deadline.as_millis())
            }
        }
    };
    let security_type = compact(&file.imports.runtime("Security"));
    let security = match (operation.security.as_slice(), cx.api.auth_model()) {
        ([], _) => format!("{security_type}::None"),
        (_, AuthModel::Token) => format!("{security_type}::Bearer"),
        (alternatives, _) => one_of(cx, alternatives, indent),
    };
    let fields = [
        ("id", Literal::string(id).to_string()),
        (
            "method",
            format!("{method_type}::{}", method.as_str().to_ascii_uppercase()),
        ),
        ("path", Literal::string(path).to_string()),
        ("deadline", deadline),
        ("idempotent", idempotent.to_string()),
        ("security", security),
        ("responses", responses(cx, operation, indent, file)),
    ];
    let mut value = format!("{of_type} {{\n");
    for (name, field) in fields {
        append!(value, "    {name}: {},\n", field.replace('\n', "\n    "));
    }
    value.push('}');
    let value = value.replace('\n', &format!("\n{:1$}", "", indent - 4));
    file.text_item(format!("{start}{value};"));
}

/// A static up to its value, where rustfmt breaks it, and how far the fields of the value are indented.
fn declared(head: &str, of: &str, arguments: &[String; 2]) -> (String, usize) {
    let [success, failure] = arguments;
    let line = format!("{head} {of}<{success}, {failure}> =");
    let below = format!("{head}\n    {of}<{success}, {failure}> = ");
    match line.len() {
        ..=WIDTH if line.len() + of.len() + 3 < WIDTH => (format!("{line} "), 4),
        ..=WIDTH => (format!("{line}\n    "), 8),
        _ if below.len() - head.len() + of.len() <= WIDTH => (below, 4),
        _ => (
            format!("{head} {of}<\n    {success},\n    {failure},\n> = "),
            4,
        ),
    }
}

/// An expression for the alternatives of what lets a request in, behind `indent` spaces and the name of a field.
fn one_of(cx: &Context<'_>, alternatives: &[Vec<SchemeUse>], indent: usize) -> String {
    let scheme = |one: &SchemeUse| {
        let table = &cx.names.security_schemes[one.scheme].table;
        Layout::Text(format!("&crate::credentials::{table}"))
    };
    let alternatives = alternatives
        .iter()
        .map(|schemes| Layout::Array(schemes.iter().map(scheme).collect()));
    let list = Layout::Array(alternatives.collect());
    Layout::Call("Security::OneOf".to_owned(), vec![list]).text(indent, "security: ".len())
}

/// What the service may answer.
fn responses(cx: &Context<'_>, operation: &Operation, indent: usize, file: &mut File<'_>) -> String {
    let room = READ + 4 - indent;
    let mut entries = replies(cx, operation, room, file);
    if entries.len() == 1 {
        // The only entry of a list is not indented.
        entries = replies(cx, operation, room + 4, file);
    }
    if entries.is_empty() {
        return "&[]".to_owned();
    }
    let _ = (
        file.imports.runtime("Status"),
        file.imports.runtime("Reply"),
    );
    if entries.iter().any(|(_, read)| read.contains("body::")) {
        let _ = file.imports.runtime("body");
    }
    let entries: Vec<String> = entries
        .into_iter()
        .map(|(status, read)| {
            let status = match status {
                Status::Code(code) => format!("Status::Code({code})"),
                Status::Range(hundreds) => format!("Status::Range({hundreds})"),
                Status::Default => "Status::Default".to_owned(),
            };
            entry(&status, &read)
        })
        .collect();
    match entries.as_slice() {
        [one] => format!("&[{one}]"),
        _ => format!(
            "&[\n    {},\n]",
            entries.join(",\n").replace('\n', "\n    ")
        ),
    }
}

/// The replies to each status. `room` is how wide what a closure does may be.
fn replies(
    cx: &Context<'_>,
    operation: &Operation,
    room: usize,
    file: &mut File<'_>,
) -> Vec<(Status, String)> {
    let mut entries = Vec::new();
    if !operation
        .responses
        .iter()
        .any(|response| response.status.is_success())
    {
        // `default` stands for failures: a success that the document does not mention is still one.
        entries.push((Status::Range(2), "Reply::Success(body::none)".to_owned()));
    }
    for response in &operation.responses {
        let body = if response.status.is_success() {
            &operation.success
        } else {
            &operation.failure
        };
        if let Some(read) = read(cx, response, body, room, file) {
            entries.push((response.status, read));
        }
    }
    entries
}

/// How the body of a response is read.
fn read(
    cx: &Context<'_>,
    response: &Response,
    body: &ResponseBody,
    room: usize,
    file: &mut File<'_>,
) -> Option<String> {
    let success = response.status.is_success();
    let kind = if success { "Success" } else { "Failure" };
    match body {
        ResponseBody::Empty => success.then(|| "Reply::Success(body::none)".to_owned()),
        ResponseBody::One(Type::Stream) => Some("Reply::Stream(body::stream)".to_owned()),
        ResponseBody::One(of) => Some(format!("Reply::{kind}({})", reader(of))),
        ResponseBody::Many(id) => {
            let bodies = crate::render::models::tagged_union::compact(&file.imports.named(*id));
            let variants: Vec<&Identifier> = variants(cx, *id, response.status);
            let distinct: Vec<&ResponseMedia> = response.distinct().collect();
            let one = |of: &Type, room: usize| {
                let place = distinct.iter().position(|media| media.ty == *of)?;
                let variant = variants.get(place)?;
                Some(variant_reply(
                    kind,
                    of,
                    &format!("{bodies}::{variant}"),
                    room,
                ))
            };
            match distinct[..] {
                [] => {
                    let variant = variants.first()?;
                    Some(format!("Reply::{kind}(|_| Ok({bodies}::{variant}))"))
                }
                [media] => one(&media.ty, room),
                _ => {
                    let entries: Option<Vec<String>> = response
                        .media
                        .iter()
                        .map(|media| {
                            Some(entry(
                                &format!("{:?}", media.media_type),
                                &one(&media.ty, room - 8)?,
                            ))
                        })
                        .collect();
                    let entries = entries?.join(",\n").replace('\n', "\n    ");
                    Some(format!("Reply::Media(&[\n    {entries},\n])"))
                }
            }
        }
    }
}

/// How wide what a closure does may be, to stay in the line of its `Reply::Success(`, and how much wider in its own.
const READ: usize = 60;
const MORE: usize = 24;

/// The reply whose body becomes a variant.
fn variant_reply(kind: &str, of: &Type, variant: &str, room: usize) -> String {
    if *of == Type::Stream {
        return format!("Reply::Stream({variant})");
    }
    let reader = reader(of);
    let read = format!("{reader}(response).map({variant})");
    if read.len() <= room {
        return format!("Reply::{kind}(|response| {read})");
    }
    let read = if read.len() <= room + MORE {
        read
    } else if variant.len() + 10 <= room + MORE {
        format!("{reader}(response)\n        .map({variant})")
    } else {
        format!("{reader}(response).map(\n        {variant},\n    )")
    };
    format!("Reply::{kind}(|response| {{\n    {read}\n}})")
}

/// The function of the runtime that reads a body.
fn reader(of: &Type) -> &'static str {
    match of {
        Type::Text => "body::text",
        Type::Bytes => "body::bytes",
        _ => "body::json",
    }
}

/// A pair, in one line or in several.
fn entry(key: &str, value: &str) -> String {
    let line = format!("({key}, {value})");
    if line.len() <= 62 && !line.contains('\n') {
        line
    } else {
        let value = value.replace('\n', "\n    ");
        format!("(\n    {key},\n    {value},\n)")
    }
}

/// The variants for the responses of a status.
fn variants<'a>(cx: &Context<'a>, id: TypeId, status: Status) -> Vec<&'a Identifier> {
    let TypeKind::ResponseBodies(bodies) = &cx.api.definition(id).kind else {
        return Vec::new();
    };
    bodies
        .variants
        .iter()
        .zip(&cx.names.of(id).parts)
        .filter(|(variant, _)| variant.status == status)
        .map(|(_, name)| name)
        .collect()
}

/// The types of a body that a reader may want to look up.
pub(crate) fn named(of: &Type) -> Option<TypeId> {
    match of {
        Type::Named(id) | Type::Flags(id) => Some(*id),
        Type::Array(of) | Type::Map(of) | Type::OneOrMany(of) | Type::Nullable(of) => named(of),
        _ => None,
    }
}
