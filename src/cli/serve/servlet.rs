//! Answers requests for what lies in the destination, as Jekyll's servlet does (serve/servlet.rb) where a page can tell.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Extensions, Method, Response, StatusCode, Version};
use tokio::io::AsyncReadExt;
use tokio_util::io::ReaderStream;

use super::livereload::Snippet;
use super::mime::{self, MediaType};
use super::path::{Found, RequestPath};
use super::range::{Wanted, wanted};
use super::text::escaped;
use super::{date, listing};
use crate::value::Clock;

/// What is served, and how.
pub struct Served {
    /// The destination.
    pub root: PathBuf,
    /// The path under which it lies: `baseurl` without slashes at its end.
    pub mount: String,
    /// `webrick.headers`, with Jekyll's own.
    pub headers: HeaderMap,
    /// `encoding`, which becomes the charset of text.
    pub encoding: String,
    /// `show_dir_listing`
    pub lists_folders: bool,
    /// The script that reloads the page, where one is wanted.
    pub snippet: Option<Snippet>,
    /// In which zone times are shown.
    pub clock: Clock,
}

/// What is served at the moment: it changes with the configuration.
#[derive(Clone)]
pub struct Servlet(Arc<RwLock<Arc<Served>>>);

/// Files up to this size are read as a whole, larger ones in pieces while they are sent.
const WHOLE: u64 = 256 << 10;

/// Pages larger than this are left as they are, without a script.
const LARGEST_PAGE: u64 = 64 << 20;

/// So much of several parts of a file is sent; who asks for more gets the whole.
const MOST_OF_PARTS: u64 = 16 << 20;

/// Shorter answers are sent as they are.
const LEAST_TO_COMPRESS: u64 = 512;

/// Between the parts of a file.
const BOUNDARY: &str = "rekyll-part-7d2f9c41";

impl Servlet {
    /// Serves this.
    pub fn new(served: Served) -> Self {
        Servlet(Arc::new(RwLock::new(Arc::new(served))))
    }

    /// Serves something else from now on.
    pub fn replace(&self, served: Served) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(served);
    }

    /// The destination that is served at the moment.
    pub fn root(&self) -> PathBuf {
        self.served().root.clone()
    }

    fn served(&self) -> Arc<Served> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Answers one request.
pub async fn answer(State(servlet): State<Servlet>, request: Request) -> Response<Body> {
    let (parts, _) = request.into_parts();
    let asked = Asked {
        method: parts.method,
        path: parts.uri.path().to_string(),
        query: parts.uri.query().map(str::to_string),
        headers: parts.headers,
    };
    let served = servlet.served();
    // Looking for files waits for the disk, which the threads that talk to browsers must not.
    let answer = tokio::task::spawn_blocking(move || served.answer(&asked)).await;
    answer.unwrap_or_else(|_| plain(StatusCode::INTERNAL_SERVER_ERROR))
}

/// Whether an answer is text that is long enough, and whole.
pub fn is_worth_compressing(
    status: StatusCode,
    _version: Version,
    headers: &HeaderMap,
    _extensions: &Extensions,
) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let is_text = text(header::CONTENT_TYPE).is_some_and(|content_type| {
        let name = content_type.split(';').next().unwrap_or_default().trim();
        name.starts_with("text/")
            || name.ends_with("+xml")
            || name.ends_with("+json")
            || matches!(
                name,
                "application/javascript"
                    | "application/json"
                    | "application/xml"
                    | "application/wasm"
            )
    });
    let is_long = text(header::CONTENT_LENGTH)
        .is_none_or(|length| length.parse().unwrap_or(0) >= LEAST_TO_COMPRESS);
    is_text
        && is_long
        && status != StatusCode::PARTIAL_CONTENT
        && status != StatusCode::NOT_MODIFIED
}

/// The tag of a compressed answer is that of the file, but no longer byte for byte.
pub async fn weaken_tag(mut response: Response<Body>) -> Response<Body> {
    let headers = response.headers_mut();
    if headers.contains_key(header::CONTENT_ENCODING)
        && let Some(tag) = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok())
    {
        let tag = format!("W/{tag}");
        set(headers, header::ETAG, &tag);
    }
    response
}

/// A request, as far as it matters.
struct Asked {
    method: Method,
    path: String,
    query: Option<String>,
    headers: HeaderMap,
}

impl Asked {
    fn header(&self, name: HeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

impl Served {
    fn answer(&self, asked: &Asked) -> Response<Body> {
        if asked.path == "*" && asked.method == Method::OPTIONS {
            return allow(StatusCode::OK, "GET,HEAD,POST,OPTIONS");
        }
        let Some(path) = RequestPath::parse(&asked.path) else {
            let message = format!("bad URI `{}'.", asked.path);
            return self.error(StatusCode::BAD_REQUEST, &message);
        };
        let found = match path.below(&self.mount) {
            Some(below) => below.find(&self.root, self.lists_folders),
            None => Found::Nothing,
        };
        let is_file = matches!(found, Found::File(_));
        let not_found = || {
            self.error(
                StatusCode::NOT_FOUND,
                &format!("`{}' not found.", path.shown()),
            )
        };
        match (asked.method.as_str(), found) {
            ("GET" | "HEAD" | "POST" | "OPTIONS", Found::Nothing) => not_found(),
            ("OPTIONS", _) if is_file => allow(StatusCode::OK, "GET,HEAD,OPTIONS"),
            ("OPTIONS", _) => allow(StatusCode::OK, "GET,HEAD,OPTIONS,POST"),
            ("POST", _) if !is_file => not_found(),
            ("GET" | "HEAD", Found::File(file)) => {
                self.file(&file, asked).unwrap_or_else(|_| not_found())
            }
            ("GET" | "HEAD", Found::Folder(folder)) => self
                .folder(&folder, &path, asked)
                .unwrap_or_else(|_| not_found()),
            ("GET" | "HEAD", Found::WithoutSlash) => self.redirect(&path, asked),
            (method, _) => {
                let message = format!("unsupported method `{method}'.");
                let mut response = self.error(StatusCode::METHOD_NOT_ALLOWED, &message);
                let allowed = HeaderValue::from_static("GET,HEAD,OPTIONS");
                response.headers_mut().insert(header::ALLOW, allowed);
                response
            }
        }
    }

    fn redirect(&self, path: &RequestPath, asked: &Asked) -> Response<Body> {
        let mut location = path.with_slash();
        if let Some(query) = asked.query.as_deref().filter(|query| !query.is_empty()) {
            location.push('?');
            location.push_str(query);
        }
        let shown = escaped(&location);
        let body = format!("<html><a href=\"{shown}\">{shown}</a>.</html>\n");
        let mut response = self.response(
            StatusCode::MOVED_PERMANENTLY,
            "text/html; charset=UTF-8",
            Body::from(body),
        );
        if let Ok(location) = HeaderValue::from_str(&location) {
            response.headers_mut().insert(header::LOCATION, location);
        }
        response
    }

    fn folder(
        &self,
        folder: &Path,
        path: &RequestPath,
        asked: &Asked,
    ) -> io::Result<Response<Body>> {
        let query = asked.query.as_deref().unwrap_or_default();
        let page = listing::page(folder, &path.shown(), query, &self.clock)?;
        Ok(self.page(
            StatusCode::OK,
            "text/html; charset=\"UTF-8\"",
            page.into_bytes(),
        ))
    }

    /// An error, as the site's own 404.html where it has one.
    fn error(&self, status: StatusCode, message: &str) -> Response<Body> {
        let own = fs::read(self.root.join("404.html"));
        let page = own.unwrap_or_else(|_| {
            let reason = escaped(status.canonical_reason().unwrap_or_default());
            format!(
                "<!DOCTYPE html>\n<html>\n<head><meta charset=\"utf-8\"><title>{reason}</title></head>\n<body>\n\
                 <h1>{reason}</h1>\n<p>{}</p>\n</body>\n</html>\n",
                escaped(message)
            )
            .into_bytes()
        });
        self.page(status, "text/html; charset=UTF-8", page)
    }

    /// A whole page, with the script that reloads it.
    fn page(&self, status: StatusCode, content_type: &str, page: Vec<u8>) -> Response<Body> {
        let Some(snippet) = &self.snippet else {
            return self.response(status, content_type, Body::from(page));
        };
        let mut response = self.response(status, content_type, Body::from(snippet.put_into(page)));
        mark_live(response.headers_mut());
        response
    }

    fn response(&self, status: StatusCode, content_type: &str, body: Body) -> Response<Body> {
        let mut response = Response::new(body);
        *response.status_mut() = status;
        let headers = response.headers_mut();
        if let Ok(value) = HeaderValue::from_str(content_type) {
            headers.insert(header::CONTENT_TYPE, value);
        }
        for (name, value) in &self.headers {
            headers.insert(name.clone(), value.clone());
        }
        response
    }

    fn content_type(&self, media_type: MediaType) -> String {
        if media_type.has_charset {
            format!("{}; charset={}", media_type.name, self.encoding)
        } else {
            media_type.name.to_string()
        }
    }

    fn file(&self, path: &Path, asked: &Asked) -> io::Result<Response<Body>> {
        let mut file = File::open(path)?;
        let metadata = file.metadata()?;
        let length = metadata.len();
        let modified = metadata.modified().unwrap_or(UNIX_EPOCH);
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        let media_type = mime::of(name);
        let content_type = self.content_type(media_type);
        let snippet = self
            .snippet
            .as_ref()
            .filter(|_| media_type.name == "text/html" && length <= LARGEST_PAGE);
        let tag = tag(&metadata, modified, snippet);
        if is_unmodified(asked, &tag, modified) {
            let mut response =
                self.response(StatusCode::NOT_MODIFIED, &content_type, Body::empty());
            response.headers_mut().remove(header::CONTENT_TYPE);
            identify(response.headers_mut(), &tag, modified);
            return Ok(response);
        }
        let mut response = if let Some(snippet) = snippet {
            let page = snippet.put_into(whole(&mut file, length)?);
            let mut response = self.response(StatusCode::OK, &content_type, Body::from(page));
            mark_live(response.headers_mut());
            response
        } else {
            self.bytes(file, length, &content_type, ranges(asked, &tag, length))?
        };
        identify(response.headers_mut(), &tag, modified);
        Ok(response)
    }

    /// The bytes of a file, or some of them.
    fn bytes(
        &self,
        mut file: File,
        length: u64,
        content_type: &str,
        wanted: Wanted,
    ) -> io::Result<Response<Body>> {
        let mut response = match wanted {
            Wanted::Unsatisfiable => {
                let message = "the requested range is not satisfiable";
                let mut response = self.error(StatusCode::RANGE_NOT_SATISFIABLE, message);
                set(
                    response.headers_mut(),
                    header::CONTENT_RANGE,
                    &format!("bytes */{length}"),
                );
                response
            }
            Wanted::Parts(parts) if parts.len() == 1 => {
                let range = parts.into_iter().next().unwrap_or(0..=0);
                let size = range.end() - range.start() + 1;
                file.seek(SeekFrom::Start(*range.start()))?;
                let body = body(file, size)?;
                let mut response = self.response(StatusCode::PARTIAL_CONTENT, content_type, body);
                let shown = format!("bytes {}-{}/{length}", range.start(), range.end());
                set(response.headers_mut(), header::CONTENT_RANGE, &shown);
                set(
                    response.headers_mut(),
                    header::CONTENT_LENGTH,
                    &size.to_string(),
                );
                response
            }
            Wanted::Parts(parts) => {
                let body = multipart(&mut file, &parts, content_type, length)?;
                let content_type = format!("multipart/byteranges; boundary={BOUNDARY}");
                self.response(StatusCode::PARTIAL_CONTENT, &content_type, Body::from(body))
            }
            Wanted::Whole => {
                let mut response = self.response(StatusCode::OK, content_type, body(file, length)?);
                set(
                    response.headers_mut(),
                    header::CONTENT_LENGTH,
                    &length.to_string(),
                );
                response
            }
        };
        response
            .headers_mut()
            .insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        Ok(response)
    }
}

/// The next `size` bytes of a file.
fn body(mut file: File, size: u64) -> io::Result<Body> {
    if size <= WHOLE {
        return Ok(Body::from(whole(&mut file, size)?));
    }
    let file = tokio::fs::File::from_std(file).take(size);
    Ok(Body::from_stream(ReaderStream::with_capacity(
        file,
        64 << 10,
    )))
}

fn whole(file: &mut File, size: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
    file.take(size).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn multipart(
    file: &mut File,
    parts: &[RangeInclusive<u64>],
    content_type: &str,
    length: u64,
) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    for range in parts {
        let (first, last) = (range.start(), range.end());
        let head = format!(
            "--{BOUNDARY}\r\nContent-Type: {content_type}\r\nContent-Range: bytes {first}-{last}/{length}\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        file.seek(SeekFrom::Start(*first))?;
        body.append(&mut whole(file, last - first + 1)?);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    Ok(body)
}

/// Which bytes are wanted of the file that bears this tag.
fn ranges(asked: &Asked, tag: &str, length: u64) -> Wanted {
    let is_of_this = asked
        .header(header::IF_RANGE)
        .is_none_or(|condition| condition == tag);
    let range = asked
        .header(header::RANGE)
        .filter(|_| is_of_this && asked.method == Method::GET);
    match range.map_or(Wanted::Whole, |range| wanted(range, length)) {
        Wanted::Parts(parts) if parts.len() > 1 => {
            let size = parts
                .iter()
                .map(|range| range.end() - range.start() + 1)
                .fold(0, u64::saturating_add);
            if size <= MOST_OF_PARTS {
                Wanted::Parts(parts)
            } else {
                Wanted::Whole
            }
        }
        wanted => wanted,
    }
}

/// What tells this state of a file from any other: its time to the nanosecond, its size, and which file it is, for
/// every file of the destination is replaced as a whole.
fn tag(metadata: &fs::Metadata, modified: SystemTime, snippet: Option<&Snippet>) -> String {
    let since = modified.duration_since(UNIX_EPOCH).unwrap_or_default();
    let live = snippet.map_or(String::new(), |snippet| format!("-{:x}", snippet.port()));
    format!(
        "\"{:x}-{:x}-{:x}{live}\"",
        inode(metadata),
        metadata.len(),
        since.as_nanos()
    )
}

#[cfg(unix)]
fn inode(metadata: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn inode(_metadata: &fs::Metadata) -> u64 {
    0
}

/// Whether the browser has this state already (RFC 9110, section 13.2.2: where it names tags, its date does not count).
fn is_unmodified(asked: &Asked, tag: &str, modified: SystemTime) -> bool {
    if let Some(tags) = asked.header(header::IF_NONE_MATCH) {
        let same = |other: &str| other == "*" || other.strip_prefix("W/").unwrap_or(other) == tag;
        return tags.split(',').any(|other| same(other.trim()));
    }
    // As in WEBrick, a time within the second is later than the second.
    let since = asked
        .header(header::IF_MODIFIED_SINCE)
        .and_then(date::parse);
    since.is_some_and(|since| since >= modified)
}

fn identify(headers: &mut HeaderMap, tag: &str, modified: SystemTime) {
    set(headers, header::ETAG, tag);
    if let Some(date) = date::shown(modified) {
        set(headers, header::LAST_MODIFIED, &date);
    }
}

/// Says, as Jekyll does, that the page is not just what lies in the file.
fn mark_live(headers: &mut HeaderMap) {
    headers.insert("x-rack-livereload", HeaderValue::from_static("1"));
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

fn allow(status: StatusCode, methods: &'static str) -> Response<Body> {
    let mut response = plain(status);
    response
        .headers_mut()
        .insert(header::ALLOW, HeaderValue::from_static(methods));
    response
}

fn plain(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}
