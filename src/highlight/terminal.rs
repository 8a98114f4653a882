//! Code in the colours of a terminal (`Rouge::Formatters::Terminal256`, `TerminalTruecolor`), in Rouge's theme for it.

use super::formatters::Tokens;
use super::themes::Theme;
use super::token::Token;

/// How many colours the terminal has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// `Terminal256`
    Palette,
    /// `TerminalTruecolor`
    True,
}

const THEME: &str = "thankful_eyes";

impl Tokens {
    /// Writes the code with escape sequences.
    pub fn terminal(&self, depth: Depth, out: &mut String) {
        let Some(theme) = Theme::find(THEME) else {
            return;
        };
        let plain = Style {
            back: None,
            ..Style::of(theme.base())
        };
        for (token, text) in self.iter() {
            let style = match token.shown() {
                Token::Text | Token::Whitespace => plain,
                token => theme.own_style(token).map_or(plain, Style::of),
            };
            let (begin, end) = (style.begin(depth), style.end());
            out.push_str(&begin);
            let text = text.replace('\x1b', "\\e");
            out.push_str(&text.replace('\n', &format!("{end}\n{begin}")));
            out.push_str(&end);
        }
    }
}

type Colour = [u8; 3];

/// A style as a terminal can have it.
#[derive(Clone, Copy, Default)]
struct Style {
    fore: Option<Colour>,
    back: Option<Colour>,
    bold: bool,
    italic: bool,
}

impl Style {
    fn of(css: &str) -> Style {
        let mut style = Style::default();
        for rule in css.split(';') {
            match rule.split_once(": ") {
                Some(("color", colour)) => style.fore = colour_of(colour),
                Some(("background-color", colour)) => style.back = colour_of(colour),
                Some(("font-weight", _)) => style.bold = true,
                Some(("font-style", _)) => style.italic = true,
                _ => {}
            }
        }
        style
    }

    fn begin(&self, depth: Depth) -> String {
        match depth {
            Depth::Palette => {
                let colour = |ground: &str, colour: Option<Colour>| {
                    colour.map(|colour| format!("{ground};5;{}", nearest(colour)))
                };
                let bold = self.bold.then(|| "01".to_string());
                // What is to be italic is underlined.
                let italic = self.italic.then(|| "04".to_string());
                let parts = [
                    colour("38", self.fore),
                    colour("48", self.back),
                    bold,
                    italic,
                ];
                escape(parts.into_iter().flatten())
            }
            Depth::True => {
                let colour = |ground: &str, colour: Option<Colour>| {
                    escape(colour.map(|[r, g, b]| format!("{ground};2;{r};{g};{b}")))
                };
                let strong = (self.bold || self.italic).then(|| "1".to_string());
                colour("48", self.back) + &colour("38", self.fore) + &escape(strong)
            }
        }
    }

    fn end(&self) -> String {
        let parts = [
            self.fore.map(|_| "39"),
            self.back.map(|_| "49"),
            (self.bold || self.italic).then_some("00"),
        ];
        escape(parts.into_iter().flatten().map(str::to_string))
    }
}

fn escape(parts: impl IntoIterator<Item = String>) -> String {
    let parts: Vec<String> = parts.into_iter().collect();
    if parts.is_empty() {
        return String::new();
    }
    format!("\x1b[{}m", parts.join(";"))
}

/// The colour that `#rrggbb` names.
fn colour_of(hex: &str) -> Option<Colour> {
    let [_, r, g, b] = u32::from_str_radix(hex.strip_prefix('#')?, 16)
        .ok()?
        .to_be_bytes();
    Some([r, g, b])
}

/// The number of the colour of the terminal's palette that is nearest to this one.
fn nearest(colour: Colour) -> usize {
    let distance = |other: &Colour| -> i32 {
        let along = colour
            .iter()
            .zip(other)
            .map(|(&a, &b)| i32::from(a) - i32::from(b));
        along.map(|d| d * d).sum()
    };
    let numbered = palette().enumerate();
    numbered
        .min_by_key(|(_, other)| distance(other))
        .map_or(0, |(number, _)| number)
}

/// The palette of xterm as Rouge knows it, which leaves some greys out and has black once more.
fn palette() -> impl Iterator<Item = Colour> {
    const FIRST: [Colour; 16] = [
        [0x00, 0x00, 0x00],
        [0xcd, 0x00, 0x00],
        [0x00, 0xcd, 0x00],
        [0xcd, 0xcd, 0x00],
        [0x00, 0x00, 0xee],
        [0xcd, 0x00, 0xcd],
        [0x00, 0xcd, 0xcd],
        [0xe5, 0xe5, 0xe5],
        [0x7f, 0x7f, 0x7f],
        [0xff, 0x00, 0x00],
        [0x00, 0xff, 0x00],
        [0xff, 0xff, 0x00],
        [0x5c, 0x5c, 0xff],
        [0xff, 0x00, 0xff],
        [0x00, 0xff, 0xff],
        [0xff, 0xff, 0xff],
    ];
    const STEPS: [u8; 6] = [0x00, 0x5f, 0x87, 0xaf, 0xd7, 0xff];
    let cube = (0..217).map(|i| [STEPS[(i / 36) % 6], STEPS[(i / 6) % 6], STEPS[i % 6]]);
    let greys = (1..=22).map(|i| [8 + i * 10; 3]);
    FIRST.into_iter().chain(cube).chain(greys)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_colour_is_the_first_of_those() {
        assert_eq!(nearest([0, 0, 0]), 0);
        assert_eq!(nearest([0xfa, 0xf6, 0xe4]), 230);
        assert_eq!(colour_of("#4df4ff"), Some([0x4d, 0xf4, 0xff]));
    }
}
