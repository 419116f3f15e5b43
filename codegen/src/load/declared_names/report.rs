//! Reports the names of nothing.

use super::{Declarer, Table};
use crate::diagnostics::code::Code;
use crate::diagnostics::suggest::did_you_mean;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::source::PathCursor;

impl Table {
    /// Returns what the keys of the table name.
    const fn item(self) -> &'static str {
        match self {
            Self::Schemas => "schema",
            Self::Properties => "property",
            Self::EnumValues => "enum value",
            Self::Operations => "operation",
            Self::Parameters => "parameter",
            Self::Headers => "response header",
        }
    }

    /// Returns the field of the document that has most of the items.
    const fn field(self) -> &'static str {
        match self {
            Self::Schemas | Self::Properties | Self::EnumValues => "components",
            Self::Operations | Self::Parameters | Self::Headers => "paths",
        }
    }

    /// Returns how the keys are written.
    const fn help(self) -> &'static str {
        match self {
            Self::Schemas => "write the name of the schema as in the document, or a JSON pointer",
            Self::Properties => {
                "write `Schema.property`, `*.property`, or a JSON pointer such as \
                 `#/components/schemas/Pet/properties/name`"
            }
            Self::EnumValues => {
                "write `Schema.value`, `*.value`, or a JSON pointer such as \
                 `#/components/schemas/Kind/enum/0`"
            }
            Self::Operations => {
                "write the `operationId`, method and path such as `GET /pets`, or a JSON pointer"
            }
            Self::Parameters => {
                "write the `name` of the parameter as in the document, or a JSON pointer"
            }
            Self::Headers => "write the name of the header as in the document, or a JSON pointer",
        }
    }
}

impl Declarer<'_> {
    /// Reports the keys that name nothing.
    pub(super) fn report_unused(&self, diagnostics: &mut Diagnostics) {
        for table in Table::ALL {
            let names = table.names(self.names);
            let unused = names
                .keys()
                .filter(|key| !self.used.contains(&(table, key.as_str())));
            for key in unused {
                let place = PathCursor::ROOT.key(table.field()).on_key();
                let message = format!(
                    "the settings name the {} `{key}`, which does not exist",
                    table.item()
                );
                let known = self.known.get(&table).into_iter().flatten();
                let near = diagnostics.nearest(key, known.map(String::as_str));
                let diagnostic = Diagnostic::new(Code::UnknownName, place, message);
                diagnostics.push(match near {
                    Some(near) => diagnostic.help(did_you_mean(near)),
                    None => diagnostic.help(table.help()),
                });
            }
        }
    }
}
