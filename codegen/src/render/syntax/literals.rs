//! Literals of strings, numbers, JSON values and durations.

use std::time::Duration;

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

/// Returns a string literal, which is a raw string if that has fewer escapes.
pub(in crate::render) fn string(text: &str) -> Literal {
    let readable = text.chars().all(|c| c == ' ' || c.is_ascii_graphic());
    if readable
        && text.contains(['"', '\\'])
        && let Ok(literal) = raw_string(text).parse()
    {
        return literal;
    }
    Literal::string(text)
}

/// Returns a string literal that keeps its lines: a raw string if that has fewer escapes, unless the
/// text has characters that a raw string should not contain.
pub(in crate::render) fn multi_line_string(text: &str) -> String {
    let plain = text.chars().all(|c| {
        c == '\n'
            || c == ' '
            || !(c.is_control() || c.is_whitespace()) && c.escape_debug().count() == 1
            || matches!(c, '"' | '\'' | '\\')
    });
    if !plain {
        format!("{text:?}")
    } else if text.contains(['"', '\\']) {
        raw_string(text)
    } else {
        format!("\"{text}\"")
    }
}

/// Returns a raw string literal.
fn raw_string(text: &str) -> String {
    let mut hashes = String::new();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{text}\"{hashes}")
}

/// Returns an expression for an integer, with its digits in groups of three.
pub(in crate::render) fn grouped(number: &impl ToString) -> TokenStream {
    let text = grouped_text(number);
    let digits = text.trim_start_matches('-');
    let literal: Literal = digits.parse().expect("digits are a literal");
    if digits.len() == text.len() {
        quote!(#literal)
    } else {
        quote!(-#literal)
    }
}

/// Returns an integer with its digits in groups of three, if it has more than four.
pub(in crate::render) fn grouped_text(number: &impl ToString) -> String {
    let text = number.to_string();
    let (sign, digits) = text.split_at(text.len() - text.trim_start_matches('-').len());
    if digits.len() < 5 {
        return text;
    }
    let mut grouped = sign.to_owned();
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push('_');
        }
        grouped.push(digit);
    }
    grouped
}

/// Returns an expression for a floating-point number, with its digits in groups of three.
pub(in crate::render) fn grouped_float(number: f64) -> TokenStream {
    let literal: Literal = grouped_float_text(number.abs())
        .parse()
        .expect("digits are a literal");
    if number.is_sign_negative() {
        quote!(-#literal)
    } else {
        quote!(#literal)
    }
}

/// Returns a floating-point number, with its digits in groups of three if the integer or the
/// fraction has more than four.
pub(in crate::render) fn grouped_float_text(number: f64) -> String {
    let text = format!("{number:?}");
    let Some((integer, fraction)) = text.split_once('.') else {
        return text;
    };
    let digits = integer.trim_start_matches('-');
    let (fraction, exponent) = fraction.split_at(fraction.find('e').unwrap_or(fraction.len()));
    if digits.len() < 5 && fraction.len() < 5 {
        return text;
    }
    let sign = &integer[..integer.len() - digits.len()];
    let groups = |digits: &str, first: usize| {
        let (first, rest) = digits.split_at(first);
        let mut grouped = first.to_owned();
        for (index, digit) in rest.char_indices() {
            if index.is_multiple_of(3) && !grouped.is_empty() {
                grouped.push('_');
            }
            grouped.push(digit);
        }
        grouped
    };
    let integer = groups(digits, digits.len() % 3);
    format!("{sign}{integer}.{}{exponent}", groups(fraction, 0))
}

/// Returns a scalar JSON value as a literal.
pub(in crate::render) fn json(value: &Value) -> TokenStream {
    match value {
        Value::String(text) => plain_string(text),
        Value::Number(number) => {
            let text = match (number.as_i64(), number.as_u64()) {
                (Some(integer), _) if i32::try_from(integer).is_ok() => grouped_text(&integer),
                (Some(integer), _) => format!("{}_i64", grouped_text(&integer)),
                (None, Some(integer)) => format!("{}_u64", grouped_text(&integer)),
                (None, None) => grouped_float_text(number.as_f64().unwrap_or_default()),
            };
            text.parse().unwrap_or_else(|_| plain_string(&text))
        }
        Value::Bool(value) => quote!(#value),
        other => plain_string(&other.to_string()),
    }
}

fn plain_string(text: &str) -> TokenStream {
    let literal = Literal::string(text);
    quote!(#literal)
}

/// Returns an expression for a duration. `ty` is the imported type.
pub(in crate::render) fn duration(ty: &TokenStream, duration: Duration) -> TokenStream {
    let (function, number) = if duration.subsec_nanos() == 0 {
        (quote!(from_secs), u128::from(duration.as_secs()))
    } else {
        (quote!(from_millis), duration.as_millis())
    };
    let number = Literal::u128_unsuffixed(number);
    quote!(#ty::#function(#number))
}

/// Returns the source of a tuple, or of its type.
pub(in crate::render) fn tuple(parts: &[String]) -> String {
    match parts {
        [only] => format!("({only},)"),
        parts => format!("({})", parts.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::grouped_float_text;

    #[test]
    fn digits_of_floats_are_in_groups_of_three() {
        let texts = [
            (0.5, "0.5"),
            (1234.5, "1234.5"),
            (-12345.5, "-12_345.5"),
            (0.12345, "0.123_45"),
            (9.223_372_036_854_776e18, "9.223_372_036_854_776e18"),
            (1e21, "1e21"),
        ];
        for (number, text) in texts {
            assert_eq!(grouped_float_text(number), text);
        }
    }
}
