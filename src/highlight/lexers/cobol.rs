//! COBOL.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const SECTIONS: &str =
    "configuration input-output file working-storage local-storage linkage section";

const KEYWORDS: &str = "accept access active-class add address advancing after aligned all allocate alphabet alphabetic \
    alphabetic-lower alphabetic-upper alphanumeric alphanumeric-edited also alter alternate and anycase any apply are \
    area areas ascending assign at author b-and b-not b-or b-xor based basis before beginning binary binary-char \
    binary-double binary-long binary-short bit blank block boolean bottom by byte-length call cancel cbl cd cf ch \
    character characters class class-id clock-units close cobol code code-set col collating cols column columns \
    com-reg comma common communication comp-1 comp-2 comp-3 comp-4 comp-5 comp computational-1 computational-2 \
    computational-3 computational-4 computational-5 computational compute condition constant contains content \
    continue control controls converting copy corr corresponding count crt currency cursor data-pointer date \
    date-compiled date-written day day-of-week dbcs de debug-contents debug-item debug-line debug-name debug-sub-1 \
    debug-sub-2 debug-sub-3 debugging decimal-point declaratives default delete delimited delimiter depending \
    descending destination detail disable display-1 display divide down duplicates dynamic ec egcs egi eject else emi \
    enable end-accept end-add end-call end-compute end-delete end-display end-divide end-evaluate end-exec end-if \
    end-invoke end-json end-multiply end-of-page end-perform end-read end-receive end-return end-rewrite end-search \
    end-start end-string end-subtract end-unstring end-write end-xml ending end enter entry eo eop equal error esi \
    evaluate every exception exception-object exec execute exit extend external factory false fd file-control filler \
    final first float-extended float-long float-short footing for format free from function function-id \
    function-pointer generate get giving global go goback greater group group-usage heading high-value high-values \
    i-o-control i-o id if in index indexed indicate inherits initial initialize initiate input insert inspect \
    installation interface interface-id into invalid invoke is java jnienvptr json json-code json-status just \
    justified kanji key label last leading left length less limit limits linage-counter linage line-counter lines line \
    locale lock low-value low-values memory merge message method method-id minus mode modules more-labels move \
    multiple multiply national national-edited native negative nested next no not null nulls number numeric \
    numeric-edited object object-computer object-reference occurs of off omitted on open optional options or order \
    organization other output overflow override packed-decimal padding page page-counter password perform pf ph pic \
    picture plus pointer- pointer-31 pointer-32 pointer-64 pointer position positive present printing \
    procedure-pointer procedures proceed processing program-id program-pointer program property prototype purge queue \
    quote quotes raise raising random rd read ready receive record recording records recursive redefines reel \
    reference references relative release reload remainder removal renames replace replacing report reporting reports \
    repository rerun reserve reset resume retry return return-code returning reversed rewind rewrite rf rh right \
    rounded run same screen sd search section security segment segment-limit select self send sentence separate \
    sequence sequential service set sharing shift-in shift-out sign size skip1 skip2 skip3 sort-control \
    sort-core-size sort-file-size sort-merge sort-message sort-mode-size sort-return sort source-computer sources \
    source space spaces special-names sql sqlims standard-1 standard-2 standard start status stop string sub-queue-1 \
    sub-queue-2 sub-queue-3 subtract sum super suppress symbolic sync synchronized system-default table tally tallying \
    tape terminal terminate test text than then through thru time times title to top trace trailing true type typedef \
    unit universal unlock unstring until up upon usage use user-default using utf-8 val-status valid validate \
    validate-status value values varying volatile when when-compiled with words write write-only xml-code xml-event \
    xml-information xml-namespace xml-namespace-prefix xml-nnamespace xml-nnamespace-prefix xml-ntext xml-schema \
    xml-text xml zero zeroes zeros";

pub(in crate::highlight) fn grammar() -> Grammar {
    let names = table_any_case(
        Name,
        [
            (
                "identification environment data procedure division",
                KeywordDeclaration,
            ),
            (SECTIONS, KeywordNamespace),
            (KEYWORDS, Keyword),
        ],
    );
    let string = |quote: char, end| {
        [
            rule(format!(r"[^{quote}\\\n]+"), Str),
            rule(r"\\.", StrEscape),
            rule(quote.to_string(), end).pop(),
            rule(r"\n", Error),
        ]
    };
    Grammar::new()
        .state(
            "root",
            [
                rule(r"(?: {6}\*|Debug \*).*", CommentSpecial).line_start(),
                rule("\"", StrDouble).push("double"),
                rule("'", StrSingle).push("single"),
                words(r"\p{Alphabetic}[\p{Alphabetic}\p{Nd}-]*(?![\w-])", &names),
                rule(r"[-+]?\b\d+(?:\.\d+)?\b", Num),
                rule("[.,;:()]", Punctuation),
                rule(r"\*>.*", CommentSingle),
                rule("[+*/><=-]", Operator),
                rule(r"\s", Whitespace),
                rule(".+", Text),
            ],
        )
        .state("double", string('"', StrDouble))
        .state("single", string('\'', StrSingle))
}
