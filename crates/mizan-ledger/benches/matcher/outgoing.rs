//! Payments to members: in files under references of ours, booked one by one or as one debit, and what comes back.

use mizan_ledger::reconcile::line::{Batch, Returned};
use mizan_ledger::reconcile::open::Kind;
use mizan_ledger::reconcile::proposal::Use;
use mizan_ledger::reference::{Kind as Of, Reference};

use crate::names;
use crate::noise::{ONE_DEBIT, RETURN_UNNAMED};
use crate::world::{Fate, MAIN, Maker, Somebody, mad};

/// A payment as it was sent.
#[derive(Debug, Clone)]
struct Payment {
    item: String,
    reference: String,
    whose: Somebody,
    amount: i64,
    /// The day it left, or was sent.
    day: i64,
}

/// Files of about ten payments each; some payments, and some of those that left before, come back.
pub(crate) fn payouts(maker: &mut Maker) {
    let members = maker.people(45 * maker.size, names::person);
    for _ in 0..14 * maker.size {
        let day = maker.day();
        let count = maker.chance.between(5, 15);
        file(maker, &members, day, count);
    }
    for _ in 0..13 * maker.size {
        let day = maker.chance.between(-40, -10);
        let id = file_id(maker);
        let payment = sent(maker, &members, id, 0, day);
        maker.settled(day + 1);
        come_back(maker, &payment);
    }
}

fn file_id(maker: &mut Maker) -> [u8; 16] {
    let halves = [maker.chance.next(), maker.chance.next()].map(u64::to_be_bytes);
    halves.concat().try_into().expect("twice eight bytes")
}

/// A payment that was sent: a member's share of a few sales.
fn sent(maker: &mut Maker, members: &[Somebody], file: [u8; 16], number: u32, day: i64) -> Payment {
    let whose = maker.chance.one(members).clone();
    let sales = maker.chance.between(1, 3);
    let amount = (0..sales).map(|_| maker.price()).sum::<i64>() * maker.chance.one(&[40, 45, 50, 55]) / 100;
    let of = |kind, number| Reference::new(kind, file, number).expect("a small number").to_string();
    let reference = of(Of::EndToEnd, number);
    let kind = Kind::Payout {
        reference: reference.clone(),
        instruction: None,
        payment_information: Some(of(Of::PaymentInformation, 0)),
        amount: mad(amount),
    };
    let known = Somebody { known: true, ..whose.clone() };
    let item = maker.expect(Some(MAIN), (day, day + 2), known.party(), kind);
    Payment { item, reference, whose, amount, day }
}

fn file(maker: &mut Maker, members: &[Somebody], day: i64, count: i64) {
    let id = file_id(maker);
    let numbers = 0..u32::try_from(count).expect("a small number");
    let payments: Vec<Payment> = numbers.map(|number| sent(maker, members, id, number, day)).collect();
    let information = Reference::new(Of::PaymentInformation, id, 0).expect("a small number").to_string();
    if maker.chance.happens(ONE_DEBIT) {
        if !maker.chance.happens(maker.noise.never) {
            one_debit(maker, &payments, &information, day);
        }
    } else {
        for payment in &payments {
            if !maker.chance.happens(maker.noise.never) {
                debit(maker, payment, &information);
            }
        }
    }
}

/// All payments of a file in one line without details.
fn one_debit(maker: &mut Maker, payments: &[Payment], information: &str, day: i64) {
    let whole: i64 = payments.iter().map(|payment| payment.amount).sum();
    let booked = day + maker.chance.delay();
    let mut line = maker.line(-whole, booked);
    let arrived = maker.noise.reference(&mut maker.chance, information);
    line.references.payment_information.clone_from(&arrived);
    let count = u32::try_from(payments.len()).expect("a small number");
    let count = maker.chance.happens(7_000).then_some(count);
    line.batch = Some(Batch { payment_information: arrived, count, total: Some(mad(whole)) });
    line.text = maker.text(vec!["VIR MULTIPLE EMIS".to_owned()]);
    let items = payments.iter().map(|payment| payment.item.clone());
    maker.book(line, Fate::settles(items, "one debit for a file of payments"));
    for payment in payments {
        come_back(maker, &Payment { day: booked, ..payment.clone() });
    }
}

/// One payment as a line of its own.
fn debit(maker: &mut Maker, payment: &Payment, information: &str) {
    let booked = payment.day + maker.chance.delay();
    let mut line = maker.line(-payment.amount, booked);
    line.counterparty = maker.counterparty(&payment.whose);
    if maker.chance.happens(3_200) {
        line.references.payment_information = Some(information.to_owned());
    }
    let arrived = maker.noise.reference(&mut maker.chance, &payment.reference);
    let mut words = vec!["VIR EMIS".to_owned()];
    if maker.chance.happens(7_500) {
        line.references.end_to_end = arrived;
    } else {
        words.extend(arrived);
    }
    line.text = maker.text(words);
    maker.book(line, Fate::settles([payment.item.clone()], "a payment out"));
    come_back(maker, &Payment { day: booked, ..payment.clone() });
}

/// Some payments come back, and not all of those say what they were.
fn come_back(maker: &mut Maker, payment: &Payment) {
    if !maker.chance.happens(maker.noise.returned) {
        return;
    }
    let day = payment.day.max(0) + 1 + maker.chance.delay();
    let mut line = maker.line(payment.amount, day);
    line.counterparty = maker.counterparty(&payment.whose);
    let named = !maker.chance.happens(RETURN_UNNAMED);
    if named {
        line.references.end_to_end = Some(payment.reference.clone());
    }
    // A bank that echoes our reference does not always say that it is a return; without either nobody could know.
    if !named || maker.chance.happens(7_000) {
        let reason = maker.chance.one(&["AC01", "AC04", "BE01", "MD07"]);
        line.returned = Some(Returned { reason: Some((*reason).to_owned()) });
    }
    line.text = maker.text(vec!["RETOUR VIREMENT".to_owned()]);
    let mut fate = Fate::nothing(if named { "came back under our reference" } else { "came back without a reference" });
    fate.claims.insert((payment.item.clone(), Use::Returns));
    maker.book(line, fate);
}
