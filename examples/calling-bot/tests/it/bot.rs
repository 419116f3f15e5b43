//! The program of the bot.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

pub(crate) fn bot() -> Command {
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

pub(crate) fn output(command: &mut Command) -> (Output, String, String) {
    let output = command.output().unwrap();
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    (output, stdout, stderr)
}

/// The required settings of a bot. Flags take precedence.
pub(crate) fn real(command: &mut Command) -> &mut Command {
    command.envs([
        ("CALLING_BOT_APP_ID", "2891555a-92ff-42e6-80fa-6e1300c6b5c6"),
        ("CALLING_BOT_APP_SECRET", "hush"),
        ("CALLING_BOT_PUBLIC_URL", "https://bot.contoso.com"),
        ("CALLING_BOT_LISTEN", "127.0.0.1:0"),
        ("CALLING_BOT_DRAIN", "0"),
        // Nobody is there, and a proxy would not know.
        ("CALLING_BOT_METADATA_URL", "http://127.0.0.1:9/"),
        ("CALLING_BOT_TOKEN_AUTHORITY", "http://127.0.0.1:9"),
        ("NO_PROXY", "127.0.0.1"),
    ])
}

/// Waits until there is something. Where there never is, the test fails, and does not wait for
/// ever.
pub(crate) fn until<T>(mut there_is: impl FnMut() -> Option<T>) -> T {
    for _ in 0..600 {
        if let Some(something) = there_is() {
            return something;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("it does not come to that");
}

/// A bot that runs, and where.
pub(crate) struct Running {
    process: Child,
    pub(crate) address: String,
    probe_address: Option<String>,
    /// Returns its log since it began to listen.
    log: Receiver<String>,
}

impl Running {
    pub(crate) fn start() -> Self {
        Self::with(&[])
    }

    /// One that has these arguments besides.
    pub(crate) fn with(arguments: &[&str]) -> Self {
        let mut command = bot();
        let command = real(&mut command).args(arguments);
        let mut process = command.stderr(Stdio::piped()).spawn().unwrap();
        let log = BufReader::new(process.stderr.take().unwrap());
        let mut lines = log.lines().map(Result::unwrap);
        let line = lines
            .find(|line| line.contains("the bot is listening"))
            .unwrap();
        let field = |name: &str| {
            let value = line.split(name).nth(1)?.split_whitespace().next()?;
            Some(value.to_owned())
        };
        let address = field(" address=").unwrap();
        let probe_address = field(" probe_address=");
        // A full pipe would block the bot.
        let (sender, log) = channel();
        std::thread::spawn(move || lines.for_each(|line| sender.send(line).unwrap_or_default()));
        Self {
            process,
            address,
            probe_address,
            log,
        }
    }

    /// Returns its exit code.
    #[cfg(unix)]
    pub(crate) fn exit_code(&mut self) -> Option<i32> {
        until(|| self.process.try_wait().unwrap()).code()
    }

    /// All that it has logged, once it has ended.
    #[cfg(unix)]
    pub(crate) fn log(&self) -> String {
        self.log.iter().collect::<Vec<_>>().join("\n")
    }

    #[cfg(unix)]
    pub(crate) fn signal(&self, signal: &str) {
        let process = self.process.id().to_string();
        let sent = Command::new("kill").args(["-s", signal, &process]).status();
        assert!(sent.unwrap().success());
    }

    /// The whole response to a request.
    pub(crate) fn send(&self, request: &str, headers: &str, body: &str) -> String {
        send(&self.address, request, headers, body)
    }

    pub(crate) fn probe_address(&self) -> String {
        self.probe_address.clone().unwrap()
    }

    /// The same without headers and a body, where health checks are served.
    pub(crate) fn at_probe_address(&self) -> impl Fn(&str) -> String {
        let address = self.probe_address();
        move |request| send(&address, request, "", "")
    }

    /// The head of the response to a request that lets the connection stay open.
    #[cfg(unix)]
    pub(crate) fn send_keeping_alive(&self, request: &str, headers: &str, body: &str) -> String {
        let connection = begin(&self.address, request, headers, body);
        let mut lines = BufReader::new(connection).lines();
        let mut head = String::new();
        while let Some(line) = lines
            .next()
            .map(Result::unwrap)
            .filter(|line| !line.is_empty())
        {
            head += &(line + "\r\n");
        }
        head
    }
}

pub(crate) fn send(address: &str, request: &str, headers: &str, body: &str) -> String {
    let headers = format!("Connection: close\r\n{headers}");
    let mut connection = begin(address, request, &headers, body);
    let mut response = String::new();
    connection.read_to_string(&mut response).unwrap();
    response
}

fn begin(address: &str, request: &str, headers: &str, body: &str) -> TcpStream {
    let mut connection = TcpStream::connect(address).unwrap();
    let length = body.len();
    write!(
        connection,
        "{request} HTTP/1.1\r\nHost: bot\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
    )
    .unwrap();
    connection
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
