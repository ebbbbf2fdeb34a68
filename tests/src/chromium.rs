//! A real browser, driven over the two pipes of its developers' tools: no other program and no port stands between.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{found_or_skipped, runs};

/// How long the browser may take for one answer.
const PATIENCE: Duration = Duration::from_secs(300);

/// A browser. It is killed when it is dropped.
pub struct Chromium {
    child: Child,
    to: File,
    from: Receiver<Value>,
    last: u64,
    _folder: TempDir,
}

/// One page of it, in which things are done one after the other.
pub struct Page<'a> {
    browser: &'a mut Chromium,
    session: String,
}

/// Starts the browser; `None`, said aloud, where it is not installed.
pub fn chromium() -> Option<Chromium> {
    let found = runs(Command::new("chromium").arg("--version"));
    found_or_skipped(found, "chromium is not installed (apt-get install chromium)")?;
    let folder = tempfile::tempdir().expect("a test has room for its files");
    let (commands, answers) = (folder.path().join("commands"), folder.path().join("answers"));
    let made = Command::new("mkfifo").args([&commands, &answers]).status();
    assert!(made.expect("there is a mkfifo").success());
    let child = Command::new("sh")
        .args(["-c", "exec chromium \"$@\" 3<\"$COMMANDS\" 4>\"$ANSWERS\"", "chromium"])
        .args(["--headless=new", "--remote-debugging-pipe", "--no-first-run", "--disable-background-networking"])
        // In a container there is neither a sandbox nor much shared memory; it opens no page but ours. A page from a
        // disk may ask this machine, so that it is the page's own policy that is seen to forbid it.
        .args(["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"])
        .args(["--disable-features=LocalNetworkAccessChecks"])
        .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
        .env("COMMANDS", &commands)
        .env("ANSWERS", &answers)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("there is a shell");
    // In the order in which the shell opens them: each waits for the other end.
    let to = OpenOptions::new().write(true).open(&commands).expect("the browser hears");
    let answers = BufReader::new(File::open(&answers).expect("the browser speaks"));
    let (sender, from) = channel();
    thread::spawn(move || {
        for message in answers.split(0).map_while(Result::ok) {
            let message = serde_json::from_slice(&message).expect("the browser speaks JSON");
            if sender.send(message).is_err() {
                return;
            }
        }
    });
    Some(Chromium { child, to, from, last: 0, _folder: folder })
}

impl Chromium {
    /// A new page that is open at an address; `before` runs in it before its own scripts do.
    pub fn open(&mut self, address: &str, before: &str) -> Page<'_> {
        let target = self.call(None, "Target.createTarget", json!({ "url": "about:blank" }));
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let session = self.call(None, "Target.attachToTarget", attach);
        let session = session["sessionId"].as_str().expect("a session").to_owned();
        let mut page = Page { browser: self, session };
        page.call("Page.enable", json!({}));
        page.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": before }));
        let gone = page.call("Page.navigate", json!({ "url": address }));
        assert_eq!(gone["errorText"], Value::Null, "{address}");
        page.browser.hear(|message| message["method"] == "Page.loadEventFired");
        page
    }

    fn call(&mut self, session: Option<&str>, method: &str, parameters: Value) -> Value {
        self.last += 1;
        let id = self.last;
        let mut message = json!({ "id": id, "method": method, "params": parameters });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        self.to.write_all(&bytes).expect("the browser hears");
        let answer = self.hear(|message| message["id"] == id);
        assert_eq!(answer["error"], Value::Null, "{method}");
        answer["result"].clone()
    }

    fn hear(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let message = self.from.recv_timeout(PATIENCE).expect("the browser answers");
            if wanted(&message) {
                return message;
            }
        }
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // It is on its way out already, or it must not outlive the test.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Page<'_> {
    /// Calls a method of the developers' tools.
    pub fn call(&mut self, method: &str, parameters: Value) -> Value {
        self.browser.call(Some(&self.session), method, parameters)
    }

    /// Evaluates an expression in the page, waits for it if it is a promise, and gives back what it comes to.
    pub fn evaluate(&mut self, expression: &str) -> Value {
        let how = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let answer = self.call("Runtime.evaluate", how);
        assert_eq!(answer["exceptionDetails"], Value::Null, "{expression:.200}");
        answer["result"]["value"].clone()
    }

    /// Chooses a file in the field for files, as a person does.
    pub fn choose_file(&mut self, field: &str, file: &Path) {
        let document = self.call("DOM.getDocument", json!({}));
        let found = self.call("DOM.querySelector", json!({ "nodeId": document["root"]["nodeId"], "selector": field }));
        self.call("DOM.setFileInputFiles", json!({ "nodeId": found["nodeId"], "files": [file.display().to_string()] }));
    }

    /// What the page looks like, as a PNG in base64.
    pub fn picture(&mut self) -> String {
        let taken = self.call("Page.captureScreenshot", json!({ "captureBeyondViewport": true }));
        taken["data"].as_str().expect("a picture").to_owned()
    }
}
