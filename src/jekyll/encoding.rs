//! The `encoding` of a configuration: how the bytes of a file become text.

use std::borrow::Cow;
use std::sync::Arc;

use crate::error::Error;
use crate::text;
use crate::value::{Str, Value};

/// How files are to be read.
#[derive(Debug, Clone, Copy)]
pub struct Encoding {
    drops_bom: bool,
    foreign: Option<&'static encoding_rs::Encoding>,
}

/// What a file holds below its front matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Body {
    /// Nothing was read: a page without a file, a document that is all YAML (`content` is nil).
    #[default]
    None,
    /// Text.
    Text(Str),
    /// Bytes that are no UTF-8; only what is copied unchanged can be made of them.
    Bytes(Arc<[u8]>),
}

impl Body {
    /// The text, empty where there is none.
    pub fn as_str(&self) -> &str {
        match self {
            Body::Text(text) => text,
            _ => "",
        }
    }

    /// The content as a value.
    pub fn to_value(&self) -> Value {
        match self {
            Body::None => Value::Nil,
            Body::Text(text) => Value::Str(text.clone()),
            Body::Bytes(bytes) => Value::Bytes(bytes.clone()),
        }
    }
}

/// Why the bytes of a file are no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undecoded {
    /// They are not what the encoding says.
    Invalid(Vec<u8>),
    /// They begin with the byte order mark of an encoding in which Ruby opens no file as text: nothing is read then.
    OtherMark,
}

impl From<Undecoded> for Body {
    fn from(undecoded: Undecoded) -> Body {
        match undecoded {
            Undecoded::Invalid(bytes) => Body::Bytes(bytes.into()),
            Undecoded::OtherMark => Body::None,
        }
    }
}

const BOM: &[u8] = b"\xef\xbb\xbf";

impl Encoding {
    /// UTF-8, a byte order mark dropped.
    pub const UTF_8: Encoding = Encoding {
        drops_bom: true,
        foreign: None,
    };

    /// The encoding that a configuration names; UTF-8 where nobody knows the name.
    pub fn of(name: &Value) -> Self {
        let Value::Str(name) = name else {
            return Encoding {
                drops_bom: false,
                foreign: None,
            };
        };
        let (name, asks_for_it) = without_bom(name);
        let foreign = encoding_rs::Encoding::for_label(name.as_bytes())
            .filter(|encoding| *encoding != encoding_rs::UTF_8);
        Encoding {
            drops_bom: asks_for_it || starts_with(name, "utf-"),
            foreign,
        }
    }

    /// The encoding that a configuration names, with a byte order mark left where it is unless the name says `bom|`.
    pub fn exactly(name: &Value) -> Self {
        let drops_bom = matches!(name, Value::Str(name) if without_bom(name).1);
        Encoding {
            drops_bom,
            ..Self::of(name)
        }
    }

    /// The text of a file.
    ///
    /// # Errors
    /// Bytes that are not what the encoding says, or begin with the mark of another.
    pub fn decode(self, bytes: Vec<u8>) -> Result<String, Undecoded> {
        if let Some(foreign) = self.foreign {
            let (text, failed) = if self.drops_bom {
                foreign.decode_with_bom_removal(&bytes)
            } else {
                foreign.decode_without_bom_handling(&bytes)
            };
            return if failed {
                Err(Undecoded::Invalid(bytes))
            } else {
                Ok(text.into_owned())
            };
        }
        if self.drops_bom && text::has_wide_mark(&bytes) {
            return Err(Undecoded::OtherMark);
        }
        let bytes = match bytes.strip_prefix(BOM) {
            Some(rest) if self.drops_bom => rest.to_vec(),
            _ => bytes,
        };
        String::from_utf8(bytes).map_err(|error| Undecoded::Invalid(error.into_bytes()))
    }

    /// What Ruby raises where a file is no text.
    pub fn refusal(self, undecoded: &Undecoded) -> Error {
        match undecoded {
            Undecoded::Invalid(_) => self.invalid(),
            Undecoded::OtherMark => Error::ruby("ArgumentError", text::NEEDS_BINMODE),
        }
    }

    /// What Ruby raises where it looks into bytes that are wrong in this encoding.
    pub fn invalid(self) -> Error {
        let message = format!("invalid byte sequence in {}", self.name());
        Error::ruby("ArgumentError", message)
    }

    /// What Ruby calls bytes that are wrong in this encoding.
    pub fn name(self) -> Cow<'static, str> {
        match self.foreign {
            Some(foreign) => Cow::Borrowed(foreign.name()),
            None => Cow::Borrowed("UTF-8"),
        }
    }
}

/// The name without `bom|` before it, and whether a byte order mark is dropped for it: Ruby does that for Unicode alone.
fn without_bom(name: &str) -> (&str, bool) {
    match name.split_at_checked("bom|".len()) {
        Some((bom, rest)) if bom.eq_ignore_ascii_case("bom|") => (rest, starts_with(rest, "utf-")),
        _ => (name, false),
    }
}

fn starts_with(name: &str, beginning: &str) -> bool {
    name.get(..beginning.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(beginning))
}
