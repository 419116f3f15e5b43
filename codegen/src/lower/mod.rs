//! Resolves a document into the intermediate representation, and reports what it cannot express.
//!
//! References, `allOf`, `nullable`, discriminators and inline schemas end here: the stages behind see
//! types, members and operations.

mod body;
mod callback;
mod component;
mod composed;
mod constraint;
mod correlation;
mod encoding;
mod enumeration;
mod error_code;
mod example;
mod extension;
mod flat;
mod header;
mod keywords;
mod link;
mod media_type;
mod meet;
mod names;
mod object;
mod operation;
mod paging;
mod parameter;
mod path;
mod response;
mod schema;
mod security;
mod served;
mod server;
mod tagged_union;
mod template;
mod together;
mod union;
mod values;
mod waiting;

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use indexmap::IndexMap;
use openapiv3::{Components, OpenAPI, ReferenceOr, Schema, SchemaData};

use crate::diagnostics::code::Code;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::ir::{
    Api, Callback, Correlation, Deferred, Docs, Example, ExternalDocs, Info, Paging, RequestBody,
    TypeId, TypeTable, Unchecked,
};
use crate::load::Document;
use crate::source::{JsonPointer, PathCursor};

/// Resolves a document, apart from what is left for the passes.
pub(crate) fn lower(document: &Document, diagnostics: &mut Diagnostics) -> (Api, Deferred) {
    let mut lowering = Lowering {
        document,
        openapi: &document.openapi,
        diagnostics,
        types: TypeTable::new(),
        models: Vec::new(),
        home: Vec::new(),
        inline: HashMap::new(),
        bodies: HashMap::new(),
        answers: HashMap::new(),
        foreign: false,
        binaries: IndexMap::new(),
        pages: BTreeMap::new(),
        places: None,
        components: component::Components::default(),
        flats: HashMap::new(),
        flattening: 0,
        waiting: HashMap::new(),
        serving: false,
        callbacks: Vec::new(),
        resolved: Vec::new(),
        correlations: Vec::new(),
        operation_ids: HashMap::new(),
        security_schemes: Vec::new(),
        examples: IndexMap::new(),
        deferred: Deferred::default(),
        merging: Vec::new(),
        choosing: Vec::new(),
        untyped: std::collections::HashSet::new(),
    };
    lowering.shared(|lowering| {
        lowering.classify_components();
        lowering.define_components();
    });
    lowering.correlations();
    let root = lowering.path_tree();
    lowering.webhooks(&document.webhooks);
    let open_id = lowering.open_id();
    let servers = lowering.servers(&document.openapi.servers, &PathCursor::ROOT.key("servers"));
    let error_codes = error_code::all(&root);
    lowering.tell_binaries();
    let api = Api {
        info: info(&document.openapi),
        lenient: extension::flag(&document.openapi.extensions, "x-lenient"),
        servers,
        security_schemes: lowering.security_schemes,
        root,
        models: lowering.models,
        types: lowering.types,
        error_codes,
        error_code_paths: BTreeMap::new(),
        pages: lowering.pages,
        callbacks: lowering.callbacks,
        correlations: lowering.correlations,
        open_id,
        examples: lowering.examples.into_values().collect(),
    };
    let deferred = Deferred {
        error_code_paths: error_code::declared_paths(&document.openapi),
        ..lowering.deferred
    };
    (api, deferred)
}

struct Lowering<'d> {
    document: &'d Document,
    openapi: &'d OpenAPI,
    diagnostics: &'d mut Diagnostics,
    types: TypeTable,
    /// The types that belong to no path node.
    models: Vec<TypeId>,
    /// The types of the place that is being resolved: a path node's, or the models.
    home: Vec<TypeId>,
    /// Inline schemas that are resolved, by address: many operations may lead to the same one.
    inline: HashMap<*const Schema, schema::Lowered>,
    /// Request bodies and responses of the components, by address and by whether the client serves them; with each,
    /// whether it is foreign.
    bodies: HashMap<(*const openapiv3::RequestBody, bool), (Option<RequestBody>, bool)>,
    answers: HashMap<(*const openapiv3::Response, bool), (response::Answer, bool)>,
    /// Whether something that the client serves has a body that is not JSON.
    foreign: bool,
    /// Where a text is declared as binary though it stands in JSON.
    binaries: IndexMap<*const SchemaData, JsonPointer>,
    /// The objects that are pages of a list.
    pages: BTreeMap<TypeId, Paging>,
    /// Which operation has which id; made when it is first asked for.
    places: Option<link::Places<'d>>,
    components: component::Components<'d>,
    /// Named objects with their inheritance laid flat; `None` while one is being laid flat.
    flats: HashMap<&'d str, Option<Rc<flat::Flat<'d>>>>,
    /// How many are being laid flat.
    flattening: usize,
    /// Inline objects by the named one whose members they wait for.
    waiting: HashMap<&'d str, Vec<waiting::Waiting<'d>>>,
    /// Whether the operation being resolved is one that the client serves.
    serving: bool,
    /// What the client may serve.
    callbacks: Vec<Callback>,
    /// What those were resolved from, parallel to them.
    resolved: Vec<callback::Resolved<'d>>,
    correlations: Vec<Correlation>,
    /// The security schemes that some operation needs.
    security_schemes: Vec<crate::ir::SecurityScheme>,
    /// The operationIds so far, and where they stand.
    operation_ids: HashMap<&'d str, JsonPointer>,
    /// The examples by their places: many operations may lead to the same one.
    examples: IndexMap<String, Example>,
    /// What the passes have to do.
    deferred: Deferred,
    /// The objects that are being merged, and what they become.
    merging: Vec<(meet::Merging, TypeId)>,
    /// The alternatives that are being combined with an object.
    choosing: Vec<JsonPointer>,
    /// The defined types that are objects by their keywords, and not by a `type`.
    untyped: std::collections::HashSet<TypeId>,
}

impl<'d> Lowering<'d> {
    fn schemas(&self) -> &'d IndexMap<String, ReferenceOr<Schema>> {
        static NONE: std::sync::LazyLock<IndexMap<String, ReferenceOr<Schema>>> =
            std::sync::LazyLock::new(IndexMap::new);
        self.openapi
            .components
            .as_ref()
            .map_or(&NONE, |components| &components.schemas)
    }

    /// Finds the component that a reference stands for.
    fn referred<T>(
        &self,
        reference: &'d str,
        kind: &str,
        select: fn(&'d Components) -> &'d IndexMap<String, ReferenceOr<T>>,
    ) -> Option<(&'d str, &'d T)> {
        self.component(names::component(reference, kind)?, kind, select)
    }

    /// Finds a component by name, through components that are references themselves. They lead in no circle: that has
    /// been checked.
    fn component<T>(
        &self,
        mut name: &'d str,
        kind: &str,
        select: fn(&'d Components) -> &'d IndexMap<String, ReferenceOr<T>>,
    ) -> Option<(&'d str, &'d T)> {
        let components = select(self.openapi.components.as_ref()?);
        loop {
            match components.get(name)? {
                ReferenceOr::Item(component) => return Some((name, component)),
                ReferenceOr::Reference { reference } => name = names::component(reference, kind)?,
            }
        }
    }

    /// Resolves something that belongs to no single path node: its types are models.
    fn shared<R>(&mut self, resolve: impl FnOnce(&mut Self) -> R) -> R {
        let home = std::mem::take(&mut self.home);
        let resolved = resolve(self);
        self.models.extend(std::mem::replace(&mut self.home, home));
        resolved
    }

    fn error(
        &mut self,
        code: Code,
        cursor: &PathCursor<'_>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.diagnostics
            .push(Diagnostic::new(code, cursor.on_value(), message).help(help));
    }

    /// Reports something that is legal and cannot be expressed faithfully.
    fn unsupported(&mut self, cursor: &PathCursor<'_>, what: &str, help: &str) {
        self.error(
            Code::Unsupported,
            cursor,
            format!("cannot express {what}"),
            help,
        );
    }
}

/// Where an inline schema stands: what it is named by.
#[derive(Clone, Debug, Default)]
struct Place {
    within: Option<TypeId>,
    words: Vec<String>,
}

impl Place {
    fn new<const N: usize>(words: [&str; N]) -> Self {
        Self {
            within: None,
            words: words.map(str::to_owned).into(),
        }
    }

    fn within(id: TypeId) -> Self {
        Self {
            within: Some(id),
            words: Vec::new(),
        }
    }

    fn below(&self, word: &str) -> Self {
        let mut below = self.clone();
        below.words.push(word.to_owned());
        below
    }
}

/// Calls with the place of a named schema.
fn at_schema<R>(name: &str, with: impl FnOnce(&PathCursor<'_>) -> R) -> R {
    with(&PathCursor::ROOT.key("components").key("schemas").key(name))
}

impl keywords::Keywords<'_> {
    /// What a schema says to a reader, itself and by inline parts of its `allOf`, and what it asks that no type and no
    /// check says.
    fn docs(&self) -> Docs {
        let parts = self.all_of.iter().filter_map(|part| match part {
            // A title is that of the part.
            ReferenceOr::Item(schema) => Some(Docs {
                summary: None,
                ..keywords::Keywords::of(schema).docs()
            }),
            ReferenceOr::Reference { .. } => None,
        });
        let parts = parts.fold(Docs::default(), |inner, outer| schema::over(outer, inner));
        schema::over(self.own_docs(), parts)
    }

    fn own_docs(&self) -> Docs {
        let mut docs = docs(self.data);
        let pattern = self
            .pattern
            .filter(|pattern| !constraint::is_checked(pattern));
        docs.unchecked
            .extend(pattern.map(|pattern| Unchecked::Pattern(pattern.to_owned())));
        if let Some(not) = self.not {
            docs.unchecked.push(Unchecked::Not(
                serde_json::to_value(not).unwrap_or_default(),
            ));
        }
        docs
    }
}

fn docs(data: &SchemaData) -> Docs {
    Docs {
        summary: data.title.clone(),
        description: data.description.clone(),
        external: data.external_docs.as_ref().map(external),
        deprecated: data.deprecated,
        unchecked: Vec::new(),
    }
}

fn external(docs: &openapiv3::ExternalDocumentation) -> ExternalDocs {
    ExternalDocs {
        url: docs.url.clone(),
        description: docs.description.clone(),
    }
}

fn info(openapi: &OpenAPI) -> Info {
    Info {
        title: openapi.info.title.clone(),
        version: openapi.info.version.clone(),
        docs: Docs {
            description: openapi.info.description.clone(),
            external: openapi.external_docs.as_ref().map(external),
            ..Docs::default()
        },
        license: openapi
            .info
            .license
            .as_ref()
            .map(|license| license.name.clone()),
    }
}
