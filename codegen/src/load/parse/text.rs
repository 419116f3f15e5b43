//! Parses YAML and JSON into a tree of values.

use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, EnumAccess, MapAccess, SeqAccess, Visitor};
use serde_yaml::{Mapping, Number, Value};

use crate::diagnostics::code::Code;
use crate::diagnostics::{Anchor, Diagnostic, Diagnostics};
use crate::source::{PathCursor, Source, floor_char_boundary, without_comment_tabs};

/// The number of bytes by which aliases may expand a document, beyond four times its size.
const ALIAS_ALLOWANCE: usize = 1 << 20;

/// The limit of brackets that are open at the same time. The YAML parser needs quadratic time for
/// them.
const BRACKETS: usize = 10_000;

/// Parses a file. Returns `None` if it cannot be parsed. Single values that are not JSON are
/// omitted.
pub(in super::super) fn parse(source: &Source, diagnostics: &mut Diagnostics) -> Option<Value> {
    let text = &*source.text;
    let read = if source.is_json() {
        // A file that begins with a brace may also be YAML in flow style.
        parse_json(text).or_else(|diagnostic| match diagnostic.code {
            Code::Syntax => parse_yaml(text).map_err(|_| diagnostic),
            _ => Err(diagnostic),
        })
    } else {
        parse_yaml(text)
    };
    match read {
        Ok((value, found)) => {
            diagnostics.extend(found.into_vec());
            Some(value)
        }
        Err(diagnostic) => {
            diagnostics.push(*diagnostic);
            None
        }
    }
}

fn parse_json(text: &str) -> Result<(Value, Diagnostics), Box<Diagnostic>> {
    let mut state = ParseState::new(text, Syntax::Json);
    let mut json = serde_json::Deserializer::from_str(text);
    let node = ValueSeed {
        pointer: &PathCursor::ROOT,
        state: &mut state,
    };
    match node
        .deserialize(&mut json)
        .and_then(|value| json.end().map(|()| value))
    {
        Ok(value) => Ok((value, state.found)),
        Err(error) => {
            let offset = json_offset(text, &error);
            Err(Box::new(state.failure(text, json_message(&error), offset)))
        }
    }
}

fn parse_yaml(text: &str) -> Result<(Value, Diagnostics), Box<Diagnostic>> {
    if let Some(offset) = excess_bracket(text) {
        return Err(Box::new(too_deep(Anchor::Offset(offset))));
    }
    let text = &*without_comment_tabs(text);
    let mut state = ParseState::new(text, Syntax::Yaml);
    let node = ValueSeed {
        pointer: &PathCursor::ROOT,
        state: &mut state,
    };
    match node.deserialize(serde_yaml::Deserializer::from_str(text)) {
        Ok(value) => Ok((value, state.found)),
        Err(error) => {
            let offset = error.location().map_or(0, |location| location.index());
            let offset = floor_char_boundary(text, offset);
            Err(Box::new(state.failure(text, yaml_message(&error), offset)))
        }
    }
}

/// Returns the offset of the bracket that exceeds the limit.
fn excess_bracket(text: &str) -> Option<usize> {
    let mut open = 0_usize;
    text.bytes().position(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > BRACKETS
    })
}

fn too_deep(place: Anchor) -> Diagnostic {
    Diagnostic::new(Code::Depth, place, "nested more than 128 levels deep")
        .help("move the inner parts to `components` and reference them")
}

/// Returns the message without its position, which the report shows.
fn json_message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}

fn yaml_message(error: &serde_yaml::Error) -> String {
    let text = error.to_string();
    let Some(location) = error.location() else {
        return text;
    };
    text.replacen(
        &format!(" at line {} column {}", location.line(), location.column()),
        "",
        1,
    )
}

fn json_offset(text: &str, error: &serde_json::Error) -> usize {
    let line_start: usize = text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1))
        .map(str::len)
        .sum();
    floor_char_boundary(text, line_start + error.column().saturating_sub(1))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Syntax {
    Json,
    Yaml,
}

/// The state of parsing one file.
struct ParseState {
    syntax: Syntax,
    /// The number of bytes by which the tree may still grow. Only aliases can exceed it.
    allowance: usize,
    /// The reason why parsing was aborted, other than the syntax.
    failure: Option<(Code, &'static str, &'static str)>,
    found: Diagnostics,
}

impl ParseState {
    fn new(text: &str, syntax: Syntax) -> Self {
        Self {
            syntax,
            allowance: text.len().saturating_mul(4).saturating_add(ALIAS_ALLOWANCE),
            failure: None,
            found: Diagnostics::new(),
        }
    }

    /// Returns the diagnostic for a message of the parser.
    fn failure(&self, text: &str, message: String, offset: usize) -> Diagnostic {
        let place = Anchor::Offset(offset);
        if let Some((code, message, help)) = self.failure {
            return Diagnostic::new(code, place, message).help(help);
        }
        if message.starts_with("recursion limit exceeded") {
            return too_deep(place);
        }
        if message.starts_with("repetition limit exceeded") {
            return Diagnostic::new(Code::Aliases, place, ALIASES).help(ALIASES_HELP);
        }
        if message.starts_with("deserializing from YAML containing more than one document") {
            let second = text
                .match_indices("\n---")
                .map(|(newline, _)| newline + 1)
                .next();
            let place = Anchor::Offset(second.unwrap_or(offset));
            return Diagnostic::new(Code::Syntax, place, "a second YAML document begins here")
                .help("remove one of them");
        }
        if message.ends_with(KEY) {
            return Diagnostic::new(Code::NotJson, place, "this key is not a string")
                .help("put the key in quotes");
        }
        let help = yaml_hint(&message, &text[offset..]);
        let diagnostic = Diagnostic::new(Code::Syntax, place, message);
        match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }

    fn spend<E: serde::de::Error>(&mut self, bytes: usize) -> Result<(), E> {
        match self.allowance.checked_sub(bytes + 1) {
            Some(rest) => {
                self.allowance = rest;
                Ok(())
            }
            None => Err(self.give_up(Code::Aliases, ALIASES, ALIASES_HELP)),
        }
    }

    fn give_up<E: serde::de::Error>(
        &mut self,
        code: Code,
        message: &'static str,
        help: &'static str,
    ) -> E {
        self.failure = Some((code, message, help));
        E::custom(message)
    }
}

const ALIASES: &str = "the aliases expand the document to many times its size";
const ALIASES_HELP: &str = "move repeated parts to `components` and reference them with `$ref`";

/// Parses the value at a place.
struct ValueSeed<'a> {
    pointer: &'a PathCursor<'a>,
    state: &'a mut ParseState,
}

impl<'de> DeserializeSeed<'de> for ValueSeed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueSeed<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Value, E> {
        self.state.spend(0)?;
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Value, E> {
        self.state.spend(0)?;
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Value, E> {
        self.state.spend(0)?;
        Ok(Value::Number(value.into()))
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "beyond 64 bits JSON numbers are floating-point ones"
    )]
    fn visit_i128<E: serde::de::Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "beyond 64 bits JSON numbers are floating-point ones"
    )]
    fn visit_u128<E: serde::de::Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        self.state.spend(0)?;
        if !value.is_finite() {
            self.state.found.push(
                Diagnostic::new(
                    Code::NotJson,
                    self.pointer.on_value(),
                    "JSON cannot represent this number",
                )
                .help("put it in quotes if it is a string"),
            );
            return Ok(Value::Number(0.into()));
        }
        Ok(Value::Number(Number::from(value)))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Value, E> {
        self.state.spend(value.len())?;
        Ok(Value::String(value.to_owned()))
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Value, E> {
        self.state.spend(0)?;
        Ok(Value::Null)
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<Value, E> {
        self.visit_unit()
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        self.state.spend(0)?;
        let mut sequence = Vec::new();
        loop {
            let cursor = self.pointer.index(sequence.len());
            let node = ValueSeed {
                pointer: &cursor,
                state: self.state,
            };
            match elements.next_element_seed(node)? {
                Some(value) => sequence.push(value),
                None => return Ok(Value::Sequence(sequence)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        self.state.spend(0)?;
        let mut mapping = Mapping::new();
        while let Some(key) = members.next_key_seed(KeySeed)? {
            self.state.spend(key.len())?;
            let cursor = self.pointer.key(&key);
            let value = members.next_value_seed(ValueSeed {
                pointer: &cursor,
                state: self.state,
            })?;
            if mapping.contains_key(key.as_str()) {
                self.state.found.push(
                    Diagnostic::new(
                        Code::DuplicateKey,
                        cursor.on_key(),
                        format!("duplicate key `{key}`"),
                    )
                    .help("remove or rename one of them")
                    .related(Anchor::FirstKey(cursor.to_pointer()), "first occurrence"),
                );
            }
            mapping.insert(Value::String(key), value);
        }
        if self.state.syntax == Syntax::Yaml {
            merge(&mut mapping);
        }
        Ok(Value::Mapping(mapping))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, _tagged: A) -> Result<Value, A::Error> {
        Err(self.state.give_up(
            Code::NotJson,
            "OpenAPI does not allow YAML tags",
            "remove the tag; a string that begins with `!` needs quotes",
        ))
    }
}

/// Returns the help for invalid YAML.
fn yaml_hint(message: &str, at_error: &str) -> Option<&'static str> {
    if at_error.starts_with('\t') {
        Some("indent with spaces: YAML does not allow tabs")
    } else if message.starts_with("mapping values are not allowed") {
        Some("a string that contains `: ` needs quotes")
    } else {
        None
    }
}

/// Applies YAML's merge key, which many documents use although OpenAPI does not mention it.
fn merge(mapping: &mut Mapping) {
    let others = match mapping.get("<<") {
        Some(Value::Mapping(_)) => mapping.shift_remove("<<").into_iter().collect(),
        Some(Value::Sequence(others)) if others.iter().all(Value::is_mapping) => {
            match mapping.shift_remove("<<") {
                Some(Value::Sequence(others)) => others,
                _ => return,
            }
        }
        _ => return,
    };
    for other in others {
        if let Value::Mapping(other) = other {
            for (key, value) in other {
                mapping.entry(key).or_insert(value);
            }
        }
    }
}

const KEY: &str = "a string as the key";

/// Parses a key as it is written, even if it looks like a number.
struct KeySeed;

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(KEY)
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<String, E> {
        Ok(key.to_owned())
    }
}
