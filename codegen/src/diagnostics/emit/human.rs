//! Reports for a terminal, in the style of rustc.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::locate::{Located, locate};
use crate::diagnostics::code::Severity;
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

/// Renders all diagnostics sorted by file and offset, each with its position and an excerpt, and a
/// last line with their number. Returns an empty string if there are none.
///
/// `sources` are the files of the run: the document, its overlays, and the files that it
/// references.
#[must_use]
pub fn render(
    sources: &(impl AsRef<[Source]> + ?Sized),
    diagnostics: &[Diagnostic],
    style: Style,
) -> String {
    let sources = sources.as_ref();
    let located = locate(sources, diagnostics);
    let mut report = render_each(sources, &located, style);
    let severities = located.iter().map(|located| located.diagnostic.severity());
    if let (Some(worst), Some(document)) = (severities.min(), sources.first()) {
        let more = match sources.len() {
            1 => String::new(),
            2 => " and 1 more file".to_owned(),
            count => format!(" and {} more files", count - 1),
        };
        let counts = counts(located.iter().map(|located| located.diagnostic));
        let closing = level(worst).primary_title(format!("{counts} in {}{more}", document.name));
        report.push_str(&renderer(style).render(&[Group::with_title(closing)]));
        report.push('\n');
    }
    report
}

/// Renders at most `limit` diagnostics, those of the worst severity first, each with its position
/// and an excerpt. Returns an empty string if there are none.
///
/// `sources` are the files of the run: the document, its overlays, and the files that it
/// references.
#[must_use]
pub fn render_worst(
    sources: &(impl AsRef<[Source]> + ?Sized),
    diagnostics: &[Diagnostic],
    style: Style,
    limit: usize,
) -> String {
    let sources = sources.as_ref();
    let mut located = locate(sources, diagnostics);
    located.sort_by_key(|located| located.diagnostic.severity());
    located.truncate(limit);
    render_each(sources, &located, style)
}

/// Returns the numbers of errors, violations and warnings: `2 errors and 1 warning`. Returns an
/// empty string if there are none.
#[must_use]
pub fn counts<'d>(diagnostics: impl IntoIterator<Item = &'d Diagnostic>) -> String {
    let mut counts = [
        (Severity::Error, 0_usize),
        (Severity::Violation, 0),
        (Severity::Warning, 0),
    ];
    for diagnostic in diagnostics {
        for (severity, count) in &mut counts {
            *count += usize::from(*severity == diagnostic.severity());
        }
    }
    let counted: Vec<String> = counts
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(severity, count)| {
            let plural = if *count == 1 { "" } else { "s" };
            format!("{count} {}{plural}", severity.as_str())
        })
        .collect();
    match counted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => counted.concat(),
    }
}

fn render_each(sources: &[Source], located: &[Located<'_>], style: Style) -> String {
    let renderer = renderer(style);
    let lines: Vec<LineIndex<'_>> = sources
        .iter()
        .map(|source| LineIndex::new(&source.text))
        .collect();
    let mut report = String::new();
    for located in located {
        report.push_str(&render_one(sources, &lines, located, &renderer));
        report.push_str("\n\n");
    }
    report
}

fn renderer(style: Style) -> Renderer {
    match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    }
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Violation => Level::ERROR.with_name("violation"),
        Severity::Warning => Level::WARNING,
    }
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
    if let Some(consequence) = &diagnostic.consequence {
        group = group.element(Level::NOTE.message(consequence.as_str()));
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
