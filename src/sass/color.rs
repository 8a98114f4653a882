//! A colour with exact channels, its conversions, and how Sass prints it.

/// How close numbers are that Sass takes for equal.
pub(super) const EPSILON: f64 = 1e-11;
/// How many decimals are printed.
const DECIMALS: usize = 10;

/// By how much a colour may be longer in red, green and blue.
const LONGER: usize = 2;
/// The most decimals of a negative number before which the compressed style keeps the zero.
const SHORT: usize = 8;

/// What the channels of a colour are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// Red, green and blue up to 255.
    Rgb,
    /// Hue in degrees, saturation and lightness in percent.
    Hsl,
    /// Hue in degrees, whiteness and blackness in percent.
    Hwb,
}

impl Space {
    /// The space of this name.
    pub(super) fn of(name: &str) -> Option<Space> {
        match name {
            "rgb" => Some(Space::Rgb),
            "hsl" => Some(Space::Hsl),
            "hwb" => Some(Space::Hwb),
            _ => None,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Space::Rgb => "rgb",
            Space::Hsl => "hsl",
            Space::Hwb => "hwb",
        }
    }

    pub(super) fn channels(self) -> [&'static str; 3] {
        match self {
            Space::Rgb => ["red", "green", "blue"],
            Space::Hsl => ["hue", "saturation", "lightness"],
            Space::Hwb => ["hue", "whiteness", "blackness"],
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Color {
    pub(super) space: Space,
    pub(super) channels: [f64; 3],
    pub(super) alpha: f64,
}

impl Color {
    pub(super) fn rgb(channels: [f64; 3], alpha: f64) -> Self {
        Color {
            space: Space::Rgb,
            channels,
            alpha,
        }
    }

    /// A colour whose hue is brought within the circle.
    pub(super) fn new(space: Space, mut channels: [f64; 3], alpha: f64) -> Self {
        if space != Space::Rgb {
            channels[0] = within_circle(channels[0]);
        }
        Color {
            space,
            channels,
            alpha,
        }
    }

    /// The same colour in another space.
    pub(super) fn to(self, space: Space) -> Self {
        if self.space == space {
            return self;
        }
        let rgb = match self.space {
            Space::Rgb => self.channels,
            Space::Hsl => rgb_of_hsl(self.with_hue().channels),
            Space::Hwb => rgb_of_hwb(self.with_hue().channels),
        };
        let channels = match space {
            Space::Rgb => rgb,
            Space::Hsl => hsl_of_rgb(rgb),
            Space::Hwb => hwb_of_rgb(rgb),
        };
        Color {
            space,
            channels,
            ..self
        }
    }

    /// The same colour in another space, where grays have no hue.
    pub(super) fn without_hue(self, space: Space) -> Self {
        let mut color = self.to(space);
        let [_, second, third] = color.channels;
        let is_gray = match space {
            Space::Rgb => false,
            Space::Hsl => equals(second, 0.0),
            Space::Hwb => is_all_gray(second, third),
        };
        if is_gray && self.space != space {
            color.channels[0] = f64::NAN;
        }
        color
    }

    /// The same colour changed in another space.
    pub(super) fn changed(self, space: Space, change: impl FnOnce(&mut [f64; 3])) -> Self {
        let mut channels = self.to(space).with_hue().channels;
        change(&mut channels);
        Color::new(space, channels, self.alpha).without_hue(self.space)
    }

    /// A channel; of a hue that there is not, none.
    pub(super) fn channel(self, at: usize) -> f64 {
        let channel = self.channels[at];
        if channel.is_nan() { 0.0 } else { channel }
    }

    /// The same colour with a hue, whether it has one or not.
    pub(super) fn with_hue(mut self) -> Self {
        self.channels[0] = self.channel(0);
        self
    }

    pub(super) fn is_opaque(self) -> bool {
        equals(self.alpha, 1.0)
    }

    /// Whether a screen can show it.
    pub(super) fn is_in_gamut(self) -> bool {
        let (least, most) = match self.space {
            Space::Rgb => (0.0, 255.0),
            Space::Hsl | Space::Hwb => (0.0, 100.0),
        };
        let bounded = match self.space {
            Space::Rgb => &self.channels[..],
            Space::Hsl | Space::Hwb => &self.channels[1..],
        };
        let holds = |&channel: &f64| channel >= least - EPSILON && channel <= most + EPSILON;
        bounded.iter().all(holds)
    }

    /// Red, green and blue where they are whole numbers: in opaque colours all but, in others to the last digit.
    pub(super) fn whole(self) -> Option<[u8; 3]> {
        if !self.is_in_gamut() || self.channels[0].is_nan() {
            return None;
        }
        let is_opaque = self.is_opaque();
        let mut whole = [0; 3];
        for (whole, channel) in whole.iter_mut().zip(self.to(Space::Rgb).channels) {
            let rounded = channel.round();
            let is_whole = channel == rounded || is_opaque && equals(channel, rounded);
            if !is_whole || !(0.0..=255.0).contains(&rounded) {
                return None;
            }
            *whole = rounded as u8;
        }
        Some(whole)
    }

    /// What it is in the expanded style, where it is not printed as a name or in digits.
    pub(super) fn expanded(self) -> String {
        if self.channels[0].is_nan() {
            return self.without(false);
        }
        let is_rgb = self.space == Space::Rgb && self.is_in_gamut();
        self.as_function(is_rgb, false)
    }

    /// What it is in the compressed style, where it is not printed as a name or in digits: in red, green and blue, if that
    /// is not much longer.
    pub(super) fn compressed(self) -> String {
        if self.channels[0].is_nan() {
            return self.without(true);
        }
        let color = self.to(Space::Rgb);
        if !self.is_in_gamut() || !color.is_in_gamut() {
            return self.as_function(false, true);
        }
        let (rgb, hsl) = (
            color.as_function(true, true),
            color.as_function(false, true),
        );
        if rgb.len() <= hsl.len() + LONGER {
            rgb
        } else {
            hsl
        }
    }

    /// A colour that has no hue.
    fn without(self, is_compressed: bool) -> String {
        let [_, second, third] = self.channels;
        let [second, third] = [second, third].map(|it| number(it, is_compressed));
        let alpha = number(self.alpha, is_compressed);
        let alpha = match (self.is_opaque(), is_compressed) {
            (true, _) => String::new(),
            (_, true) => format!("/{alpha}"),
            (_, false) => format!(" / {alpha}"),
        };
        format!("{}(none {second}% {third}%{alpha})", self.space.name())
    }

    fn as_function(self, is_rgb: bool, is_compressed: bool) -> String {
        let is_opaque = self.is_opaque();
        let (name, shown) = match is_rgb {
            true => {
                let rgb = self.to(Space::Rgb).channels;
                let is_whole = rgb.iter().all(|channel| channel.fract() == 0.0);
                let shown = rgb.map(|channel| match is_whole {
                    true => number(channel.round(), is_compressed),
                    false => number(channel / 255.0 * 100.0, is_compressed) + "%",
                });
                ("rgb", shown)
            }
            false => {
                let [hue, saturation, lightness] = self.to(Space::Hsl).channels;
                let percent = |channel| number(channel, is_compressed) + "%";
                let hue = number(hue, is_compressed);
                ("hsl", [hue, percent(saturation), percent(lightness)])
            }
        };
        let between = if is_compressed { "," } else { ", " };
        let mut out = String::from(name);
        out.push_str(if is_opaque { "(" } else { "a(" });
        out.push_str(&shown.join(between));
        if !is_opaque {
            out.push_str(between);
            out.push_str(&number(self.alpha, is_compressed));
        }
        out.push(')');
        out
    }
}

/// Whether Sass takes two numbers for equal.
pub(super) fn equals(a: f64, b: f64) -> bool {
    a == b || (a - b).abs() <= EPSILON && step(a) == step(b)
}

/// A number in steps of what Sass tells apart.
pub(super) fn step(number: f64) -> f64 {
    (number / EPSILON).round()
}

/// The nearest whole number; what is all but in the middle counts as being there.
pub(super) fn rounded(number: f64) -> f64 {
    let is_up = equals(number.abs().fract(), 0.5);
    if is_up {
        number.abs().ceil().copysign(number)
    } else {
        number.round()
    }
}

/// A number as Sass prints it: ten decimals at most, the last rounded by the digits of the shortest form. The compressed
/// style keeps the zero before the point of some.
pub(super) fn number(number: f64, is_compressed: bool) -> String {
    let text = format!("{}", number.abs());
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let keeps_zero = match number < 0.0 {
        true => decimals.len() <= SHORT,
        false => decimals.len() == DECIMALS,
    };
    let mut digits = format!("{whole}{decimals:0<DECIMALS$.DECIMALS$}").into_bytes();
    let carries = decimals
        .as_bytes()
        .get(DECIMALS)
        .is_some_and(|&d| d >= b'5');
    let mut at = digits.len();
    let mut is_carried = carries;
    while is_carried && at > 0 {
        at -= 1;
        match digits[at] {
            b'9' => digits[at] = b'0',
            digit => {
                digits[at] = digit + 1;
                is_carried = false;
            }
        }
    }
    let mut digits = String::from_utf8(digits).unwrap_or_default();
    if is_carried {
        digits.insert(0, '1');
    }
    let point = whole.len() + usize::from(is_carried);
    let (whole, decimals) = digits.split_at(point);
    let decimals = decimals.trim_end_matches('0');
    if decimals.is_empty() {
        let sign = if number < 0.0 && whole != "0" {
            "-"
        } else {
            ""
        };
        return format!("{sign}{whole}");
    }
    let is_dropped = is_compressed && whole == "0" && !keeps_zero;
    let whole = if is_dropped { "" } else { whole };
    let sign = if number < 0.0 { "-" } else { "" };
    format!("{sign}{whole}.{decimals}")
}

fn rgb_of_hsl([hue, saturation, lightness]: [f64; 3]) -> [f64; 3] {
    let (saturation, lightness) = (saturation / 100.0, lightness / 100.0);
    let high = if lightness <= 0.5 {
        lightness * (saturation + 1.0)
    } else {
        lightness + saturation - lightness * saturation
    };
    let low = lightness * 2.0 - high;
    thirds(hue).map(|hue| between(low, high, hue) * 255.0)
}

fn rgb_of_hwb([hue, whiteness, blackness]: [f64; 3]) -> [f64; 3] {
    let (mut white, mut black) = (whiteness / 100.0, blackness / 100.0);
    let sum = white + black;
    if sum > 1.0 {
        white /= sum;
        black /= sum;
    }
    let rest = 1.0 - white - black;
    thirds(hue).map(|hue| (between(0.0, 1.0, hue) * rest + white) * 255.0)
}

/// Where red, green and blue stand on the circle seen from a hue, as parts of it.
fn thirds(hue: f64) -> [f64; 3] {
    let hue = hue / 360.0 % 1.0;
    [hue + 1.0 / 3.0, hue, hue - 1.0 / 3.0]
}

/// A hue between none and a whole circle, in the steps that Dart Sass takes: whether a channel is a whole number hangs on
/// the last digit.
fn within_circle(hue: f64) -> f64 {
    (hue % 360.0 + 360.0) % 360.0
}

/// A channel by where it stands on the circle.
fn between(low: f64, high: f64, mut hue: f64) -> f64 {
    if hue < 0.0 {
        hue += 1.0;
    }
    if hue > 1.0 {
        hue -= 1.0;
    }
    if hue < 1.0 / 6.0 {
        low + (high - low) * hue * 6.0
    } else if hue < 0.5 {
        high
    } else if hue < 2.0 / 3.0 {
        low + (high - low) * (2.0 / 3.0 - hue) * 6.0
    } else {
        low
    }
}

/// The hue of a colour, the least and the most of its channels, all as parts of one.
fn circle([red, green, blue]: [f64; 3]) -> (f64, f64, f64) {
    let (red, green, blue) = (red / 255.0, green / 255.0, blue / 255.0);
    let most = red.max(green).max(blue);
    let least = red.min(green).min(blue);
    let range = most - least;
    let hue = if most == least {
        0.0
    } else if most == red {
        60.0 * (green - blue) / range + 360.0
    } else if most == green {
        60.0 * (blue - red) / range + 120.0
    } else {
        60.0 * (red - green) / range + 240.0
    };
    (within_circle(hue), least, most)
}

fn hsl_of_rgb(rgb: [f64; 3]) -> [f64; 3] {
    let (mut hue, least, most) = circle(rgb);
    let lightness = (least + most) / 2.0;
    let mut saturation = if lightness == 0.0 || lightness == 1.0 {
        0.0
    } else {
        100.0 * (most - lightness) / lightness.min(1.0 - lightness)
    };
    if saturation < 0.0 {
        hue += 180.0;
        saturation = saturation.abs();
    }
    if equals(saturation, 0.0) {
        hue = 0.0;
    }
    [within_circle(hue), saturation, lightness * 100.0]
}

fn hwb_of_rgb(rgb: [f64; 3]) -> [f64; 3] {
    let (hue, least, most) = circle(rgb);
    let (whiteness, blackness) = (least * 100.0, 100.0 - most * 100.0);
    let is_gray = is_all_gray(whiteness, blackness);
    let hue = if is_gray { 0.0 } else { hue };
    [hue, whiteness, blackness]
}

/// Whether so much white and black leaves nothing of a hue.
fn is_all_gray(whiteness: f64, blackness: f64) -> bool {
    whiteness + blackness > 100.0 || equals(whiteness + blackness, 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    // What is expected is what Dart Sass 1.108 prints.
    #[test]
    fn numbers_are_rounded_by_their_digits() {
        for (value, expanded, compressed) in [
            (0.5, "0.5", ".5"),
            (12.0, "12", "12"),
            (56.666_666_666_666_664, "56.6666666667", "56.6666666667"),
            (99.999_999_999_99, "100", "100"),
            (-0.25, "-0.25", "-0.25"),
            (0.999_999_999_9, "0.9999999999", "0.9999999999"),
            (-1e-14, "0", "0"),
        ] {
            assert_eq!(number(value, false), expanded);
            assert_eq!(number(value, true), compressed);
        }
    }

    #[test]
    fn colours_are_printed_the_shorter_way() {
        let gray = Color::rgb([144.5; 3], 1.0);
        assert_eq!(
            gray.expanded(),
            "rgb(56.6666666667%, 56.6666666667%, 56.6666666667%)"
        );
        assert_eq!(gray.compressed(), "hsl(0,0%,56.6666666667%)");
        let green = Color::new(Space::Hsl, [480.0, 50.0, 50.0], 0.3);
        assert_eq!(green.expanded(), "hsla(120, 50%, 50%, 0.3)");
        assert_eq!(green.compressed(), "rgba(25%,75%,25%,.3)");
        let too_light = Color::rgb([300.0, 255.0, 255.0], 1.0);
        assert_eq!(too_light.expanded(), "hsl(180, 100%, 108.8235294118%)");
    }
}
