//! Renders files side by side: none depends on another.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Files that are still to be rendered: by path, what makes the text.
#[derive(Default)]
pub(crate) struct Files<'a>(Vec<(String, Render<'a>)>);

type Render<'a> = Box<dyn Fn() -> String + Send + Sync + 'a>;

/// Types and examples nest, and what prints them goes down with them; memory that is not touched costs nothing.
const STACK: usize = 64 << 20;

impl<'a> Files<'a> {
    pub(crate) fn add(
        &mut self,
        path: impl Into<String>,
        render: impl Fn() -> String + Send + Sync + 'a,
    ) {
        self.0.push((path.into(), Box::new(render)));
    }

    /// Renders all of them: text by path.
    pub(crate) fn render(self) -> BTreeMap<String, String> {
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
                // Where there is no other thread to be had, this one does the work.
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
