//! The people and papers of the stories: lines and items in a few words each, and proposals told in a few words.

use jiff::civil::{Date, date};

use crate::event::matching::Side;
use crate::money::Money;
use crate::reconcile::line::{Batch, Counterparty, Line, References, Returned};
use crate::reconcile::open::{Item, Kind, Party, Row, RowKind, Standing};
use crate::reconcile::proposal::{Proposal, Proposals, Strength};
use crate::reconcile::propose;
use crate::reconcile::settings::Settings;

/// The day on which all stories are looked at.
pub(super) const TODAY: Date = date(2026, 3, 20);

/// A day of March 2026.
pub(super) fn march(day: i8) -> Date {
    date(2026, 3, day)
}

/// An amount as a statement writes it.
pub(super) fn money(text: &str) -> Money {
    text.parse().expect("the amounts of stories are amounts")
}

/// Money that came in.
pub(super) fn received(id: &str, amount: &str, day: i8) -> Line {
    Line {
        id: id.to_owned(),
        account: "011 780".to_owned(),
        amount: money(amount),
        side: Side::Credit,
        booked_on: march(day),
        value_on: None,
        references: References::default(),
        counterparty: Counterparty::default(),
        text: String::new(),
        batch: None,
        returned: None,
        exchanged: false,
    }
}

/// Money that went out.
pub(super) fn sent(id: &str, amount: &str, day: i8) -> Line {
    Line { side: Side::Debit, ..received(id, amount, day) }
}

impl Line {
    pub(super) fn party(mut self, name: &str) -> Line {
        self.counterparty.name = Some(name.to_owned());
        self
    }

    pub(super) fn number(mut self, account: &str) -> Line {
        self.counterparty.account = Some(account.to_owned());
        self
    }

    pub(super) fn says(mut self, text: &str) -> Line {
        self.text = text.to_owned();
        self
    }

    pub(super) fn end_to_end(mut self, reference: &str) -> Line {
        self.references.end_to_end = Some(reference.to_owned());
        self
    }

    pub(super) fn of_batch(mut self, reference: &str, count: Option<u32>) -> Line {
        self.batch = Some(Batch { payment_information: Some(reference.to_owned()), count, total: None });
        self
    }

    pub(super) fn provider(mut self, id: &str) -> Line {
        self.references.provider_payout = Some(id.to_owned());
        self
    }

    pub(super) fn returned(mut self, reason: &str) -> Line {
        self.returned = Some(Returned { reason: Some(reason.to_owned()) });
        self
    }
}

/// What a buyer owes since a day of March, due two weeks later.
pub(super) fn invoice(reference: &str, buyer: &str, open: &str, from: i8) -> Item {
    let references = vec![reference.to_owned()];
    Item {
        id: reference.to_lowercase(),
        account: None,
        from: march(from),
        due: march(from).saturating_add(jiff::Span::new().days(14)),
        party: Party { names: vec![buyer.to_owned()], accounts: Vec::new() },
        standing: Standing::Open,
        kind: Kind::Invoice { references, open: money(open), priced_in: None },
    }
}

/// A payment of ours, sent on a day of March in the batch PI-7.
pub(super) fn payout(reference: &str, payee: &str, amount: &str, from: i8) -> Item {
    let kind = Kind::Payout {
        reference: reference.to_owned(),
        instruction: None,
        payment_information: Some("PI-MARCH-7".to_owned()),
        amount: money(amount),
    };
    Item { due: march(from), kind, ..invoice(reference, payee, amount, from) }
}

/// A provider's payout: what buyers paid, less its fee, less what was given back.
pub(super) fn provider_payout(id: &str, charges: &str, fee: &str, refunds: &str, from: i8) -> Item {
    let row = |kind, net| Row { kind, net };
    let rows = vec![
        row(RowKind::Charge, money(charges)),
        row(RowKind::Fee, money(fee).negated()),
        row(RowKind::Refund, money(refunds).negated()),
    ];
    let kind = Kind::ProviderPayout { ids: vec![id.to_owned()], rows };
    Item { due: march(from), kind, ..invoice(id, "Exemple Payments", charges, from) }
}

impl Item {
    pub(super) fn settled(mut self) -> Item {
        self.standing = Standing::Settled { on: self.from };
        self
    }

    pub(super) fn paid_to(mut self, account: &str) -> Item {
        self.party.accounts = vec![account.to_owned()];
        self
    }

    pub(super) fn only_on(mut self, account: &str) -> Item {
        self.account = Some(account.to_owned());
        self
    }
}

/// What is proposed, looked at today with the settings of the house.
pub(super) fn proposed(lines: &[Line], items: &[Item]) -> Proposals {
    propose(lines, items, &Settings::default(), TODAY)
}

/// The same in a few words, a sentence each.
pub(super) fn told(lines: &[Line], items: &[Item]) -> Vec<String> {
    let proposals = proposed(lines, items);
    let exceptions = proposals.exceptions.iter().map(|left| {
        let code = word(&left.reason);
        format!("{} is left: {code}", left.line)
    });
    let all = proposals.automatic.iter().chain(&proposals.suggestions);
    all.map(sentence).chain(exceptions).collect()
}

fn sentence(proposal: &Proposal) -> String {
    let lines: Vec<&str> = proposal.lines.iter().map(|moved| moved.line.as_str()).collect();
    let items: Vec<&str> = proposal.items.iter().map(|taken| taken.item.as_str()).collect();
    let named =
        proposal.differences.iter().map(|difference| format!(", {} {}", word(&difference.kind), difference.amount));
    let how = match proposal.strength {
        Strength::Automatic => "is".to_owned(),
        Strength::Suggestion(rank) => format!("may ({rank}) be"),
    };
    let stage = word(&proposal.stage);
    format!("{} {how} {}{} by {stage}", lines.join(" + "), items.join(" + "), named.collect::<String>())
}

/// The code of a thing, as a reader of the data sees it.
fn word(code: &impl serde::Serialize) -> String {
    let json = serde_json::to_value(code).expect("a code is a text");
    json.as_str().expect("a code is a text").to_owned()
}
