//! VCL, the configuration of Varnish.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "vcl set unset include import if else elseif elif elsif director probe backend acl declare local \
    BOOL FLOAT INTEGER IP RTIME STRING TIME";

const FUNCTIONS: &str = "ban call hash_data new regsub regsuball return rollback std.cache_req_body std.collect \
    std.duration std.fileread std.healthy std.integer std.ip std.log std.port std.querysort std.random std.real \
    std.real2time std.rollback std.set_ip_tos std.strstr std.syslog std.time std.time2integer std.time2real \
    std.timestamp std.tolower std.toupper synth synthetic";

const VARIABLES: &str = "bereq bereq.backend bereq.between_bytes_timeout bereq.connect_timeout bereq.first_byte_timeout \
    bereq.method bereq.proto bereq.retries bereq.uncacheable bereq.url bereq.xid beresp beresp.age beresp.backend \
    beresp.backend.ip beresp.backend.name beresp.do_esi beresp.do_gunzip beresp.do_gzip beresp.do_stream beresp.grace \
    beresp.keep beresp.proto beresp.reason beresp.status beresp.storage_hint beresp.ttl beresp.uncacheable \
    beresp.was_304 client.identity client.ip local.ip now obj.age obj.grace obj.hits obj.keep obj.proto obj.reason \
    obj.status obj.ttl obj.uncacheable remote.ip req req.backend_hint req.can_gzip req.esi req.esi_level \
    req.hash_always_miss req.hash_ignore_busy req.method req.proto req.restarts req.ttl req.url req.xid resp resp.proto \
    resp.reason resp.status server.hostname server.identity server.ip";

const NUMBER: &str =
    r"(?i:0x[0-9a-f]+(?:\.[0-9a-f]+)?(?:p[+-]?[0-9a-f]+)?|[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?)";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("root", root())
        .state(
            "string",
            [
                rule("\"", StrDouble).pop(),
                rule(r#"\\[\\"nt]"#, StrEscape),
                rule(r"\r\n?|\n", StrDouble),
                rule(".", StrDouble),
            ],
        )
        .state(
            "inline_c",
            [
                rule(r"\}C", CommentPreproc).pop(),
                scan_call(
                    |cx| cx.up_to("}C").map(str::len),
                    |cx, m| cx.fresh("c", m.whole()),
                ),
            ],
        )
}

/// A string between its name and the name again, `{name"…"name}`.
fn long_string(cx: &mut Context<'_, '_>) -> Option<usize> {
    let named = cx.rest().strip_prefix('{')?;
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let name = &named[..named.find(|c| !is_word(c))?];
    if name.is_empty() || !named[name.len()..].starts_with('"') {
        return None;
    }
    let end = format!("\"{name}}}");
    let text = cx.after_up_to(1 + name.len() + 1, &end)?;
    Some(text.len() + end.len())
}

fn root() -> [Rule; 17] {
    let names = table(
        Text,
        [
            (KEYWORDS, Keyword),
            (FUNCTIONS, NameFunction),
            (VARIABLES, NameVariable),
        ],
    );
    [
        rule(r#"(?s)\{".*?"\}"#, StrSingle),
        scan(long_string, StrSingle),
        rule(r"(?s)/\*.*?\*/", CommentMultiline),
        rule("(?://|#).*", CommentSingle),
        rule("true|false", KeywordConstant),
        rule(
            r"(?:beresp|bereq|resp|req|obj)\.http\.[\w.-]+",
            NameVariable,
        ),
        rule(r"var\.[\w.-]+", NameVariable),
        groups(
            r"(sub)([ \f\n\r\t\v]+)([\w-]+)",
            [Keyword, Text, NameFunction],
        ),
        rule(r"C\{", CommentPreproc).push("inline_c"),
        words(r"(?i)\.?[a-z_][\w.-]*", &names),
        rule(format!("{NUMBER}(?:ms|s|m|h|d|w|y)"), NumOther),
        call(NUMBER, number),
        rule("\"", StrDouble).push("string"),
        rule("[&|+-]{2}|[<=>!*/+-]=|<<|>>|!~|[-+*/%><=!&|~]", Operator),
        rule("[{}();.,]", Punctuation),
        rule(r"\r\n?|\n", Text),
        rule(".", Text),
    ]
}

fn number(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let text = m.whole();
    let is_whole = match text.strip_prefix("0x") {
        Some(hex) => hex.bytes().all(|b| b.is_ascii_hexdigit()),
        None => text.bytes().all(|b| b.is_ascii_digit()),
    };
    cx.token(if is_whole { NumInteger } else { NumFloat }, text);
}
