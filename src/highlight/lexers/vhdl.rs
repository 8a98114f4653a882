//! VHDL 2008.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "access after alias all architecture array assert assume assume_guarantee attribute begin block \
    body buffer bus case component configuration constant context cover default disconnect downto else elsif end \
    entity exit fairness file for force function generate generic group guarded if impure in inertial inout is label \
    library linkage literal loop map new next null of on open others out package parameter port postponed procedure \
    process property protected pure range record register reject release report return select sequence severity \
    shared signal strong subtype then to transport type unaffected units until use variable vmode vprop vunit wait \
    when while with";

const TYPES: &str = "bit bit_vector boolean boolean_vector character integer integer_vector natural positive real \
    real_vector severity_level signed std_logic std_logic_vector std_ulogic std_ulogic_vector string unsigned time \
    time_vector";

const OPERATORS: &str = "abs and mod nand nor not or rem rol ror sla sll sra srl xnor xor";

pub(in crate::highlight) fn grammar() -> Grammar {
    let names = table_any_case(
        Name,
        [
            (KEYWORDS, Keyword),
            (TYPES, KeywordType),
            (OPERATORS, OperatorWord),
        ],
    );
    Grammar::new().state(
        "root",
        [
            rule(r"\s+", Text),
            rule("--.*", CommentSingle),
            rule(r"-?\d+", NumInteger),
            rule(r#"(?i)[box]?"[^"]*""#, StrSingle),
            rule("'[^']?'", StrChar),
            rule("'[A-Za-z][A-Za-z0-9_]*", NameAttribute),
            rule("[(),:;]", Punctuation),
            rule(r"(?i)(?:true|false|null)\b", NameBuiltin),
            words("[A-Za-z][A-Za-z0-9_]*", &names),
            // The last class has all characters from the plus sign to the full stop.
            rule(
                r"=>|\*\*|:=|/=|>=|<=|<>|\?\?|\?=|\?/=|\?>|\?<|\?>=|\?<=|<<|>>|[#&'*+-./:<=>?@^]",
                Operator,
            ),
        ],
    )
}
