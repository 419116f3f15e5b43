//! The files of a crate, and the imports between them.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

use syn::visit::{self, Visit};
use walkdir::WalkDir;

/// The path of a module from the root of its crate.
pub(crate) type Module = Vec<String>;

/// A source file.
pub(crate) struct File {
    /// The path below `src`, with slashes.
    pub(crate) path: String,
    pub(crate) module: Module,
    pub(crate) syntax: syn::File,
}

/// The files of a crate without those that only tests have.
pub(crate) struct Tree {
    pub(crate) files: Vec<File>,
    /// The file of each module, inline modules included.
    modules: HashMap<Module, usize>,
}

/// An import of one file by another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Import {
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// The first line of the importing file that refers to the other.
    pub(crate) line: usize,
}

impl Tree {
    /// Reads the files below a folder `src`.
    pub(crate) fn read(src: &Path) -> Self {
        let texts = rust_files(src);
        Self::parse(texts)
    }

    /// Parses files from their paths and contents.
    pub(crate) fn parse<P: Into<String>, T: AsRef<str>>(
        texts: impl IntoIterator<Item = (P, T)>,
    ) -> Self {
        let mut files: Vec<File> = texts
            .into_iter()
            .map(|(path, text)| {
                let path = path.into();
                let syntax = syn::parse_file(text.as_ref());
                File {
                    module: module_of(&path),
                    syntax: syntax.unwrap_or_else(|error| panic!("{path}: {error}")),
                    path,
                }
            })
            .collect();
        let excluded: Vec<Module> = files.iter().flat_map(test_modules).collect();
        files.retain(|file| {
            !excluded
                .iter()
                .any(|module| file.module.starts_with(module))
        });
        let mut modules = HashMap::new();
        for (index, file) in files.iter().enumerate() {
            modules.insert(file.module.clone(), index);
            inline_modules(&file.syntax.items, &file.module, &mut |module| {
                modules.insert(module, index);
            });
        }
        Self { files, modules }
    }

    /// Returns the imports between files, each pair once.
    pub(crate) fn imports(&self) -> Vec<Import> {
        let mut first_lines: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for (from, file) in self.files.iter().enumerate() {
            let mut bindings = Bindings {
                tree: self,
                module: file.module.clone(),
                modules: HashMap::new(),
            };
            bindings.visit_file(&file.syntax);
            let mut paths = Paths {
                bindings,
                found: Vec::new(),
            };
            paths.visit_file(&file.syntax);
            for (to, line) in paths.found {
                if to != from {
                    let first = first_lines.entry((from, to)).or_insert(line);
                    *first = line.min(*first);
                }
            }
        }
        first_lines
            .into_iter()
            .map(|((from, to), line)| Import { from, to, line })
            .collect()
    }

    /// Returns whether one of the modules contains the other.
    pub(crate) fn are_nested(&self, one: usize, other: usize) -> bool {
        let [one, other] = [one, other].map(|index| &self.files[index].module);
        one.starts_with(other) || other.starts_with(one)
    }

    /// Returns the absolute path that a path in a module means, if it stays in the crate and its
    /// first segment says so.
    fn absolute(module: &[String], segments: &[String]) -> Option<Module> {
        let mut absolute = match segments.first()?.as_str() {
            "crate" => Module::new(),
            "self" => module.to_vec(),
            "super" => module[..module.len().checked_sub(1)?].to_vec(),
            _ => return None,
        };
        for segment in &segments[1..] {
            if segment == "super" {
                absolute.pop()?;
            } else {
                absolute.push(segment.clone());
            }
        }
        Some(absolute)
    }

    /// Returns the file of the longest prefix of a path that is a module.
    fn file_of(&self, absolute: &[String]) -> Option<usize> {
        (0..=absolute.len())
            .rev()
            .find_map(|length| self.modules.get(&absolute[..length]).copied())
    }
}

/// Returns the content of every Rust file below a folder, by its path from there.
fn rust_files(folder: &Path) -> BTreeMap<String, String> {
    WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| {
            let below = path.strip_prefix(folder).unwrap().to_str().unwrap();
            (below.to_owned(), fs::read_to_string(&path).unwrap())
        })
        .collect()
}

fn module_of(path: &str) -> Module {
    let path = path.strip_suffix(".rs").unwrap_or(path);
    let path = path.strip_suffix("/mod").unwrap_or(path);
    match path {
        "lib" | "main" => Module::new(),
        _ => path.split('/').map(str::to_owned).collect(),
    }
}

/// Returns the modules in files of their own that only tests have.
fn test_modules(file: &File) -> Vec<Module> {
    let modules = file.syntax.items.iter().filter_map(|item| match item {
        syn::Item::Mod(module) if module.content.is_none() && is_test(&module.attrs) => {
            Some(child(&file.module, &module.ident.to_string()))
        }
        _ => None,
    });
    modules.collect()
}

fn inline_modules(items: &[syn::Item], within: &[String], found: &mut impl FnMut(Module)) {
    for item in items {
        if let syn::Item::Mod(module) = item
            && let Some((_, items)) = &module.content
            && !is_test(&module.attrs)
        {
            let path = child(within, &module.ident.to_string());
            inline_modules(items, &path, found);
            found(path);
        }
    }
}

fn child(module: &[String], name: &str) -> Module {
    let mut child = module.to_vec();
    child.push(name.to_owned());
    child
}

/// Returns whether attributes hold `#[cfg(test)]`.
pub(crate) fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && matches!(&attribute.meta, syn::Meta::List(list) if list.tokens.to_string() == "test")
    })
}

/// A path of a `use` item.
struct Used {
    segments: Vec<String>,
    /// The name that the item gives to what the path leads to.
    name: Option<String>,
    line: usize,
}

fn flatten(tree: &syn::UseTree, prefix: &[String], used: &mut Vec<Used>) {
    let mut add = |segments: Vec<String>, name: Option<String>, ident: Option<&syn::Ident>| {
        used.push(Used {
            segments,
            name,
            line: ident.map_or(0, line_of),
        });
    };
    let joined = |ident: &syn::Ident| {
        if ident == "self" && !prefix.is_empty() {
            prefix.to_vec()
        } else {
            child(prefix, &ident.to_string())
        }
    };
    match tree {
        syn::UseTree::Path(path) => {
            let prefix = child(prefix, &path.ident.to_string());
            let first = used.len();
            flatten(&path.tree, &prefix, used);
            for used in &mut used[first..] {
                if used.line == 0 {
                    used.line = line_of(&path.ident);
                }
            }
        }
        syn::UseTree::Name(name) => {
            let segments = joined(&name.ident);
            let bound = segments.last().cloned();
            add(segments, bound, Some(&name.ident));
        }
        syn::UseTree::Rename(rename) => {
            let bound = Some(rename.rename.to_string());
            add(joined(&rename.ident), bound, Some(&rename.ident));
        }
        syn::UseTree::Glob(_) => add(prefix.to_vec(), None, None),
        syn::UseTree::Group(group) => {
            for tree in &group.items {
                flatten(tree, prefix, used);
            }
        }
    }
}

fn line_of(ident: &syn::Ident) -> usize {
    ident.span().start().line
}

fn used_by(item: &syn::ItemUse) -> Vec<Used> {
    let mut used = Vec::new();
    if item.leading_colon.is_none() {
        flatten(&item.tree, &[], &mut used);
    }
    used
}

/// Collects the names that a file gives to modules of its crate.
struct Bindings<'t> {
    tree: &'t Tree,
    /// The module that is visited.
    module: Module,
    modules: HashMap<String, Module>,
}

impl Bindings<'_> {
    /// Returns the absolute path that a path in the visited module means.
    fn resolve(&self, segments: &[String]) -> Option<Module> {
        if let Some(absolute) = Tree::absolute(&self.module, segments) {
            return Some(absolute);
        }
        let (first, rest) = segments.split_first()?;
        let base = self.modules.get(first).cloned().or_else(|| {
            let child = child(&self.module, first);
            self.tree.modules.contains_key(&child).then_some(child)
        })?;
        Some([base.as_slice(), rest].concat())
    }

    /// Runs a function with a nested module as the visited one.
    fn within<'a, V>(
        visitor: &mut V,
        item: &'a syn::ItemMod,
        bindings: fn(&mut V) -> &mut Self,
        visit: fn(&mut V, &'a syn::ItemMod),
    ) {
        if is_test(&item.attrs) {
            return;
        }
        bindings(visitor).module.push(item.ident.to_string());
        visit(visitor, item);
        bindings(visitor).module.pop();
    }
}

impl<'a> Visit<'a> for Bindings<'_> {
    fn visit_item_mod(&mut self, item: &'a syn::ItemMod) {
        Self::within(self, item, |visitor| visitor, visit::visit_item_mod);
    }

    fn visit_item_use(&mut self, item: &'a syn::ItemUse) {
        for used in used_by(item) {
            if let (Some(path), Some(name)) = (self.resolve(&used.segments), used.name)
                && self.tree.modules.contains_key(&path)
            {
                self.modules.insert(name, path);
            }
        }
    }
}

/// Collects the files that the paths of a file lead to, with the lines of the paths.
struct Paths<'t> {
    bindings: Bindings<'t>,
    found: Vec<(usize, usize)>,
}

impl Paths<'_> {
    fn add(&mut self, segments: &[String], line: usize) {
        let absolute = self.bindings.resolve(segments);
        if let Some(file) = absolute.and_then(|path| self.bindings.tree.file_of(&path)) {
            self.found.push((file, line));
        }
    }
}

impl<'a> Visit<'a> for Paths<'_> {
    fn visit_item_mod(&mut self, item: &'a syn::ItemMod) {
        Bindings::within(
            self,
            item,
            |visitor| &mut visitor.bindings,
            visit::visit_item_mod,
        );
    }

    fn visit_item_use(&mut self, item: &'a syn::ItemUse) {
        for used in used_by(item) {
            self.add(&used.segments, used.line);
        }
    }

    fn visit_path(&mut self, path: &'a syn::Path) {
        // A single name is in scope already, by a `use` or because the file defines it.
        if path.leading_colon.is_none() && path.segments.len() > 1 {
            let idents = || path.segments.iter().map(|segment| &segment.ident);
            let segments: Vec<String> = idents().map(ToString::to_string).collect();
            self.add(&segments, idents().next().map_or(0, line_of));
        }
        visit::visit_path(self, path);
    }

    // `pub(in crate::render)` imports nothing, macros are not expanded.
    fn visit_vis_restricted(&mut self, _: &'a syn::VisRestricted) {}
    fn visit_attribute(&mut self, _: &'a syn::Attribute) {}
    fn visit_macro(&mut self, _: &'a syn::Macro) {}
}

#[cfg(test)]
mod tests {
    use super::Tree;

    /// The imports of a crate as `from -> to (line)`.
    fn imports(files: &[(&str, &str)]) -> Vec<String> {
        let tree = Tree::parse(files.iter().copied());
        let imports = tree.imports();
        imports
            .iter()
            .map(|import| {
                let [from, to] =
                    [import.from, import.to].map(|index| tree.files[index].path.as_str());
                format!("{from} -> {to} ({})", import.line)
            })
            .collect()
    }

    #[test]
    fn super_and_self_are_followed() {
        let files = [
            ("lib.rs", "mod a; mod b;"),
            ("a/mod.rs", "mod x; mod y;\nuse self::x::X;"),
            ("a/x.rs", "use super::y::Y;\nuse super::super::b::B;"),
            ("a/y.rs", ""),
            ("b.rs", ""),
        ];
        assert_eq!(
            imports(&files),
            [
                "a/mod.rs -> a/x.rs (2)",
                "a/x.rs -> a/y.rs (1)",
                "a/x.rs -> b.rs (2)"
            ]
        );
    }

    #[test]
    fn groups_globs_and_renames_are_followed() {
        let files = [
            (
                "a.rs",
                "use crate::{\n    b::B,\n    c::{self as other},\n    d::*,\n};",
            ),
            ("b.rs", ""),
            ("c.rs", ""),
            ("d.rs", ""),
        ];
        assert_eq!(
            imports(&files),
            ["a.rs -> b.rs (2)", "a.rs -> c.rs (3)", "a.rs -> d.rs (4)"]
        );
    }

    #[test]
    fn paths_and_uses_in_functions_are_followed() {
        let files = [
            (
                "a.rs",
                "use crate::c;\nfn f(b: crate::b::B) {\n    use crate::d::D;\n    c::e::run();\n}",
            ),
            ("b.rs", ""),
            ("c/mod.rs", ""),
            ("c/e.rs", ""),
            ("d.rs", ""),
        ];
        assert_eq!(
            imports(&files),
            [
                "a.rs -> b.rs (2)",
                "a.rs -> c/mod.rs (1)",
                "a.rs -> c/e.rs (4)",
                "a.rs -> d.rs (3)"
            ]
        );
    }

    #[test]
    fn super_in_an_inline_module_is_its_file() {
        let files = [
            (
                "a.rs",
                "mod inner { use super::super::b::B; use super::A; }",
            ),
            ("b.rs", "use crate::a::inner::C;"),
        ];
        assert_eq!(imports(&files), ["a.rs -> b.rs (1)", "b.rs -> a.rs (1)"]);
    }

    #[test]
    fn tests_visibilities_and_macros_import_nothing() {
        let files = [
            (
                "a.rs",
                "#[cfg(test)] mod t { use crate::b::B; }\n#[cfg(test)] mod u;\n\
                 pub(in crate::b) fn f() { quote!(crate::b::B); }",
            ),
            ("a/u.rs", "use crate::b::B;"),
            ("b.rs", ""),
        ];
        assert_eq!(imports(&files), [""; 0]);
    }
}
