//! Parameters that are the whole query.

use super::ListedParameter;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::document::ParameterLocation;
use crate::lower::operations::{NotUnderstood, OperationLowerer};
use crate::source::PathCursor;

impl<'d> OperationLowerer<'d> {
    /// Checks that a parameter which is the whole query is the only one of the query.
    pub(super) fn check_query_strings(
        &mut self,
        all: &mut Vec<ListedParameter<'d>>,
        cursor: &PathCursor<'_>,
    ) {
        let is_query_string = |listed: &ListedParameter<'_>| {
            listed.declared.location == ParameterLocation::QueryString
        };
        let is_query = |listed: &ListedParameter<'_>| {
            matches!(listed.declared.location, ParameterLocation::Query { .. })
        };
        let mut has_query = all.iter().any(is_query);
        all.retain_mut(|listed| {
            if !is_query_string(listed) || !std::mem::replace(&mut has_query, true) {
                return true;
            }
            let name = &listed.declared.name;
            let problem = NotUnderstood::new(
                Diagnostic::new(
                    Code::QueryString,
                    cursor.on_key(),
                    format!("`{name}` is the whole query, but there are other query parameters"),
                )
                .help("declare the query in one parameter with `in: querystring`"),
            );
            if listed.declared.required {
                listed.lowered = Err(problem);
                return true;
            }
            let dropped = problem.dropped("the client does not send this parameter");
            self.types.diagnostics.push(dropped);
            false
        });
    }
}
