//! BBC BASIC, with the assembler in it.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const FUNCTIONS: &str = r"ABS ACS ADVAL ASC ASN ATN BEATS BEAT BGET# CHR\$ COS COUNT DEG DIM EOF# ERL ERR EVAL EXP EXT# FN
    GET\$# GET\$ GET HIMEM INKEY\$ INKEY INSTR INT LEFT\$ LEN LN LOG LOMEM MID\$ OPENIN OPENOUT OPENUP PAGE POINT POS PTR#
    RAD REPORT\$ RIGHT\$ RND SGN SIN SQR STR\$ STRING\$ SUM SUMLEN TAN TEMPO TIME\$ TIME TOP USR VAL VPOS";

const STATEMENTS: &str = "BEATS BPUT# CALL CASE CHAIN CLEAR CLG CLOSE# CLS COLOR COLOUR DATA ELSE ENDCASE ENDIF ENDPROC \
    ENDWHILE END ENVELOPE FOR GCOL GOSUB GOTO IF INSTALL LET LIBRARY MODE NEXT OFF OF ON ORIGIN OSCI OTHERWISE OVERLAY \
    PLOT PRINT# PRINT PROC QUIT READ REPEAT REPORT RETURN SOUND STEP STEREO STOP SWAP SYS THEN TINT TO VDU VOICES VOICE \
    UNTIL WAIT WHEN WHILE WIDTH";

/// Statements of several words.
const LONG_STATEMENTS: &str = "CIRCLE(?: *FILL)?|DEF *(?:FN|PROC)|DRAW(?: *BY)?|ELLIPSE(?: *FILL)?|ERROR(?: *EXT)?|\
    FILL(?: *BY)?|INPUT(?:#| *LINE)?|LINE(?: *INPUT)?|LOCAL(?: *DATA| *ERROR)?|\
    MOUSE(?: *COLOUR| *OFF| *ON| *RECTANGLE| *STEP| *TO)?|MOVE(?: *BY)?|RECTANGE(?: *FILL)?|\
    RESTORE(?: *DATA| *ERROR)?|TRACE(?: *CLOSE| *ENDPROC| *OFF| *STEP(?: *FN| *ON| *PROC)?| *TO)?";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("root", root())
        .state(
            "expression",
            [
                rule(any_of(FUNCTIONS), NameBuiltin),
                rule(
                    "<<|<=|<>|<|>=|>>>|>>|>|[-!$()*+/=?^|]|AND|DIV|EOR|MOD|NOT|OR",
                    Operator,
                ),
                rule("FALSE|TRUE", NameConstant),
                rule("\"[^\"]*\"", Str),
                rule(r"(?i)[a-z_`][\w`]*[$%]?", NameVariable),
                rule("@%", NameVariable),
                rule(r"[\d.]+", Num),
                rule("%[01]+", NumBin),
                rule(r"&\h+", NumHex),
            ],
        )
        .state(
            "assembly1",
            [
                rule(" +", Text),
                rule(r"\]", Keyword).pop(),
                rule(r"[:\n]", Punctuation),
                rule(r"(?i)\.[a-z_`][\w`]*%? *", NameLabel),
                rule(r"(?:REM|;)[^:\n]*", Comment),
                rule(r"[^ :\n]+", Keyword).push("assembly2"),
            ],
        )
        .state(
            "assembly2",
            [
                rule(" +", Text),
                rule(r"[:\n]", Punctuation).pop(),
                rule(r"(?:REM|;)[^:\n]*", Comment).pop(),
                include("expression"),
                rule(r"[!#,@\[\]^{}]", Punctuation),
            ],
        )
}

fn root() -> [Rule; 14] {
    [
        // Commands of the operating system.
        groups(r"(:+)( *)(\*)(.*)", [Punctuation, Text, Keyword, Text]),
        groups(r"(\n+ *)(\*)(.*)", [Text, Keyword, Text]),
        groups(
            r"(ELSE|OTHERWISE|REPEAT|THEN)( *)(\*)(.*)",
            [Keyword, Text, Keyword, Text],
        ),
        rule(r"[ \n]+", Text),
        rule(":+", Punctuation),
        rule(r"\[", Keyword).push("assembly1"),
        rule("REM *>.*", CommentSpecial),
        rule("REM.*", Comment),
        rule(any_of(STATEMENTS), Keyword),
        rule(LONG_STATEMENTS, Keyword),
        rule(r"DIM(?!\()", Keyword),
        rule(r"POINT(?: *BY)?(?!\()", Keyword),
        include("expression"),
        rule("[,;'~]|SPC|TAB", Punctuation),
    ]
}
