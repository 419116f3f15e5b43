//! From paths and operations to the path tree.
//!
//! The schemas of an operation are lowered by a [`TypeLowerer`]. The callbacks of an operation are
//! only registered here, in a [`CallbackQueue`].

mod bodies;
mod callback_queue;
mod content;
pub(in crate::lower) mod extensions;
mod headers;
mod left_out;
mod links;
mod media_type;
mod multipart;
mod operation;
mod parameters;
mod path_template;
mod paths;
mod responses;
mod security;
mod servers;

use std::collections::{BTreeMap, HashMap};

pub(in crate::lower) use callback_queue::{CallbackQueue, CallbackSource};
pub(in crate::lower) use extensions::conventions::lower_conventions;
pub(in crate::lower) use extensions::error_codes::{all_error_codes, error_code_paths};
pub(in crate::lower) use left_out::NotUnderstood;
pub(in crate::lower) use security::open_id_schemes;
pub(in crate::lower) use servers::lower_document_servers;

use super::types::{InlinePath, Scope, TypeLowerer};
use crate::document::OperationKey;
use crate::ir::{DeclaredName, Method, Paging, RequestBody, SecurityScheme, TypeId};
use crate::source::JsonPointer;
use left_out::LeftOutOperations;
use links::OperationIndex;
use responses::ReusableResponse;
use security::states_security;

/// Lowers operations.
pub(in crate::lower) struct OperationLowerer<'d> {
    pub(in crate::lower) types: TypeLowerer<'d>,
    /// The operations that links can name.
    operation_index: OperationIndex<'d>,
    /// The operation ids so far, with their locations.
    operation_ids: HashMap<&'d str, JsonPointer>,
    /// The reusable request bodies that have been lowered, by name.
    request_bodies: HashMap<(&'d str, Direction), LoweredBody>,
    /// The reusable responses that have been lowered, by name.
    responses: HashMap<(&'d str, Direction), Servable<ReusableResponse>>,
    /// The objects that are pages of a list.
    pub(in crate::lower) pages: BTreeMap<TypeId, Paging>,
    /// The security schemes that at least one operation of the client requires.
    pub(in crate::lower) security_schemes: Vec<SecurityScheme>,
    /// Whether the document states a security requirement anywhere.
    states_security: bool,
    pub(in crate::lower) callbacks: CallbackQueue<'d>,
    left_out: LeftOutOperations,
}

/// A lowered request body, or why it is not understood.
type LoweredBody = Result<Servable<Option<RequestBody>>, NotUnderstood>;

impl<'d> OperationLowerer<'d> {
    pub(in crate::lower) fn new(types: TypeLowerer<'d>) -> Self {
        Self {
            operation_index: OperationIndex::new(types.document),
            states_security: states_security(types.document),
            types,
            operation_ids: HashMap::new(),
            request_bodies: HashMap::new(),
            responses: HashMap::new(),
            pages: BTreeMap::new(),
            security_schemes: Vec::new(),
            callbacks: CallbackQueue::default(),
            left_out: LeftOutOperations::default(),
        }
    }

    /// Records that an operation is left out.
    pub(in crate::lower) fn leave_out(
        &mut self,
        site: OperationSite<'_>,
        reasons: Vec<NotUnderstood>,
    ) {
        self.left_out.add(site, reasons);
    }

    /// Reports the operations that were left out.
    pub(in crate::lower) fn report_left_out(&mut self) {
        std::mem::take(&mut self.left_out).report(self.types.diagnostics);
    }
}

/// Who calls an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::lower) enum Direction {
    /// The client.
    Call,
    /// The service: the client serves the operation.
    Serve,
}

impl Direction {
    /// Returns the module of the inline types of an operation. An operation that the client serves
    /// belongs to no single path: it may be a callback of several operations, and a webhook.
    const fn scope(self) -> Scope {
        match self {
            Self::Call => Scope::Path,
            Self::Serve => Scope::Models,
        }
    }
}

/// A lowered operation or a part of one.
#[derive(Clone, Debug)]
pub(in crate::lower) struct Servable<T> {
    pub(in crate::lower) value: T,
    /// Whether code can be generated that serves it: its bodies are JSON. Always true for
    /// [`Direction::Call`].
    pub(in crate::lower) is_servable: bool,
}

/// Which operation is being lowered.
#[derive(Clone, Copy, Debug)]
pub(in crate::lower) struct OperationSite<'a> {
    pub(in crate::lower) direction: Direction,
    /// The path template, the runtime expression of a callback, or the name of a webhook.
    pub(in crate::lower) path: &'a str,
    pub(in crate::lower) method: &'a Method,
    /// The path from which the inline types of the operation are named.
    pub(in crate::lower) stem: &'a str,
    /// The name that the operation declares.
    pub(in crate::lower) declared_name: Option<&'a DeclaredName>,
}

impl OperationSite<'_> {
    /// Returns the operation as `GET /pets`.
    fn method_and_path(&self) -> String {
        format!("{} {}", self.method.as_str(), self.path)
    }

    /// Returns the words that the method of the operation is named after.
    fn words(&self) -> String {
        let method = self.method.to_lower_case();
        DeclaredName::or(self.declared_name, &method).to_owned()
    }

    /// Returns the path below which the inline schemas of the operation are.
    fn inline_path(&self) -> InlinePath {
        InlinePath::new(self.direction.scope(), [self.stem, &self.words()])
    }
}

/// Returns the method of an operation.
pub(in crate::lower) fn method(key: &OperationKey) -> Method {
    const METHODS: [Method; 9] = [
        Method::Get,
        Method::Put,
        Method::Post,
        Method::Delete,
        Method::Options,
        Method::Head,
        Method::Patch,
        Method::Trace,
        Method::Query,
    ];
    let (name, token) = match key {
        OperationKey::Field(name) => (*name, name.to_ascii_uppercase()),
        OperationKey::Additional(token) => (token.as_str(), token.clone()),
    };
    let mut known = METHODS.into_iter();
    let known = known.find(|method| method.as_str() == token);
    known.unwrap_or_else(|| Method::Other(name.to_owned()))
}
