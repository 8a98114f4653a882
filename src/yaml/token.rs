//! The tokens that the scanner hands to the parser, and the marks that say where in the text they stand.
//! A place that may turn out to begin a simple key holds a token of its own until that is known.

use std::borrow::Cow;

/// A place in the text, counted from 0 in characters as libyaml counts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Mark {
    pub line: u32,
    pub column: u32,
}

/// A token: its kind, where it stands, and what it carries.
#[derive(Debug)]
pub(super) struct Token<'a> {
    pub kind: Kind,
    pub mark: Mark,
    pub data: Data<'a>,
}

/// The kinds of token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A simple key may begin here: what follows must be scanned before this can be handed out.
    Undecided,
    /// No simple key began here.
    Nothing,
    StreamEnd,
    VersionDirective,
    TagDirective,
    DocumentStart,
    DocumentEnd,
    BlockSequenceStart,
    BlockMappingStart,
    /// A block mapping begins with a simple key: turns into `Key` once the mapping is taken.
    BlockMappingStartAndKey,
    BlockEnd,
    FlowSequenceStart,
    FlowSequenceEnd,
    FlowMappingStart,
    FlowMappingEnd,
    BlockEntry,
    FlowEntry,
    Key,
    Value,
    Alias,
    Anchor,
    Tag,
    PlainScalar,
    QuotedScalar,
}

impl Kind {
    /// Whether the parser may see such a token.
    pub fn is_settled(self) -> bool {
        self != Kind::Undecided && self != Kind::Nothing
    }
}

/// What a token carries besides its kind.
#[derive(Debug)]
pub(super) enum Data<'a> {
    None,
    /// The text of a scalar.
    Text(Cow<'a, str>),
    /// The name of an anchor.
    Name(&'a str),
    /// A tag, or what a `%TAG` directive defines.
    Tag(Box<Tag<'a>>),
    /// What a `%YAML` directive says.
    Version(u32, u32),
}

/// `handle` and the rest of a tag, or handle and prefix of a `%TAG` directive.
#[derive(Debug)]
pub(super) struct Tag<'a> {
    /// `!`, `!!`, `!name!`, or nothing for a tag that needs no directive.
    pub handle: &'a str,
    /// With its escapes decoded, up to the first NUL.
    pub suffix: Cow<'a, [u8]>,
}
