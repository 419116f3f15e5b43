//! Runs the whole generator over whatever text: it must come to a crate that parses, or to an error, and a report.
//!
//! Lines that begin with `=====` divide the input into files; the rest of such a line is the name of the file that
//! follows, to which references may lead.
#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use specwright::diagnostics::Severity;
use specwright::diagnostics::emit::{self, Style};
use specwright::{Options, Source, generate};

fuzz_target!(|text: &str| -> Corpus {
    let mut files = text.split("\n=====");
    let document = files.next().unwrap_or_default();
    let others = files.map(|file| file.split_once('\n').unwrap_or((file, "")));
    let source = Source::with_files("document.yaml", document, others);
    let options = Options::new("a-client", "document.yaml");
    let outcome = generate(&source, &options);
    let has_errors = outcome
        .diagnostics
        .iter()
        .any(|diagnostic| diagnostic.severity() == Severity::Error);
    assert_eq!(outcome.generated.is_none(), has_errors);
    let report = emit::render(&outcome.sources, &outcome.diagnostics, Style::Plain);
    assert_eq!(report.is_empty(), outcome.diagnostics.is_empty());
    let generated = outcome.generated.into_iter().flat_map(|generated| generated.files);
    for (path, text) in generated.filter(|(path, _)| path.ends_with(".rs")) {
        if let Err(error) = syn::parse_file(&text) {
            panic!("{path}: {error}\n{text}");
        }
    }
    Corpus::Keep
});
