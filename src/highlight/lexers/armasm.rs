//! The assembly language of ARM's own assembler.

use crate::highlight::grammar::*;
use crate::highlight::token::Token;
use crate::highlight::token::Token::*;

const PREPROCESSOR: &str =
    "define elif else endif error if ifdef ifndef include line pragma undef warning";

const DIRECTIVES: &str = r"ALIAS ALIGN AOF AOUT AREA ARM ASSERT ATTR CN CODE16 CODE32 COMMON CP DATA DCB DCD DCDO DCDU DCFD
    DCFDU DCFH DCFHU DCFS DCFSU DCI DCI.N DCI.W DCQ DCQU DCW DCWU DN ELIF ELSE END ENDFUNC ENDIF ENDP ENTRY EQU EXPORT
    EXPORTAS EXTERN FIELD FILL FN FRAME FUNCTION GBLA GBLL GBLS GLOBAL IF IMPORT INFO KEEP LCLA LCLL LCLS LEADR LEAF
    LTORG MACRO MAP MEND MEXIT NOFP OPT ORG PRESERVE8 PROC QN RELOC REQUIRE REQUIRE8 RLIST RN ROUT SETA SETL SETS SN
    SPACE STRONG SUBT THUMB THUMBX TTL WEND WHILE \[ \] [|!#*=%&^]";

const SHIFTS_AND_CONDITIONS: &str = "ASR LSL LSR ROR RRX AL CC CS EQ GE GT HI HS LE LO LS LT MI NE PL VC VS asr lsl \
    lsr ror rrx al cc cs eq ge gt hi hs le lo ls lt mi ne pl vc vs";

const BUILTINS: &str = "ARCHITECTURE AREANAME ARMASM_VERSION CODESIZE COMMANDLINE CONFIG CPU ENDIAN FALSE FPIC FPU \
    INPUTFILE INTER LINENUM LINENUMUP LINENUMUPPER OBJASM_VERSION OPT PC PCSTOREOFFSET REENTRANT ROPI RWPI TRUE VAR";

const OPERATORS: &str = "AND BASE CC CC_ENCODING CHR DEF EOR FATTR FEXEC FLOAD FSIZE INDEX LAND LEFT LEN LEOR LNOT LOR \
    LOWERCASE MOD NOT OR RCONST REVERSE_CC RIGHT ROL ROR SHL SHR STR TARGET_ARCH_[0-9A-Z_]+ TARGET_FEATURE_[0-9A-Z_]+ \
    TARGET_FPU_[A-Z_] TARGET_PROFILE_[ARM] UAL UPPERCASE";

/// A variable or the argument of a macro.
const VARIABLE: &str = r"(?i)\$[a-z]\w*\.?";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                rule(r"\n", Text),
                groups(
                    format!(
                        r"([ \t]*)(#[ \t]*(?:{}(?:[ \t].*)?)?)(\n)",
                        any_of(PREPROCESSOR)
                    ),
                    [Text, CommentPreproc, Text],
                )
                .line_start(),
                rule(r"[ \t]+", Text).push("command"),
                rule(";.*", Comment),
                rule(r"(?i)\$[a-z_]\w*\.?", NameNamespace),
                rule(r"\w+|\|[^|\n]+\|", NameLabel),
            ],
        )
        .state(
            "command",
            [
                rule(r"\n", Text).pop(),
                rule(r"[ \t]+", Text).goto("args"),
                rule(";.*", Comment).pop(),
                rule(r"(?:BIN|GET|INCBIN|INCLUDE|LNK)\b", Keyword).goto("filespec"),
                rule(format!(r"{}(?=[; \t\n])", any_of(DIRECTIVES)), Keyword),
                // An instruction is all upper or all lower case.
                rule(
                    r"(?:[A-Z][\dA-Z]*|[a-z][\da-z]*)(?:\.[NWnw])?(?:\.[DFIPSUdfipsu]?(?:8|16|32|64)?){0,3}\b",
                    NameBuiltin,
                ),
                rule(r"(?i)[a-z_]\w*|\|[^|\n]+\|", NameFunction),
                rule(VARIABLE, NameNamespace),
            ],
        )
        .state("args", args())
        .state("singlequoted", quoted("'", StrChar))
        .state("doublequoted", quoted("\"", StrDouble))
        .state(
            "filespec",
            [
                rule(r"\n", Text).pop(),
                rule(r"\$\$", StrOther),
                rule(VARIABLE, NameNamespace),
                rule(r"[^$\n]+", StrOther),
            ],
        )
}

fn quoted(quote: &'static str, token: Token) -> [Rule; 5] {
    [
        rule(r"\n", Text).pop(),
        rule(r"\$\$", token),
        rule(VARIABLE, NameNamespace),
        rule(quote, token).goto("args"),
        rule(format!(r"[^${quote}\n]+"), token),
    ]
}

fn args() -> [Rule; 17] {
    let operators = any_of(OPERATORS);
    [
        rule(r"\n", Text).pop(),
        rule(r"[ \t]+", Text),
        rule(";.*", Comment).pop(),
        rule(format!(r"{}\b", any_of(SHIFTS_AND_CONDITIONS)), NameBuiltin),
        rule(r"(?i)[a-z_]\w*|\|[^|\n]+\|", NameVariable),
        rule(r"(?i)%[bf]?[at]?\d+(?:[a-z_]\w*)?", NameLabel),
        rule(r"(?i)(?:&|0x)\h+(?!p)", NumHex),
        rule(r"(?i)(?:&|0x)[.\h]+(?:p[-+]?\d+)?", NumFloat),
        rule(r"(?i)0f_\h{8}|0d_\h{16}", NumFloat),
        rule(
            r"(?i)(?:2_[01]+|3_[0-2]+|4_[0-3]+|5_[0-4]+|6_[0-5]+|7_[0-6]+|8_[0-7]+|9_[0-8]+|\d+)(?!e)",
            NumInteger,
        ),
        rule(
            r"(?i)(?:2_[.01]+|3_[.0-2]+|4_[.0-3]+|5_[.0-4]+|6_[.0-5]+|7_[.0-6]+|8_[.0-7]+|9_[.0-8]+|[.\d]+)(?:e[-+]?\d+)?",
            NumFloat,
        ),
        rule(r"[@:](?=[ \t]*(?:8|16|32|64|128|256)[^\d])", Operator),
        rule(format!(r"[.@]|\{{{}\}}", any_of(BUILTINS)), NameConstant),
        rule(
            format!(
                r"[-!#%&()*+,/<=>?^{{|}}]|\[|\]|!=|&&|/=|<<|<=|<>|==|><|>=|>>|\|\||:{operators}:"
            ),
            Operator,
        ),
        rule(VARIABLE, NameNamespace),
        rule("'", StrChar).goto("singlequoted"),
        rule("\"", StrDouble).goto("doublequoted"),
    ]
}
