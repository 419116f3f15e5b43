//! Reports as JSON, one object per line, for editors and CI.

use serde::Serialize;

use super::locate::{Located, locate};
use crate::diagnostics::diagnostic::Diagnostic;
use crate::source::{LineIndex, Position, Source, Span};

/// Renders diagnostics sorted by file and offset, each as one JSON object on a line of its own:
///
/// ```json
/// {"code":"OA201","severity":"error","message":"…","help":"…",
///  "consequence":"…","file":"pets.yaml","line":9,
///  "column":5,"end":{"line":9,"column":13},
///  "related":[{"label":"…","file":"pets.yaml","line":3,"column":5,"end":{…}}]}
/// ```
///
/// `severity` is `error`, `violation` or `warning`. `help` and `consequence` are null if there is
/// none. Lines and columns count from 1, columns in Unicode characters;
/// `end` is behind the last character.
///
/// `sources` are the files of the run: the document, its overlays, and the files that it
/// references.
#[must_use]
pub fn json(sources: &(impl AsRef<[Source]> + ?Sized), diagnostics: &[Diagnostic]) -> String {
    let files: Vec<File<'_>> = sources
        .as_ref()
        .iter()
        .map(|source| File {
            name: &source.name,
            lines: LineIndex::new(&source.text),
        })
        .collect();
    let mut report = String::new();
    for located in &locate(sources, diagnostics) {
        if let Ok(line) = serde_json::to_string(&line(&files, located)) {
            report.push_str(&line);
            report.push('\n');
        }
    }
    report
}

struct File<'s> {
    name: &'s str,
    lines: LineIndex<'s>,
}

#[derive(Serialize)]
struct Line<'m> {
    code: &'static str,
    severity: &'static str,
    message: &'m str,
    help: Option<&'m str>,
    consequence: Option<&'m str>,
    #[serde(flatten)]
    region: Option<Region<'m>>,
    related: Vec<Related<'m>>,
}

#[derive(Serialize)]
struct Related<'m> {
    label: &'m str,
    #[serde(flatten)]
    region: Option<Region<'m>>,
}

#[derive(Serialize)]
struct Region<'m> {
    file: &'m str,
    #[serde(flatten)]
    start: Position,
    end: Position,
}

fn line<'m>(files: &'m [File<'_>], located: &Located<'m>) -> Line<'m> {
    let diagnostic = located.diagnostic;
    let labels = diagnostic.related.iter().map(|(_, label)| label.as_str());
    let related = labels.zip(&located.related);
    Line {
        code: diagnostic.code.as_str(),
        severity: diagnostic.severity().as_str(),
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
        consequence: diagnostic.consequence.as_deref(),
        region: region(files, &located.span),
        related: related
            .map(|(label, span)| Related {
                label,
                region: region(files, span),
            })
            .collect(),
    }
}

fn region<'m>(files: &'m [File<'_>], span: &Span) -> Option<Region<'m>> {
    let file = files.get(span.file)?;
    Some(Region {
        file: file.name,
        start: file.lines.position(span.bytes.start),
        end: file.lines.position(span.bytes.end),
    })
}
