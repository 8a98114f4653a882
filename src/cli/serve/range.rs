//! The `Range` of a request (RFC 9110, section 14): which bytes of a file are wanted.

use std::ops::RangeInclusive;

/// What a request wants of a file.
#[derive(Debug, PartialEq, Eq)]
pub enum Wanted {
    /// All of it.
    Whole,
    /// These bytes.
    Parts(Vec<RangeInclusive<u64>>),
    /// Bytes that it does not have.
    Unsatisfiable,
}

/// So many parts at most are sent; who asks for more gets the whole.
const MOST_PARTS: usize = 16;

/// Reads a `Range` header for a file of `length` bytes. One that cannot be read counts as none.
pub fn wanted(header: &str, length: u64) -> Wanted {
    let Some(list) = header.trim().strip_prefix("bytes=") else {
        return Wanted::Whole;
    };
    let mut parts = Vec::new();
    for (count, spec) in list.split(',').enumerate() {
        if count == MOST_PARTS {
            return Wanted::Whole;
        }
        match part(spec.trim(), length) {
            None => return Wanted::Whole,
            Some(None) => {}
            Some(Some(range)) => parts.push(range),
        }
    }
    if parts.is_empty() {
        return Wanted::Unsatisfiable;
    }
    Wanted::Parts(parts)
}

/// One range: outer nothing where it cannot be read, inner nothing where it lies outside.
fn part(spec: &str, length: u64) -> Option<Option<RangeInclusive<u64>>> {
    let (first, last) = spec.split_once('-')?;
    let number = |digits: &str| -> Option<u64> {
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        // what is too large for a number is past the end as well
        is_number.then(|| digits.parse().unwrap_or(u64::MAX))
    };
    let end = length.checked_sub(1);
    if first.is_empty() {
        let count = number(last)?;
        return Some(match end {
            Some(end) if count > 0 => Some(length.saturating_sub(count)..=end),
            _ => None,
        });
    }
    let first = number(first)?;
    let last = if last.is_empty() {
        u64::MAX
    } else {
        number(last)?
    };
    if last < first {
        return None;
    }
    Some(
        end.filter(|end| first <= *end)
            .map(|end| first..=last.min(end)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        let parts = |header| match wanted(header, 6) {
            Wanted::Parts(parts) => parts.iter().map(|r| (*r.start(), *r.end())).collect(),
            Wanted::Whole => vec![(0, 5), (0, 5)],
            Wanted::Unsatisfiable => Vec::new(),
        };
        assert_eq!(parts("bytes=0-3"), [(0, 3)]);
        assert_eq!(parts("bytes=2-"), [(2, 5)]);
        assert_eq!(parts("bytes=-2"), [(4, 5)]);
        assert_eq!(parts("bytes=-100"), [(0, 5)]);
        assert_eq!(parts("bytes=0-0, 4-99"), [(0, 0), (4, 5)]);
        assert_eq!(parts("bytes=0-99999999999999999999999"), [(0, 5)]);
        assert_eq!(parts("bytes=6-"), []);
        assert_eq!(parts("bytes=-0"), []);
        for unreadable in [
            "bytes=3-1",
            "bytes=x",
            "lines=1-2",
            "bytes=",
            "bytes=0-1,x",
            "bytes=+1-2",
        ] {
            assert_eq!(wanted(unreadable, 6), Wanted::Whole, "{unreadable}");
        }
        assert_eq!(
            wanted(&format!("bytes={}", ["0-1"; 17].join(",")), 6),
            Wanted::Whole
        );
        assert_eq!(wanted("bytes=0-", 0), Wanted::Unsatisfiable);
    }
}
