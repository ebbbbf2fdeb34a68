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
    /// A book has a plain name.
    #[error("`{found}` names no book: a name has small letters, digits and hyphens, at most {NAME_MAX}")]
    Book {
        /// What stands behind the `#`.
        found: String,
    },
    /// A part of it is malformed. The text may hold a password, so it is not repeated.
    #[error("the address of the database cannot be read: {flaw}")]
    Malformed {
        /// What is wrong with it.
        flaw: String,
    },
}

impl Address {
    /// Whether a text speaks of a database and not of a file.
    #[must_use]
    pub fn looks_like(text: &str) -> bool {
        text.starts_with("postgres://") || text.starts_with("postgresql://")
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
            return Err(NotAnAddress::Book { found: book.to_owned() });
        }
        Ok(Address { server: server.parse()?, book: book.to_owned() })
    }
}

impl FromStr for Server {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Server, NotAnAddress> {
        if !Address::looks_like(text) {
            return Err(NotAnAddress::Scheme);
        }
        let options: PgConnectOptions =
            text.parse().map_err(|error: sqlx::Error| NotAnAddress::Malformed { flaw: error.to_string() })?;
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
        assert_eq!(refusal("postgres://clerk@db/trade#We;"), NotAnAddress::Book { found: "We;".to_owned() });
        assert!(matches!(refusal("postgres://clerk@db:no/trade#weavers"), NotAnAddress::Malformed { .. }));
    }
}
