//! Elixir in templates of HTML (or what `?parent=` says).

use super::erb;
use crate::highlight::grammar::Grammar;

pub(in crate::highlight) fn grammar() -> Grammar {
    erb::template("<%[%=#]?", "%%>|%>", "elixir")
}
