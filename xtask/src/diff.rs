//! `cargo xtask diff`: what the edits of the API fragment since a commit mean for its users.

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::Context as _;
use specwright::Source;
use specwright::command::{self, DiffArguments, Version};
use specwright::config::Config;
use specwright::project::Project;

use crate::codegen::{DOCUMENT, SETTINGS, project};
use crate::workspace;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The commit whose fragment is the old version.
    #[arg(long, default_value = "HEAD", value_name = "REV")]
    base: String,
    #[command(flatten)]
    output: DiffArguments,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    std::env::set_current_dir(workspace()?).context("cannot enter the workspace")?;
    let base = &arguments.base;
    let folder = Path::new("target/xtask/diff");
    extract(base, folder)?;
    let source = Source::read(&folder.join(DOCUMENT), format!("{base}:{DOCUMENT}"))?;
    let mut old = Project::from_source(source, "generated");
    old.config = Config::read(&folder.join(SETTINGS))?;
    let old = Version::Document(Box::new(old));
    let new = Version::Document(Box::new(project()?));
    let finished = command::diff(&old, &new, arguments.output);
    Ok(finished.unwrap_or_else(|error| error.report()))
}

/// Writes the files below `spec` of a commit to a folder.
fn extract(commit: &str, folder: &Path) -> anyhow::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot clear {}", folder.display()))?;
    }
    let list = git(&["ls-tree", "-r", "--name-only", "-z", commit, "--", "spec"])?;
    let list = String::from_utf8(list).context("git printed a path that is not UTF-8")?;
    for path in list.split_terminator('\0') {
        let text = git(&["show", &format!("{commit}:{path}")])?;
        let target = folder.join(path);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)
                .with_context(|| format!("cannot create {}", parent.display()))?;
        }
        fs::write(&target, text).with_context(|| format!("cannot write {}", target.display()))?;
    }
    Ok(())
}

/// Returns what git prints.
fn git(arguments: &[&str]) -> anyhow::Result<Vec<u8>> {
    let output = Command::new("git").args(arguments).output();
    let output = output.context("cannot run git")?;
    let message = String::from_utf8_lossy(&output.stderr);
    anyhow::ensure!(output.status.success(), "git failed: {}", message.trim());
    Ok(output.stdout)
}
