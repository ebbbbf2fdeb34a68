//! A PostgreSQL server of our own: from the Debian package, on a socket in a folder of its own, gone with the tests.

use std::io::Write;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};
use std::{fs, thread};

use tempfile::TempDir;

use crate::found_or_skipped;

/// How long a server may take to answer, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// Who owns a server, and who serves a book in it.
const OWNER: &str = "owner";
const CLERK: &str = "clerk";

/// A running server. Dropped, it is gone with all it held; so it is when the tests are killed.
#[derive(Debug)]
pub struct Server {
    folder: TempDir,
    programs: PathBuf,
    user: Option<(u32, u32)>,
    named: AtomicU64,
    running: Mutex<Option<Child>>,
}

/// Runs a server until its standard input ends, with the tests or before them.
const UNTIL_THE_INPUT_ENDS: &str =
    r#"trap '' INT TERM; "$0" "$@" & server=$!; read -r how; kill -"${how:-QUIT}" "$server"; wait "$server""#;

/// The server of these tests, which all of them share; `None`, said aloud, where none is installed.
#[must_use]
pub fn server() -> Option<Arc<Server>> {
    static SHARED: Mutex<Weak<Server>> = Mutex::new(Weak::new());
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(server) = shared.upgrade() {
        return Some(server);
    }
    let server = Arc::new(Server::start(&[])?);
    *shared = Arc::downgrade(&server);
    Some(server)
}

impl Server {
    /// Starts a server of its own, with settings such as `fsync=off`; `None`, said aloud, where none is installed.
    #[must_use]
    pub fn start(settings: &[&str]) -> Option<Server> {
        let programs = programs();
        found_or_skipped(programs.is_some(), "PostgreSQL is not installed (apt-get install postgresql)")?;
        let folder = tempfile::Builder::new().prefix("mizan-pg-").tempdir().expect("a test has room for its files");
        let user = database_user();
        if let Some((user, group)) = user {
            chown(folder.path(), Some(user), Some(group)).expect("root may give a folder away");
        }
        let (named, running) = (AtomicU64::new(0), Mutex::new(None));
        let server = Server { folder, programs: programs?, user, named, running };
        let made = server
            .program("initdb")
            .args(["--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C", "-U", OWNER, "-D"])
            .arg(server.data())
            .output();
        let made = made.expect("initdb can be run");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        server.run(settings);
        server.psql("postgres", &format!("CREATE ROLE {CLERK} LOGIN"));
        Some(server)
    }

    /// A new database with no books in it yet: its address for the owner, and for the clerk.
    #[must_use]
    pub fn database(&self) -> (String, String) {
        let name = format!("trade{}", self.named.fetch_add(1, Ordering::Relaxed));
        self.psql("postgres", &format!("CREATE DATABASE {name}"));
        let address = |user: &str| {
            let socket = self.folder.path().display().to_string().replace('/', "%2F");
            format!("postgres://{user}@{socket}/{name}")
        };
        (address(OWNER), address(CLERK))
    }

    /// A name for a book that no other test has.
    #[must_use]
    pub fn book(&self) -> String {
        format!("book-{}", self.named.fetch_add(1, Ordering::Relaxed))
    }

    /// What the owner's SQL says, one line a row; a refusal fails the test.
    pub fn psql(&self, database: &str, sql: &str) -> String {
        let said = self.asked(OWNER, database, sql);
        said.unwrap_or_else(|refusal| panic!("{sql}: {refusal}"))
    }

    /// What somebody's SQL says, or why it is refused.
    pub fn asked(&self, user: &str, database: &str, sql: &str) -> Result<String, String> {
        let mut psql = self.program("psql");
        psql.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-U", user, "-d", database, "-h"]);
        let said = psql.arg(self.folder.path()).args(["-c", sql]).output().expect("psql can be run");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
        if said.status.success() { Ok(text(&said.stdout)) } else { Err(text(&said.stderr)) }
    }

    /// Ends the server: `INT` lets commits under way end, `QUIT` is a power cut for the server.
    pub fn stop(&self, how: &str) {
        let child = self.running.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(mut child) = child else { return };
        if let Some(mut input) = child.stdin.take() {
            // Whoever runs the server may be gone already, and then so is the server.
            let _ = writeln!(input, "{how}");
        }
        child.wait().expect("what was started ends");
    }

    /// Starts it again after it was stopped.
    pub fn run(&self, settings: &[&str]) {
        let mut command = self.command("sh");
        command.args(["-c", UNTIL_THE_INPUT_ENDS]).arg(self.programs.join("postgres"));
        command.arg("-D").arg(self.data()).arg("-k").arg(self.folder.path());
        command.args(["-c", "listen_addresses=", "-c", "max_connections=200", "-c", "shared_buffers=64MB"]);
        for setting in settings {
            command.args(["-c", setting]);
        }
        let log = fs::File::create(self.folder.path().join("log")).expect("the folder has room for a log");
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(log);
        *self.running.lock().unwrap_or_else(PoisonError::into_inner) = Some(command.spawn().expect("there is a shell"));
        let begun = Instant::now();
        while let Err(refusal) = self.asked(OWNER, "postgres", "SELECT 1") {
            let log = fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
            assert!(begun.elapsed() < PATIENCE, "the server does not answer: {refusal}\n{log}");
            thread::sleep(Duration::from_millis(50));
        }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn program(&self, name: &str) -> Command {
        self.command(self.programs.join(name))
    }

    /// A command in the person of the database's user, since no server runs as root.
    fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        command.current_dir(self.folder.path()).env("LC_ALL", "C").env_remove("PGOPTIONS");
        if let Some((user, group)) = self.user {
            command.uid(user).gid(group);
        }
        command
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop("QUIT");
    }
}

/// Where the programs of the newest server are.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
    let newest = versions.filter_map(|version| version.file_name().to_str()?.parse::<u32>().ok()).max()?;
    let programs = PathBuf::from(format!("/usr/lib/postgresql/{newest}/bin"));
    programs.join("initdb").is_file().then_some(programs)
}

/// Whom a server runs as, if we are root: user and group.
fn database_user() -> Option<(u32, u32)> {
    let root = fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0);
    let users = fs::read_to_string("/etc/passwd").ok().filter(|_| root)?;
    let own = users.lines().find_map(|line| line.strip_prefix("postgres:"))?;
    let mut numbers = own.split(':').skip(1).map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}
