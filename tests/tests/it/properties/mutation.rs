//! Mutations of JSON: nodes are removed, moved or replaced, properties are reordered.

use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::sample::{Index, select};
use specwright_runtime::Value;

/// Any JSON, with names and strings of the input, and others.
pub(crate) fn json(words: &[String]) -> impl Strategy<Value = Value> + use<> {
    let word = prop_oneof![4 => select(words.to_vec()), 1 => any::<String>()];
    let number = any::<f64>().prop_filter_map("JSON has no such number", |number| {
        serde_json::Number::from_f64(number).map(Value::Number)
    });
    let leaf = prop_oneof![
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => (-3_i64..300).prop_map(Value::from),
        1 => number,
        4 => word.clone().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, move |inner| {
        prop_oneof![
            1 => prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            3 => prop::collection::vec((word.clone(), inner), 0..8)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Every name and every string in some values.
pub(crate) fn words<'a>(values: impl IntoIterator<Item = &'a Value>) -> Vec<String> {
    let mut words = Vec::new();
    let mut left: Vec<&Value> = values.into_iter().collect();
    while let Some(value) = left.pop() {
        match value {
            Value::String(text) => words.push(text.clone()),
            Value::Array(items) => left.extend(items),
            Value::Object(members) => {
                words.extend(members.keys().cloned());
                left.extend(members.values());
            }
            _ => {}
        }
    }
    words.sort();
    words.dedup();
    words
}

/// One thing done to a value. The places are chosen among those that there are then.
#[derive(Clone, Debug)]
pub(crate) enum Mutation {
    Remove(Index),
    /// Puts a copy of one node in the place of another.
    Copy {
        from: Index,
        to: Index,
    },
    Replace(Index, Value),
    /// Renames a property.
    Rename(Index, String),
}

pub(crate) fn mutations(words: &[String]) -> impl Strategy<Value = Vec<Mutation>> + use<> {
    let index = any::<Index>;
    let one = prop_oneof![
        (index()).prop_map(Mutation::Remove),
        (index(), index()).prop_map(|(from, to)| Mutation::Copy { from, to }),
        (index(), json(words)).prop_map(|(at, value)| Mutation::Replace(at, value)),
        (index(), select(words.to_vec())).prop_map(|(at, name)| Mutation::Rename(at, name)),
    ];
    prop::collection::vec(one, 1..4)
}

/// Does one thing after the other.
pub(crate) fn damage(value: &mut Value, mutations: &[Mutation]) {
    for mutation in mutations {
        mutation.apply(value);
    }
}

impl Mutation {
    fn apply(&self, value: &mut Value) {
        let places = places(value);
        let place = |index: &Index| index.get(&places).as_str();
        match self {
            Self::Remove(at) => {
                take(value, place(at));
            }
            Self::Copy { from, to } => {
                let copy = value.pointer(place(from)).cloned();
                if let (Some(copy), Some(node)) = (copy, value.pointer_mut(place(to))) {
                    *node = copy;
                }
            }
            Self::Replace(at, by) => {
                if let Some(node) = value.pointer_mut(place(at)) {
                    node.clone_from(by);
                }
            }
            Self::Rename(at, name) => {
                let at = place(at);
                let parent = at.rsplit_once('/').map_or("", |(parent, _)| parent);
                if let (Some(member), Some(Value::Object(members))) =
                    (take(value, at), value.pointer_mut(parent))
                {
                    members.insert(name.clone(), member);
                }
            }
        }
    }
}

/// The JSON pointer of every node.
fn places(value: &Value) -> Vec<String> {
    let mut places = vec![String::new()];
    let mut next = 0;
    while let Some(place) = places.get(next).cloned() {
        match value.pointer(&place) {
            Some(Value::Array(items)) => {
                places.extend((0..items.len()).map(|index| format!("{place}/{index}")));
            }
            Some(Value::Object(members)) => places.extend(
                members
                    .keys()
                    .map(|name| format!("{place}/{}", name.replace('~', "~0").replace('/', "~1"))),
            ),
            _ => {}
        }
        next += 1;
    }
    places
}

/// Removes a node from its array or object.
fn take(value: &mut Value, place: &str) -> Option<Value> {
    let (parent, name) = place.rsplit_once('/')?;
    match value.pointer_mut(parent)? {
        Value::Array(items) => {
            let index: usize = name.parse().ok()?;
            (index < items.len()).then(|| items.remove(index))
        }
        Value::Object(members) => members.remove(&name.replace("~1", "/").replace("~0", "~")),
        _ => None,
    }
}

/// Writes a value with the members of its objects in an order that a number chooses.
pub(crate) fn write_shuffled(value: &Value, order: &mut u64, text: &mut String) {
    match value {
        Value::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                text.push_str(if index == 0 { "" } else { "," });
                write_shuffled(item, order, text);
            }
            text.push(']');
        }
        Value::Object(members) => {
            let mut left: Vec<_> = members.iter().collect();
            text.push('{');
            while !left.is_empty() {
                // Knuth's generator; good enough to shuffle.
                *order = order
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                let chosen = usize::try_from(*order >> 33).unwrap_or(0) % left.len();
                let (name, member) = left.swap_remove(chosen);
                let _ = write!(text, "{}:", Value::from(name.as_str()));
                write_shuffled(member, order, text);
                text.push_str(if left.is_empty() { "" } else { "," });
            }
            text.push('}');
        }
        scalar => {
            let _ = write!(text, "{scalar}");
        }
    }
}
