//! How a witness is asked: `POST /add-checkpoint`, as C2SP tlog-witness says.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use mizan_proof::witness::LONGEST;
use tokio::time::timeout;

use crate::service::serving::Bounds;
use crate::service::witness::{Answer, Witness};

/// How much of what its callers may take: few logs ask, and each seldom.
pub const BOUNDS: Bounds = Bounds { callers: 256, head: Duration::from_secs(10), goodbye: Duration::from_secs(10) };

/// How long a caller may take to say what it wants.
const BODY: Duration = Duration::from_secs(10);

const TEXT: &str = "text/plain; charset=utf-8";

/// What a size is called that answers a log which believes the witness elsewhere.
pub(super) const SIZE: &str = "text/x.tlog.size";

/// The witness, as it is served.
pub fn app(witness: Arc<Witness>) -> Router {
    Router::new().route("/add-checkpoint", post(add_checkpoint)).with_state(witness)
}

async fn add_checkpoint(State(witness): State<Arc<Witness>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    if let Err((status, words)) = announced(&head.headers) {
        return told(status, &words);
    }
    let body = match timeout(BODY, to_bytes(body, LONGEST)).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return told(StatusCode::BAD_REQUEST, "the request ended before its end"),
        Err(_) => return told(StatusCode::REQUEST_TIMEOUT, "the request was too long on its way"),
    };
    let Ok(text) = std::str::from_utf8(&body) else {
        return told(StatusCode::BAD_REQUEST, "a request is text in UTF-8");
    };
    match witness.answer(text).await {
        Ok(answer) => response(answer),
        Err(error) => {
            let error = anyhow::Error::from(error);
            tracing::error!("The witness could not answer: {error:#}");
            told(StatusCode::INTERNAL_SERVER_ERROR, "the witness cannot answer now")
        }
    }
}

/// Whether a request says how long it is, and is not longer than any request.
///
/// A body in chunks has no length until it has ended, and a request that has both a length and chunks means one thing to
/// this program and another to one that may stand before it. Neither is heard.
fn announced(headers: &HeaderMap) -> Result<(), (StatusCode, String)> {
    let length = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    match length {
        Some(length) if !headers.contains_key(TRANSFER_ENCODING) => {
            if length <= LONGEST {
                return Ok(());
            }
            Err((StatusCode::PAYLOAD_TOO_LARGE, format!("a request of {length} bytes, {LONGEST} are the most")))
        }
        Some(_) | None => {
            Err((StatusCode::LENGTH_REQUIRED, "say how long the request is, by Content-Length alone".to_owned()))
        }
    }
}

fn response(answer: Answer) -> Response {
    match answer {
        Answer::Cosigned(line) => told(StatusCode::OK, &line.to_string()),
        Answer::Malformed(error) => told(StatusCode::BAD_REQUEST, &error.to_string()),
        Answer::UnknownLog { origin } => {
            told(StatusCode::NOT_FOUND, &format!("the log `{origin}` is not watched by this witness"))
        }
        Answer::NotSigned => {
            told(StatusCode::FORBIDDEN, "the checkpoint is not signed by a key this witness knows of the log")
        }
        Answer::Elsewhere { size } => {
            (StatusCode::CONFLICT, [(CONTENT_TYPE, SIZE)], format!("{size}\n")).into_response()
        }
        Answer::NotShown(why) => told(StatusCode::UNPROCESSABLE_ENTITY, &why),
    }
}

fn told(status: StatusCode, words: &str) -> Response {
    (status, [(CONTENT_TYPE, TEXT)], format!("{words}\n")).into_response()
}
