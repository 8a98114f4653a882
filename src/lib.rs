//! Jekyll in Rust.

pub mod error;
pub mod value;
