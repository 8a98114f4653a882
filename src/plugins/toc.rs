//! jekyll-toc 0.19.0: a table of contents made of the headings of finished HTML (`Jekyll::TableOfContents::Parser`).

use std::collections::HashMap;
use std::ops::RangeInclusive;

use super::html::{self, NodeId, Tree};
use crate::error::{Error, Result};
use crate::jekyll::config::Config;
use crate::jekyll::plugin::Plugin;
use crate::jekyll::render::Registers;
use crate::jekyll::slug::is_letter_or_digit;
use crate::liquid::{Context, ParseContext, Registry, Tag, TagMarkup, to_liquid, to_s};
use crate::text::escape_html;
use crate::value::{Hash, Value, no_conversion, no_method};

/// The plugin.
#[derive(Debug, Clone, Copy, Default)]
pub struct Toc;

impl Plugin for Toc {
    fn name(&self) -> &str {
        "jekyll-toc"
    }

    fn register(&self, registry: &mut Registry, _config: &Config) {
        registry.tag("toc", |_tag: TagMarkup<'_>, _cx: &mut ParseContext<'_>| {
            Ok(Box::new(TocTag) as Box<dyn Tag>)
        });
        registry.filter("toc_only", 0, |input, _args, cx| match is_enabled(cx)? {
            true => Contents::of(input, cx)?.table().map(Value::from),
            false => Ok(Value::from("")),
        });
        registry.filter("inject_anchors", 0, |input, _args, cx| {
            match is_enabled(cx)? {
                true => Contents::of(input, cx)?.with_anchors().map(Value::from),
                false => Ok(input.clone()),
            }
        });
        registry.filter("toc", 0, |input, _args, cx| {
            if !is_enabled(cx)? {
                return Ok(input.clone());
            }
            let contents = Contents::of(input, cx)?;
            let table = contents.table()?;
            Ok(Value::from(table + &contents.with_anchors()?))
        });
    }
}

/// `{% toc %}`
struct TocTag;

impl Tag for TocTag {
    fn render(&self, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
        if of_page(cx, "toc")?.is_truthy() {
            let content = of_page(cx, "content")?;
            out.push_str(&Contents::of(&content, cx)?.table()?);
        }
        Ok(())
    }
}

fn of_page(cx: &Context<'_>, key: &str) -> Result<Value> {
    Ok(to_liquid(match Registers::of(cx)?.page() {
        Value::Hash(page) => page.get_str(key).cloned().unwrap_or_default(),
        Value::Drop(page) => page.get(key)?,
        _ => Value::Nil,
    }))
}

fn is_enabled(cx: &Context<'_>) -> Result<bool> {
    Ok(matches!(of_page(cx, "toc")?, Value::Bool(true)))
}

/// A heading that is listed.
struct Heading {
    node: NodeId,
    id: String,
    /// Its text, escaped.
    text: String,
    name: String,
    level: i64,
}

/// HTML, and its headings.
struct Contents {
    options: Options,
    tree: Tree,
    headings: Vec<Heading>,
    /// Whether Ruby holds the HTML as US-ASCII.
    is_us_ascii: bool,
}

/// What the configuration says under `toc` (`TableOfContents::Configuration`).
struct Options {
    given: Hash,
}

impl Options {
    fn text(&self, key: &str, default: &str) -> Result<String> {
        match self.given.get_str(key) {
            Some(value) => Ok(to_s(value)?.into_owned()),
            None => Ok(default.to_string()),
        }
    }

    /// The levels that are listed.
    fn levels(&self) -> Result<Levels> {
        let level = |key, default| {
            let given = self.given.get_str(key).cloned();
            given.unwrap_or(Value::Int(default))
        };
        Levels::between(&level("min_level", 1), &level("max_level", 6))
    }

    /// The class of lists within lists, as an attribute (`ul_attributes`).
    fn sublist_attribute(&self) -> Result<String> {
        match self.given.get_str("sublist_class") {
            None => Ok(String::new()),
            Some(Value::Str(class)) if class.is_empty() => Ok(String::new()),
            Some(Value::Array(classes)) if classes.is_empty() => Ok(String::new()),
            Some(Value::Hash(classes)) if classes.is_empty() => Ok(String::new()),
            Some(class @ (Value::Str(_) | Value::Array(_) | Value::Hash(_))) => {
                Ok(format!(" class=\"{}\"", to_s(class)?))
            }
            Some(other) => Err(no_method(other, "empty?")),
        }
    }

    fn list_tag(&self) -> &str {
        match self.given.get_str("ordered_list") {
            Some(ordered) if ordered.is_truthy() => "ol",
            _ => "ul",
        }
    }

    /// The classes of sections whose headings are not listed.
    fn hidden_sections(&self) -> Result<Vec<String>> {
        match self.given.get_str("no_toc_section_class") {
            Some(Value::Array(classes)) => classes
                .iter()
                .map(|class| Ok(to_s(class)?.trim_end().to_string()))
                .collect(),
            _ => {
                let class = self.text("no_toc_section_class", "no_toc_section")?;
                Ok(vec![class.trim_end().to_string()])
            }
        }
    }
}

/// The levels of headings that are listed: a range, which Ruby makes of two numbers or of two texts.
struct Levels {
    numbers: RangeInclusive<i64>,
    /// How many digits a number has at least.
    width: usize,
    is_empty: bool,
}

impl Levels {
    fn between(from: &Value, to: &Value) -> Result<Self> {
        let numbers = |numbers: RangeInclusive<i64>, width| Levels {
            is_empty: numbers.is_empty(),
            numbers,
            width,
        };
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        match (from, to) {
            (Value::Int(from), Value::Int(to)) => Ok(numbers(*from..=*to, 0)),
            (Value::Int(from), Value::Float(to)) => Ok(numbers(*from..=to.floor() as i64, 0)),
            (Value::Str(from), Value::Str(to)) if is_number(from) && is_number(to) => {
                let number = |text: &str| text.parse().unwrap_or(i64::MAX);
                Ok(numbers(number(from)..=number(to), from.len()))
            }
            (Value::Str(from), Value::Str(to)) => Ok(Levels {
                is_empty: from > to,
                ..numbers(RangeInclusive::new(1, 0), 0)
            }),
            (from @ (Value::Float(_) | Value::Nil), Value::Int(_) | Value::Float(_))
            | (from @ Value::Nil, Value::Nil)
            | (from @ Value::Array(_), Value::Array(_)) => {
                let message = format!("can't iterate from {}", from.class_name());
                Err(Error::ruby("TypeError", message))
            }
            _ => Err(Error::ruby("ArgumentError", "bad value for range")),
        }
    }

    /// The level of an element of this name, if it is a heading that is listed.
    fn of(&self, name: &str) -> Option<i64> {
        let digits = name.strip_prefix('h')?;
        let level: i64 = digits.parse().ok()?;
        let width = self.width;
        let fits = self.numbers.contains(&level) && format!("{level:0width$}") == digits;
        fits.then_some(level)
    }
}

impl Contents {
    fn of(html: &Value, cx: &Context<'_>) -> Result<Self> {
        let given = match Registers::of(cx)?.setup().config.get("toc") {
            Value::Hash(given) => given.clone(),
            _ => Hash::default(),
        };
        let options = Options { given };
        let html = match html {
            Value::Str(html) => html.as_str(),
            Value::Nil | Value::Bool(false) => "",
            other => return Err(no_conversion(other, "String")),
        };
        let mut contents = Contents {
            tree: html::parse(html),
            headings: Vec::new(),
            is_us_ascii: cx.is_us_ascii(),
            options,
        };
        contents.headings = contents.find_headings()?;
        Ok(contents)
    }

    /// `parse_content`
    fn find_headings(&self) -> Result<Vec<Heading>> {
        let options = &self.options;
        let levels = options.levels()?;
        let hidden = options.hidden_sections()?;
        for class in &hidden {
            refuse_class(class)?;
        }
        if levels.is_empty || hidden.is_empty() {
            let message = "unexpected '$' after ''";
            return Err(Error::ruby("Nokogiri::CSS::SyntaxError", message));
        }
        let mut headings = Vec::new();
        let mut used: HashMap<String, usize> = HashMap::new();
        for (node, is_hidden) in self.nodes_in(&hidden) {
            let Some(level) = self.tree.name(node).and_then(|name| levels.of(name)) else {
                continue;
            };
            if is_hidden || has_class(&self.tree, node, "no_toc") {
                continue;
            }
            let text = self.tree.text(node);
            let id = match self.tree.attribute(node, "id") {
                // attributes are objects of their own, and so never the same twice
                Some(id) => id.to_string(),
                None => {
                    let id = generated_id(&text);
                    let count = used.entry(id.clone()).or_default();
                    *count += 1;
                    match *count {
                        1 => id,
                        more => format!("{id}-{}", more - 1),
                    }
                }
            };
            headings.push(Heading {
                node,
                id,
                text: escape_html(&text),
                name: format!("h{level}"),
                level,
            });
        }
        Ok(headings)
    }

    /// All nodes, and whether they stand in a section of one of these classes.
    fn nodes_in(&self, sections: &[String]) -> Vec<(NodeId, bool)> {
        let mut hidden: HashMap<NodeId, bool> = HashMap::new();
        let nodes = self.tree.descendants(Tree::ROOT);
        let mut found = Vec::with_capacity(nodes.len());
        for node in nodes {
            let parent = self.tree.parent(node);
            let is_hidden = parent.is_some_and(|parent| {
                hidden.get(&parent).copied().unwrap_or(false)
                    || sections
                        .iter()
                        .any(|class| class.split('.').all(|it| has_class(&self.tree, parent, it)))
            });
            if is_hidden {
                hidden.insert(node, true);
            }
            found.push((node, is_hidden));
        }
        found
    }

    /// `build_toc`
    fn table(&self) -> Result<String> {
        let tag = self.options.list_tag();
        let id = self.options.text("list_id", "toc")?;
        let class = self.options.text("list_class", "section-nav")?;
        let mut out = format!("<{tag} id=\"{id}\" class=\"{class}\">\n");
        self.write_list(&mut out)?;
        out.push_str(&format!("</{tag}>"));
        Ok(out)
    }

    /// `build_toc_list`: headings one after another, lists within lists for those that are deeper. A list goes on as
    /// long as no heading comes that is as high as the one above it.
    fn write_list(&self, out: &mut String) -> Result<()> {
        let tag = self.options.list_tag();
        let item_class = self.options.text("item_class", "toc-entry")?;
        let prefix = self.options.text("item_prefix", "toc-")?;
        let sublist = self.options.sublist_attribute();
        let lists = Lists::of(&self.headings);
        let mut open: Vec<Open> = Vec::new();
        let mut at = 0;
        loop {
            // what ends here
            while let Some(last) = open.last()
                && last.end == at
            {
                if last.is_list {
                    out.push_str(&format!("</{tag}>\n</li>\n"));
                }
                open.pop();
            }
            let Some(heading) = self.headings.get(at) else {
                return Ok(());
            };
            let end = open.last().map_or(self.headings.len(), |list| list.end);
            let highest = match open.last() {
                Some(list) => list.highest,
                None => lists.highest(0, end),
            };
            if heading.level != highest {
                // deeper headings before the first that is as high as the list: they are listed as if on their own
                let end = lists.next_of(at, end, highest);
                open.push(Open {
                    end,
                    highest: lists.highest(at, end),
                    is_list: false,
                });
                continue;
            }
            out.push_str(&format!(
                "<li class=\"{item_class} {prefix}{}\"><a href=\"#{}\">{}</a>",
                heading.name, heading.id, heading.text
            ));
            at += 1;
            if at < end && self.headings[at].level > highest {
                let end = lists.next_of(at, end, highest);
                let sublist = sublist.as_ref().map_err(Error::clone)?;
                out.push_str(&format!("\n<{tag}{sublist}>\n"));
                open.push(Open {
                    end,
                    highest: lists.highest(at, end),
                    is_list: true,
                });
            } else {
                out.push_str("</li>\n");
            }
        }
    }

    /// `inject_anchors_into_html`
    fn with_anchors(mut self) -> Result<String> {
        for heading in &self.headings {
            let Some(first) = self.tree.first_child(heading.node) else {
                let message = "undefined method `add_previous_sibling' for nil:NilClass\n\n        \
                               entry[:header_content].add_previous_sibling(\n                              \
                               ^^^^^^^^^^^^^^^^^^^^^";
                return Err(Error::ruby("NoMethodError", message));
            };
            let anchor = format!(
                "<a class=\"anchor\" href=\"#{}\" aria-hidden=\"true\"><span class=\"octicon octicon-link\"></span></a>",
                heading.id
            );
            html::insert_before(&mut self.tree, first, &anchor);
        }
        Ok(html::in_encoding(self.tree.to_html(), self.is_us_ascii))
    }
}

/// A list that is being written.
struct Open {
    /// The heading before which it ends.
    end: usize,
    /// The level of its own headings.
    highest: i64,
    /// Whether it has tags of its own.
    is_list: bool,
}

/// The levels of headings, to be asked for the highest and for the next of a level.
struct Lists {
    levels: Vec<i64>,
}

impl Lists {
    fn of(headings: &[Heading]) -> Self {
        Lists {
            levels: headings.iter().map(|heading| heading.level).collect(),
        }
    }

    /// The highest level, that is the smallest number, from a heading on.
    fn highest(&self, from: usize, to: usize) -> i64 {
        self.levels[from..to].iter().min().copied().unwrap_or(0)
    }

    /// The next heading of exactly this level.
    fn next_of(&self, from: usize, to: usize, level: i64) -> usize {
        let found = self.levels[from..to].iter().position(|&own| own == level);
        found.map_or(to, |at| from + at)
    }
}

/// What Nokogiri says of a class that begins as no name in CSS does.
fn refuse_class(class: &str) -> Result<()> {
    let digits = class.bytes().take_while(u8::is_ascii_digit).count();
    let name = class.strip_prefix('-').unwrap_or(class);
    let message = match name.chars().next() {
        _ if digits > 0 => format!("unexpected '.{}' after ''", &class[..digits]),
        Some(c) if c.is_ascii_alphabetic() || !c.is_ascii() || matches!(c, '_' | '\\') => {
            return Ok(());
        }
        _ => format!(
            "unexpected '{}' after '.'",
            class.chars().next().unwrap_or(' ')
        ),
    };
    Err(Error::ruby("Nokogiri::CSS::SyntaxError", message))
}

fn has_class(tree: &Tree, node: NodeId, class: &str) -> bool {
    tree.attribute(node, "class")
        .is_some_and(|classes| classes.split_ascii_whitespace().any(|own| own == class))
}

/// `generate_toc_id`
fn generated_id(text: &str) -> String {
    let mut id = String::with_capacity(text.len());
    for c in text.to_lowercase().chars() {
        match c {
            ' ' => id.push('-'),
            '-' | '_' => id.push(c),
            c if c.is_ascii_alphanumeric() => id.push(c),
            c if is_letter_or_digit(c) || is_connector(c) || c.is_alphabetic() => {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    id.push_str(&format!("%{byte:02X}"));
                }
            }
            _ => {}
        }
    }
    id
}

/// The connecting punctuation of Unicode, but for `_`.
fn is_connector(c: char) -> bool {
    matches!(c, '‿' | '⁀' | '⁔' | '︳' | '︴' | '﹍'..='﹏' | '＿')
}

#[cfg(test)]
mod tests {
    use super::generated_id;

    #[test]
    fn ids_keep_letters_of_every_script() {
        assert_eq!(generated_id("Ünï & Co. 1_2"), "%C3%BCn%C3%AF--co-1_2");
        assert_eq!(generated_id("Ⅷ ² Ⓐ"), "%E2%85%B7--%E2%93%90");
    }
}
