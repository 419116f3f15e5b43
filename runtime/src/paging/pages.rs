//! Lists in pages, as streams.

use std::collections::{HashSet, VecDeque};
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::call::error::Error;
use crate::call::request::Request;
use crate::call::response::Response;
use crate::invalid_request::InvalidRequest;
use crate::transport::BoxFuture;

/// A body that is one page of a list.
pub trait Page {
    /// The type of an item.
    type Item;

    /// Returns the URL of the next page, or `None` for the last page.
    fn next_link(&self) -> Option<&str>;

    /// Returns the items of this page.
    fn into_items(self) -> Vec<Self::Item>;
}

impl<'a, T: Page, E> Request<'a, T, E> {
    /// Returns the pages of the list, each with the head of its response. The calls are made one
    /// after the other.
    pub fn pages(self) -> Pages<'a, T, E> {
        let next = self.clone_without_body();
        Pages {
            next: Some(next),
            calling: Some(self.into_future()),
            seen: HashSet::new(),
        }
    }

    /// Returns the items of the list, page by page.
    pub fn items(self) -> Items<'a, T, E> {
        Items {
            pages: Some(self.pages()),
            items: VecDeque::new(),
        }
    }
}

/// The pages of a list, as a [`Stream`]. A page is requested when the previous one has been taken.
///
/// Each page is a separate call with its own deadline, attempts and id, and with
/// the headers of the first request. The URL of the next page is followed only to the scheme, host
/// and port of the endpoint, and never twice. Anything else is [`InvalidRequest::NextLink`]. The
/// first error ends the list.
#[must_use = "a stream does nothing unless its next page is requested"]
pub struct Pages<'a, T: 'static, E: 'static> {
    /// The request that the next page is derived from, or `None` at the end.
    next: Option<Request<'a, T, E>>,
    calling: Option<BoxFuture<'a, Result<Response<T>, Error<E>>>>,
    /// The URLs that were followed.
    seen: HashSet<String>,
}

impl<T: Page, E> Pages<'_, T, E> {
    /// Returns the next page, or `None` after the last one.
    ///
    /// # Errors
    ///
    /// If the call fails. No further page follows.
    pub async fn next(&mut self) -> Result<Option<Response<T>>, Error<E>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }

    /// Prepares the call of the next page.
    fn follow(&mut self, link: Option<&str>) -> Result<(), InvalidRequest> {
        let Some(request) = self.next.take() else {
            return Ok(());
        };
        let Some(link) = link.filter(|link| !link.is_empty()) else {
            return Ok(());
        };
        if !self.seen.insert(link.to_owned()) {
            return Err(InvalidRequest::NextLink {
                reason: "leads to a page that was read before",
            });
        }
        let request = request.with_next_link(link)?;
        self.next = Some(request.clone_without_body());
        self.calling = Some(request.into_future());
        Ok(())
    }
}

impl<T, E> Unpin for Pages<'_, T, E> {}

impl<T: Page, E> Stream for Pages<'_, T, E> {
    type Item = Result<Response<T>, Error<E>>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Response<T>, Error<E>>>> {
        let Some(call) = &mut self.calling else {
            return Poll::Ready(None);
        };
        let outcome = ready!(call.as_mut().poll(context));
        self.calling = None;
        Poll::Ready(Some(match outcome {
            Ok(response) => {
                let link = response.body().next_link().map(str::to_owned);
                if let Err(invalid) = self.follow(link.as_deref()) {
                    // The page itself is valid: the error is returned when the next one is
                    // requested.
                    self.calling = Some(Box::pin(async move { Err(invalid.into()) }));
                }
                Ok(response)
            }
            Err(error) => {
                self.next = None;
                Err(error)
            }
        }))
    }
}

/// Omits the request and the URLs, which may contain secrets.
impl<T, E> fmt::Debug for Pages<'_, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("followed", &self.seen.len())
            .finish_non_exhaustive()
    }
}

/// The items of a list, as a [`Stream`]: the items of [`Pages`] in order. The first error ends it.
#[must_use = "a stream does nothing unless its next item is requested"]
pub struct Items<'a, T: Page + 'static, E: 'static> {
    pages: Option<Pages<'a, T, E>>,
    /// The remaining items of the last page.
    items: VecDeque<T::Item>,
}

impl<T: Page, E> Items<'_, T, E> {
    /// Returns the next item, or `None` after the last one.
    ///
    /// # Errors
    ///
    /// If the call for the next page fails. No further item follows.
    pub async fn next(&mut self) -> Result<Option<T::Item>, Error<E>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }
}

impl<T: Page, E> Unpin for Items<'_, T, E> {}

impl<T: Page, E> Stream for Items<'_, T, E> {
    type Item = Result<T::Item, Error<E>>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<T::Item, Error<E>>>> {
        loop {
            if let Some(item) = self.items.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            let Some(pages) = &mut self.pages else {
                return Poll::Ready(None);
            };
            match ready!(Pin::new(pages).poll_next(context)) {
                Some(Ok(page)) => self.items = page.into_body().into_items().into(),
                Some(Err(error)) => {
                    self.pages = None;
                    return Poll::Ready(Some(Err(error)));
                }
                None => self.pages = None,
            }
        }
    }
}

/// Omits the items.
impl<T: Page, E> fmt::Debug for Items<'_, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .finish_non_exhaustive()
    }
}
