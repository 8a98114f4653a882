//! The assembly language of Motorola's 68000.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

const INSTRUCTIONS: &str = "abcd add adda addi addq addx and andi asl asr bcc bcs beq bge bgt bhi ble bls blt bmi bne bpl \
    bvc bvs bhs blo bchg bclr bfchg bfclr bfests bfextu bfffo bfins bfset bftst bkpt bra bse bsr btst callm cas cas2 \
    chk chk2 clr cmp cmpa cmpi cmpm cmp2 dbcc dbcs dbeq dbge dbgt dbhi dble dbls dblt dbmi dbne dbpl dbvc dbvs dbhs \
    dblo dbra dbf dbt divs divsl divu divul eor eori exg ext extb illegal jmp jsr lea link lsl lsr move movea move16 \
    movem movep moveq muls mulu nbcd neg negx nop not or ori pack pea rol ror roxl roxr rtd rtm rtr rts sbcd seq sne \
    spl smi svc svs st sf sge sgt sle slt scc shi sls scs shs slo sub suba subi subq subx swap tas trap trapcc trapv \
    tst unlk unpk";

const DIRECTIVES: &str = "include incdir incbin end endf endfunc endmain endproc fpu func machine main mmu opword proc \
    set opt section rept endr ifeq ifne ifgt ifge iflt ifle iif ifd ifnd ifc ifnc elseif else endc even cnop fail \
    output radix list nolist plen llen ttl subttl spc page listchar format equ equenv equr reg rsreset rsset offset \
    cargs fopt macro endm mexit narg";

const REGISTERS: &str = "d0 d1 d2 d3 d4 d5 d6 d7 a0 a1 a2 a3 a4 a5 a6 a7 pc usp ssp ccr";

static NAMES: LazyLock<Words> = LazyLock::new(|| {
    table_any_case(
        NameVariable,
        [
            (INSTRUCTIONS, Keyword),
            ("dc ds dcb", KeywordType),
            (DIRECTIVES, KeywordReserved),
            (REGISTERS, NameBuiltin),
        ],
    )
});

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .on_reset(|cx| cx.push("expr_bol"))
        .state("expr_bol", [rule(r"\s+", Text), at("").pop()])
        .state(
            "whitespace",
            [
                rule(r"\n+", Text).push("expr_bol"),
                rule(r"\*(?:\\.|.)*?$", CommentSingle)
                    .push("expr_bol")
                    .line_start(),
                rule(r";(?:\\.|.)*?$", CommentSingle).push("expr_bol"),
                rule(r"\s+", Text),
            ],
        )
        .state("root", [at("").push("statements")])
        .state("statements", statements())
        .state(
            "string",
            [
                rule("\"", Str).pop(),
                rule(
                    r#"\\(?:[\\abfnrtv"']|x[a-fA-F0-9]{2,4}|[0-7]{1,3})"#,
                    StrEscape,
                ),
                rule(r#"[^\\"\n]+"#, Str),
                rule(r"\\\n|\\", Str),
            ],
        )
}

fn statements() -> [Rule; 15] {
    [
        include("whitespace"),
        rule("\"", Str).push("string"),
        rule("#", NameDecorator),
        rule(r"\.?[a-zA-Z0-9_]+:?", NameLabel).line_start(),
        rule(r"(?i)\.[bswl]\s", NameDecorator),
        rule(
            r"(?i)'(?:\\.|\\[0-7]{1,3}|\\x[a-f0-9]{1,2}|[^\\'\n])'",
            StrChar,
        ),
        rule(r"(?i)\$[0-9a-f]+", NumHex),
        rule("@[0-8]+", NumOct),
        rule("%[01]+", NumBin),
        rule(r"\d+", NumInteger),
        rule(r"[*~&+=|?:<>/-]", Operator),
        rule(r"\\.", CommentPreproc),
        rule("[(),.]", Punctuation),
        rule(r"\[[a-zA-Z0-9]*\]", Punctuation),
        call("[a-zA-Z_][a-zA-Z0-9_]*", |cx, m| {
            let name = m.whole();
            let is_blank = name.bytes().all(|b| b == b'_');
            cx.token(if is_blank { Name } else { NAMES.token(name) }, name);
        }),
    ]
}
