//! What a sale costs before it reaches the disk, in an empty book and in one of a hundred thousand sales.
//!
//! `cargo bench -p mizan --bench decide` measures; `-- --short`, or being run as a test, only shows in a moment that it
//! still runs. A command is read from its JSON, decided, and each record it leads to is written as a line and folded
//! into the book. A sale moves about a dozen amounts in three or four records; the last column says how much dearer it
//! is than in the smallest book. The sales are measured in portions and the best portion is told, since whatever
//! disturbs only ever makes it slower. Three small cooperatives stay near the processor; of twenty larger ones each sale
//! finds its own where it was left.

use std::env;
use std::hint::black_box;
use std::time::{Duration, Instant};

use mizan_ledger::book::Book;
use mizan_ledger::command::Submission;
use mizan_ledger::decide::decide_to_write;
use mizan_tests::generator::{Generator, Life, Plan, Said};

/// How many cooperatives trade, of how many members each.
const NETWORKS: [(usize, usize); 2] = [(3, 20), (20, 40)];

/// How many sales are measured at each size, in portions of how many.
struct Measure {
    sizes: &'static [usize],
    sales: usize,
    portion: usize,
}

const FULL: Measure = Measure { sizes: &[0, 1_000, 10_000, 100_000], sales: 20_000, portion: 500 };
const SHORT: Measure = Measure { sizes: &[0, 200], sales: 100, portion: 50 };

/// What some sales took, step by step, and how many records they led to.
#[derive(Default)]
struct Spent {
    read: Duration,
    decided: Duration,
    written: Duration,
    applied: Duration,
    records: usize,
}

impl Spent {
    fn all(&self) -> Duration {
        self.read + self.decided + self.written + self.applied
    }
}

fn main() {
    let asked = |word: &str| env::args().any(|argument| argument == word);
    let measure = if asked("--bench") && !asked("--short") { FULL } else { SHORT };
    println!("cooperatives  sales before   read  decide   write   apply   in all  sales a second  records  ratio");
    for (cooperatives, members) in NETWORKS {
        network(&measure, cooperatives, members);
    }
    println!("Times are microseconds for one sale.");
}

/// Measures the sales of one network at each size.
fn network(measure: &Measure, cooperatives: usize, members: usize) {
    let mut first = None;
    for &size in measure.sizes {
        let plan = Plan { seed: 1, cooperatives, members, sales: size + measure.sales, life: Life::OnlySales };
        let mut generator = Generator::new(plan);
        // The founding, the sales before, and one more, which is not measured.
        while generator.sales() <= size {
            generator.next();
        }
        let mut book = generator.book().clone();
        let sales: Vec<Said> = generator.collect();
        let portions = sales.chunks(measure.portion).map(|portion| told(&mut book, portion));
        let best = portions.min_by_key(Spent::all).expect("some sales are measured");
        let each = |spent: Duration| spent.as_secs_f64() * 1e6 / measure.portion as f64;
        let all = each(best.all());
        let ratio = all / *first.get_or_insert(all);
        let Spent { read, decided, written, applied, .. } = best;
        let (read, decided, written, applied) = (each(read), each(decided), each(written), each(applied));
        let (a_second, records) = (1e6 / all, best.records as f64 / measure.portion as f64);
        println!(
            "{cooperatives:12} {size:13} {read:6.2} {decided:7.2} {written:7.2} {applied:7.2} {all:8.2} {a_second:15.0} {records:8.2} {ratio:6.2}"
        );
    }
}

/// Tells a book some sales, step by step with a watch in hand.
fn told(book: &mut Book, sales: &[Said]) -> Spent {
    let mut spent = Spent::default();
    for Said { submission, written } in sales {
        let text = serde_json::to_string(submission).expect("a command is JSON");
        let begun = Instant::now();
        let read = Submission::parse(&text).expect("the generator speaks the language of commands");
        spent.read += begun.elapsed();

        let begun = Instant::now();
        let events = decide_to_write(book, black_box(&read), &[]).expect("what was accepted once is accepted again");
        spent.decided += begun.elapsed();
        assert!(events.iter().eq(written.iter().map(|one| &one.record.event)), "the same book decides the same");

        let begun = Instant::now();
        for one in written {
            black_box(one.record.to_bytes().expect("what was written can be written"));
        }
        spent.written += begun.elapsed();

        let begun = Instant::now();
        for one in written {
            book.apply(&one.record).expect("a log follows from itself");
        }
        spent.applied += begun.elapsed();
        spent.records += written.len();
    }
    spent
}
