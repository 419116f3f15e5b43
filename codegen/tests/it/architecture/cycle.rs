//! Import cycles between files.

use std::collections::{HashMap, VecDeque};

use crate::architecture::tree::{Import, Tree};

/// Describes the shortest import cycle through each file, each cycle once.
///
/// Imports between a module and its own sub-modules do not count.
pub(crate) fn cycles(tree: &Tree) -> Vec<String> {
    let mut edges: HashMap<usize, Vec<Import>> = HashMap::new();
    for import in tree.imports() {
        if !tree.are_nested(import.from, import.to) {
            edges.entry(import.from).or_default().push(import);
        }
    }
    let files = 0..tree.files.len();
    let mut found: Vec<Vec<Import>> = files
        .filter_map(|file| shortest(file, &edges))
        .map(|mut cycle| {
            let first = (0..cycle.len()).min_by_key(|index| cycle[*index]);
            cycle.rotate_left(first.unwrap_or_default());
            cycle
        })
        .collect();
    found.sort_by(|one, other| (one.len(), one).cmp(&(other.len(), other)));
    found.dedup();
    found.iter().map(|cycle| describe(tree, cycle)).collect()
}

/// Returns the shortest cycle through a file.
fn shortest(start: usize, edges: &HashMap<usize, Vec<Import>>) -> Option<Vec<Import>> {
    let mut reached_by: HashMap<usize, Import> = HashMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(file) = queue.pop_front() {
        for import in edges.get(&file).into_iter().flatten() {
            if reached_by.contains_key(&import.to) {
                continue;
            }
            reached_by.insert(import.to, *import);
            if import.to == start {
                let mut cycle = vec![*import];
                while cycle[0].from != start {
                    cycle.insert(0, reached_by[&cycle[0].from]);
                }
                return Some(cycle);
            }
            queue.push_back(import.to);
        }
    }
    None
}

fn describe(tree: &Tree, cycle: &[Import]) -> String {
    let path = |index: usize| &tree.files[index].path;
    let steps = cycle.iter().map(|import| {
        format!(
            "    {} -> {} (line {})\n",
            path(import.from),
            path(import.to),
            import.line
        )
    });
    format!("import cycle:\n{}", steps.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::cycles;
    use crate::architecture::tree::Tree;

    #[test]
    fn a_cycle_is_found() {
        let tree = Tree::parse([
            ("a.rs", "use crate::b::B;"),
            ("b.rs", "\nuse super::c::C;"),
            ("c.rs", "fn f() { crate::a::f() }"),
            ("d.rs", "use crate::a::A;"),
        ]);
        let expected = "import cycle:\n    a.rs -> b.rs (line 1)\n    b.rs -> c.rs (line 2)\n    \
                        c.rs -> a.rs (line 1)\n";
        assert_eq!(cycles(&tree), [expected]);
    }

    #[test]
    fn a_module_and_its_sub_modules_may_import_each_other() {
        let tree = Tree::parse([
            ("lib.rs", "use crate::a::b::B;"),
            ("a/mod.rs", "use b::B;"),
            ("a/b.rs", "use super::A; use crate::Root;"),
        ]);
        assert_eq!(cycles(&tree), [""; 0]);
    }

    #[test]
    fn siblings_may_not_import_each_other() {
        let tree = Tree::parse([
            ("a/b.rs", "use super::c::C;"),
            ("a/c.rs", "use super::b::B;"),
        ]);
        assert_eq!(cycles(&tree).len(), 1);
    }
}
