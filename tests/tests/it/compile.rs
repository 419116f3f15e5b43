//! Code that must compile, and code that must not. `TRYBUILD=overwrite` updates the expected
//! messages.

use std::fs;

use msgraph_tests::workspace;

#[test]
fn compile_tests_pass() {
    let cases = trybuild::TestCases::new();
    cases.pass("compile/pass/*.rs");
    cases.compile_fail("compile/fail/*.rs");
}

/// A message that points into the standard library shows its source where that is installed, and
/// not elsewhere.
#[test]
fn expected_messages_are_portable() {
    for entry in fs::read_dir(workspace("tests/compile/fail")).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        if path
            .extension()
            .is_some_and(|extension| extension == "stderr")
        {
            let is_portable = !text.contains("$RUST") && !text.contains("--> /");
            assert!(is_portable, "{}: {text}", path.display());
        }
    }
}
