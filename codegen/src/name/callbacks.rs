//! The names of callbacks, and of the correlation keys and conditions of what they receive.

use std::collections::HashMap;

use crate::ir::{Api, Header, InboundOperation, Response, Status, TypeId};

use super::identifier::{Case, Identifier};
use super::reserved;
use super::scope::Scope;
use super::status::status_words;

/// The names of a callback.
#[derive(Clone, Debug)]
pub(crate) struct CallbackNames {
    /// The module below `callbacks`.
    pub(crate) module: Identifier,
    /// The trait of the handler.
    pub(crate) handler: Identifier,
    /// The names of the operations, parallel to them.
    pub(crate) operations: Vec<ServedNames>,
}

/// The names of an inbound operation.
#[derive(Clone, Debug)]
pub(crate) struct ServedNames {
    /// The method of the handler.
    pub(crate) method: Identifier,
    /// The type of the response.
    pub(crate) response: Identifier,
    /// The variants of that type, parallel to the declared responses.
    pub(crate) variants: Vec<Identifier>,
    /// The fields of the variants, parallel to the headers of the responses.
    pub(crate) headers: Vec<Vec<Identifier>>,
    /// The adapter between the runtime and the handler.
    pub(crate) adapter: Identifier,
    /// The static with its description.
    pub(crate) table: Identifier,
    /// The static with the description of its asynchronous delivery.
    pub(crate) delivery: Identifier,
}

/// The names of the correlation key and the conditions of a type.
#[derive(Clone, Debug, Default)]
pub(crate) struct SubjectNames {
    /// The constant and the method of the key.
    pub(crate) key: Option<[Identifier; 2]>,
    /// The constants and the methods of the conditions, parallel to them.
    pub(crate) conditions: Vec<[Identifier; 2]>,
}

/// Names the callbacks.
pub(super) fn name(api: &Api) -> Vec<CallbackNames> {
    let names = || api.callbacks.iter().map(|callback| callback.name.as_str());
    let modules = Scope::new(&[reserved::MODULES, reserved::DEVICES]).assign(Case::Snake, names());
    let mut scope = Scope::new(&[reserved::PRELUDE, reserved::IMPORTED]);
    let handlers = modules.iter().map(|module| format!("{module} handler"));
    let handlers = scope.assign(Case::Camel, handlers);
    let mut all: Vec<CallbackNames> = modules
        .into_iter()
        .zip(handlers)
        .zip(&api.callbacks)
        .map(|((module, handler), callback)| CallbackNames {
            operations: {
                let mut methods = Scope::new(&[]);
                let operations = callback.operations.iter();
                operations
                    .map(|served| operation(served, &module, &mut methods, &mut scope))
                    .collect()
            },
            module,
            handler,
        })
        .collect();
    for operations in all.iter_mut().map(|callback| &mut callback.operations) {
        // The adapters are private to the module.
        let mut own = Scope::within(&scope, &[reserved::PRELUDE, reserved::IMPORTED]);
        for names in operations {
            names.adapter = own.assign_one(Case::Camel, names.method.as_str());
        }
    }
    all
}

/// Names an inbound operation. `methods` has the methods of its handler, and `scope` the types of
/// all callbacks.
fn operation(
    served: &InboundOperation,
    module: &Identifier,
    methods: &mut Scope<'_>,
    scope: &mut Scope<'_>,
) -> ServedNames {
    let responses = &served.operation.responses;
    let upper = served.operation.method.as_str().to_owned();
    let method = methods.assign_one(Case::Snake, &served.operation.words());
    ServedNames {
        response: scope.assign_one(Case::Camel, &format!("{module} {method} response")),
        variants: Scope::new(&[]).assign(
            Case::Camel,
            responses
                .iter()
                .map(|response| status_words(response.status)),
        ),
        headers: responses.iter().map(headers).collect(),
        adapter: method.clone(),
        method,
        delivery: Identifier::new(format!("{upper}_BACKGROUND")),
        table: Identifier::new(upper),
    }
}

/// Names the fields of the headers of a response.
fn headers(response: &Response) -> Vec<Identifier> {
    let status = matches!(response.status, Status::Code(_));
    let reserved: &[&[&str]] = if status {
        &[&["body"]]
    } else {
        &[&["body", "status"]]
    };
    Scope::new(reserved).assign(Case::Snake, response.headers.iter().map(Header::words))
}

/// Names correlation keys and conditions. `accessors` returns the other methods of a type.
pub(super) fn correlations<'n>(
    api: &Api,
    accessors: impl Fn(TypeId) -> Vec<&'n Identifier>,
) -> HashMap<TypeId, SubjectNames> {
    let named = api.correlations.iter().map(|correlation| {
        let mut scope = Scope::new(&[reserved::METHODS, reserved::CORRELATION]);
        for accessor in accessors(correlation.ty) {
            scope.assign_one(Case::Snake, accessor.as_str());
        }
        let mut pair = |words: &str| {
            let method = scope.assign_one(Case::Snake, words);
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
