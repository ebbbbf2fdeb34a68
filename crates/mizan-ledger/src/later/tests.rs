//! What nobody asked for stays as it was read, and is there for whoever packs it while another unpacks it.

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
