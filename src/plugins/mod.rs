//! Stand-ins for the gems that Jekyll sites name under `plugins:`.

mod address;
mod archives;
mod asking;
mod avatar;
mod coffeescript;
mod commonmark;
mod data;
mod default_layout;
mod email_protect;
mod feed;
mod gist;
mod git;
mod git_log;
mod github_metadata;
mod github_pages;
mod html;
mod include_cache;
mod jemoji;
mod last_modified_at;
mod mentions;
mod optional_front_matter;
mod paginate;
mod paginate_v2;
mod places;
mod readme_index;
mod redirect_from;
mod relative_links;
mod remote_theme;
mod seo_tag;
mod sitemap;
mod target_blank;
mod titles_from_headings;
mod toc;

use crate::jekyll::plugin::Plugin;

/// The stand-in for a gem, if there is one.
pub fn find(name: &str) -> Option<Box<dyn Plugin>> {
    Some(match name {
        "jekyll-archives" => Box::new(archives::Archives),
        "jekyll-avatar" => Box::new(avatar::Avatar),
        "jekyll-coffeescript" => Box::new(coffeescript::CoffeeScript),
        "jekyll-data" => Box::new(data::Data),
        "jekyll-commonmark" => Box::new(commonmark::CommonMark),
        "jekyll-commonmark-ghpages" => Box::new(commonmark::CommonMarkGhPages),
        "jekyll-default-layout" => Box::new(default_layout::DefaultLayout),
        "jekyll-email-protect" => Box::new(email_protect::EmailProtect),
        "jekyll-feed" => Box::new(feed::Feed),
        "jekyll-gist" => Box::new(gist::Gist),
        "jekyll-github-metadata" => Box::new(github_metadata::GitHubMetadata),
        "jekyll-include-cache" => Box::new(include_cache::IncludeCache::default()),
        "jekyll-last-modified-at" => Box::new(last_modified_at::LastModifiedAt::default()),
        "jekyll-mentions" => Box::new(mentions::Mentions),
        "jekyll-optional-front-matter" => Box::new(optional_front_matter::OptionalFrontMatter),
        "jekyll-paginate" => Box::new(paginate::Paginate),
        "jekyll-paginate-v2" => Box::new(paginate_v2::PaginateV2),
        "jekyll-readme-index" => Box::new(readme_index::ReadmeIndex),
        "jekyll-redirect-from" => Box::new(redirect_from::RedirectFrom),
        "jekyll-relative-links" => Box::new(relative_links::RelativeLinks),
        "jekyll-remote-theme" => Box::new(remote_theme::RemoteTheme),
        "jekyll-seo-tag" => Box::new(seo_tag::SeoTag),
        "jekyll-sitemap" => Box::new(sitemap::Sitemap),
        "jekyll-target-blank" => Box::new(target_blank::TargetBlank),
        "jekyll-titles-from-headings" => Box::new(titles_from_headings::TitlesFromHeadings),
        "github-pages" => Box::new(github_pages::GitHubPages),
        "jekyll-toc" => Box::new(toc::Toc),
        "jemoji" => Box::new(jemoji::Jemoji),
        _ => return None,
    })
}

/// Whether a plugin remembers of one site what another must not find.
pub fn remembers(name: &str) -> bool {
    matches!(
        name,
        "jekyll-coffeescript"
            | "jekyll-github-metadata"
            | "jekyll-include-cache"
            | "jekyll-last-modified-at"
    )
}

/// Whether a gem is part of what is built in, so that naming it changes nothing.
pub fn is_part_of_jekyll(name: &str) -> bool {
    PARTS_OF_JEKYLL.contains(&name)
}

/// What Jekyll itself depends on, and what sites name so that Ruby can run it.
const PARTS_OF_JEKYLL: &[&str] = &[
    "addressable",
    "base64",
    "bigdecimal",
    "bundler",
    "colorator",
    "csv",
    "em-websocket",
    "faraday-retry",
    "http_parser.rb",
    "i18n",
    "jekyll",
    "jekyll-compose",
    "jekyll-sass-converter",
    "jekyll-watch",
    "json",
    "kramdown",
    "kramdown-parser-gfm",
    "liquid",
    "listen",
    "logger",
    "mercenary",
    "mutex_m",
    "nokogiri",
    "pathutil",
    "rake",
    "rouge",
    "safe_yaml",
    "sass-embedded",
    "sassc",
    "terminal-table",
    "tomlrb",
    "tzinfo",
    "tzinfo-data",
    "wdm",
    "webrick",
];
