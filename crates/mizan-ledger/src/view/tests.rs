//! A book and its index are read as they were packed, and goes on as the one that was never packed.

use proptest::prelude::*;

use crate::book::state::Cooperative;
use crate::book::{Book, Span};
use crate::later::Later;
use crate::pack::Pack;
use crate::record::Record;
use crate::table::Table;
use crate::text::Key;
use crate::view::index::{Index, Shelf};

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

fn again<T: Pack>(part: &Later<T>) -> Later<T> {
    let mut bytes = Vec::new();
    part.pack(&mut bytes);
    Later::of_packed(bytes).expect("what was packed is read")
}

fn book_again(book: &Book) -> Book {
    let mut frame = Vec::new();
    book.pack_frame(&mut frame);
    let cooperatives = book.cooperatives.values().map(again).collect();
    Book::of_parts(&mut frame.as_slice(), again(&book.keys), cooperatives).expect("what was packed is read")
}

fn index_again(index: &Index) -> Index {
    let mut frame = Vec::new();
    index.pack_frame(&mut frame);
    Index::of_parts(&mut frame.as_slice(), index.parts().map(again).collect()).expect("what was packed is read")
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
                (other, others_index) = (book_again(&other), index_again(&others_index));
            }
        }
        assert!(other == whole, "both say the same");
        assert!(others_index == index, "and know where it stands");
    }
}

/// Whether bytes can be passed, which is whether they can be unpacked.
fn can_be<T: Pack>(bytes: &[u8]) -> bool {
    let (mut passed, mut rest) = (bytes, bytes);
    let can = T::pass(&mut passed).is_some();
    assert_eq!(can, T::unpack(&mut rest).is_some());
    assert!(!can || passed == rest, "as many bytes were passed as were unpacked");
    can
}

proptest! {
    #[test]
    fn what_is_damaged_of_a_packed_book_is_refused_when_it_is_passed_or_read(
        log in 0..LOGS.len(), at in any::<prop::sample::Index>(), byte in any::<u8>(),
    ) {
        let (mut book, mut index) = (Book::default(), Index::default());
        records(LOGS[log]).for_each(|record| take(&mut book, &mut index, &record));
        for (own, shelf) in book.cooperatives.values().zip(index.parts()) {
            let (mut of_the_book, mut of_the_index) = (Vec::new(), Vec::new());
            own.pack(&mut of_the_book);
            shelf.pack(&mut of_the_index);
            prop_assert!(can_be::<Cooperative>(&of_the_book) && can_be::<Shelf>(&of_the_index));
            for (bytes, can_be) in [(&mut of_the_book, can_be::<Cooperative> as fn(&[u8]) -> bool), (&mut of_the_index, can_be::<Shelf>)] {
                let at = at.index(bytes.len());
                bytes[at] = byte;
                can_be(bytes);
                bytes.truncate(bytes.len() - at % 3);
                can_be(bytes);
            }
        }
        let mut keys = Vec::new();
        book.keys.pack(&mut keys);
        let at = at.index(keys.len());
        keys[at] = byte;
        can_be::<Table<Key, Span>>(&keys);
    }
}
