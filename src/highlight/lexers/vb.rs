//! Visual Basic.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "
    AddHandler Alias ByRef ByVal CBool CByte CChar CDate CDbl CDec CInt CLng CObj CSByte CShort
    CSng CStr CType CUInt CULng CUShort Call Case Catch Class Const Continue Declare Default
    Delegate Dim DirectCast Do Each Else ElseIf End EndIf Enum Erase Error Event Exit False
    Finally For Friend Function Get Global GoSub GoTo Handles If Implements Imports Inherits
    Interface Let Lib Loop Me Module MustInherit MustOverride MyBase MyClass Namespace Narrowing
    New Next Not NotInheritable NotOverridable Nothing Of On Operator Option Optional Overloads
    Overridable Overrides ParamArray Partial Private Property Protected Public RaiseEvent ReDim
    ReadOnly RemoveHandler Resume Return Select Set Shadows Shared Single Static Step Stop
    Structure Sub SyncLock Then Throw To True Try TryCast Using Wend When While Widening With
    WithEvents WriteOnly";

const TYPES: &str = "
    Boolean Byte Char Date Decimal Double Integer Long Object SByte Short Single String Variant
    UInteger ULong UShort";

const OPERATORS: &str =
    "AddressOf And AndAlso As GetType In Is IsNot Like Mod Or OrElse TypeOf Xor";

const ID: &str = "[a-zA-Z_][a-zA-Z0-9_]*";

pub(in crate::highlight) fn grammar() -> Grammar {
    let named = |token| [include("space"), rule(ID, token).pop()];
    Grammar::new()
        .state("root", root())
        .state(
            "space",
            [
                rule(r"\s+", Text),
                rule(r"(?i)rem\b.*", CommentSingle),
                rule(r"(?s)%\{.*?%\}", CommentMultiline),
                rule("'.*", CommentSingle),
            ],
        )
        .state("after_dot", named(Name))
        .state("function_name", named(NameFunction))
        .state("class_name", named(NameClass))
        .state(
            "namespace",
            [
                include("space"),
                rule(format!(r"{ID}(?:\.{ID})*"), NameNamespace).pop(),
            ],
        )
        .state(
            "declared_name",
            [include("space"), rule(ID, NameVariable).pop(), at("").pop()],
        )
        .state(
            "after_end",
            [
                include("space"),
                rule(
                    r"(?:Function|Sub|Property|Class|Structure|Enum|Module|Namespace)\b",
                    Keyword,
                )
                .pop(),
                at("").pop(),
            ],
        )
        .state(
            "string",
            [
                rule("\"\"", StrEscape),
                rule("\"C?", Str).pop(),
                rule("[^\"]+", Str),
            ],
        )
}

fn root() -> Vec<Rule> {
    let names = table(
        Name,
        [
            (KEYWORDS, Keyword),
            (TYPES, KeywordType),
            (OPERATORS, OperatorWord),
            ("Console ConsoleColor", NameBuiltin),
        ],
    );
    vec![
        include("space"),
        rule(r"#(?:If|ElseIf)\b.*?\bThen", CommentPreproc),
        rule(
            r"#(?:End\s+(?:If|ExternalSource|Region)|Const|(?:ExternalSource|Region).*?\n|ExternalChecksum)",
            CommentPreproc,
        ),
        rule(r"\.", Punctuation).push("after_dot"),
        rule("[(){}!#,:]", Punctuation),
        rule(
            r"Option\s+(?:Strict|Explicit|Compare)\s+(?:On|Off|Binary|Text)",
            KeywordDeclaration,
        ),
        rule(r"End\b", Keyword).push("after_end"),
        rule(r"(?:Dim|Const)\b", Keyword).push("declared_name"),
        rule(r"(?:Function|Sub|Property)\b", Keyword).push("function_name"),
        rule(r"(?:Class|Structure|Enum)\b", Keyword).push("class_name"),
        rule(r"(?:Module|Namespace|Imports)\b", Keyword).push("namespace"),
        words("[A-Z][a-zA-Z0-9_]*", &names),
        rule(
            r"&=|[*]=|/=|\\=|\^=|\+=|-=|<<=|>>=|<<|>>|:=|<=|>=|<>|[-&*/\\^+=<>.]",
            Operator,
        ),
        rule("\"", Str).push("string"),
        rule(format!("{ID}[%&@!#$]?"), Name),
        rule(r"(?i)(?:\d+\.\d*|\d*\.\d+)(?:f[+-]?\d+)?", NumFloat),
        rule(r"\d+(?:[SILDFR]|US|UI|UL)?", NumInteger),
    ]
}
