//! Lean.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "abbreviation add_rewrite alias assume axiom begin by calc calc_refl calc_subst calc_trans coercion \
    conjecture constant constants context corollary def definition end example export expose exposing exit extends from fun \
    have help hiding hott hypothesis import include including inductive infix infixl infixr inline instance irreducible \
    lemma match namespace notation opaque opaque_hint open options parameter parameters postfix precedence prefix \
    private protected reducible renaming repeat section set_option show tactic_hint theorem universe universes using \
    variable variables with #check #eval #print #reduce";

pub(in crate::highlight) fn grammar() -> Grammar {
    let names = table(Name, [(KEYWORDS, Keyword), ("Sort Prop Type", KeywordType)]);
    Grammar::new()
        .state(
            "root",
            [
                rule(r"\s*--+\s+.*", CommentDoc),
                rule("\"", Str).push("string"),
                rule(r"\d+", NumInteger),
                words(r"#?\w+", &names),
                rule("λ", Keyword),
                rule(":=?", Text),
                rule(r"\.[0-9]*", Operator),
                rule("&&|⁻¹|[#*+/@!`;<=>_|~∀Π↔∧∨≠≤≥⊎¬⬝▸→∃ℕℤ≈×⌞⌟≡⟨⟩-]", Operator),
                rule(r"[\s(),\[\]αβ‹›]+", Text),
                rule(".", Error),
            ],
        )
        .state(
            "string",
            [
                rule("\"", Str).pop(),
                rule(r"\\", StrEscape).push("escape"),
                rule(r#"[^\\"]+"#, Str),
            ],
        )
        .state(
            "escape",
            [
                rule(r#"[nrt"'\\]"#, StrEscape).pop(),
                rule(r"(?i)x[\da-f]+", StrEscape).pop(),
            ],
        )
}
