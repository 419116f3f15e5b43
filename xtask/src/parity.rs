//! `cargo xtask parity`: compares the client's requests with those of Microsoft's SDKs.
//!
//! Installs both SDKs below `target/parity`, runs the snippets of the documentation page with each
//! SDK and with the client against a server that records requests, and compares the requests.

mod recorder;

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context as _, bail};
use recorder::{Recorder, Request};

/// The requests of the snippets, in order.
const CASES: [&str; 6] = [
    "busy",
    "none",
    "forbidden",
    "with a callback address",
    "without a reason",
    "an id that needs escapes",
];

/// The headers that the documentation requires.
const REQUIRED: [&str; 2] = ["authorization", "content-type"];

/// Runs the comparison. Fails if a request of an SDK differs from the client's.
pub(crate) fn run() -> anyhow::Result<ExitCode> {
    let root = &crate::workspace()?;
    let folder = root.join("target/parity");
    fs::create_dir_all(&folder)?;
    let snippets = root.join("xtask/src/parity");

    let mut twin = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
    twin.current_dir(root).args([
        "run",
        "--quiet",
        "--package",
        "msgraph-tests",
        "--example",
        "parity",
        "--",
    ]);
    let client = record("the client", &mut twin)?;

    let python = install_python(&folder)?;
    let mut sdk = Command::new(python);
    let python = record("msgraph-sdk", sdk.arg(snippets.join("snippets.py")))?;

    install_javascript(&folder)?;
    let mut sdk = Command::new("node");
    sdk.current_dir(&folder).arg(snippets.join("snippets.mjs"));
    let javascript = record("@microsoft/microsoft-graph-client", &mut sdk)?;

    let mut differences = 0;
    for (place, case) in CASES.into_iter().enumerate() {
        let ours = &client[place];
        println!("{case}: {} {} {}", ours.method, ours.target, ours.body);
        for (name, requests) in [("Python", &python), ("JavaScript", &javascript)] {
            differences += compare(name, ours, &requests[place]);
        }
    }
    if differences == 0 {
        println!(
            "\nAll requests are equal in method, path, body and the headers {}.",
            REQUIRED.join(", ")
        );
        Ok(ExitCode::SUCCESS)
    } else {
        println!("\n{differences} differences.");
        Ok(ExitCode::FAILURE)
    }
}

/// Prints the comparison of two requests, and returns the number of relevant differences.
fn compare(name: &str, ours: &Request, theirs: &Request) -> usize {
    let mut wrong = Vec::new();
    let mut remarks = Vec::new();
    let mut same = |what: &str, ours: &str, theirs: &str| {
        if ours != theirs {
            wrong.push(format!("{what} is {theirs:?}"));
        }
    };
    same("the method", &ours.method, &theirs.method);
    let target = theirs.target.replace("//", "/");
    if target != theirs.target {
        remarks.push("a double slash in the path".to_owned());
    }
    same("the path", &ours.target, &target);
    if ours.json() != theirs.json() {
        same("the body", &ours.body, &theirs.body);
    } else if ours.body != theirs.body {
        remarks.push(format!("the same body, serialized as {}", theirs.body));
    }
    for header in REQUIRED {
        let value = |request: &Request| request.header(header).unwrap_or_default().to_owned();
        same(header, &value(ours), &value(theirs));
    }
    let only = |one: &Request, other: &Request| {
        let names = one.headers.iter().map(|(name, _)| name.as_str());
        let only: Vec<&str> = names.filter(|name| other.header(name).is_none()).collect();
        only.join(", ")
    };
    for (label, names) in [
        ("headers sent only by the SDK:", only(theirs, ours)),
        ("headers sent only by the client:", only(ours, theirs)),
    ] {
        if !names.is_empty() {
            remarks.push(format!("{label} {names}"));
        }
    }
    let verdict = if wrong.is_empty() {
        "equal".to_owned()
    } else {
        format!("DIFFERENT: {}", wrong.join("; "))
    };
    println!("  {name}: {verdict}");
    for remark in remarks {
        println!("    {remark}");
    }
    wrong.len()
}

/// Runs a program with the URL of a server as its last argument, and returns its requests.
fn record(name: &str, program: &mut Command) -> anyhow::Result<Vec<Request>> {
    eprintln!("running the snippets of {name}");
    let recorder = Recorder::start()?;
    for proxy in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
        program.env_remove(proxy);
    }
    let status = program.arg(recorder.url()).status();
    let status = status.with_context(|| format!("cannot run {program:?}"))?;
    if !status.success() {
        bail!("the snippets of {name} failed ({status})");
    }
    let requests = recorder.requests();
    if requests.len() != CASES.len() {
        bail!(
            "{name} sent {} requests instead of {}",
            requests.len(),
            CASES.len()
        );
    }
    Ok(requests)
}

/// Installs the Python SDK, and returns the path of its interpreter.
fn install_python(folder: &Path) -> anyhow::Result<std::path::PathBuf> {
    let environment = folder.join("python");
    let python = environment.join("bin/python");
    if !python.exists() {
        done(
            Command::new("python3")
                .args(["-m", "venv"])
                .arg(&environment),
        )?;
    }
    let mut pip = Command::new(&python);
    pip.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]);
    done(pip.args(["msgraph-sdk==1.65.0", "azure-core"]))?;
    Ok(python)
}

fn install_javascript(folder: &Path) -> anyhow::Result<()> {
    let mut npm = Command::new("npm");
    npm.args(["install", "--silent", "--no-fund", "--no-audit", "--prefix"]);
    done(
        npm.arg(folder)
            .arg("@microsoft/microsoft-graph-client@3.0.7"),
    )
}

fn done(command: &mut Command) -> anyhow::Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot run {command:?}"))?;
    if status.success() {
        Ok(())
    } else {
        bail!("{command:?} failed: {status}")
    }
}
