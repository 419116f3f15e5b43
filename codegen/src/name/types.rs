//! The names of types and of what is in them.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::ir::{
    Api, Origin, Presence, Property, Status, StringEnum, TaggedUnion, Type, TypeId, TypeKind,
    ValueEnum,
};

use super::callbacks::{self, CallbackNames};
use super::identifier::{Case, Identifier};
use super::nodes::{self, NodeNames};
use super::reserved;
use super::scope::Scope;

/// The names of a type and of what is in it.
#[derive(Clone, Debug)]
pub(crate) struct TypeNames {
    /// Its own name, unique among all types that one module can see.
    pub(crate) name: Identifier,
    /// The modules that lead to it from the crate's root.
    pub(crate) modules: Vec<Identifier>,
    /// Whether emitted modules import something else of this name, so that the type is written with its path.
    pub(crate) shadows: bool,
    /// Fields of an object, variants of an enum: parallel to members, values, arms or responses.
    pub(crate) parts: Vec<Identifier>,
    /// Of a polymorphic type: the methods that read its members, where one can: parallel to them.
    pub(crate) accessors: Vec<Option<Identifier>>,
}

/// A module below `models`: a type, and the types that only make sense beside it.
#[derive(Clone, Debug)]
pub(crate) struct ModelFile {
    pub(crate) module: Identifier,
    /// In the document's order.
    pub(crate) types: Vec<TypeId>,
}

/// Names all types, and the path tree, whose modules some of them live in.
pub(super) fn name(
    api: &Api,
) -> (
    Vec<TypeNames>,
    Vec<ModelFile>,
    NodeNames,
    Vec<CallbackNames>,
) {
    let mut homes = vec![vec![Identifier::new("models".to_owned())]; api.types.len()];
    let mut types = Types {
        api,
        names: vec![None; api.types.len()],
    };
    // The root of the tree has no module of its own.
    let mut models = [api.models.as_slice(), &api.root.types].concat();
    models.sort_unstable();
    let mut scope = Scope::new(&[reserved::PRELUDE]);
    types.assign(&models, &mut scope);
    let files = types.files(&models);
    let root = nodes::name_root(api, &mut types, &scope, &mut homes);
    let callbacks = callbacks::name(api, &scope);
    let names = types
        .names
        .iter()
        .zip(homes)
        .zip(api.types.definitions())
        .map(|((name, modules), definition)| {
            let name = name
                .clone()
                .unwrap_or_else(|| Identifier::new("Unnamed".to_owned()));
            let (parts, accessors) = types.parts(&definition.kind);
            let shadows = reserved::IMPORTED.contains(&name.as_str());
            TypeNames {
                name,
                modules,
                shadows,
                parts,
                accessors,
            }
        })
        .collect();
    (names, files, root, callbacks)
}

/// Types on their way to a name.
pub(super) struct Types<'a> {
    api: &'a Api,
    names: Vec<Option<Identifier>>,
}

impl Types<'_> {
    /// Names the types of one module. Those that are named after others come after them.
    pub(super) fn assign(&mut self, ids: &[TypeId], scope: &mut Scope<'_>) {
        let components: Vec<(TypeId, &str)> = ids
            .iter()
            .filter_map(|id| match &self.api.definition(*id).origin {
                Origin::Component(name) => Some((*id, name.as_str())),
                _ => None,
            })
            .collect();
        let suffixes =
            shortest_suffixes(&components.iter().map(|(_, name)| *name).collect::<Vec<_>>());
        let names = scope.assign(Case::Camel, suffixes);
        for ((id, _), name) in components.into_iter().zip(names) {
            self.names[id.index()] = Some(name);
        }
        let mut waiting: Vec<TypeId> = ids
            .iter()
            .copied()
            .filter(|id| self.names[id.index()].is_none())
            .collect();
        while !waiting.is_empty() {
            let (mut ready, rest): (Vec<_>, Vec<_>) =
                waiting.iter().partition(|id| self.text(**id).is_some());
            if ready.is_empty() {
                ready = rest;
                waiting = Vec::new();
            } else {
                waiting = rest;
            }
            let names = scope.assign(
                Case::Camel,
                ready.iter().map(|id| self.text(*id).unwrap_or_default()),
            );
            for (id, name) in ready.into_iter().zip(names) {
                self.names[id.index()] = Some(name);
            }
        }
    }

    /// What a type that is named after another one is to be called, once that one has its name.
    fn text(&self, id: TypeId) -> Option<String> {
        match &self.api.definition(id).origin {
            Origin::Component(name) => Some(name.clone()),
            Origin::Base(ty) => Some(format!("{} base", self.names[ty.index()].as_ref()?)),
            Origin::RequestVariant(ty) => {
                Some(format!("{} request", self.names[ty.index()].as_ref()?))
            }
            Origin::Inline {
                within: None,
                words,
            } => Some(words.join(" ")),
            Origin::Inline {
                within: Some(ty),
                words,
            } => Some(format!(
                "{} {}",
                self.names[ty.index()].as_ref()?,
                words.join(" ")
            )),
        }
    }

    /// Groups models by the named schema they stand in.
    fn files(&self, models: &[TypeId]) -> Vec<ModelFile> {
        let known: HashSet<TypeId> = models.iter().copied().collect();
        let mut families: Vec<(TypeId, Vec<TypeId>)> = Vec::new();
        let mut places: HashMap<TypeId, usize> = HashMap::new();
        for id in models {
            let head = self.head(*id, &known);
            let place = *places.entry(head).or_insert_with(|| {
                families.push((head, Vec::new()));
                families.len() - 1
            });
            families[place].1.push(*id);
        }
        let heads = families.iter().map(|(head, _)| {
            self.names[head.index()]
                .as_ref()
                .map_or("", Identifier::as_str)
        });
        let modules =
            Scope::new(&[reserved::MODULES, reserved::DEVICES]).assign(Case::Snake, heads);
        let files: BTreeMap<Identifier, Vec<TypeId>> = modules
            .into_iter()
            .zip(families.into_iter().map(|(_, types)| types))
            .collect();
        files
            .into_iter()
            .map(|(module, types)| ModelFile { module, types })
            .collect()
    }

    /// The outermost model that a model stands in.
    fn head(&self, id: TypeId, known: &HashSet<TypeId>) -> TypeId {
        let mut head = id;
        for _ in 0..self.names.len() {
            match &self.api.definition(head).origin {
                Origin::Base(ty)
                | Origin::RequestVariant(ty)
                | Origin::Inline {
                    within: Some(ty), ..
                } if known.contains(ty) => head = *ty,
                _ => break,
            }
        }
        head
    }

    /// The methods that read the members of a family: each is called like the field, which all objects must agree on.
    fn accessors(&self, family: &TaggedUnion) -> Vec<Option<Identifier>> {
        let objects: Vec<Option<(&[Property], Vec<Identifier>)>> = family
            .variants
            .iter()
            .map(|variant| match &self.api.definition(variant.ty).kind {
                TypeKind::Object(object) => {
                    Some((object.properties.as_slice(), fields(&object.properties)))
                }
                _ => None,
            })
            .collect();
        family
            .properties
            .iter()
            .zip(fields(&family.properties))
            .map(|(property, field)| {
                let same = |object: &Option<(&[Property], Vec<Identifier>)>| {
                    object.as_ref().is_some_and(|(properties, fields)| {
                        properties.iter().zip(fields).any(|(one, name)| {
                            *name == field
                                && one.name == property.name
                                && one.ty == property.ty
                                && one.presence.may_be_absent() == property.presence.may_be_absent()
                                && (one.presence == Presence::Required)
                                    == (property.presence == Presence::Required)
                                && one.boxed == property.boxed
                        })
                    })
                };
                let free = !reserved::METHODS.contains(&field.as_str());
                (free && objects.iter().all(same)).then_some(field)
            })
            .collect()
    }

    /// What an alternative is called: by its words, or like its type.
    fn variant(&self, words: Option<&String>, ty: &Type) -> String {
        let name = |id: &TypeId| self.names[id.index()].as_ref().map(ToString::to_string);
        match (words, ty) {
            (Some(words), _) => words.clone(),
            (None, Type::Named(id) | Type::Flags(id)) => name(id).unwrap_or_default(),
            (None, _) => "value".to_owned(),
        }
    }

    fn parts(&self, kind: &TypeKind) -> (Vec<Identifier>, Vec<Option<Identifier>>) {
        let variants = || Scope::new(&[reserved::VARIANTS]);
        match kind {
            TypeKind::Object(object) => (fields(&object.properties), Vec::new()),
            TypeKind::StringEnum(StringEnum { values }) => {
                let names = values
                    .iter()
                    .map(|value| value.name.as_ref().unwrap_or(&value.value));
                (variants().assign(Case::Camel, names), Vec::new())
            }
            TypeKind::ValueEnum(ValueEnum { values, .. }) => {
                let names = values
                    .iter()
                    .map(|value| value.name.clone().unwrap_or_else(|| value.text()));
                (variants().assign(Case::Camel, names), Vec::new())
            }
            TypeKind::TaggedUnion(family) => {
                let names = family.variants.iter().map(|variant| {
                    let mut ty = variant.ty;
                    while let Origin::Base(other) | Origin::RequestVariant(other) =
                        &self.api.definition(ty).origin
                    {
                        ty = *other;
                    }
                    self.variant(variant.name.as_ref(), &Type::Named(ty))
                });
                (
                    variants().assign(Case::Camel, names),
                    self.accessors(family),
                )
            }
            TypeKind::ResponseBodies(bodies) => {
                let names = bodies
                    .variants
                    .iter()
                    .map(|variant| match &variant.media_type {
                        None => reason(variant.status),
                        Some(name) => format!("{} {}", reason(variant.status), media_type(name)),
                    });
                (variants().assign(Case::Camel, names), Vec::new())
            }
            TypeKind::Union(union) => {
                let names = union
                    .variants
                    .iter()
                    .map(|variant| self.variant(variant.name.as_ref(), &variant.ty));
                (variants().assign(Case::Camel, names), Vec::new())
            }
            TypeKind::RequestBodies(bodies) => {
                let names = bodies
                    .media
                    .iter()
                    .map(|media| media_type(&media.media_type));
                (variants().assign(Case::Camel, names), Vec::new())
            }
            TypeKind::Multipart(multipart) => (fields(&multipart.properties), Vec::new()),
            TypeKind::Alias(_) | TypeKind::Newtype(_) => (Vec::new(), Vec::new()),
        }
    }
}

fn fields(properties: &[Property]) -> Vec<Identifier> {
    Scope::new(&[reserved::FIELDS]).assign(
        Case::Snake,
        properties.iter().map(|property| &property.name),
    )
}

/// Drops as much of each dotted namespace as can go without two names becoming one.
fn shortest_suffixes<'n>(names: &[&'n str]) -> Vec<&'n str> {
    let mut suffixes: Vec<&str> = names.iter().map(|name| longer(name, "")).collect();
    loop {
        let mut places: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, suffix) in suffixes.iter().enumerate() {
            places
                .entry(Case::Camel.apply(suffix))
                .or_default()
                .push(place);
        }
        let mut changed = false;
        for place in places
            .into_values()
            .filter(|places| places.len() > 1)
            .flatten()
        {
            let more = longer(names[place], suffixes[place]);
            changed |= more.len() != suffixes[place].len();
            suffixes[place] = more;
        }
        if !changed {
            return suffixes;
        }
    }
}

/// The suffix of a dotted name that is one segment longer; a segment without a letter is no name by itself.
fn longer<'n>(name: &'n str, suffix: &str) -> &'n str {
    let mut end = name.len() - suffix.len();
    while end > 0 {
        end = name[..end - 1].rfind('.').map_or(0, |dot| dot + 1);
        if name[end..].starts_with(char::is_alphabetic) {
            return &name[end..];
        }
    }
    name
}

/// What the bodies of a media type are called.
fn media_type(name: &str) -> String {
    let essence = name.split(';').next().unwrap_or_default().trim();
    let word = match essence {
        "*/*" | "application/*" => "other",
        "application/x-www-form-urlencoded" => "form",
        "multipart/form-data" => "multipart",
        "text/plain" => "text",
        _ => match essence.split_once('/') {
            Some((kind, "*")) => kind,
            Some(("multipart" | "text", _)) | None => essence,
            Some((_, rest)) => rest,
        },
    };
    word.replace(['/', '+', '.', '*'], " ")
}

/// What the responses of a status are called.
pub(super) fn reason(status: Status) -> String {
    let word = match status {
        Status::Code(200) => "ok",
        Status::Code(201) => "created",
        Status::Code(202) => "accepted",
        Status::Code(203) => "non authoritative information",
        Status::Code(204) => "no content",
        Status::Code(205) => "reset content",
        Status::Code(206) => "partial content",
        Status::Code(207) => "multi status",
        Status::Code(301) => "moved permanently",
        Status::Code(302) => "found",
        Status::Code(303) => "see other",
        Status::Code(304) => "not modified",
        Status::Code(307) => "temporary redirect",
        Status::Code(308) => "permanent redirect",
        Status::Code(400) => "bad request",
        Status::Code(401) => "unauthorized",
        Status::Code(402) => "payment required",
        Status::Code(403) => "forbidden",
        Status::Code(404) => "not found",
        Status::Code(405) => "method not allowed",
        Status::Code(406) => "not acceptable",
        Status::Code(408) => "request timeout",
        Status::Code(409) => "conflict",
        Status::Code(410) => "gone",
        Status::Code(411) => "length required",
        Status::Code(412) => "precondition failed",
        Status::Code(413) => "content too large",
        Status::Code(415) => "unsupported media type",
        Status::Code(416) => "range not satisfiable",
        Status::Code(422) => "unprocessable content",
        Status::Code(423) => "locked",
        Status::Code(428) => "precondition required",
        Status::Code(429) => "too many requests",
        Status::Code(500) => "internal server error",
        Status::Code(501) => "not implemented",
        Status::Code(502) => "bad gateway",
        Status::Code(503) => "service unavailable",
        Status::Code(504) => "gateway timeout",
        Status::Code(507) => "insufficient storage",
        Status::Code(code) => return format!("status {code}"),
        Status::Range(1) => "informational",
        Status::Range(2) => "success",
        Status::Range(3) => "redirection",
        Status::Range(4) => "client error",
        Status::Range(5) => "server error",
        Status::Range(hundreds) => return format!("status {hundreds}xx"),
        Status::Default => "other",
    };
    word.to_owned()
}
