//! Properties of any input: bytes, JSON, damaged payloads and documents.

mod decoding;
mod generator;
mod mutation;
mod names;
mod receiver;

use proptest::test_runner::Config;

/// So many cases, or as many as the environment asks for, and no longer than a minute over a
/// failing one.
fn cases(cases: u32) -> Config {
    let wanted = std::env::var("PROPTEST_CASES").ok();
    Config {
        cases: wanted
            .and_then(|wanted| wanted.parse().ok())
            .unwrap_or(cases),
        max_shrink_time: 60_000,
        ..Config::default()
    }
}
