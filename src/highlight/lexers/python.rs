//! Python 2 and 3, with doctests and format strings.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;

pub(super) const ID: &str = "[[:alpha:]_][[:alnum:]_]*";
const DOTTED: &str = "[[:alpha:]_.][[:alnum:]_.]*";
const SPACE: &str = r"(?:\\\s|\s)+";
const DIGITS: &str = "[0-9](?:_?[0-9])*";

pub(super) const KEYWORDS: &str = "assert break continue del elif else except exec finally for global if lambda pass \
    print raise return try while yield as with from import async await nonlocal";

pub(super) const BUILTINS: &str = "__import__ abs aiter all anext any apply ascii basestring bin bool buffer \
    breakpoint bytearray bytes callable chr classmethod cmp coerce compile complex delattr dict dir divmod enumerate \
    eval exec execfile exit file filter float format frozenset getattr globals hasattr hash help hex id input int \
    intern isinstance issubclass iter len list locals long map max memoryview min next object oct open ord pow print \
    property range raw_input reduce reload repr reversed round set setattr slice sorted staticmethod str sum super \
    tuple type unichr unicode vars xrange zip";

pub(super) const CONSTANTS: &str = "None Ellipsis NotImplemented False True";

pub(super) const EXCEPTIONS: &str = "ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup \
    BlockingIOError BrokenPipeError BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError \
    ConnectionRefusedError ConnectionResetError DeprecationWarning EOFError EnvironmentError EncodingWarning Exception \
    ExceptionGroup FileExistsError FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError \
    ImportError ImportWarning IndentationError IndexError InterruptedError IsADirectoryError KeyError \
    KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError NotADirectoryError NotImplemented \
    NotImplementedError OSError OverflowError OverflowWarning PendingDeprecationWarning PermissionError \
    ProcessLookupError PythonFinalizationError RecursionError ReferenceError ResourceWarning RuntimeError \
    RuntimeWarning StandardError StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError SystemExit \
    TabError TimeoutError TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError \
    UnicodeTranslateError UnicodeWarning UserWarning ValueError VMSError Warning WindowsError ZeroDivisionError";

pub(in crate::highlight) fn grammar() -> Grammar {
    let words = table(
        Name,
        [
            (KEYWORDS, Keyword),
            (EXCEPTIONS, NameBuiltin),
            (BUILTINS, NameBuiltin),
            (CONSTANTS, NameBuiltinPseudo),
        ],
    );
    with_words(&words, &KEYWORDS.replace(' ', "|"))
}

/// The grammar, for a language that has more words.
pub(super) fn with_words(words: &Words, keywords: &str) -> Grammar {
    Grammar::new()
        .state("root", root(words))
        .state("numbers", numbers())
        .state("function_name", [rule(ID, NameFunction).pop()])
        .state("class_name", [rule(ID, NameClass).pop()])
        .state(
            "soft_keywords",
            [groups(
                format!(r"([ \t]*)(match|case)\b(?![ \t]*(?:[:,;=^&|@~)\]}}]|(?:{keywords})\b))"),
                [Whitespace, Keyword],
            )
            .push("after_soft_keyword")],
        )
        .state(
            "after_soft_keyword",
            [
                groups(r"(\s+)([^\n_]*)(_\b)", [Whitespace, Text, Keyword]),
                at("").pop(),
            ],
        )
        .state("string", string())
        .state(
            "doctest",
            [
                rule(r"\n\n", Text).pop(),
                call(r#"'''|""""#, end_doctest),
                include("root"),
            ],
        )
        .state(
            "replacement",
            [
                at("[^{}!:]+").recurse(),
                rule("![asr]|:", StrInterpol),
                rule(r"\{", StrInterpol).push("replacement"),
                rule(r"\}", StrInterpol).pop(),
            ],
        )
}

fn root(words_: &Words) -> Vec<Rule> {
    vec![
        rule(r"\n+", Text),
        groups(
            r#"(?is)(:)(\s*)([ru]{0,2}""".*?""")"#,
            [Punctuation, Text, StrDoc],
        )
        .line_start(),
        rule(r"\.\.\.$", NameBuiltinPseudo),
        rule(r"[^\S\n]+", Text),
        rule(r"#.*\n?", CommentSingle),
        rule(r"[\[\]{}:(),;.]", Punctuation),
        rule(r"\\\n?", Text),
        rule(format!("@{DOTTED}"), NameDecorator),
        rule(r"(?:in|is|and|or|not)\b", OperatorWord),
        rule(r"(?:<<|>>|//|\*\*)=?|[-~+/*%=<>&^|@]=?|!=", Operator),
        groups(
            format!("(from)({SPACE})({DOTTED})({SPACE})(import)"),
            [KeywordNamespace, Text, Name, Text, KeywordNamespace],
        ),
        groups(
            format!(r"(import)(\s+)({DOTTED})"),
            [KeywordNamespace, Text, Name],
        ),
        groups(format!("(def)({SPACE})"), [Keyword, Text]).push("function_name"),
        groups(format!("(class)({SPACE})"), [Keyword, Text]).push("class_name"),
        rule(r"[a-z_]\w*[ \t]*(?=\((?s:.)*?\))", NameFunction),
        rule(r"[A-Z_]\w*[ \t]*(?=\((?s:.)*?\))", NameClass),
        rule("`.*?`", StrBacktick),
        call(r#"(?i)([rtfbu]{0,2})('''|"""|['"])"#, begin_string),
        include("soft_keywords"),
        words(ID, words_),
        include("numbers"),
    ]
}

fn numbers() -> [Rule; 6] {
    [
        rule(
            format!(
                r"(?i)(?:(?:{DIGITS})?\.{DIGITS}|{DIGITS}\.)(?:e[+-]?{DIGITS})?j?|{DIGITS}e[+-]?{DIGITS}j?|{DIGITS}j"
            ),
            NumFloat,
        ),
        rule("(?i)0b(?:_?[01])+", NumBin),
        rule("(?i)0o(?:_?[0-7])+", NumOct),
        rule("(?i)0x(?:_?[a-f0-9])+", NumHex),
        rule(r"\d+L", NumIntegerLong),
        rule("[1-9](?:_?[0-9])*|0(?:_?0)*", NumInteger),
    ]
}

fn string() -> [Rule; 6] {
    [
        rule(r"\s*(?:>>>|\.\.\.)(?!\p{Word})", GenericPrompt)
            .push("doctest")
            .line_start(),
        // Not `+`: a prompt may begin any line.
        rule(r#"[^'"\\{\n]+|\n|\{\{"#, Str),
        call(r#"'''|"""|['"]"#, end_string),
        call(
            r#"\\(?:[\\abfnrtv"'\n]|newline|N\{[a-zA-Z][a-zA-Z ]+[a-zA-Z]\}|u[a-fA-F0-9]{4}|U[a-fA-F0-9]{8}|x[a-fA-F0-9]{2}|[0-7]{1,3})"#,
            |cx, m| {
                let raw = cx.vars::<Strings>().is_kind('r');
                cx.token(if raw { Str } else { StrEscape }, m.whole());
            },
        ),
        rule(r"\\.", Str),
        call(r"\{", |cx, m| {
            if cx.vars::<Strings>().is_kind('f') {
                cx.token(StrInterpol, m.whole());
                cx.push("replacement");
            } else {
                cx.token(Str, m.whole());
            }
        }),
    ]
}

/// What has to be remembered.
#[derive(Default)]
pub(super) struct Strings {
    /// The prefixes and quotes of the strings that are open.
    open: Vec<(String, String)>,
    /// The indent of the block of declarations at hand, in Cython.
    pub(super) indentation: Option<usize>,
}

impl Strings {
    fn is_kind(&self, letter: char) -> bool {
        self.open.last().is_some_and(|open| open.0.contains(letter))
    }
}

fn begin_string(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    cx.token(StrAffix, m.group(1));
    cx.token(StrHeredoc, m.group(2));
    let open = (m.group(1).to_lowercase(), m.group(2).to_string());
    cx.vars::<Strings>().open.push(open);
    cx.push("string");
}

fn end_string(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    cx.token(StrHeredoc, m.whole());
    let open = &mut cx.vars::<Strings>().open;
    if open.last().is_some_and(|open| open.1 == m.whole()) {
        open.pop();
        cx.pop(1);
    }
}

/// A doctest ends where the string does that it stands in. Its quotes stay on record, as they do in Rouge.
fn end_doctest(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    cx.token(StrHeredoc, m.whole());
    if cx.in_state("string") {
        cx.pop(2);
    }
}
