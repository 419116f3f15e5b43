//! Conversion of reqwest's errors.

use std::error::Error;
use std::io;
use std::sync::Arc;

use crate::transport_error::TransportError;

/// Converts an error of a request or of the body of a response.
pub(super) fn translate(error: reqwest::Error) -> TransportError {
    let timeout = error.is_timeout();
    let permanent = error.is_builder() || tls::is_untrusted(&error);
    let not_sent = error.is_connect() || permanent || tls::is_refused(&error);
    let detail = if not_sent { detail(&error) } else { None };
    // The URL contains the query.
    let error = error.without_url();
    let error = if not_sent {
        TransportError::not_sent(error)
    } else {
        TransportError::maybe_sent(error)
    };
    let error = match detail {
        Some(detail) => error.with_detail(detail),
        None => error,
    };
    match (timeout, permanent) {
        (true, _) => error.timed_out(),
        (false, true) => error.permanent(),
        (false, false) => error,
    }
}

/// Converts the error of a client that cannot be set up.
pub(super) fn translate_setup(error: &Arc<reqwest::Error>) -> TransportError {
    let detail = detail(error).unwrap_or("the settings of the HTTP client are not valid");
    TransportError::not_sent(Arc::clone(error))
        .permanent()
        .with_detail(detail)
}

/// Returns why there is no connection, if it is one of the common reasons.
fn detail(error: &reqwest::Error) -> Option<&'static str> {
    causes(error).find_map(|cause| {
        if let Some(error) = cause.downcast_ref::<io::Error>() {
            return io_detail(error.kind());
        }
        // The type of this error is private to hyper-util.
        if cause.to_string().starts_with("dns error") {
            return Some("the host name cannot be resolved");
        }
        tls::detail(cause)
    })
}

fn io_detail(kind: io::ErrorKind) -> Option<&'static str> {
    match kind {
        io::ErrorKind::ConnectionRefused => Some("connection refused"),
        io::ErrorKind::NetworkUnreachable => Some("the network is unreachable"),
        io::ErrorKind::HostUnreachable => Some("the host is unreachable"),
        _ => None,
    }
}

/// Returns the sources of the error, outermost first.
fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> + '_ {
    std::iter::successors(Error::source(error), |cause| {
        // The source of an I/O error is the source of the inner error, which would skip the inner
        // error.
        match cause.downcast_ref::<io::Error>() {
            Some(error) => error.get_ref().map(|inner| inner as _),
            None => (**cause).source(),
        }
    })
}

#[cfg(feature = "rustls")]
mod tls {
    use std::error::Error;

    use rustls::CertificateError;

    /// Returns whether the certificate of the service is not trusted. Another attempt would fail,
    /// too.
    pub(super) fn is_untrusted(error: &reqwest::Error) -> bool {
        super::causes(error)
            .filter_map(|cause| cause.downcast_ref::<rustls::Error>())
            .any(|error| matches!(error, rustls::Error::InvalidCertificate(_)))
    }

    /// Returns whether the service refused the stream and so has not processed the request (RFC
    /// 9113, section 8.7).
    pub(super) fn is_refused(error: &reqwest::Error) -> bool {
        super::causes(error)
            .filter_map(|cause| cause.downcast_ref::<h2::Error>())
            .filter(|error| error.is_remote())
            .any(|error| match error.reason() {
                Some(h2::Reason::REFUSED_STREAM) => error.is_reset(),
                // When a connection is closed gracefully, only unprocessed streams fail with this.
                Some(h2::Reason::NO_ERROR) => error.is_go_away(),
                _ => false,
            })
    }

    /// Returns what is wrong with the certificate of the service, or with those of the system.
    pub(super) fn detail(cause: &(dyn Error + 'static)) -> Option<&'static str> {
        match cause.downcast_ref::<rustls::Error>()? {
            rustls::Error::InvalidCertificate(error) => Some(match error {
                CertificateError::UnknownIssuer => {
                    "the certificate is from an unknown certificate authority"
                }
                CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                    "the certificate has expired"
                }
                CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                    "the certificate is not valid yet"
                }
                CertificateError::NotValidForName
                | CertificateError::NotValidForNameContext { .. } => {
                    "the certificate is for another host name"
                }
                _ => "the certificate is not valid",
            }),
            rustls::Error::InvalidMessage(_) => Some("the server does not answer with TLS"),
            // rustls-platform-verifier has no variant for it.
            rustls::Error::General(message) if message.starts_with("No CA certificates") => {
                Some("the system has no CA certificates")
            }
            _ => None,
        }
    }
}

#[cfg(not(feature = "rustls"))]
mod tls {
    use std::error::Error;

    pub(super) fn is_untrusted(_: &reqwest::Error) -> bool {
        false
    }

    pub(super) fn is_refused(_: &reqwest::Error) -> bool {
        false
    }

    pub(super) fn detail(_: &(dyn Error + 'static)) -> Option<&'static str> {
        None
    }
}
