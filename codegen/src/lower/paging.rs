//! `x-ms-pageable`: lists that come in pages.

use serde_json::Value;

use super::Lowering;
use super::extension::Extensions;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::ir::{AdditionalProperties, Method, Paging, ResponseBody, Type, TypeKind};
use crate::source::PathCursor;

impl Lowering<'_> {
    pub(super) fn paging(
        &mut self,
        extensions: &Extensions,
        success: &ResponseBody,
        method: Method,
        cursor: &PathCursor<'_>,
    ) -> Option<Paging> {
        let declared = extensions.get("x-ms-pageable")?;
        if self.serving {
            return None;
        }
        let cursor = cursor.key("x-ms-pageable");
        if method != Method::Get {
            self.no_pages(&cursor, "the address of a next page is for a GET request");
            return None;
        }
        let text = |name: &str| declared.get(name).and_then(Value::as_str);
        let items = text("itemName").unwrap_or("value");
        let next = match declared.get("nextLinkName") {
            Some(Value::Null) => None,
            _ => Some(text("nextLinkName").unwrap_or("@odata.nextLink")),
        };
        match self.page(success, items, next) {
            Ok(paging) => {
                let known = self
                    .pages
                    .entry(paging.page)
                    .or_insert_with(|| paging.clone());
                if *known == paging {
                    return Some(paging);
                }
                self.no_pages(
                    &cursor,
                    "another operation reads the same pages by other members",
                );
            }
            Err(why) => self.no_pages(&cursor, why),
        }
        None
    }

    fn page(
        &self,
        success: &ResponseBody,
        items: &str,
        next: Option<&str>,
    ) -> Result<Paging, &'static str> {
        let page = match success {
            ResponseBody::One(ty) => self.resolve_alias(ty),
            ResponseBody::Empty | ResponseBody::Many(_) => None,
        };
        let no_object = "a successful response is not always the same object";
        let page = page.ok_or(no_object)?;
        let TypeKind::Object(object) = &self.types[page].kind else {
            return Err(no_object);
        };
        let property = |name: &str| {
            object
                .properties
                .iter()
                .find(|property| property.name == name)
        };
        let list = property(items).ok_or("the response has no member for the items")?;
        if !matches!(self.resolve_alias_type(&list.ty), Type::Array(_)) {
            return Err("the member for the items is not an array");
        }
        match next.map(property) {
            None => {}
            Some(Some(property)) if *self.resolve_alias_type(&property.ty) == Type::String => {}
            Some(None) if object.additional == AdditionalProperties::Any => {}
            Some(Some(_)) => return Err("the member for the next page is not a text"),
            Some(None) => return Err("the response has no member for the next page"),
        }
        Ok(Paging {
            page,
            items: items.to_owned(),
            next: next.map(str::to_owned),
        })
    }

    fn no_pages(&mut self, cursor: &PathCursor<'_>, why: &str) {
        self.diagnostics.push(
            Diagnostic::new(
                Code::NoPages,
                cursor.on_key(),
                format!("this operation gives no stream of pages: {why}"),
            )
            .help("name the members by `itemName` and `nextLinkName`, or follow the pages by hand"),
        );
    }
}
