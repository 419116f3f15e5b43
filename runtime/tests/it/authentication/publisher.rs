//! A transport in place of the service that publishes metadata and keys.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use specwright_runtime::{Body, BoxFuture, Transport, TransportError};

use crate::authentication::tokens::{KEYS, Key, METADATA, key_set};

/// A transport to a service that publishes metadata and keys. Its clones are the same one.
#[derive(Clone)]
pub(crate) struct Publisher(Arc<Mutex<State>>);

pub(crate) struct State {
    pub(crate) metadata: Answer,
    pub(crate) keys: Answer,
    pub(crate) delay: Duration,
    /// The addresses that were asked for.
    pub(crate) asked: Vec<String>,
}

#[derive(Clone)]
pub(crate) enum Answer {
    Text(String),
    /// With the header `Cache-Control`.
    Cached(String, &'static str),
    Status(u16),
    Down,
    Never,
    Panic,
}

impl Publisher {
    pub(crate) fn of(keys: &[&Key]) -> Self {
        Self(Arc::new(Mutex::new(State {
            metadata: Answer::Text(metadata(KEYS)),
            keys: Answer::Text(key_set(keys)),
            delay: Duration::ZERO,
            asked: Vec::new(),
        })))
    }

    pub(crate) fn now(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    /// Returns the number of fetches.
    pub(crate) fn fetches(&self) -> usize {
        let state = self.now();
        state.asked.iter().filter(|url| *url == METADATA).count()
    }

    /// Returns the number of references to this publisher, besides that of the test.
    pub(crate) fn holders(&self) -> usize {
        Arc::strong_count(&self.0) - 1
    }
}

pub(crate) fn metadata(keys: &str) -> String {
    // Nobody holds the issuer against the host.
    format!(r#"{{"issuer":"https://elsewhere.example","jwks_uri":"{keys}","more":[1]}}"#)
}

impl Transport for Publisher {
    fn send(
        &self,
        request: http::Request<Body>,
        _: Instant,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        assert_eq!(request.method(), "GET");
        assert_eq!(request.headers()["accept"], "application/json");
        assert!(request.headers().contains_key("user-agent"));
        let url = request.uri().to_string();
        let (answer, delay) = {
            let mut state = self.now();
            let answer = if url == METADATA {
                &state.metadata
            } else {
                &state.keys
            };
            let answer = (answer.clone(), state.delay);
            state.asked.push(url);
            answer
        };
        Box::pin(async move {
            tokio::time::sleep(delay).await;
            let response = http::Response::builder();
            let response = match answer {
                Answer::Text(text) => response.body(text),
                Answer::Cached(text, header) => response.header("cache-control", header).body(text),
                Answer::Status(status) => response.status(status).body(String::new()),
                Answer::Down => return Err(TransportError::not_sent("nobody is there")),
                Answer::Never => std::future::pending().await,
                Answer::Panic => panic!("as the test wants it"),
            };
            Ok(response.unwrap().map(Body::from))
        })
    }
}
