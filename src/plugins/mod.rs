//! Stand-ins for the gems that Jekyll sites name under `plugins:`.

mod paginate;

use crate::jekyll::plugin::Plugin;

/// The stand-in for a gem, if there is one.
pub fn find(name: &str) -> Option<Box<dyn Plugin>> {
    match name {
        "jekyll-paginate" => Some(Box::new(paginate::Paginate)),
        _ => None,
    }
}
