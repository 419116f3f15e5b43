//! Operations: the method that builds the request, its documentation, and the static that describes
//! the operation to the runtime.

mod docs;
pub(super) mod example;
mod expression;
mod method_body;
pub(super) mod response_types;
pub(super) mod table;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Operation;
use crate::render::context::{Context, OperationSite};
use crate::render::models::request_bodies;
use crate::render::source_file::SourceFile;
use crate::render::syntax::attributes::deprecated;

use super::parameters;
use super::receiver::Receiver;
use super::server::settings;
use method_body::MethodBody;
use response_types::response_types;

/// Returns the method of a path node that builds the request of an operation.
pub(super) fn method(
    cx: &Context<'_>,
    site: OperationSite<'_>,
    receiver: Receiver,
    file: &mut SourceFile<'_>,
) -> TokenStream {
    let OperationSite {
        operation, names, ..
    } = site;
    let docs = file.docs(docs::render(cx, site));
    let deprecated = deprecated(&operation.docs);
    let (success, failure) = response_types(operation, file);
    let lifetime = receiver.lifetime();
    let required = || {
        let parameters = operation.parameters.iter().zip(&names.parameters);
        parameters.filter(|(parameter, _)| parameter.required)
    };
    let mut arguments: Vec<TokenStream> = required()
        .map(|(parameter, name)| parameters::argument(cx, parameter, name, file))
        .collect();
    let request_type = file.imports.runtime("Request");
    let (path, table) = (receiver.path(), &names.table);
    let mut body = MethodBody::new(quote!(#request_type::new(#path, &#table)));
    body.calls(server_call(site, file));
    for (parameter, name) in required() {
        body.calls(parameters::calls(cx, parameter, name, file));
    }
    if let Some(accept) = accept(operation) {
        body.calls([quote!(.header("accept", #accept))]);
    }
    if let Some(request_body) = &operation.body {
        let argument = request_bodies::argument_type(request_body, file);
        arguments.push(quote!(body: #argument));
        let calls = request_bodies::body_calls(cx, request_body, file);
        if request_body.required {
            body.calls(calls);
        } else {
            body.statement(&quote! {
                if let Some(body) = body.into() {
                    request = request #(#calls)*;
                }
            });
        }
    }
    let returns = if let Some(name) = &names.request {
        quote!(#name<#lifetime>)
    } else {
        quote!(#request_type<#lifetime, #success, #failure>)
    };
    let body = body.write(names.request.as_ref());
    let method = &names.method;
    quote! {
        #docs
        #deprecated
        pub fn #method(&self, #(#arguments),*) -> #returns {
            #body
        }
    }
}

/// Returns the call that selects the first of the servers of the operation or its path.
fn server_call(site: OperationSite<'_>, file: &mut SourceFile<'_>) -> Option<TokenStream> {
    let server = site.node.servers_of(site.operation).first()?;
    let endpoint = file.imports.runtime("Endpoint");
    let url = server.expanded();
    let token_calls = settings::token_calls(server);
    Some(quote!(.server(#endpoint::from_document(#url) #(#token_calls)*)))
}

/// Returns the `accept` header, unless it is the runtime's default.
fn accept(operation: &Operation) -> Option<String> {
    match &operation.accept[..] {
        [] => Some("*/*".to_owned()),
        [media_type] if media_type == "application/json" => None,
        media_types => Some(media_types.join(", ")),
    }
}
