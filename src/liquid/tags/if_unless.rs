//! `{% if a and b %} … {% elsif c %} … {% else %} … {% endif %}` and `unless` (`Liquid::If`, `Unless`).

use crate::error::Result;
use crate::liquid::body::Body;
use crate::liquid::condition::Condition;
use crate::liquid::context::Context;
use crate::liquid::parse_context::{BlockEnd, ParseContext};
use crate::liquid::tag::{Tag, TagMarkup, Visitor};

struct If {
    branches: Vec<Branch>,
    /// `unless`: the first condition must not hold.
    negated: bool,
    blank: bool,
}

struct Branch {
    /// `None` for `else`.
    condition: Option<Condition>,
    body: Body,
}

pub(super) fn parse_if(tag: TagMarkup<'_>, cx: &mut ParseContext<'_>) -> Result<Box<dyn Tag>> {
    parse(tag, cx, false)
}

pub(super) fn parse_unless(tag: TagMarkup<'_>, cx: &mut ParseContext<'_>) -> Result<Box<dyn Tag>> {
    parse(tag, cx, true)
}

fn parse(tag: TagMarkup<'_>, cx: &mut ParseContext<'_>, negated: bool) -> Result<Box<dyn Tag>> {
    let mut condition = Some(parse_condition(tag, tag.markup, cx)?);
    let mut branches = Vec::new();
    let mut blank = true;
    loop {
        let mut body = Body::default();
        let end = cx.parse_body(tag.name, &mut body)?;
        blank = blank && body.is_blank();
        branches.push(Branch { condition, body });
        condition = match end {
            BlockEnd::Closed => break,
            BlockEnd::Tag(next) => match next.name {
                "else" => None,
                "elsif" => Some(parse_condition(tag, next.markup, cx)?),
                name => return Err(ParseContext::unknown_tag(tag.name, name)),
            },
        };
    }
    Ok(Box::new(If {
        branches,
        negated,
        blank,
    }))
}

fn parse_condition(
    tag: TagMarkup<'_>,
    markup: &str,
    cx: &mut ParseContext<'_>,
) -> Result<Condition> {
    cx.parse_tag_markup(tag, markup, Condition::strict, || Condition::lax(markup))
}

impl Tag for If {
    fn render(&self, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
        cx.stack(|cx| {
            let mut negated = self.negated;
            for branch in &self.branches {
                let holds = match &branch.condition {
                    Some(condition) => condition.evaluate(cx)?,
                    None => true,
                };
                if holds != std::mem::take(&mut negated) {
                    return branch.body.render(cx, out);
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
        for branch in &self.branches {
            if let Some(condition) = &branch.condition {
                condition.visit(visitor);
            }
            branch.body.visit(visitor);
        }
    }
}
