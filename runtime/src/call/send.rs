//! Sends a request and decodes the response to the types of the operation.

use tracing::Instrument;

use crate::body::Body;
use crate::call::error::{Error, UnexpectedResponse};
use crate::call::metadata::CallMetadata;
use crate::call::operation::{Operation, Reply};
use crate::call::pipeline::{Call, PreparedCall};
use crate::call::request::{Request, destination};
use crate::call::response::Response;
use crate::call::settings::DEFAULT_DEADLINE;
use crate::call::trace::spans as trace;
use crate::invalid_request::InvalidRequest;
use crate::transport::BoxFuture;

impl<'a, T, E> IntoFuture for Request<'a, T, E> {
    type Output = Result<Response<T>, Error<E>>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let operation = self.operation;
        match self.prepare() {
            Ok(prepared) => Box::pin(send(prepared, operation)),
            Err(invalid) => Box::pin(async { Err(invalid.into()) }),
        }
    }
}

impl<'a, T, E> Request<'a, T, E> {
    fn prepare(self) -> Result<PreparedCall<'a>, InvalidRequest> {
        if let Some(invalid) = self.invalid {
            return Err(invalid);
        }
        let settings = self.settings;
        let call = Call {
            settings,
            is_own_server: self.endpoint.is_none() && self.server.is_some(),
            endpoint: destination(self.settings, self.endpoint, self.server.as_deref()),
            operation: self.operation.id,
            method: &self.operation.method,
            security: self.operation.security,
            idempotent: self.idempotent.unwrap_or(self.operation.idempotent),
            target: self.target,
            address: self.address,
            template: self.operation.path,
            token_attributes: self.token_attributes,
            headers: self.headers,
            body: self.body,
            deadline: self
                .deadline
                .or(settings.deadline)
                .or(self.operation.deadline)
                .unwrap_or(DEFAULT_DEADLINE),
            streams: Some(self.operation),
        };
        call.prepare()
    }
}

#[expect(
    clippy::manual_async_fn,
    reason = "an `async fn` stores its arguments twice"
)]
fn send<'a, T, E>(
    mut prepared: PreparedCall<'a>,
    operation: &'static Operation<T, E>,
) -> impl Future<Output = Result<Response<T>, Error<E>>> + Send + use<'a, T, E> {
    async move {
        let span = prepared.span();
        let outcome = prepared.run().instrument(span.clone()).await;
        let metadata = prepared.metadata;
        trace::ended(&span, &outcome, &metadata);
        let response = match outcome {
            Ok(response) => response,
            Err(failure) => return Err(failure.into_error(metadata)),
        };
        let result = interpret(operation, response, metadata);
        if let Err(Error::Unexpected { status, .. }) = &result {
            // A status of 400 or above is already recorded.
            if status.as_u16() < 400 {
                trace::failed(&span, "unexpected_response");
            }
        }
        result
    }
}

/// Decodes the body as the OpenAPI document declares for the status.
fn interpret<T, E>(
    operation: &Operation<T, E>,
    response: http::Response<Body>,
    mut metadata: Box<CallMetadata>,
) -> Result<Response<T>, Error<E>> {
    let status = response.status();
    let reply = operation.reply(status, response.headers());
    let (head, body) = response.into_parts();
    if let Ok(Reply::Stream(hand_out)) = reply {
        metadata.answered(head);
        return Ok(Response {
            status,
            body: hand_out(body),
            metadata,
        });
    }
    // Only streams are not in memory.
    let raw = body.as_bytes().cloned().unwrap_or_default();
    let response = http::Response::from_parts(head, raw);
    let read = match reply {
        Ok(Reply::Success(read)) => read(&response).map(Ok).map_err(Into::into),
        Ok(Reply::Failure(read)) => read(&response).map(Err).map_err(Into::into),
        // Lists of media types are not nested.
        Ok(Reply::Stream(_) | Reply::Media(_) | Reply::MediaTypes(..)) => {
            Err(UnexpectedResponse::MediaType)
        }
        Err(why) => Err(why),
    };
    let (head, raw) = response.into_parts();
    metadata.answered(head);
    match read {
        Ok(Ok(body)) => Ok(Response {
            status,
            body,
            metadata,
        }),
        Ok(Err(body)) => Err(Error::Service {
            status,
            body: Box::new(body),
            metadata,
        }),
        Err(why) => Err(Error::Unexpected {
            status,
            raw,
            why,
            metadata,
        }),
    }
}
