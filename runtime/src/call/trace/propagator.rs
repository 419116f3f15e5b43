//! Propagation of a trace to the service.

use http::HeaderMap;

/// Adds the context of a trace to the headers of a request, such as W3C's `traceparent`, so that
/// the trace continues at the service.
///
/// It is called for each attempt, within the span of the attempt, [`tracing::Span::current`]. The
/// feature `opentelemetry` provides `OpenTelemetry`. Your own can be a closure:
///
/// ```
/// use specwright_runtime::{Client, Endpoint, HeaderMap, HeaderValue};
///
/// let client = Client::builder(Endpoint::new("https://api.example.com/v1")?)
///     .propagator(|headers: &mut HeaderMap| {
///         let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
///         let parent = HeaderValue::from_static(parent);
///         headers.insert("traceparent", parent);
///     })
///     .build();
/// # Ok::<(), specwright_runtime::InvalidEndpoint>(())
/// ```
pub trait Propagator: Send + Sync {
    /// Adds the headers of the current context, if there is one.
    fn inject(&self, headers: &mut HeaderMap);
}

impl<F: Fn(&mut HeaderMap) + Send + Sync> Propagator for F {
    fn inject(&self, headers: &mut HeaderMap) {
        self(headers);
    }
}

/// Propagates the context of OpenTelemetry in the format that
/// [`opentelemetry::global::set_text_map_propagator`] sets for the process.
///
/// The context is the one that `tracing-opentelemetry` attaches to the span of the attempt. Without
/// its layer, it is the current context of OpenTelemetry.
///
/// ```
/// use specwright_runtime::{Client, Endpoint, OpenTelemetry};
/// use opentelemetry_sdk::propagation::TraceContextPropagator;
///
/// opentelemetry::global::set_text_map_propagator(TraceContextPropagator::new());
/// let client = Client::builder(Endpoint::new("https://api.example.com/v1")?)
///     .propagator(OpenTelemetry)
///     .build();
/// # Ok::<(), specwright_runtime::InvalidEndpoint>(())
/// ```
#[cfg(feature = "opentelemetry")]
#[derive(Clone, Copy, Debug, Default)]
pub struct OpenTelemetry;

#[cfg(feature = "opentelemetry")]
mod open_telemetry {
    use http::{HeaderMap, HeaderName, HeaderValue};
    use opentelemetry::propagation::Injector;
    use opentelemetry::trace::TraceContextExt;
    use opentelemetry::{Context, global};
    use tracing::Span;
    use tracing_opentelemetry::OpenTelemetrySpanExt;

    use super::{OpenTelemetry, Propagator};

    impl Propagator for OpenTelemetry {
        fn inject(&self, headers: &mut HeaderMap) {
            let mut context = Span::current().context();
            if !context.span().span_context().is_valid() {
                context = Context::current();
            }
            global::get_text_map_propagator(|format| {
                format.inject_context(&context, &mut Headers(headers));
            });
        }
    }

    struct Headers<'a>(&'a mut HeaderMap);

    impl Injector for Headers<'_> {
        fn set(&mut self, name: &str, value: String) {
            let header = (HeaderName::try_from(name), HeaderValue::try_from(value));
            if let (Ok(name), Ok(value)) = header {
                self.0.insert(name, value);
            }
        }
    }
}
