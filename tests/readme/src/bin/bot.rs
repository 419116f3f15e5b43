//! The README's second example, as it is printed there.

include!(concat!(env!("OUT_DIR"), "/2.rs"));
