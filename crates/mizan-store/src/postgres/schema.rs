//! What stands in the database: one table for all books, its guards, and a view for people.
//!
//! The book comes first in every key, and nothing is asked of the database but that key: no sequence, no advisory lock, no
//! notification. So the same SQL runs where PostgreSQL is distributed, and where it has no triggers (`deploy/`).
//!
//! The guards fire whatever `session_replication_role` says. They hold for the owner as well, who can drop them; the role
//! that serves a book owns nothing and may add and read, no more.

/// The newest schema this program knows.
pub(super) const SCHEMA_VERSION: i64 = 1;

/// The state of an SQL error that a guard raises: the letters MZ and a number, a class no standard uses.
pub(super) const NOT_AT_HEAD: &str = "MZ001";

/// Each schema after the one before it, with the statements that lead to it.
pub(super) const MIGRATIONS: &[&[&str]] = &[&[
    "CREATE TABLE mizan.batch (
  ledger text COLLATE \"C\" NOT NULL CHECK (ledger <> ''),
  first bigint NOT NULL CHECK (first >= 0),
  count bigint NOT NULL CHECK (count >= 1),
  records text NOT NULL CHECK (records <> ''),
  PRIMARY KEY (ledger, first)
)",
    "CREATE VIEW mizan.record (ledger, position, body) AS
SELECT batch.ledger, batch.first + line.number - 1, line.body
FROM mizan.batch, unnest(string_to_array(records, E'\\n')) WITH ORDINALITY AS line (body, number)",
]];

/// A guard: a trigger that fires always, whatever `session_replication_role` says.
pub(super) struct Guard {
    /// The name of the trigger.
    pub(super) name: &'static str,
    /// When it fires.
    pub(super) on: &'static str,
    /// The same, as the catalogue has it (`pg_trigger.tgtype`: row 1, before 2, insert 4, delete 8, update 16, truncate 32).
    pub(super) kind: i16,
    /// The name of its function.
    pub(super) function: &'static str,
    /// What that does.
    pub(super) body: &'static str,
}

const REFUSE_CHANGE: &str = "
BEGIN
  RAISE EXCEPTION 'a book is only ever added to' USING ERRCODE = 'MZ003';
END ";

/// What guards the table, where the database has triggers, in the order of their names.
pub(super) const GUARDS: [Guard; 3] = [
    Guard {
        name: "batch_begins_at_head",
        on: "BEFORE INSERT ON mizan.batch FOR EACH ROW",
        kind: 7,
        function: "mizan.refuse_what_is_not_at_head",
        body: "
BEGIN
  IF NEW.first IS DISTINCT FROM coalesce(
    (SELECT first + count FROM mizan.batch WHERE ledger = NEW.ledger ORDER BY first DESC LIMIT 1), 0) THEN
    RAISE EXCEPTION 'a commit begins at the head of the book' USING ERRCODE = 'MZ001';
  END IF;
  IF NEW.count IS DISTINCT FROM 1 + octet_length(NEW.records) - octet_length(replace(NEW.records, E'\\n', '')) THEN
    RAISE EXCEPTION 'a commit counts its records, which are its lines' USING ERRCODE = 'MZ002';
  END IF;
  RETURN NEW;
END ",
    },
    Guard {
        name: "batch_is_never_changed",
        on: "BEFORE UPDATE OR DELETE ON mizan.batch FOR EACH ROW",
        kind: 27,
        function: "mizan.refuse_change",
        body: REFUSE_CHANGE,
    },
    Guard {
        name: "batch_is_never_emptied",
        on: "BEFORE TRUNCATE ON mizan.batch FOR EACH STATEMENT",
        kind: 34,
        function: "mizan.refuse_change",
        body: REFUSE_CHANGE,
    },
];

/// The guards that stand and fire always, whatever is written: name, kind, their function, and what it does.
pub(super) const STANDING_GUARDS: &str = "
SELECT trigger.tgname::text, trigger.tgtype, namespace.nspname || '.' || function.proname, function.prosrc
FROM pg_catalog.pg_trigger AS trigger
JOIN pg_catalog.pg_proc AS function ON function.oid = trigger.tgfoid
JOIN pg_catalog.pg_namespace AS namespace ON namespace.oid = function.pronamespace
WHERE trigger.tgrelid = 'mizan.batch'::regclass AND NOT trigger.tgisinternal AND trigger.tgenabled = 'A'
  AND trigger.tgqual IS NULL AND trigger.tgattr::text = '' AND trigger.tgnargs = 0
ORDER BY trigger.tgname";

/// What acts on the table beside the guards $1, and could swallow, change or hide records.
pub(super) const FOREIGN: &str = "
SELECT 'the trigger `' || tgname || '`' FROM pg_catalog.pg_trigger
WHERE tgrelid = 'mizan.batch'::regclass AND NOT tgisinternal AND tgname <> ALL ($1)
UNION ALL
SELECT 'the rule `' || rulename || '`' FROM pg_catalog.pg_rewrite WHERE ev_class = 'mizan.batch'::regclass
UNION ALL
SELECT 'the table `' || inhrelid::regclass::text || '`, which inherits what is' FROM pg_catalog.pg_inherits
WHERE inhparent = 'mizan.batch'::regclass
UNION ALL
SELECT 'the row security' FROM pg_catalog.pg_class WHERE oid = 'mizan.batch'::regclass AND relrowsecurity
ORDER BY 1";

/// What keeps track of the schema: its versions, and whether the database has guards.
pub(super) const FOUND: &[&str] = &[
    "CREATE SCHEMA IF NOT EXISTS mizan",
    "CREATE TABLE IF NOT EXISTS mizan.migration (
  version bigint PRIMARY KEY,
  guarded boolean NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now()
)",
];

/// Whether there is a schema at all.
pub(super) const IS_FOUND: &str = "SELECT to_regclass('mizan.migration') IS NOT NULL";

/// The newest version that was applied, and whether all of them have guards.
pub(super) const VERSION: &str =
    "SELECT coalesce(max(version), 0), coalesce(bool_and(guarded), true) FROM mizan.migration";

/// Notes that a version was applied.
pub(super) const APPLIED: &str = "INSERT INTO mizan.migration (version, guarded) VALUES ($1, $2)";

/// Whether the view reads as the one beside it does, which was made with the words of this program.
pub(super) const SAME_VIEW: &str = "
SELECT coalesce(pg_get_viewdef(to_regclass('mizan.record')) = pg_get_viewdef('pg_temp.record_as_made'::regclass), false)";

/// How durable a commit is, and whether there can be any. A database that does not know a setting says nothing of it.
pub(super) const DURABILITY: &str = "
SELECT coalesce(current_setting('fsync', true), 'on'), coalesce(current_setting('full_page_writes', true), 'on'),
  coalesce(current_setting('synchronous_commit', true), 'on'), coalesce(current_setting('transaction_read_only', true), 'off')";

/// Whether a commit waits for a standby.
pub(super) const HAS_STANDBY: &str = "
SELECT coalesce(current_setting('synchronous_standby_names', true), '') <> ''
  AND coalesce(current_setting('synchronous_commit', true), 'on') <> 'local'";

/// Writes down a word that means nothing, in a transaction that waits for the standby like any other.
pub(super) const WRITE_A_WORD: &str = "SELECT pg_logical_emit_message(true, 'mizan', '')::text";

/// In which letters the database keeps texts.
pub(super) const ENCODING: &str = "SELECT coalesce(current_setting('server_encoding', true), 'UTF8')";

/// Has what this connection writes be packed by LZ4, where the server knows it and knows no better: it is unpacked, and so
/// read, several times as fast as by the server's own PGLZ. What was packed before stays as it is, and is read as before.
pub(super) const COMPRESSION: &str = "
SELECT set_config(name, 'lz4', false) FROM pg_settings
WHERE name = 'default_toast_compression' AND setting = 'pglz' AND 'lz4' = ANY(enumvals)";

/// Which of the rights that nobody needs this role has, or a role has whose rights it can take on.
pub(super) const RIGHTS: &str = "
SELECT needless FROM unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) AS needless
WHERE EXISTS (
  SELECT FROM pg_catalog.pg_roles AS role
  WHERE pg_has_role(role.oid, 'MEMBER') AND (has_table_privilege(role.oid, 'mizan.batch', needless)
    OR needless = 'UPDATE' AND has_any_column_privilege(role.oid, 'mizan.batch', needless))
)";

/// Appends the rows of a commit of book $1, if its head is at $5.
///
/// One statement is one transaction, so a commit takes one journey. Who reads the same head at the same time inserts the
/// same key, and one of the two is refused. The rows come as unnest reads them out, in the order of the arrays, each behind
/// the one before as the guard wants them: to sort them is to copy them once more.
pub(super) const APPEND: &str = "
INSERT INTO mizan.batch (ledger, first, count, records)
SELECT $1, packed.first, packed.count, packed.records
FROM unnest($2::bigint[], $3::bigint[], $4::text[]) AS packed (first, count, records)
WHERE $5 = coalesce((SELECT first + count FROM mizan.batch WHERE ledger = $1 ORDER BY first DESC LIMIT 1), 0)";

/// The next position of book $1.
pub(super) const HEAD: &str =
    "SELECT coalesce((SELECT first + count FROM mizan.batch WHERE ledger = $1 ORDER BY first DESC LIMIT 1), 0)";

/// The rows of book $1 from the one that may hold position $2 on: as many of the first $4 as fit into $3 bytes, and one.
pub(super) const PAGE: &str = "
SELECT first, count, records FROM (
  SELECT first, count, records,
    sum(octet_length(records)::bigint + 1) OVER (ORDER BY first) - 1 AS bytes, row_number() OVER (ORDER BY first) AS number
  FROM (
    SELECT first, count, records FROM mizan.batch
    WHERE ledger = $1
      AND first >= coalesce((SELECT first FROM mizan.batch WHERE ledger = $1 AND first <= $2 ORDER BY first DESC LIMIT 1), 0)
    ORDER BY first LIMIT $4
  ) AS candidate
) AS page
WHERE bytes <= $3 OR number = 1
ORDER BY first";

/// The rows of book $1 that hold the positions $2, each once: first, count, records.
pub(super) const FETCH: &str = "
SELECT first, count, records FROM mizan.batch
WHERE ledger = $1 AND first IN (
  SELECT (SELECT first FROM mizan.batch WHERE ledger = $1 AND first <= wanted.position ORDER BY first DESC LIMIT 1)
  FROM unnest($2::bigint[]) AS wanted (position)
)";
