//! Path templates.

use std::collections::HashSet;

use super::Lowering;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::ir::{Parameter, ParameterLocation, Part, Segment};
use crate::source::PathCursor;

/// As many pieces as a template may have: each is a folder of the crate, and a call in a chain.
const MOST_PIECES: usize = 40;

/// A path template, taken apart.
pub(super) type Template = Vec<Piece>;

/// A piece of a path template: what becomes one node of the path tree.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    /// Behind a slash.
    Segment(Vec<Text>),
    /// What begins with a colon behind a parameter, in the same segment.
    Suffix(String),
    /// Behind a question mark.
    Query(String),
    /// Behind a hash.
    Fragment(String),
}

/// A part of a segment.
#[derive(Clone, Debug)]
pub(super) enum Text {
    Literal(String),
    /// The name of a parameter.
    Name(String),
}

/// The names of the parameters in a template.
pub(super) fn parameter_names(template: &[Piece]) -> impl Iterator<Item = &str> {
    let texts = template.iter().flat_map(|piece| match piece {
        Piece::Segment(texts) => texts.as_slice(),
        _ => &[],
    });
    texts.filter_map(|text| match text {
        Text::Name(name) => Some(name.as_str()),
        Text::Literal(_) => None,
    })
}

impl Piece {
    /// What it says in the template, with something for the name of each parameter.
    pub(super) fn text(&self, of_name: impl Fn(&str) -> &str) -> String {
        match self {
            Self::Segment(texts) => {
                let mut written = String::from("/");
                for text in texts {
                    match text {
                        Text::Literal(text) => written.push_str(text),
                        Text::Name(name) => written.extend(["{", of_name(name), "}"]),
                    }
                }
                written
            }
            Self::Suffix(text) => text.clone(),
            Self::Query(text) => format!("?{text}"),
            Self::Fragment(text) => format!("#{text}"),
        }
    }

    /// The segment, with the parameters that it names; `None` where one is not declared.
    pub(super) fn segment(&self, parameters: &[Parameter]) -> Option<Segment> {
        let find = |name: &str| {
            let mut in_path = parameters
                .iter()
                .filter(|parameter| parameter.location == ParameterLocation::Path);
            in_path.find(|parameter| parameter.name == name).cloned()
        };
        Some(match self {
            Self::Suffix(text) => Segment::Suffix(text.clone()),
            Self::Query(text) => Segment::Query(text.clone()),
            Self::Fragment(text) => Segment::Fragment(text.clone()),
            Self::Segment(texts) => match texts.as_slice() {
                [] => Segment::Literal(String::new()),
                [Text::Literal(text)] => Segment::Literal(text.clone()),
                [Text::Name(name)] => Segment::Parameter(Box::new(find(name)?)),
                texts => {
                    let parts = texts.iter().enumerate().map(|(place, text)| match text {
                        Text::Literal(text) => Some(Part::Literal(text.clone())),
                        Text::Name(name) => {
                            let is_quoted = is_quoted(&texts[..place], &texts[place + 1..]);
                            let part = if is_quoted {
                                Part::Quoted
                            } else {
                                Part::Parameter
                            };
                            find(name).map(Box::new).map(part)
                        }
                    });
                    Segment::Mixed(parts.collect::<Option<_>>()?)
                }
            },
        })
    }
}

/// Whether what stands between these is inside of a text literal, as OData has them in keys and arguments: one of the
/// quotes before it is open, and is closed behind it.
fn is_quoted(before: &[Text], resolve_alias: &[Text]) -> bool {
    let quotes = |texts: &[Text]| -> usize {
        let literals = texts.iter().map(|text| match text {
            Text::Literal(text) => text.matches('\'').count(),
            Text::Name(_) => 0,
        });
        literals.sum()
    };
    quotes(before) % 2 == 1 && quotes(resolve_alias) > 0
}

impl Lowering<'_> {
    /// Takes a path template apart.
    pub(super) fn template(&mut self, path: &str, cursor: &PathCursor<'_>) -> Option<Template> {
        let template = match read(path) {
            Ok(template) => template,
            Err(problem) => {
                self.error(
                    Code::PathTemplate,
                    cursor,
                    format!("this path template {problem}"),
                    "write each parameter as its name in braces: `/pets/{id}`",
                );
                return None;
            }
        };
        if template.len() > MOST_PIECES {
            self.unsupported(
                cursor,
                &format!("a path of more than {MOST_PIECES} segments"),
                "move what the document has in common into the URLs of its servers",
            );
            return None;
        }
        let mut names = HashSet::new();
        for name in parameter_names(&template) {
            if !names.insert(name) {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::RepeatedInPath,
                        cursor.on_key(),
                        format!(
                            "the path has `{{{name}}}` twice: each place takes a value of its own"
                        ),
                    )
                    .help("give each its own name, if they can differ"),
                );
            }
        }
        let beyond = template.iter().find_map(|piece| match piece {
            Piece::Query(_) => Some("a query, which is sent before the parameters of the query"),
            Piece::Fragment(_) => Some("a fragment, which is never sent"),
            _ => None,
        });
        if let Some(what) = beyond {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::BeyondPath,
                    cursor.on_key(),
                    format!("this path has {what}"),
                )
                .help("describe what tells the operations apart by parameters"),
            );
        }
        Some(template)
    }
}

/// Reads a template; the problem is what is wrong with it, in words.
fn read(path: &str) -> Result<Template, &'static str> {
    let mut template = Vec::new();
    let (path, fragment) = match outside(path, '#') {
        Some(place) => (&path[..place], Some(&path[place + 1..])),
        None => (path, None),
    };
    let (path, query) = match outside(path, '?') {
        Some(place) => (&path[..place], Some(&path[place + 1..])),
        None => (path, None),
    };
    let path = path.strip_prefix('/').unwrap_or(path);
    if !path.is_empty() {
        for segment in path.split('/') {
            let mut texts = texts(segment)?;
            let is_suffix = match texts.as_slice() {
                [.., Text::Name(_), Text::Literal(last)] => last.starts_with(':'),
                _ => false,
            };
            let suffix = if is_suffix { texts.pop() } else { None };
            template.push(Piece::Segment(texts));
            if let Some(Text::Literal(suffix)) = suffix {
                template.push(Piece::Suffix(suffix));
            }
        }
    }
    if let Some(query) = query {
        if query.contains(['{', '}']) {
            return Err("has a parameter in a query: declare it with `in: query`");
        }
        template.push(Piece::Query(query.to_owned()));
    }
    if let Some(fragment) = fragment {
        if fragment.contains(['{', '}']) {
            return Err("has a parameter in a fragment, which is never sent");
        }
        template.push(Piece::Fragment(fragment.to_owned()));
    }
    Ok(template)
}

/// Where a character stands first, outside of braces.
fn outside(path: &str, wanted: char) -> Option<usize> {
    let mut in_name = false;
    path.char_indices()
        .find(|(_, character)| {
            match character {
                '{' => in_name = true,
                '}' => in_name = false,
                _ => {}
            }
            *character == wanted && !in_name
        })
        .map(|(place, _)| place)
}

fn texts(segment: &str) -> Result<Vec<Text>, &'static str> {
    let mut texts = Vec::new();
    let mut rest = segment;
    while let Some(start) = rest.find(['{', '}']) {
        if rest[start..].starts_with('}') {
            return Err("has a `}` that closes nothing");
        }
        if start > 0 {
            texts.push(Text::Literal(rest[..start].to_owned()));
        }
        let inside = &rest[start + 1..];
        let end = inside.find(['{', '}']);
        let Some(end) = end else {
            return Err("has a `{` that is not closed in its segment");
        };
        if inside[end..].starts_with('{') {
            return Err("has a `{` inside of braces");
        }
        if end == 0 {
            return Err("has braces without a name");
        }
        texts.push(Text::Name(inside[..end].to_owned()));
        rest = &inside[end + 1..];
    }
    if !rest.is_empty() {
        texts.push(Text::Literal(rest.to_owned()));
    }
    Ok(texts)
}
