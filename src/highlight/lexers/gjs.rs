//! JavaScript with Glimmer's templates.

use crate::highlight::grammar::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    super::gts::with_templates(super::javascript::grammar())
}
