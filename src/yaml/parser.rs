//! libyaml's parser: tokens → the nodes of the first document, handed to the builder one by one.
//! What is open lies on a stack of its own, so no nesting is too deep for it.

use std::borrow::Cow;

use smallvec::SmallVec;

use super::builder::{Builder, Scalar};
use super::reader::Input;
use super::scanner::Scanner;
use super::token::{Data, Kind, Mark, Tag};
use crate::error::{Error, Result};
use crate::value::Value;

/// The tags that mean something to SafeYAML.
const BINARY_TAGS: [&[u8]; 3] = [b"tag:yaml.org,2002:binary", b"x-private:binary", b"!binary"];

/// Tokens → what the builder makes of them.
pub(super) struct Parser<'a> {
    scanner: Scanner<'a>,
    builder: Builder<'a>,
    open: SmallVec<[Open; 8]>,
    tag_handles: Vec<Tag<'a>>,
}

/// A collection that has begun, and where.
struct Open {
    collection: Collection,
    start: Mark,
}

/// What a collection expects next.
#[derive(Clone, Copy)]
enum Collection {
    BlockSequence,
    /// A sequence in a block mapping that is not indented further.
    IndentlessSequence,
    BlockMapping(Expect),
    FlowSequence {
        first: bool,
    },
    /// A mapping of one pair in a flow sequence.
    FlowPair(Expect),
    FlowMapping {
        first: bool,
        expect: Expect,
    },
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Expect {
    Key,
    Value,
    /// The key stood alone: its value is nil.
    NoValue,
    /// The pair is complete.
    End,
}

/// In which of the contexts a node may stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Context {
    Flow,
    Block,
    /// A key or value in a block mapping, which may be an indentless sequence.
    BlockMapping,
}

/// The properties before a node.
#[derive(Default)]
struct Properties<'a> {
    anchor: Option<&'a str>,
    tag: Option<(Tag<'a>, Mark)>,
}

impl<'a> Parser<'a> {
    pub fn new(input: Input<'a>, file: Option<&'a str>) -> Self {
        Parser {
            scanner: Scanner::new(input, file),
            builder: Builder::default(),
            open: SmallVec::new(),
            tag_handles: Vec::new(),
        }
    }

    /// The value of the first document, if there is one. What follows it is looked at no further than libyaml must
    /// to see that it has ended.
    pub fn document(mut self) -> Result<Option<Value>> {
        let explicit = match self.scanner.peek()?.0 {
            Kind::StreamEnd => return Ok(None),
            Kind::VersionDirective | Kind::TagDirective | Kind::DocumentStart => true,
            _ => false,
        };
        self.directives()?;
        if explicit {
            let (kind, mark) = self.scanner.peek()?;
            if kind != Kind::DocumentStart {
                let problem = "did not find expected <document start>";
                return Err(self.error_without_context(problem, mark));
            }
            self.scanner.skip();
        }
        match self.scanner.peek()? {
            (
                Kind::VersionDirective
                | Kind::TagDirective
                | Kind::DocumentStart
                | Kind::DocumentEnd
                | Kind::StreamEnd,
                mark,
            ) if explicit => self.empty_scalar(mark)?,
            next => self.node(next, Context::Block)?,
        }
        while let Some(open) = self.open.last() {
            match open.collection {
                Collection::BlockSequence => self.block_sequence()?,
                Collection::IndentlessSequence => self.indentless_sequence()?,
                Collection::BlockMapping(expect) => self.block_mapping(expect)?,
                Collection::FlowSequence { first } => self.flow_sequence(first)?,
                Collection::FlowPair(expect) => self.flow_pair(expect)?,
                Collection::FlowMapping { first, expect } => self.flow_mapping(first, expect)?,
            }
        }
        self.scanner.peek()?;
        Ok(Some(self.builder.finish()))
    }

    fn directives(&mut self) -> Result<()> {
        let mut versions = 0;
        loop {
            let (kind, mark) = self.scanner.peek()?;
            if kind != Kind::VersionDirective && kind != Kind::TagDirective {
                break;
            }
            let problem = match self.scanner.take() {
                Data::Version(..) if versions > 0 => "found duplicate %YAML directive",
                Data::Version(1, 1 | 2) => {
                    versions += 1;
                    continue;
                }
                Data::Tag(tag) if self.tag_handles.iter().all(|t| t.handle != tag.handle) => {
                    self.tag_handles.push(*tag);
                    continue;
                }
                Data::Tag(_) => "found duplicate %TAG directive",
                _ => "found incompatible YAML document",
            };
            return Err(self.error_without_context(problem, mark));
        }
        Ok(())
    }

    /// A node that begins with this token.
    fn node(&mut self, (mut kind, start): (Kind, Mark), context: Context) -> Result<()> {
        if kind == Kind::Alias {
            let name = self.take_name();
            return self.placed(start, |builder| builder.alias(name));
        }
        let mut properties = Properties::default();
        let mut mark = start;
        if kind == Kind::Anchor || kind == Kind::Tag {
            self.properties(&mut properties)?;
            (kind, mark) = self.scanner.peek()?;
        }
        let anchor = properties.anchor;
        let binary = match &properties.tag {
            Some((tag, at)) => Some(self.is_binary(tag, start, *at)?),
            None => None,
        };
        let block = context != Context::Flow;
        let collection = match kind {
            Kind::PlainScalar | Kind::QuotedScalar => {
                let scalar = match binary {
                    Some(true) => Scalar::Binary,
                    Some(false) => Scalar::Plain,
                    None => Scalar::without_tag(kind),
                };
                let Data::Text(text) = self.scanner.take() else {
                    return Ok(());
                };
                return self.placed(start, |builder| builder.scalar(text, scalar, anchor));
            }
            Kind::BlockEntry if context == Context::BlockMapping => Collection::IndentlessSequence,
            Kind::FlowSequenceStart => Collection::FlowSequence { first: true },
            Kind::FlowMappingStart => Collection::FlowMapping {
                first: true,
                expect: Expect::Key,
            },
            Kind::BlockSequenceStart if block => Collection::BlockSequence,
            Kind::BlockMappingStart | Kind::BlockMappingStartAndKey if block => {
                Collection::BlockMapping(Expect::Key)
            }
            _ if anchor.is_some() || binary.is_some() => {
                let scalar = match binary {
                    Some(true) => Scalar::Binary,
                    _ => Scalar::Plain,
                };
                return self.placed(start, |builder| {
                    builder.scalar(Cow::Borrowed(""), scalar, anchor)
                });
            }
            _ => {
                let context = if block {
                    "while parsing a block node"
                } else {
                    "while parsing a flow node"
                };
                let problem = "did not find expected node content";
                return Err(self.scanner.error(problem, Some(context), start, mark));
            }
        };
        self.begin(collection, anchor, mark)?;
        if kind != Kind::BlockEntry {
            self.scanner.skip();
        }
        Ok(())
    }

    /// An anchor and a tag, in either order.
    fn properties(&mut self, properties: &mut Properties<'a>) -> Result<()> {
        loop {
            match self.scanner.peek()? {
                (Kind::Anchor, _) if properties.anchor.is_none() => {
                    properties.anchor = Some(self.take_name());
                }
                (Kind::Tag, mark) if properties.tag.is_none() => {
                    if let Data::Tag(tag) = self.scanner.take() {
                        properties.tag = Some((*tag, mark));
                    }
                }
                _ => return Ok(()),
            }
        }
    }

    fn take_name(&mut self) -> &'a str {
        match self.scanner.take() {
            Data::Name(name) => name,
            _ => "",
        }
    }

    /// Whether a tag is one of those for base64. Fails where its handle was never defined.
    fn is_binary(&self, tag: &Tag<'a>, start: Mark, at: Mark) -> Result<bool> {
        let defined = self.tag_handles.iter().find(|t| t.handle == tag.handle);
        let prefix: &[u8] = match (defined, tag.handle) {
            (Some(defined), _) => &defined.suffix,
            (None, "") => b"",
            (None, "!") => b"!",
            (None, "!!") => b"tag:yaml.org,2002:",
            (None, _) => {
                let context = Some("while parsing a node");
                return Err(self
                    .scanner
                    .error("found undefined tag handle", context, start, at));
            }
        };
        Ok(BINARY_TAGS
            .iter()
            .any(|name| name.strip_prefix(prefix) == Some(&*tag.suffix)))
    }

    fn empty_scalar(&mut self, mark: Mark) -> Result<()> {
        self.placed(mark, |builder| {
            builder.scalar(Cow::Borrowed(""), Scalar::Plain, None)
        })
    }

    fn begin(
        &mut self,
        collection: Collection,
        anchor: Option<&'a str>,
        start: Mark,
    ) -> Result<()> {
        self.open.push(Open { collection, start });
        self.placed(start, |builder| match collection {
            Collection::BlockMapping(_)
            | Collection::FlowMapping { .. }
            | Collection::FlowPair(_) => builder.start_mapping(anchor),
            Collection::BlockSequence
            | Collection::IndentlessSequence
            | Collection::FlowSequence { .. } => builder.start_sequence(anchor),
        })
    }

    fn end(&mut self) {
        self.open.pop();
        self.builder.end();
    }

    fn now(&mut self, collection: Collection) {
        if let Some(open) = self.open.last_mut() {
            open.collection = collection;
        }
    }

    /// Lets the builder work; what fails there is reported as lying at `mark`.
    fn placed(
        &mut self,
        mark: Mark,
        work: impl FnOnce(&mut Builder<'a>) -> Result<()>,
    ) -> Result<()> {
        work(&mut self.builder).map_err(|error| self.scanner.place(error, mark))
    }

    fn block_sequence(&mut self) -> Result<()> {
        match self.scanner.peek()? {
            (Kind::BlockEntry, _) => {
                self.scanner.skip();
                match self.scanner.peek()? {
                    (Kind::BlockEntry | Kind::BlockEnd, mark) => self.empty_scalar(mark),
                    next => self.node(next, Context::Block),
                }
            }
            (Kind::BlockEnd, _) => {
                self.end();
                self.scanner.skip();
                Ok(())
            }
            (_, mark) => Err(self.unexpected(
                "did not find expected '-' indicator",
                "while parsing a block collection",
                mark,
            )),
        }
    }

    fn indentless_sequence(&mut self) -> Result<()> {
        if self.scanner.peek()?.0 != Kind::BlockEntry {
            self.end();
            return Ok(());
        }
        self.scanner.skip();
        match self.scanner.peek()? {
            (Kind::BlockEntry | Kind::Key | Kind::Value | Kind::BlockEnd, mark) => {
                self.empty_scalar(mark)
            }
            next => self.node(next, Context::Block),
        }
    }

    fn block_mapping(&mut self, expect: Expect) -> Result<()> {
        if expect == Expect::Key
            && let Some((key, mark)) = self.scanner.plain_key()
        {
            return self.plain_entry(key, mark);
        }
        let (kind, mark) = self.scanner.peek()?;
        let (awaited, next) = if expect == Expect::Key {
            (Kind::Key, Expect::Value)
        } else {
            (Kind::Value, Expect::Key)
        };
        if kind == awaited {
            self.now(Collection::BlockMapping(next));
            self.scanner.skip();
            return match self.scanner.peek()? {
                (Kind::Key | Kind::Value | Kind::BlockEnd, mark) => self.empty_scalar(mark),
                next => self.node(next, Context::BlockMapping),
            };
        }
        if expect != Expect::Key {
            self.now(Collection::BlockMapping(next));
            return self.empty_scalar(mark);
        }
        if kind == Kind::BlockEnd {
            self.end();
            self.scanner.skip();
            return Ok(());
        }
        let context = "while parsing a block mapping";
        Err(self.unexpected("did not find expected key", context, mark))
    }

    /// The entry of a block mapping whose plain key and `:` were taken.
    fn plain_entry(&mut self, key: &'a str, mark: Mark) -> Result<()> {
        self.placed(mark, |builder| {
            builder.scalar(Cow::Borrowed(key), Scalar::Plain, None)
        })?;
        if let Some((kind, text, mark)) = self.scanner.scalar_value()? {
            let scalar = Scalar::without_tag(kind);
            return self.placed(mark, |builder| builder.scalar(text, scalar, None));
        }
        match self.scanner.peek()? {
            (Kind::Key | Kind::Value | Kind::BlockEnd, mark) => self.empty_scalar(mark),
            next => self.node(next, Context::BlockMapping),
        }
    }

    fn flow_sequence(&mut self, first: bool) -> Result<()> {
        let (mut kind, mut mark) = self.scanner.peek()?;
        if !first && kind != Kind::FlowSequenceEnd {
            if kind != Kind::FlowEntry {
                let context = "while parsing a flow sequence";
                return Err(self.unexpected("did not find expected ',' or ']'", context, mark));
            }
            self.scanner.skip();
            (kind, mark) = self.scanner.peek()?;
        }
        match kind {
            Kind::FlowSequenceEnd => {
                self.end();
                self.scanner.skip();
                Ok(())
            }
            Kind::Key => {
                self.now(Collection::FlowSequence { first: false });
                self.begin(Collection::FlowPair(Expect::Key), None, mark)?;
                self.scanner.skip();
                Ok(())
            }
            _ => {
                self.now(Collection::FlowSequence { first: false });
                self.node((kind, mark), Context::Flow)
            }
        }
    }

    fn flow_pair(&mut self, expect: Expect) -> Result<()> {
        let (mut kind, mut mark) = self.scanner.peek()?;
        match expect {
            Expect::Key => {
                self.now(Collection::FlowPair(Expect::Value));
                match kind {
                    Kind::Value | Kind::FlowEntry | Kind::FlowSequenceEnd => {
                        // libyaml 0.2.5 loses this token, and with it the value or the end.
                        self.scanner.skip();
                        self.empty_scalar(mark)
                    }
                    _ => self.node((kind, mark), Context::Flow),
                }
            }
            Expect::Value | Expect::NoValue => {
                self.now(Collection::FlowPair(Expect::End));
                if kind == Kind::Value {
                    self.scanner.skip();
                    (kind, mark) = self.scanner.peek()?;
                    if kind != Kind::FlowEntry && kind != Kind::FlowSequenceEnd {
                        return self.node((kind, mark), Context::Flow);
                    }
                }
                self.empty_scalar(mark)
            }
            Expect::End => {
                self.end();
                Ok(())
            }
        }
    }

    fn flow_mapping(&mut self, first: bool, expect: Expect) -> Result<()> {
        if expect == Expect::Key {
            return self.flow_mapping_key(first);
        }
        let (kind, mut mark) = self.scanner.peek()?;
        self.expect_in_flow_mapping(Expect::Key);
        if expect == Expect::Value && kind == Kind::Value {
            self.scanner.skip();
            let next = self.scanner.peek()?;
            if next.0 != Kind::FlowEntry && next.0 != Kind::FlowMappingEnd {
                return self.node(next, Context::Flow);
            }
            mark = next.1;
        }
        self.empty_scalar(mark)
    }

    fn flow_mapping_key(&mut self, first: bool) -> Result<()> {
        let (mut kind, mut mark) = self.scanner.peek()?;
        if !first && kind != Kind::FlowMappingEnd {
            if kind != Kind::FlowEntry {
                let context = "while parsing a flow mapping";
                return Err(self.unexpected("did not find expected ',' or '}'", context, mark));
            }
            self.scanner.skip();
            (kind, mark) = self.scanner.peek()?;
        }
        match kind {
            Kind::FlowMappingEnd => {
                self.end();
                self.scanner.skip();
                Ok(())
            }
            Kind::Key => {
                self.expect_in_flow_mapping(Expect::Value);
                self.scanner.skip();
                match self.scanner.peek()? {
                    (Kind::Value | Kind::FlowEntry | Kind::FlowMappingEnd, mark) => {
                        self.empty_scalar(mark)
                    }
                    next => self.node(next, Context::Flow),
                }
            }
            _ => {
                self.expect_in_flow_mapping(Expect::NoValue);
                self.node((kind, mark), Context::Flow)
            }
        }
    }

    fn expect_in_flow_mapping(&mut self, expect: Expect) {
        self.now(Collection::FlowMapping {
            first: false,
            expect,
        });
    }

    /// An error in the innermost open collection.
    fn unexpected(&self, problem: &str, context: &str, mark: Mark) -> Error {
        let start = self.open.last().map_or(mark, |open| open.start);
        self.scanner.error(problem, Some(context), start, mark)
    }

    /// libyaml gives no context here, so the message names the beginning of the text.
    fn error_without_context(&self, problem: &str, mark: Mark) -> Error {
        self.scanner.error(problem, None, Mark::default(), mark)
    }
}
