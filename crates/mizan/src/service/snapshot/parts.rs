//! The parts of a snapshot: what each is of, and how all of them are read at once.

use std::io;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use mizan_ledger::book::state::Cooperative;
use mizan_ledger::book::{Book, Span};
use mizan_ledger::later::Later;
use mizan_ledger::pack::Pack;
use mizan_ledger::report::counted::TakenBack;
use mizan_ledger::table::Table;
use mizan_ledger::text::Key;
use mizan_ledger::view::index::{Index, Shelf};
use mizan_verify::guard::Guard;

use crate::service::reader::{Folded, Whereabouts};
use crate::service::snapshot::file::NotUsed;

/// How many cooperatives there are in a snapshot: in the book, and in its index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) book: u64,
    pub(super) index: u64,
}

/// What a part is of.
#[derive(Debug, Clone, Copy)]
enum Which {
    /// The chains, and the frame of the book.
    Frame,
    /// The keys of its commands.
    Keys,
    /// One of its cooperatives.
    Cooperative,
    /// Of which cooperatives the index is, and what was taken back.
    Whereabouts,
    /// What the index has of one of them.
    Shelf,
}

/// A part that was read.
enum Read {
    Frame(Vec<u8>),
    Keys(Later<Table<Key, Span>>),
    Cooperative(Later<Cooperative>),
    Whereabouts(Vec<u8>),
    Shelf(Later<Shelf>),
}

impl Counts {
    pub(super) fn of(folded: &Folded, whereabouts: &Whereabouts) -> Counts {
        let (book, index) = (folded.book.cooperatives.len(), whereabouts.index.parts().count());
        Counts { book: book as u64, index: index as u64 }
    }

    /// How many parts there are.
    pub(super) fn parts(self) -> u64 {
        self.parts_of_the_book().saturating_add(1).saturating_add(self.index)
    }

    fn parts_of_the_book(self) -> u64 {
        self.book.saturating_add(2)
    }

    /// What the part of this number is of.
    fn at(self, number: usize) -> Which {
        let number = number as u64;
        match number.checked_sub(self.parts_of_the_book()) {
            None if number == 0 => Which::Frame,
            None if number == 1 => Which::Keys,
            None => Which::Cooperative,
            Some(0) => Which::Whereabouts,
            Some(_) => Which::Shelf,
        }
    }
}

/// Packs one part after the other and hands each over.
pub(super) fn pack(
    folded: &Folded,
    whereabouts: &Whereabouts,
    mut write: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<()> {
    let Folded { book, guard, whereabouts: _ } = folded;
    let Whereabouts { index, taken_back } = whereabouts;
    let mut bytes = Vec::new();
    let mut part = |pack: &dyn Fn(&mut Vec<u8>)| {
        bytes.clear();
        pack(&mut bytes);
        write(&bytes)
    };
    part(&|out| {
        guard.pack(out);
        book.pack_frame(out);
    })?;
    part(&|out| book.keys.pack(out))?;
    book.cooperatives.values().try_for_each(|own| part(&|out| own.pack(out)))?;
    part(&|out| {
        index.pack_frame(out);
        taken_back.pack(out);
    })?;
    index.parts().try_for_each(|shelf| part(&|out| shelf.pack(out)))
}

/// Reads the parts of the book, and those of the index if that is wanted, in as many threads as there are processors.
pub(super) fn read(
    counts: Counts,
    with_index: bool,
    part: impl Fn(usize) -> Result<Vec<u8>, NotUsed> + Sync,
) -> Result<Folded, NotUsed> {
    let wanted = if with_index { counts.parts() } else { counts.parts_of_the_book() };
    let wanted = usize::try_from(wanted).map_err(|_| NotUsed::Damaged("it is larger than memory"))?;
    let next = AtomicUsize::new(0);
    let take = || -> Result<Vec<(usize, Read)>, NotUsed> {
        let mut taken = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= wanted {
                return Ok(taken);
            }
            let read = part(number).and_then(|bytes| look_through(counts.at(number), bytes));
            // Where one is not what it should be, the others need not be read.
            taken.push((number, read.inspect_err(|_| next.store(wanted, Ordering::Relaxed))?));
        }
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(wanted);
    let taken: Result<Vec<_>, NotUsed> = thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(take)).collect();
        let ended = threads.into_iter().map(|thread| thread.join().unwrap_or(Err(CANNOT_BE)));
        ended.collect()
    });
    let mut taken: Vec<(usize, Read)> = taken?.into_iter().flatten().collect();
    taken.sort_unstable_by_key(|(number, _)| *number);
    put_together(taken.into_iter().map(|(_, read)| read)).ok_or(CANNOT_BE)
}

/// What is said of bytes that are those that were written, but say what cannot be.
const CANNOT_BE: NotUsed = NotUsed::Damaged("what is in it cannot be");

fn look_through(which: Which, bytes: Vec<u8>) -> Result<Read, NotUsed> {
    let read = match which {
        Which::Frame => Some(Read::Frame(bytes)),
        Which::Keys => Later::of_packed(bytes).map(Read::Keys),
        Which::Cooperative => Later::of_packed(bytes).map(Read::Cooperative),
        Which::Whereabouts => Some(Read::Whereabouts(bytes)),
        Which::Shelf => Later::of_packed(bytes).map(Read::Shelf),
    };
    read.ok_or(CANNOT_BE)
}

fn put_together(parts: impl Iterator<Item = Read>) -> Option<Folded> {
    let (mut frame, mut keys, mut cooperatives) = (Vec::new(), None, Vec::new());
    let (mut of_index, mut shelves) = (None, Vec::new());
    for part in parts {
        match part {
            Read::Frame(bytes) => frame = bytes,
            Read::Keys(read) => keys = Some(read),
            Read::Cooperative(own) => cooperatives.push(own),
            Read::Whereabouts(bytes) => of_index = Some(bytes),
            Read::Shelf(shelf) => shelves.push(shelf),
        }
    }
    let mut rest = frame.as_slice();
    let guard = Guard::unpack(&mut rest)?;
    let book = Book::of_parts(&mut rest, keys?, cooperatives).filter(|_| rest.is_empty())?;
    let whereabouts = match of_index {
        None => None,
        Some(bytes) => {
            let mut rest = bytes.as_slice();
            let index = Index::of_parts(&mut rest, shelves)?;
            let taken_back = TakenBack::unpack(&mut rest).filter(|_| rest.is_empty())?;
            Some(Box::new(Whereabouts { index, taken_back }))
        }
    };
    Some(Folded { book, guard, whereabouts })
}
