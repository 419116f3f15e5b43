//! The root of the intermediate representation.

use std::collections::BTreeMap;

use super::operations::callback::{Callback, Correlation};
use super::operations::conventions::Conventions;
use super::operations::error_code::{ErrorCode, PropertyRef};
use super::operations::paging::Paging;
use super::operations::path::PathNode;
use super::operations::security::{
    AuthModel, OpenIdConnect, Security, SecurityScheme, SenderAttribute,
};
use super::operations::server::Server;
use super::types::docs::Docs;
use super::types::id::TypeId;
use super::types::ty::Type;
use super::types::type_definition::TypeDefinition;
use super::types::type_table::TypeTable;
use super::types::untyped::UntypedPlace;
use super::values::example::Example;
use super::visit::{Visitor, VisitorMut, for_each_node, for_each_operation};

/// An entire API, with all references resolved.
#[derive(Clone, Debug, PartialEq)]
pub struct Api {
    /// `info`.
    pub info: Info,
    /// `x-lenient`: numbers and booleans are also decoded from strings, and enum values regardless
    /// of ASCII case.
    pub lenient: bool,
    /// `x-strip-namespaces`: the namespaces that Rust names leave out.
    pub strip_namespaces: Vec<String>,
    /// The conventions of the service.
    pub conventions: Conventions,
    /// The servers, in document order.
    pub servers: Vec<Server>,
    /// The security schemes that at least one operation requires, in document order.
    pub security_schemes: Vec<SecurityScheme>,
    /// The root of the path tree, whose segment is an empty literal.
    pub root: PathNode,
    /// The definitions of all types. A type that is neither in `models` nor in a node of the path
    /// tree is unused and is not generated.
    pub types: TypeTable,
    /// The types that belong to no node of the path tree.
    pub models: Vec<TypeId>,
    /// The distinct `x-error-codes` of all operations, in document order.
    pub error_codes: Vec<ErrorCode>,
    /// `x-error-code`: the properties that lead to the error code of a type, from the outside in.
    pub error_code_paths: BTreeMap<TypeId, Vec<PropertyRef>>,
    /// The types that are pages of a list.
    pub pages: BTreeMap<TypeId, Paging>,
    /// The distinct callbacks of all operations, and `x-webhooks`.
    pub callbacks: Vec<Callback>,
    /// `x-key` and `x-conditions` of schemas.
    pub correlations: Vec<Correlation>,
    /// The security schemes of type `openIdConnect` with which received tokens can be verified.
    pub open_id: Vec<OpenIdConnect>,
    /// The valid examples of the document.
    pub examples: Vec<Example>,
    /// The places that are raw JSON, in the order in which they were lowered.
    pub untyped: Vec<UntypedPlace>,
}

impl Api {
    /// Returns the definition of a type.
    #[must_use]
    pub fn definition(&self, id: TypeId) -> &TypeDefinition {
        &self.types[id]
    }

    /// Returns the type behind aliases.
    #[must_use]
    pub fn resolve_alias<'a>(&'a self, ty: &'a Type) -> &'a Type {
        self.types.resolve_alias(ty)
    }

    /// Returns the correlation of a type.
    #[must_use]
    pub fn correlation(&self, ty: &Type) -> Option<&Correlation> {
        match ty {
            Type::Named(id) => self
                .correlations
                .iter()
                .find(|correlation| correlation.ty == *id),
            _ => None,
        }
    }

    /// Returns the authentication model of the client.
    #[must_use]
    pub fn auth_model(&self) -> AuthModel {
        match self.security_schemes.as_slice() {
            [] => AuthModel::None,
            [scheme] if scheme.is_token() && self.requires_single_schemes() => {
                AuthModel::SingleBearer
            }
            _ => AuthModel::Schemes,
        }
    }

    /// Returns whether the document leaves open how calls are authenticated.
    #[must_use]
    pub fn has_unstated_security(&self) -> bool {
        let mut is_unstated = false;
        for_each_operation(&self.root, |operation| {
            is_unstated |= operation.security == Security::Unstated;
        });
        is_unstated
    }

    /// Returns whether an operation requires that the transport identifies the client.
    #[must_use]
    pub fn requires_mutual_tls(&self) -> bool {
        let mut is_required = false;
        for_each_operation(&self.root, |operation| {
            let mut alternatives = operation.security.alternatives().iter();
            is_required |= alternatives.any(|alternative| !alternative.mutual_tls.is_empty());
        });
        is_required
    }

    /// Returns the distinct attributes of senders, of all security schemes.
    #[must_use]
    pub fn sender_attributes(&self) -> Vec<&SenderAttribute> {
        let mut distinct: Vec<&SenderAttribute> = Vec::new();
        for attribute in self
            .open_id
            .iter()
            .flat_map(|scheme| &scheme.sender_attributes)
        {
            if distinct.iter().all(|known| known.name != attribute.name) {
                distinct.push(attribute);
            }
        }
        distinct
    }

    /// Returns whether no operation has alternative or combined security requirements.
    fn requires_single_schemes(&self) -> bool {
        let mut is_single = true;
        for_each_operation(&self.root, |operation| {
            is_single &= match operation.security.alternatives() {
                [] => true,
                [alternative] => alternative.schemes.len() <= 1,
                _ => false,
            };
        });
        is_single
    }

    /// Returns the number of operations that the client can call.
    #[must_use]
    pub fn operation_count(&self) -> usize {
        let mut count = 0;
        for_each_operation(&self.root, |_| count += 1);
        count
    }

    /// Returns the number of generated types.
    #[must_use]
    pub fn type_count(&self) -> usize {
        let mut count = self.models.len();
        for_each_node(&self.root, |node| count += node.types.len());
        count
    }

    /// Returns whether values of a type have constraints to check before they are sent.
    #[must_use]
    pub fn is_validated(&self, ty: &Type) -> bool {
        match ty {
            Type::Named(id) => self.definition(*id).validated,
            Type::Part(_) => false,
            ty => ty.parts().iter().any(|part| self.is_validated(part)),
        }
    }

    /// Visits the path tree, then the callbacks.
    pub fn visit_operations(&self, visitor: &mut impl Visitor) {
        visitor.visit_node(&self.root);
        for callback in &self.callbacks {
            visitor.visit_callback(callback);
        }
    }

    /// Visits the path tree, then the callbacks.
    pub fn visit_operations_mut(&mut self, visitor: &mut impl VisitorMut) {
        visitor.visit_node(&mut self.root);
        for callback in &mut self.callbacks {
            visitor.visit_callback(callback);
        }
    }
}

/// `info` of the document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Info {
    /// `title`.
    pub title: String,
    /// `version`, which is not the version of the generated crate.
    pub version: String,
    /// The documentation.
    pub docs: Docs,
    /// The name of the document's license.
    pub license: Option<String>,
}
