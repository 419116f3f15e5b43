//! The token authority.

use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use msgraph_communications::Server;
use serde_json::{Value, json};
use tokio::time::Instant;
use url::form_urlencoded;

use super::{Handled, IssuedToken, State, json as answer, media_type};
use crate::fault::{AnswerFault, Endpoint};

/// The lifetime of tokens if the authority has faults.
pub(crate) const SHORT_LIFETIME: Duration = Duration::from_secs(1);

/// How long Graph accepts a token after its lifetime, since clocks differ.
const CLOCK_SKEW: Duration = Duration::from_secs(300);

/// The type of an assertion that a certificate or a workload identity signs.
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

impl State {
    pub(super) async fn authority(&self, request: Request<Bytes>) -> Handled {
        let path = request.uri().path().to_owned();
        let segments: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        match (request.method(), segments.as_slice()) {
            (&Method::POST, [tenant, "oauth2", "v2.0", "token"]) => {
                let tenant = tenant.to_ascii_lowercase();
                let fault = self.schedule.answer(Endpoint::Token, &tenant);
                let is_string = fault == Some(AnswerFault::ExpiresInString);
                self.disturbed(fault, || self.token(&tenant, &request, is_string))
                    .await
            }
            // Microsoft's own libraries read these before they request a token.
            (&Method::GET, [tenant, "v2.0", ".well-known", "openid-configuration"]) => {
                Handled::Answer(answer(StatusCode::OK, &self.configuration(tenant)))
            }
            (&Method::GET, ["common", "discovery", "instance"]) => {
                Handled::Answer(answer(StatusCode::OK, &self.instances()))
            }
            _ => self.not_found("the authority", &request),
        }
    }

    fn token(&self, tenant: &str, request: &Request<Bytes>, is_string: bool) -> Response<Bytes> {
        if let Err((status, code, problem)) = self.check_token_request(request) {
            self.findings
                .problem(format!("a token request is wrong: {problem}"));
            let error = json!({ "error": code, "error_description": problem });
            return answer(status, &error);
        }
        let token = {
            let random = self.random.lock();
            let mut random = random.unwrap_or_else(std::sync::PoisonError::into_inner);
            format!("{}{}", random.guid(), random.guid())
        };
        let lifetime = self.token_lifetime();
        let now = Instant::now();
        let issued = IssuedToken {
            tenant: tenant.to_owned(),
            expires: now + lifetime + CLOCK_SKEW,
        };
        let mut tokens = self.tokens();
        tokens.retain(|_, issued| issued.expires >= now);
        tokens.insert(token.clone(), issued);
        drop(tokens);
        self.token_requests
            .fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let lifetime = lifetime.as_secs();
        let expires_in = if is_string {
            json!(lifetime.to_string())
        } else {
            json!(lifetime)
        };
        answer(
            StatusCode::OK,
            &json!({
                "token_type": "Bearer",
                "expires_in": expires_in,
                "ext_expires_in": lifetime,
                "access_token": token,
            }),
        )
    }

    /// Returns the lifetime of tokens.
    fn token_lifetime(&self) -> Duration {
        if self.schedule.needs_short_tokens() {
            SHORT_LIFETIME
        } else {
            self.settings.token_lifetime
        }
    }

    fn check_token_request(
        &self,
        request: &Request<Bytes>,
    ) -> Result<(), (StatusCode, &'static str, String)> {
        let invalid = |problem: String| (StatusCode::BAD_REQUEST, "invalid_request", problem);
        if media_type(request) != "application/x-www-form-urlencoded" {
            let problem = "`Content-Type` must be `application/x-www-form-urlencoded`";
            return Err(invalid(problem.to_owned()));
        }
        let form: Vec<_> = form_urlencoded::parse(request.body()).collect();
        let field = |name: &str| {
            let found = form.iter().find(|(other, _)| other == name);
            found.map(|(_, value)| &**value)
        };
        if field("grant_type") != Some("client_credentials") {
            let problem = "`grant_type` must be `client_credentials`".to_owned();
            return Err((StatusCode::BAD_REQUEST, "unsupported_grant_type", problem));
        }
        let refused = |problem: &str| {
            let code = "invalid_client";
            (StatusCode::UNAUTHORIZED, code, problem.to_owned())
        };
        match field("client_id") {
            Some(id) if id.eq_ignore_ascii_case(&self.settings.app_id) => {}
            Some(_) => return Err(refused("`client_id` is not that of the bot")),
            None => return Err(refused("`client_id` is missing")),
        }
        match (field("client_secret"), field("client_assertion")) {
            (Some(secret), None) if !secret.is_empty() => {
                let expected = self.settings.client_secret.as_deref();
                if expected.is_some_and(|expected| expected != secret) {
                    return Err(refused("`client_secret` is not that of the bot"));
                }
            }
            (None, Some(assertion)) if !assertion.is_empty() => {
                if field("client_assertion_type") != Some(JWT_BEARER) {
                    return Err(refused("`client_assertion_type` must be that of a JWT"));
                }
            }
            _ => return Err(refused("send either `client_secret` or `client_assertion`")),
        }
        let scope = field("scope").unwrap_or("");
        // OpenID scopes that some libraries add do no harm.
        if !scope.split(' ').any(|scope| self.is_scope(scope)) {
            let problem = format!("`scope` must be `{}`", Server::Global.token_scope());
            return Err((StatusCode::BAD_REQUEST, "invalid_scope", problem));
        }
        Ok(())
    }

    /// Returns whether a scope is that of Graph in some cloud, or of the stand-in.
    fn is_scope(&self, scope: &str) -> bool {
        let clouds = [
            Server::Global,
            Server::UsGovernmentL4,
            Server::UsGovernmentL5Dod,
        ];
        let origin = self.urls.graph.trim_end_matches("/v1.0");
        clouds.iter().any(|cloud| cloud.token_scope() == scope)
            || scope.strip_suffix("/.default") == Some(origin)
    }

    fn configuration(&self, tenant: &str) -> Value {
        let authority = &self.urls.authority;
        json!({
            "issuer": format!("{authority}/{tenant}/v2.0"),
            "authorization_endpoint": format!("{authority}/{tenant}/oauth2/v2.0/authorize"),
            "token_endpoint": format!("{authority}/{tenant}/oauth2/v2.0/token"),
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
        })
    }

    fn instances(&self) -> Value {
        let authority = &self.urls.authority;
        let host = authority.split("://").last().unwrap_or(authority);
        json!({
            "tenant_discovery_endpoint": format!(
                "{authority}/{}/v2.0/.well-known/openid-configuration",
                self.settings.tenant
            ),
            "api-version": "1.1",
            "metadata": [{
                "preferred_network": host,
                "preferred_cache": host,
                "aliases": [host],
            }],
        })
    }
}
