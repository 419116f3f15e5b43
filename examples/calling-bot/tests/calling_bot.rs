//! The bot as it is run: its simulation, its settings, and how it starts and stops.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Output, Stdio};

fn bot() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_calling-bot"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("CALLING_BOT_") {
            command.env_remove(name);
        }
    }
    command.stdin(Stdio::null());
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn output(command: &mut Command) -> (Output, String, String) {
    let output = command.output().unwrap();
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    (output, stdout, stderr)
}

#[test]
fn in_the_simulation_every_call_fares_as_it_should_and_no_secret_is_logged() {
    let (output, stdout, stderr) = output(bot().args(["--simulate", "--burst=7", "--log=trace"]));
    assert!(output.status.success(), "{stdout}\n{stderr}");
    assert!(stdout.ends_with("\nAll went as it should.\n"), "{stdout}");
    assert!(!stdout.contains("WRONG"), "{stdout}");
    let scenarios = [
        "one call",
        "7 calls at once",
        "Graph is busy at first",
        "Graph is throttling at first",
        "the notification comes twice",
        "the end comes before the call",
        "the call is gone",
        "the call is gone, and comes in once more",
        "the older format comes first",
        "something unreadable comes along",
        "a notification without a token",
        "a token of a stranger",
        "a token of the other issuer",
        "a token that has just expired, as clocks may differ",
        "a token that has expired",
        "a token of a strange issuer",
        "a token without a tenant",
        "a token for another bot",
        "a token of another tenant",
    ];
    for scenario in scenarios {
        assert!(
            stdout.contains(&format!("\n\n{scenario}\n")),
            "{scenario} is not in\n{stdout}"
        );
    }
    let lines = |part: &str| stdout.lines().filter(|line| line.contains(part)).count();
    assert_eq!(lines("before the 15 s are over"), 15);
    assert_eq!(lines("ok    rejected in time"), 15);
    assert_eq!(lines("ok    not even looked at"), 7);
    assert_eq!(lines("graph  is answered 401"), 5);
    assert_eq!(lines("graph  is answered 403"), 2);
    assert_eq!(lines("graph  is answered 204"), 1);
    assert!(stderr.contains("the call is rejected"), "{stderr}");
    // Tokens of notifications, the secret, and what stands before a token that is sent.
    for secret in [
        "eyJ",
        "the-secret-of-the-simulation",
        "Bearer ",
        "client_secret",
    ] {
        assert!(!stderr.contains(secret), "{secret} is in\n{stderr}");
    }
}

#[test]
fn the_bot_rejects_for_the_reason_that_is_set_and_a_flag_wins() {
    let mut command = bot();
    command.envs([
        ("CALLING_BOT_REASON", "forbidden"),
        ("CALLING_BOT_PATH", "/elsewhere"),
    ]);
    let (output, stdout, _) =
        output(command.args(["--simulate", "--burst=1", "--path=/notifications"]));
    assert!(output.status.success(), "{stdout}");
    assert!(
        stdout.contains("is asked to reject the call, reason forbidden"),
        "{stdout}"
    );
    assert!(!stdout.contains("reason busy"), "{stdout}");
}

#[test]
fn every_setting_is_documented() {
    let readme = include_str!("../README.md");
    let (output, help, _) = output(bot().arg("--help"));
    assert!(output.status.success());
    let mut settings = 0;
    let known = |character: char| character.is_ascii_alphanumeric() || "-_".contains(character);
    for word in help.split(|character| !known(character)) {
        let is_flag = word.starts_with("--") && !["--help", "--version"].contains(&word);
        if is_flag || word.starts_with("CALLING_BOT_") {
            assert!(
                readme.contains(&format!("`{word}`")),
                "{word} is not in the README"
            );
            settings += 1;
        }
    }
    assert!(settings > 30, "{help}");
}

#[test]
fn what_is_not_set_is_named_and_secrets_are_not_shown() {
    let mut command = bot();
    command.env("CALLING_BOT_APP_SECRET", "hush");
    let (output, _, stderr) = output(&mut command);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr.contains("--app-id") && stderr.contains("--public-url"),
        "{stderr}"
    );
    assert!(!stderr.contains("hush"));
    let (_, help, _) = self::output(command.arg("--help"));
    assert!(!help.contains("hush"));
}

/// Flag, end of the variable, what it is set to, and what is said of that.
const WRONG: &[(&str, &str, &str, &str)] = &[
    ("--app-id", "APP_ID", "calling-bot", "no GUID"),
    ("--app-id", "APP_ID", "", "no GUID"),
    ("--tenant", "TENANTS", "contoso.com", "no GUID"),
    ("--tenant", "TENANTS", "", "no GUID"),
    (
        "--public-url",
        "PUBLIC_URL",
        "nowhere",
        "not an absolute URL",
    ),
    (
        "--public-url",
        "PUBLIC_URL",
        "http://bot.contoso.com",
        UNSAFE,
    ),
    (
        "--graph-url",
        "GRAPH_URL",
        "http://graph.example/v1.0",
        UNSAFE,
    ),
    (
        "--token-authority",
        "TOKEN_AUTHORITY",
        "http://login.example",
        UNSAFE,
    ),
    (
        "--metadata-url",
        "METADATA_URL",
        "http://keys.example/",
        "not at a URL with https",
    ),
    ("--issuer", "ISSUERS", "", "tokens have to be of an issuer"),
    ("--path", "PATH", "calls", "the path of a callback"),
    ("--path", "PATH", "/health", "the bot tells of itself there"),
    ("--path", "PATH", "/ready", "the bot tells of itself there"),
    ("--listen", "LISTEN", "8080", "invalid socket address"),
    (
        "--listen",
        "LISTEN",
        "192.0.2.1:80",
        "cannot listen on 192.0.2.1:80",
    ),
    (
        "--reason",
        "REASON",
        "Busy",
        "possible values: busy, none, forbidden",
    ),
    ("--cloud", "CLOUD", "china", "possible values: global"),
    (
        "--ca-file",
        "CA_FILE",
        "/nothing/here",
        "/nothing/here cannot be read",
    ),
    (
        "--ca-file",
        "CA_FILE",
        THIS_FILE,
        "there are no certificates in /",
    ),
    ("--capacity", "CAPACITY", "0", "zero"),
    ("--parallel", "PARALLEL", "0", "zero"),
    ("--shutdown-limit", "SHUTDOWN_LIMIT", "5s", "invalid digit"),
    ("--log", "LOG", "loud", "expected one of"),
    (
        "--app-secret",
        "APP_SECRET",
        "",
        "the client secret is empty",
    ),
    (
        "--app-secret-file",
        "APP_SECRET_FILE",
        "/nothing/here",
        "the client secret is set twice",
    ),
];
const UNSAFE: &str = "neither https nor an address of this machine";
const THIS_FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/calling_bot.rs");

#[test]
fn settings_that_cannot_be_are_refused_whether_they_are_flags_or_variables() {
    for (flag, variable, value, message) in WRONG {
        let by_flag = output(real(&mut bot()).arg(format!("{flag}={value}")));
        let by_variable = output(real(&mut bot()).env(format!("CALLING_BOT_{variable}"), value));
        for (output, _, stderr) in [by_flag, by_variable] {
            assert!(
                matches!(output.status.code(), Some(1 | 2)),
                "{flag}={value}: {stderr}"
            );
            assert!(stderr.contains(message), "{flag}={value}: {stderr}");
            assert!(
                !stderr.contains("panicked") && !stderr.contains("hush"),
                "{stderr}"
            );
        }
    }
}

#[test]
fn an_address_that_is_taken_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap();
    let (_, _, stderr) = output(real(&mut bot()).arg(format!("--listen={taken}")));
    assert!(
        stderr.contains(&format!("cannot listen on {taken}: ")),
        "{stderr}"
    );
}

#[test]
fn the_secret_is_read_from_its_file_and_not_shown() {
    let secret_file = |text: &str| {
        let file = std::env::temp_dir().join(format!("calling-bot-{}", std::process::id()));
        std::fs::write(&file, text).unwrap();
        let mut command = bot();
        real(&mut command).env_remove("CALLING_BOT_APP_SECRET");
        // Nothing is begun where it could not be read.
        let listen = "--listen=192.0.2.1:80";
        let (_, _, stderr) = output(command.arg("--app-secret-file").arg(&file).arg(listen));
        std::fs::remove_file(file).unwrap();
        stderr
    };
    let stderr = secret_file("hush\n");
    assert!(stderr.contains("cannot listen on 192.0.2.1:80"), "{stderr}");
    assert!(!stderr.contains("hush"), "{stderr}");
    let stderr = secret_file(" \n");
    assert!(stderr.contains("the client secret is empty"), "{stderr}");
}

/// What a bot has to be told. Flags can still say otherwise.
fn real(command: &mut Command) -> &mut Command {
    command.envs([
        ("CALLING_BOT_APP_ID", "2891555a-92ff-42e6-80fa-6e1300c6b5c6"),
        ("CALLING_BOT_APP_SECRET", "hush"),
        ("CALLING_BOT_PUBLIC_URL", "https://bot.contoso.com"),
        ("CALLING_BOT_LISTEN", "127.0.0.1:0"),
        // Nobody is there, and a proxy would not know.
        ("CALLING_BOT_METADATA_URL", "http://127.0.0.1:9/"),
        ("CALLING_BOT_TOKEN_AUTHORITY", "http://127.0.0.1:9"),
        ("NO_PROXY", "127.0.0.1"),
    ])
}

/// A bot that runs, and where.
struct Running {
    process: Child,
    address: String,
}

impl Running {
    fn start() -> Self {
        let mut command = bot();
        let mut process = real(&mut command).stderr(Stdio::piped()).spawn().unwrap();
        let log = BufReader::new(process.stderr.take().unwrap());
        let mut lines = log.lines().map(Result::unwrap);
        let line = lines
            .find(|line| line.contains("the bot is listening"))
            .unwrap();
        let address = line.split("address=").nth(1).unwrap();
        let address = address.split_whitespace().next().unwrap().to_owned();
        // What is not read would stop it in the end.
        std::thread::spawn(move || lines.for_each(drop));
        Self { process, address }
    }

    /// How it has ended. One that does not end is a failure, and no test that waits for ever.
    #[cfg(unix)]
    fn exit_code(&mut self) -> Option<i32> {
        for _ in 0..600 {
            if let Some(status) = self.process.try_wait().unwrap() {
                return status.code();
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        panic!("it does not end");
    }

    #[cfg(unix)]
    fn signal(&self, signal: &str) {
        let process = self.process.id().to_string();
        let sent = Command::new("kill").args(["-s", signal, &process]).status();
        assert!(sent.unwrap().success());
    }

    /// The whole response to a request.
    fn send(&self, request: &str, headers: &str, body: &str) -> String {
        let mut connection = TcpStream::connect(&self.address).unwrap();
        let length = body.len();
        write!(
            connection,
            "{request} HTTP/1.1\r\nHost: bot\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
        )
        .unwrap();
        let mut response = String::new();
        connection.read_to_string(&mut response).unwrap();
        response
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn without_keys_the_bot_is_alive_and_not_ready_and_asks_to_come_back() {
    let bot = Running::start();
    let health = bot.send("GET /health", "", "");
    assert!(health.starts_with("HTTP/1.1 200 "), "{health}");
    assert!(health.contains(r#""usable":0"#), "{health}");
    assert!(bot.send("GET /ready", "", "").starts_with("HTTP/1.1 503 "));

    let refused = bot.send("POST /api/calls", "", "{}");
    assert!(refused.starts_with("HTTP/1.1 401 "), "{refused}");
    assert!(
        refused.contains("\r\nwww-authenticate: Bearer\r\n"),
        "{refused}"
    );
    assert!(refused.ends_with("\r\n\r\n"), "{refused}");
    // {"alg":"RS256","kid":"a"}, {} and anything: it might be good, if there were keys.
    let token = "Authorization: Bearer eyJhbGciOiJSUzI1NiIsImtpZCI6ImEifQ.e30.AAAA\r\n";
    let later = bot.send("POST /api/calls", token, "{}");
    assert!(later.starts_with("HTTP/1.1 503 "), "{later}");
    assert!(later.contains("\r\nretry-after: "), "{later}");
    assert!(bot.send("GET /", "", "").starts_with("HTTP/1.1 404 "));
}

#[cfg(unix)]
#[test]
fn the_bot_stops_when_it_is_told_to() {
    for signal in ["TERM", "INT"] {
        let mut bot = Running::start();
        // A connection that stays open keeps nothing up for long.
        let _idle = TcpStream::connect(&bot.address).unwrap();
        bot.signal(signal);
        assert_eq!(bot.exit_code(), Some(0), "after SIG{signal}");
    }
}

/// How a bot ends, and what it answers, that is told to stop while the head of a request has only begun to come.
#[cfg(unix)]
fn stopped_in_a_request(signals: &[&str]) -> (Option<i32>, String) {
    let mut bot = Running::start();
    let mut connection = TcpStream::connect(&bot.address).unwrap();
    connection.write_all(b"GET /health HTTP/1.1\r\n").unwrap();
    for signal in signals {
        std::thread::sleep(std::time::Duration::from_millis(300));
        bot.signal(signal);
    }
    // Where it is gone already, nobody takes these.
    let _ = connection.write_all(b"Host: bot\r\n\r\n");
    let mut response = String::new();
    let _ = connection.read_to_string(&mut response);
    (bot.exit_code(), response)
}

#[cfg(unix)]
#[test]
fn the_bot_finishes_a_request_before_it_stops_unless_it_is_told_again() {
    // Nobody knows when the first bytes have come to the bot; where they come too late, there is nothing to finish.
    let finished = || {
        let (code, response) = stopped_in_a_request(&["TERM"]);
        code == Some(0) && response.starts_with("HTTP/1.1 200 ")
    };
    assert!((0..10).any(|_| finished()));
    let interrupted = || {
        let (code, response) = stopped_in_a_request(&["TERM", "INT"]);
        code == Some(1) && response.is_empty()
    };
    assert!((0..10).any(|_| interrupted()));
}
