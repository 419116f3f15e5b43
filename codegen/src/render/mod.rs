//! Writes the files of a crate. Nothing is decided here: what there is comes from the [`Api`], what it is called from
//! the [`Names`].

/// Writes to the end of a text.
macro_rules! append {
    ($text:expr, $($format:tt)*) => {
        // Writing to a text does not fail.
        $text.write_fmt(format_args!($($format)*)).unwrap_or_default()
    };
}

mod callbacks;
mod client;
mod docs;
mod models;
mod package;
mod parallel;
mod source_file;
mod types;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};

use crate::ir::{Api, AuthModel, Method, PathNode, TypeId, TypeKind};
use crate::name::{Identifier, Names, NodeNames};
use crate::{HEADING, Options};

use callbacks::callback;
use client::{credentials, node, server};
use models::{
    alias, conversion, correlation, enumeration, error_code, multipart, object, paging,
    request_bodies, response_bodies, tagged_union, union, validation,
};
use package::{crate_root, examples, manifest};
use parallel::Files;
use source_file::File;
use source_file::imports::Imports;

/// Writes all files of a crate: text by path.
#[must_use]
pub fn render(api: &Api, names: &Names, options: &Options) -> BTreeMap<String, String> {
    let cx = Context {
        api,
        names,
        options,
        library: options.crate_name.replace('-', "_"),
        ways: ways(api, names),
    };
    let cx = &cx;
    let mut files = Files::default();
    files.add("Cargo.toml", || cx.headed("#", &manifest::render(cx)));
    files.add("src/lib.rs", || cx.headed("//", &crate_root::render(cx)));
    files.add("src/client.rs", || cx.headed("//", &client::render(cx)));
    if !cx.servers().is_empty() {
        files.add("src/server.rs", || cx.headed("//", &server::render(cx)));
    }
    if api.auth_model() == AuthModel::Credentials {
        files.add("src/credentials.rs", || {
            cx.headed("//", &credentials::render(cx))
        });
    }
    if !api.error_codes.is_empty() {
        files.add("src/error_codes.rs", || {
            cx.headed("//", &error_code::constants(cx))
        });
    }
    if !names.models.is_empty() {
        files.add("src/models.rs", || cx.headed("//", &models::render(cx)));
    }
    for model in &names.models {
        files.add(format!("src/models/{}.rs", model.module), move || {
            cx.headed("//", &models::render_one(cx, model))
        });
    }
    if !api.callbacks.is_empty() {
        files.add("src/callbacks.rs", || {
            cx.headed("//", &callbacks::render(cx))
        });
    }
    for (callback, names) in api.callbacks.iter().zip(&names.callbacks) {
        files.add(format!("src/callbacks/{}.rs", names.module), move || {
            cx.headed("//", &callback::render(cx, callback, names))
        });
    }
    for (node, names) in api.root.children.iter().zip(&names.root.children) {
        cx.nodes(node, names, &mut files);
    }
    if !api.examples.is_empty() {
        files.add("tests/examples.rs", || {
            cx.headed("//", &examples::render(cx))
        });
    }
    files.render()
}

/// What every renderer knows.
struct Context<'a> {
    api: &'a Api,
    names: &'a Names,
    options: &'a Options,
    /// The crate's name in code.
    library: String,
    ways: Ways<'a>,
}

/// The nodes that lead to each operation, from the root to its own.
type Ways<'a> = HashMap<(&'a str, Method), Vec<(&'a PathNode, &'a NodeNames)>>;

fn ways<'a>(api: &'a Api, names: &'a Names) -> Ways<'a> {
    fn go_on<'a>(way: &mut Vec<(&'a PathNode, &'a NodeNames)>, ways: &mut Ways<'a>) {
        let Some(&(node, names)) = way.last() else {
            return;
        };
        for operation in &node.operations {
            ways.insert((&operation.path, operation.method), way.clone());
        }
        for below in node.children.iter().zip(&names.children) {
            way.push(below);
            go_on(way, ways);
            way.pop();
        }
    }
    let mut ways = Ways::new();
    go_on(&mut vec![(&api.root, &names.root)], &mut ways);
    ways
}

impl<'a> Context<'a> {
    fn headed(&self, comment: &str, text: &str) -> String {
        let Options {
            command,
            source_name,
            ..
        } = self.options;
        format!("{comment} {HEADING}{command}` from {source_name}; edit that instead.\n\n{text}")
    }

    fn nodes(&'a self, node: &'a PathNode, names: &'a NodeNames, files: &mut Files<'a>) {
        let path: Vec<&str> = names.modules.iter().map(Identifier::as_str).collect();
        files.add(format!("src/{}.rs", path.join("/")), move || {
            self.headed("//", &node::render(self, node, names))
        });
        for (child, names) in node.children.iter().zip(&names.children) {
            self.nodes(child, names, files);
        }
    }

    /// A file that defines some types.
    fn file(
        &self,
        types: impl Iterator<Item = TypeId>,
        own: impl IntoIterator<Item = &'a Identifier>,
    ) -> File<'a> {
        let names: &'a Names = self.names;
        let types = types.map(|id| &names.of(id).name);
        File::new(Imports::new(names, own.into_iter().chain(types)))
    }

    /// Writes the definition of a type.
    fn definition(&self, id: TypeId, file: &mut File<'_>) {
        let definition = self.api.definition(id);
        match &definition.kind {
            TypeKind::Object(object) => object::render(self, id, object, file),
            TypeKind::StringEnum(values) => enumeration::render(self, id, values, file),
            TypeKind::ValueEnum(values) => enumeration::render_values(self, id, values, file),
            TypeKind::TaggedUnion(family) => tagged_union::render(self, id, family, file),
            TypeKind::Union(union) => union::render(self, id, union, file),
            TypeKind::Alias(of) => alias::render(self, id, of, file),
            TypeKind::Multipart(body) => multipart::render(self, id, body, file),
            TypeKind::RequestBodies(bodies) => request_bodies::render(self, id, bodies, file),
            TypeKind::Newtype(newtype) => union::render_newtype(self, id, newtype, file),
            TypeKind::ResponseBodies(bodies) => response_bodies::render(self, id, bodies, file),
        }
        paging::render(self, id, file);
        conversion::render(self, id, file);
        validation::render(self, id, file);
        error_code::render(self, id, file);
        correlation::render(self, id, file);
    }

    /// The path of a type, as documentation and other crates write it.
    fn path_of(&self, id: TypeId, root: &str) -> String {
        let names = self.names.of(id);
        let modules: Vec<&str> = names.modules.iter().map(Identifier::as_str).collect();
        format!("{root}::{}::{}", modules.join("::"), names.name)
    }
}
