//! The third program of README.md.

include!(concat!(env!("OUT_DIR"), "/inventory/README.md"));
