//! Bicep, the infrastructure of Azure.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "as assert existing extends extension false for from func if import in metadata module none null \
    output param provider resource targetScope test true type using var void with";

const FUNCTIONS: &str = "array base64 base64ToJson base64ToString bool cidrHost cidrSubnet concat contains dataUri \
    dataUriToString dateTimeAdd dateTimeFromEpoch dateTimeToEpoch deployer deployment empty endsWith environment \
    extensionResourceId fail filter first flatten format getSecret groupBy guid indexOf int intersection items join json \
    last lastIndexOf length listAccountSas listKeys listSecrets loadFileAsBase64 loadJsonContent loadTextContent \
    loadYamlContent managementGroup managementGroupResourceId map mapValue max min newGuid objectKeys padLeft parseCidr \
    pickZones range readEnvironmentVariable reduce reference replace resourceGroup resourceId shallowMerge skip sort \
    split startsWith string subscription subscriptionResourceId substring take tenant tenantResourceId toLogicalZone \
    toLower toObject toPhysicalZone toUpper trim union uniqueString uri uriComponent uriComponentToString utcNow";

pub(in crate::highlight) fn grammar() -> Grammar {
    let names = table(
        Name,
        [
            (KEYWORDS, Keyword),
            ("array bool int object string", KeywordType),
            (FUNCTIONS, NameFunction),
        ],
    );
    Grammar::new()
        .state(
            "root",
            [
                rule(r"//[^\n\r]+", CommentSingle),
                rule(r"(?s)/\*.*?\*/", CommentMultiline),
                rule("'", StrSingle).push("string"),
                rule(r"\b\d+\b", Num),
                words(r"\b\w+\b", &names),
                rule(
                    r"\+|-|\*|/|%|<|<=|>|>=|==|!=|=~|!~|&&|\|\||!|\?\?|\.\.\.|\.\?",
                    Operator,
                ),
                rule(r"\{", PunctuationIndicator).push("block"),
                rule(r"[(){}\[\],:;=.]", Punctuation),
                rule(r"[a-zA-Z_]\w*", Name),
                rule(r"@[a-zA-Z_]\w*", NameDecorator),
                rule(r"\s+", Text),
            ],
        )
        .state(
            "string",
            [
                rule("[^'$}]+", StrSingle),
                rule(r"\$(?!\{)", StrSingle),
                rule(r"\$\{", StrInterpol).push("interp"),
                rule("'", StrSingle).pop(),
                rule(r"\$+", StrSingle),
            ],
        )
        .state("interp", [rule(r"\}", StrInterpol).pop(), include("root")])
        .state(
            "block",
            [
                rule(r"\b[a-zA-Z_]\w*\b(?=\s*:)", NameProperty),
                rule(r"\}", PunctuationIndicator).pop(),
                include("root"),
            ],
        )
}
