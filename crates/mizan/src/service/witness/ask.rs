//! Asking a witness: what a log sends it over HTTP, and what it makes of the answer.
//!
//! Over plain HTTP, because nothing that passes is secret and everything that matters is signed: the checkpoint by the log,
//! the answer by the witness. Whoever calls verifies the cosignature with the witness's key.

use std::io;
use std::time::Duration;

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{CONTENT_TYPE, HOST, HeaderMap};
use hyper::{Method, Request as Asked, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use mizan_proof::checkpoint::SignedCheckpoint;
use mizan_proof::hash::Hash;
use mizan_proof::note::SignatureLine;
use mizan_proof::witness::Request;
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::service::witness::http::SIZE;

/// How long a witness may take, from the first word to the last.
const PATIENCE: Duration = Duration::from_secs(20);

/// The longest answer that is read, in bytes.
const LONGEST: usize = 64 << 10;

/// Why a witness has not cosigned.
#[derive(Debug, thiserror::Error)]
pub enum NotCosigned {
    /// No address of a witness.
    #[error("`{url}` is no address of a witness: write it as http://HOST[:PORT][/PATH]; what is signed needs no https")]
    Address {
        /// What was given.
        url: String,
    },
    /// Nobody answers there.
    #[error("nobody answers at {host}")]
    Unreachable {
        /// Where it was asked.
        host: String,
        /// What failed.
        source: io::Error,
    },
    /// The connection broke.
    #[error("the witness at {host} could not be understood")]
    Broken {
        /// Where it was asked.
        host: String,
        /// What failed.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// It takes too long.
    #[error("the witness at {host} has not answered within {PATIENCE:?}")]
    Slow {
        /// Where it was asked.
        host: String,
    },
    /// It has cosigned another size than was said, or another root of this size: the proof must begin there.
    #[error("the witness has cosigned a log of {size} records: show that the checkpoint continues that one")]
    Elsewhere {
        /// The size it has cosigned.
        size: u64,
    },
    /// It does not watch this log.
    #[error("the witness does not watch this log: have it run `mizan witness FILE trust VKEY` with the log's key")]
    UnknownLog,
    /// It knows the log by other keys.
    #[error("the witness knows this log by another key than the one that signed")]
    NotSigned,
    /// It does not believe it.
    #[error("the witness is not shown that this log continues what it has cosigned: {words}")]
    NotShown {
        /// What it says.
        words: String,
    },
    /// Some other answer.
    #[error("the witness answers {status}: {words}")]
    Otherwise {
        /// The status.
        status: u16,
        /// What it says.
        words: String,
    },
    /// An answer that is no cosignature.
    #[error("the answer of the witness has no cosignature")]
    NoCosignature,
}

/// Asks the witness at an address to cosign a checkpoint, which by this path continues one of `old` records that it has
/// cosigned; 0 and no path for a first one. What comes back is not verified yet.
pub async fn ask(
    url: &str,
    old: u64,
    path: Vec<Hash>,
    signed: &SignedCheckpoint,
) -> Result<Vec<SignatureLine>, NotCosigned> {
    let (authority, target, place) = address(url).ok_or_else(|| NotCosigned::Address { url: url.to_owned() })?;
    let body = Request { old, path, signed: signed.clone() }.to_string();
    let answer = timeout(PATIENCE, post(&authority, &target, &place, body)).await;
    let (status, headers, body) = answer.map_err(|_| NotCosigned::Slow { host: authority.clone() })??;
    understood(status, &headers, &body)
}

/// Which witness, where it is connected to, and what is asked for there.
fn address(url: &str) -> Option<(String, String, String)> {
    let uri: Uri = url.parse().ok()?;
    let authority = uri.authority().filter(|_| uri.scheme_str() == Some("http") && uri.query().is_none())?;
    if authority.as_str().contains('@') || authority.host().is_empty() {
        return None;
    }
    let place = format!("{}/add-checkpoint", uri.path().trim_end_matches('/'));
    let target = format!("{}:{}", authority.host(), authority.port_u16().unwrap_or(80));
    Some((authority.to_string(), target, place))
}

async fn post(
    authority: &str,
    target: &str,
    place: &str,
    body: String,
) -> Result<(StatusCode, HeaderMap, Bytes), NotCosigned> {
    let host = || authority.to_owned();
    let broken = |source| NotCosigned::Broken { host: host(), source };
    let unreachable = |source| NotCosigned::Unreachable { host: host(), source };
    let stream = TcpStream::connect(target).await.map_err(unreachable)?;
    let (mut sender, connection) =
        http1::handshake(TokioIo::new(stream)).await.map_err(|error| broken(error.into()))?;
    let asked = Asked::builder()
        .method(Method::POST)
        .uri(place)
        .header(HOST, authority)
        .header(CONTENT_TYPE, "text/plain; charset=utf-8")
        .body(Full::new(Bytes::from(body)))
        .map_err(|error| broken(error.into()))?;
    let talk = async {
        let response = sender.send_request(asked).await.map_err(|error| broken(error.into()))?;
        let (head, body) = response.into_parts();
        let body = Limited::new(body, LONGEST).collect().await.map_err(broken)?;
        Ok((head.status, head.headers, body.to_bytes()))
    };
    // The connection moves the bytes while the two talk, and ends with them.
    let mut talk = std::pin::pin!(talk);
    tokio::select! {
        answer = &mut talk => answer,
        ended = connection => match ended {
            Ok(()) => talk.await,
            Err(error) => Err(broken(error.into())),
        },
    }
}

fn understood(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Result<Vec<SignatureLine>, NotCosigned> {
    let text = String::from_utf8_lossy(body);
    // A stranger's words reach a terminal: one line, and nothing that moves its cursor.
    let words: String = text.lines().next().unwrap_or_default().chars().filter(|c| !c.is_control()).take(200).collect();
    match status {
        StatusCode::OK => {
            let lines = text.strip_suffix('\n').unwrap_or_default().split('\n');
            lines.map(str::parse).collect::<Result<_, _>>().map_err(|_| NotCosigned::NoCosignature)
        }
        StatusCode::CONFLICT => {
            let size = text.strip_suffix('\n').and_then(|size| size.parse().ok());
            match size.filter(|_| headers.get(CONTENT_TYPE).is_some_and(|kind| kind == SIZE)) {
                Some(size) => Err(NotCosigned::Elsewhere { size }),
                None => Err(NotCosigned::Otherwise { status: status.as_u16(), words }),
            }
        }
        StatusCode::NOT_FOUND => Err(NotCosigned::UnknownLog),
        StatusCode::FORBIDDEN => Err(NotCosigned::NotSigned),
        StatusCode::UNPROCESSABLE_ENTITY => Err(NotCosigned::NotShown { words }),
        other => Err(NotCosigned::Otherwise { status: other.as_u16(), words }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_host_with_a_place_below_which_the_witness_is_asked() {
        let told = |url: &str| address(url);
        let at = |asked: [&str; 3]| Some(asked.map(str::to_owned).into());
        assert_eq!(told("http://127.0.0.1:8080"), at(["127.0.0.1:8080", "127.0.0.1:8080", "/add-checkpoint"]));
        assert_eq!(told("http://witness.example/"), at(["witness.example", "witness.example:80", "/add-checkpoint"]));
        assert_eq!(told("http://[::1]/w1/"), at(["[::1]", "[::1]:80", "/w1/add-checkpoint"]));
        for wrong in ["https://witness.example", "witness.example", "http://", "http://a@b/", "http://a/?b", "ftp://a"]
        {
            assert_eq!(told(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_a_stranger_answers_is_told_in_one_harmless_line() {
        let none = HeaderMap::new();
        let told = |status: u16, body: &str| {
            let status = StatusCode::from_u16(status).expect("a status");
            understood(status, &none, body.as_bytes()).map_err(|error| error.to_string())
        };
        let said = Err("the witness answers 503: come [31mback".to_owned());
        assert_eq!(told(503, "come \u{1b}[31mback\nlater"), said);
        assert_eq!(told(409, "5\n"), Err("the witness answers 409: 5".to_owned()), "no size by its type");
        let no_cosignature = Err("the answer of the witness has no cosignature".to_owned());
        for wrong in ["", "\n", "hello\n", "\u{2014} w AAAA\n", "\u{2014} w AAAAAAA="] {
            assert_eq!(told(200, wrong), no_cosignature, "{wrong:?}");
        }
    }
}
