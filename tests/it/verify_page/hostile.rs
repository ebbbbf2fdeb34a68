//! The page before a changed letter, a false key, a browser that cannot check, and whoever wants it to tell somebody.

use std::fs;
use std::io::{ErrorKind, Read};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::thread;
use std::time::Duration;

use mizan::service::verify_page::VERIFY_PAGE;
use mizan_proof::note::VerifierKey;
use mizan_proof::policy::Policy;
use mizan_proof::receipt::Receipt;
use mizan_tests::chromium::{Chromium, chromium};
use serde_json::{Value, json};

use super::{ATLAS, address, log_key, receipt, told, with_keys, witness_key, written};

#[test]
fn no_single_changed_letter_is_accepted_by_the_page_nor_by_the_program() {
    let Some(mut browser) = chromium() else { return };
    let receipt = receipt();
    let policy = Policy::of_logs([log_key().parse().expect("a key")]);
    let policy = policy.and_witness("federation", witness_key().parse().expect("a key"));
    let accepted = |text: &str| Receipt::parse(text).is_ok_and(|receipt| receipt.verify(&policy).is_ok());
    assert!(accepted(&receipt));

    let letters: Vec<char> = receipt.chars().collect();
    let mut edits: Vec<(usize, usize, String)> = Vec::new();
    for (at, letter) in letters.iter().enumerate() {
        edits.push((at, 1, String::new()));
        edits.extend(['A', '\n', '\r', ' '].map(|more| (at, 0, more.to_string())));
        // The next letter of the alphabet can be as like as one can be, where the last bits of base64 are free.
        let next = char::from_u32(*letter as u32 + 1).expect("a letter");
        let others = ['A', 'b', '0', '+', '/', '=', ' ', '\n', '\r', '\t', '\u{2014}', '\u{feff}', next];
        edits.extend(others.into_iter().filter(|other| other != letter).map(|other| (at, 1, other.to_string())));
    }
    edits.extend(["\n", "A", " "].map(|more| (letters.len(), 0, more.to_owned())));
    for (at, gone, put) in &edits {
        let changed: String =
            letters[..*at].iter().chain(&put.chars().collect::<Vec<_>>()).chain(&letters[at + gone..]).collect();
        assert!(!accepted(&changed), "the program accepts {put:?} for {gone} letters at {at}");
    }

    let (_folder, path) = written();
    let mut page = browser.open(&with_keys(&path, "en"), "");
    assert_eq!(told(&mut page, &receipt).0, "verified");
    for some in edits.chunks(4_000) {
        let passed = page.evaluate(&format!(
            "(async (receipt, edits) => {{
                const passed = [];
                for (const [at, gone, put] of edits) {{
                    await take(receipt.slice(0, at) + put + receipt.slice(at + gone));
                    const {{ state }} = place('outcome').dataset;
                    if (state !== 'refused') passed.push([at, gone, put, state]);
                }}
                return passed;
            }})({}, {})",
            Value::from(receipt.as_str()),
            json!(some)
        ));
        assert_eq!(passed, json!([]), "the page accepts these");
    }
    assert!(edits.len() > 18_000, "{}", edits.len());
    assert_eq!(told(&mut page, &receipt).0, "verified", "and the true one still");
}

#[test]
fn a_browser_that_cannot_check_signatures_shows_no_mark() {
    let Some(mut browser) = chromium() else { return };
    let (_folder, path) = written();
    for without in [
        // A phone that has never heard of Ed25519; one that calls every signature true, and one that calls none so.
        "crypto.subtle.importKey = () => Promise.reject(new DOMException('', 'NotSupportedError'));",
        "crypto.subtle.verify = () => Promise.resolve(true);",
        "crypto.subtle.verify = () => Promise.resolve(false);",
    ] {
        let mut page = browser.open(&with_keys(&path, "en"), without);
        let (state, words) = told(&mut page, &receipt());
        assert_eq!(state, "device", "{words}");
        assert!(words.starts_with("This phone or browser cannot check\n") && !words.contains('✓'), "{words}");
    }
    let mut page =
        browser.open(&with_keys(&path, "en"), "Object.defineProperty(crypto, 'subtle', { value: undefined });");
    let (state, words) = told(&mut page, &receipt());
    assert_eq!((state.as_str(), words.contains('✓')), ("device", false), "{words}");
}

#[test]
fn weak_keys_for_which_anybody_can_sign_are_no_keys() {
    let Some(mut browser) = chromium() else { return };
    let (_folder, path) = written();
    let mut page = browser.open(&address(&path, "lang=en"), "");
    // The points of small order of the curve, in each spelling that decodes.
    let mut points = vec![[0; 32], [0xff; 32], [0xff; 32], [0xff; 32]];
    for (point, low) in points.iter_mut().skip(1).zip([0xec, 0xed, 0xee]) {
        (point[0], point[31]) = (low, 0x7f);
    }
    let mut one = [0; 32];
    one[0] = 1;
    points.push(one);
    for of_order_eight in [
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    ] {
        let byte = |at: usize| u8::from_str_radix(&of_order_eight[2 * at..2 * at + 2], 16).expect("hex");
        points.push(std::array::from_fn(byte));
    }
    let with_a_sign = points.clone().into_iter().map(|mut point| {
        point[31] |= 0x80;
        point
    });
    for point in points.clone().into_iter().chain(with_a_sign) {
        let vkey = page.evaluate(&format!(
            "(async key => {{
                const id = hex((await sha256(bytes('{ATLAS}'), [10, 1], key)).slice(0, 4));
                return `{ATLAS}+${{id}}+${{btoa(String.fromCharCode(1, ...key))}}`;
            }})({})",
            json!(point)
        ));
        let vkey = vkey.as_str().expect("a key");
        assert!(vkey.parse::<VerifierKey>().is_err(), "{vkey}");
        let why = page.evaluate(&format!("readKey('{vkey}', 1, 'badKey').then(() => 'taken', error => error.why)"));
        assert_eq!(why, "badKey", "{vkey}");
    }
    let good = page.evaluate(&format!("readKey('{}', 1, 'badKey').then(() => 'taken', error => error.why)", log_key()));
    assert_eq!(good, "taken");
}

#[test]
fn nothing_leaves_the_page() {
    let Some(mut browser) = chromium() else { return };
    let (folder, path) = written();
    let unguarded = folder.path().join("unguarded.html");
    let policy = VERIFY_PAGE.lines().find(|line| line.contains("Content-Security-Policy")).expect("a policy");
    fs::write(&unguarded, VERIFY_PAGE.replace(policy, "")).expect("written");
    let ways = [
        "fetch(url, { mode: 'no-cors' }).catch(() => {})",
        "new Image().src = url",
        "navigator.sendBeacon(url, 'said')",
        "document.head.append(Object.assign(document.createElement('script'), { src: url }))",
        "document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: url }))",
        "document.body.append(Object.assign(document.createElement('iframe'), { src: url }))",
        "document.body.append(Object.assign(document.createElement('form'), { action: url, method: 'post' })); document.forms[0].submit()",
    ];
    for way in ways {
        let asked = |browser: &mut Chromium, file: &Path| {
            let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
            listener.set_nonblocking(true).expect("it need not wait");
            let url = format!("http://{}/told", listener.local_addr().expect("an address"));
            let mut page = browser.open(&with_keys(file, "en"), "");
            page.evaluate(&format!("{{ const url = '{url}'; {way}; }} 0"));
            // Before it asks its own policy about a frame, this browser opens a connection, over which it then says nothing.
            let mut connections: Vec<TcpStream> = Vec::new();
            for _ in 0..100 {
                match listener.accept() {
                    Ok((stream, _)) => connections.push(stream),
                    Err(error) if error.kind() == ErrorKind::WouldBlock => thread::sleep(Duration::from_millis(10)),
                    Err(error) => panic!("{error}"),
                }
                for stream in &mut connections {
                    stream.set_nonblocking(true).expect("it need not wait");
                    if stream.read(&mut [0; 1]).is_ok_and(|heard| heard > 0) {
                        return true;
                    }
                }
            }
            false
        };
        assert!(asked(&mut browser, &unguarded), "without its policy the page could do it: {way}");
        assert!(!asked(&mut browser, &path), "{way}");
    }
    // Nor does a script that somebody puts into the page run.
    let mut page = browser.open(&with_keys(&path, "en"), "");
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = 1' })); 0",
    );
    assert_eq!(page.evaluate("window.ran ?? null"), Value::Null);
}
