//! `date`.

use crate::error::Result;
use crate::liquid::context::Context;
use crate::liquid::convert::to_s;
use crate::liquid::registry::Registry;
use crate::value::Value;

pub(super) fn register(registry: &mut Registry) {
    registry.text_filter("date", 1, |input, args, cx, out| {
        date(input, &args[0], cx, out)
    });
}

/// The input itself where there is no format or no date in it.
fn date(
    input: &Value,
    format: &Value,
    cx: &Context<'_>,
    out: &mut String,
) -> Result<Option<Value>> {
    let format = to_s(format)?;
    if format.is_empty() {
        return Ok(Some(input.clone()));
    }
    match input.to_date(cx.clock()) {
        Some(Value::Time(time)) => time.write_strftime(&format, out)?,
        Some(Value::Date(date)) => date.to_datetime().write_strftime(&format, out)?,
        Some(Value::DateTime(date)) => date.write_strftime(&format, out)?,
        _ => return Ok(Some(input.clone())),
    }
    Ok(None)
}
