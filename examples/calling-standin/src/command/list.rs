//! The list of scenarios and faults.

use std::fmt::Write as _;

use msgraph_calling_standin::{NAMED_FAULTS, Scenario};

/// Returns the list, in lines of at most 80 columns.
pub(super) fn render() -> String {
    let mut text = String::from("Scenarios (* on request only):\n");
    for scenario in Scenario::all() {
        let mark = if scenario.is_general { "" } else { " *" };
        entry(
            &mut text,
            &format!("{}{mark}", scenario.name),
            &scenario.description,
        );
    }
    text.push_str("\nFaults:\n");
    for fault in NAMED_FAULTS {
        entry(&mut text, fault.name, fault.description);
    }
    text
}

fn entry(text: &mut String, name: &str, description: &str) {
    let _ = writeln!(text, "  {name}");
    let mut line = String::from("     ");
    for word in description.split(' ') {
        if line.chars().count() + 1 + word.chars().count() > 80 {
            let _ = writeln!(text, "{line}");
            line = String::from("     ");
        }
        line.push(' ');
        line.push_str(word);
    }
    let _ = writeln!(text, "{line}");
}
