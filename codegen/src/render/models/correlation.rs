//! What the values of a type say of themselves: what they are about, and whether a condition holds.

use std::fmt::Write as _;
use std::time::Duration;

use crate::ir::{Condition, CorrelationKey, Type, TypeId};
use crate::name::Identifier;

use crate::render::Context;
use crate::render::docs::Docs;
use crate::render::docs::markdown;
use crate::render::models::validation::literal;
use crate::render::source_file::CHAIN;
use crate::render::source_file::File;
use crate::render::source_file::chain;

pub(crate) fn render(cx: &Context<'_>, id: TypeId, file: &mut File<'_>) {
    let (Some(correlation), Some(names)) = (
        cx.api.correlation(&Type::Named(id)),
        cx.names.correlations.get(&id),
    ) else {
        return;
    };
    let mut constants = String::new();
    let mut methods = String::new();
    if let (Some(key), Some([constant, method])) = (&correlation.key, &names.key) {
        let _ = file.imports.runtime("Key");
        constants.push_str(&key_constant(key, constant));
        methods.push_str(&key_method(key, constant, method));
    }
    for (condition, [constant, method]) in correlation.conditions.iter().zip(&names.conditions) {
        let _ = file.imports.runtime("Condition");
        constants.push_str(&condition_constant(condition, constant));
        methods.push_str(&condition_method(condition, constant, method));
    }
    let deadlines: Vec<(&Identifier, Duration)> = correlation
        .conditions
        .iter()
        .zip(&names.conditions)
        .filter_map(|(condition, [_, method])| Some((method, condition.deadline?)))
        .collect();
    if !deadlines.is_empty() {
        let _ = file.imports.std("time", "Duration");
        methods.push_str(&time_to_answer(&deadlines));
    }
    file.text_item(format!(
        "impl {} {{\n{}\n{}}}",
        cx.names.of(id).name,
        constants.trim_end_matches('\n').to_owned() + "\n",
        methods.trim_start_matches('\n')
    ));
}

fn key_constant(key: &CorrelationKey, constant: &Identifier) -> String {
    let docs =
        Docs::line(&format!("Where the {} stands.", markdown::code(&key.name))).lines("    ");
    let properties = places(&key.properties, 2);
    let templates = list(key.templates.iter().map(|text| literal(text)), 2);
    format!(
        "{docs}    pub const {constant}: Key = Key {{\n        members: {properties},\n        templates: {templates},\n    }};\n"
    )
}

fn key_method(key: &CorrelationKey, constant: &Identifier, method: &Identifier) -> String {
    let mut docs = Docs::line(&format!(
        "The {} of what this is about, where it says so.",
        markdown::code(&key.name)
    ));
    let places: Vec<String> = key
        .properties
        .iter()
        .map(|place| markdown::code(&place.join("/")))
        .collect();
    docs.paragraph(&format!(
        "It is taken from the first of these that has it, and percent-decoded: {}.",
        places.join(", ")
    ));
    let docs = docs.lines("    ");
    format!(
        "\n{docs}    #[must_use]\n    pub fn {method}(&self) -> Option<String> {{\n        Self::{constant}.of(self)\n    }}\n"
    )
}

fn condition_constant(condition: &Condition, constant: &Identifier) -> String {
    let when = condition.when.iter().map(|(place, texts)| {
        let texts = list(texts.iter().map(|text| literal(text)), 1);
        let pair = format!("{}, {texts}", segments(place));
        if pair.len() <= CHAIN && !pair.contains('\n') {
            format!("({pair})")
        } else {
            format!("(\n    {},\n    {texts},\n)", segments(place))
        }
    });
    let when = list(when, 2);
    let has = places(&condition.has, 2);
    format!(
        "    const {constant}: Condition = Condition {{\n        when: {when},\n        has: {has},\n    }};\n"
    )
}

fn condition_method(condition: &Condition, constant: &Identifier, method: &Identifier) -> String {
    let mut docs = Docs::default();
    match &condition.description {
        Some(description) => docs.markdown(description),
        None => docs.paragraph(&format!(
            "Whether this is {}.",
            markdown::code(&condition.name)
        )),
    }
    let mut lines = Vec::new();
    for (place, texts) in &condition.when {
        let texts: Vec<String> = texts.iter().map(|text| markdown::code(text)).collect();
        let place = markdown::code(&place.join("/"));
        lines.extend(markdown::item(&format!(
            "{place} is {}.",
            texts.join(" or ")
        )));
    }
    for place in &condition.has {
        let place = markdown::code(&place.join("/"));
        lines.extend(markdown::item(&format!("{place} is there.")));
    }
    docs.paragraph("It holds where each of these does:");
    docs.blocks(lines);
    let docs = docs.lines("    ");
    format!(
        "\n{docs}    #[must_use]\n    pub fn {method}(&self) -> bool {{\n        Self::{constant}.holds(self)\n    }}\n"
    )
}

fn time_to_answer(deadlines: &[(&Identifier, Duration)]) -> String {
    let docs = Docs::line(
        "How long after its receipt this has to be answered, where it has to be: the shortest time of those that apply.",
    )
    .lines("    ");
    let times: Vec<String> = deadlines
        .iter()
        .map(|(method, time)| {
            let time = format!(".then_some({})", duration(*time));
            chain(&format!("self.{method}()"), &[time], CHAIN).replace('\n', "\n            ")
        })
        .collect();
    let body = match times.as_slice() {
        [one] => format!("        {one}\n"),
        _ => format!(
            "        [\n            {},\n        ]\n        .into_iter()\n        .flatten()\n        .min()\n",
            times.join(",\n            ")
        ),
    };
    format!(
        "\n{docs}    #[must_use]\n    pub fn time_to_answer(&self) -> Option<Duration> {{\n{body}    }}\n"
    )
}

/// An expression for a time.
pub(crate) fn duration(time: Duration) -> String {
    if time.subsec_nanos() == 0 {
        format!("Duration::from_secs({})", time.as_secs())
    } else {
        format!("Duration::from_millis({})", time.as_millis())
    }
}

/// The names that lead to a place, as a slice.
fn segments(place: &[String]) -> String {
    let names: Vec<String> = place.iter().map(|name| literal(name)).collect();
    format!("&[{}]", names.join(", "))
}

fn places(places: &[Vec<String>], level: usize) -> String {
    list(places.iter().map(|place| segments(place)), level)
}

/// A slice, in one line or in one for each element, at a level of indentation.
pub(crate) fn list(elements: impl Iterator<Item = String>, level: usize) -> String {
    let elements: Vec<String> = elements.collect();
    let line = elements.join(", ");
    let indent = "    ".repeat(level);
    if line.len() <= CHAIN && !line.contains('\n') {
        return format!("&[{line}]");
    }
    if elements.len() == 1 {
        // A single element needs no line of its own.
        return format!("&[{}]", line.replace('\n', &format!("\n{indent}")));
    }
    let mut text = String::from("&[\n");
    for element in elements {
        let element = element.replace('\n', &format!("\n{indent}    "));
        append!(text, "{indent}    {element},\n");
    }
    append!(text, "{indent}]");
    text
}
