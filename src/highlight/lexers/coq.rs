//! Coq.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

const COMMANDS: &str = "Definition Theorem Lemma Remark Example Fixpoint CoFixpoint Record Inductive CoInductive \
    Corollary Goal Proof Ltac Require Import Export Module Section End Variable Context Polymorphic Monomorphic \
    Universe Universes Variables Class Instance Global Local Include Printing Notation Infix Arguments Hint Rewrite \
    Immediate Qed Defined Opaque Transparent Existing Compute Eval Print SearchAbout Search About Check Admitted";

const TERMS: &str = "as fun if in let match then else return end Type Set Prop forall";

const TACTICS: &str = "apply eapply auto eauto rewrite setoid_rewrite with in as at destruct split inversion injection \
    intro intros unfold fold cbv cbn lazy subst clear symmetry transitivity etransitivity erewrite edestruct \
    constructor econstructor eexists exists f_equal refine instantiate revert simpl specialize generalize dependent \
    red induction beta iota zeta delta exfalso autorewrite setoid_rewrite compute vm_compute native_compute";

const TERMINATORS: &str = "omega solve congruence reflexivity exact assumption eassumption";

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    table(
        NameConstant,
        [
            (COMMANDS, Keyword),
            (TERMS, KeywordReserved),
            (TACTICS, KeywordPseudo),
            (TERMINATORS, NameException),
            ("repeat first try", KeywordPseudo),
        ],
    )
});

const NAME: &str = r"(?:\p{L}[\p{L}\p{N}_']*|_[\p{L}\p{N}_']+)";

/// What was read of a name, which may have dots: its last part, and whether there is one before it.
#[derive(Default)]
struct Path {
    name: String,
    dotted: bool,
}

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                include("begin_proof"),
                include("space"),
                include("options"),
                call(NAME, |cx, m| {
                    cx.push("sentence");
                    begin_name(cx, m);
                }),
            ],
        )
        .state(
            "begin_proof",
            [groups(
                r"(?i)(Proof)(\s*)(\.)(\s+)",
                [Keyword, Whitespace, PunctuationIndicator, Whitespace],
            )
            .push("proof")],
        )
        .state("proof", proof())
        .state(
            "goal_numbers",
            [
                rule(r"\s+", Whitespace),
                groups(r"(,)(\s*)(\d+)", [Punctuation, Whitespace, NumInteger]),
                rule(":", Punctuation).pop(),
            ],
        )
        .state(
            "space",
            [
                rule(r"\(\*(?!\))", Comment).push("comment"),
                rule(r"\s+", Whitespace),
            ],
        )
        .state("options", options())
        .state("sentence", sentence())
        .state(
            "comment",
            [
                rule(r"[^(*)]+", Comment),
                rule(r"\(\*", Comment).push_same(),
                rule(r"\*\)", Comment).pop(),
                rule("[(*)]", Comment),
            ],
        )
        .state(
            "string",
            [rule("[^\"]+|\"\"", StrDouble), rule("\"", StrDouble).pop()],
        )
        .state(
            "name",
            [
                call(format!(r"\.({NAME})"), |cx, m| {
                    let path = cx.vars::<Path>();
                    path.dotted = true;
                    let before = std::mem::replace(&mut path.name, m.group(1).to_string());
                    cx.token(NameNamespace, &before);
                    cx.token(Punctuation, ".");
                }),
                call(r"\.(\s+)", |cx, m| {
                    end_name(cx);
                    cx.token(PunctuationIndicator, ".");
                    cx.token(Whitespace, m.group(1));
                    cx.pop(2);
                }),
                call("", |cx, _| {
                    end_name(cx);
                    cx.pop(1);
                }),
            ],
        )
}

fn begin_name(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    *cx.vars::<Path>() = Path {
        name: m.whole().to_string(),
        dotted: false,
    };
    cx.push("name");
}

fn end_name(cx: &mut Context<'_, '_>) {
    let path = std::mem::take(cx.vars::<Path>());
    let token = if path.dotted {
        NameConstant
    } else {
        WORDS.token(&path.name)
    };
    cx.token(token, &path.name);
}

fn proof() -> Vec<Rule> {
    vec![
        include("space"),
        include("options"),
        include("begin_proof"),
        groups(
            r"(?i)(Qed|Defined|Save|Admitted)(\s*)(\.)(\s+)",
            [Keyword, Whitespace, PunctuationIndicator, Whitespace],
        )
        .pop(),
        rule(r"-+|\++|\*+|[{}]", Punctuation),
        groups("(!|all|par)(:)", [KeywordPseudo, Punctuation]),
        rule(r"\d+", NumInteger).push("goal_numbers"),
        groups(
            format!(r"(\[)(\s*)({NAME})(\s*)(\])(\s*)(:)"),
            [
                Punctuation,
                Whitespace,
                NameConstant,
                Whitespace,
                Punctuation,
                Whitespace,
                Punctuation,
            ],
        ),
        call(NAME, |cx, m| {
            cx.push("sentence");
            begin_name(cx, m);
        }),
    ]
}

fn options() -> [Rule; 2] {
    [
        groups(
            r"(Module)(\s+)(Type)(\s+)",
            [Keyword, Whitespace, Keyword, Whitespace],
        ),
        groups(
            r"(Set|Unset)(\s+)(Universe|Printing|Implicit|Strict)(\s+)(Polymorphism|All|Notations|Arguments|Universes|Implicit)?(\s*)(\.)",
            [
                Keyword,
                Whitespace,
                Keyword,
                Whitespace,
                Keyword,
                Whitespace,
                PunctuationIndicator,
            ],
        ),
    ]
}

fn sentence() -> Vec<Rule> {
    vec![
        include("space"),
        include("options"),
        rule(":=|=>|;|:>|:|::|_", Punctuation),
        rule(r"->|/\\|\\/|[⇒→↔⇔≔≡∀∃∧∨¬⊤⊥⊢⊨∈λ]", Operator),
        call(NAME, begin_name),
        rule(r"\.(?=\s)", PunctuationIndicator).pop(),
        rule(r"(?i)-?\d[\d_]*(?:.[\d_]*)?e[+-]?\d[\d_]*", NumFloat),
        rule(r"-?\d[\d_]*", NumInteger),
        rule(r#"'(?:\\[\\"'ntbr ]|\\[0-9]{3}|\\x\h{2})'"#, StrChar),
        rule("'", Keyword),
        rule("\"", StrDouble).push("string"),
        rule(format!("[~?]{NAME}"), NameVariable),
        rule(r"`\{|[{}\[\]()?|;,.]", Punctuation),
        rule(r"[!@^|~#.%/]+", Operator),
        rule(r"[\p{S}\p{Pc}./:<=>+*-]+", Operator),
        rule(".", Error),
    ]
}
