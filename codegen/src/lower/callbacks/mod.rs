//! Callbacks and webhooks: the operations that the client serves.

mod correlation;
mod delivery;

pub(in crate::lower) use correlation::lower_correlations;

use super::operations::{CallbackSource, Direction, OperationLowerer, OperationSite, method};
use super::types::declared_name;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::document::{Operation, OperationPart, PathItem};
use crate::ir::{Correlation, InboundOperation, Method};
use crate::source::PathCursor;
use delivery::inbound_operation;

/// Lowers the callbacks in the queue, and those that their operations add to it.
pub(in crate::lower) fn lower_queue(
    operations: &mut OperationLowerer<'_>,
    correlations: &[Correlation],
) {
    while let Some((id, source)) = operations.callbacks.take_next() {
        let inbound = source
            .pointer
            .with_cursor(|cursor| lower_callback(operations, correlations, &source, cursor));
        operations.callbacks.callback_mut(id).operations = inbound;
    }
}

/// Lowers `x-webhooks`, and the callbacks of its operations.
pub(in crate::lower) fn lower_webhooks(
    operations: &mut OperationLowerer<'_>,
    correlations: &[Correlation],
) {
    let webhooks = PathCursor::ROOT.key(operations.types.document.webhooks_field);
    for (name, item) in &operations.types.document.webhooks {
        let pointer = webhooks.key(name).to_pointer();
        operations.callbacks.register(CallbackSource {
            name: name.clone(),
            expression: None,
            item,
            written: pointer.as_str().to_owned(),
            pointer,
        });
        lower_queue(operations, correlations);
    }
}

/// Lowers the operations of a callback that the client can serve.
fn lower_callback<'d>(
    operations: &mut OperationLowerer<'d>,
    correlations: &[Correlation],
    source: &CallbackSource<'d>,
    cursor: &PathCursor<'_>,
) -> Vec<InboundOperation> {
    let mut inbound = Vec::new();
    let additional = cursor.key("additionalOperations");
    for (key, declared) in &source.item.operations {
        // `load` reported a body that is not understood. A handler reads parameters by itself.
        let is_left_out =
            |part| matches!(part, &OperationPart::Whole | &OperationPart::RequestBody);
        if declared.not_understood.iter().any(is_left_out) {
            continue;
        }
        let cursor = key.cursor(cursor, &additional);
        let method = method(key);
        if let Method::Other(method) = &method {
            let reason = format!("its method is `{method}`");
            warn_not_served(operations, (&reason, "use POST"), &cursor);
            continue;
        }
        warn_untyped_parameters(operations, source.item, declared, &cursor);
        let declared_name = declared_name(&declared.extensions, &cursor);
        let site = OperationSite {
            direction: Direction::Serve,
            path: source.expression.unwrap_or(&source.name),
            method: &method,
            stem: &source.name,
            declared_name: declared_name.as_ref(),
        };
        let lowered = operations.lower_operation(declared, Vec::new(), Vec::new(), site, &cursor);
        let Some(lowered) = lowered else {
            continue;
        };
        if !lowered.is_servable {
            let reason = ("its bodies are not JSON", "declare JSON bodies");
            warn_not_served(operations, reason, &cursor);
            continue;
        }
        let types = &mut operations.types;
        let operation = inbound_operation(types, correlations, lowered.value, declared, &cursor);
        inbound.push(operation);
    }
    inbound
}

/// Warns of an operation that the client cannot serve.
fn warn_not_served(
    operations: &mut OperationLowerer<'_>,
    (reason, help): (&str, &str),
    cursor: &PathCursor<'_>,
) {
    let message = format!("this callback is not generated: {reason}");
    let help = format!("{help}, or handle the requests in your own server");
    let diagnostic = Diagnostic::new(Code::NotServed, cursor.on_key(), message).help(help);
    operations.types.diagnostics.push(diagnostic);
}

/// Warns of parameters, which a handler has to read by itself.
fn warn_untyped_parameters(
    operations: &mut OperationLowerer<'_>,
    item: &PathItem,
    declared: &Operation,
    cursor: &PathCursor<'_>,
) {
    if item.parameters.is_empty() && declared.parameters.is_empty() {
        return;
    }
    operations.types.diagnostics.push(
        Diagnostic::new(
            Code::UntypedParameters,
            cursor.on_key(),
            "the parameters of this callback are not typed",
        )
        .help("read them by name from the `uri()` and `headers()` of the request"),
    );
}
