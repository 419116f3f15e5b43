//! The body of a method that builds a request.

use proc_macro2::TokenStream;
use quote::quote;

use crate::name::Identifier;

/// The statements of a method that builds a request.
pub(super) struct MethodBody {
    /// The finished statements.
    statements: TokenStream,
    /// The current chain of calls.
    chain: TokenStream,
    /// Whether the current chain has calls after its start.
    has_calls: bool,
}

impl MethodBody {
    /// Creates a body whose request begins as the expression `start`.
    pub(super) fn new(start: TokenStream) -> Self {
        Self {
            statements: TokenStream::new(),
            chain: start,
            has_calls: false,
        }
    }

    /// Adds calls on the request.
    pub(super) fn calls(&mut self, calls: impl IntoIterator<Item = TokenStream>) {
        for call in calls {
            self.chain.extend(call);
            self.has_calls = true;
        }
    }

    /// Adds a statement that may assign to the variable `request`.
    pub(super) fn statement(&mut self, statement: &TokenStream) {
        let chain = std::mem::replace(&mut self.chain, quote!(request));
        self.has_calls = false;
        self.statements
            .extend(quote!(let mut request = #chain; #statement));
    }

    /// Returns the statements. The last one is the request, or the request in a type around it.
    pub(super) fn write(self, wrapper: Option<&Identifier>) -> TokenStream {
        let Self {
            statements,
            chain,
            has_calls,
        } = self;
        match wrapper {
            None => quote!(#statements #chain),
            Some(wrapper) if has_calls => {
                quote!(#statements let request = #chain; #wrapper(request))
            }
            Some(wrapper) => quote!(#statements #wrapper(#chain)),
        }
    }
}
