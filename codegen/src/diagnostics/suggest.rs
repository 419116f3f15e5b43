//! Suggestions of similar names, for "did you mean".

use std::fmt::Display;

/// The default limit on the work of a run, in pairs of compared characters. A document may have as
/// many mistakes as names.
const BUDGET: usize = 1 << 23;

/// Finds similar names within a limit on the work of a run.
#[derive(Clone, Debug)]
pub(crate) struct Suggestions {
    /// The number of pairs of characters that may still be compared.
    budget: usize,
}

impl Default for Suggestions {
    fn default() -> Self {
        Self { budget: BUDGET }
    }
}

impl Suggestions {
    /// Returns the known name closest to a misspelt one, ignoring case. Returns `None` if none is
    /// close enough, or the budget is used up.
    ///
    /// Of equally close names it is the one whose length differs least, then the first in
    /// alphabetical order: the order of `known` does not matter.
    pub(crate) fn nearest<'n>(
        &mut self,
        name: &str,
        known: impl IntoIterator<Item = &'n str>,
    ) -> Option<&'n str> {
        if self.budget == 0 {
            return None;
        }
        let name = name.to_lowercase();
        let length = name.chars().count();
        let limit = (length / 3).max(1);
        let nearest = known
            .into_iter()
            .filter_map(|known| Some((self.distance(&name, &known.to_lowercase(), limit)?, known)))
            .min_by_key(|(distance, known)| {
                let difference = known.chars().count().abs_diff(length);
                (*distance, difference, *known)
            })
            .map(|(_, known)| known);
        // A name that was not compared may be closer.
        nearest.filter(|_| self.budget > 0)
    }

    /// Returns the number of characters to insert, delete, replace or swap with their neighbour to
    /// turn one name into the other. Returns `None` if it exceeds `limit`, or the budget is used
    /// up.
    fn distance(&mut self, left: &str, right: &str, limit: usize) -> Option<usize> {
        let [left_length, right_length] = [left, right].map(|name| name.chars().count());
        self.budget = self.budget.saturating_sub(right_length);
        if left_length.abs_diff(right_length) > limit || minimal_distance(left, right) > limit {
            return None;
        }
        let (left, right) = without_common_ends(left, right);
        let [left_length, right_length] = [left, right].map(|name| name.chars().count());
        self.budget = self.budget.saturating_sub(left_length * right_length);
        if self.budget == 0 {
            return None;
        }
        Some(strsim::osa_distance(left, right)).filter(|distance| *distance <= limit)
    }
}

/// Returns a lower bound of the distance of two names: the number of characters that one of them
/// has more of. It is much cheaper than the distance itself.
fn minimal_distance(left: &str, right: &str) -> usize {
    /// Characters with the same remainder count as the same one, which only lowers the bound.
    const COUNTS: usize = 128;
    let mut differences = [0_isize; COUNTS];
    for c in left.chars() {
        differences[c as usize % COUNTS] += 1;
    }
    for c in right.chars() {
        differences[c as usize % COUNTS] -= 1;
    }
    let (mut more_left, mut more_right) = (0, 0);
    for difference in differences {
        if difference > 0 {
            more_left += difference.unsigned_abs();
        } else {
            more_right += difference.unsigned_abs();
        }
    }
    more_left.max(more_right)
}

/// Returns two names without the beginning and the end that they have in common, which do not
/// change their distance.
fn without_common_ends<'l, 'r>(left: &'l str, right: &'r str) -> (&'l str, &'r str) {
    let common = |left: &mut dyn Iterator<Item = char>, right: &mut dyn Iterator<Item = char>| {
        let pairs = left.zip(right).take_while(|(one, other)| one == other);
        pairs.map(|(one, _)| one.len_utf8()).sum::<usize>()
    };
    let start = common(&mut left.chars(), &mut right.chars());
    let (left, right) = (&left[start..], &right[start..]);
    let end = common(&mut left.chars().rev(), &mut right.chars().rev());
    (&left[..left.len() - end], &right[..right.len() - end])
}

/// Returns the closest of a few names.
pub(crate) fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    Suggestions::default().nearest(name, known)
}

/// Returns the help that suggests a name.
pub(crate) fn did_you_mean(name: impl Display) -> String {
    format!("did you mean `{name}`?")
}

/// Returns whether a name is a known name with a single mistake.
pub(crate) fn is_single_edit(name: &str, known: &str) -> bool {
    Suggestions::default().distance(name, known, 1) == Some(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Suggestions, minimal_distance, nearest};

    proptest! {
        #[test]
        fn minimal_distance_is_a_lower_bound(
            left in "[a-e\u{e1}]{0,9}",
            right in "[a-e\u{e1}]{0,9}",
        ) {
            prop_assert!(minimal_distance(&left, &right) <= strsim::osa_distance(&left, &right));
        }
    }

    #[test]
    fn work_of_a_run_is_limited() {
        let known: Vec<String> = (0..10_000).map(|number| format!("name{number}")).collect();
        let mut suggestions = Suggestions::default();
        let mut suggest = || suggestions.nearest("nane77", known.iter().map(String::as_str));
        assert_eq!(suggest(), Some("name77"));
        assert!((0..10_000).any(|_| suggest().is_none()));
    }

    #[test]
    fn swapped_letters_are_one_mistake() {
        assert_eq!(
            nearest("requried", ["readOnly", "required", "properties"]),
            Some("required")
        );
    }

    #[test]
    fn common_ends_do_not_change_the_distance() {
        let known = ["contoso.calls.callRecord", "contoso.calls.recordOperation"];
        assert_eq!(
            nearest("contoso.calls.callRecrod", known),
            Some("contoso.calls.callRecord")
        );
        assert_eq!(nearest("naïve", ["naive", "native"]), Some("naive"));
    }

    #[test]
    fn case_is_ignored() {
        assert_eq!(
            nearest("operationID", ["operationId", "operations"]),
            Some("operationId")
        );
    }

    #[test]
    fn different_word_is_not_suggested() {
        assert_eq!(nearest("colour", ["type", "format", "enum"]), None);
    }

    #[test]
    fn order_of_known_names_does_not_matter() {
        let known = ["cats", "carts", "cast", "cat"];
        let reversed = known.iter().rev().copied();
        assert_eq!(nearest("cart", known), nearest("cart", reversed));
    }
}
