//! Ruby. What a slash, a percent sign or a question mark begins depends on whether an operand is due (`operand`) or a
//! method's name came before (`after_name`).

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "BEGIN|END|alias|begin|break|case|defined\\?|do|else|elsif|end|ensure|for|if|in|next|redo|\
    rescue|raise|retry|return|super|then|undef|unless|until|when|while|yield";

const PSEUDO_KEYWORDS: &str = "loop|include|extend|raise|alias_method|attr|catch|throw|private|module_function|\
    public|protected|true|false|nil|__FILE__|__LINE__";

const BUILTINS: &str = "attr_reader|attr_writer|attr_accessor|__id__|__send__|abort|ancestors|at_exit|autoload|\
    binding|callcc|caller|catch|chomp|chop|class_eval|class_variables|clone|const_defined\\?|const_get|const_missing|\
    const_set|constants|display|dup|eval|exec|exit|extend|fail|fork|format|freeze|getc|gets|global_variables|gsub|\
    hash|id|included_modules|inspect|instance_eval|instance_method|instance_methods|instance_variable_get|\
    instance_variable_set|instance_variables|lambda|load|local_variables|loop|method|method_missing|methods|\
    module_eval|name|object_id|open|p|print|printf|private_class_method|private_instance_methods|private_methods|\
    proc|protected_instance_methods|protected_methods|public_class_method|public_instance_methods|public_methods|\
    putc|puts|raise|rand|readline|readlines|require|require_relative|scan|select|self|send|set_trace_func|\
    singleton_methods|sleep|split|sprintf|srand|sub|syscall|system|taint|test|throw|to_a|to_s|trace_var|trap|untaint|\
    untrace_var|warn";

const BUILTINS_THAT_ASK: &str = "autoload|block_given|const_defined|eql|equal|frozen|include|instance_of|is_a|\
    iterator|kind_of|method_defined|nil|private_method_defined|protected_method_defined|public_method_defined|\
    respond_to|tainted";

const BUILTINS_THAT_CHANGE: &str = "chomp|chop|exit|gsub|sub";

/// A name in any case; one in lower case, for variables; one in upper case, for constants.
const NAME: &str = r"[\p{L}_]\p{Word}*";
const LOWER: &str = r"[\p{Ll}_]\p{Word}*";
const CONSTANT: &str = r"[\p{L}_][\p{L}0-9_]*";

const ESCAPE: &str = r##"\\(?:[\\abefnrstv#"']|x[a-fA-F0-9]{1,2}|[0-7]{1,3})"##;

pub(in crate::highlight) fn grammar() -> Grammar {
    let grammar = Grammar::new()
        // Rouge loads this lexer's file twice, and so it begins twice.
        .on_reset(begin)
        .state("root", root())
        .state("line_space", [rule(r"[ \t\r]+", Text)])
        .state(
            "space",
            [
                include("line_space"),
                rule(r"\n\s*", Text).push("operand"),
                rule("#.*", CommentSingle),
                rule(r"(?s)=begin\b.*?\n=end\b", CommentMultiline),
            ],
        )
        .state("end_part", [rule("(?s).+", CommentPreproc).pop()])
        .state("numbers", numbers())
        .state("variables", variables())
        .state("symbols", symbols())
        .state(
            "strings",
            [
                include("symbols"),
                rule(format!(r"{LOWER}[?!]?:\s+"), StrSymbol).push("operand"),
                rule(r"'(?:\\\\|\\'|[^'])*'", StrSingle),
                rule("\"", StrDouble).push("double"),
                rule("`", StrBacktick).push("backticks"),
            ],
        )
        .state("double", quoted('"', StrDouble))
        .state("symbol", quoted('"', StrSymbol))
        .state("backticks", quoted('`', StrBacktick))
        .state("interpolation", interpolations())
        .state(
            "interpolation_or_escape",
            [
                include("interpolation"),
                rule(ESCAPE, StrEscape),
                rule(r"\\.", StrEscape),
            ],
        )
        .state(
            "interpolated",
            [rule(r"\}", StrInterpol).pop(), include("root")],
        )
        .state(
            "slash_regex",
            [
                include("interpolation"),
                rule(r"\\[\\/]?|#|[^\\/#]+", StrRegex),
                rule("/", StrRegex).goto("regex_flags"),
            ],
        )
        .state("regex_flags", [rule("[mixounse]*", StrRegex).pop()]);
    definitions(operands(percent_literals(here_documents(grammar))))
}

/// Begins where a value may stand; twice, since Rouge loads this lexer's file twice.
pub(super) fn begin(cx: &mut Context<'_, '_>) {
    cx.push("operand");
    cx.push("operand");
}

fn root() -> Vec<Rule> {
    vec![
        include("space"),
        rule("__END__", CommentPreproc).push("end_part"),
        include("numbers"),
        include("variables"),
        rule("::", Operator),
        include("strings"),
        rule(format!(r"(?:{KEYWORDS})(?!\w)"), Keyword).push("operand"),
        rule(format!(r"(?:{PSEUDO_KEYWORDS})\b"), KeywordPseudo).push("operand"),
        rule(r"(?:not|and|or)\b", OperatorWord).push("operand"),
        groups(
            format!(r"(module)(\s+)({CONSTANT}(?:::{CONSTANT})*)"),
            [Keyword, Text, NameNamespace],
        ),
        groups(r"(def)\b(\s*)", [Keyword, Text]).push("function_name"),
        groups(r"(class)\b(\s*)", [Keyword, Text]).push("class_name"),
        rule(
            format!(r"(?:{BUILTINS_THAT_ASK})\?|(?:{BUILTINS_THAT_CHANGE})!"),
            NameBuiltin,
        )
        .push("operand"),
        rule(format!(r"(?:{BUILTINS})\b"), NameBuiltin).push("after_name"),
        include("here_document_begin"),
        // Before the dot of a call.
        rule(r"\.{2,3}", Operator).push("operand"),
        rule(r"\p{Lu}[\p{L}0-9_]*", NameConstant).push("after_name"),
        groups(
            format!(r"(\.|::)(\s*)({LOWER}[!?]?|[*%&^`~+-/\[<>=])"),
            [Punctuation, Text, NameFunction],
        )
        .push("after_name"),
        rule(format!("{NAME}[?!]"), Name).push("operand"),
        rule(NAME, Name).push("after_name"),
        rule(r"\*\*|<<?|>>?|>=|<=|<=>|=~|={3}|!~|&&?|\|\||\.", Operator).push("operand"),
        rule("[-+/*%=<>&!^|~]=?", Operator).push("operand"),
        rule(r"\?", Punctuation).push("conditional").push("operand"),
        rule(r"[\[({,:\\;/]", Punctuation).push("operand"),
        rule(r"[\])}]", Punctuation),
    ]
}

fn numbers() -> [Rule; 5] {
    const DIGITS: &str = r"\d+(?:_\d+)*";
    [
        rule("0_?[0-7]+(?:_[0-7]+)*", NumOct),
        rule("0x[0-9A-Fa-f]+(?:_[0-9A-Fa-f]+)*", NumHex),
        rule("0b[01]+(?:_[01]+)*", NumBin),
        rule(
            format!(r"{DIGITS}(?:\.{DIGITS}(?:[eE][+-]?\d+)?|[eE][+-]?\d+)"),
            NumFloat,
        ),
        rule(DIGITS, NumInteger),
    ]
}

fn variables() -> [Rule; 5] {
    [
        rule(format!("(?i)@@{LOWER}"), NameVariableClass),
        rule(format!("(?i)@{LOWER}"), NameVariableInstance),
        rule(r"\$\p{Word}+", NameVariableGlobal),
        rule(r#"\$[!@&`'+~=/\\,;.<>_*$?:"]"#, NameVariableGlobal),
        rule(r"\$-[0adFiIlpvw]", NameVariableGlobal),
    ]
}

fn symbols() -> [Rule; 4] {
    [
        rule(format!("(?i):@{{0,2}}{LOWER}[!?]?"), StrSymbol),
        rule(
            r":(?:\*\*|[-+]@|[/%&|^`~]|\[\]=?|<<|>>|<=?>|<=?|===?)",
            StrSymbol,
        ),
        rule(r":'(?:\\\\|\\'|[^'])*'", StrSymbol),
        rule(":\"", StrSymbol).push("symbol"),
    ]
}

fn quoted(quote: char, token: Token) -> [Rule; 4] {
    [
        include("interpolation_or_escape"),
        rule(format!(r"[^\\{quote}#]+"), token),
        rule(r"[\\#]", token),
        rule(quote.to_string(), token).pop(),
    ]
}

fn interpolations() -> [Rule; 2] {
    [
        rule(r"#\{", StrInterpol).push("interpolated"),
        rule(format!(r"(?i)#(?:@@?|\$){LOWER}"), StrInterpol),
    ]
}

/// Where an operand is due, and where a method's name was read and its argument may be due.
fn operands(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "operand",
            [
                include("line_space"),
                rule("/", StrRegex).goto("slash_regex"),
                rule(
                    r##"\?(?:\\[MC]-)*(?:\\(?:[\\abefnrstv#"']|x[a-fA-F0-9]{1,2}|[0-7]{1,3})|\S)(?!\p{Word})"##,
                    StrChar,
                )
                .pop(),
                // A space as the delimiter: on one line alone.
                groups(r"(\s*)(%[rqswQWxiI]? \S* )", [Text, StrOther]).pop(),
                include("percent_literals"),
                at("").pop(),
            ],
        )
        .state(
            "after_name",
            [rule("[/%]", Operator).goto("operand"), at(r"(?=\n)").pop(), at("").goto("after_name_and_space")],
        )
        .state(
            "after_name_and_space",
            [
                include("space"),
                rule("[%/]=", Operator).goto("operand"),
                rule(r"/(?=\S|\s*/)", StrRegex).goto("slash_regex"),
                include("percent_literals"),
                at(r"(?=\s*/)").pop(),
                rule(r"\s+", Text).goto("operand"),
                at("").pop(),
            ],
        )
        .state(
            "conditional",
            [
                groups(r"(:)(\s+)", [Punctuation, Text]).goto("operand"),
                rule(r":(?![^#\n]*?[:\\])", Punctuation).goto("operand"),
                include("root"),
            ],
        )
}

/// What stands behind `def` and `class`.
fn definitions(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "function_name",
            [
                rule(r"\s+", Text),
                rule(r"\(", Punctuation).push("parameters"),
                groups(
                    format!(
                        r"(?:({NAME})(\.))?({NAME}[!?]?|\*\*?|[-+]@?|[/%&|^`~]|\[\]=?|<=>?|<<?|>>?|>=|===?)"
                    ),
                    [NameClass, Operator, NameFunction],
                )
                .pop(),
                at("").pop(),
            ],
        )
        .state(
            "class_name",
            [
                rule(r"\s+", Text),
                rule(r"\p{Word}+(?:::\p{Word}+)+", NameClass),
                rule(r"\(", Punctuation).push("parameters").push("operand"),
                rule("<<", Operator).goto("operand"),
                rule(r"[\p{Lu}_]\p{Word}*", NameClass).pop(),
                at("").pop(),
            ],
        )
        .state(
            "parameters",
            [
                groups(r"(\))(\.|::)?", [Punctuation, Operator]).pop(),
                rule(r"\(", Punctuation).push("parameters").push("operand"),
                include("root"),
            ],
        )
}

/// Here-documents: those that began on a line follow it, one after the other.
pub(super) fn here_documents(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "here_document_begin",
            [
                call(
                    format!(r#"(<<[-~]?)("{NAME}"|`{NAME}`|'{NAME}'|{NAME})"#),
                    begin_here_document,
                ),
                call(r#"(<<[-~]?)(""|'')"#, begin_here_document),
            ],
        )
        .state(
            "line_with_here_documents",
            [at(r"(?=\n)").goto("here_document"), include("root")],
        )
        .state(
            "here_document",
            [
                include("interpolation_or_escape"),
                rule(r"\n", StrHeredoc).push("here_document_line"),
                rule(r"[#\\]|[^#\\\n]+", StrHeredoc),
            ],
        )
        .state(
            "here_document_line",
            [call(r"[^#\\\n]*$", here_document_line), at("").pop()],
        )
}

/// What the lexer remembers.
#[derive(Default)]
struct Memory {
    /// The here-documents that are due: whether the end may be indented, and the word that ends it.
    due: Vec<(bool, String)>,
    /// The percent literals that are open, the innermost last.
    literals: Vec<Literal>,
}

fn begin_here_document(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    cx.token(Operator, m.group(1));
    cx.token(NameConstant, m.group(2));
    let word = m.group(2).trim_matches(['"', '\'', '`']).to_string();
    cx.vars::<Memory>().due.push((m.group(1).len() == 3, word));
    if !cx.is_state("line_with_here_documents") {
        cx.push("line_with_here_documents");
    }
}

fn here_document_line(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    const SPACE: [char; 7] = ['\0', '\t', '\n', '\x0b', '\x0c', '\r', ' '];
    let due = &mut cx.vars::<Memory>().due;
    let ends = due.first().is_some_and(|(indented, word)| {
        let line = m.whole().trim_end_matches(SPACE);
        word == if *indented {
            line.trim_start_matches(SPACE)
        } else {
            line
        }
    });
    if !ends {
        cx.token(StrHeredoc, m.whole());
        return cx.pop(1);
    }
    due.remove(0);
    let all = due.is_empty();
    cx.token(NameConstant, m.whole());
    cx.pop(if all { 2 } else { 1 });
}

/// A percent literal that is open.
struct Literal {
    open: char,
    close: char,
    token: Token,
    /// How many delimiters are open inside of it.
    nested: usize,
    /// Whether nothing within is escaped and no delimiter ends it, but at its beginning.
    is_endless: bool,
}

fn percent_literals(grammar: Grammar) -> Grammar {
    literal_states(grammar).state(
        "percent_literals",
        [call(r"%([rqswQWxiI])?([^\p{Word}\s])", |cx, m| {
            let plain = m.get(1).is_some_and(|kind| "qswi".contains(kind));
            begin_literal(cx, m, !plain);
        })],
    )
}

/// The inside of percent literals.
pub(super) fn literal_states(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "literal",
            [
                scan(literal_escape, StrEscape),
                scan_call(literal_delimiter, move_in_literal),
                call(r"[\\#]", literal_text),
                scan_call(literal_rest, literal_text),
            ],
        )
        .state(
            "interpolated_literal",
            [
                scan(literal_escape, StrEscape),
                scan_call(literal_delimiter, move_in_literal),
                include("interpolation_or_escape"),
                call("#", literal_text),
                scan_call(literal_rest, literal_text),
            ],
        )
}

/// Enters a percent literal, whose kind and delimiter are the groups of the match.
pub(super) fn begin_literal(cx: &mut Context<'_, '_>, m: &Match<'_>, interpolated: bool) {
    let open = m.group(2).chars().next().unwrap_or('(');
    let close = match open {
        '{' => '}',
        '[' => ']',
        '(' => ')',
        '<' => '>',
        other => other,
    };
    let token = if m.group(1) == "r" {
        StrRegex
    } else {
        StrOther
    };
    if token == StrRegex {
        cx.push("regex_flags");
    }
    cx.token(token, m.whole());
    cx.vars::<Memory>().literals.push(Literal {
        open,
        close,
        token,
        nested: 0,
        is_endless: false,
    });
    cx.push(if interpolated {
        "interpolated_literal"
    } else {
        "literal"
    });
}

/// Makes the literal that was just entered go on to the end of the text, unless it ends at once.
pub(super) fn make_endless(cx: &mut Context<'_, '_>) {
    if let Some(literal) = cx.vars::<Memory>().literals.last_mut() {
        literal.is_endless = true;
    }
}

/// An escaped delimiter, hash or backslash.
fn literal_escape(cx: &mut Context<'_, '_>) -> Option<usize> {
    let escaped = cx.rest().strip_prefix('\\')?.chars().next()?;
    let literal = cx.vars::<Memory>().literals.last()?;
    let known = !literal.is_endless && ['#', '\\', literal.open, literal.close].contains(&escaped);
    known.then(|| 1 + escaped.len_utf8())
}

fn literal_delimiter(cx: &mut Context<'_, '_>) -> Option<usize> {
    let c = cx.rest().chars().next()?;
    let literal = cx.vars::<Memory>().literals.last()?;
    (c == literal.open || c == literal.close).then(|| c.len_utf8())
}

fn literal_rest(cx: &mut Context<'_, '_>) -> Option<usize> {
    let rest = cx.rest();
    let literal = cx.vars::<Memory>().literals.last()?;
    let ends = ['#', '\\', literal.open, literal.close];
    let end = rest.find(ends).filter(|_| !literal.is_endless);
    let len = end.unwrap_or(rest.len());
    (len > 0).then_some(len)
}

fn literal_text(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let token = cx
        .vars::<Memory>()
        .literals
        .last()
        .map_or(StrOther, |literal| literal.token);
    cx.token(token, m.whole());
}

fn move_in_literal(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    literal_text(cx, m);
    let literals = &mut cx.vars::<Memory>().literals;
    let Some(literal) = literals.last_mut() else {
        return;
    };
    if m.whole().starts_with(literal.close) {
        match literal.nested.checked_sub(1) {
            Some(left) => literal.nested = left,
            None => drop(literals.pop()),
        }
        cx.pop(1);
    } else {
        literal.nested += 1;
        cx.push_same();
    }
}
