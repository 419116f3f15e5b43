//! Assigns the names of types.

use std::collections::HashMap;

use crate::diagnostics::code::Code;
use crate::diagnostics::{Diagnostic, Diagnostics, Location};
use crate::ir::{Api, External, Origin, TypeId, TypeKind};
use crate::source::PathCursor;

use super::identifier::{Case, Identifier};
use super::namespaces::Namespaces;
use super::scope::Scope;
use super::words::location_words;

/// Assigns the names of types, and the modules that they are in.
pub(super) struct TypeNamer<'a> {
    api: &'a Api,
    namespaces: Namespaces<'a>,
    diagnostics: &'a mut Diagnostics,
    /// By type.
    names: Vec<Option<Identifier>>,
    /// By type.
    modules: Vec<Vec<Identifier>>,
    /// The codecs of types of other crates that a module encodes and decodes.
    codecs: HashMap<TypeId, Identifier>,
}

impl<'a> TypeNamer<'a> {
    /// Creates a namer with all types in the module `models`, without names.
    pub(super) fn new(
        api: &'a Api,
        namespaces: Namespaces<'a>,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        let models = vec![Identifier::new("models".to_owned())];
        Self {
            api,
            namespaces,
            diagnostics,
            names: vec![None; api.types.len()],
            modules: vec![models; api.types.len()],
            codecs: HashMap::new(),
        }
    }

    /// Returns the name of a type, if it has been assigned.
    pub(super) fn name(&self, id: TypeId) -> Option<&Identifier> {
        self.names[id.index()].as_ref()
    }

    /// Names the types of one module, whose schemas are at `location` unless they belong to a named
    /// schema. Reports the types that do not get the names they should have.
    pub(super) fn assign(
        &mut self,
        ids: &[TypeId],
        scope: &mut Scope<'_>,
        location: &PathCursor<'_>,
    ) {
        let mut ids = ids.to_vec();
        ids.sort_by_cached_key(|id| self.order(*id));
        let mut holders: HashMap<Identifier, TypeId> = HashMap::new();
        for id in ids {
            self.assign_one(id, scope, location, &mut holders);
        }
    }

    /// Names a type after the type that it is named after. A type that has a name already is only
    /// reserved in the scope.
    fn assign_one(
        &mut self,
        id: TypeId,
        scope: &mut Scope<'_>,
        location: &PathCursor<'_>,
        holders: &mut HashMap<Identifier, TypeId>,
    ) {
        if let Some(name) = self.name(id) {
            scope.reserve_all([name].into_iter());
            holders.insert(name.clone(), id);
            return;
        }
        if let Some(outer) = outer(&self.api.definition(id).origin) {
            self.assign_one(outer, scope, location, holders);
        }
        let words = self.words(id);
        let preferred = scope.preferred(Case::Camel, &words);
        let name = scope.assign_one(Case::Camel, &words);
        if name.as_str() != preferred {
            let holder = holders
                .iter()
                .find(|(other, _)| other.as_str() == preferred);
            let holder = holder.map(|(_, holder)| *holder);
            // Alternatives without names have one origin: nobody expects other names of them.
            let origin = |id: TypeId| &self.api.definition(id).origin;
            if holder.is_none_or(|holder| origin(holder) != origin(id)) {
                self.report_collision(id, &name, &preferred, holder, location);
            }
        }
        if let TypeKind::External(External { with: Some(_), .. }) = &self.api.definition(id).kind {
            let codec = scope.assign_one(Case::Camel, &format!("{name} codec"));
            self.codecs.insert(id, codec);
        }
        holders.insert(name.clone(), id);
        self.names[id.index()] = Some(name);
    }

    /// Moves types to a module.
    pub(super) fn place(&mut self, ids: &[TypeId], modules: &[Identifier]) {
        for id in ids {
            self.modules[id.index()] = modules.to_vec();
        }
    }

    /// Returns the codecs of types of other crates.
    pub(super) fn codecs(&self) -> HashMap<TypeId, Identifier> {
        self.codecs.clone()
    }

    /// Returns the name and the modules of each type.
    pub(super) fn finish(self) -> Vec<(Identifier, Vec<Identifier>)> {
        let names = self
            .names
            .into_iter()
            .map(|name| name.unwrap_or_else(|| Identifier::new("Unnamed".to_owned())));
        names.zip(self.modules).collect()
    }

    /// Returns the type at the end of what a type is named after.
    pub(super) fn root(&self, id: TypeId) -> TypeId {
        let mut root = id;
        while let Some(outer) = outer(&self.api.definition(root).origin) {
            root = outer;
        }
        root
    }

    /// Returns the position of a type in the order of naming: inline types are last, and a request
    /// variant follows its type. An earlier type keeps a name that a later one has, too.
    fn order(&self, id: TypeId) -> (bool, usize, bool) {
        let origin = |id: TypeId| &self.api.definition(id).origin;
        let (place, is_variant) = match origin(id) {
            Origin::RequestVariant(received) => (*received, true),
            _ => (id, false),
        };
        let mut inner = id;
        let mut is_inline = false;
        while let Some(outer) = outer(origin(inner)) {
            is_inline |= matches!(origin(inner), Origin::Inline { .. });
            inner = outer;
        }
        (is_inline, place.index(), is_variant)
    }

    /// Returns the words that a name is made of.
    fn words(&self, id: TypeId) -> String {
        let name = |id: &TypeId| self.name(*id).map_or("", Identifier::as_str);
        let definition = self.api.definition(id);
        match (&definition.declared_name, &definition.origin) {
            (_, Origin::Base(ty)) => format!("{} base", name(ty)),
            (_, Origin::RequestVariant(ty)) => format!("{} request", name(ty)),
            (Some(declared), _) => declared.name.clone(),
            (None, Origin::Component(component)) => self.namespaces.strip(component).to_owned(),
            (
                None,
                Origin::Inline {
                    within: Some(ty),
                    words,
                },
            ) => location_words(Some(name(ty)), words),
            (
                None,
                Origin::Inline {
                    within: None,
                    words,
                },
            ) => match words.split_first() {
                // The first word can be the name of a response, a request body or a parameter.
                Some((first, rest)) => {
                    let first = self.namespaces.strip(first).to_owned();
                    location_words(None, &[&[first], rest].concat())
                }
                None => String::new(),
            },
        }
    }

    /// Reports a type that gets a name other than `preferred`, because `holder` has that name. If
    /// `holder` is `None`, an item without a schema has it.
    fn report_collision(
        &mut self,
        id: TypeId,
        name: &Identifier,
        preferred: &str,
        holder: Option<TypeId>,
        location: &PathCursor<'_>,
    ) {
        let description = self.description(id);
        let other = holder.map_or_else(
            || "another item that the module can see".to_owned(),
            |holder| self.description(holder),
        );
        let mut diagnostic = Diagnostic::new(
            Code::NameCollision,
            self.location(id, location),
            format!("{description} is named `{name}`: `{preferred}` is {other}"),
        )
        .help("rename one of the schemas, or move an inline one to `components/schemas`");
        if let Some(holder) = holder {
            let label = format!("this is `{preferred}`");
            diagnostic = diagnostic.related(self.location(holder, location), label);
        }
        self.diagnostics.push(diagnostic);
    }

    /// Returns a description of the schema of a type.
    fn description(&self, id: TypeId) -> String {
        match &self.api.definition(id).origin {
            Origin::Component(name) => format!("the schema `{name}`"),
            Origin::Base(ty) => format!("the base of {}", self.description(*ty)),
            Origin::RequestVariant(ty) => {
                format!("the request variant of {}", self.description(*ty))
            }
            Origin::Inline {
                within: Some(ty),
                words,
            } => format!("`{}` within {}", words.join(" "), self.description(*ty)),
            Origin::Inline {
                within: None,
                words,
            } => format!("the inline schema `{}`", words.join(" ")),
        }
    }

    /// Returns the location of the named schema that a type belongs to, or `location`.
    fn location(&self, id: TypeId, location: &PathCursor<'_>) -> Location {
        match &self.api.definition(self.root(id)).origin {
            Origin::Component(name) => {
                let components = PathCursor::ROOT.key("components");
                components.key("schemas").key(name).on_key()
            }
            _ => location.on_key(),
        }
    }
}

/// Returns the type that a type is named after.
fn outer(origin: &Origin) -> Option<TypeId> {
    match origin {
        Origin::Base(ty)
        | Origin::RequestVariant(ty)
        | Origin::Inline {
            within: Some(ty), ..
        } => Some(*ty),
        Origin::Component(_) | Origin::Inline { within: None, .. } => None,
    }
}
