//! The project's tests, as one program: `cargo test` links once.
//! Expected output lies in ../fixtures and comes from real Jekyll alone.

mod arrows;
mod fixtures;
mod markdown;

#[cfg(feature = "cli")]
mod cli;
#[cfg(feature = "cli")]
mod conformance;
mod internals;
mod library;
#[cfg(feature = "cli")]
mod plugins;
#[cfg(feature = "serve")]
mod serve;
#[cfg(feature = "cli")]
mod sites;
#[cfg(feature = "cli")]
mod threads;
