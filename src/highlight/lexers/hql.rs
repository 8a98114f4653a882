//! HQL, the SQL of Hive.

use super::sql;
use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const TYPES: &str = "tinyint smallint int integer bigint float double precision decimal numeric timestamp date interval \
    string varchar char boolean binary array map struct uniontype";

const KEYWORDS: &str = "add admin after analyze archive asc before bucket buckets cascade change cluster clustered \
    clusterstatus collection columns comment compact compactions compute concatenate continue data databases datetime \
    day dbproperties deferred defined delimited dependency desc directories directory disable distribute elem_type \
    enable escaped exclusive explain export fields file fileformat first format formatted functions hold_ddltime hour \
    idxproperties ignore index indexes inpath inputdriver inputformat items jar keys key_type limit lines load \
    location lock locks logical long mapjoin materialized metadata minus minute month msck noscan no_drop offline \
    option outputdriver outputformat overwrite owner partitioned partitions plus pretty principals protection purge \
    read readonly rebuild recordreader recordwriter regexp reload rename repair replace replication restrict rewrite \
    rlike role roles schema schemas second semi serde serdeproperties server sets shared show show_database skewed \
    sort sorted ssl statistics stored streamtable tables tblproperties temporary terminated touch transactions \
    unarchive undo unlock unset unsigned uri use utc utctimestamp value_type view while year if all alter and as \
    authorization between both by case cast column conf create cross cube current current_date current_timestamp \
    cursor database delete describe distinct drop else end exchange exists extended external false fetch following for \
    from full function grant group grouping having import in inner insert intersect into is join lateral left less \
    like local macro more none not null of on or order out outer over partialscan partition percent preceding preserve \
    procedure range reads reduce revoke right rollup row rows select set table tablesample then to transform trigger \
    true truncate unbounded union uniquejoin update user using utc_tmestamp values when where window with autocommit \
    isolation level offset snapshot transaction work write commit only rollback start abort key last norely \
    novalidate nulls rely validate cache constraint foreign primary references detail dow expression operator quarter \
    summary vectorization week years months weeks days hours minutes seconds dayofweek extract floor views \
    timestamptz zone time named_struct create_union round bround ceil ceiling rand exp ln log10 log2 log pow power \
    sqrt bin hex unhex conv abs pmod sin asin cos acos tan atan degrees radians positive negative sign e pi factorial \
    cbrt shiftleft shiftright shiftrightunsigned greatest least width_bucket size map_keys map_values array_contains \
    sort_array from_unixtime unix_timestamp to_date dayofmonth weekofyear datediff date_add date_sub \
    from_utc_timestamp to_utc_timestamp add_months last_day next_day trunc months_between date_format isnull \
    isnotnull nvl coalesce nullif assert_true ascii base64 character_length chr concat context_ngrams concat_ws decode \
    elt encode field find_in_set format_number get_json_object in_file instr length locate lower lcase lpad ltrim \
    ngrams octet_length parse_url printf regexp_extract regexp_replace repeat reverse rpad rtrim sentences space split \
    str_to_map substr substring substring_index translate trim unbase64 upper ucase initcap levenshtein soundex mask \
    mask_first_n mask_last_n mask_show_first_n mask_show_last_n mask_hash java_method reflect hash current_user \
    logged_in_user current_database md5 sha1 sha crc32 sha2 aes_encrypt aes_decrypt version count sum avg min max \
    variance var_pop var_samp stddev_pop stddev_samp covar_pop covar_samp corr percentile percentile_approx regr_avgx \
    regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy histogram_numeric collect_set \
    collect_list ntile explode posexplode inline stack json_tuple parse_url_tuple xpath xpath_short xpath_int \
    xpath_long xpath_float xpath_double xpath_number xpath_string";

pub(in crate::highlight) fn grammar() -> Grammar {
    let names = table_any_case(Name, [(TYPES, NameBuiltin), (KEYWORDS, Keyword)]);
    let variable = || rule(r"\$\{", NameVariable).push("variable");
    sql::with_words(&names)
        .prepend(
            "root",
            [
                // In Hive double quotes are for text.
                rule("\"", StrDouble).push("quoted_name"),
                variable(),
            ],
        )
        .prepend("string", [variable(), rule(r"[^\\'$]+", StrSingle)])
        .prepend(
            "quoted_name",
            [
                variable(),
                rule("\"", StrDouble).pop(),
                rule(r#"[^\\"$]+"#, StrDouble),
            ],
        )
        .state(
            "variable",
            [
                rule(r"\}", NameVariable).pop(),
                rule(r"[^}]+", NameVariable),
            ],
        )
}
