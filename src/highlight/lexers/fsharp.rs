//! F#.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "abstract and as assert base begin class default delegate do done downcast downto elif else end \
    exception extern false finally for fun function global if in inherit inline interface internal lazy let match \
    member module mutable namespace new not null of open or override private public rec return select static struct \
    then to true try type upcast use val void when while with yield sig atomic break checked component const \
    constraint constructor continue eager event external fixed functor include method mixin object parallel process \
    protected pure sealed tailcall trait virtual volatile";

/// The runs of signs that are punctuation.
const SIGNS: &str = "!= # & && ( ) * \\+ , - -. -> . .. : :: := :> ; ;; < <- = > >] >} ? ?? [ [< [> [| ] _ ` { {< | |] \
    } ~ |> <| <>";

const ID: &str = r"[A-Za-z][\w']*|``[^`\n\r\t]+``";
const UPPER_ID: &str = r"[A-Z][\w']*";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("root", root())
        .state(
            "comment",
            [
                rule(r"[^(*)]+", Comment),
                rule(r"\(\*", Comment).push_same(),
                rule(r"\*\)", Comment).pop(),
                rule(r"[(*)]", Comment),
            ],
        )
        .state(
            "string",
            [
                rule(r#"[^\\"]+"#, StrDouble),
                rule(r#"\\[\\"'ntbr]"#, StrEscape),
                rule(r"\\\d{3}", StrEscape),
                rule(r"\\x\h{2}", StrEscape),
                rule(r"\\\n", StrDouble),
                rule("\"", StrDouble).pop(),
            ],
        )
        .state(
            "dotted",
            [
                rule(r"\s+", Text),
                rule(r"\.", Punctuation),
                rule(format!(r"{UPPER_ID}(?=\s*\.)"), NameNamespace),
                rule(UPPER_ID, NameClass).pop(),
                rule(ID, Name).pop(),
                rule(r"\[", Punctuation).pop(),
            ],
        )
}

fn root() -> [Rule; 17] {
    let names = table(
        Name,
        [
            (KEYWORDS, Keyword),
            ("and asr land lor lsl lxor mod or", OperatorWord),
            ("unit int float bool string char list array", KeywordType),
        ],
    );
    let signs = table(Operator, [(SIGNS, Punctuation)]);
    [
        rule(r"\s+", Text),
        rule(r"false|true|\(\)|\[\]", NameBuiltinPseudo),
        rule(format!(r"{UPPER_ID}(?=\s*\.)"), NameNamespace).push("dotted"),
        rule(UPPER_ID, NameClass),
        rule(r"\(\*(?!\))", Comment).push("comment"),
        rule("//.*", CommentSingle),
        words(ID, &names),
        words(r"[\[\];,{}_()!$%&*+./:<=>?@^|~#-]+", &signs),
        rule(r"(?i)-?\d[\d_]*(?:.[\d_]*)?e[+-]?\d[\d_]*", NumFloat),
        rule(r"(?i)0x\h[\h_]*", NumHex),
        rule("(?i)0o[0-7][0-7_]*", NumOct),
        rule("(?i)0b[01][01_]*", NumBin),
        rule(r"\d[\d_]*", NumInteger),
        rule(r#"'(?:\\[\\"'ntbr ]|\\[0-9]{3}|\\x\h{2})'"#, StrChar),
        rule(r"'\.'", StrChar),
        rule("'", Keyword),
        rule("\"", StrDouble).push("string"),
    ]
}
