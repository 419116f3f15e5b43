//! Strings, numbers and booleans, and their formats.

use super::TypeLowerer;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::document::{InstanceType, Limit};
use crate::ir::Type;
use crate::schema::SchemaView;
use crate::source::PathCursor;

impl TypeLowerer<'_> {
    /// Returns the type of a scalar with a `type` and a `format`.
    pub(super) fn scalar(
        &mut self,
        instance_type: Option<InstanceType>,
        view: SchemaView<'_>,
        cursor: &PathCursor<'_>,
    ) -> Type {
        match instance_type {
            Some(InstanceType::String) => self.string(view, cursor),
            Some(InstanceType::Integer) => integer(view),
            // Also with `format: float`: services send more digits than a float of 32 bits has.
            Some(InstanceType::Number) => Type::Double,
            Some(InstanceType::Boolean) => Type::Boolean,
            Some(InstanceType::Array | InstanceType::Object) | None => Type::Any,
        }
    }

    /// Warns of a format without effect, because it does not apply to the declared type.
    pub(super) fn warn_format_mismatch(
        &mut self,
        instance_type: Option<InstanceType>,
        view: SchemaView<'_>,
        cursor: &PathCursor<'_>,
    ) {
        let Some(format) = view.format.as_deref() else {
            return;
        };
        let Some(instance_type) = instance_type else {
            // A constraint on strings, which needs no type.
            if format != "uri" {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::FormatMismatch,
                        cursor.key("format").on_value(),
                        format!("`format: {format}` has no effect without a `type`"),
                    )
                    .help("add the `type`"),
                );
            }
            return;
        };
        if is_mismatch(instance_type, format) {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::FormatMismatch,
                    cursor.key("format").on_value(),
                    format!(
                        "`format: {format}` has no effect on type {}",
                        instance_type.name()
                    ),
                )
                .help("correct the type, or remove the format"),
            );
        }
    }

    fn string(&mut self, view: SchemaView<'_>, cursor: &PathCursor<'_>) -> Type {
        match view.format.as_deref() {
            Some("password") => Type::Secret,
            Some("date-time") => Type::DateTime,
            Some("date") => Type::Date,
            Some("duration") => Type::Duration,
            Some("uuid") => Type::Uuid,
            Some("byte") => Type::Byte,
            Some("base64url") => Type::ByteUrl,
            Some("binary") => {
                // As a part of a multipart body, it is a file.
                let pointer = cursor.key("format").to_pointer();
                self.lowered.binary_strings.insert(view.id, pointer);
                Type::String
            }
            _ => Type::String,
        }
    }
}

/// Returns the type of an integer: unsigned if the format or the limits allow values beyond the
/// range of a signed one.
fn integer(view: SchemaView<'_>) -> Type {
    // The first integer that is too large.
    const TWO_TO_63: f64 = 9_223_372_036_854_775_808.0;
    match view.format.as_deref() {
        Some("int32") => Type::Int32,
        Some("uint64") => Type::Uint64,
        Some(_) => Type::Int64,
        None => {
            let number = |limit: Option<&Limit>| limit.and_then(|limit| limit.number.as_f64());
            let maximum = view
                .maximum
                .as_deref()
                .or(view.exclusive_maximum.as_deref());
            let minimum = view
                .minimum
                .as_deref()
                .or(view.exclusive_minimum.as_deref());
            let is_large = number(maximum).is_some_and(|maximum| maximum >= TWO_TO_63)
                && maximum.is_some_and(|maximum| maximum.number.as_i64().is_none());
            if is_large && number(minimum).is_some_and(|minimum| minimum >= 0.0) {
                Type::Uint64
            } else {
                Type::Int64
            }
        }
    }
}

/// Returns whether a format does not apply to the declared type.
fn is_mismatch(instance_type: InstanceType, format: &str) -> bool {
    let is_for_numbers = matches!(format, "float" | "double");
    let is_for_integers = matches!(format, "int32" | "int64");
    match instance_type {
        // Numbers of any format may be sent as strings.
        InstanceType::String => false,
        InstanceType::Number => is_for_strings(format),
        InstanceType::Integer => is_for_strings(format) || is_for_numbers,
        InstanceType::Boolean | InstanceType::Array | InstanceType::Object => {
            is_for_strings(format) || is_for_numbers || is_for_integers
        }
    }
}

fn is_for_strings(format: &str) -> bool {
    matches!(
        format,
        "date"
            | "date-time"
            | "time"
            | "duration"
            | "uuid"
            | "byte"
            | "base64url"
            | "binary"
            | "password"
            | "email"
            | "hostname"
            | "ipv4"
            | "ipv6"
            | "uri"
            | "uri-reference"
            | "regex"
    )
}
