//! What nobody asked for stays as it was read, and is there for whoever packs it while another unpacks it; of what is unread
//! nothing is said.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::*;

/// A number, and how many of its kind were unpacked.
#[derive(Debug, PartialEq, Eq)]
struct Asked(u8);

static UNPACKED: AtomicUsize = AtomicUsize::new(0);
static WANTED: AtomicUsize = AtomicUsize::new(0);

impl Pack for Asked {
    fn pack(&self, out: &mut Vec<u8>) {
        self.0.pack(out);
    }

    fn unpack(from: &mut &[u8]) -> Option<Asked> {
        UNPACKED.fetch_add(1, Ordering::SeqCst);
        // Until somebody wants to pack it, who then has all the time to find nothing there.
        while WANTED.load(Ordering::SeqCst) == 0 {
            thread::yield_now();
        }
        (0..1_000).for_each(|_| thread::yield_now());
        u8::unpack(from).map(Asked)
    }

    fn pass(from: &mut &[u8]) -> Option<()> {
        u8::pass(from)
    }
}

fn packed(later: &Later<Asked>) -> Vec<u8> {
    let mut out = Vec::new();
    later.pack(&mut out);
    out
}

#[test]
fn a_part_is_unpacked_once_when_somebody_asks_and_is_never_nothing_to_whoever_packs_it() {
    assert!(Later::<Asked>::of_packed(vec![7, 8]).is_none(), "that is more than it says");
    let later = Later::<Asked>::of_packed(vec![7]).expect("it is a number");
    assert_eq!((packed(&later), UNPACKED.load(Ordering::SeqCst)), (vec![7], 0));
    thread::scope(|scope| {
        scope.spawn(|| assert_eq!(*later, Asked(7)));
        while UNPACKED.load(Ordering::SeqCst) == 0 {
            thread::yield_now();
        }
        WANTED.store(1, Ordering::SeqCst);
        assert_eq!(packed(&later), vec![7]);
    });
    assert_eq!((&*later, UNPACKED.load(Ordering::SeqCst)), (&Asked(7), 1));
}

#[test]
fn of_what_is_unread_nothing_is_said_and_nothing_is_packed() {
    let mut later = Later::from(vec![7_u8]);
    later.leave_unread(3..5);
    later.leave_unread(9..10);
    let unread = later.unread().expect("three records are unread");
    assert_eq!((unread.count, unread.positions().collect::<Vec<_>>()), (3, vec![3, 4, 9]));
    assert_eq!((later.before_unread(), format!("{later:?}").as_str()), (&vec![7], "unread"));
    let asked: [fn(Later<Vec<u8>>); 3] =
        [|later| assert!(later.is_empty()), |later| later.pack(&mut Vec::new()), |mut later| later.push(8)];
    for ask in asked {
        let later = AssertUnwindSafe(Later::of_unread());
        assert!(catch_unwind(move || ask({ later }.0)).is_err(), "an answer would be false");
    }
}

impl Later<Vec<u8>> {
    /// One of which a record is unread.
    fn of_unread() -> Later<Vec<u8>> {
        let mut later = Later::<Vec<u8>>::default();
        later.leave_unread(0..1);
        later
    }
}
