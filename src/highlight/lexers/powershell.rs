//! PowerShell.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const ATTRIBUTES: &str = "ConfirmImpact DefaultParameterSetName HelpURI PositionalBinding SupportsPaging \
    SupportsShouldProcess";

/// Variables that the shell sets; the first ones are of one sign.
const VARIABLES: &str = "\\$|\\?|\\^|_|args|ConsoleFileName|Error|Event|EventArgs|EventSubscriber|ExecutionContext|\
    false|foreach|HOME|Host|input|IsCoreCLR|IsLinux|IsMacOS|IsWindows|LastExitCode|Matches|MyInvocation|\
    NestedPromptLevel|null|PID|PROFILE|PSBoundParameters|PSCmdlet|PSCommandPath|PSCulture|PSDebugContext|PSHOME|PSItem|\
    PSScriptRoot|PSSenderInfo|PSUICulture|PSVersionTable|PWD|REPORTERRORSHOWEXCEPTIONCLASS|\
    REPORTERRORSHOWINNEREXCEPTION|REPORTERRORSHOWSOURCE|REPORTERRORSHOWSTACKTRACE|SENDER|ShellId|StackTrace|switch|\
    this|true";

const KEYWORDS: &str = "assembly|exit|process|base|filter|public|begin|finally|return|break|for|sequence|catch|foreach|\
    static|class|from|switch|command|function|throw|configuration|hidden|trap|continue|if|try|data|in|type|define|\
    inlinescript|until|do|interface|using|dynamicparam|module|var|else|namespace|while|elseif|parallel|workflow|end|\
    param|enum|private";

const OPERATORS: &str = "split|isplit|csplit|join|is|isnot|as|eq|ieq|ceq|ne|ine|cne|gt|igt|cgt|ge|ige|cge|lt|ilt|clt|le|\
    ile|cle|like|ilike|clike|notlike|inotlike|cnotlike|match|imatch|cmatch|notmatch|inotmatch|cnotmatch|contains|\
    icontains|ccontains|notcontains|inotcontains|cnotcontains|replace|ireplace|creplace|shl|shr|band|bor|bxor|and|or|\
    xor|not";

const HELP_KEYWORDS: &str = "synopsis|description|parameter|example|inputs|outputs|notes|link|component|role|\
    functionality|forwardhelptargetname|forwardhelpcategory|remotehelprunspace|externalhelp";

pub(in crate::highlight) fn grammar() -> Grammar {
    let grammar = Grammar::new()
        .state("root", root())
        .state(
            "variable",
            [
                rule(format!(r"\$(?:{VARIABLES})"), NameBuiltinPseudo),
                groups(
                    r"(\$)(?:(\w+)(:))?(\w+|\{(?:[^`]|`.)+?\})",
                    [NameVariable, NameNamespace, Punctuation, NameVariable],
                ),
            ],
        )
        .state(
            "space",
            [
                rule(r"\s+", Whitespace),
                rule("#.*", Comment),
                rule("<#", CommentMultiline).push("block_comment"),
            ],
        )
        .state(
            "block_comment",
            [
                rule(format!(r"(?i)\.(?:{HELP_KEYWORDS})"), CommentSpecial),
                rule("#>", CommentMultiline).pop(),
                rule("[^#.]+|[#.]+", CommentMultiline),
            ],
        )
        .state(
            "parameters",
            [
                rule(r"(?s)`.", StrEscape),
                rule(r"\)", Punctuation).then(|cx, _| {
                    if cx.in_state("interpolation") {
                        cx.pop(2);
                    }
                }),
                rule(r"\s*?\n", Whitespace).pop(),
                rule(r"[;(){}\]]", Punctuation).pop(),
                rule("[|=]", Operator).pop(),
                rule(r"[/\\~\w][-.:/\\~\w]*", NameOther),
                include("root"),
            ],
        )
        .state(
            "class_name",
            [
                rule(r"\{", Punctuation).pop(),
                rule(r"\s+", Whitespace),
                rule(r"\w+", NameClass),
                rule("[:,]", Punctuation),
            ],
        );
    strings(brackets(grammar))
}

fn root() -> Vec<Rule> {
    vec![
        include("space"),
        rule(r"\.\.(?=\.?\d)", Operator),
        rule(format!(r"(?i)-(?:{OPERATORS})\b"), Operator),
        rule(r"[-+*/%]=\b", Operator),
        groups(
            r"(?i)(class)(\s+)(\w+)",
            [KeywordReserved, Whitespace, NameClass],
        )
        .push("class_name"),
        groups(
            r"(?i)(function)(\s+)(?:(\w+)(:))?(\w[-\w]+)",
            [
                KeywordReserved,
                Whitespace,
                NameNamespace,
                Punctuation,
                NameFunction,
            ],
        ),
        rule(
            format!(r"(?i)(?:{KEYWORDS})(?![\p{{Word}}.-])"),
            KeywordReserved,
        ),
        rule(r"-{1,2}\w+", NameTag),
        groups(r"(\.)?([-\w]+)(\[)", [Operator, Name, Punctuation]).push("bracket"),
        groups(r"((?i:[/\\~a-z])[-.:/\\~\w]*)(\n)?", [Name, Whitespace]).push("parameters"),
        call(r"(\.)([-\w]+)(?:(\()|(\n))?", |cx, m| {
            cx.token(Operator, m.group(1));
            cx.token(NameFunction, m.group(2));
            cx.token(Punctuation, m.group(3));
            cx.token(Whitespace, m.group(4));
            if m.get(3).is_some() {
                cx.push("parameters");
            }
        }),
        rule(r"\?", NameFunction).push("parameters"),
        include("expression"),
        include("variable"),
        rule("[-+*/%=!.&|]", Operator),
        rule("[{}(),:;]", Punctuation),
        rule("`$", StrEscape),
    ]
}

fn brackets(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "expression",
            [
                include("space"),
                rule("\"", StrDouble).push("double"),
                rule("'", StrSingle).push("single"),
                rule("@\"", StrHeredoc).push("here_string"),
                rule("(?s)@'.*?'@", StrHeredoc),
                rule(r"\d*\.\d+", NumFloat),
                rule(r"\d+", NumInteger),
                rule(r"@\{", Punctuation).push("hash_table"),
                rule(r"@\(", Punctuation).push("array"),
                rule(r"\{", Punctuation).push("braces"),
                rule(r"\[", Punctuation).push("bracket"),
            ],
        )
        .state(
            "hash_table",
            [
                rule(r"\}", Punctuation).pop(),
                rule("=", Operator),
                rule("[,;]", Punctuation),
                include("expression"),
                rule(r"\w+", NameOther),
                include("variable"),
            ],
        )
        .state(
            "array",
            [
                rule(r"\s+", Whitespace),
                rule(r"\)", Punctuation).pop(),
                rule("[,;]", Punctuation),
                include("expression"),
                include("variable"),
            ],
        )
        .state("braces", [rule(r"\}", Punctuation).pop(), include("root")])
        .state(
            "bracket",
            [
                rule(r"\]", Punctuation).pop(),
                rule(r"[A-Za-z]\w+\.", Name),
                words(
                    r"[A-Za-z]\w+",
                    &table(Name, [(ATTRIBUTES, NameBuiltinPseudo)]),
                ),
                include("root"),
            ],
        )
}

fn strings(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "interpolation",
            [rule(r"\)", StrInterpol).pop(), include("root")],
        )
        .state(
            "single",
            [rule("'", StrSingle).pop(), rule("[^']+", StrSingle)],
        )
        .state(
            "double",
            [
                rule(r#"(?:\$#?)?""#, StrDouble).pop(),
                rule(r"\$\(", StrInterpol).push("interpolation"),
                rule("`$|`.", StrEscape),
                rule(r#"[^"`$]+"#, StrDouble),
                include("variable"),
            ],
        )
        .state(
            "here_string",
            [
                rule(r#"(?:\$#?)?"@"#, StrHeredoc).pop(),
                rule(r"\$\(", StrInterpol).push("interpolation"),
                rule("`$|`.", StrEscape),
                rule(r#"[^"`$]+|"+"#, StrHeredoc),
                include("variable"),
            ],
        )
}
