//! The example call in an operation's documentation.

use crate::ir::{Operation, ResponseBody};
use crate::name::OperationNames;
use crate::render::context::Context;

use super::expression::Expressions;

/// The maximum width of a call in one line.
const ONE_LINE: usize = 60;

/// Returns the lines of a code block that rustdoc compiles and does not run, unless an argument has
/// no expression.
pub(super) fn lines(
    cx: &Context<'_>,
    operation: &Operation,
    names: &OperationNames,
) -> Option<Vec<String>> {
    let Call {
        imports,
        statements,
    } = call(cx, operation, names)?;
    let mut lines = vec![
        cx.example_fence(),
        format!(
            "# async fn example(client: {}::Client) -> Result<(), Box<dyn std::error::Error>> {{",
            cx.library
        ),
    ];
    if !imports.is_empty() {
        lines.extend(imports);
        lines.push(String::new());
    }
    lines.extend(statements);
    lines.extend(["# Ok(())".to_owned(), "# }".to_owned(), "```".to_owned()]);
    Some(lines)
}

/// An example call by a variable `client`, in a function that returns a `Result`.
pub(in crate::render::client) struct Call {
    /// The `use` declarations.
    pub(in crate::render::client) imports: Vec<String>,
    pub(in crate::render::client) statements: Vec<String>,
}

/// Returns an example call of an operation, unless an argument has no expression.
pub(in crate::render::client) fn call(
    cx: &Context<'_>,
    operation: &Operation,
    names: &OperationNames,
) -> Option<Call> {
    let mut expressions = Expressions::new(cx);
    let [_root, nodes @ ..] = cx.node_path(operation)? else {
        return None;
    };
    let mut calls = Vec::new();
    for (node, node_names) in nodes {
        let arguments: Vec<String> = node
            .segment
            .parameters()
            .map(|parameter| expressions.parameter(parameter))
            .collect::<Option<_>>()?;
        calls.push(format!(
            ".{}({})",
            node_names.accessor,
            arguments.join(", ")
        ));
    }
    let mut arguments: Vec<String> = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.required)
        .map(|parameter| expressions.parameter(parameter))
        .collect::<Option<_>>()?;
    if let Some(body) = &operation.body {
        arguments.push(expressions.body(body)?);
    }
    calls.push(format!(".{}({})", names.method, arguments.join(", ")));
    calls.push(".await?".to_owned());

    let has_body = operation.success != ResponseBody::Empty;
    let declaration = if has_body { "let response = " } else { "" };
    let line = calls.concat();
    let call = if line.len() <= ONE_LINE && !line.contains('\n') {
        format!("{declaration}client{line};")
    } else {
        let calls = calls.join("\n").replace('\n', "\n    ");
        format!("{declaration}client\n    {calls};")
    };
    let mut statements: Vec<String> = call.lines().map(str::to_owned).collect();
    if has_body {
        statements.push("println!(\"{:?}\", response.body());".to_owned());
    }
    Some(Call {
        imports: expressions.imports(),
        statements,
    })
}
