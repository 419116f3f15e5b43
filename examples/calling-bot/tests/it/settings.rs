//! Valid and invalid settings.

use std::net::TcpListener;

use crate::bot::{bot, output, real};

#[test]
fn every_setting_is_documented() {
    let readme = include_str!("../../README.md");
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
fn missing_settings_are_named_without_secrets() {
    let mut command = bot();
    command.env("CALLING_BOT_APP_SECRET", "hush");
    let (output, _, stderr) = output(&mut command);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr.contains("--app-id") && stderr.contains("--public-url"),
        "{stderr}"
    );
    for variable in [
        "--app-id can also be set by CALLING_BOT_APP_ID",
        "--public-url can also be set by CALLING_BOT_PUBLIC_URL",
    ] {
        assert!(stderr.contains(variable), "{stderr}");
    }
    assert!(!stderr.contains("hush"));
    let (_, help, _) = crate::bot::output(command.arg("--help"));
    assert!(!help.contains("hush"));
}

#[test]
fn a_missing_credential_is_named_by_flag_and_variable() {
    let mut command = bot();
    real(&mut command).env_remove("CALLING_BOT_APP_SECRET");
    let (output, _, stderr) = output(&mut command);
    assert_eq!(output.status.code(), Some(1));
    for name in ["--app-secret-file", "CALLING_BOT_APP_SECRET_FILE"] {
        assert!(stderr.contains(name), "{stderr}");
    }
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
    (
        "--path",
        "PATH",
        "/health",
        "the path is used for health checks",
    ),
    (
        "--path",
        "PATH",
        "/ready",
        "the path is used for health checks",
    ),
    ("--listen", "LISTEN", "8080", "invalid socket address"),
    (
        "--listen",
        "LISTEN",
        "192.0.2.1:80",
        "cannot listen on 192.0.2.1:80",
    ),
    (
        "--path",
        "PATH",
        "/metrics",
        "the path is used for health checks",
    ),
    (
        "--probe-address",
        "PROBE_ADDRESS",
        "192.0.2.1:80",
        "cannot listen on 192.0.2.1:80",
    ),
    (
        "--log-format",
        "LOG_FORMAT",
        "xml",
        "possible values: text, json",
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
    ("--connections", "CONNECTIONS", "0", "zero"),
    ("--head-limit", "HEAD_LIMIT", "0", "between 1 and 3600"),
    (
        "--head-limit",
        "HEAD_LIMIT",
        "18446744073709551615",
        "between 1 and 3600",
    ),
    ("--drain", "DRAIN", "-1", "invalid digit"),
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
        "several credentials are set",
    ),
    (
        "--assertion-file",
        "ASSERTION_FILE",
        "/nothing/here",
        "several credentials are set",
    ),
    (
        "--certificate-file",
        "CERTIFICATE_FILE",
        THIS_FILE,
        "several credentials are set",
    ),
];
const UNSAFE: &str = "neither https nor an address of this machine";
const THIS_FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/settings.rs");

#[test]
fn invalid_flags_and_variables_are_refused() {
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
fn an_occupied_address_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap();
    let (_, _, stderr) = output(real(&mut bot()).arg(format!("--listen={taken}")));
    assert!(
        stderr.contains(&format!("cannot listen on {taken}: ")),
        "{stderr}"
    );
}

#[test]
fn the_secret_file_is_read_and_not_shown() {
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

#[test]
fn the_log_has_one_json_object_for_each_line() {
    let mut command = bot();
    command.env("CALLING_BOT_TENANT", "one");
    let (output, _, stderr) = output(command.args([
        "--simulate",
        "--quiet",
        "--scenario=incoming-call",
        "--log=info",
        "--log-format=json",
    ]));
    assert!(output.status.success(), "{stderr}");
    let lines: Vec<serde_json::Value> = stderr
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let find = |message: &str| {
        let line = lines.iter().find(|line| line["message"] == message);
        line.unwrap_or_else(|| panic!("{message}: {stderr}"))
    };
    find("CALLING_BOT_TENANT is not a setting; did you mean CALLING_BOT_TENANTS?");
    // The spans say which notification it is about.
    let rejected = find("the call is rejected");
    assert_eq!(rejected["spans"][0]["name"], "notification", "{rejected}");
    assert_eq!(rejected["spans"][0]["key"], rejected["call"], "{rejected}");
    assert_eq!(
        rejected["spans"][1]["scenario"], rejected["call"],
        "{rejected}"
    );
}
