//! Replaces references to path items and callbacks with copies of their targets: a path item may
//! have fields beside its reference, and each path needs its own operations.

use std::collections::HashMap;

use serde_yaml::{Mapping, Value};

use crate::diagnostics::code::Code;
use crate::diagnostics::{Anchor, Diagnostic, Diagnostics};
use crate::document::{FilePointer, Origins};
use crate::load::files::Files;
use crate::load::grammar::{Grammar, ObjectKind, Type};
use crate::load::tree::{find_mut, members, members_mut, size};
use crate::source::JsonPointer;

/// The maximum nesting depth of callbacks.
const DEPTH: usize = 8;

/// The field of a path item that has operations by method.
const ADDITIONAL: &str = "additionalOperations";

/// Replaces references with copies; `targets` has the targets of the references by their places.
pub(super) fn inline_path_items(
    files: &mut Files,
    grammar: &'static Grammar,
    targets: &HashMap<FilePointer, FilePointer>,
    origins: &mut Origins,
    diagnostics: &mut Diagnostics,
) {
    let texts = (0..files.count()).map(|file| files.source(file).text.len());
    let mut inliner = Inliner {
        files,
        grammar,
        targets,
        origins,
        diagnostics,
        within: Vec::new(),
        allowance: texts.sum::<usize>().saturating_mul(4) + (1 << 20),
        used: Vec::new(),
        patches: Vec::new(),
    };
    inliner.document();
    let patches = inliner.patches;
    let root = files.tree_mut(0);
    for (pointer, value) in patches {
        if let Some(place) = find_mut(root, &pointer) {
            *place = value;
        }
    }
}

struct Inliner<'a> {
    files: &'a Files,
    grammar: &'static Grammar,
    targets: &'a HashMap<FilePointer, FilePointer>,
    origins: &'a mut Origins,
    diagnostics: &'a mut Diagnostics,
    /// The callbacks that are being copied, and the path items in them, from the outside in.
    within: Vec<FilePointer>,
    /// The number of bytes that may still be copied.
    allowance: usize,
    /// The path items that a path has been merged from.
    used: Vec<FilePointer>,
    /// The copies, with their places in the document.
    patches: Vec<(JsonPointer, Value)>,
}

impl Inliner<'_> {
    fn document(&mut self) {
        let root = JsonPointer::root();
        for (key, is_paths) in [("paths", true), ("webhooks", false), ("x-webhooks", false)] {
            let items = self.files.tree(0).get(key).and_then(Value::as_mapping);
            let all = root.key(key);
            for (name, item) in items.into_iter().flat_map(members) {
                let place = all.key(name);
                let from = FilePointer::new(0, place.clone());
                if self.targets.contains_key(&from) {
                    let mut item = item.clone();
                    self.item(&mut item, &from, &place);
                    if is_paths {
                        self.keep_operation_ids_once(&mut item, &from);
                    }
                    self.patches.push((place, item));
                } else {
                    self.callbacks_of_item(item, &place);
                }
            }
        }
        let components = self.files.tree(0).get("components");
        if let Some(callbacks) = components.and_then(|components| components.get("callbacks")) {
            self.callbacks(callbacks, &root.key("components").key("callbacks"));
        }
    }

    /// Replaces references in the callbacks of a path item that is not a reference itself.
    fn callbacks_of_item(&mut self, item: &Value, place: &JsonPointer) {
        for (key, value) in item.as_mapping().into_iter().flat_map(members) {
            let place = place.key(key);
            if key == ADDITIONAL {
                self.callbacks_of_item(value, &place);
            } else if let Some(callbacks) = value.get("callbacks") {
                self.callbacks(callbacks, &place.key("callbacks"));
            }
        }
    }

    fn callbacks(&mut self, callbacks: &Value, place: &JsonPointer) {
        let mut copy = callbacks.clone();
        let from = FilePointer::new(0, place.clone());
        for (name, callback) in members_mut(&mut copy) {
            self.callback(callback, &from.key(name), &place.key(name));
        }
        self.patches.push((place.clone(), copy));
    }

    fn item(&mut self, item: &mut Value, from: &FilePointer, place: &JsonPointer) {
        let Some(mut copy) = self.copy(from, place) else {
            for (key, value) in members_mut(item) {
                self.operations(key, value, &from.key(key), &place.key(key));
            }
            return;
        };
        if let Some(to) = self.targets.get(from) {
            self.item(&mut copy, to, place);
        }
        // The specification allows fields beside the reference that the target does not have.
        for (name, member) in members_mut(item).filter(|(name, _)| *name != "$ref") {
            let from = from.key(name);
            if copy.get(name).is_some() {
                let message = format!("`{name}` is declared here and in the referenced path item");
                let anchor = Anchor::Key(from.pointer);
                let diagnostic = Diagnostic::new(Code::Exclusive, anchor, message).help(
                    "the specification does not define which one takes precedence; keep one \
                     of them",
                );
                let consequence = "the client uses the one of the referenced path item";
                let diagnostic = diagnostic.consequence(consequence);
                self.diagnostics.push(diagnostic.in_file(from.file));
                continue;
            }
            self.operations(name, member, &from, &place.key(name));
            if let Value::Mapping(copy) = &mut copy {
                copy.insert(name.into(), std::mem::take(member));
            }
            self.origins.record_move(place.key(name), from);
        }
        *item = copy;
    }

    /// Replaces references in the callbacks of the operations in a field of a path item.
    fn operations(
        &mut self,
        field: &str,
        value: &mut Value,
        from: &FilePointer,
        place: &JsonPointer,
    ) {
        if field == ADDITIONAL {
            for (method, operation) in members_mut(value) {
                self.operation(operation, &from.key(method), &place.key(method));
            }
        } else if self.is_operation(field) {
            self.operation(value, from, place);
        }
    }

    fn operation(&mut self, operation: &mut Value, from: &FilePointer, place: &JsonPointer) {
        let Some(callbacks) = operation.get_mut("callbacks") else {
            return;
        };
        let (from, place) = (from.key("callbacks"), place.key("callbacks"));
        self.remove_circles(callbacks, &from);
        for (name, callback) in members_mut(callbacks) {
            self.callback(callback, &from.key(name), &place.key(name));
        }
    }

    /// Removes references to objects that are being copied.
    fn remove_circles(&self, items: &mut Value, from: &FilePointer) {
        if let Value::Mapping(items) = items {
            items.retain(|name, _| {
                let name = name.as_str();
                let to = name.and_then(|name| self.targets.get(&from.key(name)));
                !to.is_some_and(|to| self.within.contains(to))
            });
        }
    }

    fn callback(&mut self, callback: &mut Value, from: &FilePointer, place: &JsonPointer) {
        if let Some(mut copy) = self.copy(from, place) {
            if let Some(to) = self.targets.get(from) {
                self.within.push(to.clone());
                self.callback(&mut copy, to, place);
                self.within.pop();
            }
            *callback = copy;
            return;
        }
        let Value::Mapping(items) = callback else {
            return;
        };
        items.retain(|key, _| {
            key.as_str()
                .is_some_and(|key| !key.starts_with("x-") && key != "$ref")
        });
        self.remove_circles(callback, from);
        for (expression, item) in members_mut(callback) {
            let from = from.key(expression);
            let to = self.targets.get(&from);
            self.within.extend(to.cloned());
            self.item(item, &from, &place.key(expression));
            if to.is_some() {
                self.within.pop();
            }
        }
    }

    /// Returns a copy of the target of the reference at `from`, or `None` if `from` is not a
    /// reference or its target does not exist. Reports a target that is not copied for its size or
    /// depth, and returns an empty object for it.
    fn copy(&mut self, from: &FilePointer, place: &JsonPointer) -> Option<Value> {
        let to = self.targets.get(from)?;
        let report = |this: &mut Self, code, message, help| {
            let anchor = Anchor::Value(from.pointer.key("$ref"));
            let diagnostic = Diagnostic::new(code, anchor, message).help(help);
            this.diagnostics.push(diagnostic.in_file(from.file));
            Some(Value::Mapping(Mapping::new()))
        };
        if self.within.len() > DEPTH {
            let message = "callbacks are nested more than 8 levels deep";
            return report(self, Code::Depth, message, "remove the innermost callback");
        }
        let target = self.files.find(to)?;
        let Some(rest) = self.allowance.checked_sub(size(target)) else {
            let message = "the references expand the document to many times its size";
            let help = "move repeated parts to `components`";
            return report(self, Code::Aliases, message, help);
        };
        self.allowance = rest;
        self.origins.record_move(place.clone(), to.clone());
        Some(target.clone())
    }

    /// Removes the operation ids of a path item that another path already has, because an id is
    /// unique.
    fn keep_operation_ids_once(&mut self, item: &mut Value, from: &FilePointer) {
        let Some(to) = self.targets.get(from) else {
            return;
        };
        let mut tokens = to.pointer.tokens();
        let is_path = to.file == 0 && tokens.next().is_some_and(|first| first == "paths");
        if !is_path && !self.used.contains(to) {
            self.used.push(to.clone());
            return;
        }
        for (field, value) in members_mut(item) {
            if field == ADDITIONAL {
                members_mut(value).for_each(|(_, operation)| remove_operation_id(operation));
            } else if self.is_operation(field) {
                remove_operation_id(value);
            }
        }
    }

    fn is_operation(&self, name: &str) -> bool {
        let field = self.grammar.object(ObjectKind::PathItem).field(name);
        field.is_some_and(|field| matches!(field.ty, Type::Object(_)))
    }
}

fn remove_operation_id(operation: &mut Value) {
    if let Value::Mapping(operation) = operation {
        operation.shift_remove("operationId");
    }
}
