//! Diagnostics as text for a terminal.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Severity};
use crate::position::{Located, Position, character_start, locate};
use crate::source::Source;

/// How a report looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// Text alone.
    #[default]
    Plain,
    /// With ANSI escape codes for colours.
    Coloured,
}

/// Every diagnostic in the order of the text, each with its place and an excerpt, and a last line that counts
/// them. Empty where there is none.
#[must_use]
pub fn render(source: &Source, diagnostics: &[Diagnostic], style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    let located = locate(source, diagnostics);
    let mut report = String::new();
    for located in &located {
        report.push_str(&one(source, located, &renderer));
        report.push_str("\n\n");
    }
    let severities: Vec<Severity> = located
        .iter()
        .map(|located| located.diagnostic.severity())
        .collect();
    if let Some(worst) = severities.iter().min() {
        let closing = format!("{} in {}", counts(&severities), source.name);
        let closing = level(*worst).primary_title(closing);
        report.push_str(&renderer.render(&[Group::with_title(closing)]));
        report.push('\n');
    }
    report
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    }
}

/// `2 errors and 1 warning`
fn counts(severities: &[Severity]) -> String {
    let counted =
        [(Severity::Error, "error"), (Severity::Warning, "warning")].map(|(severity, word)| {
            let count = severities
                .iter()
                .filter(|other| **other == severity)
                .count();
            match count {
                0 => None,
                1 => Some(format!("1 {word}")),
                _ => Some(format!("{count} {word}s")),
            }
        });
    let counted: Vec<String> = counted.into_iter().flatten().collect();
    counted.join(" and ")
}

fn one(source: &Source, located: &Located<'_>, renderer: &Renderer) -> String {
    let diagnostic = located.diagnostic;
    let group = level(diagnostic.severity())
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code.as_str());
    let mut group = excerpt(source, located)
        .into_iter()
        .fold(Group::with_title(group), Group::element);
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    renderer.render(&[group])
}

/// The lines that the diagnostic points at; what lies between them is folded, and of a very long line only the
/// surroundings are taken.
fn excerpt<'s>(source: &'s Source, located: &Located<'s>) -> Vec<Element<'s>> {
    let text = source.text.as_str();
    let spans = || std::iter::once(&located.span).chain(&located.related);
    let first = spans().map(|span| span.start).min().unwrap_or_default();
    let last = spans().map(|span| span.end).max().unwrap_or_default();
    let line_start = text[..first].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = text[last..]
        .find('\n')
        .map_or(text.len(), |newline| last + newline);
    let start = line_start.max(character_start(text, first.saturating_sub(SURROUNDINGS)));
    let line_end = text[..line_end].trim_end_matches('\r').len().max(last);
    let end = line_end.min(character_start(text, last + SURROUNDINGS));
    let within = |span: &Range<usize>| span.start - start..span.end - start;
    let labels = located.diagnostic.related.iter().map(|(_, label)| label);
    let related = located.related.iter().zip(labels);
    let snippet = Snippet::source(&text[start..end])
        .line_start(Position::of(text, start).line)
        .annotation(AnnotationKind::Primary.span(within(&located.span)))
        .annotations(
            related.map(|(span, label)| AnnotationKind::Context.span(within(span)).label(label)),
        );
    if start == line_start {
        return vec![snippet.path(source.name.as_str()).into()];
    }
    // The column cannot be told from a line without its begin.
    let position = Position::of(text, located.span.start);
    let origin = Origin::path(source.name.as_str())
        .line(position.line)
        .char_column(position.column);
    vec![origin.into(), snippet.into()]
}

/// How many bytes of a line are shown at most on each side of what is pointed at.
const SURROUNDINGS: usize = 400;
