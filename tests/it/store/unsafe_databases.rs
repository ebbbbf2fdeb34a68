//! Databases in which records could be lost, changed or hidden: they are not written, and it is said why.

use mizan_store::log::{AppendError, EventLog, StoreError};
use mizan_store::postgres::PostgresLog;
use mizan_store::postgres::alteration::Alteration;
use mizan_store::postgres::migrate::Migration;
use mizan_store::postgres::open::OpenError;
use mizan_tests::postgres::{Server, server};

use super::postgres::{book_in, book_with_one, name_of, prepare, prepared};
use super::{all_from, append, head, lines};

/// Guards that are as they were, for the tests after the one that changed them.
async fn opens(address: &mizan_store::postgres::address::Address) {
    PostgresLog::open(address.clone()).await.expect("all is as it was").close().await;
}

#[tokio::test]
async fn a_book_is_not_written_where_a_guard_is_gone_or_guards_no_more_and_its_owner_can_put_it_back() {
    let Some(server) = server() else { return };
    let (database, address, log) = book_with_one(&server).await;
    let name = name_of(&database);
    log.close().await;
    let table = "ALTER TABLE mizan.batch";
    let anew = |made: &str| {
        format!(
            "DROP TRIGGER batch_is_never_changed ON mizan.batch; CREATE TRIGGER batch_is_never_changed {made} \
             EXECUTE FUNCTION mizan.refuse_change(); {table} ENABLE ALWAYS TRIGGER batch_is_never_changed"
        )
    };
    let changed = "batch_is_never_changed";
    for (what, expected) in [
        (format!("{table} DISABLE TRIGGER batch_is_never_changed"), changed),
        (format!("{table} ENABLE TRIGGER batch_is_never_emptied"), "batch_is_never_emptied"),
        ("DROP TRIGGER batch_is_never_changed ON mizan.batch".to_owned(), changed),
        (anew("BEFORE UPDATE OR DELETE ON mizan.batch FOR EACH ROW WHEN (false)"), changed),
        (anew("BEFORE UPDATE OF count OR DELETE ON mizan.batch FOR EACH ROW"), changed),
        (
            "CREATE OR REPLACE FUNCTION mizan.refuse_what_is_not_at_head() RETURNS trigger LANGUAGE plpgsql \
             AS 'BEGIN RETURN NEW; END'"
                .to_owned(),
            "batch_begins_at_head",
        ),
    ] {
        server.psql(name, &what);
        let refusal = PostgresLog::open(address.clone()).await.expect_err(&what);
        let guard = Alteration::Guard(expected);
        assert!(
            matches!(&refusal, OpenError::Altered { alteration, .. } if *alteration == guard),
            "{what}: {refusal:?}"
        );
        let reader = PostgresLog::open_read_only(address.clone()).await.expect("it can still be read");
        assert_eq!((head(&reader).await, reader.altered().await.expect("it can be asked")), (1, vec![guard]), "{what}");
        let owner = database.replace("clerk@", "owner@");
        assert_eq!(prepare(&owner).await.put_back, [expected], "{what}");
        opens(&address).await;
    }
    let refusal = server.asked("owner", name, "UPDATE mizan.batch SET count = 1").expect_err("a guard stands there");
    assert!(refusal.contains("a book is only ever added to"), "{refusal}");
}

#[tokio::test]
async fn a_book_is_not_written_where_others_act_on_what_is_added() {
    let Some(server) = server() else { return };
    let (database, address, log) = book_with_one(&server).await;
    let name = name_of(&database);
    let rule = "CREATE RULE swallow AS ON INSERT TO mizan.batch DO INSTEAD NOTHING";
    server.psql(name, rule);
    // A book that is open already is told where its records went, and not that others were quicker.
    let refusal = log.append(1, &lines(&["two"])).await.expect_err("it went nowhere");
    let AppendError::Store(StoreError::Failed { source, .. }) = &refusal else { panic!("{refusal:?}") };
    assert!(source.to_string().contains("inserted none of the rows"), "{source}");
    assert_eq!(head(&log).await, 1);
    log.close().await;
    server.psql(name, "DROP RULE swallow ON mizan.batch");
    for (what, told, back) in [
        (rule, "the rule `swallow` on `mizan.batch`", "DROP RULE swallow ON mizan.batch"),
        (
            "CREATE TRIGGER other BEFORE INSERT ON mizan.batch FOR EACH ROW EXECUTE FUNCTION mizan.refuse_change()",
            "the trigger `other` on `mizan.batch`",
            "DROP TRIGGER other ON mizan.batch",
        ),
        (
            "CREATE TABLE mizan.heir () INHERITS (mizan.batch)",
            "the table `mizan.heir`, which inherits what is on `mizan.batch`",
            "DROP TABLE mizan.heir",
        ),
        (
            "ALTER TABLE mizan.batch ENABLE ROW LEVEL SECURITY",
            "the row security on `mizan.batch`",
            "ALTER TABLE mizan.batch DISABLE ROW LEVEL SECURITY",
        ),
    ] {
        server.psql(name, what);
        let refusal = PostgresLog::open(address.clone()).await.expect_err(what);
        assert!(refusal.to_string().contains(told) && refusal.is_of_the_book(), "{what}: {refusal}");
        server.psql(name, back);
        opens(&address).await;
    }
}

#[tokio::test]
async fn a_policy_that_would_hide_records_from_a_reader_is_told_and_not_taken_for_the_end_of_the_book() {
    let Some(server) = server() else { return };
    let (database, address, log) = book_with_one(&server).await;
    log.close().await;
    let policy =
        "CREATE POLICY few ON mizan.batch USING (first < 1); ALTER TABLE mizan.batch ENABLE ROW LEVEL SECURITY";
    server.psql(name_of(&database), policy);
    let refusal = PostgresLog::open_read_only(address).await.expect_err("it would see a part of the book");
    assert!(
        matches!(&refusal, OpenError::Refused { reason, .. } if reason.contains("row-level security")),
        "{refusal}"
    );
}

#[tokio::test]
async fn a_book_is_not_written_by_a_role_that_could_do_harm() {
    let Some(server) = server() else { return };
    let (database, address, log) = book_with_one(&server).await;
    let name = name_of(&database);
    log.close().await;
    server.psql(name, "CREATE ROLE cleaner; GRANT DELETE ON mizan.batch TO cleaner");
    for (what, told, back) in [
        (
            "GRANT UPDATE, TRUNCATE ON mizan.batch TO clerk",
            "UPDATE and TRUNCATE",
            "REVOKE UPDATE, TRUNCATE ON mizan.batch FROM clerk",
        ),
        (
            "GRANT UPDATE (records) ON mizan.batch TO clerk",
            "UPDATE",
            "REVOKE UPDATE (records) ON mizan.batch FROM clerk",
        ),
        ("GRANT TRIGGER ON mizan.batch TO clerk", "TRIGGER", "REVOKE TRIGGER ON mizan.batch FROM clerk"),
        // It has only to say SET ROLE.
        (
            "ALTER ROLE clerk NOINHERIT; GRANT cleaner TO clerk",
            "DELETE",
            "REVOKE cleaner FROM clerk; ALTER ROLE clerk INHERIT",
        ),
    ] {
        server.psql(name, what);
        let refusal = PostgresLog::open(address.clone()).await.expect_err(what);
        let found = matches!(&refusal, OpenError::Unsafe { found, .. } if found == told);
        server.psql(name, back);
        assert!(found, "{what}: {refusal}");
        opens(&address).await;
    }
    server.psql(name, "REVOKE DELETE ON mizan.batch FROM cleaner; DROP ROLE cleaner");
}

#[tokio::test]
async fn a_database_of_other_letters_is_not_made_ready_and_one_of_none_keeps_bytes() {
    let Some(server) = server() else { return };
    let of_letters = |encoding: &str| {
        let (owner, clerk) = server.database();
        let name = name_of(&clerk).to_owned();
        server.psql("postgres", &format!("DROP DATABASE {name}"));
        server.psql("postgres", &format!("CREATE DATABASE {name} ENCODING '{encoding}' LOCALE 'C' TEMPLATE template0"));
        (owner, clerk)
    };
    for encoding in ["LATIN1", "EUC_JP"] {
        let (owner, _) = of_letters(encoding);
        let refusal = Migration::default().run(&owner.parse().expect("an address")).await.expect_err(encoding);
        let told = refusal.to_string();
        assert!(told.contains(&format!("server_encoding is {encoding} and must be UTF8")), "{told}");
    }
    let (owner, clerk) = of_letters("SQL_ASCII");
    prepare(&owner).await;
    let log = PostgresLog::create(book_in(&clerk, "weavers")).await.expect("a book can be made");
    let said = lines(&["a¦b", "زربية", "tapis d’Azilal"]);
    append(&log, 0, &said).await;
    assert_eq!(all_from(&log, 0, 1000).await, said);
}

#[tokio::test]
async fn where_nothing_can_be_written_that_is_told_at_opening() {
    let Some(server) = server() else { return };
    let (database, address, log) = book_with_one(&server).await;
    log.close().await;
    let name = name_of(&database);
    server.psql(name, &format!("ALTER DATABASE {name} SET default_transaction_read_only = on"));
    let refusal = PostgresLog::open(address.clone()).await.expect_err("it takes nothing");
    assert!(matches!(refusal, OpenError::TakesNone { .. }), "{refusal:?}");
    let reader = PostgresLog::open_read_only(address).await.expect("it can be read");
    assert_eq!(reader.altered().await.expect("it can be asked"), []);
}

#[tokio::test]
async fn a_server_that_answers_before_the_disk_is_refused() {
    for setting in ["fsync", "synchronous_commit", "full_page_writes"] {
        let Some(server) = Server::start(&[&format!("{setting}=off")]) else { return };
        let database = prepared(&server).await;
        let refusal = PostgresLog::create(book_in(&database, "weavers")).await.expect_err("records could be lost");
        assert!(refusal.to_string().contains(&format!("{setting} is off and must be on")), "{refusal}");
    }
}

#[tokio::test]
async fn what_a_standby_may_not_have_is_not_answered_for() {
    let Some(server) = Server::start(&[]) else { return };
    let (_, address, log) = book_with_one(&server).await;
    let standbys = |names: &str| {
        server.psql("postgres", &format!("ALTER SYSTEM SET synchronous_standby_names = '{names}'"));
        server.psql("postgres", "SELECT pg_reload_conf()");
    };
    log.confirm().await.expect("there is no standby to wait for");
    // There is none that could say that it has anything. Each process of the server learns of it in its own time.
    standbys("*");
    let begun = std::time::Instant::now();
    let source = loop {
        match log.confirm().await {
            Err(StoreError::Failed { source, .. }) => break source,
            Ok(()) => assert!(begun.elapsed().as_secs() < 60, "the server learns of its standby"),
            Err(other) => panic!("{other:?}"),
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    };
    assert!(source.to_string().contains("did not say within 5s that it has what is written there"), "{source}");
    let opened = PostgresLog::open(address.clone()).await;
    assert!(matches!(opened, Err(OpenError::NotAtStandby { .. })), "{opened:?}");
    let reader = PostgresLog::open_read_only(address.clone()).await.expect("it can be read");
    assert_eq!(head(&reader).await, 1);
    standbys("");
    log.confirm().await.expect("there is no standby any more");
    opens(&address).await;
}
