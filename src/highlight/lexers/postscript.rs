//! PostScript.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const OPERATORS: &str = "abs add aload arc arcn array atan begin bind ceiling charpath clip closepath concat concatmatrix \
    copy cos currentlinewidth currentmatrix currentpoint curveto cvi cvs def defaultmatrix dict dictstackoverflow div \
    dtransform dup end exch exec exit exp fill findfont floor get getinterval grestore gsave identmatrix idiv \
    idtransform index invertmatrix itransform length lineto ln load log loop matrix mod moveto mul neg newpath \
    pathforall pathbbox pop print pstack put quit rand rangecheck rcurveto repeat restore rlineto rmoveto roll rotate \
    round run save scale scalefont setdash setfont setgray setlinecap setlinejoin setlinewidth setmatrix setrgbcolor \
    shfill show showpage sin sqrt stack stringwidth stroke strokepath sub syntaxerror transform translate truncate \
    typecheck undefined undefinedfilename undefinedresult";

const NAME: &str = r"[^()<>\[\]{}/%\s]+";

/// What has to follow a name.
const END: &str = r"(?=[()<>\[\]{}/%\s])";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("root", root())
        .state(
            "stringliteral",
            [
                rule(r"[^()\\]+", Str),
                rule(r"\\", StrEscape).push("escape"),
                rule(r"\(", Str).push("stringliteral"),
                rule(r"\)", Str).pop(),
            ],
        )
        .state(
            "escape",
            [rule(r"[0-8]{3}|n|r|t|b|f|\\|\(|\)", StrEscape).pop()],
        )
}

fn root() -> [Rule; 15] {
    let real = r"(?:[0-9]+\.?|[0-9]*\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][0-9]+)?";
    [
        rule("%!.+", CommentPreproc).line_start(),
        rule("%%.*", CommentSpecial),
        rule("%.*", CommentSingle),
        rule(r"\(", Str).push("stringliteral"),
        rule(format!("/{NAME}{END}"), NameVariable),
        rule(r"[{}<>\[\]]", Punctuation),
        rule(format!("{}{END}", any_of(OPERATORS)), NameBuiltin),
        rule(
            format!("(?:eq|ne|g[et]|l[et]|and|or|not|if(?:else)?|for(?:all)?){END}"),
            KeywordReserved,
        ),
        rule(format!("(?:false|true){END}"), KeywordConstant),
        rule(format!("<[0-9A-Fa-f]+>{END}"), NumHex),
        rule(format!("[0-9]+#[-+]?{real}{END}"), NumOct),
        rule(format!("[-+]?{real}{END}"), NumFloat),
        rule(format!("[-+]?[0-9]+{END}"), NumInteger),
        rule(format!("{NAME}{END}"), NameFunction),
        rule(r"\s+", Text),
    ]
}
