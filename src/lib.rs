//! Jekyll in Rust.

/// The Jekyll whose output this library writes.
pub const JEKYLL_VERSION: &str = "4.4.1";

pub mod commonmark;
pub mod error;
pub mod eval;
pub mod front_matter;
pub mod highlight;
pub mod interop;
pub mod jekyll;
pub mod liquid;
pub mod value;
pub mod yaml;

pub use error::Error;
