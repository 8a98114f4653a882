//! Perl 5.

use crate::highlight::grammar::*;
use crate::highlight::machine::Context;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "case|continue|do|else|elsif|for|foreach|if|last|my|next|our|redo|reset|then|unless|until|\
    while|use|print|new|BEGIN|CHECK|INIT|END|return";

const BUILTINS: &str = "abs|accept|alarm|atan2|bind|binmode|bless|caller|chdir|chmod|chomp|chop|chown|chr|chroot|close|\
    closedir|connect|continue|cos|crypt|dbmclose|dbmopen|defined|delete|die|dump|each|endgrent|endhostent|endnetent|\
    endprotoent|endpwent|endservent|eof|eval|exec|exists|exit|exp|fcntl|fileno|flock|fork|format|formline|getc|\
    getgrent|getgrgid|getgrnam|gethostbyaddr|gethostbyname|gethostent|getlogin|getnetbyaddr|getnetbyname|getnetent|\
    getpeername|getpgrp|getppid|getpriority|getprotobyname|getprotobynumber|getprotoent|getpwent|getpwnam|getpwuid|\
    getservbyname|getservbyport|getservent|getsockname|getsockopt|glob|gmtime|goto|grep|hex|import|index|int|ioctl|\
    join|keys|kill|last|lc|lcfirst|length|link|listen|local|localtime|log|lstat|map|mkdir|msgctl|msgget|msgrcv|msgsnd|\
    my|next|no|oct|open|opendir|ord|our|pack|package|pipe|pop|pos|printf|prototype|push|quotemeta|rand|read|readdir|\
    readline|readlink|readpipe|recv|redo|ref|rename|require|reverse|rewinddir|rindex|rmdir|scalar|seek|seekdir|select|\
    semctl|semget|semop|send|setgrent|sethostent|setnetent|setpgrp|setpriority|setprotoent|setpwent|setservent|\
    setsockopt|shift|shmctl|shmget|shmread|shmwrite|shutdown|sin|sleep|socket|socketpair|sort|splice|split|sprintf|\
    sqrt|srand|stat|study|substr|symlink|syscall|sysopen|sysread|sysseek|system|syswrite|tell|telldir|tie|tied|time|\
    times|tr|truncate|uc|ucfirst|umask|undef|unlink|unpack|unshift|untie|utime|values|vec|wait|waitpid|wantarray|warn|\
    write";

pub(in crate::highlight) fn grammar() -> Grammar {
    let grammar = Grammar::new()
        .state("root", root())
        .state("second_pattern", second_patterns())
        .state(
            "format",
            [rule(r"\.\n", StrInterpol).pop(), rule(r".*\n", StrInterpol)],
        )
        .state(
            "fat_comma",
            [
                rule("#.*", CommentSingle),
                rule(r"\w+", Str),
                rule(r"\s+", Text),
                rule("=>", Operator).pop(),
            ],
        )
        .state(
            "any_name",
            [
                rule(r"\w+::", NameNamespace),
                rule(r"[\w:]+", NameVariable).pop(),
            ],
        )
        .state("name", [include("any_name"), at(r"(?=\W)").pop()])
        .state(
            "variable",
            [
                rule(r"\s+", Text),
                rule(r"[{\[),;]", Punctuation).pop(),
                include("any_name"),
            ],
        )
        .state("package_name", [rule(r"[a-zA-Z_]\w*", NameNamespace).pop()])
        .state(
            "function_name",
            [
                rule(r"[a-zA-Z_]\w*[!?]?", NameFunction),
                rule(r"\s+", Text),
                groups(r"(\([$@%]*\))(\s*)", [Punctuation, Text]),
                rule(r".*?\{", Punctuation).pop(),
                rule(";", Punctuation).pop(),
            ],
        )
        .state("end_part", [rule("(?s).+", CommentPreproc).pop()]);
    strings(grammar)
}

fn root() -> Vec<Rule> {
    // What stands between delimiters, where a backslash may escape one, or itself.
    let part = r"(?:\\\\|\\\1|[^\x01])*?\1";
    let pattern = |begin: &str, parts: &str, flags: &str| {
        rule(format!("(?s){begin}{parts}[{flags}]*"), StrRegex)
    };
    let two = part.repeat(2);
    vec![
        rule("#.*", CommentSingle),
        rule(r"(?s)=[a-zA-Z0-9]+\s+.*?\n=cut", CommentMultiline).line_start(),
        rule(format!(r"(?:{KEYWORDS})\b"), Keyword),
        groups(
            r"(format)(\s+)([a-zA-Z0-9_]+)(\s*)(=)(\s*\n)",
            [Keyword, Text, Name, Text, Punctuation, Text],
        )
        .push("format"),
        rule(r"(?:eq|lt|gt|le|ge|ne|not|and|or|cmp)\b", OperatorWord),
        rule(
            r"(?:s|tr|y)(?:\{(?:\\\\|\\\}|[^}])*\}|<(?:\\\\|\\>|[^>])*>|\[(?:\\\\|\\\]|[^\]])*\]|\((?:\\\\|\\\)|[^)])*\))\s*",
            StrRegex,
        )
        .push("second_pattern"),
        pattern(r"(?:s|tr|y)\s*([^\w\s])", &two, "msixpodualngcr"),
        pattern(r"(?:s|tr|y)\s+(\w)", &two, "msixpodualngcr"),
        rule(r"m?/(?:\\\\|\\/|[^/\n])*/[msixpodualngc]*", StrRegex),
        rule(r"m(?=[/!\\{<\[(@%$])", StrRegex).push("second_pattern"),
        pattern(r"m\s*([^\w\s])", part, "msixpodualngc"),
        pattern(r"m\s+(\w)", part, "msixpodualngc"),
        rule(r"\s+", Text),
        at(r"(?=[a-zA-Z_]\w*(?:\s*#.*\n)*\s*=>)").push("fat_comma"),
        rule(format!(r"(?:{BUILTINS})\b"), NameBuiltin),
        rule(r"(?:__DIE__|__WARN__|DATA|STDIN|STDOUT|STDERR)\b", NameBuiltinPseudo),
        scan(here_document, Str),
        rule(r"(?:__END__|__DATA__)\b", CommentPreproc).push("end_part"),
        rule(r"\$\^[ADEFHILMOPSTWX]", NameVariableGlobal),
        rule(r#"\$[\\"'\[\]&`+*.,;=%\~?@$!<>(^|/_-](?!\w)"#, NameVariableGlobal),
        rule(r"[$@%&*][$@%&*#_]*(?=[a-zA-Z{\[;])", NameVariable).push("variable"),
        rule(r"[-+/*%=<>&^|!\\~]=?", Operator),
        rule("0_?[0-7]+(?:_[0-7]+)*", NumOct),
        rule("0x[0-9A-Fa-f]+(?:_[0-9A-Fa-f]+)*", NumHex),
        rule("0b[01]+(?:_[01]+)*", NumBin),
        rule(r"(?:\d*(?:_\d*)*\.\d+(?:_\d*)*)(?:[eE][+-]?\d+)?", NumFloat),
        rule(r"\d+(?:_\d*)*[eE][+-]?\d+(?:_\d*)*", NumFloat),
        rule(r"\d+(?:_\d+)*", NumInteger),
        rule("'", Punctuation).push("single"),
        rule("\"", Punctuation).push("double"),
        rule("`", Punctuation).push("backticks"),
        rule(r"q[qwrx]?\{", StrOther).push("braces"),
        rule(r"q[qwrx]?\(", StrOther).push("parentheses"),
        rule(r"q[qwrx]?\[", StrOther).push("brackets"),
        rule("q[qwrx]?<", StrOther).push("angles"),
        scan(quoted, StrOther),
        rule(r"package\s+", Keyword).push("package_name"),
        rule(r"sub\s+", Keyword).push("function_name"),
        rule(r"\[\]|::|\.{1,3}", Operator),
        rule(r"[()\[\]:;,?{}]", Punctuation),
        at(r"(?=\w)").push("name"),
    ]
}

/// The pattern of a match, or the replacement of a substitution, with its flags.
fn second_patterns() -> [Rule; 1] {
    let delimiters = [
        ("/", "/"),
        ("!", "!"),
        (r"\\", r"\\"),
        (r"\{", r"\}"),
        ("<", ">"),
        (r"\[", r"\]"),
        (r"\(", r"\)"),
        ("@", "@"),
        ("%", "%"),
        (r"\$", r"\$"),
    ];
    let each =
        delimiters.map(|(open, close)| format!(r"{open}(?:\\[\\{close}]|[^{close}])*{close}"));
    [rule(format!("(?:{})[egimosx]*", each.join("|")), StrRegex).pop()]
}

/// A here-document, its end's line too.
fn here_document(cx: &mut Context<'_, '_>) -> Option<usize> {
    let rest = cx.rest();
    let after = rest.strip_prefix("<<")?;
    let quote = after.chars().next().filter(|c| ['"', '\''].contains(c));
    let after = &after[quote.map_or(0, char::len_utf8)..];
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let (word, mut body) = after.split_at(after.find(|c| !is_word(c))?);
    if word.is_empty() || word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if let Some(quote) = quote {
        body = body.strip_prefix(quote)?;
    }
    let body = body.strip_prefix(';').unwrap_or(body).strip_prefix('\n')?;
    let end = format!("\n{word}\n");
    let text = cx.after_up_to(rest.len() - body.len(), &end)?;
    Some(text.len() + end.len())
}

/// `q` and its kin with two of the same sign.
fn quoted(cx: &mut Context<'_, '_>) -> Option<usize> {
    let rest = cx.rest();
    let after = rest.strip_prefix('q')?;
    let after = after.strip_prefix(['q', 'w', 'r', 'x']).unwrap_or(after);
    let sign = after
        .chars()
        .next()
        .filter(|c| !(c.is_ascii_alphanumeric() || *c == '_'))?;
    let inside = &after[sign.len_utf8()..];
    let begin = rest.len() - inside.len();
    let text = cx.after_up_to(begin, &after[..sign.len_utf8()])?;
    Some(text.len() + sign.len_utf8())
}

fn strings(grammar: Grammar) -> Grammar {
    let nested = |open: &str, close: &str| {
        [
            rule(format!(r"\\[{open}{close}\\]|\\"), StrOther),
            rule(open.to_string(), StrOther).push_same(),
            rule(close.to_string(), StrOther).pop(),
            rule(format!(r"[^{open}{close}\\]+"), StrOther),
        ]
    };
    grammar
        .state(
            "interpolation",
            [
                rule(r"[$@]\{", StrInterpol).push("interpolated"),
                rule(r"[$@][a-zA-Z_]\w*", StrInterpol),
            ],
        )
        .state(
            "interpolated",
            [
                rule(r"\}", StrInterpol).pop(),
                rule(r"\s+", Text),
                rule(r"[a-zA-Z_]\w*", StrInterpol),
            ],
        )
        .state(
            "single",
            [
                rule(r"\\[\\']", StrEscape),
                rule(r"[^\\']+", StrSingle),
                rule("'", Punctuation).pop(),
                rule(r"\\", StrSingle),
            ],
        )
        .state(
            "double",
            [
                include("interpolation"),
                rule(
                    r#"\\(?:[\\tnrabefluLUE"$@]|0\d{2}|o\{\d+\}|x\h{2}|x\{\h+\}|c.|N\{[^}]+\})"#,
                    StrEscape,
                ),
                rule(r#"[^\\"$@]+|[$@]"#, StrDouble),
                rule("\"", Punctuation).pop(),
                rule(r"\\", StrEscape),
            ],
        )
        .state(
            "backticks",
            [
                include("interpolation"),
                rule(r"\\[\\tnr`]", StrEscape),
                rule(r"[^\\`$@]+|[$@]", StrBacktick),
                rule("`", Punctuation).pop(),
            ],
        )
        .state("braces", nested(r"\{", r"\}"))
        .state("parentheses", nested(r"\(", r"\)"))
        .state("brackets", nested(r"\[", r"\]"))
        .state("angles", nested("<", ">"))
}
