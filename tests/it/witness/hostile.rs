//! Whoever else knocks at the witness's door: strangers, forgers, the careless and the slow.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use mizan_proof::note::SignerKey;
use mizan_tests::watching::{ATLAS, Federation, Log};
use tempfile::tempdir;

/// Sends bytes as they are, and gives back the status, the type and the body of the answer.
fn raw(address: &str, bytes: &[u8]) -> (u16, String, String) {
    let mut stream = TcpStream::connect(address).expect("it listens");
    stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a time to wait");
    stream.write_all(bytes).expect("it hears");
    read(stream)
}

fn read(mut stream: TcpStream) -> (u16, String, String) {
    let mut answer = Vec::new();
    // Whoever was let go of before the end may hear that the line is cut, after the answer.
    let _ = stream.read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    let kind = head.lines().find_map(|line| line.strip_prefix("content-type: ")).unwrap_or_default();
    (status, kind.to_owned(), body.to_owned())
}

fn posted(address: &str, body: &[u8]) -> (u16, String, String) {
    let head = format!(
        "POST /add-checkpoint HTTP/1.1\r\nhost: w\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    raw(address, &[head.as_bytes(), body].concat())
}

#[test]
fn each_request_is_answered_with_the_status_of_the_specification() {
    let folder = tempdir().expect("a test has room for its files");
    let federation = Federation::watching(folder.path());
    let at_work = federation.serve();
    let (log, address) = (Log::told("all"), at_work.address());
    let text = "text/plain; charset=utf-8";
    let ask = |body: &str| posted(address, body.as_bytes());

    let (status, kind, body) = ask(&log.request(0, 5).to_string());
    assert_eq!((status, kind.as_str()), (200, text));
    assert!(body.starts_with("\u{2014} federation.example/witness ") && body.ends_with('\n'), "{body}");
    assert_eq!(ask(&log.request(0, 8).to_string()), (409, "text/x.tlog.size".to_owned(), "5\n".to_owned()));

    let mut bad_proof = log.request(5, 8);
    bad_proof.path.reverse();
    let (status, _, body) = ask(&bad_proof.to_string());
    assert_eq!(status, 422, "{body}");

    let stranger = log.request(5, 8).to_string().replace(ATLAS, "ledger.example/rif");
    let unknown = "the log `ledger.example/rif` is not watched by this witness\n";
    assert_eq!(ask(&stranger), (404, text.to_owned(), unknown.to_owned()));

    // Signed by somebody else in the log's name; and by the log, with one letter of the checkpoint changed.
    let forger = SignerKey::new(ATLAS, &[8; 32]).expect("a name");
    let mut forged = log.request(5, 8);
    forged.signed.note.signatures = vec![forger.signature_of(&forged.signed.note.text)];
    let altered = log.request(5, 8).to_string().replace("\n8\n", "\n9\n");
    let not_signed = "the checkpoint is not signed by a key this witness knows of the log\n";
    for body in [forged.to_string(), altered] {
        assert_eq!(ask(&body), (403, text.to_owned(), not_signed.to_owned()));
    }
    // The log's line counts, whoever else has signed beside it.
    let mut both = log.request(5, 8);
    both.signed.note.signatures.push(forger.signature_of(&both.signed.note.text));
    assert_eq!(ask(&both.to_string()).0, 200);

    let backwards = log.request(8, 9).to_string().replace("old 8", "old 10");
    for body in ["", "\n", "old 5", "old five\n\n", &backwards, &"old 5\n".repeat(9), &log.signed(5).to_string()] {
        let (status, kind, told) = ask(body);
        assert_eq!((status, kind.as_str()), (400, text), "{body:?}: {told}");
    }
    assert_eq!(posted(address, b"old 5\n\xff\n\n").0, 400);
    assert_eq!(raw(address, b"GET /add-checkpoint HTTP/1.1\r\nhost: w\r\nconnection: close\r\n\r\n").0, 405);
    assert_eq!(raw(address, b"GET /federation.witness.key HTTP/1.1\r\nhost: w\r\nconnection: close\r\n\r\n").0, 404);
    assert_eq!(federation.cosigned()["size"], 8);
}

#[test]
fn a_request_that_means_two_things_or_is_too_large_is_not_heard() {
    let folder = tempdir().expect("a test has room for its files");
    let federation = Federation::watching(folder.path());
    let at_work = federation.serve();
    let body = Log::told("all").request(0, 5).to_string();
    let with = |fields: &str, body: &str| {
        let head = format!("POST /add-checkpoint HTTP/1.1\r\nhost: w\r\nconnection: close\r\n{fields}\r\n");
        raw(at_work.address(), [head.as_bytes(), body.as_bytes()].concat().as_slice()).0
    };
    let length = body.len();
    let chunked = format!("{length:x}\r\n{body}\r\n0\r\n\r\n");
    let two = format!("content-length: {length}\r\ncontent-length: {}\r\n", length - 1);
    assert_eq!(with(&two, &body), 400);
    let both = format!("content-length: {length}\r\ntransfer-encoding: chunked\r\n");
    assert_eq!(with(&both, &chunked), 411);
    let both = format!("transfer-encoding: chunked\r\ncontent-length: {length}\r\n");
    assert_eq!(with(&both, &chunked), 411);
    assert_eq!(with("transfer-encoding: chunked\r\n", &chunked), 411);
    assert_eq!(with("", &body), 411);
    assert_eq!(with("content-length: -1\r\n", &body), 400);
    assert_eq!(with("content-length: 65537\r\n", ""), 413);
    assert_eq!(with("content-length: 99999999999999999999\r\n", ""), 400);
    let long = format!("x-long: {}\r\n", "x".repeat(64 << 10));
    assert!(matches!(with(&long, ""), 431 | 0), "a head that never ends");
    assert_eq!(federation.cosigned(), serde_json::Value::Null, "none of it was heard");
    assert_eq!(posted(at_work.address(), body.as_bytes()).0, 200, "and it hears the next one");
}

#[test]
fn whoever_is_slow_is_let_go_of_and_keeps_nobody_out() {
    let folder = tempdir().expect("a test has room for its files");
    let federation = Federation::watching(folder.path());
    let at_work = federation.serve();
    let begun = Instant::now();
    let half = |bytes: &str| {
        let mut stream = TcpStream::connect(at_work.address()).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a time to wait");
        stream.write_all(bytes.as_bytes()).expect("it hears");
        stream
    };
    let half_a_head = half("POST /add-checkpoint HTTP/1.1\r\nhost: w\r\n");
    let half_a_body = half("POST /add-checkpoint HTTP/1.1\r\nhost: w\r\ncontent-length: 100\r\n\r\nold 5\n");
    let silent: Vec<TcpStream> = (0..100).map(|_| half("")).collect();
    assert!(Log::told("all").ask(&at_work.url, 0, 5).is_ok(), "another is heard meanwhile");
    assert!(begun.elapsed() < Duration::from_secs(9), "and at once");
    assert_eq!(read(half_a_body).0, 408);
    assert!(matches!(read(half_a_head).0, 0 | 408));
    silent.into_iter().for_each(|stream| assert!(matches!(read(stream).0, 0 | 408)));
    assert!(begun.elapsed() < Duration::from_secs(25), "{:?}", begun.elapsed());
}
