//! LiveReload: tells browsers over a web socket what to load again, and shows a failed build over the page
//! (serve/live_reload_reactor.rb, serve/websockets.rb).

mod snippet;

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::http::header::{self, HeaderMap, HeaderName};
use axum::http::{HeaderValue, Response, StatusCode, Uri};
use serde_json::{Value as Json, json};
use tokio::sync::broadcast::{Receiver, Sender, error::RecvError};

pub use snippet::Snippet;

use crate::jekyll::log::Log;

/// The protocol of LiveReload's own clients.
const OFFICIAL: &str = "http://livereload.com/protocols/official-7";

/// What our client says that it knows beside: being shown a failed build.
const FAILURES: &str = "rekyll-failures-1";

/// The script that a page loads.
const CLIENT: &str = include_str!("client.js");

/// A browser that is more messages behind is told to load its page again.
const BACKLOG: usize = 256;

/// What a browser may send at once.
const LONGEST_MESSAGE: usize = 64 << 10;

/// All browsers that listen.
#[derive(Clone)]
pub struct Browsers(Arc<Inner>);

struct Inner {
    log: Arc<dyn Log>,
    news: Sender<News>,
    state: Mutex<Known>,
}

/// What a browser that comes later has to know.
#[derive(Default)]
struct Known {
    failure: Option<Failure>,
    was_connected: bool,
}

/// Something to tell browsers.
#[derive(Debug, Clone)]
enum News {
    /// Load this again.
    Reload(String),
    /// The build failed.
    Failed(Failure),
    /// The build works again.
    Mended,
}

/// Why a build failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The message in Jekyll's words.
    pub message: String,
    /// The file, as the user would name it.
    pub file: Option<String>,
    /// The line in it.
    pub line: Option<u32>,
    /// The report, with the source underlined.
    pub report: String,
}

impl News {
    /// The message as it is sent; nothing for a browser that would not understand it.
    fn message(&self, is_ours: bool) -> Option<Json> {
        match self {
            News::Reload(path) => {
                Some(json!({ "command": "reload", "path": path, "liveCSS": true }))
            }
            News::Failed(failure) if is_ours => Some(json!({
                "command": "failed",
                "message": failure.message,
                "file": failure.file,
                "line": failure.line,
                "report": failure.report,
            })),
            News::Mended if is_ours => Some(json!({ "command": "mended" })),
            News::Failed(_) | News::Mended => None,
        }
    }
}

impl Browsers {
    /// Nobody, yet.
    pub fn new(log: Arc<dyn Log>) -> Self {
        Browsers(Arc::new(Inner {
            log,
            news: Sender::new(BACKLOG),
            state: Mutex::default(),
        }))
    }

    /// The build worked, and these URLs have new content. A page is loaded again unless nothing but styles changed; a
    /// feed, which says when it was built, changes with them.
    pub fn built(&self, changed: &[String]) {
        let was_failing = {
            let mut known = self.known();
            known.failure.take().is_some()
        };
        if was_failing {
            self.tell(News::Mended);
        }
        let is_one_of = |url: &String, ends: &[&str]| ends.iter().any(|end| url.ends_with(end));
        let styles: Vec<&String> = changed
            .iter()
            .filter(|url| is_one_of(url, &[".css"]))
            .collect();
        let quiet: &[&str] = if styles.is_empty() {
            &[".css.map"]
        } else {
            &[".css", ".css.map", ".xml"]
        };
        match changed.iter().find(|url| !is_one_of(url, quiet)) {
            Some(url) => self.reload(url),
            None => styles.into_iter().for_each(|url| self.reload(url)),
        }
    }

    /// The build failed; what was built before stays.
    pub fn failed(&self, failure: Failure) {
        self.known().failure = Some(failure.clone());
        self.tell(News::Failed(failure));
    }

    fn reload(&self, url: &str) {
        self.0
            .log
            .debug("LiveReload:", &format!("Reloading URL {url:?}"));
        self.tell(News::Reload(url.to_string()));
    }

    fn tell(&self, news: News) {
        // That nobody listens is no error.
        let _ = self.0.news.send(news);
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Known> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the port of LiveReload answers: the script, and the web socket.
    pub fn router(self) -> Router {
        Router::new().fallback(answer).with_state(self)
    }

    /// Talks with one browser until it goes away.
    async fn converse(self, mut socket: WebSocket, may_see_source: bool) {
        let mut news = self.0.news.subscribe();
        let is_first = !std::mem::replace(&mut self.known().was_connected, true);
        if is_first {
            self.0.log.info("LiveReload:", "Browser connected");
        }
        let hello = json!({ "command": "hello", "protocols": [OFFICIAL], "serverName": crate::cli::OWN_NAME });
        if !send(&mut socket, &hello).await {
            return;
        }
        let mut is_ours = false;
        loop {
            let message = tokio::select! {
                received = socket.recv() => match received {
                    Some(Ok(Message::Text(text))) => {
                        let greets = may_see_source && self.hear(&text);
                        let failure = greets.then(|| self.known().failure.clone()).flatten();
                        is_ours |= greets;
                        failure.and_then(|failure| News::Failed(failure).message(is_ours))
                    }
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                    Some(Ok(_)) => None,
                },
                told = next(&mut news) => match told {
                    Some(told) => told.message(is_ours),
                    None => return,
                },
            };
            if let Some(message) = message
                && !send(&mut socket, &message).await
            {
                return;
            }
        }
    }

    /// Takes a browser's message; whether it is the greeting of our own client.
    fn hear(&self, text: &str) -> bool {
        let Ok(message) = serde_json::from_str::<Json>(text) else {
            return false;
        };
        match message["command"].as_str() {
            Some("url") => {
                let url = message["url"].as_str().unwrap_or_default();
                self.0
                    .log
                    .info("LiveReload:", &format!("Browser URL: {url}"));
                false
            }
            Some("hello") => message["protocols"]
                .as_array()
                .is_some_and(|protocols| protocols.iter().any(|protocol| protocol == FAILURES)),
            _ => false,
        }
    }
}

/// The next thing to tell; one who missed some is told to load everything.
async fn next(news: &mut Receiver<News>) -> Option<News> {
    match news.recv().await {
        Ok(news) => Some(news),
        Err(RecvError::Lagged(_)) => Some(News::Reload("/".to_string())),
        Err(RecvError::Closed) => None,
    }
}

async fn send(socket: &mut WebSocket, message: &Json) -> bool {
    let text = message.to_string();
    socket.send(Message::Text(text.into())).await.is_ok()
}

async fn answer(
    State(browsers): State<Browsers>,
    uri: Uri,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response<Body> {
    if let Ok(upgrade) = upgrade {
        let may_see_source = is_same_host(&headers);
        return upgrade
            .max_message_size(LONGEST_MESSAGE)
            .on_upgrade(move |socket| browsers.converse(socket, may_see_source));
    }
    let (status, content_type, body) = if uri.path().starts_with("/livereload.js") {
        (
            StatusCode::OK,
            "application/javascript; charset=utf-8",
            CLIENT,
        )
    } else {
        (
            StatusCode::BAD_REQUEST,
            "text/plain",
            "This port only serves livereload.js over HTTP.\n",
        )
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Whether the page that opens a socket comes from where the socket leads to: another site's page is not to read what
/// a report shows of the source.
fn is_same_host(headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(origin) = text(header::ORIGIN) else {
        return true;
    };
    let origin_host = origin.split_once("://").map(|(_, host)| without_port(host));
    origin_host.is_some() && origin_host == text(header::HOST).map(without_port)
}

fn without_port(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_this_host_see_reports() {
        let asked = |origin: Option<&str>, host: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_str(host).unwrap());
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, HeaderValue::from_str(origin).unwrap());
            }
            is_same_host(&headers)
        };
        assert!(asked(None, "127.0.0.1:35729"));
        assert!(asked(Some("http://127.0.0.1:4000"), "127.0.0.1:35729"));
        assert!(asked(Some("http://[::1]:4000"), "[::1]:35729"));
        assert!(!asked(Some("http://evil.example"), "127.0.0.1:35729"));
        assert!(!asked(Some("null"), "127.0.0.1:35729"));
    }

    #[test]
    fn styles_alone_do_not_reload_the_page() {
        let browsers = Browsers::new(Arc::new(crate::jekyll::log::Silent));
        let mut news = browsers.0.news.subscribe();
        let mut told = |changed: &[&str]| -> Vec<String> {
            let changed: Vec<String> = changed.iter().map(|url| url.to_string()).collect();
            browsers.built(&changed);
            std::iter::from_fn(|| news.try_recv().ok())
                .map(|news| match news {
                    News::Reload(path) => path,
                    News::Failed(failure) => failure.message,
                    News::Mended => "mended".to_string(),
                })
                .collect()
        };
        assert_eq!(
            told(&["/a.css", "/a.css.map", "/b.css"]),
            ["/a.css", "/b.css"]
        );
        assert_eq!(told(&["/feed.xml", "/a.css"]), ["/a.css"]);
        assert_eq!(told(&["/feed.xml"]), ["/feed.xml"]);
        assert_eq!(told(&["/a.css", "/x/", "/y/"]), ["/x/"]);
        assert_eq!(told(&[]), [""; 0]);
        browsers.failed(Failure {
            message: "broken".to_string(),
            file: None,
            line: None,
            report: String::new(),
        });
        assert_eq!(told(&["/x/"]), ["broken", "mended", "/x/"]);
    }
}
