//! A request to a service.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use http::header;
use http::{HeaderMap, HeaderName, HeaderValue, Uri};
use serde::Serialize;

use crate::auth::token_attributes::{SetTokenAttribute, TokenAttributes};
use crate::body::form::Encoding;
use crate::body::{Body, form};
use crate::call::operation::Operation;
use crate::call::path::Path;
use crate::call::settings::Settings;
use crate::endpoint::Endpoint;
use crate::invalid_request::InvalidRequest;
use crate::params::cookie::add_cookie;
use crate::params::style::Style;
use crate::validate::constraint::Constraint;
use crate::validate::validator::{Validate, Validator};
use crate::validate::violation::Violation;

/// A request to a service. It is sent when it is awaited.
///
/// Invalid arguments are reported as [`Error::InvalidRequest`](crate::Error::InvalidRequest) when
/// the request is awaited.
///
/// ```no_run
/// # #[cfg(feature = "reqwest")]
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// use std::time::Duration;
/// use specwright_runtime::{
///     Client, Endpoint, Error, Method, Operation, Reply, Request, Security, StaticToken, Status,
///     Value, body,
/// };
///
/// // Generated code.
/// static HANG_UP: Operation<(), Value> = Operation {
///     id: "communications.DeleteCalls",
///     method: Method::DELETE,
///     path: "/communications/calls/{call-id}",
///     deadline: Some(Duration::from_secs(15)),
///     idempotent: true,
///     security: Security::Bearer,
///     responses: &[
///         (Status::Code(204), Reply::Success(body::none)),
///         (Status::Default, Reply::Failure(body::json)),
///     ],
/// };
///
/// let endpoint = Endpoint::new("https://api.example.com/v1")?
///     .with_token_scope("https://api.example.com/.default");
/// let client = Client::new(endpoint, StaticToken::new("eyJ0eXAi"));
/// let calls = client.path().segment("communications").segment("calls");
/// let path = calls.parameter("call-id", "57dab8b1");
/// match Request::new(&path, &HANG_UP).deadline(Duration::from_secs(5)).await {
///     Ok(done) => println!("done, id {:?}", done.request_id()),
///     Err(error) if error.is_not_found() => println!("the call is gone"),
///     Err(Error::Service { body, .. }) => println!("refused: {}", body["error"]["code"]),
///     Err(error) => return Err(error.into()),
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a request is sent when it is awaited"]
pub struct Request<'a, T: 'static, E: 'static> {
    pub(crate) settings: &'a Settings,
    pub(crate) operation: &'static Operation<T, E>,
    /// Path and query, percent-encoded.
    pub(crate) target: String,
    /// The whole URL, replacing endpoint and target: the URL of a next page.
    pub(crate) address: Option<Uri>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
    pub(crate) deadline: Option<Duration>,
    pub(crate) idempotent: Option<bool>,
    pub(crate) token_attributes: TokenAttributes,
    /// The server that the OpenAPI document states for this operation.
    pub(crate) server: Option<Box<Endpoint>>,
    /// The endpoint that the caller chose.
    pub(crate) endpoint: Option<Box<Endpoint>>,
    /// The first error.
    pub(crate) invalid: Option<InvalidRequest>,
}

impl<'a, T, E> Request<'a, T, E> {
    /// Creates a request for an operation at its path.
    pub fn new(path: &Path<'a>, operation: &'static Operation<T, E>) -> Self {
        Self {
            settings: path.settings(),
            operation,
            target: path.text().to_owned(),
            address: None,
            headers: HeaderMap::new(),
            body: Body::empty(),
            deadline: None,
            idempotent: None,
            token_attributes: TokenAttributes::new(),
            server: None,
            endpoint: None,
            invalid: path.check().err(),
        }
    }

    /// Sets the deadline of the call, from the await to the last byte, including the token.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Sets whether the service may process this request twice, overriding the OpenAPI document.
    ///
    /// Determines which failed attempts are retried. See [`StandardRetry`](crate::StandardRetry).
    pub fn idempotent(mut self, idempotent: bool) -> Self {
        self.idempotent = Some(idempotent);
        self
    }

    /// Sets an attribute of the token request, overriding the client.
    pub fn token_attribute(
        mut self,
        name: impl Into<Cow<'static, str>>,
        value: impl Into<String>,
    ) -> Self {
        self.token_attributes.insert(name.into(), value.into());
        self
    }

    /// Sets the endpoint, overriding the client. The credentials are sent there as well.
    pub fn endpoint(mut self, endpoint: impl Into<Endpoint>) -> Self {
        self.endpoint = Some(Box::new(endpoint.into()));
        self
    }

    /// Selects one of the servers that the OpenAPI document states for this operation.
    ///
    /// Generated code selects the first one. It applies if the endpoint of the client is a server
    /// of the OpenAPI document. A client of another endpoint, such as that of a test, keeps its
    /// endpoint. A relative server is always resolved against the endpoint of the client. Token
    /// parameters that the server lacks are those of the client.
    pub fn server(mut self, server: impl Into<Endpoint>) -> Self {
        self.server = Some(Box::new(server.into()));
        self
    }

    /// Sets a header, replacing headers of the same name.
    ///
    /// The headers that frame a message, such as `Host` and `Content-Length`, cannot be set.
    /// `Authorization` can be set if the OpenAPI document leaves open how the operation is
    /// authenticated: [`Security::Unstated`](crate::Security::Unstated) and
    /// [`Security::Manual`](crate::Security::Manual).
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let outcome = self.set_header(name.as_ref(), value.as_ref());
        self.record_error(outcome)
    }

    /// Adds a query parameter in the default style of queries: each item of a list and each
    /// property of an object is a separate parameter.
    pub fn query<V: Serialize + ?Sized>(self, name: impl AsRef<str>, value: &V) -> Self {
        self.query_as(name, value, Style::FORM.exploded())
    }

    /// Adds a query parameter in a style.
    pub fn query_as<V: Serialize + ?Sized>(
        mut self,
        name: impl AsRef<str>,
        value: &V,
        style: Style,
    ) -> Self {
        let name = name.as_ref();
        let outcome = style.in_query(name, value);
        let outcome = outcome.map(|text| self.add_query(text.as_deref()));
        self.record_error(outcome.map_err(|_| not_serializable(name)))
    }

    /// Sets the whole query to a value in a style without its name: [`Style::JSON`], or
    /// [`Style::SIMPLE`] for a string.
    pub fn query_string<V: Serialize + ?Sized>(
        mut self,
        name: impl AsRef<str>,
        value: &V,
        style: Style,
    ) -> Self {
        let outcome = style.in_query_string(value);
        let outcome = outcome.map(|text| self.add_query(text.as_deref()));
        self.record_error(outcome.map_err(|_| not_serializable(name.as_ref())))
    }

    /// Sets the whole query to an object, as a form of the media type
    /// `application/x-www-form-urlencoded`.
    ///
    /// `encodings` are those of the OpenAPI document, by property.
    pub fn query_form<V: Serialize + ?Sized>(
        mut self,
        name: impl AsRef<str>,
        value: &V,
        encodings: &[(&'static str, Encoding)],
    ) -> Self {
        let outcome = form::encode(value, encodings);
        let outcome = outcome.map(|text| self.add_query(Some(&text)));
        self.record_error(outcome.map_err(|_| not_serializable(name.as_ref())))
    }

    /// Adds a header parameter in a style, replacing headers of the same name. An undefined value
    /// sets no header.
    pub fn header_as<V: Serialize + ?Sized>(
        mut self,
        name: impl AsRef<str>,
        value: &V,
        style: Style,
    ) -> Self {
        let name = name.as_ref();
        let outcome = match style.in_header(value) {
            Ok(Some(value)) => self.set_header(name, &value),
            Ok(None) => Ok(()),
            Err(_) => Err(not_serializable(name)),
        };
        self.record_error(outcome)
    }

    /// Adds a cookie parameter in a style, percent-encoded, to the header `Cookie`.
    pub fn cookie_as<V: Serialize + ?Sized>(
        mut self,
        name: impl AsRef<str>,
        value: &V,
        style: Style,
    ) -> Self {
        let name = name.as_ref();
        let outcome = style.in_cookie(name, value).map(|cookie| {
            if let Some(cookie) = cookie {
                add_cookie(&mut self.headers, &cookie);
            }
        });
        self.record_error(outcome.map_err(|_| not_serializable(name)))
    }

    /// Validates the value of a parameter, or the body as a whole, against constraints of the
    /// OpenAPI document.
    pub fn check_value<P: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &P,
        constraints: &[Constraint],
    ) -> Self {
        let mut check = Validator::default();
        check.member(name, value, constraints);
        self.checked(check, InvalidRequest::Parameter)
    }

    /// Validates the parts of a parameter.
    pub fn check_nested<V: Validate + ?Sized>(self, name: &'static str, value: &V) -> Self {
        let mut check = Validator::default();
        check.nested(name, value);
        self.checked(check, InvalidRequest::Parameter)
    }

    /// Validates the body against the constraints of the OpenAPI document.
    pub fn validate<V: Validate + ?Sized>(self, value: &V) -> Self {
        let mut check = Validator::default();
        value.validate(&mut check);
        self.checked(check, InvalidRequest::Body)
    }

    fn checked(self, check: Validator, invalid: fn(Vec<Violation>) -> InvalidRequest) -> Self {
        let violations = check.into_violations();
        let outcome = if violations.is_empty() {
            Ok(())
        } else {
            Err(invalid(violations))
        };
        self.record_error(outcome)
    }

    /// Adds a part of the query, unless it is empty.
    fn add_query(&mut self, text: Option<&str>) {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            let separator = if self.target.contains('?') { '&' } else { '?' };
            self.target.push(separator);
            self.target.push_str(text);
        }
    }

    fn set_header(&mut self, name: &str, value: &str) -> Result<(), InvalidRequest> {
        let refuse = |reason| InvalidRequest::Header {
            name: name.escape_default().to_string(),
            reason,
        };
        let name: HeaderName = name
            .parse()
            .map_err(|_| refuse("is not the name of a header"))?;
        let is_credential = name == header::AUTHORIZATION;
        let is_accepted = is_credential && self.operation.security.accepts_header();
        if is_reserved(&name) && !is_accepted {
            return Err(refuse("is set by the client alone"));
        }
        let mut value: HeaderValue = value
            .parse()
            .map_err(|_| refuse("has a value that is not valid in a header"))?;
        value.set_sensitive(is_credential);
        self.headers.insert(name, value);
        Ok(())
    }

    pub(crate) fn record_error(mut self, outcome: Result<(), InvalidRequest>) -> Self {
        if let Err(invalid) = outcome {
            self.invalid.get_or_insert(invalid);
        }
        self
    }

    /// Returns the same request without its body.
    #[cfg(feature = "paging")]
    pub(crate) fn clone_without_body(&self) -> Self {
        Self {
            settings: self.settings,
            operation: self.operation,
            target: self.target.clone(),
            address: self.address.clone(),
            headers: self.headers.clone(),
            body: Body::empty(),
            deadline: self.deadline,
            idempotent: self.idempotent,
            token_attributes: self.token_attributes.clone(),
            server: self.server.clone(),
            endpoint: self.endpoint.clone(),
            invalid: None,
        }
    }
}

impl<T, E> SetTokenAttribute for Request<'_, T, E> {
    fn token_attribute(self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        Request::token_attribute(self, name, value)
    }
}

/// Returns the endpoint of a request, if it is not that of the client: the one that the caller
/// chose, else the server of the operation.
pub(crate) fn destination(
    settings: &Settings,
    endpoint: Option<Box<Endpoint>>,
    server: Option<&Endpoint>,
) -> Option<Box<Endpoint>> {
    let server_endpoint = |server| Box::new(settings.endpoint.for_operation(server));
    endpoint.or_else(|| server.map(server_endpoint))
}

fn not_serializable(name: &str) -> InvalidRequest {
    InvalidRequest::Parameter(vec![Violation::new(name, "must be writable as text")])
}

/// Returns whether only the client or the transport may set a header, since it contains credentials
/// or frames the message.
fn is_reserved(name: &HeaderName) -> bool {
    const RESERVED: [HeaderName; 9] = [
        header::AUTHORIZATION,
        header::CONNECTION,
        header::CONTENT_LENGTH,
        header::HOST,
        header::PROXY_AUTHORIZATION,
        header::TE,
        header::TRAILER,
        header::TRANSFER_ENCODING,
        header::UPGRADE,
    ];
    RESERVED.contains(name) || matches!(name.as_str(), "keep-alive" | "proxy-connection")
}

/// Shows the path template. Parameters, query, headers and body may contain secrets.
impl<T, E> fmt::Debug for Request<'_, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.operation.method)
            .field("path", &self.operation.path)
            .finish_non_exhaustive()
    }
}

/// Defines the request type of an operation with optional parameters. Generated code adds a method
/// for each parameter.
///
/// ```
/// use std::convert::Infallible;
/// use specwright_runtime::request;
///
/// request! {
///     /// A request for a list of calls.
///     CallsGetRequest: Vec<String>, Infallible
/// }
///
/// impl CallsGetRequest<'_> {
///     /// Sets the maximum number of calls.
///     pub fn top(self, top: i64) -> Self {
///         Self(self.0.query("$top", &top))
///     }
/// }
/// ```
///
/// The type wraps a [`Request`] of the success and failure types that follow the colon, and has the
/// methods that apply to every operation.
#[macro_export]
macro_rules! request {
    ($(#[$meta:meta])* $name:ident: $success:ty, $failure:ty) => {
        $(#[$meta])*
        #[derive(Debug)]
        #[must_use = "a request is sent when it is awaited"]
        pub struct $name<'a>($crate::Request<'a, $success, $failure>);

        impl $name<'_> {
            /// Sets the deadline of the call, from the await to the last byte, including the token.
            pub fn deadline(self, deadline: ::core::time::Duration) -> Self {
                Self(self.0.deadline(deadline))
            }

            /// Sets whether the service may process this request twice, overriding the OpenAPI
            /// document.
            pub fn idempotent(self, idempotent: bool) -> Self {
                Self(self.0.idempotent(idempotent))
            }

            /// Sets an attribute of the token request, overriding the client.
            pub fn token_attribute(
                self,
                name: impl ::core::convert::Into<::std::borrow::Cow<'static, str>>,
                value: impl ::core::convert::Into<::std::string::String>,
            ) -> Self {
                Self(self.0.token_attribute(name, value))
            }

            /// Sets the endpoint, overriding the client. The credentials are sent there as well.
            pub fn endpoint(
                self,
                endpoint: impl ::core::convert::Into<$crate::Endpoint>,
            ) -> Self {
                Self(self.0.endpoint(endpoint))
            }

            /// Selects one of the servers that the OpenAPI document states for this operation.
            ///
            /// A client of an endpoint that is not a server of the OpenAPI document, such as that
            /// of a test, keeps its endpoint.
            pub fn server(
                self,
                server: impl ::core::convert::Into<$crate::Endpoint>,
            ) -> Self {
                Self(self.0.server(server))
            }

            /// Sets a header, replacing headers of the same name.
            pub fn header(
                self,
                name: impl ::core::convert::AsRef<str>,
                value: impl ::core::convert::AsRef<str>,
            ) -> Self {
                Self(self.0.header(name, value))
            }
        }

        impl $crate::SetTokenAttribute for $name<'_> {
            fn token_attribute(
                self,
                name: impl ::core::convert::Into<::std::borrow::Cow<'static, str>>,
                value: impl ::core::convert::Into<::std::string::String>,
            ) -> Self {
                Self(self.0.token_attribute(name, value))
            }
        }

        impl<'a> ::core::future::IntoFuture for $name<'a> {
            type Output =
                <$crate::Request<'a, $success, $failure> as ::core::future::IntoFuture>::Output;
            type IntoFuture =
                <$crate::Request<'a, $success, $failure> as ::core::future::IntoFuture>::IntoFuture;

            fn into_future(self) -> Self::IntoFuture {
                ::core::future::IntoFuture::into_future(self.0)
            }
        }
    };
}
