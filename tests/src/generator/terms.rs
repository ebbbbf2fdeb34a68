//! Five agreements of different shapes, in any currency: what each takes, in which order, and when makers are paid.

use mizan_ledger::agreement::document::{Agreement, Example};
use mizan_ledger::agreement::facts::Facts;
use mizan_ledger::id::CooperativeId;
use mizan_ledger::money::Currency;
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// Through which channel a sale goes; each has an agreement of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// Rugs abroad: freight, a platform, makers by the hour, materials and loans deducted.
    Export,
    /// At the cooperative's own shop: tax in the price, makers by the piece, paid with the invoice.
    Local,
    /// A web shop: provider fees, a part for who led, makers in equal parts, available as the buyer pays.
    Web,
    /// Buttons by the thousand: bands, grades, coins, a part advanced by the cooperative.
    Bulk,
    /// Kernels by the kilogram, what the rate leaves carried: available when the buyer has accepted them.
    Kilo,
}

impl Channel {
    /// All of them.
    pub const ALL: [Channel; 5] = [Channel::Export, Channel::Local, Channel::Web, Channel::Bulk, Channel::Kilo];

    /// Its code, which is also the name of its agreement.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Channel::Export => "export",
            Channel::Local => "local",
            Channel::Web => "web",
            Channel::Bulk => "bulk",
            Channel::Kilo => "kilo",
        }
    }
}

/// How many units of a currency stand for one dirham in a price list.
#[must_use]
pub fn scale(currency: Currency) -> u64 {
    match currency.code() {
        "XOF" => 60,
        "JPY" => 15,
        _ => 1,
    }
}

/// One version of the agreement for a channel, checked by its own example.
#[must_use]
pub fn agreement(
    channel: Channel,
    cooperative: CooperativeId,
    currency: Currency,
    version: u32,
    valid_from: &str,
    makers_bear_fx: bool,
) -> Agreement {
    // A later version gives the platform and the cooperative a hundredth less.
    let less = Decimal::new(i64::from(version.min(5)) - 1, 2);
    let rate = |hundredths: i64| (Decimal::new(hundredths, 2) - less).to_string();
    let scaled = |amount: &str| {
        let amount: Decimal = amount.parse().expect("the amounts below are decimals");
        (amount * Decimal::from(scale(currency))).normalize().to_string()
    };
    let (parties, steps): (Value, Value) = match channel {
        Channel::Export => (
            json!(["platform"]),
            json!([
                {"kind": "tax", "name": "vat", "rate": "0"},
                {"kind": "cost", "name": "freight", "cost": {"named": "freight"}, "to": {"party": "carrier"}},
                {"kind": "minimum", "name": "floor", "amount": scaled("600"), "per": "order"},
                {"kind": "share", "name": "platform", "to": {"party": "platform"},
                    "take": {"percent": {"rate": rate(10), "of": {"from": "gross"}}}},
                {"kind": "share", "name": "cooperative", "to": "cooperative",
                    "take": {"percent": {"rate": rate(15), "of": {"from": "gross", "less": [{"step": "freight"}]}}}},
                {"kind": "share", "name": "training", "to": {"fund": "training"},
                    "take": {"percent": {"rate": "0.02", "of": {"from": "gross", "less": [{"step": "freight"}]}}}},
                {"kind": "share", "name": "makers", "to": {"makers": "hours"}, "take": "rest"},
                {"kind": "deduction", "clause": "wool", "consent": "materials", "recovers": "materials",
                    "take": "in_full"},
                {"kind": "deduction", "clause": "loan", "consent": "loan", "recovers": "loan",
                    "take": {"of_what_remains": "0.10"}, "protected_minimum": scaled("200")},
                {"kind": "deduction", "clause": "refunds", "consent": "refunds", "recovers": "debt",
                    "take": "in_full", "protected_minimum": scaled("200")},
            ]),
        ),
        Channel::Local => (
            json!([]),
            json!([
                {"kind": "tax", "name": "vat", "rate": "0.20"},
                {"kind": "share", "name": "cooperative", "to": "cooperative",
                    "take": {"percent": {"rate": rate(12), "of": {"from": "without_tax"}}}},
                {"kind": "share", "name": "makers", "to": {"makers": "pieces"}, "take": "rest"},
                {"kind": "deduction", "clause": "refunds", "consent": "refunds", "recovers": "debt",
                    "take": "in_full"},
            ]),
        ),
        Channel::Web => (
            json!(["web-shop"]),
            json!([
                {"kind": "cost", "name": "payment", "cost": "provider_fees", "to": "cooperative"},
                {"kind": "share", "name": "listing", "to": {"party": "web-shop"},
                    "take": {"fixed": {"amount": scaled("2"), "per": "order"}}},
                {"kind": "share", "name": "transaction", "to": {"party": "web-shop"},
                    "take": {"percent": {"rate": "0.065", "of": {"from": "gross", "less": ["provider_fees"]}}}},
                {"kind": "share", "name": "leading", "to": {"role": "leader"},
                    "take": {"percent": {"rate": "0.05", "of": {"from": "left"}}}},
                {"kind": "share", "name": "makers", "to": {"makers": "equal"}, "take": "rest"},
                {"kind": "deduction", "clause": "refunds", "consent": "refunds", "recovers": "debt",
                    "take": "in_full"},
            ]),
        ),
        Channel::Bulk => (
            json!(["wholesaler"]),
            json!([
                {"kind": "minimum", "name": "button", "amount": scaled("0.4250"), "per": "piece"},
                {"kind": "share", "name": "wholesaler", "to": {"party": "wholesaler"},
                    "take": {"tiers": {"of": {"from": "gross"}, "reach": "marginal",
                        "bands": [{"from": "0", "rate": rate(10)}, {"from": scaled("5000"), "rate": "0.05"}]}},
                    "at_most": {"amount": scaled("1000"), "per": "order"}},
                {"kind": "share", "name": "cooperative", "to": "cooperative",
                    "take": {"percent": {"rate": rate(10), "of": {"from": "gross", "less": [{"step": "wholesaler"}]}}},
                    "at_least": {"amount": scaled("50"), "per": "order"}},
                {"kind": "share", "name": "makers",
                    "to": {"makers": {"graded": [{"grade": "a", "coefficient": "1.2"}, {"grade": "b", "coefficient": "1"}]}},
                    "take": "rest"},
                {"kind": "rounding", "name": "coins", "coin": scaled("0.10"), "to": {"fund": "solidarity"}},
            ]),
        ),
        Channel::Kilo => (
            json!([]),
            json!([
                {"kind": "share", "name": "cracking", "to": {"makers": "kilograms"},
                    "take": {"fixed": {"amount": scaled("40.1237"), "per": "kilogram"}}},
                {"kind": "share", "name": "cooperative", "to": "cooperative", "take": "rest"},
                {"kind": "deduction", "clause": "dues", "consent": "dues", "recovers": {"fund": "dues"},
                    "take": {"of_what_remains": "0.05"}, "protected_minimum": scaled("50")},
            ]),
        ),
    };
    let claw_back = match channel {
        Channel::Export | Channel::Local | Channel::Web => json!("from_future_sales"),
        Channel::Bulk | Channel::Kilo => json!({"fund": "quality"}),
    };
    let (dated_by, earned) = match channel {
        Channel::Export => ("sale", json!("when_paid")),
        Channel::Local => ("delivery", json!("on_invoice")),
        Channel::Web => ("sale", json!("as_paid")),
        Channel::Bulk => ("contract", json!({"advanced": "0.40"})),
        Channel::Kilo => ("sale", json!("on_acceptance")),
    };
    // At its own shop and by the kilogram the cooperative sells for itself.
    let booking = match channel {
        Channel::Local | Channel::Kilo => "principal",
        Channel::Export | Channel::Web | Channel::Bulk => "mandate",
    };
    // Who sells through a shop's own channel leaves it what the shop's payment provider takes back.
    let chargeback = match channel {
        Channel::Web => json!({"party": "web-shop"}),
        Channel::Export | Channel::Bulk => json!("makers"),
        Channel::Local | Channel::Kilo => json!("cooperative"),
    };
    // Kernels are paid at a rate of four decimals, and what it leaves is carried.
    let residues = if channel == Channel::Kilo { json!("carried") } else { Value::Null };
    let document = json!({
        "agreement": channel.code(),
        "residues": residues,
        "version": version,
        "title": format!("Sales through the channel `{}`", channel.code()),
        "cooperative": cooperative,
        "channel": channel.code(),
        "parties": parties,
        "currency": currency,
        "valid_from": valid_from,
        "dated_by": dated_by,
        "booking": booking,
        "earned": earned,
        "bears": {
            "fx": if makers_bear_fx { "makers" } else { "cooperative" },
            "chargeback": chargeback, "breakage": "cooperative", "late_payment": "cooperative"
        },
        "claw_back": claw_back,
        "tie_break": "rotating",
        "steps": steps,
    });
    let mut agreement: Agreement = serde_json::from_value(document).expect("the documents above are agreements");
    let facts = example(channel, currency);
    let split = agreement.split(&facts).expect("the examples below can be divided");
    agreement.example = Some(Example { facts, split });
    agreement
}

/// One sale for the agreement's own example.
fn example(channel: Channel, currency: Currency) -> Facts {
    let money = |units: u64| format!("{} {currency}", units * scale(currency));
    let maker = |number: u32, did: Value| json!({"member": format!("maker-{number}"), "did": did});
    let facts = match channel {
        Channel::Export => json!({
            "gross": money(4_310), "sold": {"pieces": "1"}, "costs": [{"cost": "freight", "amount": money(380)}],
            "makers": [maker(1, json!({"hours": "120"})), maker(2, json!({"hours": "100.5"}))],
        }),
        Channel::Local => json!({
            "gross": money(1_000), "sold": {"pieces": "7"},
            "makers": [maker(1, json!({"pieces": "3"})), maker(2, json!({"pieces": "4"}))],
        }),
        Channel::Web => json!({
            "gross": money(290), "provider_fees": money(11), "sold": {"pieces": "1"},
            "served": [{"role": "leader", "member": "maker-1"}],
            "makers": [maker(1, json!({})), maker(2, json!({}))],
        }),
        Channel::Bulk => json!({
            "gross": money(10_500), "sold": {"pieces": "12000"},
            "makers": [
                {"member": "maker-1", "graded": [{"grade": "a", "pieces": "5000"}, {"grade": "b", "pieces": "1000"}]},
                {"member": "maker-2", "graded": [{"grade": "b", "pieces": "6000"}]},
            ],
        }),
        Channel::Kilo => json!({
            "gross": money(2_000), "sold": {"kilograms": "25"},
            "makers": [maker(1, json!({"kilograms": "12.5"})), maker(2, json!({"kilograms": "12.5"}))],
        }),
    };
    serde_json::from_value(facts).expect("the examples above are facts")
}
