//! Rego, the language of Open Policy Agent.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    let names = table(
        Name,
        [
            ("true false null", KeywordConstant),
            ("as default else import not package some with", OperatorWord),
        ],
    );
    Grammar::new().state(
        "root",
        [
            rule(r"\s+", Text),
            rule("#.*", CommentSingle),
            rule(r"[\[\](){}|.,;!]", Punctuation),
            rule("\"[^\"]*\"", StrDouble),
            rule(r"-?\d+\.\d+(?:[eE][+-]?\d+)?", NumFloat),
            rule(r"-?\d+(?:[eE][+-]?\d+)?", Num),
            rule(r"\\u[0-9a-fA-F]{4}", NumHex),
            rule(r#"\\["/bfnrt]"#, StrEscape),
            rule(r"=|!=|>=|<=|>|<|\+|-|\*|%|/|\||&|:=", Operator),
            rule("[/:?@^~]+", Operator),
            words(r"\p{Word}+", &names),
        ],
    )
}
