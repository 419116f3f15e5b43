//! How a value that consists of others is written where there is only room for names and texts.

use super::tree::Tree;

/// `style` of a query parameter, or of a property of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormStyle {
    /// Names and values as they are: `color=blue&color=black`, `R=100&G=200`.
    Form,
    /// `color=blue%20black`
    SpaceDelimited,
    /// `color=blue|black`
    PipeDelimited,
    /// `color[R]=100&color[G]=200`
    DeepObject,
}

/// A name, and its value in parts that are not encoded yet.
#[derive(Debug, PartialEq)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) parts: Vec<String>,
    /// What stands between the parts.
    pub(crate) delimiter: char,
}

/// Takes a value apart as its style says. Null is nothing.
///
/// For what the specification leaves undefined: a list that is exploded repeats its name whatever the style, and what is
/// nested deeper is JSON.
pub(crate) fn expand(
    name: &str,
    value: Tree,
    style: FormStyle,
    explode: bool,
) -> Result<Vec<Field>, serde_json::Error> {
    let delimiter = match style {
        FormStyle::Form | FormStyle::DeepObject => ',',
        FormStyle::SpaceDelimited => ' ',
        FormStyle::PipeDelimited => '|',
    };
    let field = |name: String, parts: Vec<String>| Field {
        name,
        parts,
        delimiter,
    };
    let single = |name: String, value: Tree| Ok(field(name, vec![value.into_text()?]));
    match value {
        Tree::Null => Ok(Vec::new()),
        Tree::List(items) if explode || style == FormStyle::DeepObject => items
            .into_iter()
            .map(|item| single(name.to_owned(), item))
            .collect(),
        Tree::List(items) => {
            let parts = items.into_iter().map(Tree::into_text);
            Ok(vec![field(
                name.to_owned(),
                parts.collect::<Result<_, _>>()?,
            )])
        }
        Tree::Members(members) if style == FormStyle::DeepObject => members
            .into_iter()
            .filter(|(_, value)| *value != Tree::Null)
            .map(|(member, value)| single(format!("{name}[{member}]"), value))
            .collect(),
        Tree::Members(members) if explode => members
            .into_iter()
            .filter(|(_, value)| *value != Tree::Null)
            .map(|(member, value)| single(member, value))
            .collect(),
        Tree::Members(members) => {
            let mut parts = Vec::new();
            for (member, value) in members {
                parts.extend([member, value.into_text()?]);
            }
            Ok(vec![field(name.to_owned(), parts)])
        }
        scalar => Ok(vec![single(name.to_owned(), scalar)?]),
    }
}
