//! Comparisons as JSON, one object per line, for CI.

use serde::Serialize;

use super::Files;
use super::locate::{Place, locate};
use crate::compare::{Change, Side};

/// Returns changes as JSON, each as one object on a line of its own:
///
/// ```json
/// {"api":"breaking","rule":"field-removed","kind":"field","path":"models::Pet::name",
///  "title":"field removed","reason":"…","old":{"text":null,"file":"old.yaml","line":9,"column":9},
///  "new":null,"renamed_to":null}
/// ```
///
/// `api` is `breaking`, `wire` or `compatible`. `old` is null for an added item, `new` for a
/// removed one. `text` is what has changed. A version from a lock file has no `file`, `line` and
/// `column`.
#[must_use]
pub fn json<'s>(changes: impl IntoIterator<Item = &'s Change>, files: Files<'s>) -> String {
    let mut text = String::new();
    for located in locate(changes, files) {
        let change = located.change;
        let [old, new] = located.places;
        let line = Line {
            api: change.rule.verdict().as_str(),
            rule: change.rule.id(),
            kind: change.kind.as_str(),
            path: &change.path,
            title: change.rule.title(),
            reason: change.rule.reason(),
            old: change.old.as_ref().map(|side| side_of(side, old)),
            new: change.new.as_ref().map(|side| side_of(side, new)),
            renamed_to: change.renamed_to.as_deref(),
        };
        if let Ok(line) = serde_json::to_string(&line) {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text
}

#[derive(Serialize)]
struct Line<'s> {
    api: &'static str,
    rule: &'static str,
    kind: &'static str,
    path: &'s str,
    title: &'static str,
    reason: &'static str,
    old: Option<JsonSide<'s>>,
    new: Option<JsonSide<'s>>,
    renamed_to: Option<&'s str>,
}

#[derive(Serialize)]
struct JsonSide<'s> {
    text: Option<&'s str>,
    #[serde(flatten)]
    place: Option<Place<'s>>,
}

fn side_of<'s>(side: &'s Side, place: Option<Place<'s>>) -> JsonSide<'s> {
    JsonSide {
        text: side.text.as_deref(),
        place,
    }
}
