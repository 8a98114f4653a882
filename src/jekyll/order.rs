//! How Ruby sorts: `sort!` with a block leaves it to the C library, which merges halves. The order in which it
//! compares decides what comes out where the comparison is not consistent, and which warnings are printed.

use std::cmp::Ordering;

/// Sorts stably, comparing the same pairs in the same order as glibc's `qsort_r` does.
pub fn merge_sort<T>(items: Vec<T>, compare: &mut dyn FnMut(&T, &T) -> Ordering) -> Vec<T> {
    // Places are sorted, not what stands there: that may be large.
    let places = merged((0..items.len()).collect(), &mut |&a, &b| {
        compare(&items[a], &items[b])
    });
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    places.iter().filter_map(|&it| items[it].take()).collect()
}

fn merged(places: Vec<usize>, compare: &mut dyn FnMut(&usize, &usize) -> Ordering) -> Vec<usize> {
    let count = places.len();
    if count <= 1 {
        return places;
    }
    let mut left = places;
    let right = left.split_off(count / 2);
    // halves are at most 64 deep
    let left = merged(left, compare);
    let right = merged(right, compare);
    let mut merged = Vec::with_capacity(count);
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        let next = if compare(a, b).is_le() {
            left.next()
        } else {
            right.next()
        };
        merged.extend(next);
    }
    merged.extend(left);
    merged.extend(right);
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_as_ruby_does() {
        // ruby -e 'p [3,1,2,5,4].sort! { |a, b| print a, b, " "; a <=> b }'
        let mut seen = String::new();
        let sorted = merge_sort(vec![3, 1, 2, 5, 4], &mut |a: &i32, b: &i32| {
            seen.push_str(&format!("{a}{b} "));
            a.cmp(b)
        });
        assert_eq!(sorted, [1, 2, 3, 4, 5]);
        assert_eq!(seen, EXPECTED);
    }

    const EXPECTED: &str = "31 54 24 12 32 34 ";
}
