//! The assembly language of NESASM.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const INSTRUCTIONS: &str = "adc and asl bit brk cmp cpx cpy dec eor inc jmp jsr lda ldx ldy lsr nop ora rol ror rti rts sbc \
    sta stx sty tax txa dex inx tay tya dey iny bpl bmi bvc bvs bcc bcs bne beq clc sec cli sei clv cld sed txs tsx pha \
    pla php plp";

const DIRECTIVES: &str = "incbin include org bank rsset rs macro endm ds proc endp procgroup endprocgroup incchr defchr zp \
    bss code data if ifdef ifndef else endif fail inesprg ineschr inesmap inesmir func";

pub(in crate::highlight) fn grammar() -> Grammar {
    let names = table_any_case(
        NameFunction,
        [
            (INSTRUCTIONS, Keyword),
            ("db dw byte word", KeywordType),
            (DIRECTIVES, KeywordReserved),
        ],
    );
    Grammar::new()
        .state(
            "root",
            [
                rule(r"\s+", Text),
                rule(";.*", CommentSingle),
                rule(r"[(),.\[\]]", Punctuation),
                rule("#?%[0-1]+", NumBin),
                rule(r"#?\$\h+", NumHex),
                rule(r"#?\d+", Num),
                rule("[~&*+=|?:<>/-]", Operator),
                words(r"#?\w+:?", &names),
                rule(r"#\(", Punctuation),
                rule("\"", Str).push("string"),
                rule(r"'\w'", StrChar),
                rule(r"\\\??[\d@#]", NameBuiltin),
            ],
        )
        .state(
            "string",
            [
                rule("\"", Str).pop(),
                rule(r#"\\"?"#, StrEscape),
                rule(r#"[^"\\]+"#, Str),
            ],
        )
}
