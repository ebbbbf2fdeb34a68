//! Invoices, and the transfers of the buyers who pay them: late, less a charge, in parts, several at once, twice, never.

use mizan_ledger::money::EUR;
use mizan_ledger::reconcile::line::Line;
use mizan_ledger::reconcile::open::Kind;

use crate::names;
use crate::noise::STRUCTURED;
use crate::world::{Fate, MAIN, Maker, SECOND, Shortfall, Somebody, TERM, mad};

/// An invoice as its buyer knows it.
#[derive(Debug, Clone)]
pub(crate) struct Invoice {
    pub(crate) item: String,
    pub(crate) number: String,
    pub(crate) order: String,
    pub(crate) open: i64,
    pub(crate) day: i64,
    /// Whether it may be paid to the second account.
    anywhere: bool,
}

/// Invoices of many buyers, numbered as they are written, and what is paid of them.
pub(crate) fn invoices_and_transfers(maker: &mut Maker) {
    let size = maker.size;
    let buyers = maker.people(30 * size, names::buyer);
    let mut days: Vec<i64> = (0..190 * size).map(|_| maker.day()).collect();
    days.sort_unstable();
    let mut of_each: Vec<Vec<Invoice>> = vec![Vec::new(); buyers.len()];
    for (number, day) in days.into_iter().enumerate() {
        let whose = maker.chance.place(buyers.len());
        let open = maker.price();
        let invoice = invoice(maker, &buyers[whose], number, day, open);
        of_each[whose].push(invoice);
    }
    for (buyer, invoices) in buyers.iter().zip(of_each) {
        pay_all(maker, buyer, &invoices);
    }
    paid_already(maker, &buyers);
}

/// Writes an invoice.
pub(crate) fn invoice(maker: &mut Maker, buyer: &Somebody, number: usize, day: i64, open: i64) -> Invoice {
    let (number, order) =
        (format!("FA-2026-{:05}", (100 + number) % 100_000), format!("CMD-{}", maker.chance.digits(6)));
    let anywhere = maker.chance.happens(5_000);
    let kind = Kind::Invoice {
        references: vec![number.clone(), order.clone()],
        open: mad(open),
        priced_in: buyer.abroad.then_some(EUR),
    };
    let account = if anywhere { None } else { Some(MAIN) };
    let item = maker.expect(account, (day, day + TERM), buyer.party(), kind);
    Invoice { item, number, order, open, day, anywhere }
}

/// One buyer pays one invoice after the other, or several at once.
fn pay_all(maker: &mut Maker, buyer: &Somebody, invoices: &[Invoice]) {
    let mut left = invoices;
    while !left.is_empty() {
        let wanted = if maker.chance.happens(maker.noise.several) { 2 + maker.chance.place(4) } else { 1 };
        let (now, later) = left.split_at(wanted.min(left.len()));
        left = later;
        if maker.chance.happens(maker.noise.never) {
            continue;
        }
        let last = now.iter().map(|invoice| invoice.day).max().unwrap_or_default();
        let waits = if maker.chance.happens(5_000) { TERM } else { 0 };
        let day = last + waits + maker.chance.delay();
        pay(maker, buyer, now, day);
    }
}

/// One payment for these invoices: whole, short, exchanged, in two parts, or twice.
fn pay(maker: &mut Maker, buyer: &Somebody, invoices: &[Invoice], day: i64) {
    let whole: i64 = invoices.iter().map(|invoice| invoice.open).sum();
    let items = || invoices.iter().map(|invoice| invoice.item.clone());
    let story = if invoices.len() > 1 { "one transfer for several invoices" } else { "one transfer for one invoice" };
    let exchanges = buyer.abroad && maker.chance.happens((5 * maker.noise.exchange).min(10_000));
    if invoices.len() == 1 && maker.chance.happens(maker.noise.parts) {
        let first = (whole * maker.chance.between(30, 70) / 100 / 1_000 * 1_000).max(1_000);
        let later = day + maker.chance.between(1, 9);
        for (amount, day, story) in [(first, day, "the first of two parts"), (whole - first, later, "the second part")]
        {
            let line = transfer(maker, buyer, invoices, amount, day);
            let fate = Fate { shortfall: Some(Shortfall::Part), ..Fate::settles(items(), story) };
            maker.book(line, fate);
        }
    } else if maker.chance.happens(maker.noise.charge) {
        let charge = 50 * maker.chance.between(10, 60);
        let line = transfer(maker, buyer, invoices, (whole - charge).max(100), day);
        maker.book(line, Fate { shortfall: Some(Shortfall::Charge), ..Fate::settles(items(), story) });
    } else if exchanges {
        let by = maker.chance.between(1, 50) * maker.chance.one(&[1, -1]);
        let mut line = transfer(maker, buyer, invoices, whole + whole * by / 10_000, day);
        line.exchanged = maker.chance.happens(8_000);
        maker.book(line, Fate { shortfall: Some(Shortfall::Exchange), ..Fate::settles(items(), story) });
    } else {
        let line = transfer(maker, buyer, invoices, whole, day);
        let first = line.id.clone();
        maker.book(line, Fate::settles(items(), story));
        if maker.chance.happens(maker.noise.twice) {
            let later = day + maker.chance.between(0, 3);
            let line = transfer(maker, buyer, invoices, whole, later);
            let fate = Fate::settles(items(), "paid a second time");
            maker.book(line, Fate { repeats: Some(first), ..fate });
        }
    }
}

/// A transfer as the bank shows it.
pub(crate) fn transfer(maker: &mut Maker, buyer: &Somebody, invoices: &[Invoice], amount: i64, day: i64) -> Line {
    let mut named = Vec::new();
    for invoice in invoices {
        let written = if maker.chance.happens(8_000) { &invoice.number } else { &invoice.order };
        named.extend(maker.noise.reference(&mut maker.chance, written));
    }
    let mut line = maker.line(amount, day);
    line.counterparty = maker.counterparty(buyer);
    line.exchanged = buyer.abroad && maker.chance.happens(5_000);
    if !invoices.is_empty() && invoices.iter().all(|invoice| invoice.anywhere) && maker.chance.happens(1_500) {
        SECOND.clone_into(&mut line.account);
    }
    if maker.chance.happens(4_800) {
        line.references.end_to_end = Some(format!("TR{}", maker.chance.digits(8)));
    }
    if let [only] = named.as_slice()
        && maker.chance.happens(STRUCTURED)
    {
        line.references.structured = Some(only.clone());
        named.clear();
    }
    let begins = *maker.chance.one(&["VIREMENT RECU", "VIR", "REGLEMENT FACTURE", "VIR INST", "PAIEMENT"]);
    let words = [begins.to_owned()].into_iter().chain(named).collect();
    line.text = maker.text(words);
    line
}

/// Invoices that were paid before these statements; some are paid again.
fn paid_already(maker: &mut Maker, buyers: &[Somebody]) {
    for number in 0..20 * maker.size {
        let buyer = maker.chance.one(buyers).clone();
        let day = maker.chance.between(-40, -15);
        let open = maker.price();
        let invoice = invoice(maker, &buyer, 90_000 + number, day, open);
        maker.settled(day + 10);
        if maker.chance.happens(maker.noise.twice) {
            let line = transfer(maker, &buyer, &[invoice], open, 1);
            maker.book(line, Fate::nothing("paid again what was paid before these statements"));
        }
    }
}
