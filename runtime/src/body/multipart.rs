//! Multipart bodies.

use std::collections::VecDeque;
use std::fmt;
use std::hash::{BuildHasher as _, RandomState};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::{HeaderName, HeaderValue};
use http_body::{Frame, SizeHint};
use serde::Serialize;

use crate::body::media_type::is_json;
use crate::body::{Body, media_type};
use crate::invalid_request::InvalidRequest;
use crate::params::style::value::ParamValue;
use crate::transport_error::TransportError;

/// A part of a [`Multipart`], with its headers.
///
/// A value converts to a part by `into`. Where a file is expected, a [`Body`] converts, and
/// everything that converts to one.
///
/// ```
/// use specwright_runtime::{Body, Part};
///
/// let photo: Part<Body> = vec![0x89, 0x50].into();
/// let photo = photo.file_name("me.png").media_type("image/png");
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct Part<T> {
    value: T,
    file_name: FileName,
    media_type: Option<String>,
    headers: Vec<(String, String)>,
}

/// The file name of a part.
#[derive(Clone, Default, PartialEq)]
enum FileName {
    /// A file in a form has the name of its property. Any other part has none.
    #[default]
    ByProperty,
    None,
    Given(String),
}

impl<T> Part<T> {
    /// Creates a part of the media type that the OpenAPI document declares. A file in a form has
    /// the name of its property as its file name.
    pub fn new(value: T) -> Self {
        Self {
            value,
            file_name: FileName::ByProperty,
            media_type: None,
            headers: Vec::new(),
        }
    }

    /// Sets the file name.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = FileName::Given(name.into());
        self
    }

    /// Removes the file name. Most services treat a part without a file name as a value.
    #[must_use]
    pub fn without_file_name(mut self) -> Self {
        self.file_name = FileName::None;
        self
    }

    /// Sets the media type. Defaults to the declared one.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Returns the value.
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

/// Omits the value.
impl<T> fmt::Debug for Part<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part")
            .field("media_type", &self.media_type)
            .finish_non_exhaustive()
    }
}

/// A multipart body. The parts are sent in order.
///
/// If a part is a stream, the whole body is a stream, as described for [`Body`].
///
/// ```
/// use specwright_runtime::{Multipart, Part};
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
    /// The first error.
    invalid: Option<InvalidRequest>,
}

/// An encoded part.
struct Written {
    head: String,
    media_type: String,
    body: Body,
}

impl Multipart {
    /// Creates a body without parts, of the media type `multipart/form-data`.
    pub fn form_data() -> Self {
        Self::new("multipart/form-data")
    }

    /// Creates a body without parts, of a `multipart` media type.
    ///
    /// A part with a name has the header `Content-Disposition: form-data`, whatever the media type,
    /// since nothing else identifies the property of the OpenAPI document. In media types other
    /// than `multipart/form-data`, a part without a name has no such header and is identified by
    /// its position. `multipart/related` states the media type of the first part.
    pub fn new(media_type: impl Into<String>) -> Self {
        Self {
            media_type: media_type.into(),
            parts: Vec::new(),
            invalid: None,
        }
    }

    /// Adds a value. Strings, numbers and booleans are text, an object is JSON, each item of a list
    /// is a part, and null is omitted.
    pub fn part<B: Serialize>(self, name: &str, value: B) -> Self {
        self.write(name, None, [Part::new(value)])
    }

    /// Adds a value, encoded as a media type. Each item of a list is a part, and null is omitted.
    pub fn encoded<B: Serialize>(self, name: &str, media_type: &'static str, value: B) -> Self {
        self.write(name, Some(media_type), [Part::new(value)])
    }

    /// Adds parts of one name whose bytes are encoded in base64, with the matching
    /// `Content-Transfer-Encoding`.
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

    /// Adds any number of values with their own headers.
    pub fn parts<B: Serialize>(self, name: &str, parts: impl IntoIterator<Item = Part<B>>) -> Self {
        self.write(name, None, parts)
    }

    /// Adds any number of values with their own headers, encoded as a media type.
    pub fn encoded_parts<B: Serialize>(
        self,
        name: &str,
        media_type: &'static str,
        parts: impl IntoIterator<Item = Part<B>>,
    ) -> Self {
        self.write(name, Some(media_type), parts)
    }

    /// Adds a file. The media type is used if the part has none, and the name is the file name
    /// unless the part has another one.
    pub fn file(self, name: &str, media_type: &str, file: impl Into<Part<Body>>) -> Self {
        self.files(name, media_type, [file.into()])
    }

    /// Adds any number of files with one name.
    pub fn files(
        mut self,
        name: &str,
        media_type: &str,
        files: impl IntoIterator<Item = Part<Body>>,
    ) -> Self {
        for mut part in files {
            if part.file_name == FileName::ByProperty && self.is_form() && !name.is_empty() {
                part.file_name = FileName::Given(name.to_owned());
            }
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

    fn is_form(&self) -> bool {
        media_type::essence(&self.media_type).eq_ignore_ascii_case("multipart/form-data")
    }

    fn push(&mut self, name: &str, media_type: &str, part: Part<Body>) {
        match head(name, media_type, self.is_form(), &part) {
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

    /// Returns the media type with its boundary, and the body.
    pub(crate) fn into_body(self) -> Result<(String, Body), InvalidRequest> {
        if let Some(invalid) = self.invalid {
            return Err(invalid);
        }
        let boundary = boundary();
        let mut media_type = self.media_type;
        if let Some(first) = self.parts.first()
            && media_type::essence(&media_type).eq_ignore_ascii_case("multipart/related")
            && !media_type.contains(';')
        {
            // RFC 2387 requires it.
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

/// Shows the number of parts. Names and values may be secrets.
/// Returns a string that does not occur in parts: nobody can predict it.
fn boundary() -> String {
    // The keys of the hashes come from the system's random numbers.
    let random = || RandomState::new().hash_one(());
    format!("{:016x}{:016x}", random(), random())
}

impl fmt::Debug for Multipart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Multipart")
            .field("media_type", &self.media_type)
            .field("parts", &self.parts.len())
            .finish_non_exhaustive()
    }
}

/// Returns the media type and the content of each part of a value.
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

/// Encodes the headers of a part.
fn head(
    name: &str,
    media_type: &str,
    is_form: bool,
    part: &Part<Body>,
) -> Result<String, InvalidRequest> {
    let mut headers = Vec::new();
    let file_name = match &part.file_name {
        FileName::Given(name) => format!("; filename={}", quoted(name)),
        FileName::ByProperty | FileName::None => String::new(),
    };
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
            .any(|(part_header, _)| part_header.eq_ignore_ascii_case(name))
    });
    let part_headers = part
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.clone()));
    let mut head = String::new();
    for (name, value) in headers.into_iter().chain(part_headers) {
        let refuse = |reason| InvalidRequest::Header {
            name: name.escape_default().to_string(),
            reason,
        };
        if name.parse::<HeaderName>().is_err() {
            return Err(refuse("is not the name of a header"));
        }
        if HeaderValue::try_from(&value).is_err() {
            return Err(refuse("has a value that is not valid in a header"));
        }
        head.extend([name, ": ", &value, "\r\n"]);
    }
    Ok(head)
}

/// Quotes a name. Characters that would end it are escaped as browsers do.
fn quoted(name: &str) -> String {
    let name = name
        .replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A");
    format!("\"{name}\"")
}

/// Concatenated bodies.
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
                // Trailers of a part are not trailers of the whole body.
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
