//! `date`.

use crate::error::Result;
use crate::liquid::context::Context;
use crate::liquid::convert::to_s;
use crate::liquid::registry::Registry;
use crate::value::Value;

pub(super) fn register(registry: &mut Registry) {
    registry.filter("date", 1, |input, args, cx| date(input, &args[0], cx));
}

/// The input itself where there is no format or no date in it.
fn date(input: &Value, format: &Value, cx: &Context<'_>) -> Result<Value> {
    let format = to_s(format)?;
    if format.is_empty() {
        return Ok(input.clone());
    }
    Ok(match input.to_date(cx.clock()) {
        Some(Value::Time(time)) => time.strftime(&format)?.into(),
        Some(Value::Date(date)) => date.strftime(&format)?.into(),
        Some(Value::DateTime(date)) => date.strftime(&format)?.into(),
        _ => input.clone(),
    })
}
