//! Lua 5.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token;
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

pub(super) const BUILTINS: &str = "
    _g _version assert collectgarbage dofile error getmetatable ipairs load loadfile next pairs
    pcall print rawequal rawget rawlen rawset select setmetatable tonumber tostring type xpcall
    file:close file:flush file:lines file:read file:seek file:setvbuf file:write lua_cpath
    lua_cpath_5_3 lua_init lua_init_5_3 lua_path lua_path_5_3 luaopen_base luaopen_coroutine
    luaopen_debug luaopen_io luaopen_math luaopen_os luaopen_package luaopen_string luaopen_table
    luaopen_utf8 lua_errerr lua_errfile lua_errgcmm lua_errmem lua_errrun lua_errsyntax
    lua_hookcall lua_hookcount lua_hookline lua_hookret lua_hooktailcall lua_maskcall
    lua_maskcount lua_maskline lua_maskret lua_maxinteger lua_mininteger lua_minstack lua_multret
    lua_noref lua_ok lua_opadd lua_opband lua_opbnot lua_opbor lua_opbxor lua_opdiv lua_opeq
    lua_opidiv lua_ople lua_oplt lua_opmod lua_opmul lua_oppow lua_opshl lua_opshr lua_opsub
    lua_opunm lua_refnil lua_registryindex lua_ridx_globals lua_ridx_mainthread lua_tboolean
    lua_tfunction lua_tlightuserdata lua_tnil lua_tnone lua_tnumber lua_tstring lua_ttable
    lua_tthread lua_tuserdata lua_use_apicheck lua_yield lual_buffersize require package.config
    package.cpath package.loaded package.loadlib package.path package.preload package.searchers
    package.searchpath coroutine.create coroutine.isyieldable coroutine.resume coroutine.running
    coroutine.status coroutine.wrap coroutine.yield debug.debug debug.gethook debug.getinfo
    debug.getlocal debug.getmetatable debug.getregistry debug.getupvalue debug.getuservalue
    debug.sethook debug.setlocal debug.setmetatable debug.setupvalue debug.setuservalue
    debug.traceback debug.upvalueid debug.upvaluejoin io.close io.flush io.input io.lines io.open
    io.output io.popen io.read io.stderr io.stdin io.stdout io.tmpfile io.type io.write math.abs
    math.acos math.asin math.atan math.ceil math.cos math.deg math.exp math.floor math.fmod
    math.huge math.log math.max math.maxinteger math.min math.mininteger math.modf math.pi
    math.rad math.random math.randomseed math.sin math.sqrt math.tan math.tointeger math.type
    math.ult os.clock os.date os.difftime os.execute os.exit os.getenv os.remove os.rename
    os.setlocale os.time os.tmpname string.byte string.char string.dump string.find string.format
    string.gmatch string.gsub string.len string.lower string.match string.pack string.packsize
    string.rep string.reverse string.sub string.unpack string.upper table.concat table.insert
    table.move table.pack table.remove table.sort table.unpack utf8.char utf8.charpattern
    utf8.codepoint utf8.codes utf8.len utf8.offset";

static WORDS: LazyLock<Words> = LazyLock::new(|| table(Name, [(BUILTINS, NameBuiltin)]));

pub(in crate::highlight) fn grammar() -> Grammar {
    let grammar = Grammar::new()
        .state("root", [rule("#!.*", CommentPreproc), at("").push("chunk")])
        .state("chunk", chunk())
        .state(
            "function_name",
            [
                rule(r"\s+", Text),
                groups(
                    "(?:([A-Za-z_][A-Za-z0-9_]*)(\\.))?([A-Za-z_][A-Za-z0-9_]*)",
                    [NameClass, Punctuation, NameFunction],
                )
                .pop(),
                rule(r"\(", Punctuation).pop(),
            ],
        )
        .state("single", string('\'', StrSingle))
        .state("double", string('"', StrDouble));
    patterns(grammar)
}

fn chunk() -> Vec<Rule> {
    vec![
        scan(long_comment, CommentMultiline),
        rule("--.*", CommentSingle),
        // For Rouge a quote belongs to a number with a fraction.
        rule(r"(?:\d*\.\d+|\d+\.\d*)(?:[eE][+-]?\d+)?'", NumFloat),
        rule(r"\d+[eE][+-]?\d+", NumFloat),
        rule("0[xX][0-9a-fA-F]*", NumHex),
        rule(r"\d+", NumInteger),
        rule(r"\s", Text),
        scan(long_string, Str),
        rule(r"==|~=|<=|>=|\.\.\.|\.\.|[=+\-*/%^<>#]", Operator),
        rule(r"[\[\]{}().,:;]", Punctuation),
        rule(r"(?:and|or|not)\b", OperatorWord),
        rule(
            r"(?:break|do|else|elseif|end|for|if|in|repeat|return|then|until|while)\b",
            Keyword,
        ),
        rule(r"local\b", KeywordDeclaration),
        rule(r"(?:true|false|nil)\b", KeywordConstant),
        rule(r"function\b", Keyword).push("function_name"),
        call(r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)?", name),
        rule("'", StrSingle).push("single"),
        rule("\"", StrDouble).push("double"),
    ]
}

/// A text in long brackets, `[==[…]==]`, behind what it begins with.
fn long_brackets(cx: &mut Context<'_, '_>, before: &str) -> Option<usize> {
    let rest = cx.rest();
    let after = rest.strip_prefix(before)?.strip_prefix('[')?;
    let inside = after.trim_start_matches('=').strip_prefix('[')?;
    let level = &after[..after.len() - inside.len() - 1];
    let end = format!("]{level}]");
    let text = cx.after_up_to(rest.len() - inside.len(), &end)?;
    Some(text.len() + end.len())
}

fn long_comment(cx: &mut Context<'_, '_>) -> Option<usize> {
    long_brackets(cx, "--")
}

pub(super) fn long_string(cx: &mut Context<'_, '_>) -> Option<usize> {
    long_brackets(cx, "")
}

fn name(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let name = m.whole();
    if name == "gsub" {
        cx.token(NameBuiltin, name);
        return cx.push("gsub");
    }
    name_or_field(cx, name);
}

/// A name that Lua brings along, a field of a table, or another name.
pub(super) fn name_or_field(cx: &mut Context<'_, '_>, name: &str) {
    match (WORDS.find(name), name.split_once('.')) {
        (Some(token), _) => cx.token(token, name),
        (None, Some((table, field))) => {
            cx.token(Name, table);
            cx.token(Punctuation, ".");
            cx.token(Name, field);
        }
        (None, None) => cx.token(Name, name),
    }
}

fn string(quote: char, token: Token) -> [Rule; 3] {
    [
        rule(r#"\\(?:[abfnrtv\\"']|\d{1,3})"#, StrEscape),
        rule(quote.to_string(), token).pop(),
        rule(format!(r"[^{quote}\\]+"), token),
    ]
}

/// The patterns that `gsub` is called with.
fn patterns(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "gsub",
            [
                rule(r"\)", Punctuation).pop(),
                rule("[(,]", Punctuation),
                rule(r"\s+", Text),
                rule("'", StrRegex).push("single_pattern"),
                rule("\"", StrRegex).push("double_pattern"),
            ],
        )
        .state(
            "single_pattern",
            [
                rule("'", StrRegex).goto("pattern_end"),
                include("double_pattern"),
            ],
        )
        .state(
            "double_pattern",
            [
                rule("\"", StrRegex).goto("pattern_end"),
                rule(r"\[\^?", StrEscape).push("pattern_class"),
                rule(r"\\.|\(\?[:=<!]|\{[\d,]+\}|[()?]", StrEscape),
                rule(".", StrRegex),
            ],
        )
        .state("pattern_end", [rule(r"\$+", StrRegex).pop(), at("").pop()])
        .state(
            "pattern_class",
            [
                rule("/", StrEscape),
                rule(r"\]", StrEscape).pop(),
                groups(r"(\\)(.)", [StrEscape, StrRegex]),
                rule(".", StrRegex),
            ],
        )
}
