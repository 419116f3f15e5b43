//! The names of what the client serves, and of what its notifications say of themselves.

use std::collections::HashMap;

use crate::ir::{Api, InboundOperation, Response, Status, TypeId};

use super::identifier::{Case, Identifier};
use super::reserved;
use super::scope::Scope;
use super::types::reason;

/// The names of a callback.
#[derive(Clone, Debug)]
pub(crate) struct CallbackNames {
    /// Its module below `callbacks`.
    pub(crate) module: Identifier,
    /// The trait of its handler.
    pub(crate) handler: Identifier,
    /// Parallel to its operations.
    pub(crate) operations: Vec<ServedNames>,
}

/// The names of an operation that the client serves.
#[derive(Clone, Debug)]
pub(crate) struct ServedNames {
    /// The method of the handler.
    pub(crate) method: Identifier,
    /// The type of the answer.
    pub(crate) answer: Identifier,
    /// Its variants, parallel to the responses.
    pub(crate) variants: Vec<Identifier>,
    /// The fields of the variants, parallel to the headers of the responses.
    pub(crate) headers: Vec<Vec<Identifier>>,
    /// What stands between the runtime and the handler.
    pub(crate) adapter: Identifier,
    /// The static that describes it.
    pub(crate) table: Identifier,
    /// The static that describes how it is taken in.
    pub(crate) delivery: Identifier,
}

/// The names of what the values of a type say of themselves.
#[derive(Clone, Debug, Default)]
pub(crate) struct SubjectNames {
    /// The constant and the method of the key.
    pub(crate) key: Option<[Identifier; 2]>,
    /// The constants and the methods of the conditions, parallel to them.
    pub(crate) conditions: Vec<[Identifier; 2]>,
}

/// Names the callbacks. Their types have other names than the models.
pub(super) fn name(api: &Api, models: &Scope<'_>) -> Vec<CallbackNames> {
    let names = || api.callbacks.iter().map(|callback| callback.name.as_str());
    let modules = Scope::new(&[reserved::MODULES, reserved::DEVICES]).assign(Case::Snake, names());
    let mut scope = Scope::within(models, &[reserved::PRELUDE, reserved::IMPORTED]);
    let handlers = modules.iter().map(|module| format!("{module} handler"));
    let handlers = scope.assign(Case::Camel, handlers);
    let mut all: Vec<CallbackNames> = modules
        .into_iter()
        .zip(handlers)
        .zip(&api.callbacks)
        .map(|((module, handler), callback)| CallbackNames {
            operations: callback
                .operations
                .iter()
                .map(|served| operation(served, &module, &mut scope))
                .collect(),
            module,
            handler,
        })
        .collect();
    for operations in all.iter_mut().map(|callback| &mut callback.operations) {
        // Nobody sees them outside of the module.
        let mut own = Scope::within(&scope, &[reserved::PRELUDE, reserved::IMPORTED]);
        for names in operations {
            names.adapter = own.assign_one(Case::Camel, names.method.as_str());
        }
    }
    all
}

fn operation(served: &InboundOperation, module: &Identifier, scope: &mut Scope<'_>) -> ServedNames {
    let responses = &served.operation.responses;
    let method = served.operation.method.as_str();
    let upper = method.to_ascii_uppercase();
    ServedNames {
        method: Identifier::new(method.to_owned()),
        answer: scope.assign_one(Case::Camel, &format!("{module} {method} answer")),
        variants: Scope::new(&[]).assign(
            Case::Camel,
            responses.iter().map(|response| reason(response.status)),
        ),
        headers: responses.iter().map(headers).collect(),
        adapter: Identifier::new(method.to_owned()),
        delivery: Identifier::new(format!("{upper}_BACKGROUND")),
        table: Identifier::new(upper),
    }
}

fn headers(response: &Response) -> Vec<Identifier> {
    let status = matches!(response.status, Status::Code(_));
    let reserved: &[&[&str]] = if status {
        &[&["body"]]
    } else {
        &[&["body", "status"]]
    };
    Scope::new(reserved).assign(
        Case::Snake,
        response.headers.iter().map(|header| &header.name),
    )
}

/// Names what the values of types say of themselves, beside the methods that these types have.
pub(super) fn correlations<'n>(
    api: &Api,
    accessors: impl Fn(TypeId) -> Vec<&'n Identifier>,
) -> HashMap<TypeId, SubjectNames> {
    let named = api.correlations.iter().map(|correlation| {
        let mut scope = Scope::new(&[reserved::METHODS, reserved::SUBJECT]);
        for accessor in accessors(correlation.ty) {
            scope.assign_one(Case::Snake, accessor.as_str());
        }
        let mut pair = |text: &str| {
            let method = scope.assign_one(Case::Snake, text);
            let constant = Identifier::new(method.as_str().to_ascii_uppercase());
            [constant, method]
        };
        let names = SubjectNames {
            key: correlation.key.as_ref().map(|key| pair(&key.name)),
            conditions: correlation
                .conditions
                .iter()
                .map(|condition| pair(&format!("is {}", condition.name)))
                .collect(),
        };
        (correlation.ty, names)
    });
    named.collect()
}
