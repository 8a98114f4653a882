//! Sass's functions of colours as Dart Sass has them, in the place of those of grass.

use codemap::Span;
use grass::sass_value::{
    ArgumentResult, Brackets, ListSeparator, Number, QuoteKind, SassNumber, Unit, Value,
};
use grass::{Builtin, Options, Result as Answer, Visitor};

use super::color::{Color, EPSILON, Space, equals, number, rounded};
use super::colors::{Colors, color_in, value_of};
use super::depth;

type Function = fn(ArgumentResult, &mut Visitor<'_>) -> Answer<Value>;

/// What our modules ask for: no sheet has functions of such names.
pub(super) const PREFIX: &str = "rekyll-";
/// The functions that are there without a module; each is there with the prefix too.
const GLOBAL: [(&str, Function); 30] = [
    ("adjust-color", |args, _| update(args, Update::Adjust)),
    ("adjust-hue", |args, _| adjust_hue(args)),
    ("alpha", |args, _| alpha(args)),
    ("blue", |args, _| primary(args, 2)),
    ("change-color", |args, _| update(args, Update::Change)),
    ("complement", |args, _| complement(args)),
    ("darken", |args, _| shaded(args, 2, -1.0)),
    ("desaturate", |args, _| shaded(args, 1, -1.0)),
    ("fade-in", |args, _| faded(args, 1.0)),
    ("fade-out", |args, _| faded(args, -1.0)),
    ("grayscale", |args, _| grayscale(args)),
    ("green", |args, _| primary(args, 1)),
    ("hsl", |args, _| hsl("hsl", args)),
    ("hsla", |args, _| hsl("hsla", args)),
    ("hue", |args, _| cylindrical(args, Space::Hsl, 0)),
    ("hwb", |args, _| hwb(args)),
    ("ie-hex-str", |args, _| ie_hex_str(args)),
    ("invert", |args, _| invert(args)),
    ("lighten", |args, _| shaded(args, 2, 1.0)),
    ("lightness", |args, _| cylindrical(args, Space::Hsl, 2)),
    ("mix", |args, _| mix(args)),
    ("opacify", |args, _| faded(args, 1.0)),
    ("opacity", |args, _| opacity(args)),
    ("red", |args, _| primary(args, 0)),
    ("rgb", |args, _| rgb("rgb", args)),
    ("rgba", |args, _| rgb("rgba", args)),
    ("saturate", |args, _| saturate(args)),
    ("saturation", |args, _| cylindrical(args, Space::Hsl, 1)),
    ("scale-color", |args, _| update(args, Update::Scale)),
    ("transparentize", |args, _| faded(args, -1.0)),
];
/// The functions that only we ask for.
const OWN: [(&str, Function); 10] = [
    ("blackness", |args, _| cylindrical(args, Space::Hwb, 2)),
    ("channel", |args, _| channel(args)),
    ("depth", |args, _| depth::depth(&args)),
    ("is-in-gamut", |args, _| is_in_gamut(args)),
    ("same", |args, _| same(args)),
    ("space", |args, _| space(args)),
    ("text", |args, _| text(args)),
    ("to-space", |args, _| to_space(args)),
    ("module-hwb", |args, _| module_hwb(args)),
    ("whiteness", |args, _| cylindrical(args, Space::Hwb, 1)),
];

/// Functions of CSS, each with its own name.
macro_rules! of_css {
    ($($name:literal),* $(,)?) => {
        [$(($name, |args, _| of_css($name, args))),*]
    };
}

/// Functions of CSS that are given colours. In the compressed style what they are given is not compressed.
const CSS: [(&str, Function); 21] = of_css![
    "-moz-linear-gradient",
    "-moz-radial-gradient",
    "-ms-linear-gradient",
    "-o-linear-gradient",
    "-o-radial-gradient",
    "-webkit-gradient",
    "-webkit-linear-gradient",
    "-webkit-radial-gradient",
    "color-mix",
    "color-stop",
    "conic-gradient",
    "drop-shadow",
    "from",
    "light-dark",
    "linear-gradient",
    "radial-gradient",
    "repeating-conic-gradient",
    "repeating-linear-gradient",
    "repeating-radial-gradient",
    "to",
    "var",
];

/// Options with our functions in the place of those of grass.
pub(super) fn with_functions(options: Options<'_>, is_compressed: bool) -> Options<'_> {
    let prefixed = GLOBAL.into_iter().chain(OWN);
    let prefixed = prefixed.map(|(name, function)| (format!("{PREFIX}{name}"), function));
    let css = CSS.into_iter().filter(|_| is_compressed);
    let named = GLOBAL.into_iter().chain(css);
    named
        .map(|(name, function)| (name.to_string(), function))
        .chain(prefixed)
        .fold(options, |options, (name, function)| {
            options.add_custom_fn(name, Builtin::new(function))
        })
}

/// The names of the functions that are there without a module.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    GLOBAL.iter().map(|(name, _)| *name)
}

/// What a function was given, and where.
struct Given {
    positional: Vec<Value>,
    named: Vec<(&'static str, Value)>,
    span: Span,
}

impl Given {
    /// What was given, where all names are among these.
    fn of(mut args: ArgumentResult, names: &[&'static str]) -> Answer<Self> {
        let span = args.span();
        let positional = positional(&mut args);
        let mut named = Vec::new();
        for name in names {
            named.extend(args.get_named(*name).map(|value| (*name, value.node)));
        }
        if args.max_args(positional.len()).is_err() {
            return failed(format!("No argument named ${}.", unknown(&args)), span);
        }
        Ok(Given {
            positional,
            named,
            span,
        })
    }

    fn count(&self) -> usize {
        self.positional.len() + self.named.len()
    }

    fn names(&self, name: &str) -> bool {
        self.named.iter().any(|(it, _)| *it == name)
    }

    /// The values of the arguments of a function, of which the first have to be given.
    fn bound<const N: usize>(
        self,
        names: [&'static str; N],
        required: usize,
    ) -> Answer<[Option<Value>; N]> {
        let count = self.positional.len();
        if count > N {
            let arguments = if N == 1 { "argument" } else { "arguments" };
            let was = if count == 1 { "was" } else { "were" };
            let which = if self.named.is_empty() {
                ""
            } else {
                "positional "
            };
            let message = format!("Only {N} {which}{arguments} allowed, but {count} {was} passed.");
            return failed(message, self.span);
        }
        let mut values = [const { None }; N];
        for (value, given) in values.iter_mut().zip(self.positional) {
            *value = Some(given);
        }
        for (name, given) in self.named {
            let Some(at) = names.iter().position(|it| *it == name) else {
                return failed(format!("No argument named ${name}."), self.span);
            };
            if values[at].replace(given).is_some() {
                let message = format!("Argument ${name} was passed both by position and by name.");
                return failed(message, self.span);
            }
        }
        match values[..required].iter().position(Option::is_none) {
            Some(at) => failed(format!("Missing argument ${}.", names[at]), self.span),
            None => Ok(values),
        }
    }
}

/// The values that were given without names.
fn positional(args: &mut ArgumentResult) -> Vec<Value> {
    let mut values = Vec::new();
    while let Some(value) = args.get_positional(values.len()) {
        values.push(value.node);
    }
    values
}

/// A name that was given and is not known.
fn unknown(args: &ArgumentResult) -> String {
    let shown = format!("{args:?}");
    let named = shown.split_once("named: {Identifier(\"");
    let name = named.and_then(|(_, rest)| rest.split_once('"'));
    name.map(|(name, _)| name.to_string()).unwrap_or_default()
}

pub(super) fn failed<T>(message: impl Into<String>, span: Span) -> Answer<T> {
    Err((message.into(), span).into())
}

/// The values of a function's arguments, of which the first have to be given, and where.
fn bound<const N: usize>(
    args: ArgumentResult,
    names: [&'static str; N],
    required: usize,
) -> Answer<([Option<Value>; N], Span)> {
    let given = Given::of(args, &names)?;
    let span = given.span;
    Ok((given.bound(names, required)?, span))
}

/// What was given for an argument that has to be.
fn needed(value: Option<Value>) -> Value {
    value.unwrap_or(Value::Null)
}

fn dimension(number: f64, unit: Unit) -> Answer<Value> {
    Ok(Value::Dimension(SassNumber {
        num: Number(number),
        unit,
        as_slash: None,
    }))
}

fn unquoted(text: String) -> Answer<Value> {
    Ok(Value::String(text, QuoteKind::None))
}

/// A function that is left to the browser.
fn as_css(name: &str, args: &[&Value], span: Span) -> Answer<Value> {
    let shown = args.iter().map(|arg| arg.to_css_string(span, false));
    let shown = shown.collect::<Answer<Vec<String>>>()?;
    unquoted(format!("{name}({})", shown.join(", ")))
}

/// A function of CSS, with what it is given as in the expanded style.
fn of_css(name: &str, mut args: ArgumentResult) -> Answer<Value> {
    let span = args.span();
    let given = positional(&mut args);
    if args.max_args(given.len()).is_err() {
        return failed("Plain CSS functions don't support keyword arguments.", span);
    }
    let given: Vec<&Value> = given.iter().collect();
    as_css(name, &given, span)
}

/// An angle in degrees; other units than those of angles count as none.
fn degrees(value: Value, name: &str, span: Span) -> Answer<f64> {
    let angle = value.assert_number_with_name(name, span)?;
    let degrees = match angle.unit {
        Unit::Grad => 0.9,
        Unit::Rad => 180.0 / std::f64::consts::PI,
        Unit::Turn => 360.0,
        _ => 1.0,
    };
    Ok(angle.num.0 * degrees)
}

/// A number, or a percentage of the most that there is.
fn share(value: Value, most: f64, name: &str, span: Span) -> Answer<f64> {
    let number = value.assert_number_with_name(name, span)?;
    match number.unit {
        Unit::None => Ok(number.num.0),
        Unit::Percent => Ok(number.num.0 * most / 100.0),
        _ => {
            let shown = Value::Dimension(number).inspect(span)?;
            failed(
                format!("${name}: Expected {shown} to have unit \"%\" or no units."),
                span,
            )
        }
    }
}

/// The number of a percentage.
fn percentage(value: Value, name: &str, span: Span) -> Answer<f64> {
    let number = value.assert_number_with_name(name, span)?;
    if number.unit == Unit::Percent {
        return Ok(number.num.0);
    }
    let shown = Value::Dimension(number).inspect(span)?;
    failed(
        format!("${name}: Expected {shown} to have unit \"%\"."),
        span,
    )
}

/// A percentage in the steps that Dart Sass takes: whether a channel is a whole number hangs on the last digit.
fn hundredths(percentage: f64) -> f64 {
    percentage * 100.0 / 100.0
}

/// A number of any unit up to 100.
fn hundredth(value: Value, name: &str, span: Span) -> Answer<f64> {
    let number = value.assert_number_with_name(name, span)?;
    number.assert_bounds(name, 0.0, 100.0, span)?;
    Ok(number.num.0)
}

/// The space that is named, where one is.
fn space_in(value: Option<Value>, span: Span) -> Answer<Option<Space>> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(name, _)) => match Space::of(&name.to_ascii_lowercase()) {
            Some(space) => Ok(Some(space)),
            None => failed(format!("$space: Unknown color space \"{name}\"."), span),
        },
        Some(value) => failed(
            format!("$space: {} is not a string.", value.inspect(span)?),
            span,
        ),
    }
}

/// What the browser reckons with: a number or what only it knows.
fn is_for_browser(value: &Value) -> bool {
    matches!(value, Value::Dimension(_)) || is_special(value)
}

fn is_special(value: &Value) -> bool {
    value.is_special_function()
}

fn is_word(value: &Value, word: &str) -> bool {
    matches!(value, Value::String(text, QuoteKind::None) if text.eq_ignore_ascii_case(word))
}

fn primary(args: ArgumentResult, at: usize) -> Answer<Value> {
    let ([color], span) = bound(args, ["color"], 1)?;
    let color = color_in(needed(color), "color", span)?;
    dimension(color.to(Space::Rgb).channel(at).round(), Unit::None)
}

fn unit_of(space: Space, at: usize) -> Unit {
    match (space, at) {
        (Space::Rgb, _) => Unit::None,
        (_, 0) => Unit::Deg,
        _ => Unit::Percent,
    }
}

fn cylindrical(args: ArgumentResult, space: Space, at: usize) -> Answer<Value> {
    let ([color], span) = bound(args, ["color"], 1)?;
    let color = color_in(needed(color), "color", span)?;
    dimension(color.to(space).channel(at), unit_of(space, at))
}

fn channel(args: ArgumentResult) -> Answer<Value> {
    let ([color, name, space], span) = bound(args, ["color", "channel", "space"], 2)?;
    let color = color_in(needed(color), "color", span)?;
    let (name, quotes) = needed(name).assert_string_with_name("channel", span)?;
    let space = space_in(space, span)?.unwrap_or(color.space);
    if quotes == QuoteKind::None {
        return failed(format!("$channel: Expected {name} to be quoted."), span);
    }
    if name == "alpha" {
        return dimension(color.alpha, Unit::None);
    }
    match space.channels().iter().position(|it| *it == name) {
        Some(at) => dimension(color.to(space).channel(at), unit_of(space, at)),
        None => {
            let shown = color.expanded();
            failed(
                format!("$channel: Color {shown} has no channel named {name}."),
                span,
            )
        }
    }
}

fn space(args: ArgumentResult) -> Answer<Value> {
    let ([color], span) = bound(args, ["color"], 1)?;
    let color = color_in(needed(color), "color", span)?;
    unquoted(color.space.name().to_string())
}

fn to_space(args: ArgumentResult) -> Answer<Value> {
    let ([given, space], span) = bound(args, ["color", "space"], 2)?;
    let given = needed(given);
    let color = color_in(given.clone(), "color", span)?;
    match space_in(space, span)? {
        Some(space) if space != color.space => value_of(color.to(space), false),
        _ => Ok(given),
    }
}

fn is_in_gamut(args: ArgumentResult) -> Answer<Value> {
    let ([color, space], span) = bound(args, ["color", "space"], 1)?;
    let color = color_in(needed(color), "color", span)?;
    let space = space_in(space, span)?.unwrap_or(color.space);
    Ok(Value::bool(color.to(space).is_in_gamut()))
}

fn same(args: ArgumentResult) -> Answer<Value> {
    let ([one, other], span) = bound(args, ["color1", "color2"], 2)?;
    let one = color_in(needed(one), "color1", span)?.to(Space::Rgb);
    let other = color_in(needed(other), "color2", span)?.to(Space::Rgb);
    let mut pairs = one.channels.iter().zip(other.channels);
    let is_same = pairs.all(|(one, other)| equals(*one, other)) && equals(one.alpha, other.alpha);
    Ok(Value::bool(is_same))
}

/// The text of a value that stands within text, as in the expanded style.
fn text(args: ArgumentResult) -> Answer<Value> {
    let ([value], span) = bound(args, ["value"], 1)?;
    let value = needed(value);
    match value {
        Value::Color(_) | Value::Dimension(_) | Value::Calculation(_) => {
            unquoted(value.to_css_string(span, false)?)
        }
        Value::List(ref values, ..) if !values.is_empty() => {
            unquoted(value.unquote().to_css_string(span, false)?)
        }
        _ => Ok(value),
    }
}

/// Lighter, darker, more or less saturated.
fn shaded(args: ArgumentResult, at: usize, sign: f64) -> Answer<Value> {
    let ([color, amount], span) = bound(args, ["color", "amount"], 2)?;
    let color = color_in(needed(color), "color", span)?;
    let amount = hundredth(needed(amount), "amount", span)? * sign;
    let changed = color.changed(Space::Hsl, |hsl| {
        hsl[at] = (hsl[at] + amount).clamp(0.0, 100.0);
    });
    value_of(changed, false)
}

fn saturate(args: ArgumentResult) -> Answer<Value> {
    if args.max_args(1).is_ok() {
        let ([amount], span) = bound(args, ["amount"], 1)?;
        let amount = needed(amount);
        if !is_special(&amount) {
            amount.clone().assert_number_with_name("amount", span)?;
        }
        return as_css("saturate", &[&amount], span);
    }
    shaded(args, 1, 1.0)
}

fn adjust_hue(args: ArgumentResult) -> Answer<Value> {
    let ([color, angle], span) = bound(args, ["color", "degrees"], 2)?;
    let color = color_in(needed(color), "color", span)?;
    let angle = degrees(needed(angle), "degrees", span)?;
    value_of(color.changed(Space::Hsl, |hsl| hsl[0] += angle), false)
}

fn complement(args: ArgumentResult) -> Answer<Value> {
    let ([color, space], span) = bound(args, ["color", "space"], 1)?;
    let color = color_in(needed(color), "color", span)?;
    let space = space_in(space, span)?.unwrap_or(Space::Hsl);
    if space == Space::Rgb {
        return failed("$space: Color space rgb doesn't have a hue channel.", span);
    }
    let [hue, second, third] = color.to(space).with_hue().channels;
    let opposite = Color::new(space, [hue + 180.0, second, third], color.alpha);
    value_of(opposite.to(color.space), false)
}

fn grayscale(args: ArgumentResult) -> Answer<Value> {
    let ([color], span) = bound(args, ["color"], 1)?;
    let color = needed(color);
    if is_for_browser(&color) {
        return as_css("grayscale", &[&color], span);
    }
    let color = color_in(color, "color", span)?;
    let mut gray = color.to(Space::Hsl);
    gray.channels[1] = 0.0;
    value_of(gray.to(color.space), false)
}

fn invert(args: ArgumentResult) -> Answer<Value> {
    let ([color, weight, space], span) = bound(args, ["color", "weight", "space"], 1)?;
    let color = needed(color);
    let weight = match weight {
        Some(weight) => hundredth(weight, "weight", span)?,
        None => 100.0,
    };
    if is_for_browser(&color) {
        return match equals(weight, 100.0) {
            true => as_css("invert", &[&color], span),
            false => failed(
                "Only one argument may be passed to the plain-CSS invert() function.",
                span,
            ),
        };
    }
    let color = color_in(color, "color", span)?;
    let space = space_in(space, span)?.unwrap_or(Space::Rgb);
    if equals(weight, 0.0) {
        return value_of(color, false);
    }
    let changed = match space {
        Space::Rgb => {
            let inverse = color.changed(Space::Rgb, |rgb| *rgb = rgb.map(|it| 255.0 - it));
            mixed(inverse, color, weight).without_hue(color.space)
        }
        // Only rgb() is mixed here.
        _ if weight < 100.0 => return failed("$space: Only rgb may be mixed.", span),
        Space::Hsl => color.changed(space, |hsl| {
            hsl[0] += 180.0;
            hsl[2] = 100.0 - hsl[2];
        }),
        Space::Hwb => color.changed(space, |hwb| {
            hwb[0] += 180.0;
            hwb.swap(1, 2);
        }),
    };
    value_of(changed, false)
}

/// Two colours in one; the more opaque one weighs more.
fn mixed(one: Color, other: Color, weight: f64) -> Color {
    let share = weight / 100.0;
    let leaning = share * 2.0 - 1.0;
    let distance = one.alpha - other.alpha;
    let leaning = if leaning * distance == -1.0 {
        leaning
    } else {
        (leaning + distance) / (1.0 + leaning * distance)
    };
    let first = (leaning + 1.0) / 2.0;
    let second = 1.0 - first;
    let (one, other) = (one.to(Space::Rgb), other.to(Space::Rgb));
    let mut channels = one.channels;
    for (channel, other) in channels.iter_mut().zip(other.channels) {
        *channel = *channel * first + other * second;
    }
    Color::rgb(channels, one.alpha * share + other.alpha * (1.0 - share))
}

fn mix(args: ArgumentResult) -> Answer<Value> {
    let names = ["color1", "color2", "weight", "method"];
    let ([one, other, weight, method], span) = bound(args, names, 2)?;
    let one = color_in(needed(one), "color1", span)?;
    let other = color_in(needed(other), "color2", span)?;
    let weight = match weight {
        Some(weight) => hundredth(weight, "weight", span)?,
        None => 50.0,
    };
    match space_in(method, span)? {
        None => value_of(mixed(one, other, weight), false),
        Some(Space::Rgb) => value_of(mixed(one, other, weight).to(one.space), false),
        Some(_) => failed("$method: Only rgb may be mixed.", span),
    }
}

fn faded(args: ArgumentResult, sign: f64) -> Answer<Value> {
    let ([color, amount], span) = bound(args, ["color", "amount"], 2)?;
    let color = color_in(needed(color), "color", span)?;
    let amount = needed(amount).assert_number_with_name("amount", span)?;
    amount.assert_bounds_with_unit("amount", 0.0, 1.0, &Unit::None, span)?;
    let alpha = (color.alpha + sign * amount.num.0).clamp(0.0, 1.0);
    let changed = Color { alpha, ..color };
    value_of(changed.with_hue(), false)
}

fn opacity(args: ArgumentResult) -> Answer<Value> {
    let ([color], span) = bound(args, ["color"], 1)?;
    let color = needed(color);
    if is_for_browser(&color) {
        return as_css("opacity", &[&color], span);
    }
    dimension(color_in(color, "color", span)?.alpha, Unit::None)
}

fn alpha(args: ArgumentResult) -> Answer<Value> {
    let given = Given::of(args, &["color"])?;
    let is_filter = |value: &Value| match value {
        Value::String(text, QuoteKind::None) => {
            let name = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
            name.len() < text.len() && name.trim_ascii_start().starts_with('=')
        }
        _ => false,
    };
    let filters = &given.positional;
    if given.named.is_empty() && !filters.is_empty() && filters.iter().all(is_filter) {
        let filters: Vec<&Value> = filters.iter().collect();
        return as_css("alpha", &filters, given.span);
    }
    let span = given.span;
    let [color] = given.bound(["color"], 1)?;
    dimension(color_in(needed(color), "color", span)?.alpha, Unit::None)
}

fn ie_hex_str(args: ArgumentResult) -> Answer<Value> {
    let ([color], span) = bound(args, ["color"], 1)?;
    let color = color_in(needed(color), "color", span)?.to(Space::Rgb);
    let [red, green, blue] = color.channels;
    let digits = [color.alpha * 255.0, red, green, blue]
        .map(|it| format!("{:02X}", rounded(it).clamp(0.0, 255.0) as u8));
    let digits = digits.concat();
    Colors::note_text(&digits);
    unquoted(format!("#{digits}"))
}

/// What is given in one list as channels.
enum Channels {
    /// Three, and maybe alpha.
    Apart(Vec<Value>),
    /// What is left to the browser.
    Css(Value),
}

fn channels(name: &str, space: Space, given: Value, span: Span) -> Answer<Channels> {
    let whole = || Ok(Channels::Css(as_css(name, &[&given], span)?));
    if is_special(&given) {
        return whole();
    }
    let (list, mut alpha) = match &given {
        Value::List(parts, ListSeparator::Slash, Brackets::None) => match parts.as_slice() {
            [list, alpha] => (list.clone(), Some(alpha.clone())),
            parts => {
                let was = if parts.len() == 1 { "was" } else { "were" };
                let count = parts.len();
                let message = format!(
                    "$channels: Only 2 slash-separated elements allowed, but {count} {was} passed."
                );
                return failed(message, span);
            }
        },
        _ => (given.clone(), None),
    };
    if is_special(&list) {
        return whole();
    }
    if let Value::List(_, separator, brackets) = &list {
        let expected = match (brackets, separator) {
            (Brackets::Bracketed, _) => Some("an unbracketed list"),
            (_, ListSeparator::Comma) => Some("a space- or slash-separated list"),
            _ => None,
        };
        if let Some(expected) = expected {
            let shown = list.inspect(span)?;
            let shown = match brackets {
                Brackets::None => format!("({shown})"),
                Brackets::Bracketed => shown,
            };
            return failed(format!("$channels: Expected {expected}, was {shown}"), span);
        }
    }
    let mut parts = list.clone().as_list();
    let is_relative = parts.first().is_some_and(|first| is_word(first, "from"));
    let is_missing = |it: &Value| is_word(it, "none");
    if is_relative || parts.iter().chain(&alpha).any(is_missing) {
        return whole();
    }
    match parts.last() {
        Some(Value::Dimension(SassNumber {
            as_slash: Some(slash),
            ..
        })) if alpha.is_none() => {
            let (channel, part) = (slash.0.clone(), slash.1.clone());
            parts.pop();
            parts.push(Value::Dimension(channel));
            alpha = Some(Value::Dimension(part));
        }
        // `3/var(--x)` is one word.
        Some(Value::String(text, QuoteKind::None)) if text.contains('/') && alpha.is_none() => {
            let split = text
                .split_once('/')
                .filter(|_| parts.len() == 3 && space != Space::Hwb);
            let is_number = |text: &str| {
                let number = text.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
                number.parse::<f64>().is_ok()
            };
            let Some((channel, part)) = split.filter(|(it, _)| is_number(it)) else {
                return whole();
            };
            let word = |text: &str| Value::String(text.to_string(), QuoteKind::None);
            let (channel, part) = (word(channel), word(part));
            parts.pop();
            let shown: Vec<&Value> = parts.iter().chain([&channel, &part]).collect();
            return Ok(Channels::Css(as_css(name, &shown, span)?));
        }
        _ => {}
    }
    let is_for_browser = parts.iter().chain(&alpha).any(is_special);
    if parts.len() != 3 || is_for_browser && space == Space::Hwb {
        if is_for_browser {
            return whole();
        }
        let (shown, count) = (list.inspect(span)?, parts.len());
        let is_number = |it: &Value| matches!(it, Value::Dimension(_));
        let mut named = space.channels().into_iter().zip(&parts);
        if let Some((name, part)) = named.find(|(_, part)| !is_number(part)) {
            let part = part.inspect(span)?;
            let message = format!("$channels: Expected {name} channel to be a number, was {part}.");
            return failed(message, span);
        }
        let space = space.name();
        let shown = if count == 1 {
            shown
        } else {
            format!("({shown})")
        };
        let message =
            format!("$channels: The {space} color space has 3 channels but {shown} has {count}.");
        return failed(message, span);
    }
    parts.extend(alpha);
    Ok(Channels::Apart(parts))
}

/// Three channels and alpha, as far as they are given, or what is left to the browser.
type Channeled = Result<[Option<Value>; 4], Value>;

/// The channels that are given one by one or in a list.
fn given_channels(name: &str, space: Space, given: Given) -> Answer<Channeled> {
    let span = given.span;
    if given.count() == 0 {
        return failed("Missing argument $channels.", span);
    }
    if given.count() > 1 || !(given.names("channels") || given.positional.len() == 1) {
        let [first, second, third] = space.channels();
        return Ok(Ok(given.bound([first, second, third, "alpha"], 3)?));
    }
    let [list] = given.bound(["channels"], 1)?;
    Ok(match channels(name, space, needed(list), span)? {
        Channels::Css(value) => Err(value),
        Channels::Apart(parts) => {
            let mut values = [const { None }; 4];
            for (value, part) in values.iter_mut().zip(parts) {
                *value = Some(part);
            }
            Ok(values)
        }
    })
}

/// The channels that are given; all of it is left to the browser where one is.
fn reckoned_channels(name: &str, space: Space, given: Given) -> Answer<Channeled> {
    let span = given.span;
    let channeled = given_channels(name, space, given)?;
    if let Ok(values) = &channeled {
        let given: Vec<&Value> = values.iter().flatten().collect();
        if given.iter().any(|it| is_special(it)) {
            return Ok(Err(as_css(name, &given, span)?));
        }
    }
    Ok(channeled)
}

fn alpha_in(alpha: Option<Value>, span: Span) -> Answer<f64> {
    match alpha {
        Some(alpha) => Ok(share(alpha, 1.0, "alpha", span)?.clamp(0.0, 1.0)),
        None => Ok(1.0),
    }
}

fn rgb(name: &str, args: ArgumentResult) -> Answer<Value> {
    let names = ["red", "green", "blue", "alpha", "channels", "color"];
    let given = Given::of(args, &names)?;
    if given.names("color") || given.count() == 2 {
        return with_alpha(name, given);
    }
    let span = given.span;
    let values = match reckoned_channels(name, Space::Rgb, given)? {
        Ok(values) => values,
        Err(css) => return Ok(css),
    };
    let [red, green, blue, alpha] = values;
    let mut channels = [0.0; 3];
    let given = [red, green, blue].into_iter().zip(Space::Rgb.channels());
    for (channel, (value, name)) in channels.iter_mut().zip(given) {
        *channel = share(needed(value), 255.0, name, span)?.clamp(0.0, 255.0);
    }
    let color = Color::rgb(channels, alpha_in(alpha, span)?);
    value_of(color, true)
}

/// A colour with another alpha.
fn with_alpha(name: &str, given: Given) -> Answer<Value> {
    let span = given.span;
    let [color, alpha] = given.bound(["color", "alpha"], 2)?;
    let (color, alpha) = (needed(color), needed(alpha));
    let is_color = matches!(color, Value::Color(_));
    if is_special(&color) || is_special(&alpha) && !is_color && alpha.is_var() {
        return as_css(name, &[&color, &alpha], span);
    }
    let color = color_in(color, "color", span)?.to(Space::Rgb);
    if is_special(&alpha) {
        let shown = color.channels.map(|it| number(it, false)).join(", ");
        let alpha = alpha.to_css_string(span, false)?;
        return unquoted(format!("{name}({shown}, {alpha})"));
    }
    let alpha = alpha_in(Some(alpha), span)?;
    value_of(Color { alpha, ..color }, false)
}

fn hsl(name: &str, args: ArgumentResult) -> Answer<Value> {
    let names = ["hue", "saturation", "lightness", "alpha", "channels"];
    let given = Given::of(args, &names)?;
    if given.count() == 2 && given.positional.iter().any(is_special) {
        let values: Vec<&Value> = given.positional.iter().collect();
        return as_css(name, &values, given.span);
    }
    let span = given.span;
    let values = match reckoned_channels(name, Space::Hsl, given)? {
        Ok(values) => values,
        Err(css) => return Ok(css),
    };
    let [hue, saturation, lightness, alpha] = values;
    let hue = degrees(needed(hue), "hue", span)?;
    let saturation = needed(saturation).assert_number_with_name("saturation", span)?;
    let lightness = needed(lightness).assert_number_with_name("lightness", span)?;
    let percent = |number: SassNumber| match number.unit {
        Unit::Percent => hundredths(number.num.0),
        _ => number.num.0,
    };
    let channels = [hue, percent(saturation).max(0.0), percent(lightness)];
    let alpha = alpha_in(alpha, span)?;
    value_of(Color::new(Space::Hsl, channels, alpha), false)
}

fn hwb(args: ArgumentResult) -> Answer<Value> {
    let ([list], span) = bound(args, ["channels"], 1)?;
    match channels("hwb", Space::Hwb, needed(list), span)? {
        Channels::Css(value) => Ok(value),
        Channels::Apart(parts) => hwb_of(parts, span),
    }
}

fn module_hwb(args: ArgumentResult) -> Answer<Value> {
    let names = ["hue", "whiteness", "blackness", "alpha", "channels"];
    let given = Given::of(args, &names)?;
    let span = given.span;
    match given_channels("hwb", Space::Hwb, given)? {
        Ok(values) => hwb_of(values.into_iter().flatten().collect(), span),
        Err(value) => Ok(value),
    }
}

fn hwb_of(parts: Vec<Value>, span: Span) -> Answer<Value> {
    let mut parts = parts.into_iter();
    let mut next = || needed(parts.next());
    let hue = degrees(next(), "hue", span)?;
    let whiteness = hundredths(percentage(next(), "whiteness", span)?);
    let blackness = hundredths(percentage(next(), "blackness", span)?);
    let alpha = alpha_in(parts.next(), span)?;
    // No more than there is.
    let most = (whiteness + blackness).max(100.0) / 100.0;
    let channels = [hue, whiteness / most, blackness / most];
    value_of(Color::new(Space::Hwb, channels, alpha), false)
}

/// How channels are changed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Update {
    Adjust,
    Change,
    Scale,
}

impl Update {
    /// A channel with what is given for it.
    fn of(self, channel: f64, given: Value, at: (Space, usize), span: Span) -> Answer<f64> {
        let (space, index) = at;
        let name = space.channels()[index];
        let is_hue = space != Space::Rgb && index == 0;
        let most = if space == Space::Rgb { 255.0 } else { 100.0 };
        if self == Update::Scale {
            if is_hue {
                given.assert_number_with_name(name, span)?;
                return failed(format!("${name}: Channel isn't scalable."), span);
            }
            return scaled(channel, given, most, name, span);
        }
        let given = match (space, is_hue) {
            (_, true) => degrees(given, name, span)?,
            (Space::Rgb, _) => share(given, 255.0, name, span)?,
            (Space::Hsl, _) => given.assert_number_with_name(name, span)?.num.0,
            (Space::Hwb, _) => percentage(given, name, span)?,
        };
        if self == Update::Change {
            return Ok(given);
        }
        let sum = channel + given;
        Ok(match (space, index) {
            (Space::Rgb, _) => clamped(sum, channel, 0.0, 255.0),
            (Space::Hsl, 1) => clamped(sum, channel, 0.0, f64::INFINITY),
            _ => sum,
        })
    }

    fn of_alpha(self, alpha: f64, given: Value, span: Span) -> Answer<f64> {
        if self == Update::Scale {
            return scaled(alpha, given, 1.0, "alpha", span);
        }
        let shown = given.clone();
        let given = share(given, 1.0, "alpha", span)?;
        if self == Update::Adjust {
            return Ok((alpha + given).clamp(0.0, 1.0));
        }
        if !(-EPSILON..=1.0 + EPSILON).contains(&given) {
            let number = shown.assert_number_with_name("alpha", span)?;
            number.assert_bounds("alpha", 0.0, 1.0, span)?;
        }
        Ok(given.clamp(0.0, 1.0))
    }
}

/// A sum within bounds, or as far out of them as before.
fn clamped(sum: f64, before: f64, least: f64, most: f64) -> f64 {
    sum.clamp(least.min(before), most.max(before))
}

/// A channel so much nearer to its least or most.
fn scaled(channel: f64, given: Value, most: f64, name: &str, span: Span) -> Answer<f64> {
    let number = given.assert_number_with_name(name, span)?;
    percentage(Value::Dimension(number.clone()), name, span)?;
    let factor = number.num.0 / 100.0;
    number.assert_bounds(name, -100.0, 100.0, span)?;
    Ok(if factor > 0.0 {
        if channel >= most {
            channel
        } else {
            channel + (most - channel) * factor
        }
    } else if channel <= 0.0 {
        channel
    } else {
        channel + channel * factor
    })
}

fn update(args: ArgumentResult, how: Update) -> Answer<Value> {
    const NAMES: [&str; 10] = [
        "color",
        "red",
        "green",
        "blue",
        "hue",
        "saturation",
        "lightness",
        "whiteness",
        "blackness",
        "alpha",
    ];
    let mut args = args;
    let space = args.get_named("space").map(|space| space.node);
    let mut given = Given::of(args, &NAMES)?;
    let span = given.span;
    if given.positional.len() > 1 {
        return failed(
            "Only one positional argument is allowed. All other arguments must be passed by name.",
            span,
        );
    }
    let mut take = |name: &str| {
        let at = given.named.iter().position(|(it, _)| *it == name)?;
        Some(given.named.remove(at).1)
    };
    let (color, alpha) = (take("color"), take("alpha"));
    let color = given.positional.pop().or(color);
    let Some(color) = color else {
        return failed("Missing argument $color.", span);
    };
    let color = color_in(color, "color", span)?;
    let space = match space_in(space, span)? {
        Some(space) => space,
        None => changed_space(&given.named).unwrap_or(color.space),
    };
    let before = color.to(space);
    let mut channels = before.channels;
    for (name, value) in given.named {
        let Some(at) = space.channels().iter().position(|it| *it == name) else {
            let space = space.name();
            let message =
                format!("${name}: Color space {space} doesn't have a channel with this name.");
            return failed(message, span);
        };
        channels[at] = how.of(before.channel(at), value, (space, at), span)?;
    }
    if how == Update::Change && space != Space::Rgb {
        // They are set anew, as percentages.
        channels = [
            channels[0],
            hundredths(channels[1]),
            hundredths(channels[2]),
        ];
    }
    let alpha = match alpha {
        Some(alpha) => how.of_alpha(color.alpha, alpha, span)?,
        None => color.alpha,
    };
    let changed = Color::new(space, channels, alpha).to(color.space);
    value_of(changed, false)
}

/// The space that has the channels that are named.
fn changed_space(named: &[(&str, Value)]) -> Option<Space> {
    let has = |name: &str| named.iter().any(|(it, _)| *it == name);
    let spaces = [Space::Rgb, Space::Hsl, Space::Hwb];
    let by_name = spaces.into_iter().find(|space| {
        let own = space.channels().into_iter().filter(|name| *name != "hue");
        own.into_iter().any(has)
    });
    by_name.or_else(|| has("hue").then_some(Space::Hsl))
}
