//! What a run changes in the API of the client, compared with the lock file that was there.

use super::output::OutputArguments;
use crate::compare::emit::{Files, summary};
use crate::compare::{Verdict, compare};
use crate::listing::{FILE_NAME, Listing, LockError};
use crate::outcome::Generated;
use crate::source::Source;

/// Prints the changes that users have to know, and one line with the numbers of all changes.
/// `diff_command` shows them with the places in the old document.
pub(super) fn report(
    recorded: Result<Option<Listing>, LockError>,
    generated: &Generated,
    sources: &[Source],
    output: &OutputArguments,
    diff_command: &str,
) {
    let recorded = match recorded {
        Ok(Some(recorded)) => recorded,
        Ok(None) => {
            let items = generated.listing.len();
            output.print_summary(&format!("API: {items} items, recorded in {FILE_NAME}"));
            return;
        }
        Err(error) => {
            output.print_summary(&format!("API: not compared: {FILE_NAME} was {error}"));
            return;
        }
    };
    let comparison = compare(&recorded, &generated.listing);
    let files = Files {
        old: &[],
        new: sources,
    };
    output.print_changes(&comparison, files);
    let see = match comparison.verdict() {
        Some(Verdict::Breaking | Verdict::Wire) => format!("; see `{diff_command}`"),
        Some(Verdict::Compatible) | None => String::new(),
    };
    output.print_summary(&format!("API: {}{see}", summary(&comparison)));
}
