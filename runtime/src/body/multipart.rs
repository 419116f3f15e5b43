//! Bodies of several parts.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::{HeaderName, HeaderValue};
use http_body::{Frame, SizeHint};
use serde::Serialize;
use uuid::Uuid;

use crate::body::media_type::is_json;
use crate::body::{Body, media_type};
use crate::invalid_request::InvalidRequest;
use crate::params::style::value::ParamValue;
use crate::transport_error::TransportError;

/// One part of a [`Multipart`], with what it is said to be.
///
/// A value becomes a part by `into`. Where a file is asked for, a [`Body`] does, and what a body can be made of.
///
/// ```
/// use msgraph_runtime::{Body, Part};
///
/// let photo: Part<Body> = vec![0x89, 0x50].into();
/// let photo = photo.file_name("me.png").media_type("image/png");
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct Part<T> {
    value: T,
    file_name: Option<String>,
    media_type: Option<String>,
    headers: Vec<(String, String)>,
}

impl<T> Part<T> {
    /// A part without a name of a file, of the media type that the document declares.
    pub fn new(value: T) -> Self {
        Self {
            value,
            file_name: None,
            media_type: None,
            headers: Vec::new(),
        }
    }

    /// Sets the name of the file. Most services take a part without one for a value, not for a file.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Sets the media type, in place of the declared one.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// Adds a header to the part.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// What the part holds.
    pub fn value(&self) -> &T {
        &self.value
    }
}

impl<T> From<T> for Part<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<B: Into<Bytes>> From<B> for Part<Body> {
    fn from(bytes: B) -> Self {
        Self::new(Body::from(bytes))
    }
}

/// Leaves out what it holds.
impl<T> fmt::Debug for Part<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part")
            .field("media_type", &self.media_type)
            .finish_non_exhaustive()
    }
}

/// A body of several parts, which are sent in their order.
///
/// Where one of the parts is a stream, so is the whole, and everything that [`Body`] says of streams holds for it.
///
/// ```
/// use msgraph_runtime::{Multipart, Part};
///
/// let form = Multipart::form_data()
///     .part("title", "Me at the sea")
///     .part("tags", ["sea", "me"])
///     .file("photo", "image/png", Part::new(vec![0x89, 0x50].into()).file_name("me.png"));
/// ```
#[must_use]
pub struct Multipart {
    media_type: String,
    parts: Vec<Written>,
    /// The first thing that is wrong.
    invalid: Option<InvalidRequest>,
}

/// A part behind its headers.
struct Written {
    head: String,
    media_type: String,
    body: Body,
}

impl Multipart {
    /// No parts yet, of the media type `multipart/form-data`.
    pub fn form_data() -> Self {
        Self::new("multipart/form-data")
    }

    /// No parts yet, of a media type that is a `multipart`.
    ///
    /// A part with a name has it in the header `Content-Disposition: form-data`, whatever the media type is: nothing else
    /// tells which property of a document it is. In others than `multipart/form-data` a part without a name has no such
    /// header; those are told apart by their order. `multipart/related` names the media type of its first part.
    pub fn new(media_type: impl Into<String>) -> Self {
        Self {
            media_type: media_type.into(),
            parts: Vec::new(),
            invalid: None,
        }
    }

    /// Adds a value: texts, numbers and booleans as text, an object as JSON, a list as a part for each item, and null not
    /// at all.
    pub fn part<B: Serialize>(self, name: &str, value: B) -> Self {
        self.write(name, None, [Part::new(value)])
    }

    /// Adds a value that is written as a media type, a list as a part for each item, and null not at all.
    pub fn encoded<B: Serialize>(self, name: &str, media_type: &'static str, value: B) -> Self {
        self.write(name, Some(media_type), [Part::new(value)])
    }

    /// Adds bytes under one name that are written as base64, and says so.
    pub fn base64<B: Serialize>(
        self,
        name: &str,
        media_type: &'static str,
        values: impl IntoIterator<Item = B>,
    ) -> Self {
        let values = values.into_iter();
        let parts =
            values.map(|value| Part::new(value).header("Content-Transfer-Encoding", "base64"));
        self.write(name, Some(media_type), parts)
    }

    /// Adds values with headers of their own, be it none, one or several.
    pub fn parts<B: Serialize>(self, name: &str, parts: impl IntoIterator<Item = Part<B>>) -> Self {
        self.write(name, None, parts)
    }

    /// Adds values with headers of their own that are written as a media type, be it none, one or several.
    pub fn encoded_parts<B: Serialize>(
        self,
        name: &str,
        media_type: &'static str,
        parts: impl IntoIterator<Item = Part<B>>,
    ) -> Self {
        self.write(name, Some(media_type), parts)
    }

    /// Adds a file. The media type stands where the part itself gives none.
    pub fn file(self, name: &str, media_type: &str, file: impl Into<Part<Body>>) -> Self {
        self.files(name, media_type, [file.into()])
    }

    /// Adds files under one name, be it none, one or several.
    pub fn files(
        mut self,
        name: &str,
        media_type: &str,
        files: impl IntoIterator<Item = Part<Body>>,
    ) -> Self {
        for part in files {
            self.push(name, media_type, part);
        }
        self
    }

    fn write<B: Serialize>(
        mut self,
        name: &str,
        declared: Option<&'static str>,
        parts: impl IntoIterator<Item = Part<B>>,
    ) -> Self {
        for part in parts {
            match ParamValue::new(&part.value) {
                Ok(value) => {
                    for (media_type, text) in values(&value, declared) {
                        let part = Part {
                            value: Body::from(text),
                            file_name: part.file_name.clone(),
                            media_type: part.media_type.clone(),
                            headers: part.headers.clone(),
                        };
                        self.push(name, media_type, part);
                    }
                }
                Err(unwritable) => {
                    self.invalid.get_or_insert(unwritable.into());
                }
            }
        }
        self
    }

    fn push(&mut self, name: &str, media_type: &str, part: Part<Body>) {
        let is_form =
            media_type::essence(&self.media_type).eq_ignore_ascii_case("multipart/form-data");
        match head(name, media_type, is_form, &part) {
            Ok(head) => self.parts.push(Written {
                head,
                media_type: part.media_type.unwrap_or_else(|| media_type.to_owned()),
                body: part.value,
            }),
            Err(invalid) => {
                self.invalid.get_or_insert(invalid);
            }
        }
    }

    /// The media type with its boundary, and all parts.
    pub(crate) fn into_body(self) -> Result<(String, Body), InvalidRequest> {
        if let Some(invalid) = self.invalid {
            return Err(invalid);
        }
        let boundary = Uuid::new_v4().simple().to_string();
        let mut media_type = self.media_type;
        if let Some(first) = self.parts.first()
            && media_type::essence(&media_type).eq_ignore_ascii_case("multipart/related")
            && !media_type.contains(';')
        {
            // RFC 2387 wants to know it.
            media_type = format!("{media_type}; type={}", quoted(&first.media_type));
        }
        let mut segments = VecDeque::new();
        for part in self.parts {
            let head = format!("--{boundary}\r\n{}\r\n", part.head);
            segments.extend([Body::from(head), part.body, Body::from("\r\n")]);
        }
        segments.push_back(Body::from(format!("--{boundary}--\r\n")));
        let media_type = format!("{media_type}; boundary={boundary}");
        let in_memory: Option<Vec<&Bytes>> = segments.iter().map(Body::as_bytes).collect();
        let body = match in_memory {
            Some(all) => Body::from(all.into_iter().flatten().copied().collect::<Bytes>()),
            None => Body::stream(Chain(segments)),
        };
        Ok((media_type, body))
    }
}

/// Shows how many parts there are: names and values may be secrets.
impl fmt::Debug for Multipart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Multipart")
            .field("media_type", &self.media_type)
            .field("parts", &self.parts.len())
            .finish_non_exhaustive()
    }
}

/// The media type and the text of each part that a value becomes.
fn values(value: &ParamValue, declared: Option<&'static str>) -> Vec<(&'static str, String)> {
    let part = |value: &ParamValue| {
        let by_kind = match value {
            ParamValue::Object(_) | ParamValue::List(_) => "application/json",
            _ => "text/plain",
        };
        let media_type = declared.unwrap_or(by_kind);
        let text = if is_json(media_type) {
            value.json(false)
        } else {
            value.text().into_owned()
        };
        (media_type, text)
    };
    match value {
        ParamValue::Null => Vec::new(),
        ParamValue::List(items) => items.iter().map(part).collect(),
        value => vec![part(value)],
    }
}

/// The headers of a part.
fn head(
    name: &str,
    media_type: &str,
    is_form: bool,
    part: &Part<Body>,
) -> Result<String, InvalidRequest> {
    let mut headers = Vec::new();
    let file_name = part.file_name.as_deref().map(quoted);
    let file_name = file_name.map_or_else(String::new, |name| format!("; filename={name}"));
    if is_form || !name.is_empty() {
        let disposition = format!("form-data; name={}{file_name}", quoted(name));
        headers.push(("Content-Disposition", disposition));
    } else if !file_name.is_empty() {
        headers.push(("Content-Disposition", format!("attachment{file_name}")));
    }
    let media_type = part.media_type.as_deref().unwrap_or(media_type);
    headers.push(("Content-Type", media_type.to_owned()));
    headers.retain(|(name, _)| {
        !part
            .headers
            .iter()
            .any(|(own, _)| own.eq_ignore_ascii_case(name))
    });
    let own = part
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.clone()));
    let mut head = String::new();
    for (name, value) in headers.into_iter().chain(own) {
        let refuse = |reason| InvalidRequest::Header {
            name: name.escape_default().to_string(),
            reason,
        };
        if name.parse::<HeaderName>().is_err() {
            return Err(refuse("is not the name of a header"));
        }
        if HeaderValue::try_from(&value).is_err() {
            return Err(refuse("has a value that cannot stand in a header"));
        }
        head.extend([name, ": ", &value, "\r\n"]);
    }
    Ok(head)
}

/// A name in quotes, with what would end it written as browsers do.
fn quoted(name: &str) -> String {
    let name = name
        .replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A");
    format!("\"{name}\"")
}

/// Bodies one behind the other.
struct Chain(VecDeque<Body>);

impl http_body::Body for Chain {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        while let Some(first) = self.0.front_mut() {
            match ready!(Pin::new(first).poll_frame(context)) {
                // The trailers of a part are none of the whole.
                Some(Ok(frame)) if !frame.is_data() => {}
                Some(frame) => return Poll::Ready(Some(frame)),
                None => {
                    self.0.pop_front();
                }
            }
        }
        Poll::Ready(None)
    }

    fn is_end_stream(&self) -> bool {
        self.0.iter().all(http_body::Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        let lengths = self.0.iter().map(|body| body.size_hint().exact());
        lengths
            .sum::<Option<u64>>()
            .map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
