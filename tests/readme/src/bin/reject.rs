//! The first program of README.md.

include!(concat!(env!("OUT_DIR"), "/reject/README.md"));
