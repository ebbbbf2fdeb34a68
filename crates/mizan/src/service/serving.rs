//! Serving HTTP/1.1: so many callers at once, each with so much time, and a friendly end.
//!
//! Whoever says nothing, or says it slowly, is let go of, so that a few of them do not keep everyone else out.

use std::io;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

/// How much of what callers may take.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// How many of them are heard at once; the next ones wait.
    pub callers: usize,
    /// How long one may take for the head of a request, or say nothing between two.
    pub head: Duration,
    /// How long is waited at the end for what is under way.
    pub goodbye: Duration,
}

/// The most bytes of the head of a request.
const HEAD_BYTES: usize = 16 << 10;

/// How long nobody is heard after the system had no room for another caller.
const BREATH: Duration = Duration::from_millis(100);

/// Serves until told to stop; then what is under way is finished, if it is soon.
pub async fn serve(listener: TcpListener, app: Router, bounds: Bounds, stop: impl Future<Output = ()>) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(bounds.head).max_buf_size(HEAD_BYTES);
    let graceful = GracefulShutdown::new();
    let seats = std::sync::Arc::new(Semaphore::new(bounds.callers));
    let mut stop = std::pin::pin!(stop);
    loop {
        let next = async {
            // Nobody closes the semaphore.
            let seat = seats.clone().acquire_owned().await.ok();
            (seat, listener.accept().await)
        };
        let (seat, accepted) = tokio::select! {
            next = next => next,
            () = &mut stop => break,
        };
        let Some(stream) = accepted_or_breath(accepted).await else { continue };
        let service = TowerToHyperService::new(app.clone());
        let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            let _seat = seat;
            if let Err(error) = connection.await {
                tracing::debug!(%error, "A caller was let go of");
            }
        });
    }
    drop(listener);
    if timeout(bounds.goodbye, graceful.shutdown()).await.is_err() {
        tracing::warn!("What was under way did not end within {:?}, and was cut off", bounds.goodbye);
    }
}

async fn accepted_or_breath(accepted: io::Result<(TcpStream, std::net::SocketAddr)>) -> Option<TcpStream> {
    match accepted {
        Ok((stream, _)) => Some(stream),
        Err(error) => {
            // A caller who left before being heard, or no file handle left: neither ends the service.
            tracing::warn!(%error, "A caller could not be heard");
            sleep(BREATH).await;
            None
        }
    }
}

/// Waits for the end that a person (ctrl-c) or the system (SIGTERM) asks for.
#[cfg(unix)]
pub async fn asked_to_stop() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    // Listened to before anything is served, so that no signal meets a program that would simply die.
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Waits for the end that a person (ctrl-c) asks for.
#[cfg(not(unix))]
pub async fn asked_to_stop() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        // Where it cannot be listened to, nobody can ask.
        let _ = tokio::signal::ctrl_c().await;
    })
}
