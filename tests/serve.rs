//! `rekyll serve`: what it answers, against what Jekyll answered (fixtures/requests) and where Jekyll has no say; what
//! reaches browsers; that a site that is watched is at any time what a fresh build would make of it.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use crate::conformance::copy;
use crate::fixtures::{Verdict, cases, difference, files_under};

/// A server, which ends with its test.
struct Server {
    child: Child,
    port: u16,
    reload_port: u16,
    lines: Receiver<String>,
}

impl Server {
    /// Serves `site` into `out` beside it.
    fn start(work: &Path, args: &[&str]) -> Server {
        Self::start_in("development", work, args)
    }

    fn start_in(environment: &str, work: &Path, args: &[&str]) -> Server {
        let mut child = Command::new(env!("CARGO_BIN_EXE_rekyll"))
            .current_dir(work)
            .args(["serve", "-s", "site", "-d", "out", "-P", "0"])
            .args(args)
            .env("TZ", "UTC")
            .env("SOURCE_DATE_EPOCH", "1700000000")
            .env("JEKYLL_ENV", environment)
            .env_remove("JEKYLL_LOG_LEVEL")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, lines) = mpsc::channel();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let errors = sender.clone();
        thread::spawn(move || {
            stdout
                .lines()
                .map_while(Result::ok)
                .try_for_each(|line| sender.send(line))
        });
        thread::spawn(move || {
            stderr
                .lines()
                .map_while(Result::ok)
                .try_for_each(|line| errors.send(line))
        });
        let mut server = Server {
            child,
            port: 0,
            reload_port: 0,
            lines,
        };
        let mut before = String::new();
        while !before.ends_with("press ctrl-c to stop.") {
            before = server.line();
            let port = |line: &str| {
                let (_, rest) = line.rsplit_once("127.0.0.1:")?;
                rest.split('/').next()?.parse().ok()
            };
            if before.contains("Server address:") {
                server.port = port(&before).unwrap();
            } else if before.contains("LiveReload address:") {
                server.reload_port = port(&before).unwrap();
            }
        }
        server
    }

    /// The next line that it prints.
    fn line(&self) -> String {
        self.lines
            .recv_timeout(Duration::from_secs(60))
            .expect("the server says no more")
    }

    /// Waits until it has said something that holds this.
    fn wait_for(&self, words: &str) {
        while !self.line().contains(words) {}
    }

    /// Waits until all that was changed is built; whether it could be, or nothing where nothing had to be. What is said
    /// of errors comes on another stream, before or behind what is said of the build.
    fn settled(&self) -> Option<bool> {
        let mut works = None;
        let (mut begun, mut ended, mut is_done) = (0, 0, false);
        loop {
            let patience = if begun > ended {
                60_000
            } else if begun > 0 {
                60
            } else {
                3_000
            };
            let Ok(line) = self.lines.recv_timeout(Duration::from_millis(patience)) else {
                return works;
            };
            if line.contains("Regenerating:") {
                begun += 1;
                is_done = false;
            } else if line.contains("...done in") {
                is_done = true;
            } else if !line.is_empty() && line.trim().is_empty() {
                // the line of blanks that ends what is said of a build
                ended += 1;
                works = Some(is_done);
            }
        }
    }

    /// The whole answer to a request as it stands.
    fn raw(&self, request: &[u8]) -> Vec<u8> {
        let mut connection = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        connection
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        let _ = connection.write_all(request);
        let mut answer = Vec::new();
        let _ = connection.read_to_end(&mut answer);
        answer
    }

    fn ask(&self, request: &str, headers: &[&str]) -> Answer {
        let host = format!("Host: 127.0.0.1:{}", self.port);
        let mut text = format!("{request} HTTP/1.1\r\n{host}\r\nConnection: close\r\n");
        for header in headers {
            text.push_str(header);
            text.push_str("\r\n");
        }
        Answer::of(&self.raw(format!("{text}\r\n").as_bytes()))
    }

    fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path}"), &[])
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Answer {
    fn of(answer: &[u8]) -> Answer {
        let end = answer
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .unwrap_or(answer.len());
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        let mut lines = head.split("\r\n");
        let status = lines
            .next()
            .and_then(|line| line.split(' ').nth(1)?.parse().ok());
        Answer {
            status: status.unwrap_or_default(),
            headers: lines
                .filter_map(|line| line.split_once(": "))
                .map(|(name, value)| (name.to_lowercase(), value.to_string()))
                .collect(),
            body: answer.get(end + 4..).unwrap_or_default().to_vec(),
        }
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(own, _)| own == name)
            .map(|(_, value)| value.as_str())
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// As fixtures/regenerate writes Jekyll's answers down.
    fn written_down(&self) -> String {
        let mut text = format!("{}\n", self.status);
        let is_own = self.text().contains("own page");
        if self.status >= 400 && !is_own {
            return text;
        }
        let is_file = self.header("etag").is_some();
        for name in [
            "allow",
            "cache-control",
            "content-range",
            "content-type",
            "location",
            "x-own",
        ] {
            let Some(value) = self.header(name) else {
                continue;
            };
            let is_compared = match name {
                "content-range" | "location" => true,
                // Jekyll does not say what it would have taken.
                "allow" => self.status == 200,
                "content-type" => !matches!(self.status, 301 | 206),
                // Jekyll leaves out of parts and of what is unmodified what it sends with whole files.
                _ => is_file && self.status == 200,
            };
            if is_compared {
                let mut parts: Vec<&str> = value.split(',').collect();
                if name == "allow" {
                    parts.sort_unstable();
                }
                text.push_str(&format!("{name}: {}\n", parts.join(",")));
            }
        }
        if is_file || is_own {
            if !self.body.is_empty() {
                text.push_str(self.text().trim_end_matches('\n'));
                text.push('\n');
            }
        } else if self.text().contains("<title>Index of") {
            for link in self.text().split("<a href=\"").skip(1) {
                text.push_str(link.split('"').next().unwrap_or_default());
                text.push('\n');
            }
        }
        text
    }
}

/// A folder with a site in it.
fn site(files: &[(&str, &str)]) -> tempfile::TempDir {
    let work = tempfile::tempdir().unwrap();
    for (name, text) in files {
        write(&work.path().join("site").join(name), text);
    }
    work
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

#[test]
fn requests() {
    let mut verdict = Verdict::default();
    for (name, case) in cases("requests") {
        let work = tempfile::tempdir().unwrap();
        copy(&case.join("site"), &work.path().join("site"));
        let args = fs::read_to_string(case.join("args")).unwrap_or_default();
        let args: Vec<&str> = args.split_whitespace().chain(["--no-watch"]).collect();
        let server = Server::start(work.path(), &args);
        let expected = fs::read_to_string(case.join("expected.txt")).unwrap();
        for expected in expected
            .split("> ")
            .skip(1)
            .filter(|block| !block.is_empty())
        {
            let (line, expected) = expected.split_once('\n').unwrap();
            let mut parts = line.split(" | ");
            let request = parts.next().unwrap();
            let headers: Vec<&str> = parts.collect();
            let answer = server.ask(request, &headers).written_down();
            let difference =
                difference(expected.trim_end().as_bytes(), answer.trim_end().as_bytes());
            verdict.record(format!("requests/{name} {line}"), difference);
        }
    }
    verdict.hold_against_list("requests/");
}

#[test]
fn what_is_better_than_webrick() {
    let long = "lorem ipsum ".repeat(1000);
    let work = site(&[
        ("a.html", &long),
        ("b.txt", &long),
        ("c.png", &long),
        ("d.cgi", "x"),
    ]);
    let server = Server::start(work.path(), &["--no-watch"]);
    let tag = server.get("/a").header("etag").unwrap().to_string();
    let tags = format!("If-None-Match: \"x\", W/{tag}");
    let unmodified = server.ask("GET /a", &[&tags]);
    assert_eq!((unmodified.status, unmodified.body.len()), (304, 0));
    assert_eq!(unmodified.header("etag"), Some(tag.as_str()));
    assert!(unmodified.header("cache-control").is_some());
    let past = "If-Modified-Since: Wed, 25 Nov 2099 02:15:46 GMT";
    assert_eq!(
        server.ask("GET /a", &[past, "If-None-Match: \"x\""]).status,
        200
    );
    let packed = server.ask("GET /a", &["Accept-Encoding: gzip"]);
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    assert!(packed.header("etag").unwrap().starts_with("W/\""));
    assert!(packed.body.len() < long.len() / 10);
    assert_eq!(
        server
            .ask("GET /c.png", &["Accept-Encoding: gzip"])
            .header("content-encoding"),
        None
    );
    let part = server.ask(
        "GET /b.txt",
        &["Range: bytes=6-10", "Accept-Encoding: gzip"],
    );
    assert_eq!((part.status, part.text().as_str()), (206, "ipsum"));
    assert_eq!(
        server
            .ask("GET /b.txt", &["Range: bytes=0-1", "If-Range: \"x\""])
            .status,
        200
    );
    let parts = server.ask("GET /b.txt", &["Range: bytes=0-4,6-10"]);
    assert_eq!(parts.status, 206);
    assert!(
        parts
            .header("content-type")
            .unwrap()
            .starts_with("multipart/byteranges; boundary=")
    );
    assert!(
        parts
            .text()
            .contains("Content-Range: bytes 6-10/12000\r\n\r\nipsum\r\n")
    );
    let outside = server.ask("GET /b.txt", &["Range: bytes=99999-"]);
    assert_eq!(
        (outside.status, outside.header("content-range")),
        (416, Some("bytes */12000"))
    );
    let head = server.ask("HEAD /b.txt", &[]);
    assert_eq!(
        (head.header("content-length"), head.body.len()),
        (Some("12000"), 0)
    );
    assert_eq!(server.get("/d.cgi").text(), "x");
    assert_eq!(
        server.ask("PUT /a", &["Content-Length: 0"]).header("allow"),
        Some("GET,HEAD,OPTIONS")
    );
}

/// Whatever is asked, nothing beside the destination is told, and the server goes on.
#[test]
fn hostile_requests() {
    let work = site(&[
        ("index.html", "inside"),
        ("_config.yml", "secret: outside"),
        ("a/b.txt", "inside"),
    ]);
    write(&work.path().join("out.html"), "outside");
    write(&work.path().join("secret.txt"), "outside");
    let server = Server::start(work.path(), &["--no-watch"]);
    fs::remove_file(work.path().join("out/index.html")).unwrap();
    assert!(!server.get("/").text().contains("outside"));
    let ups = [
        "..",
        "%2e%2e",
        "%2E.",
        ".%2e",
        "..%00",
        "%252e%252e",
        "..;",
        "%c0%ae%c0%ae",
        "%ef%bc%8e%ef%bc%8e",
        "%u002e%u002e",
        "...",
        ".. ",
        "..%20",
    ];
    let slashes = [
        "/", "//", "%2f", "%2F", "\\", "%5c", "%252f", "%c0%af", "/./", "/%2e/",
    ];
    let targets = ["secret.txt", "site/_config.yml", "out.html", "etc/passwd"];
    for up in ups {
        for slash in slashes {
            for target in targets {
                for start in ["/", "//", "/a/", "/a/b.txt/", "http://127.0.0.1/"] {
                    let path = format!("{start}{up}{slash}{up}{slash}{up}{slash}{target}");
                    let answer = server.raw(format!("GET {path} HTTP/1.0\r\n\r\n").as_bytes());
                    let text = String::from_utf8_lossy(&answer);
                    assert!(
                        !text.contains("outside") && !text.contains("root:"),
                        "{path}: {text}"
                    );
                }
            }
        }
    }
    let long = |count| "a/".repeat(count);
    for request in [
        format!("GET /{} HTTP/1.0\r\n\r\n", long(10_000)),
        format!("GET /{} HTTP/1.0\r\n\r\n", long(100_000)),
        format!("GET /{} HTTP/1.0\r\n\r\n", "../".repeat(30_000)),
        format!("GET /{} HTTP/1.0\r\n\r\n", "%2e%2e%2f".repeat(5_000)),
        format!("GET / HTTP/1.0\r\nA: {}\r\n\r\n", "x".repeat(200_000)),
        format!("GET / HTTP/1.0\r\n{}\r\n", "A: x\r\n".repeat(2_000)),
        format!("GET /a/b.txt HTTP/1.0\r\nRange: bytes={}\r\n\r\n", "0-,".repeat(20_000)),
        format!("GET /a/b.txt HTTP/1.0\r\nIf-None-Match: {}\r\n\r\n", "\",".repeat(20_000)),
        "GET".to_string(),
        "\r\n\r\n\r\n".to_string(),
        "garbage\r\n\r\n".to_string(),
        "GET / HTTP/9.9\r\n\r\n".to_string(),
        "GET /\r\n\r\n".to_string(),
        "GET \u{0} HTTP/1.1\r\n\r\n".to_string(),
        "GET /\u{ff}\u{fe} HTTP/1.0\r\n\r\n".to_string(),
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nZZZ\r\n".to_string(),
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\nConnection: close\r\n\r\n".to_string(),
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\nConnection: close\r\n\r\n".to_string(),
        "CONNECT evil.example:80 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".to_string(),
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_string(),
        "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}".repeat(50),
    ] {
        let mut connection = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
        connection.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
        let _ = connection.write_all(request.as_bytes());
        let _ = connection.shutdown(std::net::Shutdown::Write);
        let mut answer = Vec::new();
        let _ = connection.read_to_end(&mut answer);
        assert!(!String::from_utf8_lossy(&answer).contains("outside"));
    }
    // Who is slow keeps nobody waiting.
    let slow: Vec<TcpStream> = (0..200)
        .map(|_| {
            let mut connection = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
            connection.write_all(b"GET /a/b.txt HT").unwrap();
            connection
        })
        .collect();
    let start = Instant::now();
    assert_eq!(server.get("/a/b.txt").text(), "inside");
    assert!(start.elapsed() < Duration::from_secs(5));
    drop(slow);
    assert_eq!(server.get("/a/b.txt").text(), "inside");
}

/// A browser's side of a web socket, as little of it as is needed.
struct Socket(TcpStream);

impl Socket {
    fn open(server: &Server, origin: &str) -> Socket {
        let mut stream = TcpStream::connect(("127.0.0.1", server.reload_port)).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(30)))
            .unwrap();
        let request = format!(
            "GET /livereload HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nOrigin: {origin}\r\nUpgrade: websocket\r\n\
             Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
            server.reload_port
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            head.push(byte[0]);
        }
        assert!(String::from_utf8_lossy(&head).starts_with("HTTP/1.1 101 "));
        let mut socket = Socket(stream);
        let hello = socket.receive();
        assert_eq!(hello["command"], "hello");
        assert_eq!(
            hello["protocols"][0],
            "http://livereload.com/protocols/official-7"
        );
        socket.send(r#"{"command":"hello","protocols":["http://livereload.com/protocols/official-7","rekyll-failures-1"]}"#);
        socket
    }

    fn send(&mut self, text: &str) {
        // masked with zeros, which leaves the text as it is
        let length = u8::try_from(text.len()).unwrap();
        let mut frame = vec![0x81];
        if length < 126 {
            frame.push(0x80 | length);
        } else {
            frame.extend_from_slice(&[0x80 | 126, 0, length]);
        }
        frame.extend_from_slice(&[0; 4]);
        frame.extend_from_slice(text.as_bytes());
        self.0.write_all(&frame).unwrap();
    }

    fn receive(&mut self) -> serde_json::Value {
        let mut head = [0; 2];
        self.0.read_exact(&mut head).unwrap();
        assert_eq!(head[0], 0x81);
        let length = match head[1] {
            126 => {
                let mut bytes = [0; 2];
                self.0.read_exact(&mut bytes).unwrap();
                u16::from_be_bytes(bytes).into()
            }
            127 => panic!("too long a message"),
            short => usize::from(short),
        };
        let mut text = vec![0; length];
        self.0.read_exact(&mut text).unwrap();
        serde_json::from_slice(&text).unwrap()
    }
}

#[test]
fn browsers_are_told() {
    let work = site(&[
        ("index.html", "---\n---\nfirst, and no head"),
        ("css/a.scss", "---\n---\n$c: red; p { color: $c }"),
        ("ignored.html", "---\n---\nx"),
    ]);
    let site = work.path().join("site");
    let server = Server::start(
        work.path(),
        &[
            "--livereload",
            "--livereload-port",
            "0",
            "--livereload-ignore",
            "ignored*",
        ],
    );
    let page = server.get("/");
    assert_eq!(page.header("x-rack-livereload"), Some("1"));
    assert!(page.text().starts_with("<script>"), "{}", page.text());
    assert!(
        page.text()
            .contains(&format!(":{}/livereload.js?snipver=1", server.reload_port))
    );
    assert_eq!(
        server.get("/nothing").header("x-rack-livereload"),
        Some("1")
    );
    assert!(!server.get("/css/a.css").text().contains("script"));
    let mut own = Socket::open(&server, "http://127.0.0.1:4000");
    let mut foreign = Socket::open(&server, "http://evil.example");
    let told = |socket: &mut Socket| {
        let message = socket.receive();
        let words = |key: &str| message[key].as_str().unwrap_or_default().to_string();
        format!("{} {}", words("command"), words("path"))
    };
    server.wait_for("Browser connected");
    write(&site.join("ignored.html"), "---\n---\ny");
    server.wait_for("...done in");
    write(
        &site.join("css/a.scss"),
        "---\n---\n$c: blue; p { color: $c }",
    );
    assert_eq!(told(&mut own), "reload /css/a.css");
    assert_eq!(told(&mut foreign), "reload /css/a.css");
    server.wait_for("...done in");
    write(&site.join("index.html"), "---\n---\nsecond\n{% if %}");
    let failure = own.receive();
    assert_eq!(failure["command"], "failed");
    assert!(
        failure["file"].as_str().unwrap().ends_with("index.html"),
        "{failure}"
    );
    assert!(
        failure["report"].as_str().unwrap().contains("{% if %}"),
        "{failure}"
    );
    assert!(server.get("/").text().contains("first"));
    // A page that is opened meanwhile is told too, one of another host is not.
    assert_eq!(
        Socket::open(&server, "http://localhost:1")
            .0
            .set_read_timeout(None)
            .ok(),
        Some(())
    );
    let mut late = Socket::open(&server, "http://127.0.0.1:4000");
    assert_eq!(late.receive()["command"], "failed");
    server.wait_for("Error:");
    write(&site.join("index.html"), "---\n---\nthird");
    assert_eq!(told(&mut own), "mended ");
    assert_eq!(told(&mut own), "reload /");
    assert_eq!(told(&mut foreign), "reload /");
    assert!(server.get("/").text().contains("third"));
}

#[test]
fn a_changed_configuration_is_read_again() {
    let work = site(&[
        ("_config.yml", "title: one"),
        ("index.html", "---\n---\n{{ site.title }} {{ site.url }}"),
    ]);
    let config = work.path().join("site/_config.yml");
    let server = Server::start(work.path(), &[]);
    let url = "http://localhost:0";
    assert_eq!(server.get("/").text(), format!("one {url}"));
    write(
        &config,
        "title: two\nbaseurl: /blog\nwebrick: { headers: { X-Own: \"1\" } }",
    );
    server.wait_for("...done in");
    let answer = server.get("/blog/");
    assert_eq!(
        (answer.text(), answer.header("x-own")),
        (format!("two {url}"), Some("1"))
    );
    assert_eq!(server.get("/").status, 404);
    write(&config, "title: [");
    server.wait_for("Run jekyll build --trace");
    assert_eq!(server.get("/blog/").text(), format!("two {url}"));
    write(&config, "title: three");
    server.wait_for("...done in");
    assert_eq!(server.get("/").text(), format!("three {url}"));
}

/// What lies outside of the source, or is excluded from it, is read anew all the same.
#[test]
fn what_is_read_from_elsewhere() {
    let work = site(&[
        (
            "_config.yml",
            "theme: ../theme\nexclude: [vendor]\nsass: { load_paths: [vendor] }",
        ),
        (
            "index.html",
            "---\nlayout: x\n---\n{{ site.own }} {% include y.html %}",
        ),
        (
            "a.scss",
            "---\n---\n@import 'v'; @import 't'; a { b: $v; c: $t }",
        ),
        ("vendor/_v.scss", "$v: 1;"),
    ]);
    let theme = work.path().join("theme");
    let edit = |name: &str, text: &str| write(&theme.join(name), text);
    edit("_layouts/x.html", "first {{ content }}");
    edit("_includes/y.html", "first");
    edit("_sass/t.scss", "$t: 1;");
    edit("_config.yml", "own: first");
    let server = Server::start_in("test", work.path(), &[]);
    let page = || server.get("/").text();
    let sheet = || server.get("/a.css").text();
    assert_eq!(page(), "first first first");
    for (name, text, expected) in [
        (
            "_layouts/x.html",
            "second {{ content }}",
            "second first first",
        ),
        ("_includes/y.html", "second", "second first second"),
        ("_config.yml", "own: second", "second second second"),
    ] {
        edit(name, text);
        server.wait_for("...done in");
        assert_eq!(page(), expected);
    }
    edit("_sass/t.scss", "$t: 2;");
    server.wait_for("...done in");
    assert!(sheet().contains("c: 2"), "{}", sheet());
    // Nobody tells of what is excluded, but the next build looks at it.
    write(&work.path().join("site/vendor/_v.scss"), "$v: 2;");
    write(&work.path().join("site/other.html"), "---\n---\nx");
    server.wait_for("...done in");
    write(&work.path().join("site/other.html"), "---\n---\ny");
    server.wait_for("...done in");
    assert!(sheet().contains("b: 2"), "{}", sheet());
}

/// Edits of every kind: after each, the destination is what a fresh build makes.
#[test]
fn edits() {
    random_edits("leaks", 12, 1);
    random_edits("korean-blog", 12, 2);
}

/// The same for long: `cargo test many_edits -- --ignored`.
#[test]
#[ignore = "takes minutes"]
fn many_edits() {
    random_edits("leaks", 300, 3);
    random_edits("korean-blog", 300, 4);
    random_edits("data-and-defaults", 300, 5);
}

fn random_edits(name: &str, count: usize, seed: u64) {
    let case = cases("sites")
        .into_iter()
        .find(|(own, _)| own == name)
        .unwrap()
        .1;
    let work = tempfile::tempdir().unwrap();
    let site = work.path().join("site");
    copy(&case.join("site"), &site);
    // In development the server would set `url`, which a build does not.
    let server = Server::start_in("test", work.path(), &[]);
    let mut random = Random(seed);
    let mut broken: Option<(PathBuf, Vec<u8>)> = None;
    for step in 0..count {
        // What an edit broke is mended by the next.
        let done = match broken.take() {
            Some((path, bytes)) => {
                fs::write(&path, bytes).unwrap();
                format!("mend {}", path.display())
            }
            None => edit(&site, &mut random, step, &mut broken),
        };
        let works = server.settled();
        let fresh = work.path().join("fresh");
        let _ = fs::remove_dir_all(&fresh);
        let built = Command::new(env!("CARGO_BIN_EXE_rekyll"))
            .current_dir(work.path())
            .args(["build", "-s", "site", "-d", "fresh"])
            .env("TZ", "UTC")
            .env("SOURCE_DATE_EPOCH", "1700000000")
            .env("JEKYLL_ENV", "test")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let when = format!("{name} {step}: {done}");
        if let Some(works) = works {
            assert_eq!(works, built.status.success(), "{when}");
        }
        if built.status.success() {
            let unlike = unlike(&work.path().join("out"), &fresh);
            assert_eq!(unlike, "", "{when}");
        }
    }
}

fn edit(
    site: &Path,
    random: &mut Random,
    step: usize,
    broken: &mut Option<(PathBuf, Vec<u8>)>,
) -> String {
    let files: Vec<PathBuf> = files_under(site)
        .into_iter()
        .map(|file| site.join(file))
        .filter(|path| fs::read_to_string(path).is_ok_and(|text| !text.is_empty()))
        .collect();
    let path = files[random.below(files.len())].clone();
    let text = fs::read_to_string(&path).unwrap();
    let name = path.file_name().unwrap().to_str().unwrap().to_string();
    let is_config = name.starts_with("_config");
    match random.below(if is_config { 2 } else { 8 }) {
        0 | 1 => {
            fs::write(&path, format!("{text}\n# added {step}\n")).unwrap();
            format!("append to {}", path.display())
        }
        2 | 3 if text.starts_with("---\n") => {
            fs::write(
                &path,
                text.replacen("---\n", &format!("---\ntitle: Changed {step}\n"), 1),
            )
            .unwrap();
            format!("front matter of {}", path.display())
        }
        4 => {
            fs::remove_file(&path).unwrap();
            format!("remove {}", path.display())
        }
        5 => {
            fs::rename(&path, path.with_file_name(format!("{step}-{name}"))).unwrap();
            format!("rename {}", path.display())
        }
        6 => {
            *broken = Some((path.clone(), text.clone().into_bytes()));
            fs::write(&path, format!("{text}\n{{% if %}}\n")).unwrap();
            format!("break {}", path.display())
        }
        _ => {
            let copy =
                path.with_file_name(format!("2024-01-{:02}-new-{step}-{name}", step % 28 + 1));
            fs::write(&copy, text).unwrap();
            format!("add {}", copy.display())
        }
    }
}

/// How a folder differs from another one; empty if it does not.
fn unlike(one: &Path, other: &Path) -> String {
    let below = |folder: &Path| -> Vec<PathBuf> {
        let files = files_under(folder);
        files
            .iter()
            .map(|file| file.strip_prefix(folder).unwrap().to_path_buf())
            .collect()
    };
    let (files, expected) = (below(one), below(other));
    if files != expected {
        return format!("{files:?}\n{expected:?}");
    }
    let read = |folder: &Path, file: &Path| fs::read(folder.join(file)).unwrap_or_default();
    files
        .iter()
        .map(|file| (file, difference(&read(other, file), &read(one, file))))
        .filter(|(_, difference)| !difference.is_empty())
        .map(|(file, difference)| format!("{}: {difference}\n", file.display()))
        .collect()
}

/// Numbers that look random and are the same every time.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}
