//! The command, with bots over loopback.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde_json::Value;

use crate::support::APP_ID;

struct Run {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Run {
    fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error}\n{}\n{}", self.stdout, self.stderr))
    }
}

fn command(arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_msgraph-calling-standin"));
    let Output {
        status,
        stdout,
        stderr,
    } = command.args(arguments).output().unwrap();
    Run {
        code: status.code().unwrap(),
        stdout: String::from_utf8(stdout).unwrap(),
        stderr: String::from_utf8(stderr).unwrap(),
    }
}

/// Runs the command with a bot at a port. `more` are further arguments and the command of the bot.
fn test(port: u16, more: &[&str]) -> Run {
    let url = format!("http://127.0.0.1:{port}/api/calls");
    let ca = std::env::temp_dir().join(format!("standin-test-{port}.pem"));
    let bot = format!("--bot={url}");
    let app_id = format!("--app-id={APP_ID}");
    let ca_file = format!("--ca-file={}", ca.display());
    let (subcommand, more): (&[&str], &[&str]) = match more {
        ["soak", more @ ..] => (&["soak"], more),
        more => (&[], more),
    };
    let common = [bot.as_str(), &app_id, &ca_file, "--port=0"];
    let run = command(&[subcommand, &common, more].concat());
    // It is not written without TLS.
    let _ = std::fs::remove_file(ca);
    run
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// A bot that answers every request with a status, and does nothing about it.
fn answering(status: &'static str) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            std::thread::spawn(move || {
                let mut stream = BufReader::new(stream.unwrap());
                let mut length = 0;
                let mut line = String::new();
                // Ends with the connection.
                while stream.read_line(&mut line).is_ok_and(|read| read > 0) {
                    let header = line.to_ascii_lowercase();
                    if let Some(value) = header.strip_prefix("content-length:") {
                        length = value.trim().parse().unwrap();
                    }
                    if line == "\r\n" {
                        let mut body = vec![0; std::mem::take(&mut length)];
                        stream.read_exact(&mut body).unwrap();
                        let answer = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n");
                        stream.get_mut().write_all(answer.as_bytes()).unwrap();
                    }
                    line.clear();
                }
            });
        }
    });
    port
}

/// The program `calling-bot` of the workspace. `cargo test --workspace` has built it; with this
/// package alone, it is built here.
fn calling_bot() -> &'static Path {
    static BOT: OnceLock<PathBuf> = OnceLock::new();
    BOT.get_or_init(|| {
        let standin = Path::new(env!("CARGO_BIN_EXE_msgraph-calling-standin"));
        let name = format!("calling-bot{}", std::env::consts::EXE_SUFFIX);
        let bot = standin.with_file_name(name);
        if !bot.exists() {
            let cargo = Command::new(env!("CARGO"))
                .args(["build", "--quiet", "--package", "calling-bot"])
                .current_dir(env!("CARGO_MANIFEST_DIR"))
                .status();
            assert!(cargo.unwrap().success());
        }
        bot
    })
}

/// Runs the command with `calling-bot`.
fn with_calling_bot(arguments: &[&str], bot_arguments: &[&str]) -> Run {
    let port = free_port();
    let listen = format!("--listen=127.0.0.1:{port}");
    let mut bot = vec![
        "--",
        calling_bot().to_str().unwrap(),
        &listen,
        "--app-id={app-id}",
        "--app-secret=any",
        "--public-url=https://bot.example",
        "--graph-url={graph-url}",
        "--token-authority={authority}",
        "--metadata-url={metadata-url}",
        "--tenant={tenant}",
    ];
    if !arguments.contains(&"--plain") {
        bot.push("--ca-file={ca-file}");
    }
    test(
        port,
        &[arguments, &["--ready=/ready"], &bot, bot_arguments].concat(),
    )
}

/// Runs the command with the bot in Python. `None` if Python is not installed.
fn with_python_bot(arguments: &[&str], wrong: Option<&str>) -> Option<Run> {
    let installed = Command::new("python3").arg("--version").output();
    if !installed.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: python3 is not installed");
        return None;
    }
    let port = free_port();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bots/bot.py");
    let (text, wrong) = (port.to_string(), wrong.map(|wrong| ["--wrong", wrong]));
    let bot = ["--", "python3", script, &text];
    let wrong = wrong.as_ref().map_or(&[][..], |wrong| wrong);
    Some(test(port, &[arguments, &bot, wrong].concat()))
}

#[test]
fn the_calling_bot_passes_all_scenarios() {
    let run = with_calling_bot(&["--scenario=all", "--reason=busy", "--report=json"], &[]);
    let report = run.json();
    assert_eq!(run.code, 0, "{report:#}");
    assert_eq!(report["passed"], true);
    assert_eq!(report["problems"], Value::Array(Vec::new()));
    assert!(report["worstSecondsLeft"].as_f64().unwrap() > 0.0);
    for line in [
        "graph-url",
        "authority",
        "metadata-url",
        "ca-file",
        "app-id",
        "tenant",
    ] {
        assert!(
            run.stderr.contains(&format!("\n  {line} ")),
            "{}",
            run.stderr
        );
    }
}

#[cfg(unix)]
#[test]
fn the_calling_bot_stops_without_losing_calls() {
    let stops = [
        "--scenario=stop-during-call",
        "--scenario=call-after-stop",
        "--scenario=stop-announced",
        "--calls=3",
    ];
    let run = with_calling_bot(&stops, &[]);
    assert_eq!(run.code, 0, "{}\n{}", run.stdout, run.stderr);
    assert!(run.stdout.starts_with("Passed: 9 of 9 calls.\n"));
}

#[cfg(unix)]
#[test]
fn a_bot_that_ends_at_once_is_found() {
    let stops = [
        "--scenario=stop-during-call",
        "--scenario=call-after-stop",
        "--report=json",
    ];
    let Some(run) = with_python_bot(&stops, Some("abrupt")) else {
        return;
    };
    assert_eq!(run.code, 1, "{}\n{}", run.stdout, run.stderr);
    let report = run.json();
    assert_eq!(report["calls"][0]["verdict"], "interrupted", "{report:#}");
    let answer = &report["calls"][1]["notifications"][0]["answer"];
    assert_eq!(answer, "unanswered", "{report:#}");
}

#[cfg(unix)]
#[test]
fn a_bot_in_python_stops_without_losing_calls() {
    let stops = [
        "--scenario=stop-during-call",
        "--scenario=call-after-stop",
        "--scenario=stop-announced",
        "--ready=/ready",
    ];
    if let Some(run) = with_python_bot(&stops, None) {
        assert_eq!(run.code, 0, "{}\n{}", run.stdout, run.stderr);
    }
}

#[cfg(unix)]
#[test]
fn a_command_can_stop_the_bot() {
    let port = answering("202 Accepted");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("stopped");
    let stop = |command: String| {
        let stop = format!("--stop={command}");
        test(
            port,
            &[&stop, "--scenario=call-after-stop", "--report=json"],
        )
    };
    let run = stop(format!("echo \"$((1 + 1))\" > '{}'", file.display()));
    // A bot that does nothing about the call.
    assert_eq!(run.json()["calls"][0]["verdict"], "interrupted");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "2\n");
    let report = stop("exit 7".to_owned()).json();
    let problem = report["calls"][0]["stopProblems"][0].as_str().unwrap();
    assert!(problem.starts_with("`exit 7`: exit status: 7"), "{problem}");
}

#[test]
fn many_calls_begin_at_a_rate() {
    let arguments = [
        "--scenario=incoming-call",
        "--calls=60",
        "--rate=40",
        "--plain",
    ];
    let run = with_calling_bot(&arguments, &[]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    assert!(
        run.stdout.starts_with("Passed: 60 of 60 calls.\n"),
        "{}",
        run.stdout
    );
    for line in ["\n  time until answered  ", "\n  time until rejected  "] {
        assert!(run.stdout.contains(line), "{}", run.stdout);
    }
    assert!(!run.stderr.contains("ca-file"), "{}", run.stderr);
}

#[test]
fn a_burst_over_two_thousand_connections_is_placed() {
    let port = answering("401 Unauthorized");
    let burst = [
        "--calls=2000",
        "--scenario=token-missing",
        "--fault=clients-own-connections",
    ];
    msgraph_calling_standin::raise_open_files_limit();
    let run = test(port, &burst);
    assert_eq!(run.code, 0, "{}", run.stdout);
    assert!(
        run.stdout.starts_with("Passed: 2000 of 2000 calls.\n"),
        "{}",
        run.stdout
    );
}

#[test]
fn a_bot_in_python_passes() {
    let Some(run) = with_python_bot(&["--scenario=token-other-tenant", "--report=json"], None)
    else {
        return;
    };
    assert_eq!(run.code, 0, "{}\n{}", run.stdout, run.stderr);
    if let Some(run) = with_python_bot(&["--report=json"], None) {
        assert_eq!(run.code, 0, "{}\n{}", run.stdout, run.stderr);
    }
}

#[test]
fn bots_in_python_that_are_wrong_fail_each_in_its_way() {
    let check = |wrong, scenario: &str, expected: &str| {
        let scenario = format!("--scenario={scenario}");
        let Some(run) = with_python_bot(&[&scenario, "--report=json"], Some(wrong)) else {
            return;
        };
        assert_eq!(run.code, 1, "{wrong}: {}\n{}", run.stdout, run.stderr);
        let call = &run.json()["calls"][0];
        let found = [&call["verdict"], &call["notifications"][0]["problem"]];
        let mut found = found.iter().filter_map(|text| text.as_str());
        assert!(
            found.any(|text| text.contains(expected)),
            "{wrong}: {call:#}"
        );
    };
    // At the same time, since some wait until a call is over.
    std::thread::scope(|scope| {
        for (wrong, scenario, expected) in [
            ("late", "recording-policy", "rejected-late"),
            ("never", "recording-policy", "not-rejected"),
            ("twice", "incoming-call", "rejected-repeatedly"),
            ("body", "incoming-call", "wrong-body"),
            ("token", "incoming-call", "wrong-token"),
            (
                "credulous",
                "token-missing",
                "accepted with 202, and should be refused",
            ),
        ] {
            scope.spawn(move || check(wrong, scenario, expected));
        }
    });
}

#[test]
fn every_format_shows_what_is_wrong() {
    let port = answering("500 Internal Server Error");
    let scenarios = ["--scenario=incoming-call", "--scenario=token-missing"];
    let run = |format: &str| test(port, &[&scenarios[..], &[format]].concat());
    let problem = "refused with 500, and should be accepted with 202";

    let text = run("--report=text");
    assert_eq!(text.code, 1);
    assert!(
        text.stdout.starts_with("Failed: 2 of 2 calls.\n"),
        "{}",
        text.stdout
    );
    assert!(text.stdout.contains(problem), "{}", text.stdout);
    for line in text.stdout.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }

    let json = run("--report=json");
    assert_eq!(json.code, 1);
    let report = json.json();
    assert_eq!(report["counts"]["passed"], 0);
    assert_eq!(report["calls"][0]["scenario"], "incoming-call");
    assert_eq!(report["calls"][0]["verdict"], "not-rejected");
    assert_eq!(report["calls"][0]["notifications"][0]["status"], 500);

    let junit = run("--report=junit").stdout;
    assert!(junit.starts_with("<?xml "), "{junit}");
    assert!(junit.contains("tests=\"3\" failures=\"2\""), "{junit}");
    assert!(junit.contains(problem), "{junit}");

    let markdown = run("--report=markdown").stdout;
    assert!(
        markdown.starts_with("## Failed: 2 of 2 calls."),
        "{markdown}"
    );
    assert!(markdown.contains("| incoming-call | 1 | 1 |"), "{markdown}");
    assert!(markdown.contains(problem), "{markdown}");
}

#[test]
fn a_test_that_cannot_run_says_why() {
    let closed = free_port();
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let toml = format!("--faults={}", file("a.toml", "[[fault]]\nname = 'none'"));
    let json = format!("--faults={}", file("a.json", "{\"fault\": [{}]}"));
    let missing = format!("--faults={}", folder.path().join("missing").display());
    for (arguments, expected) in [
        (&["--wait=0"][..], "is not listening after 0 s"),
        (
            &["--scenario=outgoing"][..],
            "there is no scenario `outgoing`",
        ),
        (
            &["--scenario=stop-during-call"][..],
            "`stop-during-call` needs `--pid`, `--stop` or a COMMAND",
        ),
        (
            &["--scenario=stop-announced", "--stop=true"][..],
            "`stop-announced` needs `--ready`",
        ),
        (&["--fault=none"][..], "there is no fault `none`"),
        (&[toml.as_str()][..], "fault 1: there is no fault `none`"),
        (&[json.as_str()][..], "fault 1: it has no effect"),
        (&[missing.as_str()][..], "cannot read"),
        (
            &["--", "no-such-program"][..],
            "cannot start `no-such-program`",
        ),
        (&["--listen=192.0.2.1"][..], "cannot listen on 192.0.2.1:0"),
        #[cfg(unix)]
        (
            &["--", "false"][..],
            "the bot has ended before it was ready",
        ),
    ] {
        let run = test(closed, arguments);
        assert_eq!(run.code, 3, "{arguments:?}: {}", run.stderr);
        assert!(
            run.stderr.contains(expected),
            "{arguments:?}: {}",
            run.stderr
        );
    }
    let remote = [
        "--bot=http://192.0.2.1/",
        "--app-id",
        APP_ID,
        "--port=0",
        "--plain",
    ];
    let remote = command(&remote);
    assert_eq!(remote.code, 3);
    assert!(
        remote.stderr.contains("is not on this machine"),
        "{}",
        remote.stderr
    );
}

#[test]
fn wrong_arguments_are_refused() {
    for arguments in [
        &[][..],
        &["--bot=http://127.0.0.1/"][..],
        &["--bot=http://127.0.0.1/", "--app-id=bot"][..],
        &["--bot=http://127.0.0.1/", "--app-id", APP_ID, "--calls=0"][..],
        &["--bot=http://127.0.0.1/", "--app-id", APP_ID, "--rate=0"][..],
        &[
            "--bot=http://127.0.0.1/",
            "--app-id",
            APP_ID,
            "--report=pdf",
        ][..],
        &["soak", "--seconds=60"][..],
    ] {
        let run = command(arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn lists_fit_80_columns_and_are_in_the_readme() {
    let list = command(&["list"]);
    assert_eq!(list.code, 0);
    let readme = include_str!("../../README.md");
    let mut names = 0;
    for line in list.stdout.lines() {
        assert!(line.chars().count() <= 80, "{line}");
        let is_name = line.starts_with("  ") && !line.starts_with("   ");
        if let Some(name) = line.split_whitespace().next().filter(|_| is_name) {
            assert!(
                readme.contains(&format!("| `{name}` |")),
                "{name} is not in the README"
            );
            names += 1;
        }
    }
    assert!(names > 70, "{names}");
}

#[test]
fn the_help_fits_in_80_columns_and_is_in_the_readme() {
    let readme = include_str!("../../README.md");
    for help in [command(&["--help"]), command(&["soak", "--help"])] {
        assert_eq!(help.code, 0);
        for line in help.stdout.lines() {
            assert!(line.chars().count() <= 80, "{line}");
        }
        let words = help
            .stdout
            .split(|character: char| !character.is_ascii_alphanumeric() && character != '-');
        let flags = words.filter(|word| word.starts_with("--") && word.len() > 2);
        for flag in flags.filter(|flag| !["--help", "--version"].contains(flag)) {
            assert!(
                readme.contains(&format!("`{flag}")),
                "{flag} is not in the README"
            );
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_soak_test_counts_calls_and_watches_the_bot() {
    // The faults of this seed are a slow Graph, and unusual notifications.
    let soak = [
        "soak",
        "--seconds=6",
        "--rate=10",
        "--seed=14",
        "--health=/health",
        "--report=json",
    ];
    let run = with_calling_bot(&soak, &["--log=off"]);
    let report = run.json();
    assert_eq!(run.code, 0, "{report:#}");
    assert_eq!(report["passed"], true);
    let checks = report["checks"].as_array().unwrap().iter();
    let checks: Vec<&str> = checks
        .map(|check| check["name"].as_str().unwrap())
        .collect();
    assert_eq!(
        checks,
        [
            "no accepted call is lost",
            "rejected in time among the possible",
            "nothing else is wrong",
            "accepted = handled + reported",
            "the memory of the bot is flat",
        ]
    );
    let figures = report["figures"].as_array().unwrap();
    assert!(
        figures.contains(&serde_json::json!(["calls", "60"])),
        "{report:#}"
    );
}

#[test]
fn a_soak_test_finds_calls_that_are_not_rejected() {
    let port = answering("500 Internal Server Error");
    let soak = ["soak", "--seconds=5", "--rate=1", "--seed=14", "--plain"];
    let run = test(port, &soak);
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(run.stdout.starts_with("Failed.\n"), "{}", run.stdout);
    assert!(
        run.stdout
            .contains("  FAILED rejected in time among the possible: 0 of "),
        "{}",
        run.stdout
    );
    for line in run.stdout.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
}
