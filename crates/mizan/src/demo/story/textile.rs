//! Twenty textile cooperatives, and the first order they took together.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use mizan_ledger::event::Event;
use mizan_ledger::event::register::Sex;
use mizan_ledger::id::{DeliveryId, SaleId};
use mizan_ledger::report::amount::Amount;
use rust_decimal::Decimal;
use serde_json::json;

use crate::demo::story::reading::Reading;
use crate::demo::story::tongue::{Delivery, Of, Order};
use crate::demo::story::{Story, trade};

/// The day on which boards and members are counted.
const DAY: Date = date(2026, 9, 30);

/// One delivery of the order, and its invoice.
#[derive(Default)]
struct Delivered {
    on: Option<Date>,
    pieces: Decimal,
    mended: Decimal,
    invoiced: Option<Amount>,
    of_deposit: Option<Amount>,
    due_on: Option<Date>,
    paid_on: Option<Date>,
    /// What the buyer kept back of it.
    kept_back: Option<Amount>,
    /// When that was due after all.
    released_on: Option<Date>,
}

pub(super) fn story(reading: &Reading<'_>) -> Option<Story> {
    let mut story = Story::new("textile", reading, Of::Textile);
    let cooperatives = &reading.library.book.cooperatives;
    let textile = || cooperatives.iter().filter(|(id, _)| id.as_str().starts_with("demo-textile-"));
    let boards = || textile().filter_map(|(_, own)| own.board_on(DAY));
    let led_by_women = boards().filter(|board| board.led_by == Sex::Woman).count();
    let members: usize = textile().map(|(_, own)| own.members_on(DAY).len()).sum();
    let count = textile().count();
    story.tell(
        "cooperatives",
        json!({"cooperatives": count, "led_by_women": led_by_women, "members": members}),
        &reading.tongue.cooperatives(count, led_by_women, members),
    );
    order(&mut story, reading)?;
    let statements = reading.statements(|id| id.as_str().starts_with("demo-textile-"));
    trade::trade(&mut story, reading, &statements);
    Some(story)
}

/// The order of the union: its deposit, its deliveries, and what is left.
fn order(story: &mut Story, reading: &Reading<'_>) -> Option<()> {
    let (union, own) = reading.cooperative("demo-union")?;
    let statement = reading.statements(|id| id == union).into_iter().next()?;
    let line = statement.orders.get(&"first-order".parse().ok()?)?;
    let deliveries = deliveries(reading)?;
    let pieces: Decimal = deliveries.values().map(|delivered| delivered.pieces).sum();
    let money = |amount: mizan_ledger::money::Money| Amount(amount);
    let makers = own.members_on(DAY).len();
    story.tell(
        "order",
        json!({"pieces": pieces, "total": money(line.total), "deposit": money(line.advanced),
            "advance_left": money(line.advance_left), "unpaid": money(line.unpaid), "cooperatives": makers}),
        &reading.tongue.order(&Order {
            pieces: pieces.normalize(),
            total: money(line.total),
            makers,
            deposit: money(line.advanced),
            left: money(line.advance_left),
            unpaid: money(line.unpaid),
        }),
    );
    let told: Vec<_> = deliveries
        .values()
        .map(|one| {
            json!({"on": one.on, "pieces": one.pieces, "mended": one.mended, "invoiced": one.invoiced,
                "of_deposit": one.of_deposit, "due_on": one.due_on, "paid_on": one.paid_on, "kept_back": one.kept_back})
        })
        .collect();
    story.figures.insert("deliveries".to_owned(), json!(told));
    for one in deliveries.values() {
        let (Some(on), Some(invoiced), Some(of_deposit)) = (one.on, one.invoiced, one.of_deposit) else { continue };
        let late = one.due_on.zip(one.paid_on).map(|(due, paid)| i64::from((paid - due).get_days()));
        let (pieces, mended, paid_on) = (one.pieces.normalize(), one.mended.normalize(), one.paid_on);
        let late = late.filter(|late| *late > 0);
        let delivery = Delivery { on, pieces, mended, invoiced, of_deposit, paid_on, late };
        story.line(&reading.tongue.delivery(&delivery));
    }
    let kept: Vec<Amount> = deliveries.values().filter_map(|one| one.kept_back).collect();
    let released = deliveries.values().filter_map(|one| one.released_on).max();
    if let Some((released, first)) = released.zip(kept.first()) {
        let sum = Amount::sum(first.0.currency(), kept.iter().copied());
        story.tell(
            "kept_back",
            json!({"amount": sum, "released_on": released}),
            &reading.tongue.kept_back(sum, kept.len(), released, line.unpaid.is_zero()),
        );
    }
    Some(())
}

/// The deliveries of the union, in their order.
fn deliveries(reading: &Reading<'_>) -> Option<BTreeMap<DeliveryId, Delivered>> {
    let (union, _) = reading.cooperative("demo-union")?;
    let mut deliveries: BTreeMap<DeliveryId, Delivered> = BTreeMap::new();
    let mut invoice_of: BTreeMap<SaleId, DeliveryId> = BTreeMap::new();
    for record in reading.library.counted(union) {
        let on = record.envelope.occurred_on;
        if let Event::GoodsDelivered(e) = &record.event {
            let delivered = deliveries.entry(e.delivery).or_default();
            delivered.on = Some(on);
            delivered.pieces = e.lines.iter().map(|line| line.quantity.decimal()).sum();
        } else if let Event::GoodsReworked(e) = &record.event {
            let mended: Decimal = e.lines.iter().map(|line| line.quantity.decimal()).sum();
            deliveries.entry(e.delivery).or_default().mended += mended;
        } else if let Event::SaleRecorded(e) = &record.event
            && let Some(delivery) = e.delivery
        {
            invoice_of.insert(e.sale, delivery);
            let delivered = deliveries.entry(delivery).or_default();
            delivered.invoiced = Some(Amount(e.gross));
            delivered.due_on = e.due_on.or(e.falls_due_on);
        } else if let Event::AdvanceOffset(e) = &record.event {
            let delivered = invoice_of.get(&e.sale).and_then(|delivery| deliveries.get_mut(delivery));
            delivered.into_iter().for_each(|delivered| delivered.of_deposit = Some(Amount(e.booked)));
        } else if let Event::RetentionHeld(e) = &record.event {
            let delivered = invoice_of.get(&e.sale).and_then(|delivery| deliveries.get_mut(delivery));
            delivered.into_iter().for_each(|delivered| delivered.kept_back = Some(Amount(e.booked)));
        } else if let Event::RetentionReleased(e) = &record.event {
            let delivered = invoice_of.get(&e.sale).and_then(|delivery| deliveries.get_mut(delivery));
            delivered.into_iter().for_each(|delivered| delivered.released_on = Some(on));
        } else if let Event::PaymentAllocated(e) = &record.event {
            for settled in &e.settles {
                let delivered = invoice_of.get(&settled.sale).and_then(|delivery| deliveries.get_mut(delivery));
                delivered.into_iter().for_each(|delivered| {
                    delivered.paid_on.get_or_insert(on);
                });
            }
        }
    }
    Some(deliveries)
}
