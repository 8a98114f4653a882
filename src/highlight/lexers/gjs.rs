//! Ember's JavaScript, with templates in `<template>` tags.

use super::{gts, javascript};
use crate::highlight::grammar::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    gts::with_templates(javascript::grammar())
}
