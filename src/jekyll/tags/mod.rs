//! Jekyll's own Liquid tags (tags/*.rb): `include`, `include_relative`, `link`, `post_url`, `highlight`.

pub(crate) mod highlight;
mod highlight_markup;
pub(crate) mod include;
pub(crate) mod include_markup;
mod link;
pub(crate) mod markup;
pub(crate) mod post_name;
mod post_url;

use crate::liquid::Registry;

/// Adds all of Jekyll 4.4.1's tags; `include` takes the place of Liquid's.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .tag("highlight", highlight::parse)
        .tag("include", include::parse)
        .tag("include_relative", include::parse_relative)
        .tag("link", link::parse)
        .tag("post_url", post_url::parse);
}
