//! Reads parameters and headers.

use serde_yaml::Value;

use super::Reader;
use super::reference::Target;
use super::value::Fields;
use crate::document::{
    CookieStyle, Header, OperationPart, Parameter, ParameterFormat, ParameterLocation, PathStyle,
    QueryStyle, Referenced,
};

impl Reader {
    /// Reads `parameters` of an object. Those that are required and not understood are added to
    /// `not_understood`.
    pub(super) fn parameters(
        &mut self,
        fields: &mut Fields,
        not_understood: &mut Vec<OperationPart>,
    ) -> Vec<Option<Referenced<Parameter>>> {
        let mut parameters = Vec::new();
        for (index, value) in fields.list("parameters").into_iter().enumerate() {
            let target = self.parameters.target(&value);
            if let Target::NotUnderstood { is_required: true } = target {
                not_understood.push(OperationPart::Parameter(index));
            }
            parameters.push(target.read(value, |value| Some(self.parameter(value))));
        }
        parameters
    }

    pub(super) fn parameter(&mut self, value: Value) -> Parameter {
        let mut fields = Fields::new(value);
        let style = fields.string("style").unwrap_or_default();
        let location = match fields.string("in").as_deref() {
            Some("path") => ParameterLocation::Path {
                style: path_style(&style),
            },
            Some("header") => ParameterLocation::Header,
            Some("cookie") => ParameterLocation::Cookie {
                style: cookie_style(&style),
            },
            Some("querystring") => ParameterLocation::QueryString,
            _ => ParameterLocation::Query {
                style: query_style(&style),
                allow_reserved: fields.flag("allowReserved"),
                allow_empty_value: fields.flag("allowEmptyValue"),
            },
        };
        Parameter {
            name: fields.string_or_empty("name"),
            location,
            description: fields.string("description"),
            required: fields.flag("required"),
            deprecated: fields.flag("deprecated"),
            explode: fields.boolean("explode"),
            format: self.format(&mut fields),
            example: fields.json("example"),
            examples: self.examples(&mut fields),
            rust_name: fields.string("x-rust-name"),
        }
    }

    pub(super) fn header(&mut self, value: Value) -> Header {
        let mut fields = Fields::new(value);
        Header {
            description: fields.string("description"),
            required: fields.flag("required"),
            deprecated: fields.flag("deprecated"),
            explode: fields.boolean("explode"),
            format: self.format(&mut fields),
            rust_name: fields.string("x-rust-name"),
        }
    }

    fn format(&mut self, fields: &mut Fields) -> ParameterFormat {
        let content = self.content(fields);
        if !content.is_empty() {
            return ParameterFormat::Content(content);
        }
        // Without a schema, every value is allowed.
        let schema = fields.take("schema").unwrap_or_default();
        ParameterFormat::Schema(Box::new(self.schemas.read(schema)))
    }
}

fn path_style(style: &str) -> PathStyle {
    match style {
        "label" => PathStyle::Label,
        "matrix" => PathStyle::Matrix,
        _ => PathStyle::Simple,
    }
}

fn cookie_style(style: &str) -> CookieStyle {
    match style {
        "cookie" => CookieStyle::Cookie,
        _ => CookieStyle::Form,
    }
}

/// Returns the style of a query parameter or an encoding.
pub(super) fn query_style(style: &str) -> QueryStyle {
    match style {
        "spaceDelimited" => QueryStyle::SpaceDelimited,
        "pipeDelimited" => QueryStyle::PipeDelimited,
        "deepObject" => QueryStyle::DeepObject,
        _ => QueryStyle::Form,
    }
}
