//! Validation of what is sent against the constraints of the OpenAPI document. What is received is
//! never validated. May be used by everything that builds requests: `invalid_request` and `call`.

pub(crate) mod constraint;
pub(crate) mod number;
pub(crate) mod simple_schema;
pub(crate) mod validator;
pub(crate) mod violation;
