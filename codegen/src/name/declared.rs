//! Reports the declared names that nothing has.

use std::collections::HashSet;

use crate::diagnostics::code::Code;
use crate::diagnostics::{Anchor, Diagnostic, Diagnostics};
use crate::ir::{Api, DeclaredName, Operation, PathNode, Property, TypeId, TypeKind};
use crate::source::JsonPointer;

use super::identifier::{Case, Identifier};
use super::nodes::NodeNames;
use super::scope::Scope;
use super::{Names, reserved};

/// Reports the declared names that differ from the identifiers that were assigned: those that are
/// not in Rust's case, and those of something else. The collisions of types are reported where they
/// are named.
pub(super) fn report(api: &Api, names: &Names, diagnostics: &mut Diagnostics) {
    let mut reporter = Reporter {
        reported: HashSet::new(),
        diagnostics,
    };
    for id in &api.models {
        reporter.ty(api, names, *id);
    }
    reporter.node(api, names, &api.root, &names.root);
    for (callback, names) in api.callbacks.iter().zip(&names.callbacks) {
        for (inbound, names) in callback.operations.iter().zip(&names.operations) {
            let declared = inbound.operation.declared_name.as_ref();
            reporter.check(declared, &names.method, Case::Snake, "method");
            for (response, fields) in inbound.operation.responses.iter().zip(&names.headers) {
                for (header, name) in response.headers.iter().zip(fields) {
                    let declared = header.declared_name.as_ref();
                    reporter.check(declared, name, Case::Snake, "field");
                }
            }
        }
    }
}

struct Reporter<'d> {
    /// The locations of the names that have been reported: several operations can use a component.
    reported: HashSet<JsonPointer>,
    diagnostics: &'d mut Diagnostics,
}

impl Reporter<'_> {
    fn node(&mut self, api: &Api, names: &Names, node: &PathNode, own: &NodeNames) {
        for id in &node.types {
            self.ty(api, names, *id);
        }
        for (parameter, name) in node.segment.parameters().zip(&own.arguments) {
            let declared = parameter.declared_name.as_ref();
            self.check(declared, name, Case::Snake, "argument");
        }
        for (operation, own) in node.operations.iter().zip(&own.operations) {
            let declared = operation.declared_name.as_ref();
            self.check(declared, &own.method, Case::Snake, "method");
            for (parameter, name) in operation.parameters.iter().zip(&own.parameters) {
                let declared = parameter.declared_name.as_ref();
                self.check(declared, name, Case::Snake, "parameter");
            }
            self.headers(operation, &own.header_methods);
        }
        for (child, own) in node.children.iter().zip(&own.children) {
            self.node(api, names, child, own);
        }
    }

    /// Reports the names of the headers of all responses, which have one method together if they are
    /// the same header.
    fn headers(&mut self, operation: &Operation, methods: &[Identifier]) {
        for header in operation
            .responses
            .iter()
            .flat_map(|response| &response.headers)
        {
            let mut all = operation.headers.iter().zip(methods);
            let method = all.find(|(known, _)| known.name.eq_ignore_ascii_case(&header.name));
            if let Some((_, method)) = method {
                self.check(header.declared_name.as_ref(), method, Case::Snake, "method");
            }
        }
    }

    fn ty(&mut self, api: &Api, names: &Names, id: TypeId) {
        let definition = api.definition(id);
        let own = names.of(id);
        let declared = definition.declared_name.as_ref();
        // The types that are named after it do not have it themselves.
        let declared = declared.filter(|_| !definition.origin.is_derived());
        let types = Scope::new(&[reserved::PRELUDE]);
        let may_be_named = |name: &str| types.preferred(Case::Camel, name) == name;
        let declared = declared.filter(|declared| !may_be_named(&declared.name));
        self.check(declared, &own.name, Case::Camel, "type");
        let properties: &[Property] = match &definition.kind {
            TypeKind::Object(object) => &object.properties,
            TypeKind::Multipart(multipart) => &multipart.properties,
            _ => &[],
        };
        for (property, name) in properties.iter().zip(&own.parts) {
            let declared = property.declared_name.as_ref();
            self.check(declared, name, Case::Snake, "field");
        }
    }

    /// Reports a declared name that differs from the assigned one.
    fn check(
        &mut self,
        declared: Option<&DeclaredName>,
        name: &Identifier,
        case: Case,
        item: &str,
    ) {
        let Some(declared) = declared.filter(|declared| declared.name != name.as_str()) else {
            return;
        };
        if !self.reported.insert(declared.pointer.clone()) {
            return;
        }
        let location = Anchor::Value(declared.pointer.clone());
        let DeclaredName { name: written, .. } = declared;
        let message = format!("the {item} is named `{name}` instead of `{written}`");
        let in_case = case.apply(written);
        let help = if in_case == *written {
            format!("choose another name: `{written}` is reserved, or the name of another {item}")
        } else {
            format!("write it in Rust's case: `{in_case}`")
        };
        let diagnostic = Diagnostic::new(Code::DeclaredName, location, message).help(help);
        self.diagnostics.push(diagnostic);
    }
}
