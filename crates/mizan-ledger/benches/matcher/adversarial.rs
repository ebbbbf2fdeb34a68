//! Made to mislead: where nothing tells two payments apart, and where what is told is wrong.
//!
//! Half of it is equal amounts of one buyer and one member on one day without references, where the right answer is
//! mostly none. The other half are traps, each of which misled somebody's matcher: a reference beside another, one inside
//! a longer number, one of somebody else's invoice, a sum that several sets of invoices come to.

use mizan_ledger::reconcile::line::Returned;
use mizan_ledger::reconcile::open::Kind;
use mizan_ledger::reconcile::proposal::Use;
use mizan_ledger::reference::{Kind as Of, Reference};

use crate::incoming::{Invoice, invoice, transfer};
use crate::names;
use crate::noise::Noise;
use crate::world::{DAYS, Fate, MAIN, Maker, Somebody, mad};

pub(crate) fn all(maker: &mut Maker) {
    for _ in 0..maker.size {
        let noise = maker.noise;
        maker.noise = Noise { absent: 10_000, ..noise };
        one_buyer(maker);
        one_member(maker);
        maker.noise = noise;
        traps(maker);
    }
}

/// Groups of one to six equal invoices of one buyer on one day, each paid days later, and her money for other things.
fn one_buyer(maker: &mut Maker) {
    let buyer = maker.people(1, names::buyer).remove(0);
    let mut number = 0;
    for _ in 0..30 {
        let (day, open) = (maker.day(), maker.price());
        let count = 1 + maker.chance.place(6);
        let paid = day + maker.chance.delay();
        for _ in 0..count {
            number += 1;
            let invoice = invoice(maker, &buyer, number, day, open);
            if !maker.chance.happens(maker.noise.never) {
                let line = transfer(maker, &buyer, std::slice::from_ref(&invoice), open, paid);
                maker.book(line, Fate::settles([invoice.item], "one of several equal ones"));
            }
        }
        // What is not of this book has the amount of invoices that cannot be told apart as it is.
        if count > 1 && maker.chance.happens(3 * maker.noise.foreign) {
            let line = transfer(maker, &buyer, &[], open, paid + 1);
            maker.book(line, Fate::nothing("the same buyer's money for what is in no book"));
        }
    }
}

/// One member is paid the same amount again and again, no reference arrives, and some of it comes back unnamed.
fn one_member(maker: &mut Maker) {
    let member = maker.people(1, names::person).remove(0);
    for _ in 0..10 {
        let (day, amount) = (maker.day(), maker.price() / 2);
        for number in 0..2 + u32::try_from(maker.chance.below(3)).expect("a small number") {
            let id = [maker.chance.next(), maker.chance.next()].map(u64::to_be_bytes).concat();
            let id: [u8; 16] = id.try_into().expect("twice eight bytes");
            let reference = Reference::new(Of::EndToEnd, id, number).expect("a small number").to_string();
            let kind = Kind::Payout { reference, instruction: None, payment_information: None, amount: mad(amount) };
            let known = Somebody { known: true, ..member.clone() };
            let item = maker.expect(Some(MAIN), (day, day + 2), known.party(), kind);
            let mut line = maker.line(-amount, day + 1);
            line.counterparty = maker.counterparty(&member);
            line.text = maker.text(vec!["VIR EMIS".to_owned()]);
            maker.book(line, Fate::settles([item.clone()], "one of several equal payments out"));
            if maker.chance.happens(10 * maker.noise.returned) {
                let mut line = maker.line(amount, day + 3);
                line.counterparty = maker.counterparty(&member);
                line.returned = Some(Returned { reason: Some("AC04".to_owned()) });
                line.text = maker.text(vec!["RETOUR VIREMENT".to_owned()]);
                let mut fate = Fate::nothing("one of several equal ones came back unnamed");
                fate.claims.insert((item, Use::Returns));
                maker.book(line, fate);
            }
        }
    }
}

/// A dozen buyers with a few invoices each, on which every trap is set a few times.
fn traps(maker: &mut Maker) {
    let buyers = maker.people(12, names::buyer);
    let mut invoices = Vec::new();
    for (place, buyer) in buyers.iter().enumerate() {
        for _ in 0..8 {
            let number = 1_000 + invoices.len();
            let (day, open) = (maker.chance.between(0, DAYS / 2), maker.price());
            invoices.push((place, invoice(maker, buyer, number, day, open)));
        }
    }
    let trap = [beside_another, inside_a_number, by_somebody_else, of_somebody_else, an_unnamed_sum];
    for (place, buyer) in buyers.iter().enumerate() {
        let own: Vec<Invoice> =
            invoices.iter().filter(|(whose, _)| *whose == place).map(|(_, invoice)| invoice.clone()).collect();
        let others: Vec<Invoice> =
            invoices.iter().filter(|(whose, _)| *whose != place).map(|(_, invoice)| invoice.clone()).collect();
        for (which, set) in trap.iter().enumerate() {
            set(
                maker,
                Trap { buyer, stranger: &buyers[(place + 1) % buyers.len()], own: &own[which..], others: &others },
            );
        }
    }
}

/// What a trap is made of. Of her own invoices the first is the one to pay; each trap begins at another.
struct Trap<'a> {
    buyer: &'a Somebody,
    stranger: &'a Somebody,
    own: &'a [Invoice],
    others: &'a [Invoice],
}

/// She names what she pays, and another invoice of hers that is not meant.
fn beside_another(maker: &mut Maker, trap: Trap<'_>) {
    let (meant, other) = (&trap.own[0], &trap.own[3]);
    let mut line = transfer(maker, trap.buyer, &[], meant.open, meant.day + 3);
    line.text = format!("{} EN PLUS DE {} DEJA REGLEE", meant.number, other.number);
    maker.book(line, Fate::settles([meant.item.clone()], "named beside another of hers"));
}

/// A telephone number contains the number of an invoice, and a date looks like one.
fn inside_a_number(maker: &mut Maker, trap: Trap<'_>) {
    let meant = &trap.own[0];
    let other = maker.chance.one(trap.others).clone();
    let digits: String = other.number.chars().filter(char::is_ascii_digit).collect();
    let mut line = transfer(maker, trap.stranger, &[], other.open, other.day + 2);
    line.counterparty.name = Some(names::person(&mut maker.chance));
    line.counterparty.account = None;
    line.text = format!("TEL 06{digits}7 LE 2026{:02}{:02}", maker.chance.between(3, 6), maker.chance.between(1, 28));
    maker.book(line, Fate::nothing("private money, and a number in a longer one"));
    let line = transfer(maker, trap.buyer, std::slice::from_ref(meant), meant.open, meant.day + 2);
    maker.book(line, Fate::settles([meant.item.clone()], "one transfer for one invoice"));
}

/// A friend pays for her and names her invoice rightly.
fn by_somebody_else(maker: &mut Maker, trap: Trap<'_>) {
    let meant = &trap.own[0];
    let mut line = transfer(maker, trap.stranger, &[], meant.open, meant.day + 4);
    line.text = format!("POUR FACTURE {}", meant.number);
    maker.book(line, Fate::settles([meant.item.clone()], "paid by somebody else, and rightly named"));
}

/// She pays her own invoice, and the number she writes is somebody else's.
fn of_somebody_else(maker: &mut Maker, trap: Trap<'_>) {
    let meant = &trap.own[0];
    let named = trap.others.iter().find(|other| other.open == meant.open).unwrap_or(&trap.others[0]);
    let mut line = transfer(maker, trap.buyer, &[], meant.open, meant.day + 1);
    line.text = format!("FACTURE {}", named.number);
    maker.book(line, Fate::settles([meant.item.clone()], "names somebody else's invoice"));
}

/// She pays three invoices and names none; other sets of hers may come to the same.
fn an_unnamed_sum(maker: &mut Maker, trap: Trap<'_>) {
    let meant = &trap.own[..3];
    let whole = meant.iter().map(|invoice| invoice.open).sum();
    let last = meant.iter().map(|invoice| invoice.day).max().unwrap_or_default();
    let line = transfer(maker, trap.buyer, &[], whole, last + 2);
    let items = meant.iter().map(|invoice| invoice.item.clone());
    maker.book(line, Fate::settles(items, "several invoices and none named"));
}
