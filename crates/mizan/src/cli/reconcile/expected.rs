//! What is expected: a buyer's invoices with what they are called on paper, and payments the book has by another word.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::civil::Date;
use mizan_ledger::book::state::Cooperative;
use mizan_ledger::book::state::trade::Sale;
use mizan_ledger::event::Event;
use mizan_ledger::id::{CooperativeId, MemberId, PartyId, PayoutId, SaleId};
use mizan_ledger::money::{Currency, Money};
use mizan_ledger::reconcile::of_book::Subject;
use mizan_ledger::reconcile::open::{Item, Kind, Party, Standing};
use mizan_ledger::view::find::{Found, Thing};
use mizan_ledger::view::index::Index;
use mizan_store::log::EventLog;

use crate::service::lookup::fetch;

/// How many records are fetched at once.
const FETCHED: usize = 1_000;

/// The invoices of a buyer, as they were issued less what was credited: what it says it pays is held against that, paid or not.
pub(super) fn invoices_of(
    own: &Cooperative,
    buyer: PartyId,
    currency: Currency,
    party: &Party,
    last: Date,
) -> Vec<Item> {
    let hers = own.sales.iter().filter(|(_, sale)| sale.buyer == buyer && sale.total.currency() == currency);
    let item = |(id, sale): (SaleId, Cow<'_, Sale>)| {
        let mut references = vec![id.to_string()];
        references.extend(sale.order.map(|order| order.to_string()));
        Item {
            id: Subject::Invoice(id).to_string(),
            account: None,
            from: sale.on,
            due: sale.pay_by(),
            party: party.clone(),
            standing: Standing::Open,
            kind: Kind::Invoice { references, open: as_of(&sale, last), priced_in: None },
        }
    };
    hers.filter(|(_, sale)| sale.total.is_positive()).map(item).collect()
}

/// What an invoice came to on a day: credit notes of later days had not been given.
fn as_of(sale: &Sale, day: Date) -> Money {
    let later = sale.met.iter().filter(|met| !met.paid && day < met.on).map(|met| met.amount.minor());
    Money::new(sale.total.minor() + later.sum::<i128>(), sale.total.currency())
}

/// Adds what each invoice is called on paper: its record says so, the book does not keep it.
pub(super) async fn add_documents(log: &dyn EventLog, own: &Cooperative, items: &mut [Item]) -> anyhow::Result<()> {
    let position = |item: &Item| match item.id.parse() {
        Ok(Subject::Invoice(sale)) => own.sales.get(&sale).map(|sale| sale.position),
        Ok(Subject::Payment(..)) | Err(_) => None,
    };
    let mut invoices: Vec<(u64, &mut Item)> =
        items.iter_mut().filter_map(|item| Some((position(item)?, item))).collect();
    invoices.sort_unstable_by_key(|(position, _)| *position);
    for some in invoices.chunks_mut(FETCHED) {
        let positions: Vec<u64> = some.iter().map(|(position, _)| *position).collect();
        let records = fetch(log, &positions).await?;
        for ((_, item), record) in some.iter_mut().zip(&records) {
            if let (Event::SaleRecorded(sale), Kind::Invoice { references, .. }) = (&record.event, &mut item.kind) {
                references.extend(sale.reference.as_ref().map(|reference| reference.to_string()));
            }
        }
    }
    Ok(())
}

/// Payments the book has as paid, by another word than a statement's, with the records that say so: no line explains them
/// yet, so the line that does is still expected.
pub(super) async fn paid_unseen(
    log: &dyn EventLog,
    cooperative: CooperativeId,
    own: &Cooperative,
    index: &Index,
    items: &mut [Item],
) -> anyhow::Result<BTreeMap<Subject, u64>> {
    let mut settled: BTreeMap<PayoutId, BTreeMap<MemberId, &mut Item>> = BTreeMap::new();
    for item in items.iter_mut().filter(|item| matches!(item.standing, Standing::Settled { .. })) {
        if let Ok(Subject::Payment(payout, member)) = item.id.parse() {
            settled.entry(payout).or_default().insert(member, item);
        }
    }
    let mut unseen = BTreeMap::new();
    for (payout, mut members) in settled {
        let positions = index.positions(Found { cooperative, thing: Thing::Payout(payout) });
        for record in fetch(log, &positions).await? {
            let (position, Event::PayoutSettled(settled)) = (record.envelope.position, &record.event) else { continue };
            let is_open = !own.explained.contains_key(&position) && !own.corrected.contains(&position);
            if let Some(item) = members.get_mut(&settled.member).filter(|_| is_open) {
                item.standing = Standing::Open;
                unseen.insert(Subject::Payment(payout, settled.member), position);
            }
        }
    }
    Ok(unseen)
}
