//! The bits of protocol buffers that the embedded Sass protocol needs: varints, strings, messages.

/// A message being written.
#[derive(Default)]
pub(super) struct Message(Vec<u8>);

impl Message {
    pub(super) fn number(mut self, field: u32, value: u64) -> Self {
        if value != 0 {
            varint(u64::from(field) << 3, &mut self.0);
            varint(value, &mut self.0);
        }
        self
    }

    pub(super) fn text(self, field: u32, value: &str) -> Self {
        if value.is_empty() {
            self
        } else {
            self.bytes(field, value.as_bytes())
        }
    }

    pub(super) fn message(self, field: u32, value: Message) -> Self {
        self.bytes(field, &value.0)
    }

    fn bytes(mut self, field: u32, value: &[u8]) -> Self {
        varint(u64::from(field) << 3 | 2, &mut self.0);
        varint(value.len() as u64, &mut self.0);
        self.0.extend_from_slice(value);
        self
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

pub(super) fn varint(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Takes a varint off the front.
pub(super) fn take_varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0u64;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

/// A field's content.
pub(super) enum Field<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

impl<'a> Field<'a> {
    pub(super) fn as_text(&self) -> String {
        match self {
            Field::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            Field::Number(n) => n.to_string(),
        }
    }

    pub(super) fn as_number(&self) -> u64 {
        match self {
            Field::Number(n) => *n,
            Field::Bytes(_) => 0,
        }
    }

    pub(super) fn fields(&self) -> Vec<(u32, Field<'a>)> {
        match self {
            Field::Bytes(bytes) => fields(bytes),
            Field::Number(_) => Vec::new(),
        }
    }
}

/// The fields of a message, as far as it can be read.
pub(super) fn fields(mut bytes: &[u8]) -> Vec<(u32, Field<'_>)> {
    let mut found = Vec::new();
    while let Some(field) = take_field(&mut bytes) {
        found.push(field);
    }
    found
}

fn take_field<'a>(bytes: &mut &'a [u8]) -> Option<(u32, Field<'a>)> {
    let key = take_varint(bytes)?;
    let number = u32::try_from(key >> 3).ok()?;
    let take = |bytes: &mut &'a [u8], length: usize| {
        let (value, rest) = bytes.split_at_checked(length)?;
        *bytes = rest;
        Some(Field::Bytes(value))
    };
    let field = match key & 7 {
        0 => Field::Number(take_varint(bytes)?),
        1 => take(bytes, 8)?,
        2 => {
            let length = usize::try_from(take_varint(bytes)?).ok()?;
            take(bytes, length)?
        }
        5 => take(bytes, 4)?,
        _ => return None,
    };
    Some((number, field))
}
