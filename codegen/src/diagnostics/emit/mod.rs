//! Diagnostics as text for a terminal, and as JSON for other programs.

mod json;

pub use json::json;

use std::collections::HashMap;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use crate::diagnostics::code::Code;
use crate::diagnostics::{Diagnostic, Severity};
use crate::source::Source;
use crate::source::position::{Lines, Located, character_start, locate};

/// How a report looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// Text alone.
    #[default]
    Plain,
    /// With ANSI escape codes for colours.
    Coloured,
}

/// Every diagnostic in the order of the texts, each with its place and an excerpt, and a last line that counts them.
/// Empty where there is none. `sources` are the files of the run: the document alone, or together with those that it
/// refers to.
#[must_use]
pub fn render(
    sources: &(impl AsRef<[Source]> + ?Sized),
    diagnostics: &[Diagnostic],
    style: Style,
) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    let sources = sources.as_ref();
    let located = locate(sources, diagnostics);
    let lines: Vec<Lines<'_>> = sources
        .iter()
        .map(|source| Lines::of(&source.text))
        .collect();
    let mut report = String::new();
    let mut left = Left::default();
    for located in located
        .iter()
        .filter(|located| left.take(located.diagnostic))
    {
        report.push_str(&one(sources, &lines, located, &renderer));
        report.push_str("\n\n");
    }
    let severities: Vec<Severity> = located
        .iter()
        .map(|located| located.diagnostic.severity())
        .collect();
    if let (Some(worst), Some(document)) = (severities.iter().min(), sources.first()) {
        let more = match sources.len() {
            1 => String::new(),
            2 => " and 1 more file".to_owned(),
            count => format!(" and {} more files", count - 1),
        };
        let closing = format!(
            "{} in {}{more}{}",
            counts(&severities),
            document.name,
            left.hidden()
        );
        let closing = level(*worst).primary_title(closing);
        report.push_str(&renderer.render(&[Group::with_title(closing)]));
        report.push('\n');
    }
    report
}

/// How much of a report is shown: of very many problems the first say enough, and no warning hides an error.
#[derive(Default)]
struct Left {
    errors: usize,
    warnings: HashMap<Code, usize>,
}

impl Left {
    /// How many errors are shown at most, and how many warnings of each kind.
    const ERRORS: usize = 1_000;
    const WARNINGS: usize = 20;

    /// Counts a problem; whether it is shown.
    fn take(&mut self, diagnostic: &Diagnostic) -> bool {
        let (count, most) = match diagnostic.severity() {
            Severity::Error => (&mut self.errors, Self::ERRORS),
            Severity::Warning => (
                self.warnings.entry(diagnostic.code).or_default(),
                Self::WARNINGS,
            ),
        };
        *count += 1;
        *count <= most
    }

    /// What is not shown.
    fn hidden(&self) -> String {
        let errors = (self.errors > Self::ERRORS)
            .then(|| format!("; the first {} errors are shown", Self::ERRORS));
        let warnings = self
            .warnings
            .values()
            .any(|count| *count > Self::WARNINGS)
            .then(|| {
                format!(
                    "; of each kind of warning the first {} are shown",
                    Self::WARNINGS
                )
            });
        [errors, warnings].into_iter().flatten().collect()
    }
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

fn one(
    sources: &[Source],
    lines: &[Lines<'_>],
    located: &Located<'_>,
    renderer: &Renderer,
) -> String {
    let diagnostic = located.diagnostic;
    let group = level(diagnostic.severity())
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code.as_str());
    let mut group = Group::with_title(group);
    for (file, source) in in_order(sources, located.span.file) {
        let primary = Some(&located.span.bytes).filter(|_| located.span.file == file);
        let labels = diagnostic.related.iter().map(|(_, label)| label.as_str());
        let related = located.related.iter().zip(labels);
        let related: Vec<(&Range<usize>, &str)> = related
            .filter(|(span, _)| span.file == file)
            .map(|(span, label)| (&span.bytes, label))
            .collect();
        let spans = primary
            .into_iter()
            .chain(related.iter().map(|(span, _)| *span));
        let excerpts = if is_far_apart(&source.text, spans) {
            let alone =
                |related| excerpt(source, &lines[file], None, std::slice::from_ref(related));
            let mut excerpts = excerpt(source, &lines[file], primary, &[]);
            excerpts.extend(related.iter().flat_map(alone));
            excerpts
        } else {
            excerpt(source, &lines[file], primary, &related)
        };
        group = excerpts.into_iter().fold(group, Group::element);
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    renderer.render(&[group])
}

/// The files with their numbers, one of them first.
fn in_order(sources: &[Source], first: usize) -> impl Iterator<Item = (usize, &Source)> {
    let all = || sources.iter().enumerate();
    let one = all().filter(move |(file, _)| *file == first);
    one.chain(all().filter(move |(file, _)| *file != first))
}

/// Whether much of one line lies between the first and the last of some places, which would all be shown.
fn is_far_apart<'r>(text: &str, spans: impl Iterator<Item = &'r Range<usize>> + Clone) -> bool {
    let start = spans.clone().map(|span| span.end).min();
    let end = spans.map(|span| span.start).max();
    let between = start.zip(end).and_then(|(start, end)| text.get(start..end));
    between.is_some_and(|text| text.lines().any(|line| line.len() > 2 * SURROUNDINGS))
}

/// The lines of a file that the diagnostic points at; what lies between them is folded, and of a very long line only
/// the surroundings are taken.
fn excerpt<'s>(
    source: &'s Source,
    lines: &Lines<'_>,
    primary: Option<&Range<usize>>,
    related: &[(&Range<usize>, &'s str)],
) -> Vec<Element<'s>> {
    let text = &*source.text;
    let spans = || {
        primary
            .into_iter()
            .chain(related.iter().map(|(span, _)| *span))
    };
    let (Some(first), Some(last)) = (
        spans().map(|span| span.start).min(),
        spans().map(|span| span.end).max(),
    ) else {
        return Vec::new();
    };
    let line_start = text[..first].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = text[last..]
        .find('\n')
        .map_or(text.len(), |newline| last + newline);
    let start = line_start.max(character_start(text, first.saturating_sub(SURROUNDINGS)));
    let line_end = text[..line_end].trim_end_matches('\r').len().max(last);
    let end = line_end.min(character_start(text, last + SURROUNDINGS));
    let within = |span: &Range<usize>| span.start - start..span.end - start;
    let primary_mark = primary.map(|span| AnnotationKind::Primary.span(within(span)));
    let related_marks = related
        .iter()
        .map(|(span, label)| AnnotationKind::Context.span(within(span)).label(*label));
    let snippet = Snippet::source(&text[start..end])
        .line_start(lines.position(start).line)
        .annotations(primary_mark.into_iter().chain(related_marks));
    if start == line_start {
        return vec![snippet.path(source.name.as_str()).into()];
    }
    // The column cannot be told from a line without its begin.
    let position = lines.position(primary.map_or(first, |span| span.start));
    let origin = Origin::path(source.name.as_str())
        .line(position.line)
        .char_column(position.column);
    vec![origin.into(), snippet.into()]
}

/// How many bytes of a line are shown at most on each side of what is pointed at.
const SURROUNDINGS: usize = 400;
