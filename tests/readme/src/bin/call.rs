//! The README's first example, as it is printed there.

include!(concat!(env!("OUT_DIR"), "/1.rs"));
