//! Feature files of OpenType fonts.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "Ascender Attach AxisValue CapHeight CaretOffset CodePageRange DesignAxis Descender \
    ElidedFallbackName ElidedFallbackNameID ElidableAxisValueName FeatUILabelNameID FeatUITooltipTextNameID \
    FontRevision FSType GlyphClassDef HorizAxis.BaseScriptList HorizAxis.BaseTagList HorizAxis.MinMax IgnoreBaseGlyphs \
    IgnoreLigatures IgnoreMarks LigatureCaretByDev LigatureCaretByIndex LigatureCaretByPos LineGap MarkAttachClass \
    MarkAttachmentType NULL OlderSiblingFontAttribute Panose ParamUILabelNameID RightToLeft SampleTextNameID \
    TypoAscender TypoDescender TypoLineGap UnicodeRange UseMarkFilteringSet Vendor VertAdvanceY \
    VertAxis.BaseScriptList VertAxis.BaseTagList VertAxis.MinMax VertOriginY VertTypoAscender VertTypoDescender \
    VertTypoLineGap WeightClass WidthClass XHeight anchorDef anchor anonymous anon by contour cursive device enumerate \
    enum exclude_dflt featureNames feature flag from ignore include_dflt include languagesystem language location \
    lookupflag lookup markClass mark nameid name parameters position pos required reversesub rsub script sizemenuname \
    substitute subtable sub table useExtension valueRecordDef winAscent winDescent";

const ID: &str = "(?i:[a-z_][a-z0-9/_.-]*)";

pub(in crate::highlight) fn grammar() -> Grammar {
    let names = table(Name, [(KEYWORDS, Keyword)]);
    Grammar::new()
        .state(
            "root",
            [
                rule(r"\s+", Whitespace),
                rule("#.*", Comment),
                groups(
                    r"(anonymous|anon|feature|lookup|table)(\s+)",
                    [Keyword, Text],
                )
                .push("featurename"),
                groups(r"(\})(\s)", [Punctuation, Text]).push("featurename"),
                rule(r"(?i)include\b", Keyword).push("includepath"),
                rule(r"[\-\[\]/(){},.:;=%*<>']", Punctuation),
                rule("`", StrBacktick),
                rule("\"", Str).push("strings"),
                rule(r"\\[^.*\s]+", StrEscape),
                rule(format!("@{ID}"), NameClass),
                words(ID, &names),
                rule(r"(?:0x|\\)[0-9A-Fa-f]+", NumHex),
                rule(r"-?\d+", NumInteger),
            ],
        )
        .state("featurename", [rule(ID, NameFunction).pop()])
        .state(
            "includepath",
            [
                rule(r"\s+", Whitespace),
                rule(r"\)", Punctuation).pop(),
                rule(r"\(", Punctuation),
                rule(r"[^\s()]+", Str),
            ],
        )
        .state("strings", [rule("\"", Str).pop(), rule(r#"[^"%\n]+"#, Str)])
}
