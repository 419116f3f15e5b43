//! `content`: the bodies of media types, and their examples.

use indexmap::IndexMap;
use serde_json::Value;

use super::media_type::{Form, form_of};
use super::{Direction, NotUnderstood, OperationLowerer};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::document::{
    Encoding, Example, InstanceType, MediaType, MediaTypeName, Reference, Referenced, Schema,
};
use crate::ir::{Constraint, ItemEncoding, ItemEncodings, ShownExample, Type, UntypedReason};
use crate::lower::types::{InlinePath, LoweredSchema, Scope};
use crate::schema::SchemaView;
use crate::source::PathCursor;

impl<'d> OperationLowerer<'d> {
    /// Calls a function with a media type, its location, and the path of its inline types. Those of
    /// a reference are those of its component; `cursor` and `path` are used for any other media
    /// type. Returns `None` if the component does not exist.
    pub(super) fn with_media_type<R>(
        &mut self,
        declared: &'d Referenced<MediaType>,
        cursor: &PathCursor<'_>,
        path: &InlinePath,
        function: impl FnOnce(&mut Self, &'d MediaType, &PathCursor<'_>, &InlinePath) -> R,
    ) -> Option<R> {
        match declared {
            Referenced::Inline(declared) => Some(function(self, declared, cursor, path)),
            Referenced::Component(Reference { name, .. }) => {
                let declared = self.types.document.components.media_types.get(name)?;
                let components = PathCursor::ROOT.key("components");
                let components = components.key("mediaTypes");
                let path = InlinePath::new(Scope::Models, [name, "body"]);
                Some(function(self, declared, &components.key(name), &path))
            }
        }
    }

    /// Lowers `itemSchema` of a media type.
    pub(super) fn lower_item(
        &mut self,
        declared: &'d MediaType,
        cursor: &PathCursor<'_>,
        path: &InlinePath,
    ) -> Option<Type> {
        let schema = declared.item_schema.as_ref()?;
        let cursor = cursor.key("itemSchema");
        let lowered = self
            .types
            .lower_schema(schema, &cursor, &path.below("item"));
        Some(lowered_type(lowered.ty, lowered.nullable))
    }

    /// Lowers the schema of a media type. Returns its type and the constraints on the body as a
    /// whole. Records the examples.
    pub(super) fn lower_media_type(
        &mut self,
        declared: &'d MediaType,
        cursor: &PathCursor<'_>,
        path: &InlinePath,
    ) -> (Type, Vec<Constraint>) {
        let Some(schema) = &declared.schema else {
            let ty = self.types.raw_json(UntypedReason::NoSchema, cursor, path);
            return (ty, Vec::new());
        };
        let lowered = self.types.lower_schema(schema, &cursor.key("schema"), path);
        self.record_examples(declared, &lowered, cursor, path);
        (
            lowered_type(lowered.ty, lowered.nullable),
            lowered.constraints,
        )
    }

    fn record_examples(
        &mut self,
        declared: &'d MediaType,
        lowered: &LoweredSchema,
        cursor: &PathCursor<'_>,
        path: &InlinePath,
    ) {
        if let Some(value) = &declared.example {
            let words = path.words().to_vec();
            let cursor = cursor.key("example");
            self.types.record_example(&cursor, lowered, words, value);
        }
        let inline = cursor.key("examples");
        let components = PathCursor::ROOT.key("components");
        let components = components.key("examples");
        for (name, example) in &declared.examples {
            let (cursor, example) = match example {
                Referenced::Inline(example) => (inline.key(name), Some(example)),
                Referenced::Component(Reference { name, .. }) => {
                    let examples = &self.types.document.components.examples;
                    (components.key(name), examples.get(name))
                }
            };
            let value = example.and_then(|example| Some((example.value.as_ref()?, example.field)));
            if let Some((value, field)) = value {
                let words = path.below(name).words().to_vec();
                let cursor = cursor.key(field);
                self.types.record_example(&cursor, lowered, words, value);
            }
        }
    }

    /// Returns the form of the bodies of a media type, determined by its name or else by its
    /// schema. A name that cannot be sent in a header is not understood.
    pub(super) fn form(
        &mut self,
        name: &str,
        declared: &'d MediaType,
        cursor: &PathCursor<'_>,
    ) -> Result<Form, NotUnderstood> {
        let media_type = MediaTypeName::new(name);
        if !media_type.is_valid() {
            const HELP: &str =
                "use a media type, such as `application/json`, or a range, such as `image/*`";
            if !media_type.is_sendable() {
                const MESSAGE: &str = "unsupported: a media type that is not a valid header value";
                return Err(NotUnderstood::new(
                    Diagnostic::new(Code::Unsupported, cursor.on_key(), MESSAGE).help(HELP),
                ));
            }
            self.types.diagnostics.push(
                Diagnostic::new(
                    Code::MediaType,
                    cursor.on_key(),
                    format!("`{name}` is not a media type; it is sent and accepted as written"),
                )
                .help(HELP),
            );
        }
        let view = self.resolve(declared.schema.as_ref());
        let is_string = view.is_some_and(|view| view.instance_type == Some(InstanceType::String));
        let is_binary = view.is_some_and(|view| view.format.as_deref() == Some("binary"));
        Ok(match form_of(&media_type) {
            Some(form @ Form::Multipart) => form,
            // The items are read as they arrive.
            _ if declared.schema.is_none() && declared.item_schema.is_some() => Form::Bytes,
            Some(Form::Text) | None if is_binary => Form::Bytes,
            Some(form) => form,
            None if is_string => Form::Text,
            // Any media type, or one without a known form.
            None if declared.schema.is_some() && media_type.is_range() => Form::Json,
            None => Form::Bytes,
        })
    }

    /// Warns of a schema with keywords that do not apply to a body that is a string or bytes.
    pub(super) fn warn_raw_body(
        &mut self,
        declared: &'d MediaType,
        direction: Direction,
        cursor: &PathCursor<'_>,
    ) {
        if direction == Direction::Serve {
            return;
        }
        let says_more = self.resolve(declared.schema.as_ref()).is_some_and(|view| {
            view.instance_type != Some(InstanceType::String)
                && !(view.is_bare() && view.all_of.is_empty())
        });
        if says_more {
            self.types.diagnostics.push(
                Diagnostic::new(
                    Code::RawBody,
                    cursor.key("schema").on_key(),
                    "the schema has no effect: bodies of this media type are not decoded",
                )
                .help("use a library for the media type, or declare JSON"),
            );
        }
    }

    /// Keeps the first media type that is JSON, which is what the client serves, and warns of the
    /// others. Returns whether there is one; if there is none, no media type remains.
    pub(super) fn retain_json<M>(
        &mut self,
        media: &mut Vec<M>,
        is_json: impl Fn(&M) -> bool,
        name: impl Fn(&M) -> &String,
        cursor: &PathCursor<'_>,
    ) -> bool {
        let Some(first) = media.iter().position(is_json) else {
            media.clear();
            return false;
        };
        let json = media.remove(first);
        for other in media.drain(..) {
            self.types.diagnostics.push(
                Diagnostic::new(
                    Code::UnservedMediaType,
                    cursor.key(name(&other)).on_key(),
                    format!(
                        "this media type is not generated: bodies of this callback are `{}` only",
                        name(&json)
                    ),
                )
                .help("declare one JSON media type, or handle the others in your own server"),
            );
        }
        media.push(json);
        true
    }

    /// Returns the schema at the end of a chain of references.
    pub(super) fn resolve(&self, schema: Option<&'d Schema>) -> Option<SchemaView<'d>> {
        let (_, view) = SchemaView::new(schema?).resolve(self.types.document)?;
        Some(view)
    }
}

/// Returns a type that includes null if its values do.
pub(super) fn lowered_type(ty: Type, nullable: bool) -> Type {
    if nullable {
        Type::Nullable(Box::new(ty))
    } else {
        ty
    }
}

/// Returns how the items of a body are encoded.
pub(super) fn item_encodings(declared: &MediaType) -> ItemEncodings {
    let lowered = |encoding: &Encoding| ItemEncoding {
        content_type: encoding.content_type.clone(),
        headers: encoding.headers.clone(),
    };
    ItemEncodings {
        prefix: declared.prefix_encoding.iter().map(lowered).collect(),
        other: declared.item_encoding.as_ref().map(lowered),
    }
}

/// Returns the first inline example of a media type or a parameter.
pub(super) fn first_example(
    example: Option<&Value>,
    examples: &IndexMap<String, Referenced<Example>>,
    cursor: &PathCursor<'_>,
) -> Option<ShownExample> {
    let shown = |cursor: &PathCursor<'_>, value: &Value| ShownExample {
        pointer: cursor.to_pointer().as_str().to_owned(),
        value: value.clone(),
    };
    if let Some(value) = example {
        return Some(shown(&cursor.key("example"), value));
    }
    examples.iter().find_map(|(name, example)| match example {
        Referenced::Inline(example) => Some(shown(
            &cursor.key("examples").key(name).key(example.field),
            example.value.as_ref()?,
        )),
        Referenced::Component(_) => None,
    })
}
