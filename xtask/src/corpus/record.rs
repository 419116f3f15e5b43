//! How documents fared, and comparing that with an earlier run.

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

/// How one document fared.
#[derive(Serialize, Deserialize)]
pub(super) struct Record {
    /// Its path below the folder.
    pub(super) document: String,
    pub(super) bytes: u64,
    pub(super) milliseconds: u64,
    /// The most memory that the process had, where the system tells.
    pub(super) peak_kilobytes: Option<u64>,
    /// The name of its crate, where one was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) crate_name: Option<String>,
    #[serde(flatten)]
    pub(super) outcome: Outcome,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub(super) enum Outcome {
    /// A crate was made. It compiles without a warning, unless that was not asked.
    Generated {
        operations: usize,
        types: usize,
        files: usize,
        /// Of Rust.
        lines: usize,
        warnings: usize,
        compiled: bool,
    },
    /// A crate was made, and the compiler has something against it.
    Uncompiled { complaints: usize, first: String },
    /// The document cannot be generated.
    Refused {
        errors: usize,
        code: String,
        line: usize,
        column: usize,
        message: String,
    },
    /// The generator gave up: a defect.
    Crashed { reason: String },
}

impl Outcome {
    /// What is good is small.
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
        serde_json::from_slice(&text)
            .with_context(|| format!("{} is not the result of a run", file.display()))
    }

    pub(super) fn write(&self, file: &Path) -> anyhow::Result<()> {
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
    }

    /// Every document that fares worse than in an earlier run, or is no longer there, in words.
    pub(super) fn worse_than(&self, earlier: &Self) -> Vec<String> {
        let now: BTreeMap<&str, &Outcome> = self
            .documents
            .iter()
            .map(|record| (record.document.as_str(), &record.outcome))
            .collect();
        let changes = earlier.documents.iter().filter_map(|before| {
            let document = &before.document;
            match now.get(document.as_str()) {
                None => Some(format!("{document} is gone")),
                Some(now) if now.rank() > before.outcome.rank() => Some(format!(
                    "{document} was {}, is {}",
                    before.outcome.word(),
                    now.word()
                )),
                Some(_) => None,
            }
        });
        changes.collect()
    }
}
