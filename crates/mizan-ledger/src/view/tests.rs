//! A book and its index are read as they were packed, and goes on as the one that was never packed.

use proptest::prelude::*;

use crate::book::Book;
use crate::pack::Pack;
use crate::record::Record;
use crate::view::index::Index;

/// Logs with every kind of event, as they were shipped.
const LOGS: [&str; 2] = [
    include_str!("../../../../fixtures/logs/2026-11.ndjson"),
    include_str!("../../../../fixtures/logs/2026-11-catalogue.ndjson"),
];

fn records(log: &str) -> impl Iterator<Item = Record> + '_ {
    log.lines().map(|line| Record::from_bytes(line.as_bytes()).expect("a line of the log is a record"))
}

fn take(book: &mut Book, index: &mut Index, record: &Record) {
    book.apply(record).expect("the log follows from itself");
    index.apply(record, book);
}

fn again<T: Pack>(value: &T) -> T {
    let mut bytes = Vec::new();
    value.pack(&mut bytes);
    let mut rest = bytes.as_slice();
    let again = T::unpack(&mut rest).expect("what was packed is read");
    assert!(rest.is_empty(), "all of it is read");
    again
}

#[test]
fn a_book_that_was_packed_and_read_again_after_any_command_goes_on_as_if_it_had_not_been() {
    for log in LOGS {
        let (mut whole, mut index) = (Book::default(), Index::default());
        let (mut other, mut others_index) = (Book::default(), Index::default());
        for record in records(log) {
            take(&mut whole, &mut index, &record);
            take(&mut other, &mut others_index, &record);
            if record.envelope.position % 7 == 0 {
                (other, others_index) = (again(&other), again(&others_index));
            }
        }
        assert!(other == whole, "both say the same");
        assert!(others_index == index, "and know where it stands");
    }
}

proptest! {
    #[test]
    fn a_packed_book_that_was_damaged_is_refused_or_read_and_never_a_panic(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let (mut book, mut index) = (Book::default(), Index::default());
        records(LOGS[0]).for_each(|record| take(&mut book, &mut index, &record));
        let mut bytes = Vec::new();
        book.pack(&mut bytes);
        index.pack(&mut bytes);
        let at = at.index(bytes.len());
        bytes[at] = byte;
        bytes.truncate(bytes.len() - at % 3);
        let mut rest = bytes.as_slice();
        if Book::unpack(&mut rest).is_some() {
            let _ = Index::unpack(&mut rest);
        }
    }
}
