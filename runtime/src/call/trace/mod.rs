//! The spans of calls and attempts, and the propagation of their context to the service.

pub(crate) mod propagator;
pub(crate) mod spans;
