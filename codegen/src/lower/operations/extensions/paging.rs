//! `x-ms-pageable`: lists that are returned in pages.

use serde_json::Value;

use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::document::Extensions;
use crate::ir::{AdditionalProperties, Method, Paging, ResponseBody, Type, TypeTable};
use crate::lower::operations::OperationLowerer;
use crate::source::PathCursor;

impl OperationLowerer<'_> {
    /// Lowers `x-ms-pageable` of an operation that the client calls.
    pub(in crate::lower::operations) fn lower_paging(
        &mut self,
        extensions: &Extensions,
        success: &ResponseBody,
        method: &Method,
        cursor: &PathCursor<'_>,
    ) -> Option<Paging> {
        let declared = extensions.get("x-ms-pageable")?;
        let cursor = cursor.key("x-ms-pageable");
        if *method != Method::Get {
            self.warn_no_pages(&cursor, "the operation must be a GET request");
            return None;
        }
        let string = |name: &str| declared.get(name).and_then(Value::as_str);
        let items = string("itemName").unwrap_or("value");
        let next = match declared.get("nextLinkName") {
            Some(Value::Null) => None,
            _ => Some(string("nextLinkName").unwrap_or("@odata.nextLink")),
        };
        match page(&self.types.types, success, items, next) {
            Ok(paging) => {
                let known = self
                    .pages
                    .entry(paging.page)
                    .or_insert_with(|| paging.clone());
                if *known == paging {
                    return Some(paging);
                }
                self.warn_no_pages(
                    &cursor,
                    "another operation uses other properties of the same response",
                );
            }
            Err(reason) => self.warn_no_pages(&cursor, reason),
        }
        None
    }

    fn warn_no_pages(&mut self, cursor: &PathCursor<'_>, reason: &str) {
        self.types.diagnostics.push(
            Diagnostic::new(
                Code::NoPages,
                cursor.on_key(),
                format!("no stream of pages is generated for this operation: {reason}"),
            )
            .help(
                "declare the properties with `itemName` and `nextLinkName`, or request the \
             pages one by one",
            ),
        );
    }
}

/// Returns how the pages that an operation returns are read, or why they cannot be.
fn page(
    types: &TypeTable,
    success: &ResponseBody,
    items: &str,
    next: Option<&str>,
) -> Result<Paging, &'static str> {
    let page = match success {
        ResponseBody::One(ty) => types.object_behind_alias(ty),
        ResponseBody::Empty | ResponseBody::Many(_) => None,
    };
    let (page, object) = page.ok_or("its successful responses are not a single object")?;
    let property = |name: &str| {
        let mut properties = object.properties.iter();
        properties.find(|property| property.name == name)
    };
    let list = property(items).ok_or("the response has no property for the items")?;
    if !matches!(types.resolve_alias(&list.ty), Type::Array(_)) {
        return Err("the property for the items is not an array");
    }
    match next.map(property) {
        None => {}
        Some(Some(property)) if *types.resolve_alias(&property.ty) == Type::String => {}
        Some(None) if object.additional == AdditionalProperties::Any => {}
        Some(Some(_)) => return Err("the property for the next page is not a string"),
        Some(None) => return Err("the response has no property for the next page"),
    }
    Ok(Paging {
        page,
        items: items.to_owned(),
        next: next.map(str::to_owned),
    })
}
