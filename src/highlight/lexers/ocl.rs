//! OCL, the constraints of UML.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str =
    "context pre post inv init body def derive if then else endif import package endpackage let in";

const TYPES: &str = "Boolean Integer UnlimitedNatural Real String OrderedSet Tuple Bag Set Sequence OclInvalid OclVoid \
    TupleType OclState Collection OclMessage";

const FUNCTIONS: &str = "oclAsSet oclIsNew oclIsUndefined oclIsInvalid oclAsType oclIsTypeOf oclIsKindOf oclInState \
    oclType oclLocale hasReturned result isSignalSent isOperationCallabs floor round max min toString div mod size \
    substring concat toInteger toReal toUpperCase toLowerCase indexOf equalsIgnoreCase at characters toBoolean includes \
    excludes count includesAll excludesAll isEmpty notEmpty sum product selectByKind selectByType asBag asSequence \
    asOrderedSet asSet flatten union intersection including excluding symmetricDifferencecount append prepend insertAt \
    subOrderedSet first last reverse subSequence any closure collect collectNested exists forAll isUnique iterate one \
    reject select sortedBy allInstances average conformsTo";

pub(in crate::highlight) fn grammar() -> Grammar {
    let names = table(
        Name,
        [
            ("or xor and not implies", Operator),
            (TYPES, KeywordDeclaration),
            (KEYWORDS, Keyword),
            ("self null result true false invalid", NameBuiltin),
            (FUNCTIONS, NameFunction),
        ],
    );
    Grammar::new()
        .state(
            "root",
            [
                rule(r"\s+", Text),
                rule("--.*", CommentSingle),
                rule(r"\d+", NumInteger),
                rule("'", StrSingle).push("single_string"),
                rule("[-|+*/<>=~!@#%&?^]", Operator),
                rule(r"[;:()\[\],.]", Punctuation),
                words(r"[a-zA-Z]\w*", &names),
            ],
        )
        .state(
            "single_string",
            [
                rule(r"\\.", StrEscape),
                rule("'", StrSingle).pop(),
                rule(r"[^\\']+", StrSingle),
            ],
        )
}
