//! Tables: lines with a pipe outside code, between block boundaries.

use std::borrow::Cow;

use super::{Id, Kind, NIL, Parser};
use crate::kramdown::scan::*;
use crate::kramdown::span;
use crate::kramdown::tree::Alignment;

/// A table while its lines are read.
struct Table<'s> {
    id: Id,
    rows: Vec<Vec<Cow<'s, str>>>,
    alignment: Vec<Alignment>,
    columns: usize,
    has_footer: bool,
    has_body: bool,
}

impl Parser<'_, '_> {
    pub(super) fn table(&mut self, s: &str, pos: usize) -> bool {
        let start = pos + spaces(s, pos, 3);
        if space_at(s, start) || !has_pipe(s, start) || !self.after_boundary() {
            return false;
        }
        let line = self.line();
        let mark = self.doc.tree.mark();
        // The attribute list that waits for a block is spent even if this is no table.
        let id = self.block_el(Kind::Table);
        self.doc.tree.node_mut(id).line = line;
        let mut table = Table {
            id,
            rows: Vec::new(),
            alignment: Vec::new(),
            columns: 0,
            has_footer: false,
            has_body: false,
        };
        let end = self.table_lines(s, pos, &mut table);
        if !self.before_boundary(s, end) || !self.pipes_in_text(s, pos, end) {
            self.doc.tree.cut(mark);
            return false;
        }
        if !table.rows.is_empty() {
            let kind = if table.has_footer {
                Kind::Tfoot
            } else {
                Kind::Tbody
            };
            self.container(&mut table, kind, false);
        }
        if !table.has_body {
            self.doc
                .warn(|| format!("Found table without body on line {line} - ignoring it"));
            self.doc.tree.cut(mark);
            return false;
        }
        self.set_pos(end);
        self.fill_rows(&mut table);
        let tree = &mut self.doc.tree;
        tree.node_mut(id).extra = tree.alignments.len() as u32;
        tree.alignments.push(table.alignment);
        tree.append(self.node, id);
        true
    }

    fn table_lines<'s>(&mut self, s: &'s str, pos: usize, table: &mut Table<'s>) -> usize {
        let leading_pipe = at(s, skip_space(s, pos)) == b'|';
        let mut pos = separator(s, pos, b'-').map_or(pos, |(_, end)| end);
        while pos < s.len() && has_pipe(s, pos) {
            if let Some((line, end)) = separator(s, pos, b'-') {
                if !table.rows.is_empty() {
                    if table.alignment.is_empty() && !table.has_footer {
                        self.container(table, Kind::Thead, false);
                        table.alignment = alignments(line);
                    } else {
                        self.container(table, Kind::Tbody, false);
                    }
                }
                pos = end;
            } else if let Some((_, end)) = separator(s, pos, b'=') {
                if !table.rows.is_empty() {
                    self.container(table, Kind::Tbody, true);
                }
                table.has_footer = true;
                pos = end;
            } else {
                let end = line_end(s, pos);
                let line = s[pos..end]
                    .trim_end_matches('\n')
                    .trim_end_matches([' ', '\t']);
                let cells = cells(line, leading_pipe);
                table.columns = table.columns.max(cells.len());
                table.rows.push(cells);
                pos = end;
            }
        }
        pos
    }

    /// Puts the rows so far into a head, a body or a foot. Behind the foot's line there are no more bodies.
    fn container(&mut self, table: &mut Table<'_>, kind: Kind, force: bool) {
        if table.has_footer && kind == Kind::Tbody && !force {
            return;
        }
        table.has_body |= kind == Kind::Tbody;
        let tree = &mut self.doc.tree;
        let container = tree.add(table.id, kind);
        for cells in std::mem::take(&mut table.rows) {
            let row = tree.add(container, Kind::Tr);
            for cell in cells {
                let td = tree.add(row, Kind::Td);
                tree.add_raw_text(td, strip(&cell));
            }
        }
    }

    /// Every row gets as many cells as the longest has, every column an alignment.
    fn fill_rows(&mut self, table: &mut Table<'_>) {
        let tree = &mut self.doc.tree;
        let mut container = tree.node(table.id).first;
        while container != NIL {
            let mut row = tree.node(container).first;
            while row != NIL {
                for _ in tree.children(row).count()..table.columns {
                    tree.add(row, Kind::Td);
                }
                tree.number_children(row);
                row = tree.node(row).next;
            }
            container = tree.node(container).next;
        }
        table.alignment.truncate(table.columns);
    }

    /// Whether every line has a pipe that stands in text, not in code or in a tag.
    fn pipes_in_text(&mut self, s: &str, pos: usize, end: usize) -> bool {
        let text = &s[pos..end - 1];
        if memchr::memchr2(b'`', b'<', text.as_bytes()).is_none() {
            // Every line was seen to have one.
            return true;
        }
        // kramdown counts the lines of this reading from where the table ends.
        self.set_pos(end);
        let line = self.line();
        self.set_pos(pos);
        let mut found = false;
        for (is_code, value) in span::code_and_html(self.doc, text, line) {
            let lines = split_lines(&value);
            if is_code {
                if lines.len() > 2 || (lines.len() == 2 && !found) {
                    break;
                }
                if lines.len() == 2 {
                    found = false;
                }
            } else {
                if lines.len() > 1 && !found && !lines.first().is_some_and(|line| has_pipe(line, 0))
                {
                    break;
                }
                found = (lines.len() <= 1 && found)
                    || lines.last().is_some_and(|line| has_pipe(line, 0));
            }
        }
        found
    }
}

/// Ruby's `split("\n")`: empty lines at the end do not count.
fn split_lines(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.split('\n').collect();
    while lines.last().is_some_and(|line| line.is_empty()) {
        lines.pop();
    }
    lines
}

/// Whether the line at `pos` begins with a pipe or holds one that no backslash precedes.
fn has_pipe(s: &str, pos: usize) -> bool {
    let line = &s.as_bytes()[pos..];
    let line = &line[..memchr::memchr(b'\n', line).unwrap_or(line.len())];
    memchr::memchr_iter(b'|', line).any(|at| at == 0 || line[at - 1] != b'\\')
}

/// A separator line of `mark`s: its text, and where the line ends.
fn separator(s: &str, pos: usize, mark: u8) -> Option<(&str, usize)> {
    let end = line_end(s, pos);
    let line = s[pos..end].strip_suffix('\n')?;
    let fits = line
        .bytes()
        .all(|b| b == mark || matches!(b, b'+' | b'|' | b':' | b' ' | b'\t'));
    (fits && line.as_bytes().contains(&mark)).then_some((line, end))
}

/// The alignments that a separator line asks for, by the colons at its runs of dashes.
fn alignments(line: &str) -> Vec<Alignment> {
    let bytes = line.as_bytes();
    let mut found = Vec::new();
    let mut pos = 0;
    while let Some(dash) = memchr::memchr(b'-', &bytes[pos..]).map(|at| pos + at) {
        let end = dash + bytes[dash..].iter().take_while(|&&b| b == b'-').count();
        let left = dash > pos && bytes[dash - 1] == b':';
        let right = bytes.get(end) == Some(&b':');
        found.push(match (left, right) {
            (false, false) => Alignment::Default,
            (true, false) => Alignment::Left,
            (false, true) => Alignment::Right,
            (true, true) => Alignment::Center,
        });
        pos = end + usize::from(right);
    }
    found
}

/// The cells of a row. Pipes in code do not separate; code is written anew with backquotes that hold it.
fn cells(line: &str, leading_pipe: bool) -> Vec<Cow<'_, str>> {
    let mut cells = Vec::new();
    if memchr::memchr3(b'`', b'<', b'\\', line.as_bytes()).is_none() {
        cells.extend(line.split('|').map(Cow::Borrowed));
    } else {
        let mut rest = line;
        while !rest.is_empty() {
            let (text, code, behind) = split_code_tag(rest);
            text_cells(text, &mut cells);
            if let Some(code) = code {
                extend_last(&mut cells, code);
            }
            rest = behind;
        }
    }
    if leading_pipe && cells.first().is_some_and(|cell| strip(cell).is_empty()) {
        cells.remove(0);
    }
    if cells.last().is_some_and(|cell| strip(cell).is_empty()) {
        cells.pop();
    }
    cells
}

fn extend_last(cells: &mut Vec<Cow<'_, str>>, text: &str) {
    match cells.last_mut() {
        Some(cell) => cell.to_mut().push_str(text),
        None => cells.push(Cow::Owned(text.to_string())),
    }
}

/// Splits at the next `<code…>…</code>`.
fn split_code_tag(line: &str) -> (&str, Option<&str>, &str) {
    if let Some(start) = find(line, "<code", 0)
        && let Some(open) = find(line, ">", start)
        && let Some(close) = find(line, "</code>", open + 1)
    {
        let end = close + "</code>".len();
        return (&line[..start], Some(&line[start..end]), &line[end..]);
    }
    (line, None, "")
}

fn text_cells(text: &str, cells: &mut Vec<Cow<'_, str>>) {
    for (is_code, value) in span::code_spans(text) {
        if is_code {
            let most = longest_run(&value);
            let mark = "`".repeat(most + 1);
            let pad = if most > 0 { " " } else { "" };
            for part in [&mark, pad, &value, pad, &mark] {
                extend_last(cells, part);
            }
            continue;
        }
        let mut from = 0;
        let mut first = true;
        let mut add = |piece: &str| {
            let piece = piece.replace("\\|", "|");
            if first {
                extend_last(cells, &piece);
            } else {
                cells.push(Cow::Owned(piece));
            }
            first = false;
        };
        for pipe in memchr::memchr_iter(b'|', value.as_bytes()) {
            if pipe == 0 || value.as_bytes()[pipe - 1] != b'\\' {
                add(&value[from..pipe]);
                from = pipe + 1;
            }
        }
        add(&value[from..]);
    }
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows() {
        assert_eq!(cells("| a | b |", true), [" a ", " b "]);
        assert_eq!(cells("a | `b|c` \\| d", false), ["a ", " `b|c` | d"]);
        assert_eq!(
            cells("| <code>a|b</code> | c", true),
            [" <code>a|b</code> ", " c"]
        );
    }

    #[test]
    fn columns() {
        use Alignment::*;
        assert_eq!(
            alignments("|---|:-:|--:|:-"),
            [Default, Center, Right, Left]
        );
    }
}
