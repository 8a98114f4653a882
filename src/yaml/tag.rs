//! How the scanner reads tags and directives.
//! A tag's text is compared with three names only, so its bytes are kept as they come.

use std::borrow::Cow;

use super::scanner::{Scanner, name_length};
use super::token::{Data, Kind, Mark, Tag};
use crate::error::Result;

/// The longest number a `%YAML` directive may hold.
const MAX_VERSION_DIGITS: usize = 9;

/// Where a tag's text is read, which decides about messages and characters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// `!suffix`, after as many bytes of it as were taken for a handle.
    Shorthand(usize),
    /// `!<...>`
    Verbatim,
    /// `%TAG`
    Directive,
}

impl<'a> Scanner<'a> {
    pub(super) fn directive(&mut self) -> Result<()> {
        self.leave_all_blocks()?;
        let start = self.mark();
        let context = "while scanning a directive";
        self.pos += 1;
        let name_end = self.pos + name_length(&self.bytes[self.pos..]);
        let name = &self.text[self.pos..name_end];
        self.pos = name_end;
        if name.is_empty() {
            return Err(self.error_here("could not find expected directive name", context, start));
        }
        if !self.is_blank_or_end(self.pos) {
            let problem = "found unexpected non-alphabetical character";
            return Err(self.error_here(problem, context, start));
        }
        let (kind, data) = match name {
            "YAML" => (Kind::VersionDirective, self.version(start)?),
            "TAG" => (Kind::TagDirective, self.tag_definition(start)?),
            _ => return Err(self.error_here("found unknown directive name", context, start)),
        };
        self.skip_rest_of_line(context, start)?;
        self.push(kind, start, data);
        Ok(())
    }

    fn version(&mut self, start: Mark) -> Result<Data<'a>> {
        self.skip_blanks();
        let major = self.version_number(start)?;
        if self.byte() != b'.' {
            let problem = "did not find expected digit or '.' character";
            return Err(self.error_here(problem, "while scanning a %YAML directive", start));
        }
        self.pos += 1;
        let minor = self.version_number(start)?;
        Ok(Data::Version(major, minor))
    }

    fn version_number(&mut self, start: Mark) -> Result<u32> {
        let context = "while scanning a %YAML directive";
        let mut number = 0;
        let mut digits = 0;
        while let digit @ b'0'..=b'9' = self.byte() {
            digits += 1;
            if digits > MAX_VERSION_DIGITS {
                let problem = "found extremely long version number";
                return Err(self.error_here(problem, context, start));
            }
            number = number * 10 + u32::from(digit - b'0');
            self.pos += 1;
        }
        if digits == 0 {
            return Err(self.error_here("did not find expected version number", context, start));
        }
        Ok(number)
    }

    fn tag_definition(&mut self, start: Mark) -> Result<Data<'a>> {
        let context = "while scanning a %TAG directive";
        self.skip_blanks();
        if self.byte() != b'!' {
            let context = "while scanning a tag directive";
            return Err(self.error_here("did not find expected '!'", context, start));
        }
        let handle = self.tag_handle();
        if !handle.ends_with('!') {
            let context = "while parsing a tag directive";
            return Err(self.error_here("did not find expected '!'", context, start));
        }
        if !matches!(self.byte(), b' ' | b'\t') {
            return Err(self.error_here("did not find expected whitespace", context, start));
        }
        self.skip_blanks();
        let prefix = self.tag_text(Place::Directive, start)?;
        if !self.is_blank_or_end(self.pos) {
            let problem = "did not find expected whitespace or line break";
            return Err(self.error_here(problem, context, start));
        }
        Ok(Data::Tag(Box::new(Tag {
            handle,
            suffix: prefix,
        })))
    }

    pub(super) fn tag(&mut self) -> Result<()> {
        if let Some(key) = self.begin_simple_key()? {
            self.save_simple_key(key);
        }
        self.simple_key_allowed = false;
        let start = self.mark();
        let tag = if self.byte_at(self.pos + 1) == b'<' {
            self.verbatim_tag(start)?
        } else {
            self.shorthand_tag(start)?
        };
        let comma = self.in_flow() && self.byte() == b',';
        if !comma && !self.is_blank_or_end(self.pos) {
            let problem = "did not find expected whitespace or line break";
            return Err(self.error_here(problem, "while scanning a tag", start));
        }
        self.push(Kind::Tag, start, Data::Tag(Box::new(tag)));
        Ok(())
    }

    fn verbatim_tag(&mut self, start: Mark) -> Result<Tag<'a>> {
        self.pos += 2;
        let suffix = self.tag_text(Place::Verbatim, start)?;
        if self.byte() != b'>' {
            let problem = "did not find the expected '>'";
            return Err(self.error_here(problem, "while scanning a tag", start));
        }
        self.pos += 1;
        Ok(Tag { handle: "", suffix })
    }

    fn shorthand_tag(&mut self, start: Mark) -> Result<Tag<'a>> {
        let handle = self.tag_handle();
        if handle.len() > 1 && handle.ends_with('!') {
            let suffix = self.tag_text(Place::Shorthand(0), start)?;
            return Ok(Tag { handle, suffix });
        }
        // It was no handle but the beginning of the suffix.
        let suffix = self.tag_text(Place::Shorthand(handle.len()), start)?;
        Ok(if suffix.is_empty() {
            Tag {
                handle: "",
                suffix: Cow::Borrowed(b"!"),
            }
        } else {
            Tag {
                handle: "!",
                suffix,
            }
        })
    }

    /// Steps over `!`, a name, and another `!` if there is one.
    fn tag_handle(&mut self) -> &'a str {
        let start = self.pos;
        self.pos += 1;
        self.pos += name_length(&self.bytes[self.pos..]);
        if self.byte() == b'!' {
            self.pos += 1;
        }
        &self.text[start..self.pos]
    }

    /// Steps over a tag's text and gives it with its escapes decoded, as far as a C string goes.
    fn tag_text(&mut self, place: Place, start: Mark) -> Result<Cow<'a, [u8]>> {
        let taken = match place {
            Place::Shorthand(taken) => taken,
            Place::Verbatim | Place::Directive => 0,
        };
        // Without the `!` of what was taken for a handle
        let from = self.pos - taken.saturating_sub(1);
        let first = self.pos;
        let bytes = self.bytes;
        let mut text = Cow::Borrowed(&bytes[from..first]);
        while is_tag_byte(self.byte(), place) {
            if self.byte() == b'%' {
                self.tag_escape(place, start, text.to_mut())?;
                continue;
            }
            self.pos += 1;
            match &mut text {
                Cow::Borrowed(text) => *text = &bytes[from..self.pos],
                Cow::Owned(text) => text.push(bytes[self.pos - 1]),
            }
        }
        if self.pos == first && taken == 0 {
            let problem = "did not find expected tag URI";
            return Err(self.error_here(problem, place.context(), start));
        }
        Ok(match memchr::memchr(0, &text) {
            None => text,
            Some(nul) => Cow::Owned(text[..nul].to_vec()),
        })
    }

    /// `%xx` for each byte of one character.
    fn tag_escape(&mut self, place: Place, start: Mark, text: &mut Vec<u8>) -> Result<()> {
        let mut more = 0;
        loop {
            let digit = |at| char::from(self.byte_at(at)).to_digit(16);
            let octet = match (self.byte(), digit(self.pos + 1), digit(self.pos + 2)) {
                (b'%', Some(high), Some(low)) => (high << 4 | low) as u8,
                _ => {
                    let problem = "did not find URI escaped octet";
                    return Err(self.error_here(problem, place.context(), start));
                }
            };
            if more == 0 {
                more = match octet {
                    0x00..=0x7f => 1,
                    0xc0..=0xdf => 2,
                    0xe0..=0xef => 3,
                    0xf0..=0xf7 => 4,
                    _ => {
                        let problem = "found an incorrect leading UTF-8 octet";
                        return Err(self.error_here(problem, place.context(), start));
                    }
                };
            } else if octet & 0xc0 != 0x80 {
                let problem = "found an incorrect trailing UTF-8 octet";
                return Err(self.error_here(problem, place.context(), start));
            }
            text.push(octet);
            self.pos += 3;
            more -= 1;
            if more == 0 {
                return Ok(());
            }
        }
    }
}

impl Place {
    fn context(self) -> &'static str {
        match self {
            Place::Directive => "while parsing a %TAG directive",
            Place::Shorthand(_) | Place::Verbatim => "while parsing a tag",
        }
    }
}

fn is_tag_byte(byte: u8, place: Place) -> bool {
    match byte {
        b',' | b'[' | b']' => !matches!(place, Place::Shorthand(_)),
        b';' | b'/' | b'?' | b':' | b'@' | b'&' | b'=' | b'+' | b'$' | b'.' | b'%' | b'!'
        | b'~' | b'*' | b'\'' | b'(' | b')' | b'-' | b'_' => true,
        _ => byte.is_ascii_alphanumeric(),
    }
}
