//! `{% case value %}{% when a, b %} … {% else %} … {% endcase %}` (`Liquid::Case`): every `when` that matches is printed.

use crate::error::{Error, Result};
use crate::liquid::body::Body;
use crate::liquid::condition::equal;
use crate::liquid::context::Context;
use crate::liquid::expression::Expression;
use crate::liquid::parse_context::{BlockEnd, ParseContext};
use crate::liquid::scan::{find_fragment, fragment, skip_space};
use crate::liquid::tag::{Tag, TagMarkup, Visitor};
use crate::text::is_space;

struct Case {
    left: Expression,
    branches: Vec<Branch>,
    blank: bool,
}

struct Branch {
    /// What the value may equal; `None` for `else`.
    when: Option<Vec<Expression>>,
    body: Body,
}

pub(super) fn parse(tag: TagMarkup<'_>, cx: &mut ParseContext<'_>) -> Result<Box<dyn Tag>> {
    let (start, end) = find_fragment(tag.markup.as_bytes(), 0)
        .ok_or_else(|| Error::syntax("Syntax Error in 'case' - Valid syntax: case [condition]"))?;
    let left = Expression::parse(&tag.markup[start..end])?;
    let mut branches: Vec<Branch> = Vec::new();
    // What stands before the first `when` is printed by nothing.
    let mut before = Body::default();
    loop {
        let body = match branches.last_mut() {
            Some(branch) => &mut branch.body,
            None => &mut before,
        };
        let BlockEnd::Tag(tag) = cx.parse_body("case", body)? else {
            break;
        };
        let when = match tag.name {
            "when" => Some(parse_when(tag.markup)?),
            "else" => {
                parse_else(tag.markup)?;
                None
            }
            name => return Err(ParseContext::unknown_tag("case", name)),
        };
        branches.push(Branch {
            when,
            body: Body::default(),
        });
    }
    let blank = before.is_blank() && branches.iter().all(|branch| branch.body.is_blank());
    Ok(Box::new(Case {
        left,
        branches,
        blank,
    }))
}

/// `(QuotedFragment)(?:(?:\s+or\s+|\s*\,\s*)(QuotedFragment.*))?`, again and again.
fn parse_when(markup: &str) -> Result<Vec<Expression>> {
    let bytes = markup.as_bytes();
    let mut values = Vec::new();
    let mut next = Some(0);
    while let Some(at) = next {
        let (start, end) = find_fragment(bytes, at).ok_or_else(|| {
            Error::syntax(
                "Syntax Error in tag 'case' - Valid when condition: {% when [condition] [or condition2...] %}",
            )
        })?;
        values.push(Expression::parse(&markup[start..end])?);
        next = separator(bytes, end).filter(|&at| fragment(bytes, at).is_some());
    }
    Ok(values)
}

/// `\s+or\s+|\s*\,\s*` at `at`.
fn separator(bytes: &[u8], at: usize) -> Option<usize> {
    let start = skip_space(bytes, at);
    match &bytes[start..] {
        [b'o', b'r', space, ..] if start > at && is_space(*space) => {
            Some(skip_space(bytes, start + 2))
        }
        [b',', ..] => Some(skip_space(bytes, start + 1)),
        _ => None,
    }
}

fn parse_else(markup: &str) -> Result<()> {
    if crate::text::strip(markup).is_empty() {
        return Ok(());
    }
    Err(Error::syntax(
        "Syntax Error in tag 'case' - Valid else condition: {% else %} (no parameters) ",
    ))
}

impl Tag for Case {
    fn render(&self, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
        cx.stack(|cx| {
            let mut matched = false;
            for branch in &self.branches {
                let Some(when) = &branch.when else {
                    if !matched {
                        return branch.body.render(cx, out);
                    }
                    continue;
                };
                for value in when {
                    let equal = equal(&*self.left.evaluate(cx)?, &*value.evaluate(cx)?, cx);
                    if equal {
                        matched = true;
                        branch.body.render(cx, out)?;
                    }
                }
            }
            Ok(())
        })
    }

    fn is_block(&self) -> bool {
        true
    }

    fn is_blank(&self) -> bool {
        self.blank
    }

    fn visit(&self, visitor: &mut dyn Visitor) {
        self.left.visit(visitor);
        for branch in &self.branches {
            for value in branch.when.iter().flatten() {
                value.visit(visitor);
            }
            branch.body.visit(visitor);
        }
    }
}
