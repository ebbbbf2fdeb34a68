//! Carrying an import out: what the book has is looked up, what is missing is said, step by step for many orders at once.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use mizan_format::import::plan::{Part, Plan, Planner};
use mizan_format::import::problem::Problem;
use mizan_format::import::resume::{MOST_STEPS, Now, Repeated, Standing, Step, steps};
use mizan_ledger::book::{Book, Span};
use mizan_ledger::decide::reach::Reach;
use mizan_ledger::decide::refusal::Refusal;
use mizan_ledger::event::Event;
use mizan_ledger::id::CooperativeId;
use mizan_ledger::money::Money;
use mizan_ledger::record::Record;
use mizan_ledger::text::Key;
use mizan_store::log::EventLog;

use crate::cli::import::told::{ALREADY, Did, RECORDED, REFUSED, Told};
use crate::cli::terminal::Terminal;
use crate::service::lookup::fetch;
use crate::service::reader::{Folded, ReadError};
use crate::service::writer::{Answer, NotAnswered, Writer};

/// How many orders are on their way at once: enough for full commits, few enough to be seen to move.
const AT_ONCE: usize = 256;

/// One order of the file, from its plan to what became of it.
#[derive(Debug)]
pub(super) struct Work {
    /// When it is its turn: by day, then in the order of the file.
    pub(super) turn: Option<(Date, u32)>,
    pub(super) parts: Vec<Doing>,
    told: Told,
    undone: bool,
}

/// One sale of an order, with the steps it still takes.
#[derive(Debug)]
pub(super) struct Doing {
    part: Part,
    pub(super) steps: Vec<Step>,
    next: usize,
    did: Vec<Did>,
    stopped: bool,
}

impl Work {
    pub(super) fn planned(reference: Option<String>, rows: Vec<u32>, day: Date, plan: Plan) -> Work {
        let Plan { parts, undone, notes } = plan;
        let turn = rows.first().map(|row| (day, *row));
        let doing = |part| Doing { part, steps: Vec::new(), next: 0, did: Vec::new(), stopped: false };
        let parts = parts.into_iter().map(doing).collect();
        Work { turn, parts, undone, told: Told { notes, ..Told::new(reference, rows) } }
    }

    pub(super) fn refused(reference: Option<String>, rows: Vec<u32>, problem: &Problem) -> Work {
        let told = Told { code: Some(problem.code()), reason: Some(problem.to_string()), ..Told::new(reference, rows) };
        Work { turn: None, parts: Vec::new(), undone: false, told: Told { status: REFUSED, ..told } }
    }

    pub(super) fn skipped(reference: Option<String>, rows: Vec<u32>, reason: String) -> Work {
        let told = Told { reason: Some(reason), ..Told::new(reference, rows) };
        Work { turn: None, parts: Vec::new(), undone: false, told }
    }

    /// What became of it.
    pub(super) fn told(self) -> Told {
        let Work { parts, mut told, .. } = self;
        let began = !parts.is_empty();
        for Doing { part, did, .. } in parts {
            told.sales.push(part.sale);
            told.did.extend(did);
        }
        told.judge(began);
        told
    }

    /// What would become of it: what is refused before anything is said.
    pub(super) fn foretold(mut self) -> Told {
        for doing in &mut self.parts {
            let refused = doing.steps.iter().find_map(|step| match step {
                Step::Refused(what, problem) => Some(Did::problem(doing.part.sale, what, problem)),
                Step::Known(..) | Step::Say(_) => None,
            });
            doing.did.extend(refused);
        }
        self.told()
    }
}

/// Why a command was refused, and what to do where a till has less than leaves it: a provider keeps its fee of what it
/// gives back, and takes what is missing from the bank or from what comes in later.
fn in_words(refusal: &Refusal) -> String {
    let too_little = matches!(refusal, Refusal::NotEnoughInTill { .. } | Refusal::NotInTillByThen { .. });
    let hint = "a provider takes what is missing from the bank: say in the profile where money is given back from, \
                `\"refunds_from\": \"bank:main\"`, or record with `transfer_funds` how it came into the till, and import again";
    if too_little { format!("{refusal}; {hint}") } else { refusal.to_string() }
}

/// Looks up what the book has of every order, and decides what is still to be said. Of a large book, no more is read than the
/// cooperatives whose orders they are.
pub(super) async fn standings(
    log: &Arc<dyn EventLog>,
    folded: &mut Folded,
    works: &mut [Work],
    planner: &Planner<'_>,
) -> Result<(), ReadError> {
    let parts = || works.iter().flat_map(|work| &work.parts).map(|doing| &doing.part);
    let whose: BTreeSet<CooperativeId> = parts().map(|part| part.cooperative).collect();
    for cooperative in whose {
        folded.read_up(log, Reach::These([Some(cooperative), None])).await?;
    }
    let book = &folded.book;
    let mut positions: Vec<u64> = parts().flat_map(|part| spans(book, part)).map(|span| span.first).collect();
    positions.sort_unstable();
    positions.dedup();
    let records = fetch(log.as_ref(), &positions).await?;
    let records: BTreeMap<u64, Record> = positions.into_iter().zip(records).collect();
    for work in works {
        let mut known = false;
        for doing in &mut work.parts {
            let standing = standing(book, &doing.part, &records);
            known |= standing.sale.is_some();
            doing.steps = steps(&doing.part, &standing, planner);
        }
        if work.undone && !known {
            work.parts.clear();
            work.told.notes.clear();
            let reason = "it was called off and nothing was kept of it: there is nothing to record";
            work.told.reason = Some(reason.to_owned());
        }
    }
    Ok(())
}

/// Where everything is that imports have recorded of a part.
fn spans(book: &Book, part: &Part) -> Vec<Span> {
    let repeated = [Repeated::Payment, Repeated::Credit, Repeated::Refund];
    let sale = book.keys.get(part.sale_key()).map(Cow::into_owned);
    sale.into_iter().chain(repeated.into_iter().flat_map(|kind| all(book, part, kind))).collect()
}

fn all(book: &Book, part: &Part, kind: Repeated) -> Vec<Span> {
    let key = |number| part.key(kind, number).and_then(|key: Key| book.keys.get(&key).map(Cow::into_owned));
    (1..=MOST_STEPS).map_while(key).collect()
}

fn standing(book: &Book, part: &Part, records: &BTreeMap<u64, Record>) -> Standing {
    let record = |span: Span| Some((span, records.get(&span.first)?.clone()));
    let amounts = |kind| {
        let spans = all(book, part, kind).into_iter();
        spans.filter_map(|span| Some((span, amount(&records.get(&span.first)?.event)?))).collect()
    };
    let cooperative = book.cooperatives.get(&part.cooperative);
    let now = cooperative.and_then(|cooperative| cooperative.sales.get(&part.sale));
    Standing {
        sale: book.keys.get(part.sale_key()).map(Cow::into_owned).and_then(record),
        now: now.map(|sale| Now { total: sale.total, outstanding: sale.outstanding }),
        payments: amounts(Repeated::Payment),
        credits: amounts(Repeated::Credit),
        refunds: amounts(Repeated::Refund),
        fee: part.fee.as_ref().and_then(|fee| book.keys.get(&fee.key).map(Cow::into_owned)),
    }
}

/// How much a step that may be repeated moved.
fn amount(event: &Event) -> Option<Money> {
    if let Event::PaymentReceived(event) = event {
        return Some(event.amount);
    }
    if let Event::CreditNoteIssued(event) = event {
        return Some(event.amount);
    }
    if let Event::RefundIssued(event) = event { Some(event.amount) } else { None }
}

/// Says what is missing, in the order of the days. An order's next step is said when the one before it is recorded.
pub(super) async fn carry_out(terminal: &Terminal, writer: &Writer, works: &mut [Work]) -> Result<(), NotAnswered> {
    let mut queue: Vec<&mut Work> = works.iter_mut().collect();
    queue.sort_by_key(|work| work.turn);
    let bar = terminal.progress(Some(queue.len() as u64), "orders");
    for chunk in queue.chunks_mut(AT_ONCE) {
        loop {
            let mut on_their_way = Vec::new();
            for doing in chunk.iter_mut().flat_map(|work| &mut work.parts) {
                while let Some(step) = doing.steps.get(doing.next).filter(|_| !doing.stopped) {
                    doing.next += 1;
                    match step {
                        Step::Known(what, span) => doing.did.push(Did::at(doing.part.sale, what, ALREADY, *span)),
                        Step::Refused(what, problem) => {
                            doing.did.push(Did::problem(doing.part.sale, what, problem));
                            doing.stopped = true;
                        }
                        Step::Say(submission) => {
                            let what = submission.command.name();
                            let pending = writer.hand_in(submission.clone()).await?;
                            on_their_way.push((doing, what, pending));
                            break;
                        }
                    }
                }
            }
            if on_their_way.is_empty() {
                break;
            }
            for (doing, what, pending) in on_their_way {
                let (sale, answer) = (doing.part.sale, pending.answer().await?);
                doing.stopped = matches!(answer, Answer::Refused(_));
                doing.did.push(match answer {
                    Answer::Recorded { span, .. } => Did::at(sale, what, RECORDED, span),
                    Answer::AlreadyRecorded { span } => Did::at(sale, what, ALREADY, span),
                    Answer::Refused(refusal) => Did::refused(sale, what, refusal.code(), in_words(&refusal)),
                });
            }
        }
        bar.inc(chunk.len() as u64);
    }
    bar.finish_and_clear();
    Ok(())
}

#[cfg(test)]
mod tests;
