//! The type that a method of the call chain belongs to.

use proc_macro2::TokenStream;
use quote::quote;

/// The `self` of a method of the call chain.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Receiver {
    /// The request builder of a path node.
    Node,
    /// The client.
    Client,
}

impl Receiver {
    /// Returns an expression for a reference to the path of the node's operations. The path of the
    /// client is `/`.
    pub(super) fn path(self) -> TokenStream {
        match self {
            Self::Node => quote!(&self.path),
            Self::Client => quote!(&self.runtime.path().segment("")),
        }
    }

    /// Returns the lifetime of the borrowed client.
    pub(super) fn lifetime(self) -> TokenStream {
        match self {
            Self::Node => quote!('a),
            Self::Client => quote!('_),
        }
    }
}
