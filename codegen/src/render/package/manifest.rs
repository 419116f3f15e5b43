//! `Cargo.toml`.

use std::fmt::Write as _;

use crate::render::context::Context;

use super::{crate_root, features};

/// Returns `Cargo.toml`.
pub(in crate::render) fn render(cx: &Context<'_>) -> String {
    let options = cx.options;
    let features = features::required(cx);
    let features = if features.is_empty() {
        String::new()
    } else {
        let list: Vec<String> = features
            .iter()
            .map(|feature| toml_string(feature))
            .collect();
        format!(", features = [{}]", list.join(", "))
    };
    let mut text = format!(
        "[package]\n\
         name = {}\n\
         version = {}\n\
         description = {}\n\
         edition = \"2024\"\n\
         rust-version = \"1.89\"\n",
        toml_string(&options.crate_name),
        toml_string(&options.crate_version),
        toml_string(&crate_root::title(cx)),
    );
    if options.standalone {
        text.push_str("publish = false\n\n[workspace]\n");
    } else {
        text.push_str("license = \"MIT OR Apache-2.0\"\n");
    }
    append!(
        text,
        "\n[features]\n\
         default = [\"rustls\"]\n\
         # A transport over HTTP, without TLS.\n\
         reqwest = [\"specwright-runtime/reqwest\"]\n\
         # The same, with TLS.\n\
         rustls = [\"reqwest\", \"specwright-runtime/rustls\"]\n\
         {}\
         # Tokens from the credentials of the Azure SDK.\n\
         azure-identity = [\"specwright-runtime/azure-identity\"]\n\
         # The context of a trace in the headers of a request, from OpenTelemetry.\n\
         opentelemetry = [\"specwright-runtime/opentelemetry\"]\n\
         # A transport that answers from a script, for tests of what uses the client.\n\
         testing = [\"specwright-runtime/testing\"]\n\
         \n[dependencies]\n\
         specwright-runtime = {{ path = {}, version = \"0.1.0\", \
         default-features = false{features} }}\n",
        receiver_features(cx),
        toml_string(&options.runtime_path),
    );
    if !cx.api.examples.is_empty() {
        append!(
            text,
            "\n[dev-dependencies]\n\
             specwright-runtime = {{ path = {}, default-features = false, \
             features = [\"testing\"] }}\n",
            toml_string(&options.runtime_path),
        );
    }
    text.push_str("\n[lints.clippy]\npedantic = { level = \"warn\", priority = -1 }\n");
    text
}

/// Returns the features for receiving callbacks.
fn receiver_features(cx: &Context<'_>) -> String {
    let mut text = String::new();
    if !cx.api.callbacks.is_empty() {
        text.push_str(
            "# What the service posts to its client.\n\
             receiver = [\"specwright-runtime/receiver\"]\n",
        );
        if !cx.api.open_id.is_empty() {
            text.push_str(
                "# The same, with the tokens of its senders verified.\n\
                 open-id = [\"receiver\", \"specwright-runtime/open-id\"]\n",
            );
        }
        text.push_str(
            "# The receiver as a router of axum.\n\
             axum = [\"receiver\", \"specwright-runtime/axum\"]\n",
        );
    }
    text
}

/// Returns a TOML string.
fn toml_string(text: &str) -> String {
    let mut string = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => string.push_str("\\\""),
            '\\' => string.push_str("\\\\"),
            c if c.is_control() => append!(string, "\\u{:04X}", u32::from(c)),
            c => string.push(c),
        }
    }
    string.push('"');
    string
}
