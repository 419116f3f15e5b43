//! Path items and callbacks that are references: what they refer to is laid in their place, since the document's types
//! have no room for a reference there.

use std::collections::HashMap;

use serde_yaml::{Mapping, Value};

use crate::diagnostics::code::Code;
use crate::diagnostics::{Anchor, Diagnostic, Diagnostics};
use crate::document::Origins;
use crate::load::files::Files;
use crate::load::grammar::{PATH_ITEM, Type};
use crate::load::reference::Target;
use crate::load::shape::named;
use crate::source::JsonPointer;

/// How deep callbacks may stand within callbacks.
const DEPTH: usize = 8;

/// Lays what `sites` lead to in their place.
pub(super) fn lay(
    files: &mut Files,
    sites: &HashMap<Target, Target>,
    origins: &mut Origins,
    diagnostics: &mut Diagnostics,
) {
    let texts = (0..files.count()).map(|file| files.source(file).text.len());
    let mut laying = Laying {
        files,
        sites,
        origins,
        diagnostics,
        within: Vec::new(),
        allowance: texts.sum::<usize>().saturating_mul(4) + (1 << 20),
        used: Vec::new(),
        patches: Vec::new(),
    };
    laying.document();
    let patches = laying.patches;
    let root = files.tree_mut(0);
    for (pointer, value) in patches {
        if let Some(place) = crate::load::at_mut(root, &pointer) {
            *place = value;
        }
    }
}

struct Laying<'a> {
    files: &'a Files,
    sites: &'a HashMap<Target, Target>,
    origins: &'a mut Origins,
    diagnostics: &'a mut Diagnostics,
    /// The callbacks that are being laid, and the path items in them, from the outside in.
    within: Vec<Target>,
    /// What may still be copied, in bytes.
    allowance: usize,
    /// The path items that stand under more than one path.
    used: Vec<Target>,
    /// What is to be put where into the document.
    patches: Vec<(JsonPointer, Value)>,
}

impl Laying<'_> {
    fn document(&mut self) {
        let root = JsonPointer::root();
        for (key, of_paths) in [("paths", true), ("x-webhooks", false)] {
            let items = self.files.tree(0).get(key).and_then(Value::as_mapping);
            let all = root.key(key);
            for (name, item) in items.into_iter().flat_map(named) {
                let place = all.key(name);
                let from = (0, place.clone());
                if self.sites.contains_key(&from) {
                    let mut item = item.clone();
                    self.item(&mut item, &from, &place);
                    if of_paths {
                        self.once(&mut item, &from);
                    }
                    self.patches.push((place, item));
                } else {
                    self.callbacks_of(item, &place);
                }
            }
        }
        let components = self.files.tree(0).get("components");
        if let Some(callbacks) = components.and_then(|components| components.get("callbacks")) {
            self.callbacks(callbacks, &root.key("components").key("callbacks"));
        }
    }

    /// Looks for callbacks in a path item of the document that stays where it is.
    fn callbacks_of(&mut self, item: &Value, place: &JsonPointer) {
        for (method, operation) in item.as_mapping().into_iter().flat_map(named) {
            if let Some(callbacks) = operation.get("callbacks") {
                self.callbacks(callbacks, &place.key(method).key("callbacks"));
            }
        }
    }

    fn callbacks(&mut self, callbacks: &Value, place: &JsonPointer) {
        let mut laid = callbacks.clone();
        let from = (0, place.clone());
        for (name, callback) in members(&mut laid) {
            self.callback(callback, &below(&from, name), &place.key(name));
        }
        self.patches.push((place.clone(), laid));
    }

    fn item(&mut self, item: &mut Value, from: &Target, place: &JsonPointer) {
        let Some(mut laid) = self.copy(from, place) else {
            let operations = members(item).filter(|(name, _)| is_operation(name));
            for (method, operation) in operations {
                self.operation(operation, &below(from, method), &place.key(method));
            }
            return;
        };
        if let Some(to) = self.sites.get(from) {
            self.item(&mut laid, to, place);
        }
        // The specification lets fields stand beside the reference, as long as they do not stand in both places.
        for (name, member) in members(item).filter(|(name, _)| *name != "$ref") {
            let from = below(from, name);
            if laid.get(name).is_some() {
                let message =
                    format!("`{name}` stands here and in the path item that is referred to");
                let diagnostic = Diagnostic::new(Code::Exclusive, Anchor::Key(from.1), message)
                    .help("the specification leaves open which one counts; keep one of them");
                self.diagnostics.push(diagnostic.in_file(from.0));
                continue;
            }
            if is_operation(name) {
                self.operation(member, &from, &place.key(name));
            }
            if let Value::Mapping(laid) = &mut laid {
                laid.insert(name.into(), std::mem::take(member));
            }
            self.origins.record_move(place.key(name), from);
        }
        *item = laid;
    }

    fn operation(&mut self, operation: &mut Value, from: &Target, place: &JsonPointer) {
        let Some(callbacks) = operation.get_mut("callbacks") else {
            return;
        };
        let (from, place) = (below(from, "callbacks"), place.key("callbacks"));
        self.leave_out_circles(callbacks, &from);
        for (name, callback) in members(callbacks) {
            self.callback(callback, &below(&from, name), &place.key(name));
        }
    }

    /// Takes out the references to what they stand in: one that follows itself is the one that is being laid already.
    fn leave_out_circles(&self, items: &mut Value, from: &Target) {
        if let Value::Mapping(items) = items {
            items.retain(|name, _| {
                let to = name
                    .as_str()
                    .and_then(|name| self.sites.get(&below(from, name)));
                !to.is_some_and(|to| self.within.contains(to))
            });
        }
    }

    fn callback(&mut self, callback: &mut Value, from: &Target, place: &JsonPointer) {
        if let Some(mut laid) = self.copy(from, place) {
            if let Some(to) = self.sites.get(from) {
                self.within.push(to.clone());
                self.callback(&mut laid, to, place);
                self.within.pop();
            }
            *callback = laid;
            return;
        }
        let Value::Mapping(items) = callback else {
            return;
        };
        // The document's types take every key for an expression.
        items.retain(|key, _| {
            key.as_str()
                .is_some_and(|key| !key.starts_with("x-") && key != "$ref")
        });
        self.leave_out_circles(callback, from);
        for (expression, item) in members(callback) {
            let from = below(from, expression);
            let to = self.sites.get(&from);
            self.within.extend(to.cloned());
            self.item(item, &from, &place.key(expression));
            if to.is_some() {
                self.within.pop();
            }
        }
    }

    /// What a reference at a place leads to; `None` where there is no reference.
    fn copy(&mut self, from: &Target, place: &JsonPointer) -> Option<Value> {
        let to = self.sites.get(from)?;
        let empty = || Some(Value::Mapping(Mapping::new()));
        let report = |this: &mut Self, code, message, help| {
            let spot = Anchor::Value(from.1.key("$ref"));
            let diagnostic = Diagnostic::new(code, spot, message).help(help);
            this.diagnostics.push(diagnostic.in_file(from.0));
            empty()
        };
        if self.within.len() > DEPTH {
            let message = "callbacks within callbacks, more than 8 levels deep";
            return report(self, Code::Depth, message, "leave the callback out there");
        }
        let target = self.files.at(to.0, &to.1)?;
        let Some(rest) = self.allowance.checked_sub(size(target)) else {
            let message = "what is referred to makes the document many times larger than its text";
            let help = "refer to less: what is repeated can go to other `components`";
            return report(self, Code::Aliases, message, help);
        };
        self.allowance = rest;
        self.origins.record_move(place.clone(), to.clone());
        Some(target.clone())
    }

    /// An operationId names one operation: only the first path keeps those of a path item that several refer to.
    fn once(&mut self, item: &mut Value, from: &Target) {
        let Some(to) = self.sites.get(from) else {
            return;
        };
        let is_path = to.0 == 0 && to.1.tokens().next().is_some_and(|first| first == "paths");
        if !is_path && !self.used.contains(to) {
            self.used.push(to.clone());
            return;
        }
        for (_, operation) in members(item).filter(|(name, _)| is_operation(name)) {
            if let Value::Mapping(operation) = operation {
                operation.shift_remove("operationId");
            }
        }
    }
}

fn is_operation(name: &str) -> bool {
    let field = PATH_ITEM.field(name);
    field.is_some_and(|field| matches!(field.ty, Type::Object(_)))
}

fn below((file, pointer): &Target, key: &str) -> Target {
    (*file, pointer.key(key))
}

fn members(value: &mut Value) -> impl Iterator<Item = (&str, &mut Value)> {
    let members = value
        .as_mapping_mut()
        .into_iter()
        .flat_map(Mapping::iter_mut);
    members.filter_map(|(key, value)| Some((key.as_str()?, value)))
}

/// About how much memory a copy takes.
fn size(value: &Value) -> usize {
    match value {
        Value::Mapping(members) => members
            .iter()
            .map(|(key, value)| 1 + key.as_str().map_or(0, str::len) + size(value))
            .sum(),
        Value::Sequence(elements) => elements.iter().map(|element| 1 + size(element)).sum(),
        Value::String(text) => text.len(),
        _ => 1,
    }
}
