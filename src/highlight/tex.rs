//! Code as commands of TeX (`Rouge::Formatters::Tex`).

use super::formatters::Tokens;
use super::token::Token;

impl Tokens {
    /// Writes the code as an environment, and commands that begin with `prefix`, which is Rouge's `RG` as a rule.
    pub fn tex(&self, prefix: &str, out: &mut String) {
        out.push_str(&format!("\\begin{{{prefix}*}}%\n"));
        for (at, line) in self.lines().into_iter().enumerate() {
            if at > 0 {
                out.push_str("\\newline%\n");
            }
            for (token, text) in line {
                write_piece(prefix, token, text, out);
            }
        }
        out.push_str(&format!("%\n\\end{{{prefix}*}}%\n"));
    }
}

/// A piece of a line: the width of the blanks that it begins with, then what is left of it.
fn write_piece(prefix: &str, token: Token, text: &str, out: &mut String) {
    let rest = text.trim_start_matches(' ');
    let blanks = text.len() - rest.len();
    if blanks > 0 {
        out.push_str("\\hphantom{");
        out.extend(std::iter::repeat_n('x', blanks));
        out.push('}');
    }
    if rest.is_empty() {
        return;
    }
    if token == Token::Text {
        return escape(rest, out);
    }
    let class = token.shown().class();
    out.push_str(&format!("\\{prefix}{{{class}}}{{"));
    escape(rest, out);
    out.push('}');
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => out.extend(['\\', c]),
            '~' => out.push_str("{\\textasciitilde}"),
            '^' => out.push_str("{\\textasciicircum}"),
            '|' => out.push_str("{\\textbar}"),
            '\\' => out.push_str("{\\textbackslash}"),
            '`' => out.push_str("{\\textasciigrave}"),
            '\'' | '"' => out.extend([c, '{', '}']),
            '\t' => out.push_str("{\\tab}"),
            c => out.push(c),
        }
    }
}
