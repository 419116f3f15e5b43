//! Where types and operations are in the document.
//!
//! The representation that a listing is made of has no places. They are found again by following
//! names from the components and the operations. A place that cannot be found exactly is the one
//! around it.

use std::collections::{HashMap, HashSet};

use crate::document::{
    AdditionalPropertiesKeyword, Content, Document, OperationKey, ParameterFormat, PathItem,
    Referenced, RequestBody, Response, Schema, SchemaId, StatusCode,
};
use crate::document::{Operation as DocumentOperation, Parameter as DocumentParameter};
use crate::ir::{
    AdditionalProperties, Api, Callback, Method, Operation, Origin, Parameter, PathNode, Property,
    Status, Type, TypeId, TypeKind,
};
use crate::source::JsonPointer;

/// The length of a chain of origins that is followed.
const MAX_DEPTH: usize = 32;

/// A schema and its place.
type Place<'a> = (JsonPointer, &'a Schema);

/// The places of an API in its document.
pub(super) struct Places<'a> {
    document: &'a Document,
    types: HashMap<TypeId, Place<'a>>,
    /// The places of the callbacks, parallel to them.
    callbacks: Vec<JsonPointer>,
}

impl<'a> Places<'a> {
    pub(super) fn new(api: &Api, document: &'a Document) -> Self {
        let mut places = Self {
            document,
            types: HashMap::new(),
            callbacks: Vec::new(),
        };
        places.callbacks = api.callbacks.iter().map(|_| JsonPointer::root()).collect();
        for (id, definition) in api.types.iter() {
            if let Origin::Component(name) = &definition.origin
                && let Some(place) = places.component(name)
            {
                places.types.insert(id, place);
            }
        }
        let mut components: Vec<TypeId> = places.types.keys().copied().collect();
        components.sort_unstable();
        for id in components {
            places.follow_type(api, id);
        }
        places.follow_node(api, &api.root);
        for (index, callback) in api.callbacks.iter().enumerate() {
            places.follow_callback(api, index, callback);
        }
        places
    }

    /// Returns the place of a type. That of a type that is derived from another one is the place
    /// of that one.
    pub(super) fn ty(&self, api: &Api, mut id: TypeId) -> JsonPointer {
        for _ in 0..MAX_DEPTH {
            if let Some((pointer, _)) = self.types.get(&id) {
                return pointer.clone();
            }
            id = match &api.definition(id).origin {
                Origin::Base(other)
                | Origin::RequestVariant(other)
                | Origin::Inline {
                    within: Some(other),
                    ..
                } => *other,
                Origin::Component(_) | Origin::Inline { within: None, .. } => break,
            };
        }
        JsonPointer::root()
    }

    /// Returns the place of a property of an object.
    pub(super) fn property(&self, api: &Api, id: TypeId, name: &str) -> JsonPointer {
        let mut schema = self.types.get(&id);
        if let Origin::Base(other) | Origin::RequestVariant(other) = api.definition(id).origin {
            schema = schema.or_else(|| self.types.get(&other));
        }
        schema
            .and_then(|(pointer, schema)| self.find_property(pointer, schema, name))
            .map_or_else(|| self.ty(api, id), |(pointer, _)| pointer)
    }

    /// Returns the place of an operation.
    pub(super) fn operation(&self, operation: &Operation) -> JsonPointer {
        let (key, item) = self.path_item(&operation.path);
        let pointer = JsonPointer::root().key("paths").key(key);
        method_pointer(&pointer, item, &operation.method)
    }

    /// Returns the place of a callback.
    pub(super) fn callback(&self, index: usize) -> JsonPointer {
        self.callbacks.get(index).cloned().unwrap_or_default()
    }

    /// Returns the place of an operation of a callback.
    pub(super) fn inbound(
        &self,
        index: usize,
        callback: &Callback,
        operation: &Operation,
    ) -> JsonPointer {
        let mut pointer = self.callback(index);
        if let Some(expression) = &callback.expression {
            pointer = pointer.key(expression);
        }
        let item = self.callback_item(callback, index);
        method_pointer(&pointer, item, &operation.method)
    }

    /// Returns the place of a parameter of an operation or of its path.
    pub(super) fn parameter(&self, operation: &Operation, parameter: &Parameter) -> JsonPointer {
        let (key, item) = self.path_item(&operation.path);
        let path = JsonPointer::root().key("paths").key(key);
        let own = item.and_then(|item| operation_of(item, &operation.method));
        let own = own.map(|own| (self.operation(operation), own.parameters.as_slice()));
        let shared = item.map(|item| (path, item.parameters.as_slice()));
        own.into_iter()
            .chain(shared)
            .find_map(|(pointer, list)| self.find_parameter(&pointer, list, parameter))
            .map_or_else(|| self.operation(operation), |(pointer, _)| pointer)
    }

    /// Returns the place of a parameter of a path.
    pub(super) fn path_parameter(&self, node: &PathNode, parameter: &Parameter) -> JsonPointer {
        fn first(node: &PathNode) -> Option<&Operation> {
            node.operations
                .first()
                .or_else(|| node.children.iter().find_map(first))
        }
        first(node).map_or_else(JsonPointer::root, |operation| {
            self.parameter(operation, parameter)
        })
    }

    /// Returns the place of a response of an operation.
    pub(super) fn response(pointer: &JsonPointer, status: Status) -> JsonPointer {
        pointer.key("responses").key(&status.to_string())
    }

    fn component(&self, name: &str) -> Option<Place<'a>> {
        let schema = self.document.components.schemas.get(name)?;
        let schemas = JsonPointer::root().key("components").key("schemas");
        Some((schemas.key(name), schema))
    }

    /// Returns the place of a property of a schema, or of a schema that is part of it.
    fn find_property(
        &self,
        pointer: &JsonPointer,
        schema: &'a Schema,
        name: &str,
    ) -> Option<Place<'a>> {
        self.find_unvisited(pointer, schema, name, &mut HashSet::new())
    }

    /// Visits each schema once: a base may be that of several other bases.
    fn find_unvisited(
        &self,
        pointer: &JsonPointer,
        schema: &'a Schema,
        name: &str,
        visited: &mut HashSet<SchemaId>,
    ) -> Option<Place<'a>> {
        if let Some(property) = schema.properties.get(name) {
            return Some((pointer.key("properties").key(name), property));
        }
        if !visited.insert(schema.id) {
            return None;
        }
        let referenced = schema.reference.as_ref();
        let referenced = referenced.and_then(|name| self.component(name));
        let groups = [
            ("allOf", &schema.all_of),
            ("oneOf", &schema.one_of),
            ("anyOf", &schema.any_of),
        ];
        let parts = groups.into_iter().flat_map(|(keyword, parts)| {
            let parts = parts.iter().enumerate();
            parts.map(move |(index, part)| (pointer.key(keyword).index(index), part))
        });
        referenced
            .into_iter()
            .chain(parts)
            .find_map(|(pointer, part)| self.find_unvisited(&pointer, part, name, visited))
    }

    /// Finds the places of the inline types of a type.
    fn follow_type(&mut self, api: &Api, id: TypeId) {
        let Some((pointer, schema)) = self.types.get(&id).cloned() else {
            return;
        };
        let follow_properties = |places: &mut Self, properties: &[Property]| {
            for property in properties {
                let found = places.find_property(&pointer, schema, &property.name);
                if let Some((pointer, schema)) = found {
                    places.follow(api, &property.ty, pointer, schema);
                }
            }
        };
        match &api.definition(id).kind {
            TypeKind::Object(object) => {
                follow_properties(self, &object.properties);
                if let AdditionalProperties::Typed(additional) = &object.additional
                    && let Some(AdditionalPropertiesKeyword::Schema(schema)) =
                        &schema.additional_properties
                {
                    let pointer = pointer.key("additionalProperties");
                    self.follow(api, &additional.ty, pointer, schema);
                }
            }
            TypeKind::Multipart(multipart) => follow_properties(self, &multipart.properties),
            TypeKind::Union(union) => {
                let (keyword, parts) = if schema.one_of.is_empty() {
                    ("anyOf", &schema.any_of)
                } else {
                    ("oneOf", &schema.one_of)
                };
                // Variants may be in another order, so only one of an only inline type is certain.
                let inline = parts.iter().enumerate();
                let mut inline = inline.filter(|(_, part)| part.reference.is_none());
                for variant in &union.variants {
                    if api.types.component_name(&variant.ty).is_none()
                        && let Some((index, part)) = inline.next()
                    {
                        let pointer = pointer.key(keyword).index(index);
                        self.follow(api, &variant.ty, pointer, part);
                    }
                }
            }
            TypeKind::Alias(ty) => self.follow(api, ty, pointer, schema),
            TypeKind::Newtype(newtype) => self.follow(api, &newtype.ty, pointer, schema),
            _ => {}
        }
    }

    /// Records the place of an inline type that a schema is the schema of.
    fn follow(&mut self, api: &Api, ty: &Type, pointer: JsonPointer, schema: &'a Schema) {
        match ty {
            Type::Named(id) | Type::Flags(id) => {
                if self.types.contains_key(id) {
                    return;
                }
                self.types.insert(*id, (pointer, schema));
                self.follow_type(api, *id);
            }
            Type::Array(item) if schema.items.is_some() => {
                if let Some(items) = &schema.items {
                    self.follow(api, item, pointer.key("items"), items);
                }
            }
            Type::Map(value) => {
                if let Some(AdditionalPropertiesKeyword::Schema(values)) =
                    &schema.additional_properties
                {
                    self.follow(api, value, pointer.key("additionalProperties"), values);
                }
            }
            ty => {
                for part in ty.parts() {
                    self.follow(api, part, pointer.clone(), schema);
                }
            }
        }
    }

    fn follow_node(&mut self, api: &Api, node: &PathNode) {
        for operation in &node.operations {
            let (_, item) = self.path_item(&operation.path);
            let pointer = self.operation(operation);
            let Some(found) = item.and_then(|item| operation_of(item, &operation.method)) else {
                continue;
            };
            self.follow_operation(api, operation, &pointer, found);
            for id in &operation.callbacks {
                let callback = &api.callbacks[id.index()];
                let callbacks = pointer.key("callbacks");
                self.callbacks[id.index()] = callbacks.key(&callback.name);
            }
        }
        for child in &node.children {
            self.follow_node(api, child);
        }
    }

    /// Finds the place of a webhook, and those of the inline types of any callback. The place of a
    /// callback of an operation is known from the operation.
    fn follow_callback(&mut self, api: &Api, index: usize, callback: &Callback) {
        if callback.expression.is_none() {
            let webhooks = JsonPointer::root().key(self.document.webhooks_field);
            self.callbacks[index] = webhooks.key(&callback.name);
        }
        let item = self.callback_item(callback, index);
        for inbound in &callback.operations {
            let pointer = self.inbound(index, callback, &inbound.operation);
            let found = item.and_then(|item| operation_of(item, &inbound.operation.method));
            if let Some(found) = found {
                self.follow_operation(api, &inbound.operation, &pointer, found);
            }
        }
    }

    /// Finds the places of the inline types of an operation.
    fn follow_operation(
        &mut self,
        api: &Api,
        operation: &Operation,
        pointer: &JsonPointer,
        found: &'a DocumentOperation,
    ) {
        for parameter in &operation.parameters {
            let declared = self.find_parameter(pointer, &found.parameters, parameter);
            if let Some((place, declared)) = declared
                && let ParameterFormat::Schema(schema) = &declared.format
            {
                self.follow(api, &parameter.ty, place.key("schema"), schema);
            }
        }
        if let (Some(body), Some(found)) = (&operation.body, &found.request_body) {
            let bodies = &self.document.components.request_bodies;
            let (pointer, found) =
                referenced(found, pointer.key("requestBody"), "requestBodies", |name| {
                    bodies.get(name)
                });
            if let Some(RequestBody { content, .. }) = found {
                for media in &body.media {
                    self.follow_media(api, &media.media_type, &media.ty, content, &pointer);
                }
            }
        }
        for response in &operation.responses {
            let declared = match response.status {
                Status::Default => found.responses.default.as_ref(),
                Status::Code(code) => found.responses.by_status.get(&StatusCode::Code(code)),
                Status::Range(hundreds) => {
                    found.responses.by_status.get(&StatusCode::Range(hundreds))
                }
            };
            let Some(declared) = declared else { continue };
            let responses = &self.document.components.responses;
            let place = Self::response(pointer, response.status);
            let (pointer, found) =
                referenced(declared, place, "responses", |name| responses.get(name));
            if let Some(Response { content, .. }) = found {
                for media in &response.media {
                    self.follow_media(api, &media.media_type, &media.ty, content, &pointer);
                }
            }
        }
    }

    fn follow_media(
        &mut self,
        api: &Api,
        media_type: &str,
        ty: &Type,
        content: &'a Content,
        pointer: &JsonPointer,
    ) {
        let Some(Referenced::Inline(found)) = content.get(media_type) else {
            return;
        };
        if let Some(schema) = &found.schema {
            let pointer = pointer.key("content").key(media_type).key("schema");
            self.follow(api, ty, pointer, schema);
        }
    }

    /// Returns the key and the path item of a path. A key may lack its leading slash.
    fn path_item<'p>(&'p self, path: &'p str) -> (&'p str, Option<&'a PathItem>) {
        let paths = &self.document.paths;
        [path, path.trim_start_matches('/')]
            .into_iter()
            .find_map(|key| Some((key, Some(paths.get(key)?))))
            .unwrap_or((path, None))
    }

    fn callback_item(&self, callback: &Callback, index: usize) -> Option<&'a PathItem> {
        let Some(expression) = &callback.expression else {
            return self.document.webhooks.get(&callback.name);
        };
        let place = self.callback(index);
        let tokens: Vec<_> = place.tokens().collect();
        let [_, path, method, ..] = tokens.as_slice() else {
            return None;
        };
        let item = self.document.paths.get(path.as_ref())?;
        let mut operations = item.operations.iter();
        let (_, operation) = operations.find(|(key, _)| match key {
            OperationKey::Field(name) => *name == method.as_ref(),
            OperationKey::Additional(name) => name == method.as_ref(),
        })?;
        operation.callbacks.get(&callback.name)?.get(expression)
    }

    /// Finds a parameter in the list at `parameters` of a pointer.
    fn find_parameter(
        &self,
        pointer: &JsonPointer,
        list: &'a [Option<Referenced<DocumentParameter>>],
        parameter: &Parameter,
    ) -> Option<(JsonPointer, &'a DocumentParameter)> {
        let components = &self.document.components.parameters;
        let mut declared = list.iter().enumerate().filter_map(|(index, declared)| {
            let place = pointer.key("parameters").index(index);
            let component = |name: &str| components.get(name);
            let (place, declared) = referenced(declared.as_ref()?, place, "parameters", component);
            Some((place, declared?))
        });
        declared.find(|(_, declared)| declared.name == parameter.name && is_in(declared, parameter))
    }
}

/// Returns whether a declared parameter has the location of a parameter.
fn is_in(declared: &DocumentParameter, parameter: &Parameter) -> bool {
    use crate::document::ParameterLocation as Declared;
    use crate::ir::ParameterLocation as Location;
    matches!(
        (declared.location, parameter.location),
        (Declared::Path { .. }, Location::Path)
            | (Declared::Query { .. }, Location::Query)
            | (Declared::QueryString, Location::QueryString)
            | (Declared::Header, Location::Header)
            | (Declared::Cookie { .. }, Location::Cookie)
    )
}

/// Returns an object and its place, which is that of the component for a reference.
fn referenced<'a, T>(
    found: &'a Referenced<T>,
    pointer: JsonPointer,
    field: &str,
    component: impl FnOnce(&str) -> Option<&'a T>,
) -> (JsonPointer, Option<&'a T>) {
    match found {
        Referenced::Inline(found) => (pointer, Some(found)),
        Referenced::Component(reference) => {
            let components = JsonPointer::root().key("components").key(field);
            (components.key(&reference.name), component(&reference.name))
        }
    }
}

fn operation_of<'a>(item: &'a PathItem, method: &Method) -> Option<&'a DocumentOperation> {
    let mut operations = item.operations.iter();
    let (_, operation) = operations.find(|(key, _)| is_method(key, method))?;
    Some(operation)
}

fn is_method(key: &OperationKey, method: &Method) -> bool {
    match key {
        OperationKey::Field(name) => name.eq_ignore_ascii_case(method.as_str()),
        OperationKey::Additional(name) => name == method.as_str(),
    }
}

/// Returns the place of the operation with a method in the path item at a pointer.
fn method_pointer(pointer: &JsonPointer, item: Option<&PathItem>, method: &Method) -> JsonPointer {
    let key = item.and_then(|item| {
        let mut operations = item.operations.iter();
        operations.find(|(key, _)| is_method(key, method))
    });
    match key {
        Some((OperationKey::Additional(name), _)) => pointer.key("additionalOperations").key(name),
        _ => pointer.key(&method.to_lower_case()),
    }
}
