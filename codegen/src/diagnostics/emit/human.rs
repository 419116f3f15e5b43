//! Reports for a terminal, in the style of rustc.

use std::collections::HashMap;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::locate::{Located, locate};
use crate::diagnostics::code::{Code, Severity};
use crate::diagnostics::diagnostic::Diagnostic;
use crate::source::{LineIndex, Source, floor_char_boundary};

/// The style of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// Text without escape codes.
    #[default]
    Plain,
    /// Text with ANSI escape codes for colours.
    Coloured,
}

/// Renders diagnostics sorted by file and offset, each with its position and an excerpt, and a last
/// line with their number. Returns an empty string if there are none.
///
/// `sources` are the files of the run: the document alone, or followed by those that it references.
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
    let lines: Vec<LineIndex<'_>> = sources
        .iter()
        .map(|source| LineIndex::new(&source.text))
        .collect();
    let mut report = String::new();
    let mut budget = Budget::default();
    for located in located
        .iter()
        .filter(|located| budget.admit(located.diagnostic))
    {
        report.push_str(&render_one(sources, &lines, located, &renderer));
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
            budget.omitted()
        );
        let closing = level(*worst).primary_title(closing);
        report.push_str(&renderer.render(&[Group::with_title(closing)]));
        report.push('\n');
    }
    report
}

/// Limits the length of a report: separately for errors and for each kind of warning, so that no
/// warning displaces an error.
#[derive(Default)]
struct Budget {
    errors: usize,
    warnings: HashMap<Code, usize>,
}

impl Budget {
    /// The maximum number of errors.
    const ERRORS: usize = 1_000;
    /// The maximum number of warnings of each kind.
    const WARNINGS: usize = 20;

    /// Counts a diagnostic, and returns whether to show it.
    fn admit(&mut self, diagnostic: &Diagnostic) -> bool {
        let (count, limit) = match diagnostic.severity() {
            Severity::Error => (&mut self.errors, Self::ERRORS),
            Severity::Warning => (
                self.warnings.entry(diagnostic.code).or_default(),
                Self::WARNINGS,
            ),
        };
        *count += 1;
        *count <= limit
    }

    /// Describes what was omitted.
    fn omitted(&self) -> String {
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

/// Returns the numbers of errors and warnings: `2 errors and 1 warning`.
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

/// Renders one diagnostic.
fn render_one(
    sources: &[Source],
    lines: &[LineIndex<'_>],
    located: &Located<'_>,
    renderer: &Renderer,
) -> String {
    let diagnostic = located.diagnostic;
    let group = level(diagnostic.severity())
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code.as_str());
    let mut group = Group::with_title(group);
    for (file, source) in with_first(sources, located.span.file) {
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

/// Returns the files with their indices, one of them first.
fn with_first(sources: &[Source], first: usize) -> impl Iterator<Item = (usize, &Source)> {
    let all = || sources.iter().enumerate();
    let one = all().filter(move |(file, _)| *file == first);
    one.chain(all().filter(move |(file, _)| *file != first))
}

/// Returns whether an excerpt of all spans would show a very long line between them.
fn is_far_apart<'r>(text: &str, spans: impl Iterator<Item = &'r Range<usize>> + Clone) -> bool {
    let start = spans.clone().map(|span| span.end).min();
    let end = spans.map(|span| span.start).max();
    let between = start.zip(end).and_then(|(start, end)| text.get(start..end));
    between.is_some_and(|text| text.lines().any(|line| line.len() > 2 * SURROUNDINGS))
}

/// Returns the lines of a file that a diagnostic points at. Lines between them are folded, and a
/// very long line is cut to the surroundings of its spans.
fn excerpt<'s>(
    source: &'s Source,
    lines: &LineIndex<'_>,
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
    let start = line_start.max(floor_char_boundary(
        text,
        first.saturating_sub(SURROUNDINGS),
    ));
    let line_end = text[..line_end].trim_end_matches('\r').len().max(last);
    let end = line_end.min(floor_char_boundary(text, last + SURROUNDINGS));
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
    // The renderer cannot count columns in a line whose start is cut off.
    let position = lines.position(primary.map_or(first, |span| span.start));
    let origin = Origin::path(source.name.as_str())
        .line(position.line)
        .char_column(position.column);
    vec![origin.into(), snippet.into()]
}

/// The maximum number of bytes of a line shown on each side of a span.
const SURROUNDINGS: usize = 400;
