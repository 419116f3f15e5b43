//! How a trace goes on at the service.

use http::HeaderMap;

/// Puts the context of a trace into the headers of a request, such as W3C's `traceparent`, so that the trace goes on at
/// the service.
///
/// It is called for each attempt, within the span of the attempt: that is [`tracing::Span::current`]. The feature
/// `opentelemetry` has the usual one, `OpenTelemetry`. One of your own can be a closure:
///
/// ```
/// use msgraph_runtime::{Client, Endpoint, HeaderMap, HeaderValue};
///
/// let client = Client::builder(Endpoint::new("https://graph.microsoft.com/v1.0")?)
///     .propagator(|headers: &mut HeaderMap| {
///         let parent = HeaderValue::from_static("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
///         headers.insert("traceparent", parent);
///     })
///     .build();
/// # Ok::<(), msgraph_runtime::InvalidEndpoint>(())
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

/// Propagates the context of OpenTelemetry, in the format of the process: that which was given to
/// [`opentelemetry::global::set_text_map_propagator`].
///
/// It is the context that `tracing-opentelemetry` gives to the span of the attempt. Where its layer is not installed, it
/// is the current one of OpenTelemetry itself.
///
/// ```
/// use msgraph_runtime::{Client, Endpoint, OpenTelemetry};
/// use opentelemetry_sdk::propagation::TraceContextPropagator;
///
/// opentelemetry::global::set_text_map_propagator(TraceContextPropagator::new());
/// let client = Client::builder(Endpoint::new("https://graph.microsoft.com/v1.0")?)
///     .propagator(OpenTelemetry)
///     .build();
/// # Ok::<(), msgraph_runtime::InvalidEndpoint>(())
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
