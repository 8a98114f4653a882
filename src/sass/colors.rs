//! Colours with exact channels in values of grass, which holds whole ones. A colour that grass cannot hold carries its
//! text, by which it is known again, and channels that number it: so it is equal to those of the same kind alone, and in
//! the compressed style, where grass prints no such text, it can be found.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use codemap::Span;
use grass::Result as Answer;
use grass::sass_value::{Color as Plain, Number, Value};

use super::color::{Color, Space, step};

/// The alpha of what is numbered, of 255, and what it is in the compressed style.
const NUMBERED: u8 = 254;
const NUMBERED_ALPHA: &str = ".9960784314";
/// How long the arguments of a colour are at most that grass printed in that style.
const LONGEST_ARGUMENTS: usize = "255,255,255,.0123456789)".len();
/// How far hues are apart that stand for others, and how many there are.
const NEXT_HUE: f64 = 1e-9;
const HUES: usize = 100_000;
/// The first number that is given.
const FIRST: u32 = 0x40_0000;
/// How many colours are numbered at most.
const MOST: usize = 0x40_0000;

thread_local! {
    /// The colours of the sheet that is being compiled; a sheet is compiled on one thread.
    static SEEN: RefCell<Colors> = RefCell::default();
}

/// The colours of a sheet that grass cannot hold.
#[derive(Default, Clone)]
pub(super) struct Colors {
    by_text: HashMap<String, Color>,
    /// Those that CSS was made with, of which it has ten decimals.
    known: HashMap<String, Color>,
    numbers: HashMap<(i64, i64, i64, i64, bool), u32>,
    /// Colours that grass all but holds, by the bits of a hue that is next to theirs.
    by_hue: HashMap<u64, Color>,
    /// What `ie-hex-str()` gave, without its `#`.
    digits: HashSet<String>,
    printed: Vec<Printed>,
}

/// How a colour is printed.
#[derive(Clone)]
struct Printed {
    expanded: String,
    compressed: String,
}

impl Colors {
    /// Runs what compiles a sheet; the colours that it saw. What CSS was made with may be known already.
    pub(super) fn of<T>(known: Option<&Colors>, compile: impl FnOnce() -> T) -> (T, Colors) {
        SEEN.set(Colors {
            known: known.map(|known| known.by_text.clone()).unwrap_or_default(),
            ..Colors::default()
        });
        let answer = compile();
        (answer, SEEN.take())
    }

    /// Notes a text that looks like a colour.
    pub(super) fn note_text(digits: &str) {
        SEEN.with_borrow_mut(|seen| seen.digits.insert(digits.to_string()));
    }

    /// The number of a colour that is to be told apart from others.
    fn numbered(&mut self, color: Color, expanded: &str) -> Option<u32> {
        let [red, green, blue] = color.to(Space::Rgb).channels;
        let [red, green, blue, alpha] = [red, green, blue, color.alpha].map(|it| step(it) as i64);
        let key = (red, green, blue, alpha, color.channels[0].is_nan());
        let next = u32::try_from(self.printed.len()).ok()?;
        if self.printed.len() == MOST {
            return None;
        }
        let number = *self.numbers.entry(key).or_insert(next);
        if number == next {
            self.printed.push(Printed {
                expanded: expanded.to_string(),
                compressed: color.compressed(),
            });
        }
        Some(FIRST + number)
    }

    /// Whether eight digits are the text that `ie-hex-str()` gave, where alpha comes first, and no colour.
    pub(super) fn is_text(&self, digits: &str) -> bool {
        self.digits.contains(digits)
    }

    /// A hue next to that of a colour, by which it is known again.
    fn hue_beside(&mut self, color: Color, hue: f64) -> f64 {
        let beside = hue + NEXT_HUE * (self.by_hue.len() % HUES + 1) as f64;
        self.by_hue.insert(beside.to_bits(), color);
        beside
    }

    /// The exact colour that a value stands for, where it is not just what it holds.
    fn known_as(&self, plain: &Arc<Plain>, span: Span) -> Answer<Option<Color>> {
        if !self.by_hue.is_empty() {
            let hue = plain.as_hsla().0.0.to_bits();
            if let Some(color) = self.by_hue.get(&hue) {
                return Ok(Some(*color));
            }
        }
        if self.by_text.is_empty() {
            return Ok(None);
        }
        let text = Value::Color(Arc::clone(plain)).to_css_string(span, false)?;
        Ok(self.by_text.get(&text).copied())
    }

    /// How the colour that compressed CSS begins with is printed there or, where that is expanded, if it is a numbered
    /// one; and how long it is.
    pub(super) fn begin(&self, css: &str, is_expanded: bool) -> Option<(Cow<'_, str>, usize)> {
        let arguments = css.strip_prefix("rgba(")?;
        let end = arguments
            .bytes()
            .take(LONGEST_ARGUMENTS)
            .position(|b| b == b')')?;
        let mut parts = arguments[..end].split(',');
        let mut next = || parts.next()?.parse::<u8>().ok();
        let rgb = [next()?, next()?, next()?];
        let (alpha, None) = (parts.next()?, parts.next()) else {
            return None;
        };
        let length = "rgba(".len() + end + 1;
        if let Some(printed) = self.of_number(rgb, alpha) {
            let text = if is_expanded {
                &printed.expanded
            } else {
                &printed.compressed
            };
            return Some((Cow::Borrowed(text), length));
        }
        let alpha_value = alpha.parse().ok().filter(|_| !is_expanded)?;
        let text = Color::rgb(rgb.map(f64::from), alpha_value).compressed();
        let (channels, _) = text.rsplit_once(',')?;
        let text = channels
            .starts_with("hsla(")
            .then(|| format!("{channels},{alpha})"))?;
        Some((Cow::Owned(text), length))
    }

    fn of_number(&self, [red, green, blue]: [u8; 3], alpha: &str) -> Option<&Printed> {
        if alpha != NUMBERED_ALPHA {
            return None;
        }
        let number = u32::from_be_bytes([0, red, green, blue]).checked_sub(FIRST)?;
        self.printed.get(usize::try_from(number).ok()?)
    }

    /// Compressed CSS with the numbered colours that are left in it as in the expanded style, for they stand in text.
    pub(super) fn put_back(&self, css: String) -> String {
        if self.printed.is_empty() || !css.contains(NUMBERED_ALPHA) {
            return css;
        }
        let mut out = String::with_capacity(css.len());
        let mut rest = css.as_str();
        while let Some(at) = rest.find("rgba(") {
            let (before, found) = rest.split_at(at);
            out.push_str(before);
            let color = self.begin(found, true);
            let (text, length) = color.unwrap_or((Cow::Borrowed("rgba("), "rgba(".len()));
            out.push_str(&text);
            rest = &found[length..];
        }
        out + rest
    }
}

/// The exact colour of a value.
pub(super) fn color_in(value: Value, name: &str, span: Span) -> Answer<Color> {
    let plain = value.assert_color_with_name(name, span)?;
    if let Some(color) = SEEN.with_borrow(|seen| seen.known_as(&plain, span))? {
        return Ok(color);
    }
    let channels = [plain.red(), plain.green(), plain.blue()];
    Ok(Color::rgb(channels.map(|it| it.0), plain.alpha().0))
}

/// The value of a colour; whole channels may be printed as `rgb()` writes them.
pub(super) fn value_of(color: Color, as_function: bool) -> Answer<Value> {
    let whole = color.whole();
    let is_opaque = color.is_opaque();
    let (made, text) = match (whole, color.space) {
        (Some(rgb), Space::Rgb) if color.channels == rgb.map(f64::from) => {
            let [red, green, blue] = rgb.map(Number::from);
            let make = if as_function {
                Plain::from_rgba_fn
            } else {
                Plain::from_rgba
            };
            let made = make(red, green, blue, Number(color.alpha));
            return Ok(Value::Color(Arc::new(made)));
        }
        (Some(_), Space::Rgb | Space::Hwb) if is_opaque && !as_function => {
            let [hue, saturation, lightness] = color.to(Space::Hsl).channels;
            let hue = SEEN.with_borrow_mut(|seen| seen.hue_beside(color, hue));
            let (saturation, lightness) = (saturation / 100.0, lightness / 100.0);
            let made = Plain::from_hsla(
                Number(hue),
                Number(saturation),
                Number(lightness),
                Number(1.0),
            );
            return Ok(Value::Color(Arc::new(made)));
        }
        (Some([red, green, blue]), _) if is_opaque => {
            let text = color.expanded();
            (Plain::new(red, green, blue, 1, text.clone()), text)
        }
        _ => {
            let text = color.expanded();
            let known = SEEN.with_borrow(|seen| seen.known.get(&text).copied());
            let color = known.unwrap_or(color);
            let number = SEEN.with_borrow_mut(|seen| seen.numbered(color, &text));
            let Some(number) = number else {
                let near = color.to(Space::Rgb).channels.map(|it| Number(it.round()));
                let [red, green, blue] = near;
                let made = Plain::from_rgba(red, green, blue, Number(color.alpha));
                return Ok(Value::Color(Arc::new(made)));
            };
            let [_, red, green, blue] = number.to_be_bytes();
            (Plain::new(red, green, blue, NUMBERED, text.clone()), text)
        }
    };
    SEEN.with_borrow_mut(|seen| seen.by_text.insert(text, color));
    Ok(Value::Color(Arc::new(made)))
}
