//! Parameters: what a request carries outside its body.

use std::collections::HashSet;

use openapiv3::{
    MediaType, Parameter as Declared, ParameterData, ParameterSchemaOrContent, PathStyle,
    QueryStyle, ReferenceOr,
};

use super::body::is_json;
use super::keywords::Unboxed;
use super::schema::Lowered;
use super::template::{Piece, parameter_names};
use super::{Lowering, Place, example};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::ir::{Docs, LiteralKind, Parameter, ParameterLocation, Style, Type, TypeKind};
use crate::source::PathCursor;

impl<'d> Lowering<'d> {
    /// Resolves a list of parameters. Those of an operation replace those of its path that have the same name and place.
    pub(super) fn parameters(
        &mut self,
        general: &[Parameter],
        list: &'d [ReferenceOr<Declared>],
        cursor: &PathCursor<'_>,
        template: &[Piece],
    ) -> Vec<Parameter> {
        let mut own: Vec<Parameter> = Vec::new();
        let mut identities = HashSet::new();
        for (index, declared) in list.iter().enumerate() {
            let cursor = cursor.index(index);
            let Some(parameter) = self.listed(declared, &cursor, template) else {
                continue;
            };
            if !identities.insert(identity(&parameter)) {
                self.error(
                    Code::DuplicateParameter,
                    &cursor,
                    format!("the parameter `{}` is declared twice", parameter.name),
                    "remove one of the two",
                );
                continue;
            }
            own.push(parameter);
        }
        let inherited = general
            .iter()
            .filter(|general| !identities.contains(&identity(general)));
        inherited.cloned().chain(own.iter().cloned()).collect()
    }

    fn listed(
        &mut self,
        declared: &'d ReferenceOr<Declared>,
        cursor: &PathCursor<'_>,
        template: &[Piece],
    ) -> Option<Parameter> {
        let (name, declared) = match declared {
            ReferenceOr::Item(declared) => {
                self.stands_in_path(declared, cursor, template)?;
                let name = &declared.parameter_data_ref().name;
                return self.parameter(declared, name, cursor);
            }
            ReferenceOr::Reference { reference } => {
                let found =
                    self.referred(reference, "parameters", |components| &components.parameters);
                let Some(found) = found else {
                    self.unsupported(
                        &cursor.key("$ref"),
                        "a reference to a parameter that is not under `components/parameters`",
                        "move the parameter there and refer to it",
                    );
                    return None;
                };
                found
            }
        };
        self.stands_in_path(declared, cursor, template)?;
        let parameters = PathCursor::ROOT.key("components");
        let parameters = parameters.key("parameters");
        self.shared(|this| this.parameter(declared, name, &parameters.key(name)))
    }

    /// Checks that a path parameter has a place in the path.
    fn stands_in_path(
        &mut self,
        declared: &Declared,
        cursor: &PathCursor<'_>,
        template: &[Piece],
    ) -> Option<()> {
        let name = declared.parameter_data_ref().name.as_str();
        if matches!(declared, Declared::Path { .. })
            && !parameter_names(template).any(|known| known == name)
        {
            self.error(
                Code::PathParameterUnused,
                cursor,
                format!("the path has no `{{{name}}}` for this parameter"),
                "add it to the path, or remove the parameter",
            );
            return None;
        }
        Some(())
    }

    /// Resolves a parameter; `stem` is what its inline types are named by.
    fn parameter(
        &mut self,
        declared: &'d Declared,
        stem: &str,
        cursor: &PathCursor<'_>,
    ) -> Option<Parameter> {
        let data = declared.parameter_data_ref();
        let name = data.name.as_str();
        let location = self.location(declared, cursor)?;
        let lower = stem.to_ascii_lowercase();
        let place = if lower.ends_with("param") || lower.ends_with("parameter") {
            Place::new([stem])
        } else {
            Place::new([stem, "parameter"])
        };
        let (lowered, content) = match &data.format {
            ParameterSchemaOrContent::Schema(schema) => {
                let lowered = self.schema(schema.unboxed(), &cursor.key("schema"), &place);
                (lowered, None)
            }
            ParameterSchemaOrContent::Content(content) => {
                let (media_type, declared) = content.first()?;
                let cursor = cursor.key("content");
                let lowered = self.content(declared, &cursor.key(media_type), &place);
                (lowered, Some(media_type.as_str()))
            }
        };
        self.parameter_examples(data, &lowered, cursor);
        let shape = self.shape(&lowered.ty);
        let (style, explode) = match content {
            Some(media_type) if is_json(media_type) => (Style::Json, false),
            Some(media_type) if shape != Shape::Scalar => {
                self.unsupported(
                    &cursor.key("content").key(media_type),
                    "a parameter in this media type that is more than a text",
                    "use `application/json`, or a schema of type `string`",
                );
                return None;
            }
            _ => style(declared),
        };
        let shapes = self.shapes(&lowered.ty);
        let nested = style != Style::Json && shapes.iter().any(|shape| shape.is_nested());
        let parameter = Parameter {
            name: name.to_owned(),
            location,
            style,
            // One value is written in the same way with and without.
            explode: if shape == Shape::Scalar {
                style == Style::Form
            } else {
                data.explode.unwrap_or(explode)
            },
            allow_reserved: matches!(
                declared,
                Declared::Query {
                    allow_reserved: true,
                    ..
                }
            ),
            allow_empty: matches!(
                declared,
                Declared::Query {
                    allow_empty_value: Some(true),
                    ..
                }
            ),
            nested,
            required: data.required,
            ty: lowered.ty,
            constraints: lowered.constraints,
            default: lowered.default,
            docs: Docs {
                description: data.description.clone().or(lowered.docs.description),
                deprecated: data.deprecated.unwrap_or_default() || lowered.docs.deprecated,
                unchecked: lowered.docs.unchecked,
                ..Docs::default()
            },
            example: example::first(data.example.as_ref(), &data.examples, cursor),
        };
        self.undefined(&parameter, data.explode, &shapes, cursor);
        Some(parameter)
    }

    /// The value of a parameter with a media type.
    fn content(
        &mut self,
        declared: &'d MediaType,
        cursor: &PathCursor<'_>,
        place: &Place,
    ) -> Lowered {
        let Some(schema) = &declared.schema else {
            return Lowered::any();
        };
        let mut lowered = self.schema(schema.unboxed(), &cursor.key("schema"), place);
        if let Some(example) = &declared.example {
            self.defer_literal_check(
                LiteralKind::Example,
                &cursor.key("example"),
                &lowered,
                example,
            );
        }
        if lowered.nullable {
            lowered.ty = Type::Nullable(Box::new(lowered.ty));
        }
        lowered
    }

    /// Reports where the specification does not say how the values of a parameter are written.
    fn undefined(
        &mut self,
        parameter: &Parameter,
        explode: Option<bool>,
        shapes: &[Shape],
        cursor: &PathCursor<'_>,
    ) {
        // One of several alternatives is enough.
        let problems = |shape: &Shape| {
            Some(match (parameter.style, *shape) {
                (Style::Json, _) => return None,
                (
                    Style::SpaceDelimited | Style::PipeDelimited | Style::DeepObject,
                    Shape::Scalar,
                ) => ("style", "this style has no form for a single value"),
                (Style::DeepObject, Shape::List { .. }) => {
                    ("style", "`deepObject` has no form for a list")
                }
                (Style::DeepObject, _) if explode == Some(false) => {
                    ("explode", "`deepObject` is always exploded")
                }
                (Style::SpaceDelimited | Style::PipeDelimited, _) if explode == Some(true) => {
                    ("explode", "this style has no form for exploded values")
                }
                (Style::Form, Shape::List { .. } | Shape::Object { .. })
                    if parameter.location == ParameterLocation::Cookie && parameter.explode =>
                {
                    (
                        "in",
                        "`form` separates exploded values by `&`, which no cookie has: each is sent as a cookie of its own",
                    )
                }
                _ if parameter.nested => (
                    "schema",
                    "no style has a form for a list or an object inside of another",
                ),
                _ => return None,
            })
        };
        let Some((place, problem)) = shapes.iter().find_map(problems) else {
            return;
        };
        let pointer = cursor.key(place);
        let place = if place == "explode" || place == "style" {
            pointer.on_value()
        } else {
            pointer.on_key()
        };
        self.diagnostics.push(
            Diagnostic::new(
                Code::UndefinedStyle,
                place,
                format!("parameter `{}`: {problem}", parameter.name),
            )
            .help("`content` with `application/json` says exactly what is sent"),
        );
    }

    /// Where a parameter stands in the request; `None` where it is none.
    fn location(
        &mut self,
        declared: &Declared,
        cursor: &PathCursor<'_>,
    ) -> Option<ParameterLocation> {
        let data = declared.parameter_data_ref();
        let name = data.name.as_str();
        Some(match declared {
            Declared::Path { .. } => {
                if !data.required {
                    self.error(
                        Code::PathParameterOptional,
                        cursor,
                        format!("the path parameter `{name}` is not required"),
                        "write `required: true`: a path cannot leave it out",
                    );
                }
                ParameterLocation::Path
            }
            Declared::Query { .. } => ParameterLocation::Query,
            Declared::Header { .. }
                if ["accept", "content-type", "authorization"]
                    .contains(&name.to_ascii_lowercase().as_str()) =>
            {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::IgnoredHeader,
                        cursor.on_value(),
                        format!(
                            "a header parameter `{name}` is ignored, as the specification says"
                        ),
                    )
                    .help("describe it by the media types and the security of the operation"),
                );
                return None;
            }
            Declared::Header { .. } => ParameterLocation::Header,
            Declared::Cookie { .. } => ParameterLocation::Cookie,
        })
    }

    fn parameter_examples(
        &mut self,
        data: &ParameterData,
        lowered: &Lowered,
        cursor: &PathCursor<'_>,
    ) {
        if let Some(example) = &data.example {
            self.defer_literal_check(
                LiteralKind::Example,
                &cursor.key("example"),
                lowered,
                example,
            );
        }
        let examples = cursor.key("examples");
        for (name, example) in &data.examples {
            if let ReferenceOr::Item(example) = example
                && let Some(value) = &example.value
            {
                self.defer_literal_check(
                    LiteralKind::Example,
                    &examples.key(name).key("value"),
                    lowered,
                    value,
                );
            }
        }
    }

    /// What the values of a type are to a style.
    pub(super) fn shape(&self, ty: &Type) -> Shape {
        let nested = |inner: &Type| !matches!(self.outer_shape(inner), Shape::Scalar | Shape::Open);
        let ty = self.not_null(ty);
        match (self.outer_shape(ty), ty) {
            (Shape::List { .. }, Type::Array(item) | Type::OneOrMany(item)) => Shape::List {
                nested: nested(item),
            },
            (Shape::Object { .. }, Type::Map(value)) => Shape::Object {
                nested: nested(value),
            },
            (Shape::Object { .. }, Type::Named(id)) => match &self.types[*id].kind {
                TypeKind::Object(object) => {
                    let additional = object.additional.typed();
                    let additional = additional.is_some_and(|others| nested(&others.ty));
                    let mut properties = object.properties.iter();
                    Shape::Object {
                        nested: additional || properties.any(|property| nested(&property.ty)),
                    }
                }
                _ => Shape::Open,
            },
            (shape, _) => shape,
        }
    }

    /// The shapes of the alternatives of a type.
    fn shapes(&self, ty: &Type) -> Vec<Shape> {
        let alternatives: Vec<Type> = match self.not_null(ty) {
            Type::OneOrMany(one) => vec![(**one).clone(), Type::Array(one.clone())],
            Type::Named(id) => match &self.types[*id].kind {
                TypeKind::Union(union) => {
                    let variants = union.variants.iter();
                    variants.map(|variant| variant.ty.clone()).collect()
                }
                TypeKind::TaggedUnion(family) => {
                    let variants = family.variants.iter();
                    variants.map(|variant| Type::Named(variant.ty)).collect()
                }
                _ => vec![ty.clone()],
            },
            _ => vec![ty.clone()],
        };
        alternatives.iter().map(|ty| self.shape(ty)).collect()
    }

    /// The same without a look at what it consists of: that may be the type itself.
    fn outer_shape(&self, ty: &Type) -> Shape {
        match self.not_null(ty) {
            Type::Named(id) => match &self.types[*id].kind {
                TypeKind::StringEnum(_) | TypeKind::ValueEnum(_) => Shape::Scalar,
                TypeKind::Object(_) => Shape::Object { nested: false },
                _ => Shape::Open,
            },
            Type::Array(_) | Type::OneOrMany(_) => Shape::List { nested: false },
            Type::Map(_) => Shape::Object { nested: false },
            Type::Any => Shape::Open,
            _ => Shape::Scalar,
        }
    }

    /// The type behind aliases and `nullable`.
    fn not_null<'a>(&'a self, ty: &'a Type) -> &'a Type {
        let mut ty = self.resolve_alias_type(ty);
        for _ in 0..=self.types.len() {
            let Type::Nullable(inner) = ty else { break };
            ty = self.resolve_alias_type(inner);
        }
        ty
    }
}

/// What the values of a type are to a style.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// One text.
    Scalar,
    List {
        nested: bool,
    },
    Object {
        nested: bool,
    },
    /// Only the value tells.
    Open,
}

impl Shape {
    /// Whether there are lists or objects inside of others.
    fn is_nested(self) -> bool {
        matches!(
            self,
            Self::List { nested: true } | Self::Object { nested: true }
        )
    }
}

/// The style of a parameter with a schema, and whether it is exploded where nothing is said.
fn style(declared: &Declared) -> (Style, bool) {
    let style = match declared {
        Declared::Path { style, .. } => match style {
            PathStyle::Simple => Style::Simple,
            PathStyle::Label => Style::Label,
            PathStyle::Matrix => Style::Matrix,
        },
        Declared::Query { style, .. } => match style {
            QueryStyle::Form => Style::Form,
            QueryStyle::SpaceDelimited => Style::SpaceDelimited,
            QueryStyle::PipeDelimited => Style::PipeDelimited,
            QueryStyle::DeepObject => Style::DeepObject,
        },
        Declared::Header { .. } => Style::Simple,
        Declared::Cookie { .. } => Style::Form,
    };
    (style, style == Style::Form)
}

/// What no two parameters of an operation have in common.
fn identity(parameter: &Parameter) -> (ParameterLocation, String) {
    let name = if parameter.location == ParameterLocation::Header {
        parameter.name.to_ascii_lowercase()
    } else {
        parameter.name.clone()
    };
    (parameter.location, name)
}
