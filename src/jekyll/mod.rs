//! Jekyll itself: a site is read, rendered and written as Jekyll 4.4.1 does it.
//!
//! [`Site`](site::Site) holds what was read; rendering borrows it; only [`writer`] and [`cleaner`] touch the destination.

pub mod cleaner;
pub mod collection;
pub mod config;
pub mod converters;
pub mod csv;
pub mod data_reader;
pub mod destination;
pub mod document;
pub(crate) mod drops;
pub mod encoding;
pub mod entry_filter;
pub mod environment;
pub mod excerpt;
pub(crate) mod filters;
pub mod front_matter_defaults;
pub mod fs;
mod gemfile;
pub mod glob;
pub mod layout;
pub mod log;
pub mod merge;
pub mod page;
pub mod path;
pub mod permalink;
pub mod plugin;
pub mod plugin_manager;
pub mod reader;
pub mod remembered;
pub mod render;
pub mod setup;
pub mod site;
pub mod slug;
mod slug_letters;
pub mod static_file;
pub(crate) mod tags;
pub mod theme;
pub mod threads;
pub mod writer;

pub use crate::JEKYLL_VERSION;
