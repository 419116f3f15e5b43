//! The report as JUnit XML.

use std::fmt::Write as _;

use super::{Report, timeline_line};

pub(super) fn render(report: &Report) -> String {
    let counts = &report.counts;
    let failures = counts.calls - counts.passed + usize::from(!report.problems.is_empty());
    let tests = counts.calls + 1;
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        xml,
        "<testsuites><testsuite name=\"msgraph-calling-standin\" tests=\"{tests}\" \
         failures=\"{failures}\">"
    );
    for call in &report.calls {
        let end = call
            .timeline
            .last()
            .map_or(0.0, |entry| entry.time.as_secs_f64());
        let _ = write!(
            xml,
            "<testcase classname=\"{}\" name=\"{}\" time=\"{end:.3}\">",
            escape(&call.scenario),
            escape(&call.call)
        );
        if !call.passed {
            failure(&mut xml, &call.problems());
        }
        let timeline: Vec<String> = call.timeline.iter().map(timeline_line).collect();
        let _ = writeln!(
            xml,
            "<system-out>{}</system-out></testcase>",
            escape(&timeline.join("\n"))
        );
    }
    xml.push_str("<testcase classname=\"run\" name=\"requests besides the calls\">");
    if !report.problems.is_empty() {
        failure(&mut xml, &report.problems);
    }
    xml.push_str("</testcase>\n</testsuite></testsuites>\n");
    xml
}

fn failure(xml: &mut String, problems: &[String]) {
    let message = problems.first().map_or("", String::as_str);
    let _ = write!(
        xml,
        "<failure message=\"{}\">{}</failure>",
        escape(message),
        escape(&problems.join("\n"))
    );
}

/// Returns a string for XML, without the characters that XML cannot contain.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(character),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            character => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn xml_contains_no_markup_of_a_bot() {
        assert_eq!(
            escape("<a b=\"c\">&\u{1}"),
            "&lt;a b=&quot;c&quot;&gt;&amp;\u{fffd}"
        );
    }
}
