//! Diagnostics as JSON, one object on each line, for editors and CI.

use serde::Serialize;

use crate::diagnostics::Diagnostic;
use crate::source::Source;
use crate::source::position::{Lines, Located, Position, Span, locate};

/// Every diagnostic in the order of the texts, as one JSON object on a line of its own:
///
/// ```json
/// {"code":"OA201","severity":"error","message":"…","help":"…","file":"pets.yaml","line":9,"column":5,
///  "end":{"line":9,"column":13},"related":[{"label":"…","file":"pets.yaml","line":3,"column":5,"end":{…}}]}
/// ```
///
/// `help` is null where there is none. Lines and columns count from 1, columns in Unicode characters; `end` is behind
/// the last character. `sources` are the files of the run: the document alone, or together with those that it refers to.
#[must_use]
pub fn json(sources: &(impl AsRef<[Source]> + ?Sized), diagnostics: &[Diagnostic]) -> String {
    let texts: Vec<Text<'_>> = sources
        .as_ref()
        .iter()
        .map(|source| Text {
            name: &source.name,
            lines: Lines::of(&source.text),
        })
        .collect();
    let mut report = String::new();
    for located in &locate(sources, diagnostics) {
        if let Ok(line) = serde_json::to_string(&line(&texts, located)) {
            report.push_str(&line);
            report.push('\n');
        }
    }
    report
}

struct Text<'s> {
    name: &'s str,
    lines: Lines<'s>,
}

#[derive(Serialize)]
struct Line<'m> {
    code: &'static str,
    severity: &'static str,
    message: &'m str,
    help: Option<&'m str>,
    #[serde(flatten)]
    place: Option<Place<'m>>,
    related: Vec<Related<'m>>,
}

#[derive(Serialize)]
struct Related<'m> {
    label: &'m str,
    #[serde(flatten)]
    place: Option<Place<'m>>,
}

#[derive(Serialize)]
struct Place<'m> {
    file: &'m str,
    #[serde(flatten)]
    start: Position,
    end: Position,
}

fn line<'m>(texts: &'m [Text<'_>], located: &Located<'m>) -> Line<'m> {
    let diagnostic = located.diagnostic;
    let labels = diagnostic.related.iter().map(|(_, label)| label.as_str());
    let related = labels.zip(&located.related);
    Line {
        code: diagnostic.code.as_str(),
        severity: diagnostic.severity().as_str(),
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
        place: place(texts, &located.span),
        related: related
            .map(|(label, span)| Related {
                label,
                place: place(texts, span),
            })
            .collect(),
    }
}

fn place<'m>(texts: &'m [Text<'_>], span: &Span) -> Option<Place<'m>> {
    let text = texts.get(span.file)?;
    Some(Place {
        file: text.name,
        start: text.lines.position(span.bytes.start),
        end: text.lines.position(span.bytes.end),
    })
}
