//! What else stands on statements: lines that are nobody's business here, damaged ones, and the same ones again.

use mizan_ledger::event::matching::Side;
use mizan_ledger::reconcile::line::Counterparty;

use crate::chance::Chance;
use crate::names;
use crate::world::{DAYS, Fate, Maker};

/// How somebody comes by a name.
type Naming = fn(&mut Chance) -> String;

/// One line in ten: charges and rent, private money, and now and then a buyer who pays for what is in no book yet.
pub(crate) fn foreign_lines(maker: &mut Maker) {
    let own = u64::try_from(maker.world.lines.len()).expect("a small number");
    let count = own * maker.noise.foreign / (10_000_u64.saturating_sub(maker.noise.foreign)).max(1);
    for _ in 0..count {
        foreign(maker);
    }
}

fn foreign(maker: &mut Maker) {
    let day = maker.chance.between(0, DAYS + 10);
    let kind = maker.chance.below(20);
    let (amount, text, name, story) = match kind {
        0..=5 => (-50 * maker.chance.between(10, 60), "FRAIS DE TENUE", None, "a charge of the bank"),
        6..=9 => (-10_000 * maker.chance.between(5, 80), "LOYER ET CHARGES", Some(names::buyer as Naming), "rent"),
        10..=12 => {
            let paid = -maker.price();
            (paid, "ACHAT FOURNITURES", Some(names::buyer as Naming), "something bought")
        }
        _ => (maker.price(), "VIREMENT RECU", Some(names::person as Naming), "private money"),
    };
    let mut line = maker.line(amount, day);
    line.counterparty.name = name.map(|named| named(&mut maker.chance));
    let number = maker.chance.digits(7);
    line.text = maker.text(vec![text.to_owned(), number]);
    let mut fate = Fate::nothing(story);
    if kind == 19 {
        fate.story = "a known buyer's money for what is in no book";
        let known = maker.chance.one(&maker.world.items).party.names.first().cloned();
        line.counterparty = Counterparty { name: known, account: None };
    }
    maker.book(line, fate);
}

/// A few lines with the wrong sign, or in the wrong letters.
pub(crate) fn damage(maker: &mut Maker) {
    for place in 0..maker.world.lines.len() {
        if !maker.chance.happens(maker.noise.damage) {
            continue;
        }
        let line = &mut maker.world.lines[place];
        if maker.chance.happens(5_000) {
            line.side = match line.side {
                Side::Credit => Side::Debit,
                Side::Debit => Side::Credit,
            };
        } else {
            line.text = names::wrong_letters(&mut maker.chance, &line.text);
            let name = line.counterparty.name.take();
            line.counterparty.name = name.map(|name| names::wrong_letters(&mut maker.chance, &name));
        }
    }
}

/// The same statement imported again in part: some lines stand there twice.
pub(crate) fn overlap(maker: &mut Maker) {
    for place in 0..maker.world.lines.len() {
        if maker.chance.happens(maker.noise.overlap) {
            let again = maker.world.lines[place].clone();
            maker.world.lines.push(again);
        }
    }
}
