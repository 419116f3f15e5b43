//! Operations.

use indexmap::IndexMap;
use serde_json::Value;

use super::error_codes::lower_error_codes;
use super::extensions::seconds;
use super::servers::lower_servers;
use super::{CallbackSource, Direction, OperationLowerer, OperationSite, Servable};
use crate::diagnostics::code::Code;
use crate::diagnostics::{Anchor, Diagnostic};
use crate::document::{self, Callback};
use crate::ir::{CallbackId, Docs, Operation, Parameter, Permissions};
use crate::lower::types::external_docs;
use crate::source::PathCursor;

impl<'d> OperationLowerer<'d> {
    /// Lowers an operation, whose parameters have been lowered.
    pub(in crate::lower) fn lower_operation(
        &mut self,
        declared: &'d document::Operation,
        parameters: Vec<Parameter>,
        site: OperationSite<'_>,
        cursor: &PathCursor<'_>,
    ) -> Servable<Operation> {
        let OperationSite {
            direction,
            path,
            method,
            ..
        } = site;
        if let (Some(id), Direction::Call) = (&declared.operation_id, direction) {
            self.check_operation_id(id, cursor);
        }
        let body = self.lower_request_body(declared.request_body.as_ref(), site, cursor);
        let responses = self.lower_responses(&declared.responses, site, &cursor.key("responses"));
        let is_servable = body.is_servable && responses.is_servable;
        let responses = responses.value;
        let extensions = &declared.extensions;
        let paging = match direction {
            Direction::Call => self.lower_paging(extensions, &responses.success, method, cursor),
            Direction::Serve => None,
        };
        let operation = Operation {
            id: declared
                .operation_id
                .clone()
                .unwrap_or_else(|| format!("{} {path}", method.as_str().to_ascii_uppercase())),
            method,
            path: path.to_owned(),
            docs: Docs {
                summary: declared.summary.clone(),
                description: declared.description.clone(),
                external: declared.external_docs.as_ref().map(external_docs),
                deprecated: declared.deprecated,
                ..Docs::default()
            },
            parameters,
            body: body.value,
            responses: responses.responses,
            success: responses.success,
            failure: responses.failure,
            accept: responses.accept,
            headers: responses.headers,
            paging,
            deadline: seconds(extensions.get("x-deadline")),
            idempotent: extensions
                .get("x-idempotent")
                .and_then(Value::as_bool)
                .unwrap_or(method.is_idempotent()),
            security: self.lower_security(declared.security.as_ref(), direction, cursor),
            servers: lower_servers(&mut self.types, &declared.servers, &cursor.key("servers")),
            permissions: extensions.get("x-permissions").map(permissions),
            error_codes: extensions
                .get("x-error-codes")
                .map(lower_error_codes)
                .unwrap_or_default(),
            callbacks: self.register_callbacks(&declared.callbacks, &cursor.key("callbacks")),
        };
        Servable {
            value: operation,
            is_servable,
        }
    }

    /// Checks that no other operation of the client has the same id. A callback can be declared at
    /// several operations.
    fn check_operation_id(&mut self, id: &'d str, cursor: &PathCursor<'_>) {
        let cursor = cursor.key("operationId");
        let Some(first) = self.operation_ids.insert(id, cursor.to_pointer()) else {
            return;
        };
        self.types.diagnostics.push(
            Diagnostic::new(
                Code::DuplicateOperationId,
                cursor.on_value(),
                format!("duplicate operationId `{id}`"),
            )
            .help("use a unique operationId for each operation")
            .related(Anchor::Value(first), "the other operation"),
        );
    }

    /// Queues the callbacks of an operation, and returns their ids.
    fn register_callbacks(
        &mut self,
        declared: &'d IndexMap<String, Callback>,
        cursor: &PathCursor<'_>,
    ) -> Vec<CallbackId> {
        let mut ids = Vec::new();
        for (name, items) in declared {
            let cursor = cursor.key(name);
            for (expression, item) in items {
                let document = self.types.document;
                let written = document.written(cursor.to_pointer().as_str());
                // A reusable callback has its own name, whatever name refers to it.
                let component = written
                    .split_once("/components/callbacks/")
                    .map(|(_, name)| name)
                    .filter(|name| !name.contains('/'));
                ids.push(self.callbacks.register(CallbackSource {
                    name: component.unwrap_or(name).to_owned(),
                    expression: Some(expression),
                    item,
                    pointer: cursor.key(expression).to_pointer(),
                    written,
                }));
            }
        }
        ids
    }
}

fn permissions(value: &Value) -> Permissions {
    let string = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    Permissions {
        delegated: string("delegated"),
        application: string("application"),
        remarks: string("remarks"),
    }
}
