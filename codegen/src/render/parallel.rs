//! Renders files in parallel.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// The paths of files, and the functions that render them.
#[derive(Default)]
pub(super) struct PendingFiles<'a>(Vec<(String, RenderFn<'a>)>);

type RenderFn<'a> = Box<dyn Fn() -> String + Send + Sync + 'a>;

/// The stack size of a thread. Types and examples nest deeply, and their printing is recursive.
/// Unused pages of a stack take no memory.
const STACK: usize = 64 << 20;

impl<'a> PendingFiles<'a> {
    pub(super) fn add(
        &mut self,
        path: impl Into<String>,
        render: impl Fn() -> String + Send + Sync + 'a,
    ) {
        self.0.push((path.into(), Box::new(render)));
    }

    /// Renders all files. Returns their text by path.
    pub(super) fn render(self) -> BTreeMap<String, String> {
        let files = &self.0;
        let next = &AtomicUsize::new(0);
        let work = move || {
            let mut texts = Vec::new();
            while let Some((path, render)) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                texts.push((path.clone(), render()));
            }
            texts
        };
        let others = thread::available_parallelism().map_or(1, NonZero::get) - 1;
        thread::scope(|scope| {
            let threads: Vec<_> = (0..others.min(files.len() / 2))
                // If no thread can be started, this one does all the work.
                .filter_map(|_| {
                    thread::Builder::new()
                        .stack_size(STACK)
                        .spawn_scoped(scope, work)
                        .ok()
                })
                .collect();
            let mut texts: BTreeMap<String, String> = work().into_iter().collect();
            for thread in threads {
                match thread.join() {
                    Ok(rendered) => texts.extend(rendered),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            texts
        })
    }
}
