//! The simulation.

use crate::bot::{bot, output};

#[test]
fn the_simulation_passes_and_logs_no_secret() {
    let (output, stdout, stderr) = output(bot().args(["--simulate", "--burst=7", "--log=trace"]));
    assert!(output.status.success(), "{stdout}\n{stderr}");
    assert!(!stdout.contains("WRONG"), "{stdout}");
    assert!(stdout.contains("\nPassed: 32 of 32 calls.\n"), "{stdout}");
    assert!(stdout.contains("\n  worst time left "), "{stdout}");
    assert!(
        stdout.contains("\n  incoming-call                8 passed\n"),
        "{stdout}"
    );
    for line in [
        "bot    begins, with ",
        "bot    rejects the call, reason busy\n",
        "graph  answers the rejection with 202\n",
        "bot    has rejected the call\n",
        "bot    has rejected the call, in 2 attempts\n",
        "bot    takes note that the call has ended\n",
        "bot    does nothing: it was rejected before\n",
        "bot    does nothing: it has ended\n",
        "bot    could not reject the call:",
        "bot    cannot read a notification:",
        "bot    refuses:",
    ] {
        assert!(stdout.contains(line), "`{line}` is not in\n{stdout}");
    }
    // Each tenant's token is requested once, and kept.
    assert!(
        stdout.contains("\n  tokens issued                2\n"),
        "{stdout}"
    );
    assert!(stderr.contains("the call is rejected"), "{stderr}");
    // Tokens of notifications, the secret, and the prefix of a token that is sent.
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
fn the_reason_is_a_setting_and_flags_take_precedence() {
    let mut command = bot();
    command.envs([
        ("CALLING_BOT_REASON", "forbidden"),
        ("CALLING_BOT_PATH", "/elsewhere"),
    ]);
    let scenario = [
        "--simulate",
        "--scenario=incoming-call",
        "--path=/notifications",
    ];
    let (output, stdout, _) = output(command.args(scenario));
    assert!(output.status.success(), "{stdout}");
    assert!(
        stdout.contains("rejects the call, reason forbidden"),
        "{stdout}"
    );
    assert!(!stdout.contains("reason busy"), "{stdout}");
}

#[test]
fn a_quiet_simulation_prints_the_summary_only() {
    let quiet = ["--simulate", "--quiet", "--scenario=incoming-twice"];
    let (output, stdout, _) = output(bot().args(quiet));
    assert!(output.status.success(), "{stdout}");
    assert!(stdout.contains("\nPassed: 1 of 1 calls.\n"), "{stdout}");
    assert!(!stdout.contains("graph  posts"), "{stdout}");
}

#[test]
fn the_simulation_needs_no_certificates_of_the_system() {
    let mut command = bot();
    // Where rustls would look for them.
    let nothing = concat!(env!("CARGO_MANIFEST_DIR"), "/nothing-here");
    command.envs([("SSL_CERT_FILE", nothing), ("SSL_CERT_DIR", nothing)]);
    let scenario = ["--simulate", "--quiet", "--scenario=incoming-call"];
    let (output, stdout, stderr) = output(command.args(scenario));
    assert!(output.status.success(), "{stdout}\n{stderr}");
}

#[test]
fn an_unknown_scenario_is_named() {
    let scenario = ["--simulate", "--scenario=outgoing-call"];
    let (output, _, stderr) = output(bot().args(scenario));
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr.contains("there is no scenario `outgoing-call`"),
        "{stderr}"
    );
}
