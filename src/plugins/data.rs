//! jekyll-data 1.1.1. What it does for a theme's data and configuration Jekyll does itself by now; what is left is that
//! `theme` stands for the theme's part of the configuration (`UnifiedPayloadDrop#theme`).

use crate::error::Result;
use crate::jekyll::config::Config;
use crate::jekyll::plugin::{Hooks, Plugin, SiteEvent};
use crate::jekyll::site::Site;
use crate::value::Value;

/// The plugin.
#[derive(Debug, Clone, Copy, Default)]
pub struct Data;

impl Plugin for Data {
    fn name(&self) -> &str {
        "jekyll-data"
    }

    fn hook(&self, hooks: &mut Hooks, _config: &Config) {
        hooks.register_site(SiteEvent::AfterInit, Hooks::NORMAL, name_theme);
    }
}

fn name_theme(site: &mut Site) -> Result<()> {
    let config = &site.setup.config;
    let of_theme = match config.get("theme") {
        Value::Str(theme) => config.get(theme).clone(),
        _ => Value::Nil,
    };
    site.setup_mut().theme_variable = Some(of_theme);
    Ok(())
}
