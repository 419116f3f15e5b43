//! Files with faults.

use std::time::Duration;

use serde::Deserialize;

use super::{
    AnswerFault, CertificateFault, ClientFault, Effect, Endpoint, Fault, NotificationFault,
    PayloadFault, ResetPoint, RetryAfter, Service,
};

/// Why a file with faults cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ScriptError {
    /// It is not TOML, or has unknown keys.
    #[error("the faults are not valid TOML")]
    Toml(#[from] toml::de::Error),
    /// It is not JSON, or has unknown keys.
    #[error("the faults are not valid JSON")]
    Json(#[from] serde_json::Error),
    /// A fault cannot be used.
    #[error("fault {number}: {problem}")]
    #[non_exhaustive]
    Fault {
        /// Which one, from 1.
        number: usize,
        /// What is wrong with it, and what to do.
        problem: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Script {
    fault: Vec<Entry>,
}

/// A fault as it is written: a name, or one effect, and limits.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "these are the keys of a file"
)]
struct Entry {
    name: Option<String>,

    endpoint: Option<Endpoint>,
    status: Option<u16>,
    retry_after: Option<String>,
    retry_after_date: Option<i32>,
    redirect: Option<u16>,
    delay: Option<f64>,
    #[serde(default)]
    hang: bool,
    reset: Option<ResetPoint>,

    service: Option<Service>,
    certificate: Option<CertificateFault>,
    #[serde(default)]
    silent: bool,
    every: Option<f64>,
    #[serde(default)]
    reset_connections: bool,

    notification: Option<NotificationFault>,
    payload: Option<PayloadFault>,
    clients: Option<ClientFault>,
    number: Option<u32>,

    after: Option<f64>,
    lasting: Option<f64>,
    times: Option<u32>,
    #[serde(default)]
    always: bool,
    probability: Option<f64>,
}

pub(super) fn from_toml(text: &str) -> Result<Vec<Fault>, ScriptError> {
    toml::from_str::<Script>(text)?.faults()
}

pub(super) fn from_json(text: &str) -> Result<Vec<Fault>, ScriptError> {
    serde_json::from_str::<Script>(text)?.faults()
}

impl Script {
    fn faults(self) -> Result<Vec<Fault>, ScriptError> {
        let faults = self.fault.into_iter().enumerate();
        let faults = faults.map(|(index, entry)| {
            entry.fault().map_err(|problem| ScriptError::Fault {
                number: index + 1,
                problem,
            })
        });
        faults.collect()
    }
}

impl Entry {
    fn fault(self) -> Result<Fault, String> {
        let effects = self.effects()?;
        let mut fault = match (&self.name, effects.as_slice()) {
            (Some(name), []) => Fault::named(name).ok_or_else(|| {
                format!("there is no fault `{name}`; the command `list` shows all of them")
            })?,
            (name, [effect]) => Fault::new(name.as_deref().unwrap_or("script"), effect.clone()),
            (None, []) => {
                let keys = "`name`, `endpoint`, `service`, `notification`, `payload` or `clients`";
                return Err(format!("it has no effect; add {keys}"));
            }
            (_, [_, _, ..]) => {
                return Err("it has several effects; write one fault for each".to_owned());
            }
        };
        if let Some(after) = self.after {
            fault.after = seconds("after", after)?;
        }
        if let Some(lasting) = self.lasting {
            fault.lasting = Some(seconds("lasting", lasting)?);
        }
        match (self.times, self.always) {
            (Some(_), true) => return Err("it has both `times` and `always`".to_owned()),
            (Some(times), false) => fault.times = Some(times),
            (None, true) => fault.times = None,
            (None, false) => {}
        }
        if let Some(probability) = self.probability {
            if !(0.0..=1.0).contains(&probability) {
                return Err("`probability` must be from 0 to 1".to_owned());
            }
            fault.probability = probability;
        }
        Ok(fault)
    }

    fn effects(&self) -> Result<Vec<Effect>, String> {
        let mut effects = Vec::new();
        for answer in self.answers()? {
            let endpoint = self
                .endpoint
                .ok_or("add `endpoint`: `reject`, `token`, `metadata` or `keys`")?;
            effects.push(Effect::Answer(endpoint, answer));
        }
        let service = || {
            self.service
                .ok_or("add `service`: `graph`, `authority` or `metadata`")
        };
        if let Some(certificate) = self.certificate {
            effects.push(Effect::Certificate(service()?, certificate));
        }
        if self.silent {
            let every = self.every.map(|every| seconds("every", every));
            effects.push(Effect::Silence(service()?, every.transpose()?));
        }
        if self.reset_connections {
            effects.push(Effect::ResetConnections(service()?));
        }
        effects.extend(self.notification.map(Effect::Notification));
        effects.extend(self.payload.map(Effect::Payload));
        if let Some(clients) = self.clients {
            effects.push(Effect::Clients(clients, self.number.unwrap_or(1)));
        }
        if effects.is_empty() && (self.endpoint.is_some() || self.service.is_some()) {
            let keys = "`status`, `redirect`, `delay`, `hang` or `reset` for an endpoint, and \
                `certificate`, `silent` or `reset-connections` for a service";
            return Err(format!("it does not say what goes wrong; add {keys}"));
        }
        Ok(effects)
    }

    fn answers(&self) -> Result<Vec<AnswerFault>, String> {
        let retry_after = match (&self.retry_after, self.retry_after_date) {
            (Some(_), Some(_)) => {
                return Err("it has both `retry-after` and `retry-after-date`".to_owned());
            }
            (Some(value), None) => Some(RetryAfter::Value(value.clone())),
            (None, date) => date.map(RetryAfter::Date),
        };
        if let Some(RetryAfter::Value(value)) = &retry_after
            && http::HeaderValue::from_str(value).is_err()
        {
            return Err("`retry-after` cannot be the value of a header".to_owned());
        }
        if retry_after.is_some() && self.status.is_none() {
            return Err("`retry-after` needs `status`".to_owned());
        }
        let mut answers = Vec::new();
        if let Some(status) = self.status {
            if !(200..=599).contains(&status) {
                return Err("`status` must be from 200 to 599".to_owned());
            }
            answers.push(AnswerFault::Status(status, retry_after));
        }
        if let Some(redirect) = self.redirect {
            if !(300..=399).contains(&redirect) {
                return Err("`redirect` must be from 300 to 399".to_owned());
            }
            answers.push(AnswerFault::Redirect(redirect));
        }
        if let Some(delay) = self.delay {
            answers.push(AnswerFault::Delay(seconds("delay", delay)?));
        }
        if self.hang {
            answers.push(AnswerFault::Hang);
        }
        answers.extend(self.reset.map(AnswerFault::Reset));
        Ok(answers)
    }
}

fn seconds(key: &str, seconds: f64) -> Result<Duration, String> {
    let valid = (0.0..=86_400.0).contains(&seconds);
    valid
        .then(|| Duration::from_secs_f64(seconds))
        .ok_or_else(|| format!("`{key}` must be from 0 to 86400 seconds"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn toml_and_json_describe_the_same_faults() {
        let toml = Fault::from_toml(
            "[[fault]]\nname = 'graph-503'\ntimes = 3\nafter = 1.5\n\
             [[fault]]\nendpoint = 'token'\nstatus = 429\nretry-after = '2.5'\nalways = true\n",
        );
        let json = Fault::from_json(
            r#"{"fault": [{"name": "graph-503", "times": 3, "after": 1.5},
                {"endpoint": "token", "status": 429, "retry-after": "2.5", "always": true}]}"#,
        );
        let toml = toml.unwrap();
        assert_eq!(toml, json.unwrap());
        assert_eq!(toml[0].times, Some(3));
        assert_eq!(toml[0].after, Duration::from_millis(1500));
        let retry_after = Some(RetryAfter::Value("2.5".to_owned()));
        let throttled = AnswerFault::Status(429, retry_after);
        assert_eq!(toml[1].effect, Effect::Answer(Endpoint::Token, throttled));
        assert_eq!(toml[1].times, None);
    }

    #[test]
    fn every_kind_of_effect_can_be_scripted() {
        for (line, effect) in [
            (
                "endpoint = 'reject'\ndelay = 2",
                Effect::Answer(Endpoint::Reject, AnswerFault::Delay(Duration::from_secs(2))),
            ),
            (
                "endpoint = 'keys'\nhang = true",
                Effect::Answer(Endpoint::Keys, AnswerFault::Hang),
            ),
            (
                "endpoint = 'reject'\nredirect = 307",
                Effect::Answer(Endpoint::Reject, AnswerFault::Redirect(307)),
            ),
            (
                "endpoint = 'reject'\nreset = 'during-response'",
                Effect::Answer(
                    Endpoint::Reject,
                    AnswerFault::Reset(ResetPoint::DuringResponse),
                ),
            ),
            (
                "endpoint = 'reject'\nstatus = 503\nretry-after-date = -5",
                Effect::Answer(
                    Endpoint::Reject,
                    AnswerFault::Status(503, Some(RetryAfter::Date(-5))),
                ),
            ),
            (
                "service = 'graph'\nsilent = true\nevery = 10",
                Effect::Silence(Service::Graph, Some(Duration::from_secs(10))),
            ),
            (
                "service = 'authority'\ncertificate = 'expired'",
                Effect::Certificate(Service::Authority, CertificateFault::Expired),
            ),
            (
                "service = 'metadata'\nreset-connections = true",
                Effect::ResetConnections(Service::Metadata),
            ),
            (
                "notification = 'end-first'",
                Effect::Notification(NotificationFault::EndFirst),
            ),
            (
                "payload = 'unknown-types'",
                Effect::Payload(PayloadFault::UnknownTypes),
            ),
            (
                "clients = 'drip'\nnumber = 12",
                Effect::Clients(ClientFault::Drip, 12),
            ),
        ] {
            let faults = Fault::from_toml(&format!("[[fault]]\n{line}")).unwrap();
            assert_eq!(faults, [Fault::new("script", effect)], "{line}");
        }
    }

    #[test]
    fn an_incomplete_fault_is_refused_with_what_to_do() {
        for (line, problem) in [
            ("", "it has no effect; add `name`"),
            (
                "name = 'graph-5o3'",
                "there is no fault `graph-5o3`; the command `list`",
            ),
            ("status = 503", "add `endpoint`"),
            ("endpoint = 'reject'", "it does not say what goes wrong"),
            (
                "endpoint = 'reject'\nstatus = 99",
                "`status` must be from 200 to 599",
            ),
            (
                "endpoint = 'reject'\nredirect = 200",
                "`redirect` must be from 300 to 399",
            ),
            (
                "endpoint = 'reject'\ndelay = -1",
                "`delay` must be from 0 to 86400",
            ),
            (
                "endpoint = 'reject'\nretry-after = '1'\nhang = true",
                "`retry-after` needs `status`",
            ),
            (
                "endpoint = 'reject'\nstatus = 500\nhang = true",
                "several effects",
            ),
            (
                "endpoint = 'reject'\nstatus = 429\nretry-after = \"a\\nb\"",
                "value of a header",
            ),
            ("certificate = 'expired'", "add `service`"),
            (
                "name = 'graph-503'\ntimes = 1\nalways = true",
                "both `times` and `always`",
            ),
            ("name = 'graph-503'\nprobability = 2", "from 0 to 1"),
        ] {
            let error = Fault::from_toml(&format!("[[fault]]\n{line}")).unwrap_err();
            let error = error.to_string();
            assert!(error.starts_with("fault 1: "), "{error}");
            assert!(error.contains(problem), "{line}: {error}");
        }
        assert!(matches!(
            Fault::from_toml("fault ="),
            Err(ScriptError::Toml(_))
        ));
        assert!(matches!(
            Fault::from_toml("[[fault]]\nnaem = 'graph-503'"),
            Err(ScriptError::Toml(_))
        ));
        assert!(matches!(Fault::from_json("[]"), Err(ScriptError::Json(_))));
    }
}
