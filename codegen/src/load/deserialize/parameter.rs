//! Converts parameters and headers.

use openapiv3::ReferenceOr;

use super::envelope::Converter;
use super::lift::explode;
use crate::document::{
    Header, Parameter, ParameterFormat, ParameterLocation, PathStyle, QueryStyle, Referenced,
};

impl Converter {
    /// Converts a list of parameters.
    pub(super) fn parameters(
        &mut self,
        parameters: Vec<ReferenceOr<openapiv3::Parameter>>,
    ) -> Vec<Referenced<Parameter>> {
        let mut converted = Vec::with_capacity(parameters.len());
        for parameter in parameters {
            if let Some(parameter) = self.parameters.resolve(parameter) {
                converted.push(parameter.map(|parameter| self.parameter(parameter)));
            }
        }
        converted
    }

    /// Converts a parameter.
    pub(super) fn parameter(&mut self, parameter: openapiv3::Parameter) -> Parameter {
        let location = match &parameter {
            openapiv3::Parameter::Path { style, .. } => ParameterLocation::Path {
                style: match style {
                    openapiv3::PathStyle::Simple => PathStyle::Simple,
                    openapiv3::PathStyle::Label => PathStyle::Label,
                    openapiv3::PathStyle::Matrix => PathStyle::Matrix,
                },
            },
            openapiv3::Parameter::Query {
                allow_reserved,
                style,
                allow_empty_value,
                ..
            } => ParameterLocation::Query {
                style: query_style(style),
                allow_reserved: *allow_reserved,
                allow_empty_value: allow_empty_value.unwrap_or_default(),
            },
            openapiv3::Parameter::Header { .. } => ParameterLocation::Header,
            openapiv3::Parameter::Cookie { .. } => ParameterLocation::Cookie,
        };
        let data = parameter.parameter_data();
        Parameter {
            name: data.name,
            location,
            description: data.description,
            required: data.required,
            deprecated: data.deprecated.unwrap_or_default(),
            explode: data.explode,
            format: self.format(data.format),
            example: data.example,
            examples: self.examples(data.examples),
        }
    }

    /// Converts a header.
    pub(super) fn header(&mut self, header: openapiv3::Header) -> Header {
        Header {
            description: header.description,
            required: header.required,
            deprecated: header.deprecated.unwrap_or_default(),
            explode: explode(&header.extensions),
            format: self.format(header.format),
        }
    }

    fn format(&mut self, format: openapiv3::ParameterSchemaOrContent) -> ParameterFormat {
        match format {
            openapiv3::ParameterSchemaOrContent::Schema(schema) => {
                ParameterFormat::Schema(Box::new(self.schema(schema)))
            }
            openapiv3::ParameterSchemaOrContent::Content(content) => {
                ParameterFormat::Content(self.content(content))
            }
        }
    }
}

/// Converts `style` of a query parameter or an encoding.
pub(super) fn query_style(style: &openapiv3::QueryStyle) -> QueryStyle {
    match style {
        openapiv3::QueryStyle::Form => QueryStyle::Form,
        openapiv3::QueryStyle::SpaceDelimited => QueryStyle::SpaceDelimited,
        openapiv3::QueryStyle::PipeDelimited => QueryStyle::PipeDelimited,
        openapiv3::QueryStyle::DeepObject => QueryStyle::DeepObject,
    }
}
