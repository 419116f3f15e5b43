//! Path templates.

use std::collections::HashSet;

use super::{NotUnderstood, OperationLowerer};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::ir::{Parameter, ParameterLocation, Part, Segment, SegmentWord, segment_words};
use crate::source::PathCursor;

/// The maximal number of parts of a template. Each is a folder of the crate, and a call in a chain.
const MAX_PARTS: usize = 40;

/// A part of a path template, which becomes a node of the path tree.
#[derive(Clone, Debug)]
pub(super) enum TemplatePart {
    /// A segment after a slash.
    Segment(Vec<SegmentPart>),
    /// A literal after a parameter in the same segment that begins with a colon.
    Suffix(String),
    /// The query after a question mark.
    Query(String),
    /// The fragment after a hash.
    Fragment(String),
}

/// A part of a segment.
#[derive(Clone, Debug)]
pub(super) enum SegmentPart {
    Literal(String),
    /// The name of a parameter.
    Parameter(String),
}

/// Iterates over the names of the parameters in a template.
pub(super) fn parameter_names(template: &[TemplatePart]) -> impl Iterator<Item = &str> {
    let parts = template.iter().flat_map(|part| match part {
        TemplatePart::Segment(parts) => parts.as_slice(),
        _ => &[],
    });
    parts.filter_map(|part| match part {
        SegmentPart::Parameter(name) => Some(name.as_str()),
        SegmentPart::Literal(_) => None,
    })
}

impl TemplatePart {
    /// Returns the part as it is written, with a replacement for the name of each parameter.
    pub(super) fn to_text(&self, replace_name: impl Fn(&str) -> &str) -> String {
        match self {
            Self::Segment(parts) => {
                let mut text = String::from("/");
                for part in parts {
                    match part {
                        SegmentPart::Literal(literal) => text.push_str(literal),
                        SegmentPart::Parameter(name) => {
                            text.extend(["{", replace_name(name), "}"]);
                        }
                    }
                }
                text
            }
            Self::Suffix(text) => text.clone(),
            Self::Query(text) => format!("?{text}"),
            Self::Fragment(text) => format!("#{text}"),
        }
    }

    /// Returns whether the part is a parameter that spans the segment.
    pub(super) fn is_parameter(&self) -> bool {
        matches!(self, Self::Segment(parts) if matches!(parts[..], [SegmentPart::Parameter(_)]))
    }

    /// Returns words for the part: `calls`, `by id`, `usage with period`.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Suffix(text) | Self::Query(text) | Self::Fragment(text) => text.clone(),
            Self::Segment(parts) => segment_words(parts.iter().map(|part| match part {
                SegmentPart::Literal(text) => SegmentWord::Literal(text),
                SegmentPart::Parameter(name) => SegmentWord::Parameter(name),
            })),
        }
    }

    /// Returns the segment with the parameters that it names, or `None` if one is not declared.
    pub(super) fn to_segment(&self, parameters: &[Parameter]) -> Option<Segment> {
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
            Self::Segment(parts) => match parts.as_slice() {
                [] => Segment::Literal(String::new()),
                [SegmentPart::Literal(text)] => Segment::Literal(text.clone()),
                [SegmentPart::Parameter(name)] => Segment::Parameter(Box::new(find(name)?)),
                parts => {
                    let mixed = parts.iter().enumerate().map(|(index, part)| match part {
                        SegmentPart::Literal(text) => Some(Part::Literal(text.clone())),
                        SegmentPart::Parameter(name) => {
                            let part = if is_quoted(&parts[..index], &parts[index + 1..]) {
                                Part::Quoted
                            } else {
                                Part::Parameter
                            };
                            find(name).map(Box::new).map(part)
                        }
                    });
                    Segment::Mixed(mixed.collect::<Option<_>>()?)
                }
            },
        })
    }
}

/// Returns whether what is between these parts is inside of a string literal, as OData has them in
/// keys and arguments: a quote before it is open, and is closed after it.
fn is_quoted(before: &[SegmentPart], after: &[SegmentPart]) -> bool {
    let quotes = |parts: &[SegmentPart]| -> usize {
        let counts = parts.iter().map(|part| match part {
            SegmentPart::Literal(text) => text.matches('\'').count(),
            SegmentPart::Parameter(_) => 0,
        });
        counts.sum()
    };
    quotes(before) % 2 == 1 && quotes(after) > 0
}

impl OperationLowerer<'_> {
    /// Parses and checks a path template.
    pub(super) fn parse_template(
        &mut self,
        path: &str,
        cursor: &PathCursor<'_>,
    ) -> Result<Vec<TemplatePart>, NotUnderstood> {
        let not_understood = |code, message, help| {
            NotUnderstood::new(Diagnostic::new(code, cursor.on_key(), message).help(help))
        };
        let template = parse(path).map_err(|problem| {
            not_understood(
                Code::PathTemplate,
                format!("invalid path template: it {problem}"),
                "write each parameter as its name in braces, as in `/pets/{id}`",
            )
        })?;
        if template.len() > MAX_PARTS {
            return Err(not_understood(
                Code::Unsupported,
                format!("unsupported: a path of more than {MAX_PARTS} segments"),
                "move the common prefix of the paths into the server URL",
            ));
        }
        let mut names = HashSet::new();
        for name in parameter_names(&template) {
            if !names.insert(name) {
                self.types.diagnostics.push(
                    Diagnostic::new(
                        Code::RepeatedInPath,
                        cursor.on_key(),
                        format!(
                            "`{{{name}}}` appears twice in the path; each occurrence becomes an \
                             argument"
                        ),
                    )
                    .help("use different names if the values can differ"),
                );
            }
        }
        let beyond = template.iter().find_map(|part| match part {
            TemplatePart::Query(_) => Some("a query, which is sent before the query parameters"),
            TemplatePart::Fragment(_) => Some("a fragment, which is never sent"),
            _ => None,
        });
        if let Some(what) = beyond {
            self.types.diagnostics.push(
                Diagnostic::new(
                    Code::BeyondPath,
                    cursor.on_key(),
                    format!("the path contains {what}"),
                )
                .help("distinguish the operations by parameters"),
            );
        }
        Ok(template)
    }
}

/// Parses a template. The error describes the problem.
fn parse(path: &str) -> Result<Vec<TemplatePart>, &'static str> {
    let mut template = Vec::new();
    let (path, fragment) = split_outside_braces(path, '#');
    let (path, query) = split_outside_braces(path, '?');
    let path = path.strip_prefix('/').unwrap_or(path);
    if !path.is_empty() {
        for segment in path.split('/') {
            let mut parts = parse_segment(segment)?;
            let is_suffix = match parts.as_slice() {
                [.., SegmentPart::Parameter(_), SegmentPart::Literal(last)] => {
                    last.starts_with(':')
                }
                _ => false,
            };
            let suffix = if is_suffix { parts.pop() } else { None };
            template.push(TemplatePart::Segment(parts));
            if let Some(SegmentPart::Literal(suffix)) = suffix {
                template.push(TemplatePart::Suffix(suffix));
            }
        }
    }
    if let Some(query) = query {
        if query.contains(['{', '}']) {
            return Err("has a parameter in the query; declare it with `in: query`");
        }
        template.push(TemplatePart::Query(query.to_owned()));
    }
    if let Some(fragment) = fragment {
        if fragment.contains(['{', '}']) {
            return Err("has a parameter in the fragment, which is never sent");
        }
        template.push(TemplatePart::Fragment(fragment.to_owned()));
    }
    Ok(template)
}

/// Splits a path at the first separator outside of braces.
fn split_outside_braces(path: &str, separator: char) -> (&str, Option<&str>) {
    let mut in_braces = false;
    let found = path.char_indices().find(|(_, character)| {
        match character {
            '{' => in_braces = true,
            '}' => in_braces = false,
            _ => {}
        }
        *character == separator && !in_braces
    });
    match found {
        Some((index, _)) => (&path[..index], Some(&path[index + 1..])),
        None => (path, None),
    }
}

fn parse_segment(segment: &str) -> Result<Vec<SegmentPart>, &'static str> {
    let mut parts = Vec::new();
    let mut rest = segment;
    while let Some(start) = rest.find(['{', '}']) {
        if rest[start..].starts_with('}') {
            return Err("has an unmatched `}`");
        }
        if start > 0 {
            parts.push(SegmentPart::Literal(rest[..start].to_owned()));
        }
        let inside = &rest[start + 1..];
        let Some(end) = inside.find(['{', '}']) else {
            return Err("has a `{` that is not closed in its segment");
        };
        if inside[end..].starts_with('{') {
            return Err("has nested braces");
        }
        if end == 0 {
            return Err("has empty braces");
        }
        parts.push(SegmentPart::Parameter(inside[..end].to_owned()));
        rest = &inside[end + 1..];
    }
    if !rest.is_empty() {
        parts.push(SegmentPart::Literal(rest.to_owned()));
    }
    Ok(parts)
}
