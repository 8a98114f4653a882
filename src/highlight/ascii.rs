//! The ASCII part of a class of characters: what of `[\p{L}_·-]` a text can hold that is ASCII alone.
//! Classes come here as the engines' own syntax has them.

/// A set of ASCII characters, a bit each.
type Set = u128;

/// Whether a class holds, or may hold, more than ASCII.
pub(super) fn is_beyond(class: &str) -> bool {
    class.contains("[^")
        || class.contains(r"\p")
        || class.contains(r"\P")
        || class.contains(r"\x{")
        || !class.is_ascii()
}

/// The ASCII part of a class, as a class.
pub(super) fn class(class: &str) -> String {
    let mut read = Reader { rest: class };
    let set = read.class();
    let mut out = String::from("[");
    let mut from = 0;
    while from < 128 {
        if !has(set, from) {
            from += 1;
            continue;
        }
        let mut to = from;
        while to < 127 && has(set, to + 1) {
            to += 1;
        }
        out.push_str(&format!(r"\x{from:02X}"));
        if to > from {
            out.push_str(&format!(r"-\x{to:02X}"));
        }
        from = to + 1;
    }
    if set == 0 {
        out.push_str(r"^\x00-\xFF");
    }
    out.push(']');
    out
}

fn has(set: Set, at: u32) -> bool {
    set >> at & 1 == 1
}

fn range(from: u32, to: u32) -> Set {
    (from..=to.min(127)).fold(0, |set, at| set | 1 << at)
}

fn chars(text: &str) -> Set {
    text.bytes().fold(0, |set, byte| set | 1 << byte)
}

/// The ASCII characters of a Unicode property.
fn property(name: &str) -> Set {
    let upper = range(0x41, 0x5A);
    let lower = range(0x61, 0x7A);
    let digits = range(0x30, 0x39);
    let punctuation = chars("!\"#%&'()*,-./:;?@[\\]_{}");
    match name {
        "L" | "Alphabetic" | "XID_Start" => upper | lower,
        "Lu" | "Uppercase" => upper,
        "Ll" | "Lowercase" => lower,
        "N" | "Nd" => digits,
        "XID_Continue" => upper | lower | digits | chars("_"),
        "Pc" => chars("_"),
        "Pd" => chars("-"),
        "P" => punctuation,
        "Po" => chars("!\"#%&'*,./:;?@\\"),
        "Ps" => chars("([{"),
        "Pe" => chars(")]}"),
        "S" => chars("$+<=>^`|~"),
        "Sm" => chars("+<=>|~"),
        "Sc" => chars("$"),
        "Sk" => chars("^`"),
        "White_Space" => range(9, 13) | chars(" "),
        "Zs" => chars(" "),
        "Cc" => range(0, 31) | range(127, 127),
        // Marks, letters and numbers of other kinds, other symbols, format characters.
        _ => 0,
    }
}

struct Reader<'r> {
    rest: &'r str,
}

impl Reader<'_> {
    fn skip(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn next(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }

    fn class(&mut self) -> Set {
        self.skip("[");
        let negated = self.skip("^");
        let mut whole = self.union();
        loop {
            if self.skip("&&") {
                whole &= self.union();
            } else if self.skip("--") {
                whole &= !self.union();
            } else {
                break;
            }
        }
        self.skip("]");
        if negated { !whole } else { whole }
    }

    fn union(&mut self) -> Set {
        let mut set = 0;
        loop {
            if self.rest.is_empty() || self.rest.starts_with(']') || self.rest.starts_with("&&") {
                return set;
            }
            if self.rest.starts_with("--") {
                return set;
            }
            if self.rest.starts_with('[') {
                set |= self.class();
                continue;
            }
            match self.item() {
                Item::Set(members) => set |= members,
                Item::Char(from) => set |= self.range_from(from),
            }
        }
    }

    fn range_from(&mut self, from: u32) -> Set {
        let is_range = self.rest.starts_with('-')
            && !self.rest.starts_with("-]")
            && !self.rest.starts_with("--");
        if is_range {
            self.skip("-");
            if let Item::Char(to) = self.item() {
                return range(from, to);
            }
        }
        range(from, from)
    }

    fn item(&mut self) -> Item {
        let Some(c) = self.next() else {
            return Item::Set(0);
        };
        if c != '\\' {
            return Item::Char(c as u32);
        }
        match self.next() {
            Some('p') => Item::Set(property(self.braced())),
            Some('P') => Item::Set(!property(self.braced())),
            Some('x' | 'u') if self.rest.starts_with('{') => self.code(usize::MAX),
            Some('x') => self.code(2),
            Some('t') => Item::Char(9),
            Some('n') => Item::Char(10),
            Some('v') => Item::Char(11),
            Some('f') => Item::Char(12),
            Some('r') => Item::Char(13),
            Some(c) => Item::Char(c as u32),
            None => Item::Set(0),
        }
    }

    /// What stands between braces.
    fn braced(&mut self) -> &str {
        self.skip("{");
        let (inside, rest) = self.rest.split_once('}').unwrap_or((self.rest, ""));
        self.rest = rest;
        inside
    }

    /// A character by its number: so many digits, or those in braces.
    fn code(&mut self, digits: usize) -> Item {
        let code = if digits == usize::MAX {
            u32::from_str_radix(self.braced(), 16)
        } else {
            let (code, rest) = self.rest.split_at(digits.min(self.rest.len()));
            self.rest = rest;
            u32::from_str_radix(code, 16)
        };
        code.map_or(Item::Set(0), Item::Char)
    }
}

enum Item {
    Set(Set),
    Char(u32),
}
