//! Digdag workflows: YAML with operators for keys.

use super::yaml;
use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const OPERATORS: &str = "call require loop for_each if fail echo td td_run td_ddl td_load td_for_each td_wait \
    td_wait_table td_partial_delete td_table_export pg mail http s3_wait redshift redshift_load redshift_unload emr \
    gcs_wait bq bq_ddl bq_extract bq_load sh py rb embulk";

pub(in crate::highlight) fn grammar() -> Grammar {
    yaml::grammar().prepend(
        "block",
        [groups(
            format!(r"({}>|_do|_parallel)(:)(?=\s|$)", any_of(OPERATORS)),
            [KeywordReserved, PunctuationIndicator],
        )
        .then(yaml::key)],
    )
}
