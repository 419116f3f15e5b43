//! `cargo xtask codegen`: reads a document, generates, and writes or checks the folder of the crate.

use std::env;
use std::io::IsTerminal as _;
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;
use std::thread;
use std::time::Instant;

use anyhow::Context as _;
use specwright::diagnostics::emit::{self, Style};
use specwright::{Generated, Options, Outcome, Source, generate};

use crate::crate_folder::{Plan, Refusal};
use crate::{WrongUsage, workspace};

/// Named in the heading of every generated file; a file that names another command is not this one's.
pub(crate) const COMMAND: &str = "cargo xtask codegen";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Write nothing; fail if any file is not what the document gives.
    #[arg(long)]
    check: bool,
    /// How to tell of what is wrong with the document: `human` on stderr, or `json`, one object a line, on stdout.
    ///
    /// An object of `json` has the members code, severity, message, help, file, line, column, end (line and column) and
    /// related (a list of label, file, line, column, end). Other output goes to stderr then.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    message_format: MessageFormat,
    /// The document, YAML or JSON.
    #[arg(long, value_name = "FILE", requires = "out", requires = "name")]
    spec: Option<PathBuf>,
    /// Let the document refer to files of this folder, too, besides those of its own; repeatable.
    #[arg(long, value_name = "DIR")]
    allow_folder: Vec<PathBuf>,
    /// The folder of the crate: empty, missing, or made by this command.
    #[arg(long, value_name = "DIR", requires = "spec")]
    out: Option<PathBuf>,
    /// The name of the crate.
    #[arg(long, value_name = "CRATE", requires = "spec", value_parser = crate_name)]
    name: Option<String>,
    /// Where the crate finds specwright-runtime, as written into its Cargo.toml [default: this workspace's].
    #[arg(long, value_name = "PATH", requires = "spec")]
    runtime: Option<String>,
    /// Leave this namespace out of the Rust names of schemas, besides those that the document lists in
    /// `x-strip-namespaces`; repeatable.
    #[arg(long, value_name = "NAMESPACE", requires = "spec")]
    strip_namespace: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum MessageFormat {
    #[default]
    Human,
    Json,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let start = Instant::now();
    let workspace = workspace()?;
    let job = Job::new(arguments, &workspace)?;
    let mut source = Source::read(&job.spec, &job.shown_spec).context(WrongUsage)?;
    for folder in &arguments.allow_folder {
        source = source.allow(folder).context(WrongUsage)?;
    }

    let outcome = generate(&source, &job.options);
    let format = arguments.message_format;
    let Some(generated) = &outcome.generated else {
        format.report(&outcome);
        return Ok(ExitCode::FAILURE);
    };

    // To find in the text what there is to report takes about as long as to write the files.
    let plan = thread::scope(|scope| {
        let writing = scope.spawn(|| bring_up_to_date(&job, generated, arguments.check));
        format.report(&outcome);
        writing.join()
    });
    let plan = plan.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
    if arguments.check {
        return Ok(check(&plan, &job, format));
    }
    format.say(&format!(
        "{}: {}, {}; {} written, {} unchanged, {} removed in {} ({} ms)",
        job.shown_spec,
        counted(generated.summary.operations, "operation"),
        counted(generated.summary.types, "type"),
        counted(plan.written.len(), "file"),
        plan.unchanged,
        plan.removed.len(),
        job.shown_out,
        start.elapsed().as_millis(),
    ));
    Ok(ExitCode::SUCCESS)
}

/// Compares the folder with the files, and writes what differs if not only to check it.
fn bring_up_to_date(job: &Job, generated: &Generated, check: bool) -> anyhow::Result<Plan> {
    let plan = Plan::new(&job.out, &generated.files, COMMAND).map_err(|refusal| match refusal {
        Refusal::Foreign(_) => anyhow::Error::new(refusal).context(WrongUsage),
        Refusal::Io { .. } | Refusal::Escapes(_) => refusal.into(),
    })?;
    if !check {
        plan.apply(&generated.files)?;
    }
    Ok(plan)
}

impl MessageFormat {
    /// Says what was found in the document. As with cargo, what is for people goes to stderr, what is for programs to
    /// stdout.
    fn report(self, outcome: &Outcome) {
        match self {
            Self::Human => {
                let is_coloured =
                    std::io::stderr().is_terminal() && env::var_os("NO_COLOR").is_none();
                let style = if is_coloured {
                    Style::Coloured
                } else {
                    Style::Plain
                };
                eprint!(
                    "{}",
                    emit::render(&outcome.sources, &outcome.diagnostics, style)
                );
            }
            Self::Json => print!("{}", emit::json(&outcome.sources, &outcome.diagnostics)),
        }
    }

    /// Says what was done: on stdout, unless that is for programs.
    fn say(self, text: &str) {
        match self {
            Self::Human => println!("{text}"),
            Self::Json => eprintln!("{text}"),
        }
    }
}

fn check(plan: &Plan, job: &Job, format: MessageFormat) -> ExitCode {
    if plan.is_empty() {
        format.say(&format!(
            "{} is what {} gives",
            job.shown_out, job.shown_spec
        ));
        return ExitCode::SUCCESS;
    }
    eprintln!("{} is not what {} gives:", job.shown_out, job.shown_spec);
    for change in &plan.written {
        let what = if change.is_new { "missing" } else { "differs" };
        eprintln!("  {what}  {}", change.path);
    }
    for path in &plan.removed {
        eprintln!("  stale    {path}");
    }
    eprintln!("run `{}` to mend it", job.mend);
    ExitCode::FAILURE
}

/// What a run is to do, with every default filled in.
struct Job {
    spec: PathBuf,
    shown_spec: String,
    out: PathBuf,
    shown_out: String,
    options: Options,
    /// The command that brings the folder up to date.
    mend: String,
}

impl Job {
    fn new(arguments: &Arguments, workspace: &Path) -> anyhow::Result<Self> {
        let (Some(spec), Some(out), Some(name)) =
            (&arguments.spec, &arguments.out, &arguments.name)
        else {
            let shown_spec = "spec/communications.yaml";
            return Ok(Self {
                spec: workspace.join(shown_spec),
                shown_spec: shown_spec.to_owned(),
                out: workspace.join("generated"),
                shown_out: "generated".to_owned(),
                options: options("msgraph-communications", "../runtime", false, shown_spec),
                mend: COMMAND.to_owned(),
            });
        };
        let runtime = match &arguments.runtime {
            Some(path) => path.clone(),
            None => runtime_path(workspace, out)?,
        };
        let source_name = source_name(spec);
        let options = Options {
            strip_namespaces: arguments.strip_namespace.clone(),
            ..options(name, &runtime, true, &source_name)
        };
        let (shown_spec, shown_out) = (spec.display().to_string(), out.display().to_string());
        let mut mend = format!("{COMMAND} --spec {shown_spec} --out {shown_out} --name {name}");
        if let Some(runtime) = &arguments.runtime {
            mend.push_str(" --runtime ");
            mend.push_str(runtime);
        }
        for folder in &arguments.allow_folder {
            mend.push_str(" --allow-folder ");
            mend.push_str(&folder.display().to_string());
        }
        for namespace in &arguments.strip_namespace {
            mend.push_str(" --strip-namespace ");
            mend.push_str(namespace);
        }
        Ok(Self {
            spec: spec.clone(),
            out: out.clone(),
            options,
            shown_spec,
            shown_out,
            mend,
        })
    }
}

/// How to make one of many crates, which stand in a workspace of their own.
pub(crate) fn corpus_options(crate_name: &str, document: &Path) -> anyhow::Result<Options> {
    let runtime = path_text(&workspace()?.join("runtime"))?;
    Ok(options(crate_name, &runtime, false, &source_name(document)))
}

/// The name of a document alone: where somebody keeps it is no part of the crate.
fn source_name(document: &Path) -> String {
    document
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

fn options(crate_name: &str, runtime_path: &str, standalone: bool, source_name: &str) -> Options {
    Options {
        crate_name: crate_name.to_owned(),
        crate_version: env!("CARGO_PKG_VERSION").to_owned(),
        runtime_path: runtime_path.to_owned(),
        standalone,
        command: COMMAND.to_owned(),
        source_name: source_name.to_owned(),
        strip_namespaces: Vec::new(),
    }
}

/// The path from the folder of a crate to this workspace's runtime: relative where both are in the workspace, so that
/// the workspace can be moved.
fn runtime_path(workspace: &Path, out: &Path) -> anyhow::Result<String> {
    let runtime = workspace.join("runtime");
    let out = std::path::absolute(out).context(WrongUsage)?;
    let path = match out.strip_prefix(workspace) {
        Ok(inside)
            if inside
                .components()
                .all(|part| matches!(part, Component::Normal(_))) =>
        {
            inside
                .components()
                .map(|_| "..")
                .collect::<PathBuf>()
                .join("runtime")
        }
        _ => runtime,
    };
    path_text(&path)
}

fn path_text(path: &Path) -> anyhow::Result<String> {
    let path = path
        .to_str()
        .context("the path of this workspace is not UTF-8")?;
    // Cargo reads `/` everywhere, and TOML takes `\` for an escape.
    Ok(path.replace(std::path::MAIN_SEPARATOR, "/"))
}

fn crate_name(name: &str) -> Result<String, String> {
    let is_allowed = |character: char| {
        character.is_ascii_lowercase() || character.is_ascii_digit() || "-_".contains(character)
    };
    if !name.starts_with(|first: char| first.is_ascii_lowercase()) || !name.chars().all(is_allowed)
    {
        return Err(
            "a crate is named with small letters, digits, `-` and `_`, a letter first".to_owned(),
        );
    }
    Ok(name.to_owned())
}

fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}
