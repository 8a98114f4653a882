//! Assembly for Arm processors, as the assembler of Arm reads it.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(super) const PREPROCESSOR: &str =
    "define|elif|else|endif|error|if|ifdef|ifndef|include|line|pragma|undef|warning";

const DIRECTIVES: &str = r"ALIAS|ALIGN|AOF|AOUT|AREA|ARM|ASSERT|ATTR|CN|CODE16|CODE32|COMMON|CP|DATA|DCB|DCD|DCDO|DCDU|DCFD|DCFDU|DCFH|DCFHU|DCFS|DCFSU|DCI|DCI.N|DCI.W|DCQ|DCQU|DCW|DCWU|DN|ELIF|ELSE|END|ENDFUNC|ENDIF|ENDP|ENTRY|EQU|EXPORT|EXPORTAS|EXTERN|FIELD|FILL|FN|FRAME|FUNCTION|GBLA|GBLL|GBLS|GLOBAL|IF|IMPORT|INFO|KEEP|LCLA|LCLL|LCLS|LEADR|LEAF|LTORG|MACRO|MAP|MEND|MEXIT|NOFP|OPT|ORG|PRESERVE8|PROC|QN|RELOC|REQUIRE|REQUIRE8|RLIST|RN|ROUT|SETA|SETL|SETS|SN|SPACE|STRONG|SUBT|THUMB|THUMBX|TTL|WEND|WHILE|\[|\]|[|!#*=%&^]";

const SHIFTS_AND_CONDITIONS: &str = "ASR|LSL|LSR|ROR|RRX|AL|CC|CS|EQ|GE|GT|HI|HS|LE|LO|LS|LT|MI|NE|PL|VC|VS|asr|lsl|\
    lsr|ror|rrx|al|cc|cs|eq|ge|gt|hi|hs|le|lo|ls|lt|mi|ne|pl|vc|vs";

const BUILTINS: &str = "ARCHITECTURE|AREANAME|ARMASM_VERSION|CODESIZE|COMMANDLINE|CONFIG|CPU|ENDIAN|FALSE|FPIC|FPU|\
    INPUTFILE|INTER|LINENUM|LINENUMUP|LINENUMUPPER|OBJASM_VERSION|OPT|PC|PCSTOREOFFSET|REENTRANT|ROPI|RWPI|TRUE|VAR";

const OPERATORS: &str = "AND|BASE|CC|CC_ENCODING|CHR|DEF|EOR|FATTR|FEXEC|FLOAD|FSIZE|INDEX|LAND|LEFT|LEN|LEOR|LNOT|\
    LOR|LOWERCASE|MOD|NOT|OR|RCONST|REVERSE_CC|RIGHT|ROL|ROR|SHL|SHR|STR|TARGET_ARCH_[0-9A-Z_]+|\
    TARGET_FEATURE_[0-9A-Z_]+|TARGET_FPU_[A-Z_]|TARGET_PROFILE_[ARM]|UAL|UPPERCASE";

const NAME: &str = r"(?i:[a-z_]\w*)|\|[^|\n]+\|";

pub(in crate::highlight) fn grammar() -> Grammar {
    let substitution = || rule(r"(?i)\$[a-z]\w*\.?", NameNamespace);
    Grammar::new()
        .state(
            "root",
            [
                rule(r"\n", Text),
                groups(
                    format!(r"([ \t]*)(#[ \t]*(?:(?:{PREPROCESSOR})(?:[ \t].*)?)?)(\n)"),
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
                rule(r"[ \t]+", Text).goto("arguments"),
                rule(";.*", Comment).pop(),
                rule(r"(?:BIN|GET|INCBIN|INCLUDE|LNK)\b", Keyword).goto("file"),
                rule(format!(r"(?:{DIRECTIVES})(?=[; \t\n])"), Keyword),
                rule(
                    r"(?:[A-Z][\dA-Z]*|[a-z][\da-z]*)(?:\.[NWnw])?(?:\.[DFIPSUdfipsu]?(?:8|16|32|64)?){0,3}\b",
                    NameBuiltin,
                ),
                rule(NAME, NameFunction),
                substitution(),
            ],
        )
        .state("arguments", arguments())
        .state("single", quoted("'", StrChar))
        .state("double", quoted("\"", StrDouble))
        .state(
            "file",
            [
                rule(r"\n", Text).pop(),
                rule(r"\$\$", StrOther),
                substitution(),
                rule(r"[^$\n]+", StrOther),
            ],
        )
}

fn arguments() -> Vec<Rule> {
    let based = |dot: &str| {
        let base = |n: u32| format!("{n}_[{dot}0-{}]+", n - 1);
        let bases: Vec<String> = (3..10).map(base).collect();
        format!("2_[{dot}01]+|{}|[{dot}\\d]+", bases.join("|"))
    };
    vec![
        rule(r"\n", Text).pop(),
        rule(r"[ \t]+", Text),
        rule(";.*", Comment).pop(),
        rule(format!(r"(?:{SHIFTS_AND_CONDITIONS})\b"), NameBuiltin),
        rule(NAME, NameVariable),
        rule(r"(?i)%[bf]?[at]?\d+(?:[a-z_]\w*)?", NameLabel),
        rule(r"(?i)(?:&|0x)\h+(?!p)", NumHex),
        rule(r"(?i)(?:&|0x)[.\h]+(?:p[-+]?\d+)?", NumFloat),
        rule(r"(?i)0f_\h{8}|0d_\h{16}", NumFloat),
        rule(format!("(?:{})(?![eE])", based("")), NumInteger),
        rule(format!(r"(?i)(?:{})(?:e[-+]?\d+)?", based(".")), NumFloat),
        rule(r"[@:](?=[ \t]*(?:8|16|32|64|128|256)[^\d])", Operator),
        rule(format!(r"[.@]|\{{(?:{BUILTINS})\}}"), NameConstant),
        rule(
            format!(
                r"[-!#%&()*+,/<=>?^{{|}}]|\[|\]|!=|&&|/=|<<|<=|<>|==|><|>=|>>|\|\||:(?:{OPERATORS}):"
            ),
            Operator,
        ),
        rule(r"(?i)\$[a-z]\w*\.?", NameNamespace),
        rule("'", StrChar).goto("single"),
        rule("\"", StrDouble).goto("double"),
    ]
}

fn quoted(quote: &'static str, token: crate::highlight::Token) -> [Rule; 5] {
    [
        rule(r"\n", Text).pop(),
        rule(r"\$\$", token),
        rule(r"(?i)\$[a-z]\w*\.?", NameNamespace),
        rule(quote, token).goto("arguments"),
        rule(format!(r"[^${quote}\n]+"), token),
    ]
}
