//! Captures the log of a thread, in these tests and in those of generated clients.

use std::cell::RefCell;
use std::fmt::{self, Write as _};
use std::rc::{Rc, Weak};
use std::sync::Once;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

thread_local! {
    /// The log of this thread, while there is one.
    static LINES: RefCell<Weak<RefCell<Vec<String>>>> = const { RefCell::new(Weak::new()) };
}

/// Records the events of this thread, each as one line, until it is dropped.
pub(crate) struct Log(Rc<RefCell<Vec<String>>>);

impl Log {
    pub(crate) fn new() -> Self {
        // One for the whole process. With one for each thread, `tracing` would go by the thread on
        // which an event comes for the first time, and drop it from then on where nobody listens
        // there.
        static CAPTURE: Once = Once::new();
        CAPTURE.call_once(|| tracing::subscriber::set_global_default(Capture).unwrap());
        let lines = Rc::default();
        LINES.set(Rc::downgrade(&lines));
        Self(lines)
    }

    pub(crate) fn text(&self) -> String {
        self.0.borrow().join("\n")
    }
}

struct Capture;

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

impl Subscriber for Capture {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("specwright_runtime")
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let lines = LINES.with_borrow(Weak::upgrade);
        if let Some(lines) = lines {
            let mut line = Line(event.metadata().level().to_string());
            event.record(&mut line);
            lines.borrow_mut().push(line.0);
        }
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}
