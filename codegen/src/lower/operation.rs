//! Operations: what is sent.

use std::time::Duration;

use openapiv3::Operation as Declared;
use serde_json::Value;

use super::{Lowering, error_code, external};
use crate::diagnostics::code::Code;
use crate::diagnostics::{self, Diagnostic};
use crate::ir::{Docs, Method, Operation, Parameter, Permissions};
use crate::source::PathCursor;

impl<'d> Lowering<'d> {
    /// Resolves an operation. `stem` is what its inline types are named by.
    pub(super) fn operation(
        &mut self,
        path: &str,
        method: &str,
        declared: &'d Declared,
        parameters: Vec<Parameter>,
        stem: &str,
        cursor: &PathCursor<'_>,
    ) -> Option<Operation> {
        let method = method_named(method)?;
        if let (Some(id), false) = (&declared.operation_id, self.serving) {
            self.unique(id, cursor);
        }
        let body = declared
            .request_body
            .as_ref()
            .and_then(|body| self.request_body(body, method, stem, cursor));
        let answers = self.responses(&declared.responses, method, stem, &cursor.key("responses"));
        let paging = self.paging(&declared.extensions, &answers.success, method, cursor);
        let extensions = &declared.extensions;
        Some(Operation {
            id: declared
                .operation_id
                .clone()
                .unwrap_or_else(|| format!("{} {path}", method.as_str().to_ascii_uppercase())),
            method,
            path: path.to_owned(),
            docs: Docs {
                summary: declared.summary.clone(),
                description: declared.description.clone(),
                external: declared.external_docs.as_ref().map(external),
                deprecated: declared.deprecated,
                ..Docs::default()
            },
            parameters,
            body,
            responses: answers.responses,
            success: answers.success,
            failure: answers.failure,
            accept: answers.accept,
            headers: answers.headers,
            paging,
            deadline: extensions
                .get("x-deadline")
                .and_then(Value::as_f64)
                .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()),
            idempotent: extensions
                .get("x-idempotent")
                .and_then(Value::as_bool)
                .unwrap_or(method.is_idempotent()),
            security: self.security(declared.security.as_ref(), cursor),
            servers: self.servers(&declared.servers, &cursor.key("servers")),
            permissions: extensions.get("x-permissions").map(permissions),
            error_codes: extensions
                .get("x-error-codes")
                .map(error_code::declared)
                .unwrap_or_default(),
            callbacks: self.callbacks(&declared.callbacks, &cursor.key("callbacks")),
        })
    }

    /// Checks that no other operation has the same id. One callback may well be reached on several ways.
    fn unique(&mut self, id: &'d str, cursor: &PathCursor<'_>) {
        let cursor = cursor.key("operationId");
        let Some(first) = self.operation_ids.insert(id, cursor.to_pointer()) else {
            return;
        };
        self.diagnostics.push(
            Diagnostic::new(
                Code::DuplicateOperationId,
                cursor.on_value(),
                format!("the operationId `{id}` is used twice"),
            )
            .help("give each operation an id of its own")
            .related(diagnostics::Anchor::Value(first), "the other operation"),
        );
    }
}

pub(super) fn method_named(name: &str) -> Option<Method> {
    Some(match name {
        "get" => Method::Get,
        "put" => Method::Put,
        "post" => Method::Post,
        "delete" => Method::Delete,
        "options" => Method::Options,
        "head" => Method::Head,
        "patch" => Method::Patch,
        "trace" => Method::Trace,
        _ => return None,
    })
}

fn permissions(value: &Value) -> Permissions {
    let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    Permissions {
        delegated: text("delegated"),
        application: text("application"),
        remarks: text("remarks"),
    }
}
