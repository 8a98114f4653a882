//! The order in which Ruby's sort compares, which it leaves to the C library: a merge sort, so that what is equal stays in
//! order. The pair that cannot be compared is found where Ruby finds it, and warnings come as they do there.

use std::cmp::Ordering;

use crate::error::Result;

/// Sorts by a comparison that may fail.
///
/// # Errors
/// The first that `compare` gives.
pub fn merge_sort<T: Clone>(
    values: &mut [T],
    compare: &mut dyn FnMut(&T, &T) -> Result<Ordering>,
) -> Result<()> {
    let mut scratch = Vec::with_capacity(values.len());
    sort_part(values, &mut scratch, compare)
}

fn sort_part<T: Clone>(
    values: &mut [T],
    scratch: &mut Vec<T>,
    compare: &mut dyn FnMut(&T, &T) -> Result<Ordering>,
) -> Result<()> {
    if values.len() < 2 {
        return Ok(());
    }
    let middle = values.len() / 2;
    sort_part(&mut values[..middle], scratch, compare)?;
    sort_part(&mut values[middle..], scratch, compare)?;
    scratch.clear();
    let (mut left, mut right) = (0, middle);
    while left < middle && right < values.len() {
        let from = match compare(&values[left], &values[right])? {
            Ordering::Greater => &mut right,
            _ => &mut left,
        };
        scratch.push(values[*from].clone());
        *from += 1;
    }
    scratch.extend_from_slice(&values[left..middle]);
    let merged = scratch.len();
    values[..merged].clone_from_slice(scratch);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_as_ruby_does() -> Result<()> {
        // ruby -e 'p [3,1,2,5,4].sort! { |a, b| print a, b, " "; a <=> b }'
        let mut seen = String::new();
        let mut sorted = [3, 1, 2, 5, 4];
        merge_sort(&mut sorted, &mut |a: &i32, b: &i32| {
            seen.push_str(&format!("{a}{b} "));
            Ok(a.cmp(b))
        })?;
        assert_eq!(sorted, [1, 2, 3, 4, 5]);
        assert_eq!(seen, EXPECTED);
        Ok(())
    }

    const EXPECTED: &str = "31 54 24 12 32 34 ";
}
