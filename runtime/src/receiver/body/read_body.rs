//! Reads the body of a request with limits on size and time.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use bytes::{Buf, Bytes, BytesMut};
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue};
use http_body::Body;
use http_body_util::BodyExt as _;

use crate::receiver::metrics::rejection::Rejection;

/// The byte order mark, which some senders put in front of UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Returns whether a body with these headers is uncompressed JSON in UTF-8. An absent
/// `Content-Type` counts as JSON.
pub(in crate::receiver) fn is_json(headers: &HeaderMap) -> bool {
    let plain = |encoding: &HeaderValue| {
        encoding
            .to_str()
            .is_ok_and(|encoding| encoding.trim().eq_ignore_ascii_case("identity"))
    };
    headers.get_all(CONTENT_ENCODING).iter().all(plain)
        && headers.get_all(CONTENT_TYPE).iter().all(|value| {
            // Most senders write it like this.
            value == "application/json"
                || value.to_str().is_ok_and(|media_type| {
                    let mut parts = media_type.split(';').map(str::trim);
                    parts.next().is_some_and(is_json_type) && parts.all(is_utf8)
                })
        })
}

fn is_json_type(essence: &str) -> bool {
    let Some((kind, subtype)) = essence.split_once('/') else {
        return false;
    };
    let suffix = subtype
        .rsplit_once('+')
        .map_or(subtype, |(_, suffix)| suffix);
    kind.eq_ignore_ascii_case("application") && suffix.eq_ignore_ascii_case("json")
}

/// Returns whether a parameter of a media type is compatible with UTF-8.
fn is_utf8(parameter: &str) -> bool {
    let Some((name, value)) = parameter.split_once('=') else {
        return true;
    };
    let value = value.trim().trim_matches('"');
    !name.trim().eq_ignore_ascii_case("charset")
        || ["utf-8", "utf8", "us-ascii"]
            .iter()
            .any(|charset| value.eq_ignore_ascii_case(charset))
}

/// Reads a body, without a byte order mark.
pub(in crate::receiver) async fn read_body<B: Body>(
    body: B,
    limit: usize,
    time: Duration,
) -> Result<Bytes, Rejection> {
    if body.size_hint().lower() > limit as u64 {
        return Err(Rejection::BodyTooLarge);
    }
    let mut collected = pin!(collect(body, limit));
    // Most bodies arrive together with the head and need no timer.
    let mut bytes = match poll_fn(|cx| Poll::Ready(collected.as_mut().poll(cx))).await {
        Poll::Ready(bytes) => bytes?,
        Poll::Pending => Box::pin(tokio::time::timeout(time, collected))
            .await
            .unwrap_or(Err(Rejection::BodyTooSlow))?,
    };
    if bytes.starts_with(MARK) {
        bytes.advance(MARK.len());
    }
    Ok(bytes)
}

async fn collect<B: Body>(body: B, limit: usize) -> Result<Bytes, Rejection> {
    let mut body: Pin<&mut B> = pin!(body);
    let mut first = Bytes::new();
    let mut gathered = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Rejection::BodyIncomplete)?;
        // Trailers are ignored.
        let Ok(mut data) = frame.into_data() else {
            continue;
        };
        let length = data.remaining();
        if first.len() + gathered.len() + length > limit {
            return Err(Rejection::BodyTooLarge);
        }
        if first.is_empty() && gathered.is_empty() {
            // Most bodies are a single frame, which need not be copied.
            first = data.copy_to_bytes(length);
        } else {
            gathered.extend_from_slice(&std::mem::take(&mut first));
            gathered.extend_from_slice(&data.copy_to_bytes(length));
        }
    }
    Ok(if gathered.is_empty() {
        first
    } else {
        gathered.freeze()
    })
}
