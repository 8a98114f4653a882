//! Which page, document or file lies at a path: what `{% link %}` and `{% post_url %}` look up.

use std::collections::HashMap;

use super::reads::Read;
use super::{Rendering, asker};
use crate::error::Result;
use crate::jekyll::drops::DocumentNode;
use crate::jekyll::front_matter_defaults::parse_date;
use crate::jekyll::tags::post_name::PostName;
use crate::value::{Time, Value};

/// The paths of a site.
pub(crate) struct Paths {
    /// What lies at a path, with its place in the order in which Jekyll looks through them.
    files: HashMap<String, (usize, Found)>,
    /// Posts by what their file names may be shortened to.
    posts: HashMap<String, Vec<usize>>,
}

#[derive(Clone, Copy)]
enum Found {
    Page(usize),
    StaticFile(usize),
    Document(usize),
}

impl Paths {
    /// The paths of everything that becomes a file of the site (`Site#each_site_file`).
    ///
    /// # Errors
    /// Those of asking what is written.
    pub(super) fn new(rendering: &Rendering) -> Result<Self> {
        let mut files = HashMap::new();
        let mut add = |path: &str, found| {
            let place = files.len();
            files.entry(path.to_string()).or_insert((place, found));
        };
        for (i, node) in rendering.pages.iter().enumerate() {
            add(node.page.relative_path(), Found::Page(i));
        }
        for (i, file) in rendering.static_files.iter().enumerate() {
            if file.is_written()? {
                add(&file.relative_path, Found::StaticFile(i));
            }
        }
        for (i, node) in rendering.documents.iter().enumerate() {
            if node.document.is_written()? {
                add(&node.document.relative_path, Found::Document(i));
            }
        }
        Ok(Paths {
            files,
            posts: posts_by_name(rendering),
        })
    }

    /// The URL of what lies at a path, with or without a slash in front.
    pub(super) fn url_of_file(&self, rendering: &Rendering, path: &str) -> Result<Option<String>> {
        let slashed = format!("/{}", path.trim_start_matches('/'));
        let found = [self.files.get(path), self.files.get(&slashed)]
            .into_iter()
            .flatten()
            .min_by_key(|(place, _)| *place);
        let Some((_, found)) = found else {
            return Ok(None);
        };
        match *found {
            Found::Page(i) => note_data(rendering, rendering.pages[i].order),
            Found::StaticFile(_) => {}
            Found::Document(i) => note_data(rendering, rendering.documents[i].order),
        }
        let url = match *found {
            Found::Page(i) => rendering.pages[i].page.url()?,
            Found::StaticFile(i) => rendering.static_files[i].url()?,
            Found::Document(i) => rendering.documents[i].document.url()?,
        };
        Ok(Some(url.to_string()))
    }

    /// The URL of the first post that has a name.
    pub(super) fn url_of_post(&self, rendering: &Rendering, name: &PostName) -> Result<String> {
        let posts = rendering.post_nodes();
        let fits = |node: &DocumentNode| name.matches(&node.document.relative_path);
        let found = if name.slug.contains('/') {
            posts.iter().position(|node| fits(node))
        } else {
            let candidates = self.posts.get(&name.basename());
            candidates
                .into_iter()
                .flatten()
                .copied()
                .find(|&i| fits(&posts[i]))
        };
        if let Some(i) = found {
            note_data(rendering, posts[i].order);
            return Ok(posts[i].document.url()?.to_string());
        }
        asker::note(rendering.setup(), Read::EveryData);
        for node in posts {
            if is_deprecated_match(rendering, name, node)? {
                rendering
                    .log()
                    .warn("Deprecation:", &name.deprecated_match());
                return Ok(node.document.url()?.to_string());
            }
        }
        Err(name.not_found())
    }
}

fn note_data(rendering: &Rendering, place: usize) {
    asker::note(rendering.setup(), Read::Data(place));
}

/// Every beginning of a path's parts that a dot and something else follow.
fn posts_by_name(rendering: &Rendering) -> HashMap<String, Vec<usize>> {
    let mut posts: HashMap<String, Vec<usize>> = HashMap::new();
    for (i, node) in rendering.post_nodes().iter().enumerate() {
        for part in node.document.relative_path.split('/') {
            for (dot, _) in part.match_indices('.') {
                posts.entry(part[..dot].to_string()).or_default().push(i);
            }
        }
    }
    posts
}

/// `PostComparer#deprecated_equality`: slug and day.
fn is_deprecated_match(
    rendering: &Rendering,
    name: &PostName,
    node: &DocumentNode,
) -> Result<bool> {
    if node.document.get("slug")?.as_str() != Some(name.slug.as_str()) {
        return Ok(false);
    }
    let date = &name.date;
    let wanted = parse_date(date, &rendering.setup().clock, || {
        format!("'{date}' does not contain valid date and/or title.")
    })?;
    let day = |time: &Time| time.civil();
    Ok(match &*node.document.date()? {
        Value::Time(own) => day(own) == day(&wanted),
        _ => false,
    })
}
