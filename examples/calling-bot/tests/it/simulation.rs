//! The simulation.

use crate::bot::{bot, output};

#[test]
fn the_simulation_passes_and_logs_no_secret() {
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
    let (output, stdout, _) =
        output(command.args(["--simulate", "--burst=1", "--path=/notifications"]));
    assert!(output.status.success(), "{stdout}");
    assert!(
        stdout.contains("is asked to reject the call, reason forbidden"),
        "{stdout}"
    );
    assert!(!stdout.contains("reason busy"), "{stdout}");
}
