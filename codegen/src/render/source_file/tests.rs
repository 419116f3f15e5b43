use super::chain::chain;
use super::imports::version_order;
use super::layout::Layout;

#[test]
fn names_are_sorted_as_rustfmt_sorts_them() {
    let mut names = vec!["object", "Item2", "Item10", "Item", "a_b", "a2", "Call"];
    names.sort_by(|a, b| version_order(a, b));
    assert_eq!(
        names,
        ["Call", "Item", "Item2", "Item10", "a_b", "a2", "object"]
    );
}

fn call(function: &str, items: Vec<Layout>) -> Layout {
    Layout::Call(function.to_owned(), items)
}

#[test]
fn what_is_nested_is_broken_where_rustfmt_breaks_it() {
    let length = |limit: u32| {
        call(
            "Constraint::MinLength",
            vec![Layout::Text(limit.to_string())],
        )
    };
    let items = |list| Layout::Array(vec![call("Constraint::Items", vec![Layout::Array(list)])]);
    assert_eq!(
        items(vec![length(1)]).text(12, 0),
        "&[Constraint::Items(&[Constraint::MinLength(1)])]"
    );
    assert_eq!(
        items(vec![length(1), length(255)]).text(12, 0),
        "&[Constraint::Items(&[\n    Constraint::MinLength(1),\n    Constraint::MinLength(255),\n])]"
    );
    let pattern = format!("{:?}", "x".repeat(60));
    let long = || call("Constraint::Pattern", vec![Layout::Text(pattern.clone())]);
    assert_eq!(
        Layout::Array(vec![length(1), long()]).text(12, 0),
        format!("&[\n    Constraint::MinLength(1),\n    Constraint::Pattern({pattern}),\n]")
    );
    assert_eq!(
        Layout::Array(vec![length(1), long()]).text(16, 0),
        format!(
            "&[\n    Constraint::MinLength(1),\n    Constraint::Pattern(\n        {pattern},\n    ),\n]"
        )
    );
    let schemes = |names: &[&str]| {
        let names = names
            .iter()
            .map(|name| Layout::Text(format!("&crate::credentials::{name}")));
        Layout::Array(vec![Layout::Array(names.collect())])
    };
    assert_eq!(
        call("Security::OneOf", vec![schemes(&["APP_KEY", "APP_TOKEN"])]).text(4, 10),
        "Security::OneOf(&[&[&crate::credentials::APP_KEY, &crate::credentials::APP_TOKEN]])"
    );
}

#[test]
fn a_chain_ends_in_a_call_of_many_lines_unless_it_is_one_on_self() {
    let head = "Request::new(&self.path, &GET)";
    let calls = [r#".header_as("Tenant, (of it)", the_tenant.as_ref(), Style::SIMPLE)"#.to_owned()];
    assert_eq!(
        chain(head, &calls, 92),
        "Request::new(&self.path, &GET).header_as(\n    \"Tenant, (of it)\",\n    the_tenant.as_ref(),\n    \
         Style::SIMPLE,\n)"
    );
    assert_eq!(
        chain("self.0", &calls, 60),
        format!("self.0\n    {}", calls[0])
    );
    assert!(!chain("self.0", &calls, 92).contains('\n'));
}
