//! Payouts of a card provider: one to forty orders each, less fees, refunds, disputes and a reserve.

use mizan_ledger::reconcile::open::{Kind, Row, RowKind};

use crate::world::{Fate, MAIN, Maker, Somebody, mad};

pub(crate) fn payouts(maker: &mut Maker) {
    let provider = Somebody {
        name: "Passerelle Paiements".to_owned(),
        account: maker.chance.digits(24),
        known: true,
        abroad: false,
    };
    for _ in 0..14 * maker.size {
        payout(maker, &provider);
    }
}

fn payout(maker: &mut Maker, provider: &Somebody) {
    let day = maker.day();
    let id = format!("po_1N{}", maker.chance.opaque());
    let trace = format!("{}", maker.chance.between(100_000_000, 999_999_999));
    let rows = rows(maker);
    let net: i64 = rows.iter().map(|(_, net)| net).sum();
    let ids = if maker.chance.happens(9_000) { vec![id.clone(), trace.clone()] } else { Vec::new() };
    let rows = rows.into_iter().map(|(kind, net)| Row { kind, net: mad(net) }).collect();
    let item = maker.expect(Some(MAIN), (day, day + 3), provider.party(), Kind::ProviderPayout { ids, rows });
    if net == 0 || maker.chance.happens(maker.noise.never) {
        return;
    }
    let booked = day + maker.chance.delay();
    let mut line = maker.line(net, booked);
    line.counterparty = maker.counterparty(provider);
    let written = if maker.chance.happens(7_000) { id } else { trace };
    let arrived = maker.noise.reference(&mut maker.chance, &written);
    let mut words = vec!["VERSEMENT".to_owned()];
    if maker.chance.happens(5_000) {
        line.references.provider_payout = arrived;
    } else {
        words.extend(arrived);
    }
    line.text = maker.text(words);
    maker.book(line, Fate::settles([item], "a provider's payout"));
}

/// What a payout is made of, in centimes.
fn rows(maker: &mut Maker) -> Vec<(RowKind, i64)> {
    let mut rows = Vec::new();
    for _ in 0..maker.chance.between(1, 40) {
        let price = maker.price();
        rows.push((RowKind::Charge, price));
        rows.push((RowKind::Fee, -((price * 29 + 500) / 1_000 + 300)));
        if maker.chance.happens(400) {
            rows.push((RowKind::Refund, -price));
        }
        if maker.chance.happens(50) {
            rows.push((RowKind::Dispute, -price - 15_000));
        }
        if maker.chance.happens(100) {
            rows.push((RowKind::Reserve, -price / 10));
        }
    }
    rows
}
