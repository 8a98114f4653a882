//! Zig.

use super::rust;
use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

const KEYWORDS: &str = "align linksection threadlocal struct enum union error break return anyframe fn c_longlong \
    c_ulonglong c_longdouble c_void comptime_float c_short c_ushort c_int c_uint c_long c_ulong continue asm defer \
    errdefer const var extern packed export pub if else switch and or orelse while for bool unreachable try catch \
    async suspend nosuspend await resume undefined usingnamespace test void noreturn type anyerror usize noalias \
    inline noinline comptime callconv volatile allowzero";

const BUILTINS: &str = "@addWithOverflow @as @atomicLoad @atomicStore @bitCast @breakpoint @alignCast @alignOf \
    @cDefine @cImport @cInclude @bitOffsetOf @atomicRmw @bytesToSlice @byteOffsetOf @OpaqueType @panic @ptrCast \
    @bitReverse @Vector @sin @cUndef @canImplicitCast @clz @cmpxchgWeak @cmpxchgStrong @compileError @compileLog @ctz \
    @popCount @divExact @divFloor @cos @divTrunc @embedFile @export @tagName @TagType @errorName @call \
    @errorReturnTrace @fence @fieldParentPtr @field @unionInit @errorToInt @intToEnum @enumToInt @setAlignStack \
    @frame @Frame @exp @exp2 @log @log2 @log10 @fabs @floor @ceil @trunc @round @floatCast @intToFloat @floatToInt \
    @boolToInt @errSetCast @intToError @frameAddress @import @newStackCall @asyncCall @intToPtr @intCast @frameSize \
    @memcpy @memset @mod @mulWithOverflow @splat @ptrToInt @rem @returnAddress @setCold @Type @shuffle \
    @setGlobalLinkage @setGlobalSection @shlExact @This @hasDecl @hasField @setRuntimeSafety @setEvalBranchQuota \
    @setFloatMode @shlWithOverflow @shrExact @sizeOf @bitSizeOf @sqrt @byteSwap @subWithOverflow @sliceToBytes \
    comptime_int @truncate @typeInfo @typeName @TypeOf";

static WORDS: LazyLock<Words> =
    LazyLock::new(|| table(Name, [(KEYWORDS, Keyword), (BUILTINS, NameBuiltin)]));

const NAME: &str = r"[a-zA-Z_]\w*";
const ESCAPE: &str = r#"\\(?:[nrt'"\\0]|x\h{2}|u\h{4}|U\h{8})"#;

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                rule(r"\n", Text).push("line_start"),
                include("space"),
                rule(r"[iu][0-9]+\b|f(?:16|32|64|128)\b|[iu]size\b", KeywordType),
                include("literals"),
                rule(format!("'{NAME}"), NameVariable),
                call(format!(r"(\.?)(\s*)(@?{NAME})(\s*)(\(?)"), name),
                rule(r"[()\[\]{}|,:;]", Punctuation),
                rule(r"[*/!@~&+%^<>=?-]|\.{1,3}", Operator),
            ],
        )
        .state(
            "line_start",
            [
                include("space"),
                rule(r"#\s[^\n]*", CommentSpecial),
                at("").pop(),
            ],
        )
        .state("space", [rule(r"\s+", Text), rule("//.*", Comment)])
        .state("literals", literals())
        .state(
            "string",
            [
                rule("\"", Str).pop(),
                rule(ESCAPE, StrEscape),
                rule(r#"[^"\\]+"#, Str),
            ],
        )
}

fn literals() -> [Rule; 7] {
    [
        rule(r"(?:true|false|null)\b", KeywordConstant),
        rule(format!(r"'(?:{ESCAPE}|[^\\])'"), StrChar),
        rule("\"", Str).push("string"),
        scan(|cx| rust::hashed_string(cx, "r"), Str),
        rule(
            r"[0-9]+(?:\.[0-9_]+(?:e[-+]?[0-9_]+)?|(?:\.[0-9_]+)?e[-+]?[0-9_]+)",
            NumFloat,
        ),
        rule("0b[10_]+|0x[0-9a-fA-F_]+", NumInteger),
        rule("[0-9_]+", NumInteger),
    ]
}

/// A name, perhaps with the dot before it and the parenthesis behind.
fn name(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let name = m.group(3);
    let token = match (m.group(1), m.group(5)) {
        _ if WORDS.find(name).is_some() => WORDS.token(name),
        (".", "(") => NameFunction,
        (".", _) => NameProperty,
        _ => Name,
    };
    cx.token(Punctuation, m.group(1));
    cx.token(Text, m.group(2));
    cx.token(token, name);
    cx.token(Text, m.group(4));
    cx.token(Punctuation, m.group(5));
}
