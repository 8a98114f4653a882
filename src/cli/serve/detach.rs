//! `--detach`: the program starts itself once more, hands over the socket that it has bound, and ends.

use std::net::TcpListener;
use std::process::{Command, Stdio};

use anyhow::Context as _;

use crate::cli::{Context, Outcome};
use crate::jekyll::log::Log;

/// Tells the second program that its standard input is the socket.
const HANDED_OVER: &str = "REKYLL_SOCKET_ON_STDIN";

/// The socket that was handed over, in the second program.
#[cfg(unix)]
pub fn inherited() -> Option<TcpListener> {
    use std::os::fd::AsFd;
    std::env::var_os(HANDED_OVER)?;
    let socket = std::io::stdin().as_fd().try_clone_to_owned().ok()?;
    let listener = TcpListener::from(socket);
    // Of anything but a socket that listens, this is not to be had.
    listener.local_addr().ok()?;
    listener.set_nonblocking(true).ok()?;
    Some(listener)
}

/// Hands the first socket over to a second program and tells how to stop it.
///
/// # Errors
/// What the system refuses.
#[cfg(unix)]
pub fn detach(context: &Context<'_>, listeners: Vec<TcpListener>) -> Outcome {
    use std::os::fd::OwnedFd;
    use std::os::unix::process::CommandExt;
    let socket = listeners
        .into_iter()
        .next()
        .context("no address to listen at")?;
    let program = std::env::current_exe()?;
    let child = Command::new(program)
        .args(std::env::args_os().skip(1))
        .env(HANDED_OVER, "1")
        .stdin(Stdio::from(OwnedFd::from(socket)))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()?;
    let pid = child.id();
    context.console.info(
        &format!("Server detached with pid '{pid}'."),
        &format!("Run `pkill -f jekyll' or `kill -9 {pid}' to stop the server."),
    );
    Ok(())
}

/// Where sockets cannot be handed over, nothing is.
#[cfg(not(unix))]
pub fn inherited() -> Option<TcpListener> {
    None
}

/// Where sockets cannot be handed over, the server cannot go on by itself.
///
/// # Errors
/// Always.
#[cfg(not(unix))]
pub fn detach(_context: &Context<'_>, _listeners: Vec<TcpListener>) -> Outcome {
    Err(Failure::Raised(anyhow::anyhow!(
        "--detach is not supported on this platform."
    )))
}
