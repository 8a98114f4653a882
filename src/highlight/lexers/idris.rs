//! Idris.

use crate::highlight::grammar::*;
use crate::highlight::token::Token;
use crate::highlight::token::Token::*;

const KEYWORDS: &str =
    "_|data|class|instance|namespace|infix[lr]?|let|where|of|with|type|do|if|then|else|case|in";

const CONTROL_CHARACTERS: &str = "NUL|SOH|[SE]TX|EOT|ENQ|ACK|BEL|BS|HT|LF|VT|FF|CR|S[OI]|DLE|DC[1-4]|NAK|SYN|ETB|CAN|\
    EM|SUB|ESC|[FGRU]S|SP|DEL";

const FUNCTIONS: &str = "abs|acos|all|and|any|asin|atan|atan2|break|ceiling|compare|concat|concatMap|const|cos|cosh|\
    curry|cycle|div|drop|dropWhile|elem|encodeFloat|enumFrom|enumFromThen|enumFromThenTo|enumFromTo|exp|fail|filter|\
    flip|floor|foldl|foldl1|foldr|foldr1|fromInteger|fst|gcd|getChar|getLine|head|id|init|iterate|last|lcm|length|\
    lines|log|lookup|map|max|maxBound|maximum|maybe|min|minBound|minimum|mod|negate|not|null|or|pi|pred|print|\
    product|putChar|putStr|putStrLn|readFile|recip|repeat|replicate|return|reverse|scanl|scanl1|sequence|sequence_|\
    show|sin|sinh|snd|span|splitAt|sqrt|succ|sum|tail|take|takeWhile|tan|tanh|uncurry|unlines|unwords|unzip|unzip3|\
    words|writeFile|zip|zip3|zipWith|zipWith3";

const TYPES: &str = "Type|Exists|World|IO|IntTy|FTy|File|Mode|Dec|Bool|Ordering|Either|IsJust|List|Maybe|Nat|Stream|\
    StrM|Not|Lazy|Inf";

const CLASSES: &str = "Eq|Ord|Num|MinBound|MaxBound|Integral|Applicative|Alternative|Cast|Foldable|Functor|Monad|\
    Traversable|Uninhabited|Semigroup|Monoid";

const OP: &str = r"[:!#$%&*+.\\/<=>?@^|~-]";

pub(in crate::highlight) fn grammar() -> Grammar {
    let grammar = Grammar::new()
        .state("root", root())
        .state(
            "basic",
            [
                rule(r"\s+", Text),
                rule(r"\{-#", CommentPreproc).push("pragma"),
                rule(r"\{-", CommentMultiline).push("comment"),
                rule(r"\|\|\|.*$", CommentDoc).line_start(),
                rule(r"--(?![!#$%&*+./<=>?@^|_~]).*?$", CommentSingle),
            ],
        )
        .state("comment", comment(CommentMultiline))
        .state("pragma", comment(CommentPreproc));
    strings(modules(grammar))
}

fn comment(token: Token) -> [Rule; 3] {
    [
        rule(r"-\}", token).pop(),
        rule(r"\{-", token).push("comment"),
        rule("[^-{}]+|[-{}]", token),
    ]
}

fn root() -> Vec<Rule> {
    vec![
        include("basic"),
        rule(r"%default\s+(?:total|partial)", Keyword),
        rule(r"%access\s+(?:public|abstract|private|export)", Keyword),
        rule(r"%language\s+.*", Keyword),
        rule(r"%provide\s+.*\s+with\s+", Keyword),
        rule(r"import\b", KeywordReserved).push("import"),
        rule(r"module\b", KeywordReserved).push("module"),
        rule(format!(r"(?:{KEYWORDS})\b"), KeywordReserved),
        rule(
            r"(?:Just|Nothing|Left|Right|True|False|LT|LTE|EQ|GT|GTE)\b",
            KeywordConstant,
        ),
        rule(r"[\w']+\s*:", NameFunction).line_start(),
        rule(format!(r"(?:{TYPES})\s"), KeywordType),
        rule(format!(r"(?:{CLASSES})\s"), NameClass),
        rule(format!("(?:{FUNCTIONS}) +(?![=:-])"), NameBuiltin),
        rule(r"[_a-z][\w']*", Name),
        rule(r"[A-Z][\w']*", KeywordType),
        rule(format!(r"\\(?!{OP})"), NameFunction),
        rule(format!("(?:<-|::|->|=>|=)(?!{OP})"), Operator),
        rule(format!("{OP}+"), Operator),
        rule(r"(?i)\d+(?:\.\d+)?(?:e[+-]?\d+)?", NumFloat),
        rule("'", StrChar).push("character"),
        rule("\"", Str).push("string"),
        rule(r"\[\s*\]", KeywordType),
        rule(r"\(\s*\)", NameBuiltin),
        groups(r"(\[)([_a-z][\w']*)(\|)", [Operator, Name, Operator]).push("quasiquotation"),
        rule(r"[\[\](),;`{}]", Punctuation),
    ]
}

fn modules(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "import",
            [
                rule(r"\s+", Text),
                rule("\"", Str).push("string"),
                groups(
                    r"([A-Z][\w.]*)(\s+)(as)(\s+)([A-Z][a-zA-Z0-9_.]*)",
                    [NameNamespace, Text, Keyword, Text, Name],
                )
                .pop(),
                groups(
                    r"([A-Z][\w.]*)(\s+)(\()",
                    [NameNamespace, Text, Punctuation],
                )
                .goto("functions"),
                rule(r"[\w.]+", NameNamespace).pop(),
            ],
        )
        .state(
            "module",
            [
                rule(r"\s+", Text),
                rule(r"[A-Z][\w.]*", NameNamespace).pop(),
            ],
        )
        .state(
            "functions",
            [
                include("basic"),
                rule(r"[A-Z]\w*", KeywordType),
                rule(r"_[\w']+|[a-z][\w']*", NameFunction),
                rule(",", Punctuation),
                rule(format!("{OP}+"), Operator),
                rule(r"\(", Punctuation).push("functions"),
                rule(r"\)", Punctuation).pop(),
            ],
        )
}

fn strings(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "character",
            [
                rule(r"\\", StrEscape).goto("character_end").push("escape"),
                rule(".", StrChar).goto("character_end"),
            ],
        )
        .state(
            "character_end",
            [rule("'", StrChar).pop(), rule(".", Error).pop()],
        )
        .state(
            "quasiquotation",
            [
                rule(r"\|\]", Operator).pop(),
                rule(r"[^|]+|\|", Text),
            ],
        )
        .state(
            "string",
            [
                rule("\"", Str).pop(),
                rule(r"\\", StrEscape).push("escape"),
                rule(r#"[^\\"]+"#, Str),
            ],
        )
        .state(
            "escape",
            [rule(
                format!(
                    r#"[abfnrtv"'&\\]|\^[\]\[A-Z@^_]|{CONTROL_CHARACTERS}|[oO][0-7]+|[xX][\da-fA-F]+|\d+|\s+\\"#
                ),
                StrEscape,
            )
            .pop()],
        )
}
