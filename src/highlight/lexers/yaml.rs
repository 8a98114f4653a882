//! YAML 1.2. Its block structure is indentation, which is kept in `Indents`.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;

/// A character that a plain scalar can begin with.
const PLAIN_START: &str = r##"[^ \t\n\r\f\v?:,\[\]{}#&*!|>'"%@`]"##;
const ANCHOR: &str = r"[\p{L}\p{Nl}\p{Nd}_-]+";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("root", root())
        .state("comment", [rule("#.*", CommentSingle)])
        .state("indentation", indentation())
        .state("line", line())
        .state("block", block())
        .state(
            "properties",
            [
                rule(r"!<[0-9A-Za-z;/?:@&=+$,_.!~*'()\[\]%-]+>", KeywordType),
                rule(r"(?:![\w-]+)?![\w;/?:@&=+$,.!~*'()\[\]%-]*", KeywordType),
                rule(format!("&{ANCHOR}"), NameLabel),
                rule(format!(r"\*{ANCHOR}"), NameVariable),
            ],
        )
        .state("quoted_or_flow", quoted_or_flow())
        .state(
            "flow",
            [
                rule(r"\s+", Text),
                include("comment"),
                rule("[?:,]", PunctuationIndicator),
                include("properties"),
                include("quoted_or_flow"),
                at(format!("(?={PLAIN_START})")).push("plain_in_flow"),
            ],
        )
        .state("flow_sequence", [rule(r"\]", PunctuationIndicator).pop(), include("flow")])
        .state("flow_mapping", [rule(r"\}", PunctuationIndicator).pop(), include("flow")])
        .state("block_scalar_header", [call(r"((?:[1-9])[+-]?|[+-]?[1-9]?)(?=[ ]|$)", block_scalar_header)])
        .state("block_scalar", block_scalar())
        .state("ignored_line", [include("comment"), rule(" +", Text), rule(r"\n", Text).pop()])
        .state(
            "space_in_quotes",
            [rule(" +", Text).line_start(), rule(" +$", Text), rule(r"\n+", Text), rule(" +", NameVariable)],
        )
        .state(
            "single",
            [include("space_in_quotes"), rule(r"\\'", StrEscape), rule("'", Str).pop(), rule(r"[^\s']+", Str)],
        )
        .state(
            "double",
            [
                rule("\"", Str).pop(),
                include("space_in_quotes"),
                rule(r#"\\(?:[0abt\tn\nvfre "\\N_LP]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})"#, StrEscape),
                rule(r#"[^\s"\\]+"#, Str),
            ],
        )
        .state("plain", plain())
        .state("plain_next_line", plain_next_line())
        .state(
            "plain_in_flow",
            [
                rule(r"[ ]*(?=[,:?\[\]{}])", Text).pop(),
                rule(" +(?=#)", Text).pop(),
                rule(" +", Text).line_start(),
                rule(" +$", Text),
                rule(r"\n+", Text),
                rule(" +", NameVariable),
                rule(r"[^\s,:?\[\]{}]+", NameVariable),
            ],
        )
        .state("yaml_directive", [groups(r"( +)(\d+\.\d+)", [Text, Num]).goto("ignored_line")])
        .state(
            "tag_directive",
            [groups(
                r"( +)(!|![\w-]*!)( +)(!|!?[\w;/?:@&=+$,.!~*'()\[\]%-]+)",
                [Text, KeywordType, Text, KeywordType],
            )
            .goto("ignored_line")],
        )
}

fn root() -> [Rule; 7] {
    let new_document: Call = |cx, _| *cx.vars::<Indents>() = Indents::default();
    [
        include("comment"),
        rule(r"\n+", Text),
        rule(" +(?=#|$)", Text),
        rule(r"%YAML\b", NameTag)
            .then(new_document)
            .push("yaml_directive")
            .line_start(),
        rule(r"%TAG\b", NameTag)
            .then(new_document)
            .push("tag_directive")
            .line_start(),
        rule(r"(?:---|\.\.\.)(?= |$)", NameNamespace)
            .then(new_document)
            .push("line")
            .line_start(),
        call(r" *(?=\S)", |cx, m| {
            let known = cx.vars::<Indents>().save(m.whole().len());
            cx.token(Text, &m.whole()[..known]);
            cx.token(Error, &m.whole()[known..]);
            cx.push("line");
            cx.push("indentation");
        }),
    ]
}

fn indentation() -> [Rule; 4] {
    let more: Call = |cx, m| cx.vars::<Indents>().next += m.whole().len();
    [
        rule(r"\s*?\n", Text).pop_many(2),
        rule(r" +(?=[-:?](?: |$))", Text).then(more),
        rule(r"[?:-](?= |$)", PunctuationIndicator)
            .then(|cx, m| cx.vars::<Indents>().set(m.whole().len())),
        rule(" *", Text).then(more).pop(),
    ]
}

fn line() -> [Rule; 6] {
    [
        rule(" *(?=#|$)", Text).pop(),
        rule(" +", Text),
        include("properties"),
        include("block"),
        include("quoted_or_flow"),
        at(format!(r"(?={PLAIN_START}|[?:-][^ \t\n\r\f\v])")).push("plain"),
    ]
}

fn block() -> [Rule; 2] {
    [
        groups(
            r##"([^#,?\[\]{}"'\n]+)(:)(?=\s|$)"##,
            [NameAttribute, PunctuationIndicator],
        )
        .then(key),
        rule(r"[|>][+-]?", PunctuationIndicator)
            .push("block_scalar")
            .push("block_scalar_header"),
    ]
}

/// A key opens a block where its line is.
pub(super) fn key(cx: &mut Context<'_, '_>, _: &Match<'_>) {
    cx.vars::<Indents>().set(0);
}

fn quoted_or_flow() -> [Rule; 4] {
    [
        rule(r"\[", PunctuationIndicator).push("flow_sequence"),
        rule(r"\{", PunctuationIndicator).push("flow_mapping"),
        rule("'", StrSingle).push("single"),
        rule("\"", StrDouble).push("double"),
    ]
}

fn block_scalar() -> [Rule; 4] {
    [
        rule(r"\n+", Text),
        call(" +$", |cx, m| {
            let kept = cx.vars::<Indents>().in_block(m.whole().len());
            cx.token(Text, &m.whole()[..kept]);
            cx.token(NameConstant, &m.whole()[kept..]);
        })
        .line_start(),
        call(" *", |cx, m| {
            cx.token(Text, m.whole());
            let width = m.whole().len();
            let indents = cx.vars::<Indents>();
            let least = indents.block.unwrap_or(indents.now() as isize);
            indents.block.get_or_insert(width as isize);
            if (width as isize) < least {
                indents.save(width);
                cx.goto("indentation");
            }
        })
        .line_start(),
        rule(r"[^\n\r\f\v]+", Str),
    ]
}

fn plain() -> [Rule; 9] {
    [
        rule(r" *(?=:[ \n]|:$)", Text).pop(),
        rule(r" *:\S+", Str),
        rule(" +(?=#)", Text).pop(),
        rule(" +$", Text),
        rule(r"\n+", Text).push("plain_next_line"),
        rule(" +", Str),
        rule(r"(?:true|false|null)\b", KeywordConstant),
        rule(r"\d+(?:\.\d+)?(?=\r?\n| +#)", Num).pop(),
        rule(r"[^\s:]+", Str),
    ]
}

fn plain_next_line() -> [Rule; 4] {
    [
        rule(r" +\n", Text).line_start(),
        rule(r"\n+", Text),
        at(r"(?=---|\.\.\.)").pop_many(3).line_start(),
        call(" *", |cx, m| {
            cx.token(Text, m.whole());
            cx.pop(1);
            let indents = cx.vars::<Indents>();
            if m.whole().len() <= indents.now() {
                indents.save(m.whole().len());
                cx.goto("indentation");
            }
        })
        .line_start(),
    ]
}

/// An explicit indent, as `|2-` has one, counts from the indent of the block. A sign before it makes it negative.
fn block_scalar_header(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let indents = cx.vars::<Indents>();
    let digits = m.whole().trim_end_matches(['+', '-']);
    let explicit = digits.parse().unwrap_or(0);
    indents.block = (!m.whole().is_empty()).then(|| indents.now() as isize + explicit);
    cx.goto("ignored_line");
    cx.token(PunctuationIndicator, m.whole());
}

/// The indents of the blocks that are open, in spaces.
#[derive(Default)]
struct Indents {
    /// Those of the blocks inside of the document.
    open: Vec<usize>,
    /// The indent of the line so far, which opens a block if it has a key or an indicator.
    next: usize,
    /// The indent of the block scalar, once it is known.
    block: Option<isize>,
}

impl Indents {
    fn now(&self) -> usize {
        self.open.last().copied().unwrap_or(0)
    }

    /// Begins a line: closes the blocks that it is out of. Returns how many spaces belong to one that is open.
    fn save(&mut self, width: usize) -> usize {
        self.next = width;
        if width >= self.now() {
            return width;
        }
        while width < self.now() {
            self.open.pop();
        }
        self.now().min(width)
    }

    /// Opens a block where the line is, and goes on by so many characters.
    fn set(&mut self, width: usize) {
        if self.now() < self.next {
            self.open.push(self.next);
        }
        self.next += width;
    }

    /// How many of a blank line's spaces are no content of the block scalar.
    fn in_block(&self, width: usize) -> usize {
        match self.block {
            Some(indent) if indent < 0 => width.saturating_sub(indent.unsigned_abs()),
            Some(indent) => width.min(indent.unsigned_abs()),
            None => width,
        }
    }
}
