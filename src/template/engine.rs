//! minijinja as papers use it: Typst literals wherever a value is shown.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Value, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior};

use super::{literal, markdown};
use crate::diagnostic::Diagnostic;

/// The filters that thidua adds to those of minijinja.
pub const FILTERS: [&str; 3] = ["typst", "markdown", "inline"];

/// An environment without templates.
pub fn environment() -> Result<Environment<'static>, Diagnostic> {
    let mut environment = Environment::new();
    // For the name of a value that is missing; it costs nothing until one is.
    environment.set_debug(true);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(crate::limits::TEMPLATE_STEPS));
    environment.set_syntax(syntax()?);
    environment.set_auto_escape_callback(|_| AutoEscape::Custom("typst".into()));
    environment.set_formatter(|out, _, value| out.write_str(&shown(value)?).map_err(Error::from));
    let [typst, markdown, inline] = FILTERS;
    environment.add_filter(typst, |value: Value| literal::value(&value).map(Value::from_safe_string));
    environment.add_filter(markdown, |text: Value| words(&text).map(|text| safe(&text, markdown::blocks)));
    environment.add_filter(inline, |text: Value| words(&text).map(|text| safe(&text, markdown::inline)));
    Ok(environment)
}

/// Block tags stand on lines of their own and leave nothing behind.
pub fn syntax() -> Result<SyntaxConfig, Diagnostic> {
    SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build()
        .map_err(|error| Diagnostic::error(error.to_string()))
}

/// What `{{ value }}` leaves in the text.
pub fn shown(value: &Value) -> Result<String, Error> {
    match (value.as_str(), value.kind()) {
        (Some(text), _) if value.is_safe() => Ok(text.to_owned()),
        (Some(text), _) => Ok(literal::markup(text)),
        (None, ValueKind::None) => Ok(String::new()),
        (None, ValueKind::Undefined) => Err(undefined(value)),
        (None, kind @ (ValueKind::Seq | ValueKind::Iterable | ValueKind::Map)) => Err(Error::new(
            ErrorKind::InvalidOperation,
            format!("{kind} has no words; loop over it or write it as a Typst literal"),
        )),
        (None, _) => Ok(literal::markup(&value.to_string())),
    }
}

/// The fault of using a missing value; where minijinja knows what was looked for, it names it.
pub fn undefined(value: &Value) -> Error {
    value.get_attr("").err().unwrap_or_else(|| Error::from(ErrorKind::UndefinedError))
}

/// The Markdown that a filter was given; none is no words.
fn words(text: &Value) -> Result<String, Error> {
    match text.kind() {
        ValueKind::None => Ok(String::new()),
        ValueKind::Undefined => Err(undefined(text)),
        ValueKind::String | ValueKind::Number => Ok(text.to_string()),
        kind => Err(Error::new(ErrorKind::InvalidOperation, format!("cannot convert {kind} to string"))),
    }
}

fn safe(text: &str, typst: fn(&str) -> String) -> Value {
    Value::from_safe_string(typst(text))
}
