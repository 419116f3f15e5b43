//! The second program of README.md.

include!(concat!(env!("OUT_DIR"), "/bot/README.md"));
