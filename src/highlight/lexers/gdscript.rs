//! GDScript, the language of Godot.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "and in not or as breakpoint class class_name extends is func setget signal tool const enum export \
    onready static var break continue if elif else for pass return match while remote master puppet remotesync \
    mastersync puppetsync";

const BUILTINS: &str = "Color8 ColorN abs acos asin assert atan atan2 bytes2var ceil char clamp convert cos cosh db2linear \
    decimals dectime deg2rad dict2inst ease exp floor fmod fposmod funcref hash inst2dict instance_from_id is_inf is_nan \
    lerp linear2db load log max min nearest_po2 pow preload print print_stack printerr printraw prints printt rad2deg \
    rand_range rand_seed randf randi randomize range round seed sign sin sinh sqrt stepify str str2var tan tanh \
    type_exist typeof var2bytes var2str weakref yield";

const TYPES: &str = "bool int float String Vector2 Rect2 Transform2D Vector3 AABB Plane Quat Basis Transform Color RID Object \
    NodePath Dictionary Array PoolByteArray PoolIntArray PoolRealArray PoolStringArray PoolVector2Array \
    PoolVector3Array PoolColorArray null";

/// A place for a value in a string.
const FORMAT: &str =
    r"%(?:\(\w+\))?[-#0 +]*(?:[0-9]+|\*)?(?:\.(?:[0-9]+|\*))?[hlL]?[E-GXc-giorsux%]";

pub(in crate::highlight) fn grammar() -> Grammar {
    let grammar = Grammar::new()
        .state("root", root())
        .state(
            "words",
            [
                rule(format!(r"{}\b", any_of(KEYWORDS)), Keyword),
                rule(r"(?:do|switch|case)\b", KeywordReserved),
                rule(format!(r"{}\b", any_of(BUILTINS)), NameBuiltin),
                rule(r"(?:self|false|true|PI|TAU|NAN|INF)\b", NameBuiltinPseudo),
                rule(format!(r"{}\b", any_of(TYPES)), KeywordType),
            ],
        )
        .state("funcname", [rule(r"[a-zA-Z_]\w*", NameFunction).pop()])
        .state("classname", [rule(r"[a-zA-Z_]\w*", NameClass).pop()]);
    strings(grammar)
}

fn root() -> [Rule; 19] {
    [
        rule(r"\n", Text),
        rule(r"[^\S\n]+", Text),
        rule("#.*", CommentSingle),
        rule(r"[\[\]{}:(),;]", Punctuation),
        rule(r"\\\n", Text),
        rule(r"(?:in|and|or|not)\b", OperatorWord),
        rule(
            r"!=|==|<<|>>|&&|\+=|-=|\*=|/=|%=|&=|\|=|\|\||[-~+/*%=<>&^.!|$]",
            Operator,
        ),
        groups(r"(func)((?:\s|\\)+)", [Keyword, Text]).push("funcname"),
        groups(r"(class)((?:\s|\\)+)", [Keyword, Text]).push("classname"),
        include("words"),
        rule("\"\"\"", StrDouble).push("tdqs"),
        rule("'''", StrDouble).push("tsqs"),
        rule("\"", StrDouble).push("dqs"),
        rule("'", StrDouble).push("sqs"),
        rule(r"[a-zA-Z_]\w*", Name),
        rule(r"(?:\d+\.\d*|\d*\.\d+)(?:[eE][+-]?[0-9]+)?j?", NumFloat),
        rule(r"\d+[eE][+-]?[0-9]+j?", NumFloat),
        rule("0[xX][a-fA-F0-9]+", NumHex),
        rule(r"\d+j?", NumInteger),
    ]
}

fn strings(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "escape",
            [rule(
                r#"\\(?:[\\abfnrtv"']|\n|N\{.*?\}|u[a-fA-F0-9]{4}|U[a-fA-F0-9]{8}|x[a-fA-F0-9]{2}|[0-7]{1,3})"#,
                StrEscape,
            )],
        )
        .state(
            "in_single",
            [
                rule(FORMAT, StrInterpol),
                rule(r"[^\\'%\n]+", StrSingle),
                rule(r#"["\\%]"#, StrSingle),
            ],
        )
        .state(
            "in_double",
            [
                rule(FORMAT, StrInterpol),
                rule(r#"[^\\"%\n]+"#, StrDouble),
                rule(r"['\\%]", StrDouble),
            ],
        )
        .state(
            "dqs",
            [
                include("escape"),
                rule("\"", StrDouble).pop(),
                include("in_double"),
            ],
        )
        .state(
            "sqs",
            [
                include("escape"),
                rule("'", StrSingle).pop(),
                include("in_single"),
            ],
        )
        .state(
            "tdqs",
            [
                include("escape"),
                rule("\"\"\"", StrDouble).pop(),
                include("in_double"),
                rule(r"\n", StrDouble),
            ],
        )
        .state(
            "tsqs",
            [
                include("escape"),
                rule("'''", StrSingle).pop(),
                include("in_single"),
                rule(r"\n", StrSingle),
            ],
        )
}
