//! The bot as it is run: its simulation, its settings, and how it starts and stops.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
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
        "the older format comes first",
        "something unreadable comes along",
        "a notification without a token",
        "a token of a stranger",
        "a token that has expired",
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
    assert_eq!(lines("before the 15 s are over"), 13);
    assert_eq!(lines("ok    rejected in time"), 13);
    assert_eq!(lines("ok    not even looked at"), 5);
    assert_eq!(lines("graph  is answered 401"), 3);
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
fn the_bot_rejects_for_the_reason_that_is_set() {
    let mut command = bot();
    command.env("CALLING_BOT_REASON", "forbidden");
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

#[test]
fn settings_that_cannot_be_are_refused() {
    let with = |arguments: &[&str]| {
        let (output, _, stderr) = output(real(&mut bot()).args(arguments));
        assert_eq!(output.status.code(), Some(1), "{stderr}");
        stderr
    };
    assert!(with(&["--public-url=nowhere"]).contains("an address"));
    assert!(
        with(&["--metadata-url=http://keys.example/"])
            .contains("the metadata is not at a URL with https")
    );
    assert!(with(&["--path=calls"]).contains("the path of a callback"));
    assert!(with(&["--ca-file=/nothing/here"]).contains("/nothing/here cannot be read"));
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
        let process = bot.process.id().to_string();
        let sent = Command::new("kill")
            .args(["-s", signal, &process])
            .status()
            .unwrap();
        assert!(sent.success());
        assert_eq!(bot.exit_code(), Some(0), "after SIG{signal}");
    }
}
