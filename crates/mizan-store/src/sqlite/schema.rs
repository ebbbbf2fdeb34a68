//! What stands in the file of a book: one table, its guards, and a view for people.
//!
//! A file is one book, so the table has no column that says which. The number of a row is the position of its first
//! record, and that primary key is the lock: two commits cannot begin at one position. Measured on 420-byte records
//! against a primary key of two columns, the table without its own row numbers took twice the time for commits of
//! 1,000, and the one with them a tenth more for all.
//!
//! The guards are triggers, so they hold for whoever opens the file with whatever program. INSERT OR REPLACE would
//! remove a row without asking the trigger on DELETE, so the guards on INSERT let nothing in but at the head. What no
//! trigger stops (a dropped trigger, an edited file) the tree of the log shows.
//!
//! Other people's programs bring a SQLite of their own. From 3.38 (2022) on it reads the table and the view and obeys
//! the guards; 3.37 may lack JSON, without which the view cannot be read; before that no SQLite opens the file, since
//! it does not know STRICT. So the guards count bytes by CAST and length and not by octet_length, which is of 3.43:
//! an older one would refuse every record, good or bad, for want of a function. Our own SQLite is as quick with both.

/// Tells the file of a book from all others: the letters MZAN.
pub(super) const APPLICATION_ID: i64 = 0x4D5A_414E;

/// The newest schema this program knows.
pub(super) const SCHEMA_VERSION: i64 = 1;

/// A page takes a row of [`ROW_BYTES_MAX`] whole, so whoever wants one record of it reads one page of rows, where a row that is
/// longer than a page goes on in others. The price is paid by commits of a record or two, which write up to twice as many
/// bytes, in about the same time. Books made before have pages of half as many bytes.
///
/// [`ROW_BYTES_MAX`]: crate::row::ROW_BYTES_MAX
pub(super) const FILE_PAGE_BYTES: u32 = 16 << 10;

/// How much is written ahead before it is moved into the file: few moves, each of which takes as long as some commits, and
/// short ones, which a busy writer need not wait for.
pub(super) const AHEAD_BYTES: i64 = 16 << 20;

/// What the guard says to a commit that does not begin at the head.
pub(super) const NOT_AT_HEAD: &str = "a commit begins at the head of the book";

/// Each thing in the file, by its name, with the words that made it.
pub(super) const THINGS: [(&str, &str); 6] = [
    (
        "batch",
        "CREATE TABLE batch (
  first INTEGER PRIMARY KEY CHECK (first >= 0),
  count INTEGER NOT NULL CHECK (count >= 1),
  records TEXT NOT NULL CHECK (records <> '')
) STRICT",
    ),
    (
        "batch_begins_at_head",
        "CREATE TRIGGER batch_begins_at_head BEFORE INSERT ON batch
WHEN NEW.first IS NOT coalesce((SELECT first + count FROM batch ORDER BY first DESC LIMIT 1), 0)
BEGIN SELECT RAISE(ABORT, 'a commit begins at the head of the book'); END",
    ),
    (
        "batch_counts_its_lines",
        "CREATE TRIGGER batch_counts_its_lines BEFORE INSERT ON batch
WHEN NEW.count IS NOT 1 + length(CAST(NEW.records AS BLOB)) - length(CAST(replace(NEW.records, char(10), '') AS BLOB))
BEGIN SELECT RAISE(ABORT, 'a commit counts its records, which are its lines'); END",
    ),
    (
        "batch_is_never_changed",
        "CREATE TRIGGER batch_is_never_changed BEFORE UPDATE ON batch
BEGIN SELECT RAISE(ABORT, 'a book is only ever added to'); END",
    ),
    (
        "batch_is_never_removed",
        "CREATE TRIGGER batch_is_never_removed BEFORE DELETE ON batch
BEGIN SELECT RAISE(ABORT, 'a book is only ever added to'); END",
    ),
    (
        "record",
        r#"CREATE VIEW record (position, body) AS
SELECT batch.first + line.key, line.value
FROM batch, json_each('["' || replace(replace(replace(records, '\', '\\'), '"', '\"'), char(10), '","') || '"]') AS line"#,
    ),
];

/// Appends rows, so many of which [`VALUES`] follow behind it.
pub(super) const INSERT: &str = "INSERT INTO batch (first, count, records) VALUES ";

/// What one row is in the statement that appends it.
pub(super) const VALUES: &str = "(?, ?, ?)";

/// A write that writes nothing: it fails where a write would fail.
pub(super) const WRITE_NOTHING: &str = "INSERT INTO batch SELECT first, count, records FROM batch WHERE FALSE";

/// Takes memory for four mebibytes, and gives it back.
pub(super) const LARGE_BUFFER: &str = "SELECT length(CAST(zeroblob(4194304) AS TEXT))";

/// The next position.
pub(super) const HEAD: &str = "SELECT coalesce((SELECT first + count FROM batch ORDER BY first DESC LIMIT 1), 0)";

/// The rows from the one that holds position ?1 on, of at most ?2 bytes, as one: first, next, records; and, should
/// that be none, the next position and the position of the next row there is.
///
/// It walks from row to row by the position the next one must have, so it ends at a gap. A row fetched by itself
/// costs several microseconds on its way to us, so SQLite joins them; the order is the walk's, which has one row at a
/// time in its queue and looks at no text. Texts are taken from the table behind it, where they are joined as they lie: put
/// through the queue, or asked for by a question in a question, each is copied once more, which is half of all the time that
/// reading takes. What comes is bytes, since a text is copied once more to end it with a zero.
pub(super) const PAGE: &str = "
WITH RECURSIVE walk (first, next, bytes) AS (
  SELECT first, first + count, octet_length(records)
  FROM batch
  WHERE first = (SELECT max(first) FROM batch WHERE first <= ?1) AND first + count > ?1
  UNION ALL
  SELECT batch.first, batch.first + batch.count, walk.bytes + 1 + octet_length(batch.records)
  FROM walk JOIN batch ON batch.first = walk.next
  WHERE batch.first > walk.first AND walk.bytes + 1 + octet_length(batch.records) <= ?2
)
SELECT min(walk.first), max(walk.next), CAST(group_concat(batch.records, char(10)) AS BLOB),
  (SELECT first + count FROM batch ORDER BY first DESC LIMIT 1),
  (SELECT min(first) FROM batch WHERE first > ?1)
FROM walk CROSS JOIN batch ON batch.first = walk.first";

/// The rows that hold the first positions of the list ?1 (in JSON), each once and at most 32 of them, as one: what they are,
/// which is first, count and bytes of each, and the records of all of them.
///
/// A row fetched by itself wakes us on its way, so SQLite joins them; so few that the whole still lies in the cache of a
/// processor, and is no more than 32 MiB where each row is as large as may be. They come as they are met, since what SQLite
/// sorts it writes down first, long texts and all; and as bytes, since a text is copied once more to end it with a zero.
pub(super) const FETCH: &str = "
WITH wanted (first) AS (
  SELECT DISTINCT (SELECT max(first) FROM batch WHERE first <= value) FROM json_each(?1) LIMIT 32
)
SELECT group_concat(batch.first || ' ' || count || ' ' || octet_length(records), ' '),
  CAST(group_concat(records, '') AS BLOB)
FROM wanted CROSS JOIN batch USING (first)";

#[cfg(test)]
mod tests {
    use super::THINGS;

    #[test]
    fn what_stands_in_the_file_calls_nothing_that_an_older_sqlite_lacks() {
        let known = ["CAST", "RAISE", "char", "coalesce", "json_each", "length", "replace"];
        for (name, made) in THINGS {
            for (bracket, _) in made.match_indices('(') {
                let called = made[..bracket].rsplit(|letter: char| !is_of_a_name(letter)).next();
                let called = called.filter(|called| !called.is_empty());
                assert!(called.is_none_or(|called| known.contains(&called)), "{name}: is {called:?} in SQLite 3.38?");
            }
        }
    }

    fn is_of_a_name(letter: char) -> bool {
        letter.is_ascii_alphanumeric() || letter == '_'
    }
}
