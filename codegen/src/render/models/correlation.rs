//! Correlation keys and conditions: constants and methods that look into a value.

use std::time::Duration;

use crate::ir::{Condition, CorrelationKey, Type, TypeId};
use crate::name::Identifier;
use crate::render::context::Context;
use crate::render::docs::{DocComment, markdown};
use crate::render::source_file::SourceFile;
use crate::render::source_file::chain::{chain, slice};
use crate::render::source_file::layout::CHAIN;
use crate::render::syntax::literals::{duration, string};

pub(super) fn render(cx: &Context<'_>, id: TypeId, file: &mut SourceFile<'_>) {
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
        DocComment::line(&format!("Where the {} stands.", markdown::code(&key.name))).outer("    ");
    let properties = pointers(&key.properties, 2);
    let templates = slice(key.templates.iter().map(|template| string(template)), 2);
    format!(
        "{docs}    pub const {constant}: Key = Key {{\n        \
         members: {properties},\n        \
         templates: {templates},\n    \
         }};\n"
    )
}

fn key_method(key: &CorrelationKey, constant: &Identifier, method: &Identifier) -> String {
    let mut docs = DocComment::line(&format!(
        "The {} of what this is about, where it says so.",
        markdown::code(&key.name)
    ));
    let properties: Vec<String> = key
        .properties
        .iter()
        .map(|pointer| markdown::code(&pointer.join("/")))
        .collect();
    docs.paragraph(&format!(
        "It is taken from the first of these that has it, and percent-decoded: {}.",
        properties.join(", ")
    ));
    let docs = docs.outer("    ");
    format!(
        "\n\
         {docs}    #[must_use]\n    \
         pub fn {method}(&self) -> Option<String> {{\n        \
         Self::{constant}.of(self)\n    \
         }}\n"
    )
}

fn condition_constant(condition: &Condition, constant: &Identifier) -> String {
    let when = condition.when.iter().map(|(pointer, values)| {
        let tokens = tokens(pointer);
        let values = slice(values.iter().map(|value| string(value)), 1);
        let pair = format!("{tokens}, {values}");
        if pair.len() <= CHAIN && !pair.contains('\n') {
            format!("({pair})")
        } else {
            format!("(\n    {tokens},\n    {values},\n)")
        }
    });
    let when = slice(when, 2);
    let has = pointers(&condition.has, 2);
    format!(
        "    const {constant}: Condition = Condition {{\n        \
         when: {when},\n        \
         has: {has},\n    \
         }};\n"
    )
}

fn condition_method(condition: &Condition, constant: &Identifier, method: &Identifier) -> String {
    let mut docs = DocComment::default();
    match &condition.description {
        Some(description) => docs.markdown(description),
        None => docs.paragraph(&format!(
            "Whether this is {}.",
            markdown::code(&condition.name)
        )),
    }
    let mut lines = Vec::new();
    for (pointer, values) in &condition.when {
        let values: Vec<String> = values.iter().map(|value| markdown::code(value)).collect();
        let property = markdown::code(&pointer.join("/"));
        lines.extend(markdown::item(&format!(
            "{property} is {}.",
            values.join(" or ")
        )));
    }
    for pointer in &condition.has {
        let property = markdown::code(&pointer.join("/"));
        lines.extend(markdown::item(&format!("{property} is there.")));
    }
    docs.paragraph("It holds where each of these does:");
    docs.blocks(lines);
    let docs = docs.outer("    ");
    format!(
        "\n\
         {docs}    #[must_use]\n    \
         pub fn {method}(&self) -> bool {{\n        \
         Self::{constant}.holds(self)\n    \
         }}\n"
    )
}

fn time_to_answer(deadlines: &[(&Identifier, Duration)]) -> String {
    let docs = DocComment::line(
        "How long after its receipt this has to be answered, where it has to be: the shortest \
         time of those that apply.",
    )
    .outer("    ");
    let times: Vec<String> = deadlines
        .iter()
        .map(|(method, deadline)| {
            let some = format!(".then_some({})", duration(*deadline));
            chain(&format!("self.{method}()"), &[some], CHAIN).replace('\n', "\n            ")
        })
        .collect();
    let body = match times.as_slice() {
        [time] => format!("        {time}\n"),
        _ => format!(
            "        [\n            \
             {},\n        \
             ]\n        \
             .into_iter()\n        \
             .flatten()\n        \
             .min()\n",
            times.join(",\n            ")
        ),
    };
    format!(
        "\n\
         {docs}    #[must_use]\n    \
         pub fn time_to_answer(&self) -> Option<Duration> {{\n\
         {body}    }}\n"
    )
}

/// Returns the tokens of a JSON pointer as a slice in one line.
fn tokens(pointer: &[String]) -> String {
    let tokens: Vec<String> = pointer.iter().map(|token| string(token)).collect();
    format!("&[{}]", tokens.join(", "))
}

/// Returns a slice of JSON pointers.
fn pointers(pointers: &[Vec<String>], level: usize) -> String {
    slice(pointers.iter().map(|pointer| tokens(pointer)), level)
}
