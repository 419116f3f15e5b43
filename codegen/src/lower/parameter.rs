//! Parameters: what a request carries outside its body.

use std::collections::HashSet;

use openapiv3::{
    MediaType, Parameter as Declared, ParameterData, ParameterSchemaOrContent, PathStyle,
    QueryStyle, ReferenceOr,
};

use super::body::is_json;
use super::example::As;
use super::keywords::Unboxed;
use super::schema::Lowered;
use super::template::{Piece, parameter_names};
use super::{Lowering, Place, example};
use crate::api::{Docs, Parameter, ParameterLocation, Style, Type, TypeKind};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::pointer::At;

impl<'d> Lowering<'d> {
    /// Resolves a list of parameters. Those of an operation replace those of its path that have the same name and place.
    pub(super) fn parameters(
        &mut self,
        general: &[Parameter],
        list: &'d [ReferenceOr<Declared>],
        at: &At<'_>,
        template: &[Piece],
    ) -> Vec<Parameter> {
        let mut own: Vec<Parameter> = Vec::new();
        let mut identities = HashSet::new();
        for (index, declared) in list.iter().enumerate() {
            let at = at.index(index);
            let Some(parameter) = self.listed(declared, &at, template) else {
                continue;
            };
            if !identities.insert(identity(&parameter)) {
                self.error(
                    Code::DuplicateParameter,
                    &at,
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
        at: &At<'_>,
        template: &[Piece],
    ) -> Option<Parameter> {
        let (name, declared) = match declared {
            ReferenceOr::Item(declared) => {
                self.stands_in_path(declared, at, template)?;
                let name = &declared.parameter_data_ref().name;
                return self.parameter(declared, name, at);
            }
            ReferenceOr::Reference { reference } => {
                let found =
                    self.referred(reference, "parameters", |components| &components.parameters);
                let Some(found) = found else {
                    self.unsupported(
                        &at.key("$ref"),
                        "a reference to a parameter that is not under `components/parameters`",
                        "move the parameter there and refer to it",
                    );
                    return None;
                };
                found
            }
        };
        self.stands_in_path(declared, at, template)?;
        let parameters = At::ROOT.key("components");
        let parameters = parameters.key("parameters");
        self.shared(|this| this.parameter(declared, name, &parameters.key(name)))
    }

    /// Checks that a path parameter has a place in the path.
    fn stands_in_path(
        &mut self,
        declared: &Declared,
        at: &At<'_>,
        template: &[Piece],
    ) -> Option<()> {
        let name = declared.parameter_data_ref().name.as_str();
        if matches!(declared, Declared::Path { .. })
            && !parameter_names(template).any(|known| known == name)
        {
            self.error(
                Code::PathParameterUnused,
                at,
                format!("the path has no `{{{name}}}` for this parameter"),
                "add it to the path, or remove the parameter",
            );
            return None;
        }
        Some(())
    }

    /// Resolves a parameter; `stem` is what its inline types are named by.
    fn parameter(&mut self, declared: &'d Declared, stem: &str, at: &At<'_>) -> Option<Parameter> {
        let data = declared.parameter_data_ref();
        let name = data.name.as_str();
        let location = self.location(declared, at)?;
        let lower = stem.to_ascii_lowercase();
        let place = if lower.ends_with("param") || lower.ends_with("parameter") {
            Place::new([stem])
        } else {
            Place::new([stem, "parameter"])
        };
        let (lowered, content) = match &data.format {
            ParameterSchemaOrContent::Schema(schema) => {
                let lowered = self.schema(schema.unboxed(), &at.key("schema"), &place);
                (lowered, None)
            }
            ParameterSchemaOrContent::Content(content) => {
                let (media_type, declared) = content.first()?;
                let at = at.key("content");
                let lowered = self.content(declared, &at.key(media_type), &place);
                (lowered, Some(media_type.as_str()))
            }
        };
        self.parameter_examples(data, &lowered, at);
        let shape = self.shape(&lowered.of);
        let (style, explode) = match content {
            Some(media_type) if is_json(media_type) => (Style::Json, false),
            Some(media_type) if shape != Shape::Scalar => {
                self.unsupported(
                    &at.key("content").key(media_type),
                    "a parameter in this media type that is more than a text",
                    "use `application/json`, or a schema of type `string`",
                );
                return None;
            }
            _ => style(declared),
        };
        let shapes = self.shapes(&lowered.of);
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
            of: lowered.of,
            constraints: lowered.constraints,
            default: lowered.default,
            docs: Docs {
                description: data.description.clone().or(lowered.docs.description),
                deprecated: data.deprecated.unwrap_or_default() || lowered.docs.deprecated,
                unchecked: lowered.docs.unchecked,
                ..Docs::default()
            },
            example: example::first(data.example.as_ref(), &data.examples, at),
        };
        self.undefined(&parameter, data.explode, &shapes, at);
        Some(parameter)
    }

    /// The value of a parameter with a media type.
    fn content(&mut self, declared: &'d MediaType, at: &At<'_>, place: &Place) -> Lowered {
        let Some(schema) = &declared.schema else {
            return Lowered::any();
        };
        let mut lowered = self.schema(schema.unboxed(), &at.key("schema"), place);
        if let Some(example) = &declared.example {
            self.check(As::Example, &at.key("example"), &lowered, example);
        }
        if lowered.nullable {
            lowered.of = Type::Nullable(Box::new(lowered.of));
        }
        lowered
    }

    /// Reports where the specification does not say how the values of a parameter are written.
    fn undefined(
        &mut self,
        parameter: &Parameter,
        explode: Option<bool>,
        shapes: &[Shape],
        at: &At<'_>,
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
        let pointer = at.key(place);
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
    fn location(&mut self, declared: &Declared, at: &At<'_>) -> Option<ParameterLocation> {
        let data = declared.parameter_data_ref();
        let name = data.name.as_str();
        Some(match declared {
            Declared::Path { .. } => {
                if !data.required {
                    self.error(
                        Code::PathParameterOptional,
                        at,
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
                        at.on_value(),
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

    fn parameter_examples(&mut self, data: &ParameterData, lowered: &Lowered, at: &At<'_>) {
        if let Some(example) = &data.example {
            self.check(As::Example, &at.key("example"), lowered, example);
        }
        let examples = at.key("examples");
        for (name, example) in &data.examples {
            if let ReferenceOr::Item(example) = example
                && let Some(value) = &example.value
            {
                self.check(
                    As::Example,
                    &examples.key(name).key("value"),
                    lowered,
                    value,
                );
            }
        }
    }

    /// What the values of a type are to a style.
    pub(super) fn shape(&self, of: &Type) -> Shape {
        let nested = |inner: &Type| !matches!(self.outer_shape(inner), Shape::Scalar | Shape::Open);
        let of = self.not_null(of);
        match (self.outer_shape(of), of) {
            (Shape::List { .. }, Type::Array(item) | Type::OneOrMany(item)) => Shape::List {
                nested: nested(item),
            },
            (Shape::Object { .. }, Type::Map(value)) => Shape::Object {
                nested: nested(value),
            },
            (Shape::Object { .. }, Type::Named(id)) => match &self.types[id.index()].kind {
                TypeKind::Object(object) => {
                    let additional = object.additional.typed();
                    let additional = additional.is_some_and(|others| nested(&others.of));
                    let mut members = object.members.iter();
                    Shape::Object {
                        nested: additional || members.any(|member| nested(&member.of)),
                    }
                }
                _ => Shape::Open,
            },
            (shape, _) => shape,
        }
    }

    /// The shapes of the alternatives of a type.
    fn shapes(&self, of: &Type) -> Vec<Shape> {
        let alternatives: Vec<Type> = match self.not_null(of) {
            Type::OneOrMany(one) => vec![(**one).clone(), Type::Array(one.clone())],
            Type::Named(id) => match &self.types[id.index()].kind {
                TypeKind::Union(union) => {
                    let branches = union.branches.iter();
                    branches.map(|branch| branch.of.clone()).collect()
                }
                TypeKind::Polymorphic(family) => {
                    let arms = family.arms.iter();
                    arms.map(|arm| Type::Named(arm.of)).collect()
                }
                _ => vec![of.clone()],
            },
            _ => vec![of.clone()],
        };
        alternatives.iter().map(|of| self.shape(of)).collect()
    }

    /// The same without a look at what it consists of: that may be the type itself.
    fn outer_shape(&self, of: &Type) -> Shape {
        match self.not_null(of) {
            Type::Named(id) => match &self.types[id.index()].kind {
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
    fn not_null<'a>(&'a self, of: &'a Type) -> &'a Type {
        let mut of = self.without_aliases(of);
        for _ in 0..=self.types.len() {
            let Type::Nullable(inner) = of else { break };
            of = self.without_aliases(inner);
        }
        of
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
