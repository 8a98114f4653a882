//! `{% tablerow item in list cols: 3 limit: 6 offset: 1 %} … {% endtablerow %}` (`Liquid::TableRow`).

use std::any::Any;
use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use super::for_loop::collection_start;
use super::{Segment, bound};
use crate::error::{Error, Result};
use crate::liquid::body::Body;
use crate::liquid::context::Context;
use crate::liquid::expression::Expression;
use crate::liquid::parse_context::ParseContext;
use crate::liquid::scan::{TagAttributes, is_word, run, skip_while};
use crate::liquid::scope::Name;
use crate::liquid::tag::{Tag, TagMarkup, Visitor};
use crate::value::{Drop, Str, Value};

struct TableRow {
    variable: Name,
    collection: Expression,
    limit: Option<Expression>,
    offset: Option<Expression>,
    cols: Expression,
    tablerowloop: Name,
    body: Body,
}

pub(super) fn parse(tag: TagMarkup<'_>, cx: &mut ParseContext<'_>) -> Result<Box<dyn Tag>> {
    let (variable, collection) = split(tag.markup).ok_or_else(|| {
        Error::syntax(
            "Syntax Error in 'table_row loop' - Valid syntax: table_row [item] in [collection] cols=3",
        )
    })?;
    let collection = Expression::parse(collection)?;
    let (mut limit, mut offset, mut cols) = (None, None, Expression::NIL);
    for (name, value) in TagAttributes::new(tag.markup) {
        let value = Expression::parse(value)?;
        match name {
            "limit" => limit = Some(value),
            "offset" => offset = Some(value),
            "cols" => cols = value,
            _ => {}
        }
    }
    Ok(Box::new(TableRow {
        variable: Name::new(variable),
        collection,
        limit,
        offset,
        cols,
        tablerowloop: Name::new("tablerowloop"),
        body: cx.parse_block("tablerow")?,
    }))
}

/// `(\w+)\s+in\s+(QuotedFragment+)`, wherever it is found first.
fn split(markup: &str) -> Option<(&str, &str)> {
    let bytes = markup.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let start = skip_while(bytes, at, |byte| !is_word(byte));
        let end = skip_while(bytes, start, is_word);
        if let Some(collection) = collection_start(bytes, end) {
            let collection_end = run(bytes, collection);
            if end > start && collection_end > collection {
                return Some((&markup[start..end], &markup[collection..collection_end]));
            }
        }
        at = end.max(at + 1);
    }
    None
}

impl Tag for TableRow {
    fn render(&self, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
        let collection = self.collection.evaluate(cx)?.into_owned();
        if !collection.is_truthy() {
            return Ok(());
        }
        let from = match &self.offset {
            Some(offset) => bound(offset.evaluate(cx))?,
            None => 0,
        };
        let to = match &self.limit {
            Some(limit) => Some(from.saturating_add(bound(limit.evaluate(cx))?)),
            None => None,
        };
        let segment = Segment::new(&collection, from, to)?;
        let cols = bound(self.cols.evaluate(cx))?;
        out.push_str("<tr class=\"row1\">\n");
        cx.stack(|cx| {
            let drop = Arc::new(TablerowloopDrop {
                length: segment.len() as i64,
                cols,
                index: AtomicI64::new(0),
                row: AtomicI64::new(1),
                col: AtomicI64::new(1),
            });
            cx.set(&self.tablerowloop, Value::Drop(drop.clone()))?;
            for index in 0..segment.len() {
                cx.set(&self.variable, segment.get(index))?;
                let _ = write!(out, "<td class=\"col{}\">", drop.col());
                self.body.render(cx, out)?;
                super::check_length(out)?;
                out.push_str("</td>");
                if drop.col() == cols && index + 1 != segment.len() {
                    let _ = write!(out, "</tr>\n<tr class=\"row{}\">", drop.row() + 1);
                }
                drop.increment();
            }
            Ok(())
        })?;
        out.push_str("</tr>\n");
        Ok(())
    }

    fn is_block(&self) -> bool {
        true
    }

    fn is_blank(&self) -> bool {
        self.body.is_blank()
    }

    fn visit(&self, visitor: &mut dyn Visitor) {
        self.collection.visit(visitor);
        self.cols.visit(visitor);
        for bound in self.limit.iter().chain(&self.offset) {
            bound.visit(visitor);
        }
        visitor.set(self.variable.as_str());
        self.body.visit(visitor);
    }
}

/// `tablerowloop` (`Liquid::TablerowloopDrop`).
pub struct TablerowloopDrop {
    length: i64,
    cols: i64,
    index: AtomicI64,
    row: AtomicI64,
    col: AtomicI64,
}

impl TablerowloopDrop {
    fn row(&self) -> i64 {
        self.row.load(Ordering::Relaxed)
    }

    fn col(&self) -> i64 {
        self.col.load(Ordering::Relaxed)
    }

    fn increment(&self) {
        self.index.fetch_add(1, Ordering::Relaxed);
        if self.col() == self.cols {
            self.col.store(1, Ordering::Relaxed);
            self.row.fetch_add(1, Ordering::Relaxed);
        } else {
            self.col.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl Drop for TablerowloopDrop {
    fn class_name(&self) -> &str {
        "Liquid::TablerowloopDrop"
    }

    fn get(&self, key: &str) -> Result<Value> {
        let index = self.index.load(Ordering::Relaxed);
        Ok(match key {
            "length" => Value::Int(self.length),
            "row" => Value::Int(self.row()),
            "col" => Value::Int(self.col()),
            "col0" => Value::Int(self.col() - 1),
            "index" => Value::Int(index + 1),
            "index0" => Value::Int(index),
            "rindex" => Value::Int(self.length - index),
            "rindex0" => Value::Int(self.length - index - 1),
            "first" => Value::Bool(index == 0),
            "last" => Value::Bool(index == self.length - 1),
            "col_first" => Value::Bool(self.col() == 1),
            "col_last" => Value::Bool(self.col() == self.cols),
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
