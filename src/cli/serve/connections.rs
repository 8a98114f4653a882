//! Listens and serves connections: plain or over TLS, with limits on how slow and how large a request may be.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::{SocketAddr, TcpListener as StdListener, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_rustls::TlsAcceptor;

/// A request's head has to be there within this time, on a kept connection the next one, and a TLS handshake.
const PATIENCE: Duration = Duration::from_secs(30);

/// A request's head may be this long, as in WEBrick.
const LONGEST_HEAD: usize = 112 << 10;

/// So many connections are open at once; others wait.
const MOST_CONNECTIONS: usize = 8192;

/// Binds every address that `host` stands for.
///
/// # Errors
/// What the system refuses, in Ruby's words.
pub fn bind(host: &str, port: u16) -> io::Result<Vec<StdListener>> {
    let host = if host.is_empty() { "0.0.0.0" } else { host };
    let mut listeners: Vec<StdListener> = Vec::new();
    for mut address in (host, port).to_socket_addrs()? {
        // Where any port will do, all addresses take the one that the first was given.
        if let Some(first) = listeners.first().filter(|_| port == 0) {
            address.set_port(first.local_addr()?.port());
        }
        let listener = StdListener::bind(address).map_err(|error| unbound(&error, address))?;
        listener.set_nonblocking(true)?;
        listeners.push(listener);
    }
    Ok(listeners)
}

/// The port that was bound.
pub fn port(listeners: &[StdListener]) -> Option<u16> {
    let address = listeners.first()?.local_addr().ok()?;
    Some(address.port())
}

fn unbound(error: &io::Error, address: SocketAddr) -> io::Error {
    let reason = crate::jekyll::fs::reason(error);
    let place = format!("{}:{}", address.ip(), address.port());
    io::Error::new(error.kind(), format!("{reason} - bind(2) for {place}"))
}

/// Serves what comes in at `listener`, for ever.
///
/// # Errors
/// A listener that the runtime does not take.
pub async fn serve(
    listener: StdListener,
    tls: Option<TlsAcceptor>,
    router: Router,
) -> io::Result<Infallible> {
    let listener = TcpListener::from_std(listener)?;
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let place = Arc::clone(&places).acquire_owned().await;
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            // A connection that went away at once, or no more files to be had: others may do better, a little later.
            Err(_) => {
                tokio::time::sleep(Duration::from_millis(10)).await;
                continue;
            }
        };
        let (tls, router) = (tls.clone(), router.clone());
        tokio::spawn(async move {
            connection(stream, tls, router, place.ok()).await;
        });
    }
}

async fn connection(
    stream: TcpStream,
    tls: Option<TlsAcceptor>,
    router: Router,
    _place: Option<OwnedSemaphorePermit>,
) {
    let _ = stream.set_nodelay(true);
    match tls {
        None => requests(stream, router).await,
        Some(tls) => {
            if let Ok(Ok(stream)) = tokio::time::timeout(PATIENCE, tls.accept(stream)).await {
                requests(stream, router).await;
            }
        }
    }
}

async fn requests(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, router: Router) {
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    builder
        .http1()
        .timer(TokioTimer::new())
        // Who has said all may still listen, as `nc` does.
        .half_close(true)
        .header_read_timeout(PATIENCE)
        .max_buf_size(LONGEST_HEAD);
    let service = TowerToHyperService::new(router);
    // How a connection ends is between the browser and the system.
    let _ = served(builder.serve_connection_with_upgrades(TokioIo::new(stream), service)).await;
}

/// Names what is awaited, so that the compiler need not carry hyper's types around.
async fn served<E>(connection: impl Future<Output = Result<(), E>>) -> Result<(), E> {
    connection.await
}
