//! Dependencies between modules or crates, and the tables that list the allowed ones.

use std::collections::{BTreeMap, BTreeSet};

use crate::architecture::tree::Tree;

/// The modules or crates that each one uses, with an example of each use.
pub(crate) type Dependencies = BTreeMap<String, BTreeMap<String, String>>;

/// Returns the dependencies between the top-level modules of a crate.
///
/// The root of the crate may use every module, so it is not listed. A module that imports from the
/// root depends on `lib`.
pub(crate) fn of_modules(tree: &Tree) -> Dependencies {
    let top = |index: usize| tree.files[index].module.first();
    let mut dependencies = Dependencies::new();
    for index in 0..tree.files.len() {
        if let Some(module) = top(index) {
            dependencies.entry(module.clone()).or_default();
        }
    }
    for import in tree.imports() {
        let (from, to) = (top(import.from), top(import.to));
        if let Some(from) = from
            && Some(from) != to
        {
            let to = to.map_or("lib", String::as_str);
            let example = format!("{}:{}", tree.files[import.from].path, import.line);
            let used = dependencies.entry(from.clone()).or_default();
            used.entry(to.to_owned()).or_insert(example);
        }
    }
    dependencies
}

/// The allowed dependencies.
pub(crate) struct Allowed {
    heading: String,
    by_user: BTreeMap<String, BTreeSet<String>>,
}

impl Allowed {
    /// Reads the first table below a heading of a Markdown file. Its first column names a module or
    /// a crate, its second one those that it may use, each in backticks.
    pub(crate) fn parse(markdown: &str, heading: &str) -> Self {
        let below = markdown.lines().skip_while(|line| *line != heading).skip(1);
        let rows = below
            .take_while(|line| !line.starts_with('#'))
            .filter(|line| line.starts_with('|'));
        // The head and the line below it.
        let by_user = rows.skip(2).filter_map(|row| {
            let mut cells = row.trim_matches('|').split('|');
            let user = in_backticks(cells.next()?).next()?;
            Some((user, in_backticks(cells.next()?).collect()))
        });
        Self {
            heading: heading.trim_start_matches(['#', ' ']).to_owned(),
            by_user: by_user.collect(),
        }
    }

    /// Describes where the used dependencies differ from the allowed ones.
    pub(crate) fn violations(&self, used: &Dependencies) -> Vec<String> {
        let heading = &self.heading;
        let mut violations = Vec::new();
        for (user, dependencies) in used {
            let Some(allowed) = self.by_user.get(user) else {
                violations.push(format!(
                    "`{user}` has no row in \"{heading}\" of ARCHITECTURE.md"
                ));
                continue;
            };
            for (dependency, example) in dependencies {
                if !allowed.contains(dependency) {
                    violations.push(format!(
                        "`{user}` may not use `{dependency}`, as {example} does"
                    ));
                }
            }
        }
        for (user, allowed) in &self.by_user {
            let Some(dependencies) = used.get(user) else {
                violations.push(format!(
                    "\"{heading}\" of ARCHITECTURE.md lists `{user}`, which does not exist"
                ));
                continue;
            };
            for dependency in allowed {
                if !dependencies.contains_key(dependency) {
                    violations.push(format!(
                        "\"{heading}\" of ARCHITECTURE.md allows `{user}` to use `{dependency}`, \
                         which it does not"
                    ));
                }
            }
        }
        if !violations.is_empty() {
            violations.push(format!("\nThe table of what is used:\n\n{}", table(used)));
        }
        violations
    }
}

fn in_backticks(cell: &str) -> impl Iterator<Item = String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned)
}

/// Writes dependencies as the rows of a table.
fn table(dependencies: &Dependencies) -> String {
    let rows = dependencies.iter().map(|(user, used)| {
        let used: Vec<String> = used.keys().map(|name| format!("`{name}`")).collect();
        let cell = used.join(", ");
        format!(
            "| `{user}` | {cell}{}|\n",
            if cell.is_empty() { "" } else { " " }
        )
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::{Allowed, of_modules};
    use crate::architecture::tree::Tree;

    const MARKDOWN: &str = "## Allowed\n\n| module | may use |\n|---|---|\n| `a` | `b`, `c` |\n\
                            | `b` | |\n| `c` | |\n\n## Other\n\n| `c` | `a` |\n";

    fn violations(files: &[(&str, &str)]) -> Vec<String> {
        let used = of_modules(&Tree::parse(files.iter().copied()));
        let mut violations = Allowed::parse(MARKDOWN, "## Allowed").violations(&used);
        // The table.
        violations.pop();
        violations
    }

    #[test]
    fn allowed_dependencies_are_no_violations() {
        let files = [
            ("lib.rs", "use c::C;"),
            ("a/x.rs", "use crate::b::B; use crate::c::C;"),
            ("b.rs", ""),
            ("c.rs", ""),
        ];
        assert_eq!(violations(&files), [""; 0]);
    }

    #[test]
    fn an_unlisted_dependency_is_found() {
        let files = [
            ("a.rs", "use crate::b::B; use crate::c::C;"),
            ("b.rs", ""),
            ("b/x.rs", "\nuse crate::a::A;"),
            ("c.rs", "use crate::Root;"),
            ("lib.rs", ""),
        ];
        assert_eq!(
            violations(&files),
            [
                "`b` may not use `a`, as b/x.rs:2 does",
                "`c` may not use `lib`, as c.rs:1 does"
            ]
        );
    }

    #[test]
    fn a_listed_but_unused_dependency_is_found() {
        let files = [("a.rs", "use crate::b::B;"), ("b.rs", ""), ("c.rs", "")];
        assert_eq!(
            violations(&files),
            ["\"Allowed\" of ARCHITECTURE.md allows `a` to use `c`, which it does not"]
        );
    }

    #[test]
    fn modules_and_rows_without_each_other_are_found() {
        let files = [
            ("a.rs", "use crate::b::B; use crate::c::C;"),
            ("b.rs", ""),
            ("d.rs", ""),
        ];
        assert_eq!(
            violations(&files)
                .iter()
                .filter(|violation| violation.contains("`d`") || violation.contains("exist"))
                .count(),
            2
        );
    }
}
