//! Where a book is: `postgres://USER@HOST:PORT/DATABASE#BOOK`.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use sqlx::ConnectOptions as _;
use sqlx::postgres::PgConnectOptions;

/// How long the lock of another writer, and a connection, are waited for.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// How long the answer to a small question, or to a small commit, is waited for from whoever has let us in.
pub(super) const ANSWER_PATIENCE: Duration = Duration::from_secs(30);

/// How many bytes a second a line carries at least: so much longer is an answer waited for by which many bytes go over, a
/// minute in all for the largest commit of our writer. That is also how long it may take to see that a line is dead.
const SLOWEST_LINE: u64 = 96 << 10;

/// How long an answer is waited for by which so many bytes go over.
pub(super) fn patience(bytes: u64) -> Duration {
    ANSWER_PATIENCE + Duration::from_secs(bytes / SLOWEST_LINE)
}

/// What an address begins with, before `://`.
const SCHEMES: [&str; 2] = ["postgres", "postgresql"];

/// What may stand behind the `?` of an address: what our library for PostgreSQL reads, and what it passes over and can do without.
const PARAMETERS: [&str; 27] = [
    "sslmode",
    "ssl-mode",
    "sslrootcert",
    "ssl-root-cert",
    "ssl-ca",
    "sslcert",
    "ssl-cert",
    "sslkey",
    "ssl-key",
    "statement-cache-capacity",
    "host",
    "hostaddr",
    "port",
    "dbname",
    "user",
    "password",
    "options",
    "application_name",
    "fallback_application_name",
    "client_encoding",
    "connect_timeout",
    "gssencmode",
    "keepalives",
    "keepalives_idle",
    "keepalives_interval",
    "keepalives_count",
    "tcp_user_timeout",
];

/// What others take there, and our library passes over: whoever says it relies on it.
const NOT_KEPT: [&str; 2] = ["channel_binding", "target_session_attrs"];

/// The longest name of a book.
const NAME_MAX: usize = 63;

/// A book in a database.
#[derive(Clone)]
pub struct Address {
    pub(super) server: Server,
    pub(super) book: String,
}

/// A database, and who asks it.
#[derive(Clone)]
pub struct Server {
    pub(super) options: PgConnectOptions,
    name: String,
}

/// Why a text is no address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAnAddress {
    /// It begins with neither of the schemes.
    #[error("a database is named `postgres://USER@HOST/DATABASE`")]
    Scheme,
    /// It does not say which of the books.
    #[error("say which book of the database: `postgres://USER@HOST/DATABASE#BOOK`")]
    NoBook,
    /// A book has a plain name. What stands there is not repeated: a password may have a `#` in it, which is written `%23`.
    #[error(
        "what stands behind the `#` names no book: a name has small letters, digits and hyphens, at most {NAME_MAX}; a `#` in a \
         password is written `%23`"
    )]
    Book,
    /// A parameter nobody knows, which may be a part of a password.
    #[error(
        "what stands behind the `?` has a name that is no parameter, such as `sslmode`; a `?` in a password is written `%3F`, and an \
         `&` `%26`"
    )]
    Parameter,
    /// A parameter that is not kept.
    #[error("the parameter `{0}` is not kept by this program: leave it out, and see that you do not rely on it")]
    NotKept(&'static str),
    /// A part of it is malformed. The text may hold a password, so it is not repeated.
    #[error("the address of the database cannot be read: {flaw}")]
    Malformed {
        /// What is wrong with it.
        flaw: String,
    },
}

impl Address {
    /// Whether a text speaks of a database and not of a file, rightly or wrongly: it may hold a password, and is not to be told.
    #[must_use]
    pub fn looks_like(text: &str) -> bool {
        let scheme = text.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        text.contains("://") || scheme.is_some_and(|scheme| SCHEMES.contains(&scheme.as_str()))
    }
}

impl FromStr for Address {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Address, NotAnAddress> {
        let (server, book) = text.split_once('#').ok_or(NotAnAddress::NoBook)?;
        let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        if book.is_empty() {
            return Err(NotAnAddress::NoBook);
        }
        if book.len() > NAME_MAX || !book.chars().all(plain) {
            return Err(NotAnAddress::Book);
        }
        Ok(Address { server: server.parse()?, book: book.to_owned() })
    }
}

impl FromStr for Server {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Server, NotAnAddress> {
        if !text.split_once("://").is_some_and(|(scheme, _)| SCHEMES.contains(&scheme)) {
            return Err(NotAnAddress::Scheme);
        }
        let known = |name: &str| PARAMETERS.contains(&name) || name.starts_with("options[") && name.ends_with(']');
        if let Some(unknown) = parameters(text).find(|name| !known(name)) {
            let kept = NOT_KEPT.iter().find(|name| **name == unknown);
            return Err(kept.map_or(NotAnAddress::Parameter, |name| NotAnAddress::NotKept(name)));
        }
        let mut options: PgConnectOptions =
            text.parse().map_err(|error: sqlx::Error| NotAnAddress::Malformed { flaw: error.to_string() })?;
        // An address of the Internet's sixth version is in brackets, and the system knows it without them.
        if let Some(bare) = options.get_host().strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
            let bare = bare.to_owned();
            options = options.host(&bare);
        }
        let place = match options.get_socket() {
            Some(socket) => socket.display().to_string(),
            None => format!("{}:{}", options.get_host(), options.get_port()),
        };
        let name = format!("database {} at {place}", options.get_database().unwrap_or("of the user's name"));
        let patience = PATIENCE.as_millis().to_string();
        let options = options
            .application_name("mizan")
            // A writer that hangs in the middle of a commit does not make the others hang with it; and where a policy would hide
            // records from this role, the server is to say so.
            .options([("lock_timeout", patience.as_str()), ("row_security", "off")])
            .disable_statement_logging();
        Ok(Server { options, name })
    }
}

/// The names of the parameters of an address. A parameter that is mistyped would be passed over, and `sslmod=verify-full` verify
/// nothing.
fn parameters(text: &str) -> impl Iterator<Item = &str> {
    let given = text.split_once('?').map_or("", |(_, given)| given);
    given.split('&').map(|pair| pair.split_once('=').map_or(pair, |(name, _)| name)).filter(|name| !name.is_empty())
}

// Neither of them tells a password.
impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the book {} in {}", self.book, self.server)
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({self})")
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Server({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::{Address, NotAnAddress};

    #[test]
    fn an_address_names_a_server_a_database_and_a_book_and_tells_no_password() {
        let address: Address = "postgres://clerk:secret@db.example:6432/trade#weavers".parse().expect("an address");
        assert_eq!(address.to_string(), "the book weavers in database trade at db.example:6432");
        assert!(!format!("{address:?}").contains("secret"));
    }

    #[test]
    fn what_is_no_address_is_told_so() {
        let refusal = |text: &str| text.parse::<Address>().expect_err("it is no address");
        assert_eq!(refusal("postgres://clerk@db/trade"), NotAnAddress::NoBook);
        assert_eq!(refusal("postgres://clerk@db/trade#"), NotAnAddress::NoBook);
        assert_eq!(refusal("mysql://clerk@db/trade#weavers"), NotAnAddress::Scheme);
        assert_eq!(refusal("postgres:/clerk@db/trade#weavers"), NotAnAddress::Scheme);
        assert_eq!(refusal("postgres://clerk@db/trade#We;"), NotAnAddress::Book);
        assert!(matches!(refusal("postgres://clerk@db:no/trade#weavers"), NotAnAddress::Malformed { .. }));
        assert_eq!(refusal("postgres://clerk@db/trade?sslmod=verify-full#weavers"), NotAnAddress::Parameter);
        assert_eq!(refusal("postgres://clerk@db/trade?options[x=1#weavers"), NotAnAddress::Parameter);
        let binding = refusal("postgres://clerk@db/trade?sslmode=require&channel_binding=require#weavers");
        assert_eq!(binding, NotAnAddress::NotKept("channel_binding"));
    }

    #[test]
    fn an_address_may_say_how_the_server_is_verified_and_have_numbers_in_brackets() {
        let parameters = "sslmode=verify-full&options[statement_timeout]=5000&connect_timeout=9";
        let address = format!("postgres://clerk@[::1]:5433/trade?{parameters}#weavers");
        let address: Address = address.parse().expect("an address");
        assert_eq!(address.server.options.get_host(), "::1");
    }

    #[test]
    fn whatever_could_hold_a_password_is_taken_for_an_address_and_not_for_a_file_to_be_named() {
        let questioned = "postgres://clerk:?secret@db/trade#weavers";
        for text in [
            questioned,
            "Postgres://clerk:secret@db/trade#weavers",
            "postgres:/clerk:secret@db",
            "mysql://clerk:secret@db",
        ] {
            assert!(Address::looks_like(text), "{text}");
            let refusal = text.parse::<Address>().expect_err("it is no address");
            assert!(!refusal.to_string().contains("secret"), "{refusal}");
        }
        let refusal = "postgres://clerk:se#cret@db/trade#weavers".parse::<Address>().expect_err("it is no address");
        assert!(refusal == NotAnAddress::Book && !refusal.to_string().contains("cret"), "{refusal}");
        for file in ["network.mizan", "books/2026:11.mizan", "/tmp/postgres.mizan"] {
            assert!(!Address::looks_like(file), "{file}");
        }
    }
}
