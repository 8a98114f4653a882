//! The tables of `--profile`: how long each phase took (profiler.rb), and each template (liquid_renderer/table.rb).

use std::time::Duration;

use unicode_width::UnicodeWidthStr;

use crate::jekyll::render::Stat;

/// The table of phases.
pub fn phases(times: &[(&str, Duration)]) -> String {
    let mut rows = vec![vec!["PHASE".to_string(), "TIME".to_string()]];
    for (phase, time) in times {
        rows.push(vec![
            phase.to_string(),
            format!("{:.4}", time.as_secs_f64()),
        ]);
    }
    table(&rows)
}

/// So many templates are shown.
const MOST_ROWS: usize = 50;

/// The table of templates, those that took the most time first.
pub fn templates(stats: &[(String, Stat)]) -> String {
    let header = ["Filename", "Count", "Bytes", "Time"].map(str::to_string);
    let row = |(name, stat): &(String, Stat)| {
        vec![
            name.clone(),
            stat.count.to_string(),
            format!("{:.2}K", stat.bytes as f64 / 1024.0),
            format!("{:.3}", stat.time.as_secs_f64()),
        ]
    };
    let rows: Vec<Vec<String>> = std::iter::once(header.to_vec())
        .chain(stats.iter().take(MOST_ROWS).map(row))
        .collect();
    table(&rows)
}

/// Rows as a table with a line below the first; the first column to the left, the others to the right.
fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|c| {
            rows.iter()
                .filter_map(|row| row.get(c))
                .map(|cell| cell.width())
                .max()
                .unwrap_or(0)
        })
        .collect();
    let mut text = String::from("\n");
    for (index, row) in rows.iter().enumerate() {
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let padding = " ".repeat(width - cell.width());
            let (before, after) = if column == 0 {
                ("", padding.as_str())
            } else {
                (padding.as_str(), "")
            };
            text.push_str(&format!("| {before}{cell}{after} "));
        }
        text.push_str("|\n");
        if index == 0 {
            for width in &widths {
                text.push_str(&format!("+{}", "-".repeat(width + 2)));
            }
            text.push_str("+\n");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As `jekyll build --profile` lays it out.
    #[test]
    fn columns_stand_under_each_other() {
        let times = [
            ("RESET", Duration::from_micros(100)),
            ("GENERATE", Duration::from_secs(1)),
        ];
        assert_eq!(
            phases(&times),
            "\n| PHASE    |   TIME |\n+----------+--------+\n| RESET    | 0.0001 |\n| GENERATE | 1.0000 |\n"
        );
        let stat = |count, bytes, millis| Stat {
            count,
            bytes,
            time: Duration::from_millis(millis),
        };
        let stats = [
            ("_layouts/한.html".to_string(), stat(11, 1618, 2)),
            ("a.md".to_string(), stat(1, 0, 1)),
        ];
        assert_eq!(
            templates(&stats),
            "\n| Filename         | Count | Bytes |  Time |\n+------------------+-------+-------+-------+\n\
             | _layouts/한.html |    11 | 1.58K | 0.002 |\n| a.md             |     1 | 0.00K | 0.001 |\n"
        );
    }
}
