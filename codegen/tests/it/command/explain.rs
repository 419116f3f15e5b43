//! `specwright explain`: explanations of codes.

use super::{assert_code, specwright, stdout};

#[test]
fn a_code_of_a_report_is_explained() {
    let folder = tempfile::tempdir().unwrap();
    let output = specwright(folder.path(), &["explain", "oa201"]);
    assert_code(&output, 0);
    assert!(
        stdout(&output).starts_with("violation[OA201]: unknown field\n\n"),
        "{}",
        stdout(&output)
    );
    for example in [
        "\nReported:\n",
        "descripton:",
        "\nCorrect:\n",
        "description:",
    ] {
        assert!(
            stdout(&output).contains(example),
            "{example}: {}",
            stdout(&output)
        );
    }
    assert_code(&specwright(folder.path(), &["explain", "OA999"]), 2);
}

#[test]
fn explain_without_a_code_lists_all_codes() {
    let folder = tempfile::tempdir().unwrap();
    let output = specwright(folder.path(), &["explain"]);
    assert_code(&output, 0);
    let listed = stdout(&output);
    assert_eq!(
        listed.lines().count(),
        specwright::diagnostics::code::Code::ALL.len()
    );
    assert!(
        listed.contains("OA201  violation  unknown field\n"),
        "{listed}"
    );
}
