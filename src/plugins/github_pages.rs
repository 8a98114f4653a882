//! github-pages: the gem that makes Jekyll what GitHub Pages runs. That is Jekyll 3.10, for which there is no stand-in;
//! the plugins that are always on there are on here.

use crate::jekyll::config::Config;
use crate::jekyll::plugin::Plugin;
use crate::jekyll::setup::Host;

/// The plugin.
#[derive(Debug, Clone, Copy, Default)]
pub struct GitHubPages;

/// Those that are always on (`GitHubPages::Plugins::DEFAULT_PLUGINS`).
const DEFAULT_PLUGINS: [&str; 9] = [
    "jekyll-coffeescript",
    "jekyll-default-layout",
    "jekyll-gist",
    "jekyll-github-metadata",
    "jekyll-optional-front-matter",
    "jekyll-paginate",
    "jekyll-readme-index",
    "jekyll-titles-from-headings",
    "jekyll-relative-links",
];

impl Plugin for GitHubPages {
    fn name(&self) -> &str {
        "github-pages"
    }

    fn loads(&self, _config: &Config, host: &Host) -> Vec<String> {
        host.log.warn(
            "GitHub Pages:",
            "github-pages builds with Jekyll 3.10; here its plugins run with Jekyll 4.4.1 and the configuration as it is.",
        );
        DEFAULT_PLUGINS.map(str::to_string).to_vec()
    }
}
