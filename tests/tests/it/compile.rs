//! What compiles, and what must not. `TRYBUILD=overwrite` writes the expected messages anew.

use std::fs;

use msgraph_tests::workspace;

#[test]
fn what_the_documentation_shows_compiles_and_what_the_types_forbid_does_not() {
    let cases = trybuild::TestCases::new();
    cases.pass("compile/pass/*.rs");
    cases.compile_fail("compile/fail/*.rs");
}

/// A message that points into the standard library shows its source where that is installed, and not elsewhere.
#[test]
fn an_expected_message_is_the_same_on_every_machine() {
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
