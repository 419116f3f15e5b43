//! Parameters: what a request carries outside its body.

use openapiv3::{
    Parameter as Declared, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle,
    ReferenceOr,
};

use super::keywords::Unboxed;
use super::path::{Piece, parameter_names};
use super::schema::Lowered;
use super::{Lowering, Place, first_example};
use crate::api::{Docs, Parameter, ParameterLocation, Type, TypeKind};
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
        for (index, declared) in list.iter().enumerate() {
            let at = at.index(index);
            let Some(parameter) = self.listed(declared, &at, template) else {
                continue;
            };
            if own.iter().any(|known| is_same(known, &parameter)) {
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
            .filter(|general| !own.iter().any(|own| is_same(own, general)));
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
                return self.parameter(declared, at);
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
        let components = At::ROOT.key("components");
        self.shared(|this| this.parameter(declared, &components.key("parameters").key(name)))
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

    fn parameter(&mut self, declared: &'d Declared, at: &At<'_>) -> Option<Parameter> {
        let data = declared.parameter_data_ref();
        let name = data.name.as_str();
        let location = self.location(declared, at)?;
        let ParameterSchemaOrContent::Schema(schema) = &data.format else {
            self.unsupported(
                &at.key("content"),
                "a parameter with a media type",
                "give it a `schema`",
            );
            return None;
        };
        let lowered = self.schema(
            schema.unboxed(),
            &at.key("schema"),
            &Place::new([name, "parameter"]),
        );
        let is_text = match &lowered.of {
            Type::Array(item) if location == ParameterLocation::Query => {
                if data.explode == Some(false) {
                    self.unsupported(
                        &at.key("explode"),
                        "a list in one query parameter",
                        "remove `explode: false`",
                    );
                }
                self.is_text(item)
            }
            of => self.is_text(of),
        };
        if !is_text {
            self.unsupported(
                &at.key("schema"),
                "a parameter that is no plain text or number",
                "give it a type that has one text form",
            );
        }
        self.parameter_examples(data, &lowered, at);
        let docs = Docs {
            description: data.description.clone().or(lowered.docs.description),
            deprecated: data.deprecated.unwrap_or_default() || lowered.docs.deprecated,
            ..Docs::default()
        };
        Some(Parameter {
            name: name.to_owned(),
            location,
            required: data.required,
            of: lowered.of,
            constraints: lowered.constraints,
            default: lowered.default,
            docs,
            example: first_example(data.example.as_ref(), &data.examples),
        })
    }

    /// Where a parameter stands in the request; `None` where it cannot be sent.
    fn location(&mut self, declared: &Declared, at: &At<'_>) -> Option<ParameterLocation> {
        let data = declared.parameter_data_ref();
        let name = data.name.as_str();
        Some(match declared {
            Declared::Path { style, .. } => {
                if !data.required {
                    self.error(
                        Code::PathParameterOptional,
                        at,
                        format!("the path parameter `{name}` is not required"),
                        "write `required: true`: a path cannot leave it out",
                    );
                }
                if *style != PathStyle::Simple {
                    self.unsupported(
                        &at.key("style"),
                        "a path parameter of another style than `simple`",
                        "use `style: simple`",
                    );
                }
                ParameterLocation::Path
            }
            Declared::Query {
                style,
                allow_reserved,
                ..
            } => {
                if *style != QueryStyle::Form {
                    self.unsupported(
                        &at.key("style"),
                        "a query parameter of another style than `form`",
                        "use `style: form`",
                    );
                }
                if *allow_reserved {
                    self.unsupported(
                        &at.key("allowReserved"),
                        "a query parameter that is not percent-encoded",
                        "remove `allowReserved`",
                    );
                }
                ParameterLocation::Query
            }
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
            Declared::Cookie { .. } => {
                self.unsupported(
                    &at.key("in"),
                    "a cookie parameter",
                    "send it as a header or in the query",
                );
                return None;
            }
        })
    }

    fn parameter_examples(&mut self, data: &ParameterData, lowered: &Lowered, at: &At<'_>) {
        if let Some(example) = &data.example {
            self.check(Code::Example, &at.key("example"), lowered, example);
        }
        let examples = at.key("examples");
        for (name, example) in &data.examples {
            if let ReferenceOr::Item(example) = example
                && let Some(value) = &example.value
            {
                self.check(
                    Code::Example,
                    &examples.key(name).key("value"),
                    lowered,
                    value,
                );
            }
        }
    }

    /// Whether values of a type have one plain text form.
    pub(super) fn is_text(&self, of: &Type) -> bool {
        match of {
            Type::Named(id) => match &self.types[id.index()].kind {
                TypeKind::StringEnum(_) => true,
                TypeKind::Alias(of) => self.is_text(of),
                _ => false,
            },
            Type::Array(_) | Type::Map(_) | Type::OneOrMany(_) | Type::Nullable(_) | Type::Any => {
                false
            }
            _ => true,
        }
    }
}

fn is_same(left: &Parameter, right: &Parameter) -> bool {
    left.name == right.name && left.location == right.location
}
