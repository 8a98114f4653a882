//! Jekyll in Rust.

/// The Jekyll whose output this library writes.
pub const JEKYLL_VERSION: &str = "4.4.1";

#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
pub mod commonmark;
mod engine;
pub mod error;
pub mod eval;
pub mod front_matter;
pub mod highlight;
pub mod interop;
pub mod jekyll;
pub mod kramdown;
pub mod liquid;
mod plugins;
pub mod sass;
pub mod value;
pub mod yaml;

pub use engine::{Builder, Engine, Page, Report, Site, Template};
pub use error::{Error, ErrorKind};
pub use jekyll::plugin::Plugin;
pub use value::Value;
