//! Operations.

use indexmap::IndexMap;
use serde_json::Value;

use super::extensions::error_codes::lower_error_codes;
use super::extensions::seconds;
use super::servers::lower_own_servers;
use super::{CallbackSource, Direction, NotUnderstood, OperationLowerer, OperationSite, Servable};
use crate::diagnostics::code::Code;
use crate::diagnostics::{Anchor, Diagnostic};
use crate::document::{self, Callback};
use crate::ir::{CallbackId, Docs, Operation, Parameter, Permissions};
use crate::lower::types::external_docs;
use crate::source::PathCursor;

impl<'d> OperationLowerer<'d> {
    /// Lowers an operation, whose parameters have been lowered. `problems` are the parts that have
    /// not been understood so far.
    ///
    /// Returns `None` if the operation is left out because a required part is not understood.
    pub(in crate::lower) fn lower_operation(
        &mut self,
        declared: &'d document::Operation,
        parameters: Vec<Parameter>,
        mut problems: Vec<NotUnderstood>,
        site: OperationSite<'_>,
        cursor: &PathCursor<'_>,
    ) -> Option<Servable<Operation>> {
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
        let servers = lower_own_servers(&mut self.types, &declared.servers, &cursor.key("servers"));
        let responses = self.lower_responses(&declared.responses, site, &cursor.key("responses"));
        let security = self.lower_security(declared.security.as_ref(), direction, cursor);
        let callbacks = self.register_callbacks(&declared.callbacks, &cursor.key("callbacks"));
        let (body, servers) = match (body, servers) {
            (Ok(body), Ok(servers)) if problems.is_empty() => (body, servers),
            (body, servers) => {
                problems.extend(body.err());
                problems.extend(servers.err());
                self.leave_out(site, problems);
                return None;
            }
        };
        let is_servable = body.is_servable && responses.is_servable;
        let responses = responses.value;
        let extensions = &declared.extensions;
        let paging = match direction {
            Direction::Call => self.lower_paging(extensions, &responses.success, method, cursor),
            Direction::Serve => None,
        };
        let operation = Operation {
            id: self.operation_id(declared, site),
            declared_name: site.declared_name.cloned(),
            method: method.clone(),
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
            security,
            servers,
            permissions: extensions.get("x-permissions").map(permissions),
            error_codes: extensions
                .get("x-error-codes")
                .map(lower_error_codes)
                .unwrap_or_default(),
            callbacks,
        };
        Some(Servable {
            value: operation,
            is_servable,
        })
    }

    /// Returns the name of an operation: its operationId, or method and path if it has none or
    /// shares it with another operation.
    fn operation_id(&self, declared: &document::Operation, site: OperationSite<'_>) -> String {
        let is_shared = |id: &str| {
            site.direction == Direction::Call && self.operation_index.with_id(id).len() > 1
        };
        let id = declared.operation_id.as_ref();
        let id = id.filter(|id| !is_shared(id));
        id.cloned().unwrap_or_else(|| site.method_and_path())
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
            .consequence("the client names these operations by method and path")
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
                let written = document.part_name(cursor.to_pointer().as_str());
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
