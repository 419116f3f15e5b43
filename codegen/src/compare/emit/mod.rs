//! Renders comparisons: as text, as Markdown for pull requests, and as JSON.

mod json;
mod locate;
mod markdown;
mod summary;
mod text;

use crate::source::Source;

pub use json::json;
pub use markdown::markdown;
pub use summary::summary;
pub use text::text;

/// The files of the two versions, which the places of changes are in. A version from a lock file
/// has none.
#[derive(Clone, Copy, Debug, Default)]
pub struct Files<'s> {
    /// The files of the old version.
    pub old: &'s [Source],
    /// The files of the new version.
    pub new: &'s [Source],
}
