//! `{% for item in list limit: 2 offset: continue reversed %} … {% else %} … {% endfor %}` (`Liquid::For`).

use std::any::Any;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use super::{Segment, bound};
use crate::error::{Error, Result};
use crate::liquid::body::Body;
use crate::liquid::context::Context;
use crate::liquid::expression::Expression;
use crate::liquid::lexer::Kind;
use crate::liquid::parse_context::{BlockEnd, ParseContext};
use crate::liquid::parser::Parser;
use crate::liquid::scan::{TagAttributes, is_segment, run, skip_space, skip_while};
use crate::liquid::scope::Name;
use crate::liquid::tag::{Interrupt, Tag, TagMarkup, Visitor};
use crate::liquid::template::ErrorMode;
use crate::value::{Drop, Str, Value};

struct For {
    header: Header,
    forloop: Name,
    body: Body,
    otherwise: Option<Body>,
    blank: bool,
}

struct Header {
    variable: Name,
    /// `variable-collection`: what `offset: continue` goes by.
    name: Name,
    collection: Expression,
    reversed: bool,
    offset: Option<Offset>,
    limit: Option<Expression>,
}

enum Offset {
    Continue,
    Expression(Expression),
}

pub(super) fn parse(tag: TagMarkup<'_>, cx: &mut ParseContext<'_>) -> Result<Box<dyn Tag>> {
    let header = match cx.options().error_mode {
        // Nothing reads what it goes over, so it is nothing.
        ErrorMode::Unknown => Header::new("", "nil")?,
        _ => cx.parse_tag_markup(tag, tag.markup, Header::strict, || Header::lax(tag.markup))?,
    };
    let mut body = Body::default();
    let mut otherwise: Option<Body> = None;
    let mut blank = true;
    // Only one `else` is expected; whatever else follows ends as the block's end does.
    for _ in 0..2 {
        let target = otherwise.as_mut().unwrap_or(&mut body);
        let end = cx.parse_body("for", target)?;
        blank = blank && target.is_blank();
        match end {
            BlockEnd::Closed => break,
            BlockEnd::Tag(tag) if tag.name == "else" => otherwise = Some(Body::default()),
            BlockEnd::Tag(tag) => return Err(ParseContext::unknown_tag("for", tag.name)),
        }
    }
    Ok(Box::new(For {
        header,
        forloop: Name::new("forloop"),
        body,
        otherwise,
        blank,
    }))
}

impl Header {
    fn new(variable: &str, collection: &str) -> Result<Self> {
        Ok(Header {
            variable: Name::new(variable),
            name: Name::new(&format!("{variable}-{collection}")),
            collection: Expression::parse(collection)?,
            reversed: false,
            offset: None,
            limit: None,
        })
    }

    fn strict(parser: &mut Parser<'_>) -> Result<Self> {
        let variable = parser.consume(Kind::Id)?;
        if !parser.accept_id("in") {
            return Err(Error::syntax("For loops require an 'in' clause"));
        }
        let mut header = Header::new(variable, &parser.expression()?)?;
        header.reversed = parser.accept_id("reversed");
        while parser.look(Kind::Id, 0) && parser.look(Kind::Colon, 1) {
            let attribute = parser.consume(Kind::Id)?;
            if !matches!(attribute, "limit" | "offset") {
                return Err(Error::syntax(
                    "Invalid attribute in for loop. Valid attributes are limit and offset",
                ));
            }
            parser.consume(Kind::Colon)?;
            header.set_attribute(attribute, &parser.expression()?)?;
        }
        parser.consume(Kind::EndOfString)?;
        Ok(header)
    }

    /// `\A(VariableSegment+)\s+in\s+(QuotedFragment+)\s*(reversed)?`, and attributes anywhere.
    fn lax(markup: &str) -> Result<Self> {
        let invalid = || {
            Error::syntax("Syntax Error in 'for loop' - Valid syntax: for [item] in [collection]")
        };
        let bytes = markup.as_bytes();
        let name_end = skip_while(bytes, 0, is_segment);
        let start = collection_start(bytes, name_end)
            .filter(|_| name_end > 0)
            .ok_or_else(invalid)?;
        let end = run(bytes, start);
        if end == start {
            return Err(invalid());
        }
        let mut header = Header::new(&markup[..name_end], &markup[start..end])?;
        header.reversed = bytes[skip_space(bytes, end)..].starts_with(b"reversed");
        for (name, value) in TagAttributes::new(markup) {
            header.set_attribute(name, value)?;
        }
        Ok(header)
    }

    fn set_attribute(&mut self, name: &str, value: &str) -> Result<()> {
        match (name, value) {
            ("offset", "continue") => self.offset = Some(Offset::Continue),
            ("offset", _) => self.offset = Some(Offset::Expression(Expression::parse(value)?)),
            ("limit", _) => self.limit = Some(Expression::parse(value)?),
            _ => {}
        }
        Ok(())
    }

    /// The items to go over. Where they end is noted for `offset: continue`.
    fn segment(&self, cx: &mut Context<'_>) -> Result<Segment> {
        let from = match &self.offset {
            None => 0,
            Some(Offset::Continue) => {
                let ended = cx.recalled_state().offsets.get(&self.name);
                ended.and_then(Value::as_int).unwrap_or(0)
            }
            Some(Offset::Expression(offset)) => bound(offset.evaluate(cx))?,
        };
        let collection = self.collection.evaluate(cx)?;
        let to = match &self.limit {
            None => None,
            Some(limit) => {
                let limit = limit.evaluate(cx)?;
                match limit.is_truthy() {
                    true => Some(bound(Ok(limit))?.saturating_add(from)),
                    false => None,
                }
            }
        };
        let segment = Segment::new(&collection, from, to)?;
        let end = from.saturating_add(segment.len() as i64);
        drop(collection);
        cx.state_mut().offsets.set(&self.name, Value::Int(end));
        Ok(segment)
    }
}

/// Behind `\s+in\s+` at `at`.
pub(super) fn collection_start(bytes: &[u8], at: usize) -> Option<usize> {
    let word = skip_space(bytes, at);
    let rest = bytes[word..].strip_prefix(b"in")?;
    let start = skip_space(bytes, bytes.len() - rest.len());
    (word > at && start > word + 2).then_some(start)
}

impl Tag for For {
    fn render(&self, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
        let segment = self.header.segment(cx)?;
        if segment.len() == 0 {
            return match &self.otherwise {
                Some(body) => body.render(cx, out),
                None => Ok(()),
            };
        }
        cx.stack(|cx| {
            let forloop = Arc::new(ForloopDrop {
                name: self.header.name.text().clone(),
                length: segment.len() as i64,
                parent: cx.loops.last().cloned().unwrap_or_default(),
                index: AtomicI64::new(0),
            });
            cx.loops.push(Value::Drop(forloop.clone()));
            let result = self.render_items(&segment, forloop, cx, out);
            cx.loops.pop();
            result
        })
    }

    fn is_block(&self) -> bool {
        true
    }

    fn is_blank(&self) -> bool {
        self.blank
    }

    fn visit(&self, visitor: &mut dyn Visitor) {
        self.header.collection.visit(visitor);
        if let Some(Offset::Expression(offset)) = &self.header.offset {
            offset.visit(visitor);
        }
        if let Some(limit) = &self.header.limit {
            limit.visit(visitor);
        }
        visitor.set(self.header.variable.as_str());
        self.body.visit(visitor);
        if let Some(body) = &self.otherwise {
            body.visit(visitor);
        }
    }
}

impl For {
    fn render_items(
        &self,
        segment: &Segment,
        forloop: Arc<ForloopDrop>,
        cx: &mut Context<'_>,
        out: &mut String,
    ) -> Result<()> {
        cx.set(&self.forloop, Value::Drop(forloop.clone()))?;
        let last = segment.len() - 1;
        for index in 0..=last {
            let item = segment.get(if self.header.reversed {
                last - index
            } else {
                index
            });
            cx.set(&self.header.variable, item)?;
            self.body.render(cx, out)?;
            super::check_length(out)?;
            forloop.index.fetch_add(1, Ordering::Relaxed);
            if cx.pop_interrupt() == Some(Interrupt::Break) {
                break;
            }
        }
        Ok(())
    }
}

/// `forloop` (`Liquid::ForloopDrop`).
pub struct ForloopDrop {
    name: Str,
    length: i64,
    parent: Value,
    index: AtomicI64,
}

impl Drop for ForloopDrop {
    fn class_name(&self) -> &str {
        "Liquid::ForloopDrop"
    }

    fn get(&self, key: &str) -> Result<Value> {
        let index = self.index.load(Ordering::Relaxed);
        Ok(match key {
            "name" => Value::Str(self.name.clone()),
            "length" => Value::Int(self.length),
            "parentloop" => self.parent.clone(),
            "index" => Value::Int(index + 1),
            "index0" => Value::Int(index),
            "rindex" => Value::Int(self.length - index),
            "rindex0" => Value::Int(self.length - index - 1),
            "first" => Value::Bool(index == 0),
            "last" => Value::Bool(index == self.length - 1),
            _ => Value::Nil,
        })
    }

    fn to_s(&self) -> Result<Str> {
        Ok(self.class_name().into())
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
