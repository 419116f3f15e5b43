//! The outcomes of a run, and their comparison with an earlier run.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

/// The result of a run.
#[derive(Serialize, Deserialize)]
pub(super) struct Run {
    pub(super) documents: Vec<Record>,
}

/// The outcome of one document.
#[derive(Serialize, Deserialize)]
pub(super) struct Record {
    /// The path below the folder.
    pub(super) document: String,
    pub(super) bytes: u64,
    pub(super) milliseconds: u64,
    /// The peak memory of the process, if the system provides it.
    pub(super) peak_kilobytes: Option<u64>,
    /// The name of the generated crate, if one was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) crate_name: Option<String>,
    #[serde(flatten)]
    pub(super) outcome: Outcome,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub(super) enum Outcome {
    /// A crate was generated. If crates are checked, it compiles without warnings, and its tests
    /// pass.
    Generated {
        #[serde(flatten)]
        counts: Counts,
        compiled: bool,
        /// The results of the crate's own tests, if they were run.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tests: Option<TestCounts>,
    },
    /// A crate was generated, and the compiler, clippy or rustdoc reports errors or warnings.
    Uncompiled {
        #[serde(flatten)]
        counts: Counts,
        messages: usize,
        first: String,
    },
    /// A crate was generated, and one of its own tests fails.
    Failing {
        #[serde(flatten)]
        counts: Counts,
        tests: TestCounts,
        first: String,
    },
    /// The document cannot be generated.
    Refused {
        errors: usize,
        code: String,
        line: usize,
        column: usize,
        message: String,
    },
    /// The generator crashed or timed out, which is a defect.
    Crashed { reason: String },
}

/// The numbers of what was generated and reported.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Counts {
    pub(super) operations: usize,
    pub(super) types: usize,
    pub(super) files: usize,
    /// The number of lines of Rust.
    pub(super) lines: usize,
    pub(super) violations: usize,
    pub(super) warnings: usize,
    /// The number of places that are raw JSON.
    pub(super) untyped: usize,
    /// The number of examples that the crate tests.
    pub(super) examples: usize,
}

/// The results of the tests of a crate.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(super) struct TestCounts {
    pub(super) passed: usize,
    pub(super) failed: usize,
}

impl Outcome {
    /// Returns the numbers of the crate, if one was generated.
    pub(super) fn counts(&self) -> Option<&Counts> {
        match self {
            Self::Generated { counts, .. }
            | Self::Uncompiled { counts, .. }
            | Self::Failing { counts, .. } => Some(counts),
            Self::Refused { .. } | Self::Crashed { .. } => None,
        }
    }

    /// Returns the results of the crate's own tests, if they were run.
    pub(super) fn tests(&self) -> Option<&TestCounts> {
        match self {
            Self::Generated { tests, .. } => tests.as_ref(),
            Self::Failing { tests, .. } => Some(tests),
            Self::Uncompiled { .. } | Self::Refused { .. } | Self::Crashed { .. } => None,
        }
    }

    /// Returns whether the outcome is a defect of the generator.
    pub(super) fn is_defect(&self) -> bool {
        match self {
            Self::Generated { .. } | Self::Refused { .. } => false,
            Self::Uncompiled { .. } | Self::Failing { .. } | Self::Crashed { .. } => true,
        }
    }

    /// Describes how the outcome is worse than an earlier one; `None` if it is not.
    fn worse_than(&self, before: &Self) -> Option<String> {
        if self.rank() > before.rank() {
            return Some(format!("was {}, is now {}", before.word(), self.word()));
        }
        let (now, before) = (self.counts()?, before.counts()?);
        if now.untyped > before.untyped {
            return Some(format!(
                "{} places were raw JSON, now {}",
                before.untyped, now.untyped
            ));
        }
        (now.examples < before.examples).then(|| {
            format!(
                "{} examples were tested, now {}",
                before.examples, now.examples
            )
        })
    }

    /// Returns the rank of the outcome, the best one being 0.
    fn rank(&self) -> u8 {
        match self {
            Self::Generated { .. } => 0,
            Self::Refused { .. } => 1,
            Self::Failing { .. } => 2,
            Self::Uncompiled { .. } => 3,
            Self::Crashed { .. } => 4,
        }
    }

    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Generated { tests: Some(_), .. } => "tested",
            Self::Generated { compiled: true, .. } => "compiled",
            Self::Generated { .. } => "generated",
            Self::Uncompiled { .. } => "not compiled",
            Self::Failing { .. } => "failing",
            Self::Refused { .. } => "refused",
            Self::Crashed { .. } => "crashed",
        }
    }
}

impl Run {
    pub(super) fn read(file: &Path) -> anyhow::Result<Self> {
        let text = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        serde_json::from_slice(&text).with_context(|| {
            format!(
                "{} is not a file written by `cargo xtask corpus --json`",
                file.display()
            )
        })
    }

    pub(super) fn write(&self, file: &Path) -> anyhow::Result<()> {
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
    }

    /// Describes every document whose outcome is worse than in an earlier run, that has more raw
    /// JSON or fewer tests, or that is missing.
    pub(super) fn worse_than(&self, earlier: &Self) -> Vec<String> {
        let now: BTreeMap<&str, &Outcome> = self
            .documents
            .iter()
            .map(|record| (record.document.as_str(), &record.outcome))
            .collect();
        let changes = earlier.documents.iter().filter_map(|before| {
            let document = &before.document;
            match now.get(document.as_str()) {
                None => Some(format!("{document} is missing")),
                Some(now) => now
                    .worse_than(&before.outcome)
                    .map(|change| format!("{document}: {change}")),
            }
        });
        changes.collect()
    }
}
