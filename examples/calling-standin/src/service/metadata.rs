//! The OpenID metadata and the keys of notifications.

use std::sync::atomic::Ordering;

use bytes::Bytes;
use http::{Method, Request, StatusCode};
use serde_json::json;

use super::{Handled, State, json as answer};
use crate::fault::Endpoint;

/// The path of the metadata, as at the real service.
pub(super) const METADATA_PATH: &str = "/v1/.well-known/OpenIdConfiguration";

const KEYS_PATH: &str = "/v1/keys";

impl State {
    pub(super) async fn metadata(&self, request: Request<Bytes>) -> Handled {
        let endpoint = match (request.method(), request.uri().path()) {
            (&Method::GET, METADATA_PATH) => Endpoint::Metadata,
            (&Method::GET, KEYS_PATH) => Endpoint::Keys,
            _ => return self.not_found("the metadata service", &request),
        };
        let fault = self.schedule.answer(endpoint, "");
        self.disturbed(fault, || {
            if endpoint == Endpoint::Keys {
                self.key_requests.fetch_add(1, Ordering::Relaxed);
                let is_rotated = self.schedule.rotates_keys();
                return answer(StatusCode::OK, self.keys.set(is_rotated));
            }
            let origin = self.urls.metadata.trim_end_matches(METADATA_PATH);
            // As at the real service, the issuer is another host.
            let metadata = json!({
                "issuer": "https://api.botframework.com",
                "jwks_uri": format!("{origin}{KEYS_PATH}"),
                "id_token_signing_alg_values_supported": ["RS256"],
            });
            answer(StatusCode::OK, &metadata)
        })
        .await
    }
}
