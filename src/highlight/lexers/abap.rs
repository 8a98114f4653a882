//! ABAP.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

/// Words with a hyphen are none here: a hyphen ends a word.
const KEYWORDS: &str = "abbreviated abs abstract accept accepting according accp activation actual add adjacent after \
    alias aliases align all allocate alpha analysis analyzer and any append appendage appending application archive \
    area arithmetic as ascending aspect assert assign assigned assigning association asynchronous at attributes \
    authority avg back background backup backward badi base before begin between big binary bintohex bit black blank \
    blanks blob block blocks blue bound boundaries bounds boxed bt buffer by bypassing byte ca call calling case cast \
    casting catch ceil center centered chain change changing channels char character check checkbox circular class \
    cleanup clear client clnt clob clock close cn co coalesce code coding collect color column columns col_background \
    col_group col_heading col_key col_negative col_normal col_positive col_total comment comments commit common \
    communication comparing component components compression compute concat concatenate concat_with_space cond \
    condense condition connect connection constants context contexts continue control controls conv conversion convert \
    copies copy corresponding count country cover cp cpi create creating critical cs cuky curr currency \
    currency_conversion current cursor customer cx_dynamic_check cx_no_check cx_root cx_sql_exception cx_static_check \
    dangerous data database datainfo dataset date dats dats_add_days dats_add_months dats_days_between dats_is_valid \
    daylight ddmmyy deallocate dec decimals decimal_shift declarations deep default deferred define defining \
    definition delete deleting demand department descending describe destination detail df16_dec df16_raw df16_scl \
    df34_dec df34_raw df34_scl dialog directory disconnect display distance distinct div divide division do dummy \
    duplicate duplicates duration during dynamic dynpro e edit else elseif empty enabled enabling encoding end endat \
    endcase endcatch endchain endclass enddo endenhancement endexec endform endfunction endian endif ending \
    endinterface endloop endmethod endmodule endon endprovide endselect endtry endwhile endwith engineering \
    enhancement enhancements entries entry environment eq equiv errormessage errors escape escaping event events exact \
    except exception exceptions exclude excluding exec execute exists exit expand expanding expiration explicit \
    exponent export exporting extend extended extension extract fail fetch field fields file filter filters final find \
    first fkeq fkge floor fltp flush font for form format forward found frame frames free friends from function \
    functionality further gaps ge generate get get_print_parameters giving gkeq gkge global grant green group groups \
    gt handle handler harmless hashed having hdb header headers heading hextobin hide high hint hold hotspot i icon id \
    identification identifier ids if if_abap_close_resource if_abap_codepage if_abap_db_blob_handle \
    if_abap_db_clob_handle if_abap_db_lob_handle if_abap_db_reader if_abap_db_writer if_abap_reader if_abap_writer \
    if_message if_os_ca_instance if_os_ca_persistency if_os_factory if_os_query if_os_query_manager \
    if_os_query_options if_os_state if_os_transaction if_os_transaction_manager if_serializable_object \
    if_shm_build_instance if_system_uuid if_t100_dyn_msg if_t100_message ignore ignoring immediately implementation \
    implementations implemented implicit import importing in inactive incl include includes including increment index \
    infotypes inheriting init initial initialization inner inout input insert instance instances instr int1 int2 int4 \
    int8 intensified interface interfaces internal intervals into inverse is iso itno job join keep keeping kernel key \
    keys keywords kind lang language last late layout lchr ldb_process le leading leave left leftplus leftspace legacy \
    length let level levels like line linefeed lines list listbox little llang load lob local locale locator logfile \
    logical long loop low lower lpad lpi lraw lt ltrim m mail main mapping margin mark mask match matchcode max maximum \
    medium members memory mesh message messages messaging method methods min minimum mmddyy mod mode modif modifier \
    modify module move multiply na name nametab native nb ne nested nesting new next no node nodes not np ns null \
    number numc o object objects obligatory occurrence occurrences occurs of off offset on only open option optional \
    options or order other others out outer output overflow overlay pack package pad padding page pages parameter \
    parameters part partially pattern percentage perform performing person pf pink places pool position pos_high \
    pos_low pragmas prec precompiled preferred preserving primary print priority private procedure process program \
    property protected provide public push pushbutton put quan quickinfo radiobutton raise raising range ranges raw \
    rawstring read reader receive received receiver receiving red redefinition reduce reduced ref reference refresh \
    regex reject remote renaming replace replacement replacing report request requested reserve reset resolution \
    respecting responsible result results resumable resume retry return returncode returning returns right rightplus \
    rightspace risk rmc_communication_failure rmc_invalid_status rmc_system_failure role rollback round rows rpad \
    rtrim run sap saving scale_preserving scale_preserving_scientific scan scientific scientific_with_leading_zero \
    screen scroll scrolling search secondary seconds section select selection selections send separate separated set \
    shared shift short sign sign_as_postfix simple single size skip skipping smart some sort sortable sorted source \
    space specified split spool spots sql sqlscript sstring stable stamp standard starting state statement statements \
    static statics statusinfo stop string structure structures style subkey submatches submit subroutine subscreen \
    substring subtract suffix sum summary summing supplied supply suppress switch switchstates symbol syncpoints \
    syntax syst tab tabbed table tables tableview tabstrip target task tasks test testing text textpool then throw \
    time times timestamp timezone tims tims_is_valid title titlebar to tokenization tokens trailing transaction \
    transfer transformation translate transporting trmac truncate truncation try tstmp_add_seconds \
    tstmp_current_utctimestamp tstmp_is_valid tstmp_seconds_between type types uline unassign under unicode union \
    unique unit unit_conversion unix unpack until unwind up update upper user using valid value values varc vary \
    varying version via view visible wait warning when whenever where while width window windows with without word \
    work write writer xml xsd yellow yes yymmdd z zero zone";

const TYPES: &str =
    "b c d decfloat16 decfloat34 f i int8 n p s t x clike csequence decfloat string xstring";

/// What may be called.
const BUILTINS: &str = "acos apply asin assign atan attribute bit-set boolc boolx call call-method cast ceil cfunc \
    charlen char_off class_constructor clear cluster cmax cmin cnt communication_failure concat_lines_of cond cond-var \
    condense constructor contains contains_any_not_of contains_any_of copy cos cosh count count_any_not_of \
    count_any_of create cursor data dbmaxlen dbtab deserialize destructor distance empty error_message escape exp \
    extensible find find_any_not_of find_any_of find_end floor frac from_mixed group hashed header idx include index \
    insert ipow itab key lax lines line_exists line_index log log10 loop loop_key match matches me mesh_path namespace \
    nmax nmin node numeric numofchar object parameter primary_key read ref repeat replace rescale resource_failure \
    reverse root round segment sender serialize shift_left shift_right sign simple sin sinh skip sorted space sqrt \
    standard strlen substring substring_after substring_before substring_from substring_to sum switch switch-var \
    system_failure table table_line tan tanh template text to_lower to_mixed to_upper transform translate trunc type \
    value variable write xsdbool xsequence xstrlen";

static CALLED: LazyLock<Words> = LazyLock::new(|| {
    table_any_case(
        Name,
        [("data field-symbol", Keyword), (BUILTINS, NameBuiltin)],
    )
});

pub(in crate::highlight) fn grammar() -> Grammar {
    let names = table_any_case(Name, [(KEYWORDS, Keyword), (TYPES, KeywordType)]);
    Grammar::new()
        .state(
            "root",
            [
                rule(r"\s+", Text),
                rule("\".*", CommentSingle),
                rule(r"\*.*", CommentMultiline).line_start(),
                rule(r"\d+", NumInteger),
                rule("['`]", StrSingle).push("single_string"),
                rule(r"[\[\](){}.,:|]", Punctuation),
                call(r"(->|=>)?([A-Za-z][A-Za-z0-9_-]*)(\()", called),
                words(r"\w+", &names),
                rule("->>?|=>", Operator),
                rule(r"[-*+%/~=&?<>!#@^]+", Operator),
            ],
        )
        .state(
            "single_string",
            [
                rule(r"\\.", StrEscape),
                rule("''|``", StrEscape),
                rule("['`]", StrSingle).pop(),
                rule(r"[^\\'`]+", StrSingle),
            ],
        )
}

fn called(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    cx.token(Operator, m.group(1));
    let token = match m.get(1) {
        Some(_) => Name,
        None => CALLED.token(m.group(2)),
    };
    cx.token(token, m.group(2));
    cx.token(Punctuation, m.group(3));
}
