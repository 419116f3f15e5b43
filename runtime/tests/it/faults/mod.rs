//! Faults of networks and services: one test for each row of `FAULTS.md`.

/// Makes a test of each fault, and a list of their names.
macro_rules! faults {
    ($($name:ident: $server:expr;)*) => {
        $(
            #[tokio::test]
            async fn $name() {
                let server = $server.await;
                crate::faults::table::compare(stringify!($name), &server).await;
            }
        )*

        pub(crate) const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

mod body;
mod causes;
mod connection;
mod head;
mod http2;
mod retry_after;
mod server;
mod status;
mod table;
mod tls;

use std::collections::BTreeSet;

#[test]
fn rows_and_tests_correspond() {
    let tests = [
        body::NAMES,
        connection::NAMES,
        head::NAMES,
        http2::NAMES,
        retry_after::NAMES,
        status::NAMES,
    ]
    .concat();
    let rows = table::rows();
    let named: Vec<&str> = rows.iter().map(|row| row[0].trim_matches('`')).collect();
    let (tests_set, rows_set): (BTreeSet<_>, BTreeSet<_>) = (
        tests.iter().copied().collect(),
        named.iter().copied().collect(),
    );
    assert_eq!(tests_set, rows_set);
    assert_eq!(named.len(), rows_set.len(), "a row is duplicated");
}
