//! What stands between a block's tags: text, variables and tags, rendered one after another (`Liquid::BlockBody`).

use super::context::{Context, stack_too_deep};
use super::parse_context::Place;
use super::tag::{Interrupt, Tag, Visitor};
use super::variable::Variable;
use crate::error::{Error, Result};
use crate::text::{is_space, rstrip};
use crate::value::Str;

/// A parsed piece of a template.
pub struct Body {
    nodes: Vec<Node>,
    /// The nodes as Liquid counts them, empty text too.
    count: u32,
    blank: bool,
    /// Whether text comes first, be it empty.
    begins_with_text: bool,
}

enum Node {
    Text(Box<str>),
    Variable(Box<Variable>),
    Tag(TagNode),
}

struct TagNode {
    tag: Box<dyn Tag>,
    name: Str,
    place: Place,
    is_block: bool,
    is_blank: bool,
    /// Whether its text is held as the tag says with [`Context::set_us_ascii`]; else it is no US-ASCII.
    tells_encoding: bool,
    interrupt: Option<Interrupt>,
}

/// The tags that hand on what is in them, or print a value.
const TELL_ENCODING: [&str; 9] = [
    "if",
    "unless",
    "ifchanged",
    "include",
    "include_cached",
    "include_relative",
    "cycle",
    "increment",
    "decrement",
];

/// So many bodies may be rendered inside one another; Ruby's stack is full about there.
const MAX_DEPTH: usize = 1_000;

/// After so many bodies the next is rendered on a stack of its own.
const BODIES_PER_STACK: usize = 100;
const STACK_SIZE: usize = 8 << 20;

impl Default for Body {
    fn default() -> Self {
        Body {
            nodes: Vec::new(),
            count: 0,
            blank: true,
            begins_with_text: false,
        }
    }
}

impl Body {
    /// Whether there is nothing but white space and blank tags in it.
    pub fn is_blank(&self) -> bool {
        self.blank
    }

    pub(crate) fn push_text(&mut self, text: &str) {
        self.begins_with_text |= self.count == 0;
        self.count += 1;
        self.blank = self.blank && text.bytes().all(is_space);
        if !text.is_empty() {
            self.nodes.push(Node::Text(text.into()));
        }
    }

    pub(crate) fn push_variable(&mut self, variable: Variable) {
        self.count += 1;
        self.blank = false;
        self.nodes.push(Node::Variable(Box::new(variable)));
    }

    pub(crate) fn push_tag(&mut self, name: &str, place: Place, tag: Box<dyn Tag>) {
        self.count += 1;
        let is_blank = tag.is_blank();
        self.blank = self.blank && is_blank;
        self.nodes.push(Node::Tag(TagNode {
            name: name.into(),
            place,
            is_block: tag.is_block(),
            is_blank,
            tells_encoding: TELL_ENCODING.contains(&name),
            interrupt: tag.interrupt(),
            tag,
        }));
    }

    /// Takes the white space from the end, for a `{%-` or `{{-` that follows.
    pub(crate) fn trim_end(&mut self) {
        if let Some(Node::Text(text)) = self.nodes.last_mut() {
            let trimmed = rstrip(text);
            if trimmed.len() < text.len() {
                *text = trimmed.into();
            }
        }
    }

    /// Appends what the body prints.
    ///
    /// # Errors
    /// Those of its nodes, with line and template name; `stack level too deep`.
    pub fn render(&self, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
        let depth = cx.enter();
        let result = if depth > MAX_DEPTH {
            Err(stack_too_deep())
        } else if depth.is_multiple_of(BODIES_PER_STACK) {
            self.render_on_new_stack(cx, out)
        } else {
            self.render_nodes(cx, out)
        };
        cx.leave();
        result
    }

    /// The bodies of includes within includes fill the stack of a small thread; so deep ones get a thread to themselves.
    fn render_on_new_stack(&self, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
        let carry = cx.environment().carry();
        std::thread::scope(|scope| {
            let thread = std::thread::Builder::new()
                .stack_size(STACK_SIZE)
                .spawn_scoped(scope, || {
                    let _carried = carry.map(|carry| carry());
                    self.render_nodes(cx, out)
                });
            match thread.map(std::thread::ScopedJoinHandle::join) {
                Ok(Ok(result)) => result,
                Ok(Err(panic)) => std::panic::resume_unwind(panic),
                Err(_) => Err(stack_too_deep()),
            }
        })
    }

    fn render_nodes(&self, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
        cx.add_score(self.count);
        // Ruby's `join` holds its text as it holds the first piece.
        let mut us_ascii = self.begins_with_text.then_some(false);
        for node in &self.nodes {
            match node {
                Node::Text(text) => {
                    cx.check_resources(text, 0)?;
                    out.push_str(text);
                    us_ascii.get_or_insert(false);
                }
                Node::Variable(variable) => {
                    let start = out.len();
                    if let Err(error) = variable.render(cx, out) {
                        failed(error, variable.place, start, cx, out)?;
                    }
                    cx.check_resources(out, start)?;
                    us_ascii.get_or_insert(cx.is_us_ascii());
                }
                Node::Tag(node) => {
                    if let Some(interrupt) = node.interrupt {
                        cx.push_interrupt(interrupt);
                        break;
                    }
                    cx.set_us_ascii(false);
                    node.render(cx, out)?;
                    if !(node.is_block && node.is_blank) {
                        us_ascii.get_or_insert(node.tells_encoding && cx.is_us_ascii());
                    }
                    if cx.is_interrupted() {
                        break;
                    }
                }
            }
        }
        cx.set_us_ascii(us_ascii.unwrap_or(true));
        Ok(())
    }

    /// Shows all that the body holds to a visitor.
    pub fn visit(&self, visitor: &mut dyn Visitor) {
        for node in &self.nodes {
            match node {
                Node::Text(_) => {}
                Node::Variable(variable) => variable.visit(visitor),
                Node::Tag(node) => {
                    if visitor.tag(&node.name, &*node.tag) {
                        node.tag.visit(visitor);
                    }
                }
            }
        }
    }
}

impl TagNode {
    fn render(&self, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
        let start = out.len();
        if let Err(error) = self.tag.render(cx, out) {
            return failed(error, self.place, start, cx, out);
        }
        cx.check_resources(out, start)?;
        if self.is_block && self.is_blank {
            out.truncate(start);
        }
        Ok(())
    }
}

/// A node that fails prints nothing but its error, if that is to be printed.
#[cold]
fn failed(
    error: Error,
    place: Place,
    start: usize,
    cx: &mut Context<'_>,
    out: &mut String,
) -> Result<()> {
    out.truncate(start);
    cx.handle_error(error, place, out)
}
