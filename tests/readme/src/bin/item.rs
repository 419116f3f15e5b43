//! The third program of README.md.

include!(concat!(env!("OUT_DIR"), "/item/README.md"));
