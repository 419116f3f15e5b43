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
    /// A crate was generated. If crates are checked, it compiles without warnings.
    Generated {
        operations: usize,
        types: usize,
        files: usize,
        /// The number of lines of Rust.
        lines: usize,
        warnings: usize,
        compiled: bool,
    },
    /// A crate was generated, and the compiler reports errors or warnings.
    Uncompiled { messages: usize, first: String },
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

impl Outcome {
    /// Returns the rank of the outcome, the best one being 0.
    fn rank(&self) -> u8 {
        match self {
            Self::Generated { .. } => 0,
            Self::Refused { .. } => 1,
            Self::Uncompiled { .. } => 2,
            Self::Crashed { .. } => 3,
        }
    }

    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Generated { compiled: true, .. } => "compiled",
            Self::Generated { .. } => "generated",
            Self::Uncompiled { .. } => "not compiled",
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

    /// Describes every document whose outcome is worse than in an earlier run, or that is missing.
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
                Some(now) if now.rank() > before.outcome.rank() => Some(format!(
                    "{document}: was {}, is now {}",
                    before.outcome.word(),
                    now.word()
                )),
                Some(_) => None,
            }
        });
        changes.collect()
    }
}
