//! Laws of money that is taken back: whatever happens to a sale, a payout and a chargeback, and in whatever order, nothing is
//! unexplained and nothing is below zero that cannot be.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::account::{Account, Nature};
use crate::book::state::Cooperative;
use crate::book::state::payout::ItemState;
use crate::book::state::trade::Sale;
use crate::event::Event;
use crate::id::{ChargebackId, MemberId, PayoutId, SaleId};
use crate::money::Money;
use crate::record::Record;
use crate::report::told::Told;

const WEAVERS: [&str; 2] = ["weaver-1", "weaver-2"];

/// How a sale is made and who bears what.
#[derive(Debug, Clone, Copy)]
struct Ways {
    principal: bool,
    abroad: bool,
    fund: bool,
    as_paid: bool,
    retained: bool,
    makers_bear_rates: bool,
    bearer: u8,
}

/// What may happen next: which thing, of whom or of what, and how much of it in hundredths.
#[derive(Debug, Clone, Copy)]
struct Step {
    what: u8,
    which: u8,
    part: u8,
}

fn ways() -> impl Strategy<Value = Ways> {
    (any::<[bool; 6]>(), 0..3_u8).prop_map(
        |([principal, abroad, fund, as_paid, retained, makers_bear_rates], bearer)| Ways {
            principal,
            abroad,
            fund,
            as_paid,
            retained,
            makers_bear_rates,
            bearer,
        },
    )
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (0..19_u8, 0..4_u8, 1..=100_u8).prop_map(|(what, which, part)| Step { what, which, part });
    prop::collection::vec(step, 5..40)
}

/// The weavers sell under an agreement of their own: a platform and the cooperative take a tenth each, a debt is kept of what
/// is earned next, and so is a fifth for a loan.
fn begun(ways: Ways) -> Told {
    let bearer =
        [json!("makers"), json!("cooperative"), json!({"party": "demo-platform"})][usize::from(ways.bearer)].clone();
    let rates = if ways.makers_bear_rates { "makers" } else { "cooperative" };
    let tenth = json!({"percent": {"rate": "0.10", "of": {"from": "gross"}}});
    let slice = |step: &str, kind: &str, receiver: Value| {
        json!({"step": step, "kind": kind, "receiver": receiver, "amount": "10.00 MAD",
            "how": {"percent": {"rate": "0.1", "of": "100.00 MAD"}}})
    };
    let part = json!({"member": "weaver-1", "amount": "80.00 MAD"});
    let makers = json!({"step": "makers", "kind": "makers", "receiver": "makers", "how": "rest", "amount": "80.00 MAD",
        "makers": [part]});
    let terms = json!({"agreement": "disputed", "version": 1, "title": "Disputed", "cooperative": "demo-weavers",
    "channel": "disputed", "parties": ["demo-platform"], "currency": "MAD", "valid_from": "2026-01-01",
    "dated_by": "sale", "booking": if ways.principal { "principal" } else { "mandate" },
    "earned": if ways.as_paid { "as_paid" } else { "when_paid" },
    "claw_back": if ways.fund { json!({"fund": "training"}) } else { json!("from_future_sales") },
    "tie_break": "rotating",
    "bears": {"fx": rates, "chargeback": bearer, "breakage": "cooperative", "late_payment": "cooperative"},
    "steps": [
        {"kind": "share", "name": "platform", "to": {"party": "demo-platform"}, "take": tenth},
        {"kind": "share", "name": "cooperative", "to": "cooperative", "take": tenth},
        {"kind": "share", "name": "makers", "to": {"makers": "hours"}, "take": "rest"},
        {"kind": "deduction", "clause": "loan", "consent": "loan", "recovers": "loan",
            "take": {"of_what_remains": "0.20"}},
        {"kind": "deduction", "clause": "refunds", "consent": "refunds", "recovers": "debt", "take": "in_full"},
    ],
    "example": {
        "facts": {"gross": "100.00 MAD", "makers": [{"member": "weaver-1", "did": {"hours": "1"}}]},
        "split": {"gross": "100.00 MAD", "slices": [
            slice("platform", "commission", json!({"party": "demo-platform"})),
            slice("cooperative", "cooperative", json!("cooperative")),
            makers,
        ]},
    }});
    let accepted = json!({"agreement": "disputed", "version": 1});
    let by_platform = json!({"agreement": "disputed", "version": 1, "party": "demo-platform"});
    let told = Told::golden_to_its_end()
        .then("president-1", "propose_agreement", "2026-04-20", json!({"terms": terms}))
        .then("president-1", "accept_agreement", "2026-04-20", accepted)
        .then("president-1", "accept_agreement", "2026-04-20", by_platform);
    ["cash:law", "wallet:law", "bank:law"].into_iter().fold(told, |told, till| {
        let movement = format!("opening-{}", till.replace(':', "-"));
        let opening = json!({"movement": movement, "till": till, "amount": "90000.00 MAD"});
        told.then("treasurer-1", "open_till", "2026-01-04", json!({"till": till})).then(
            "treasurer-1",
            "record_opening_balance",
            "2026-01-04",
            opening,
        )
    })
}

/// What has happened, and the day it is.
struct Life {
    told: Told,
    ways: Ways,
    day: Date,
    numbers: usize,
}

impl Life {
    fn begun(ways: Ways) -> Life {
        Life { told: begun(ways), ways, day: date(2026, 5, 1), numbers: 0 }
    }

    fn own(&self) -> &Cooperative {
        &self.told.book.cooperatives[&"demo-weavers".parse().expect("a cooperative")]
    }

    fn says(&mut self, who: &str, what: &str, data: Value) -> bool {
        self.told.tries(who, what, self.day, data)
    }

    fn number(&mut self) -> usize {
        self.numbers += 1;
        self.numbers
    }

    /// One of the sales of the law.
    fn sale(&self, which: u8) -> Option<(SaleId, Sale)> {
        let all = self.own().sales.iter().filter(|(id, _)| id.as_str().starts_with("law-"));
        let all: Vec<(SaleId, Sale)> = all.map(|(id, sale)| (id, sale.into_owned())).collect();
        all.get(usize::from(which) % all.len().max(1)).cloned()
    }

    /// One of the items of payouts that have come so far.
    fn item(&self, which: u8, states: &[ItemState]) -> Option<(PayoutId, MemberId, Money)> {
        let mut all = Vec::new();
        for (id, payout) in self.own().payouts.iter().filter(|(id, _)| id.as_str().starts_with("law-")) {
            let there = payout.items.iter().filter(|(_, item)| states.contains(&item.state));
            all.extend(there.map(|(member, item)| (id, *member, item.amount)));
        }
        all.get(usize::from(which) % all.len().max(1)).copied()
    }

    fn rate(&self) -> Value {
        if self.ways.abroad { json!(["10.00", "10.31", "9.77"][self.numbers % 3]) } else { Value::Null }
    }

    /// Something happens, if it can. Answers whether it did.
    fn step(&mut self, Step { what, which, part }: Step) -> Option<bool> {
        self.day = self.day.saturating_add(1.day());
        let number = self.number();
        let rate = self.rate();
        let member = WEAVERS[usize::from(which) % 2];
        let method = ["cash", "wallet", "bank"][usize::from(part) % 3];
        let bank = if self.ways.abroad { "bank:euro" } else { "bank:law" };
        let said = match what {
            0 => {
                let code = if self.ways.abroad { "EUR" } else { "MAD" };
                let makers: &[(&str, &str)] =
                    if which == 0 { &[("weaver-1", "1")] } else { &[("weaver-1", "2"), ("weaver-2", "1.5")] };
                let makers: Vec<Value> =
                    makers.iter().map(|(id, hours)| json!({"member": id, "did": {"hours": hours}})).collect();
                let price = format!("{part}.37");
                let mut data = json!({"sale": format!("law-{number}"), "buyer": "demo-gallery", "channel": "disputed",
                    "total": format!("{price} {code}"), "makers": makers, "rate": rate,
                    "lines": [{"product": "rug", "quantity": "1", "unit_price": price}]});
                if self.ways.retained {
                    (data["retention"], data["retained_until"]) = (json!("0.1"), json!("2026-12-31"));
                }
                self.says("treasurer-1", "record_sale", data)
            }
            1 | 16 => {
                let (id, sale) = self.sale(which)?;
                let amount = if what == 16 { of(sale.due(), 100)? } else { of(sale.due(), part)? };
                let pays = json!([{"sale": id, "amount": amount}]);
                let data = json!({"payment": format!("law-{number}"), "buyer": "demo-gallery", "amount": amount,
                    "till": bank, "rate": rate, "pays": pays});
                self.says("treasurer-1", "receive_payment", data)
            }
            2 => {
                let have =
                    self.own().balances.owed(Account::MemberAvailable(member.parse().ok()?), self.own().currency);
                let amount = if part > 50 { None } else { of(have, part) };
                let pay = json!([{"member": member, "method": method, "amount": amount}]);
                self.says("treasurer-1", "schedule_payout", json!({"payout": format!("law-{number}"), "pay": pay}))
            }
            3 => {
                let (payout, ..) = self.item(which, &[ItemState::Scheduled])?;
                let total: i128 = self.own().payouts.get(&payout)?.items.values().map(|item| item.amount.minor()).sum();
                let total = Money::new(total, self.own().currency);
                self.says("president-1", "approve_payout", json!({"payout": payout, "total": total}))
            }
            4 | 8 => {
                let (payout, ..) = self.item(which, &[ItemState::Scheduled])?;
                let what = if what == 4 { "send_payout" } else { "cancel_payout" };
                self.says("treasurer-1", what, json!({"payout": payout}))
            }
            5 => {
                let (payout, member, _) = self.item(which, &[ItemState::Sent])?;
                let data = |till: &str| json!({"payout": payout, "member": member, "till": till});
                self.says("treasurer-1", "settle_payout", data("bank:law"))
            }
            6 => {
                let (payout, member, _) = self.item(which, &[ItemState::Sent])?;
                let data = json!({"payout": payout, "member": member, "reason": "account closed"});
                self.says("treasurer-1", "fail_payout", data)
            }
            7 => {
                let (payout, member, _) = self.item(which, &[ItemState::Settled])?;
                let data = json!({"payout": payout, "member": member, "reason": "came back", "till": "bank:law"});
                self.says("treasurer-1", "return_payout", data)
            }
            9 => {
                let (payout, member, _) = self.item(which, &[ItemState::Scheduled])?;
                self.says("cashier-1", "leave_unclaimed", json!({"payout": payout, "member": member}))
            }
            10 => {
                let (payout, member, amount) = self.item(which, &[ItemState::Scheduled, ItemState::Unclaimed])?;
                let amount = if part > 50 { amount } else { of(amount, part)? };
                let data = json!({"payout": payout, "member": member, "amount": amount, "till": "cash:law",
                    "witness": "leader-1", "signed_by": "signature", "form": "form 1"});
                self.says("cashier-1", "hand_over_payout", data)
            }
            11 => {
                let (id, sale) = self.sale(which)?;
                let amount = of(sale.total, part)?;
                let data =
                    json!({"credit_note": format!("law-{number}"), "sale": id, "amount": amount, "reason": "quality"});
                self.says("treasurer-1", "issue_credit_note", data)
            }
            12 => {
                let (id, sale) = self.sale(which)?;
                let amount = of(sale.outstanding.negated(), part)?;
                let data = json!({"refund": format!("law-{number}"), "sale": id, "amount": amount, "till": bank, "rate": rate});
                self.says("treasurer-1", "issue_refund", data)
            }
            13 => {
                let (id, sale) = self.sale(which)?;
                let amount = if part > 70 { of(sale.received(), 100)? } else { of(sale.received(), part)? };
                let data = json!({"chargeback": format!("law-{number}"), "sale": id, "amount": amount, "till": bank, "rate": rate});
                self.says("treasurer-1", "receive_chargeback", data)
            }
            14 | 17 => {
                let all: BTreeSet<ChargebackId> = self.own().chargebacks.keys().collect();
                let chargeback = all.iter().nth(usize::from(which) % all.len().max(1))?;
                let left = self.own().chargebacks.get(chargeback)?.left();
                let amount = if what == 14 { None } else { Some(of(left, part)?) };
                let data = json!({"chargeback": chargeback, "amount": amount, "till": bank, "rate": rate});
                self.says("treasurer-1", "reverse_chargeback", data)
            }
            18 => {
                let mut records = self.told.of_kind("chargeback_reversed");
                records.extend(self.told.of_kind("debt_set_off"));
                let record = records.get(usize::from(which) % records.len().max(1))?;
                let data = json!({"correction": format!("law-{number}"), "targets": [record.envelope.position],
                    "reason": "did_not_happen", "approved_by": "president-1"});
                self.says("treasurer-1", "declare_correction", data)
            }
            _ => {
                let of_sale = |record: &&&Record| matches!(&record.event, Event::ChargebackReceived(e) if e.chargeback.as_str().starts_with("law-"));
                let all = self.told.of_kind("chargeback_received");
                let record = all.iter().filter(of_sale).nth(usize::from(which))?;
                let targets = [record.envelope.position];
                let data = json!({"correction": format!("law-{number}"), "targets": targets, "reason": "did_not_happen",
                    "approved_by": "president-1"});
                self.says("treasurer-1", "declare_correction", data)
            }
        };
        Some(said)
    }

    /// No account is below zero that cannot be, its lots are all of it, and nobody owes of a sale of which she has money.
    fn check(&self) {
        let own = self.own();
        for (account, balance) in own.balances.all() {
            let natural = match account.nature() {
                Nature::Assets | Nature::Expenses => balance,
                Nature::Liabilities | Nature::Equity | Nature::Income => balance.negated(),
            };
            let kept = account.member().is_some()
                || matches!(account, Account::Till(_) | Account::Fund(_) | Account::PayoutSent(..));
            assert!(!kept || !natural.is_negative(), "{account} holds {natural}");
            if account.is_lot() && account.member().is_some() {
                let lots: i128 = own.balances.lots(account, balance.currency()).map(|lot| lot.left.minor()).sum();
                assert_eq!(lots, natural.minor(), "the lots of {account} are all of it");
                assert!(own.balances.lots(account, balance.currency()).all(|lot| lot.left.minor() >= 0), "{account}");
            }
        }
        for (&member, debts) in &own.debts {
            let in_all = own.balances.of(Account::MemberDebt(member), own.currency);
            assert_eq!(
                debts.values().map(|owed| owed.minor()).sum::<i128>(),
                in_all.minor(),
                "{member} owes it of sales"
            );
            for (&sale, owed) in debts {
                let has = own.balances.lot(Account::MemberAvailable(member), sale, own.currency);
                assert!(has.is_zero(), "{member} owes {owed} of {sale} and has {has} of it");
            }
        }
        let owing = own.balances.all().into_iter().filter(|(_, balance)| !balance.is_zero());
        let mut owing =
            owing.filter_map(|(account, _)| if let Account::MemberDebt(_) = account { account.member() } else { None });
        assert!(owing.all(|member| own.debts.contains_key(&member)), "who owes owes it of sales");
    }

    /// Nothing is unexplained, in no trace and no statement.
    fn explain(&self) {
        let own = self.own();
        let things = own.sales.keys().map(|id| id.to_string()).chain(own.payouts.keys().map(|id| id.to_string()));
        for thing in things.filter(|thing| thing.starts_with("law-")) {
            let traced = self.told.trace(&thing, None).expect("the book has it");
            assert!(
                traced.unexplained().is_zero(),
                "{thing}: {}",
                serde_json::to_string_pretty(&traced).expect("JSON")
            );
        }
        for member in WEAVERS {
            for (from, to) in [(None, None), (Some("2026-05-10"), None), (None, Some("2026-05-12"))] {
                let hers = self.told.statement(member, from, to).expect("she is a member");
                assert!(
                    hers.unexplained.is_zero(),
                    "{member} from {from:?} to {to:?}: {}",
                    serde_json::to_string_pretty(&hers).expect("JSON")
                );
            }
        }
    }
}

/// A part of an amount in hundredths, if that is any.
fn of(whole: Money, part: u8) -> Option<Money> {
    let minor = whole.minor() * i128::from(part) / 100;
    (minor > 0).then(|| Money::new(minor, whole.currency()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_taken_back_and_when_nothing_is_unexplained_or_below_zero(ways in ways(), steps in steps()) {
        let mut life = Life::begun(ways);
        let sold = [Step { what: 0, which: 1, part: 90 }, Step { what: 16, which: 0, part: 100 }, Step { what: 2, which: 0, part: 100 }];
        for step in sold.into_iter().chain(steps) {
            if life.step(step) == Some(true) {
                life.check();
            }
        }
        life.explain();
    }
}
