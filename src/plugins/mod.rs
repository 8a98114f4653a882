//! Stand-ins for the gems that Jekyll sites name under `plugins:`.

mod asking;
mod avatar;
mod commonmark;
mod default_layout;
mod feed;
mod gist;
mod include_cache;
mod optional_front_matter;
mod paginate;
mod places;
mod readme_index;
mod redirect_from;
mod relative_links;
mod seo_tag;
mod sitemap;
mod titles_from_headings;

use crate::jekyll::plugin::Plugin;

/// The stand-in for a gem, if there is one.
pub fn find(name: &str) -> Option<Box<dyn Plugin>> {
    Some(match name {
        "jekyll-avatar" => Box::new(avatar::Avatar),
        "jekyll-commonmark" => Box::new(commonmark::CommonMark),
        "jekyll-commonmark-ghpages" => Box::new(commonmark::CommonMarkGhPages),
        "jekyll-default-layout" => Box::new(default_layout::DefaultLayout),
        "jekyll-feed" => Box::new(feed::Feed),
        "jekyll-gist" => Box::new(gist::Gist),
        "jekyll-include-cache" => Box::new(include_cache::IncludeCache::default()),
        "jekyll-optional-front-matter" => Box::new(optional_front_matter::OptionalFrontMatter),
        "jekyll-paginate" => Box::new(paginate::Paginate),
        "jekyll-readme-index" => Box::new(readme_index::ReadmeIndex),
        "jekyll-redirect-from" => Box::new(redirect_from::RedirectFrom),
        "jekyll-relative-links" => Box::new(relative_links::RelativeLinks),
        "jekyll-seo-tag" => Box::new(seo_tag::SeoTag),
        "jekyll-sitemap" => Box::new(sitemap::Sitemap),
        "jekyll-titles-from-headings" => Box::new(titles_from_headings::TitlesFromHeadings),
        _ => return None,
    })
}
