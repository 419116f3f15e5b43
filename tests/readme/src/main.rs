//! The README's example, as it is printed there.

include!(concat!(env!("OUT_DIR"), "/example.rs"));
