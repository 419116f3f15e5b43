//! Tests of the generator from outside: documents in; files, diagnostics and reports out.

mod all_of;
mod all_of_properties;
mod architecture;
mod bodies;
mod callbacks;
mod command;
mod coverage;
mod diagnostics;
mod hostile;
mod layout;
mod load;
mod operation_repairs;
mod operations;
mod prune;
mod references;
mod render;
mod repairs;
mod schema_repairs;
mod schemas;
mod service_independence;
mod slice;
mod stability;
mod support;
mod twins;
mod untyped;
mod versions;
