//! Near names, for "did you mean".

/// How many pairs of characters a run compares for its suggestions: a document may have as many mistakes as names.
const EFFORT: usize = 1 << 23;

/// Finds near names, as long as that takes no noticeable time.
#[derive(Clone, Debug)]
pub(crate) struct Suggestions {
    /// How many pairs of characters may still be compared.
    left: usize,
}

impl Default for Suggestions {
    fn default() -> Self {
        Self { left: EFFORT }
    }
}

impl Suggestions {
    /// The known name that is nearest to a misspelt one, if one is near enough to be meant. Case does not count.
    pub(crate) fn nearest<'n>(
        &mut self,
        name: &str,
        known: impl IntoIterator<Item = &'n str>,
    ) -> Option<&'n str> {
        if self.left == 0 {
            return None;
        }
        let name = name.to_lowercase();
        let limit = (name.chars().count() / 3).max(1);
        let near = known
            .into_iter()
            .filter_map(|known| Some((self.distance(&name, &known.to_lowercase(), limit)?, known)))
            .min_by_key(|(distance, _)| *distance)
            .map(|(_, known)| known);
        // Where not all were looked at, another may be nearer.
        near.filter(|_| self.left > 0)
    }

    /// How many characters must be inserted, removed, replaced or swapped with their neighbour to make one of the
    /// other. `None` where these are more than a limit: of many names, most are told apart by their first letters.
    fn distance(&mut self, left: &str, right: &str, limit: usize) -> Option<usize> {
        let length = right.chars().count();
        self.left = self.left.saturating_sub(length);
        if left.chars().count().abs_diff(length) > limit {
            return None;
        }
        let right: Vec<char> = right.chars().collect();
        let mut before_last = vec![0; length + 1];
        let mut last: Vec<usize> = (0..=length).collect();
        let mut current = before_last.clone();
        let mut previous = None;
        for (row, from) in left.chars().enumerate() {
            self.left = self.left.saturating_sub(length);
            if self.left == 0 {
                return None;
            }
            current[0] = row + 1;
            for (column, &to) in right.iter().enumerate() {
                let mut cost = (last[column] + usize::from(from != to))
                    .min(last[column + 1] + 1)
                    .min(current[column] + 1);
                if column > 0 && previous == Some(to) && right[column - 1] == from {
                    cost = cost.min(before_last[column - 1] + 1);
                }
                current[column + 1] = cost;
            }
            // Each row grows out of the two before it.
            let mut both = last.iter().chain(&current);
            if both.all(|cost| *cost > limit) {
                return None;
            }
            previous = Some(from);
            std::mem::swap(&mut before_last, &mut last);
            std::mem::swap(&mut last, &mut current);
        }
        Some(last[length]).filter(|cost| *cost <= limit)
    }
}

/// The nearest of a few names.
pub(crate) fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    Suggestions::default().nearest(name, known)
}

/// Whether one name is the other with a single mistake.
pub(crate) fn is_slip(name: &str, known: &str) -> bool {
    Suggestions::default().distance(name, known, 1) == Some(1)
}

#[cfg(test)]
mod tests {
    use super::{Suggestions, nearest};

    #[test]
    fn a_run_stops_to_suggest_before_that_takes_long() {
        let known: Vec<String> = (0..10_000).map(|number| format!("name{number}")).collect();
        let mut suggestions = Suggestions::default();
        let mut suggest = || suggestions.nearest("nane77", known.iter().map(String::as_str));
        assert_eq!(suggest(), Some("name77"));
        assert!((0..10_000).any(|_| suggest().is_none()));
    }

    #[test]
    fn a_swapped_pair_of_letters_is_near() {
        assert_eq!(
            nearest("requried", ["readOnly", "required", "properties"]),
            Some("required")
        );
    }

    #[test]
    fn another_case_is_nearest() {
        assert_eq!(
            nearest("operationID", ["operationId", "operations"]),
            Some("operationId")
        );
    }

    #[test]
    fn a_different_word_is_not_near() {
        assert_eq!(nearest("colour", ["type", "format", "enum"]), None);
    }
}
