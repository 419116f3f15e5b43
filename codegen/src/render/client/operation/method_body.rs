//! The body of a method that builds a request.

use std::fmt::Write as _;

use crate::name::Identifier;
use crate::render::source_file::chain::chain;
use crate::render::source_file::layout::STATEMENT;

/// The statements of a method that builds a request.
pub(super) struct MethodBody {
    /// The finished statements.
    statements: String,
    /// The start of the current chain of calls.
    head: String,
    calls: Vec<String>,
}

impl MethodBody {
    /// Creates a body whose request begins as the expression `head`.
    pub(super) fn new(head: String) -> Self {
        Self {
            statements: String::new(),
            head,
            calls: Vec::new(),
        }
    }

    /// Adds calls on the request.
    pub(super) fn calls(&mut self, calls: impl IntoIterator<Item = String>) {
        self.calls.extend(calls);
    }

    /// Adds a statement that may assign to the variable `request`.
    pub(super) fn statement(&mut self, statement: &str) {
        self.bind("let mut request = ");
        self.statements.push_str(statement);
        self.statements.push('\n');
    }

    /// Binds the current chain to the variable `request`.
    fn bind(&mut self, declaration: &str) {
        let declaration = if self.statements.is_empty() {
            declaration
        } else {
            "request = "
        };
        if self.head == "request" && self.calls.is_empty() {
            return;
        }
        let room = STATEMENT - declaration.len() - 1;
        let line = format!("{}{}", self.head, self.calls.concat());
        // rustfmt puts a single call into the next line if it fits there only.
        let next_line = room..=STATEMENT - 6;
        if self.calls.len() == 1 && !line.contains('\n') && next_line.contains(&(line.len() - 1)) {
            append!(self.statements, "{}\n    {line};\n", declaration.trim_end());
        } else {
            let value = chain(&self.head, &self.calls, room);
            append!(self.statements, "{declaration}{value};\n");
        }
        "request".clone_into(&mut self.head);
        self.calls.clear();
    }

    /// Returns the statements. The last one is the request, or the request in a type around it.
    pub(super) fn write(mut self, wrapper: Option<&Identifier>) -> String {
        let Some(wrapper) = wrapper else {
            return format!(
                "{}{}",
                self.statements,
                chain(&self.head, &self.calls, STATEMENT)
            );
        };
        if self.calls.is_empty() {
            return format!("{}{wrapper}({})", self.statements, self.head);
        }
        self.bind("let request = ");
        format!("{}{wrapper}(request)", self.statements)
    }
}
