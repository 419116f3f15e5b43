//! Near names, for "did you mean".

/// The known name that is nearest to a misspelt one, if one is near enough to be meant. Case does not count.
pub(crate) fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let name = name.to_lowercase();
    let limit = (name.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|known| (distance(&name, &known.to_lowercase()), known))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

/// How many characters must be inserted, removed, replaced or swapped with their neighbour to make one of the other.
pub(crate) fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    let mut previous = None;
    for (row, from) in left.chars().enumerate() {
        let mut current = vec![row + 1];
        for (column, &to) in right.iter().enumerate() {
            let mut cost = (last[column] + usize::from(from != to))
                .min(last[column + 1] + 1)
                .min(current[column] + 1);
            if column > 0 && previous == Some(to) && right[column - 1] == from {
                cost = cost.min(before_last[column - 1] + 1);
            }
            current.push(cost);
        }
        previous = Some(from);
        before_last = std::mem::replace(&mut last, current);
    }
    last[right.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

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
