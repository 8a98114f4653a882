//! Block attribute lists, their definitions, and the generic extensions comment, nomarkdown and options.

use super::{Document, EobKind, Ial, Id, Kind, Parser};
use crate::kramdown::options::{OptionError, OptionValue};
use crate::kramdown::scan::*;
use std::borrow::Cow;
use std::ops::Range;

impl Parser<'_, '_> {
    pub(super) fn block_extension(&mut self, s: &str, pos: usize) -> bool {
        let start = pos + spaces(s, pos, 3);
        if at(s, start + 1) != b':' {
            return false;
        }
        if self.ald(s, start) {
            return true;
        }
        let braces = &mut self.scanner_mut().braces;
        if let Some(tag) = extension(s, start, braces, |behind| rest_of_line(s, behind)) {
            return self.generic_extension(s, tag);
        }
        let Some((content, end)) = self.block_ial_at(s, pos) else {
            return false;
        };
        self.set_pos(end);
        let list = &s[content];
        let last = self.last_child();
        let takes = self.doc.tree.get(last).is_some_and(|last| match last.kind {
            Kind::Blank => false,
            Kind::Eob => {
                matches!(
                    last.eob,
                    EobKind::LinkDef | EobKind::AbbrevDef | EobKind::FootnoteDef
                )
            }
            _ => true,
        });
        if takes {
            self.parse_ial_into(last, list);
            if self.block_ial_at(s, end).is_none() {
                self.add_eob(EobKind::Ial);
            }
        } else if !self.block_ial.get_or_insert_default().parse(list) {
            self.doc.warn_empty_ial(list);
        }
        true
    }

    /// An attribute list definition: `{:name: list}`.
    fn ald(&mut self, s: &str, start: usize) -> bool {
        let Some(name) = id_name(s, start + 2) else {
            return false;
        };
        if at(s, name) != b':' {
            return false;
        }
        let content = name + 1;
        let braces = &mut self.scanner_mut().braces;
        let Some((close, end)) =
            brace_content(s, content, braces, |behind| rest_of_line(s, behind))
        else {
            return false;
        };
        self.set_pos(end);
        let list = &s[content..close];
        if !self.doc.alds.entry(&s[start + 2..name]).parse(list) {
            self.doc.warn_empty_ial(list);
        }
        self.add_eob(EobKind::Ald);
        true
    }

    fn generic_extension(&mut self, s: &str, tag: Extension) -> bool {
        let line = self.line();
        let tag = match tag {
            // Kramdown takes a nameless stop tag that begins a block for a start tag.
            Extension::Stop { name: None, end } => Extension::Start {
                name: end..end,
                attrs: end..end,
                closed: false,
                end,
            },
            tag => tag,
        };
        let Some(start) = self.doc.extension_start(s, tag, line) else {
            return false;
        };
        let stop = match start.closed {
            true => None,
            false => self.extension_end(s, start.end, start.name),
        };
        let Some(end) = self.doc.extension_closed(&start, stop.as_ref()) else {
            return false;
        };
        self.set_pos(end);
        let body = stop.map(|stop| &s[start.end..stop.start]);
        let body = body.map(|text| text.strip_suffix('\n').unwrap_or(text));
        if let Some(id) = self.doc.add_extension(self.node, &start, body) {
            self.doc.tree.node_mut(id).block = true;
            self.doc.tree.node_mut(id).line = line;
        } else if start.name == "options" {
            self.add_eob(EobKind::Extension);
        }
        true
    }

    /// The line with the stop tag of an extension: where it begins and ends.
    fn extension_end(&mut self, s: &str, from: usize, name: &str) -> Option<Range<usize>> {
        if self
            .scanner()
            .memo
            .no_extension_end
            .iter()
            .any(|(known, at)| known == name && *at <= from)
        {
            return None;
        }
        let mut pos = from;
        while let Some(stop) = extension_stop(s, pos, name) {
            let before = s.as_bytes()[from..stop.start]
                .iter()
                .rev()
                .take_while(|&&b| b == b' ')
                .count();
            let line = stop.start - before;
            let starts = before <= 3 && (line == from || at(s, line - 1) == b'\n');
            let end = stop.end + spaces(s, stop.end, usize::MAX);
            if starts && at(s, end) == b'\n' {
                return Some(line..end + 1);
            }
            pos = stop.end;
        }
        self.scanner_mut()
            .memo
            .no_extension_end
            .push((name.to_string(), from));
        None
    }
}

/// Whether kramdown has a generic extension of this name.
fn is_extension(name: &str) -> bool {
    matches!(name, "comment" | "nomarkdown" | "options")
}

/// What the start tag of a generic extension says, and the line it stands in.
pub(crate) struct ExtensionStart<'s> {
    pub(crate) name: &'s str,
    /// Whether it has no stop tag: `{::name /}`.
    pub(crate) closed: bool,
    pub(crate) end: usize,
    opts: Ial,
    line: u32,
}

impl Document<'_> {
    /// The tag that opens an extension; one that closes none is said and is none.
    pub(crate) fn extension_start<'s>(
        &mut self,
        s: &'s str,
        tag: Extension,
        line: u32,
    ) -> Option<ExtensionStart<'s>> {
        let (name, attrs, closed, end) = match tag {
            Extension::Start {
                name,
                attrs,
                closed,
                end,
            } => (&s[name], &s[attrs], closed, end),
            Extension::Stop { name, .. } => {
                let name = name.map_or(String::new(), |name| format!("for '{}' ", &s[name]));
                self.warn(|| {
                    format!("Invalid extension stop tag {name} found on line {line} - ignoring it")
                });
                return None;
            }
        };
        if !is_extension(name) && self.warnings.is_none() {
            return None;
        }
        let mut opts = Ial::default();
        if !opts.parse(attrs) {
            self.warn_empty_ial(attrs);
        }
        Some(ExtensionStart {
            name,
            closed,
            end,
            opts,
            line,
        })
    }

    /// Where the extension ends whose stop tag was looked for, if it is one of kramdown's and whole.
    pub(crate) fn extension_closed(
        &mut self,
        start: &ExtensionStart,
        stop: Option<&Range<usize>>,
    ) -> Option<usize> {
        let ExtensionStart { name, line, .. } = start;
        if !start.closed && stop.is_none() {
            self.warn(|| {
                format!("No stop tag for extension '{name}' found on line {line} - ignoring it")
            });
            return None;
        }
        if !is_extension(name) {
            self.warn(|| {
                format!(
                    "Invalid extension with name '{name}' specified on line {line} - ignoring it"
                )
            });
            return None;
        }
        Some(stop.map_or(start.end, |stop| stop.end))
    }

    /// Sets options, or puts a comment or raw text below `parent`.
    pub(crate) fn add_extension(
        &mut self,
        parent: Id,
        start: &ExtensionStart,
        body: Option<&str>,
    ) -> Option<Id> {
        let kind = match start.name {
            "options" => {
                self.set_inline_options(&start.opts);
                return None;
            }
            "comment" => Kind::Comment,
            _ => Kind::Raw,
        };
        let body = body?;
        let id = self.tree.add(parent, kind);
        self.tree.set_value(id, body);
        self.mark_raw_type(id, &start.opts);
        Some(id)
    }

    pub(crate) fn warn_empty_ial(&mut self, list: &str) {
        self.warn(|| format!("No or invalid attributes found in IAL/ALD content: {list}"));
    }

    /// `type="…"` of `{::nomarkdown}` names the converters that print it.
    fn mark_raw_type(&mut self, id: Id, opts: &Ial) {
        let types = opts.get("type").unwrap_or("");
        let mut words = types
            .split(|c: char| c.is_ascii() && is_space(c as u8))
            .peekable();
        let any = words.peek().is_some_and(|_| !types.is_empty());
        self.tree.node_mut(id).closed = any && !words.any(|word| word == "html");
    }

    /// Takes options out of `{::options}`; they hold from here on, and for the writer.
    fn set_inline_options(&mut self, opts: &Ial) {
        if !opts.refs.is_empty() {
            self.warn(|| "Unknown kramdown option 'refs'".to_string());
        }
        let mut unknown = Vec::new();
        for (name, value) in &opts.pairs {
            let forbidden = name == "forbidden_inline_options"
                || self
                    .options
                    .forbidden_inline_options
                    .iter()
                    .any(|known| known == name);
            if !self.options.knows(name) {
                unknown.push(name);
            } else if forbidden {
                self.warn(|| format!("Option {name} may not be set inline"));
            } else {
                let value = OptionValue::Str(Cow::Borrowed(value.as_str()));
                match self.options.to_mut().set_inline(name, value) {
                    Err(OptionError::Unsupported(name)) => {
                        self.warn(|| format!("Option {name} is not supported"));
                    }
                    Ok(()) if name == "auto_id_stripping" => {
                        self.auto_id_stripping = self.options.auto_id_stripping;
                    }
                    _ => {}
                }
            }
        }
        for name in unknown {
            self.warn(|| format!("Unknown kramdown option '{name}'"));
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn names() {
        assert!(super::is_extension("comment") && !super::is_extension("nope"));
    }
}
