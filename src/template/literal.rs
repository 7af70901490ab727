//! Values as Typst literals: the only way by which a record's words reach generated text.

use std::fmt::Write;

use minijinja::value::{Value, ValueKind};
use minijinja::{Error, ErrorKind};
use unicode_normalization::UnicodeNormalization;

/// A Typst string literal that shows `text` whatever it holds, composed (NFC): escapes of YAML
/// and entities of Markdown may have brought in loose accents.
pub fn string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in text.nfc() {
        match letter {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            _ if letter.is_control() => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(letter));
            }
            _ => out.push(letter),
        }
    }
    out.push('"');
    out
}

/// Markup that shows `text` literally. The semicolon keeps what follows from becoming a call.
pub fn markup(text: &str) -> String {
    format!("#{};", string(text))
}

/// A Typst literal of any shape: string, number, truth, array, dictionary, none.
///
/// # Errors
/// For values that Typst has no literal for, and for missing ones.
pub fn value(value: &Value) -> Result<String, Error> {
    let mut out = String::new();
    write_value(&mut out, value)?;
    Ok(out)
}

fn write_value(out: &mut String, value: &Value) -> Result<(), Error> {
    match value.kind() {
        ValueKind::None => out.push_str("none"),
        ValueKind::Bool => out.push_str(if value.is_true() { "true" } else { "false" }),
        ValueKind::Number => {
            let _ = write!(out, "{value}");
        }
        ValueKind::String => out.push_str(&string(value.as_str().unwrap_or_default())),
        ValueKind::Seq | ValueKind::Iterable => {
            out.push('(');
            for item in value.try_iter()? {
                write_value(out, &item)?;
                out.push_str(", ");
            }
            out.push(')');
        }
        ValueKind::Map => {
            let mut empty = true;
            out.push('(');
            for key in value.try_iter()? {
                empty = false;
                // Keys are field names of views; Typst's own names use hyphens.
                let name = key.as_str().unwrap_or_default().replace('_', "-");
                let _ = write!(out, "{}: ", string(&name));
                write_value(out, &value.get_item(&key)?)?;
                out.push_str(", ");
            }
            out.push_str(if empty { ":)" } else { ")" });
        }
        ValueKind::Undefined => return Err(super::engine::undefined(value)),
        kind => {
            return Err(Error::new(ErrorKind::InvalidOperation, format!("{kind} has no Typst literal")));
        }
    }
    Ok(())
}
