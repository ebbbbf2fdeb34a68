//! Words: an agreement and what it makes of a price, in plain sentences to be read aloud in the assembly.
//!
//! English, as the example every other language follows. Amounts are shown with commas, every sum is shown with its
//! parts, and an impossible price is said to be impossible and why.

use crate::agreement::check_step::percent;
use crate::agreement::document::{Agreement, Bearer, Bears};
use crate::agreement::facts::Facts;
use crate::agreement::split::{How, MinimumReached, Receiver, Residue, Slice, Split};
use crate::agreement::step::{Deduction, Recovers, Recovery, Step};
use crate::agreement::terms::{Basis, Less, Per, Start};
use crate::money::{Currency, Money, UnitPrice};

impl Agreement {
    /// The dry run: what becomes of three prices (this one, a quarter less and a quarter more), then what each maker's
    /// part repays, and who bears what can go wrong. All other facts stay as they are; the tax is reckoned anew.
    #[must_use]
    pub fn dry_run(&self, facts: &Facts) -> Vec<String> {
        let mut lines = Vec::new();
        for quarters in [4, 3, 5] {
            let price = Money::new(facts.gross.minor() * quarters / 4, facts.gross.currency());
            let tax = facts.tax.filter(|_| price == facts.gross);
            lines.extend(self.in_words(&Facts { gross: price, tax, ..facts.clone() }));
        }
        lines.extend(
            self.steps.iter().filter_map(|step| {
                if let Step::Deduction(clause) = step { Some(deduction(self, clause)) } else { None }
            }),
        );
        lines.extend(bears(self.bears));
        lines
    }

    /// What becomes of one price, a sentence for each slice.
    #[must_use]
    pub fn in_words(&self, facts: &Facts) -> Vec<String> {
        match self.split(facts) {
            Ok(split) => split.in_words(),
            Err(reason) => vec![format!("{} cannot be divided: {reason}.", amount(facts.gross))],
        }
    }
}

impl Split {
    /// This split, a sentence for each slice, the sum, and each minimum.
    #[must_use]
    pub fn in_words(&self) -> Vec<String> {
        let mut lines = vec![format!("Of {}:", amount(self.gross))];
        lines.extend(self.slices.iter().map(slice));
        let parts: Vec<_> = self.slices.iter().map(|slice| number(slice.amount)).collect();
        lines.push(format!("Together: {} = {}.", parts.join(" + "), amount(self.gross)));
        lines.extend(self.minimums.iter().map(minimum));
        lines.extend(self.residues.iter().map(residue));
        lines
    }
}

/// What a percentage is of.
pub(super) fn basis(basis: &Basis) -> String {
    let mut words = match basis.from {
        Start::Gross => "the price with tax".to_owned(),
        Start::WithoutTax => "the price without tax".to_owned(),
        Start::Left => "what is left".to_owned(),
        Start::Step(step) => format!("`{step}`"),
        Start::Resale => "the resale price".to_owned(),
    };
    for less in &basis.less {
        match less {
            Less::Step(step) => words.push_str(&format!(" less `{step}`")),
            Less::ProviderFees => words.push_str(" less provider fees"),
            Less::Materials => words.push_str(" less materials"),
        }
    }
    words
}

fn slice(slice: &Slice) -> String {
    let currency = slice.amount.currency();
    let how = match slice.how {
        How::Percent { rate, of } => format!("{} % of {}", percent(rate.decimal()), number(of)),
        How::Tiers { of } => format!("by bands of {}", number(of)),
        How::MarkUp { times, of } => format!("what selling on at {times} times the cost adds, of {}", number(of)),
        How::Fixed { amount, per: Per::Order, .. } => format!("{} for the order", price(amount, currency)),
        How::Fixed { amount, per, times } => format!("{} {} for {times}", price(amount, currency), each(per)),
        How::AtCost => "what it really cost".to_owned(),
        How::Rest => "all that is left".to_owned(),
        How::Coins { of } => format!("what rounding down to {} leaves", price(of, currency)),
    };
    let takes = match slice.receiver {
        Receiver::TaxOffice => "the tax office gets".to_owned(),
        Receiver::Party(party) => format!("{party} gets"),
        Receiver::Cooperative => "the cooperative keeps".to_owned(),
        Receiver::Fund(fund) => format!("the {fund} fund gets"),
        Receiver::Makers => "the makers get".to_owned(),
        Receiver::Role(role) => format!("whoever served as {role} gets"),
    };
    let name = match slice.part {
        Some(part) => format!("{}, for {part}", slice.step),
        None => slice.step.to_string(),
    };
    let mut line = format!("- {takes} {} ({name}: {how})", number(slice.amount));
    if !slice.makers.is_empty() {
        let parts = slice.makers.iter().map(|part| format!("{} {}", part.member, number(part.amount)));
        line.push_str(&format!(": {}", parts.collect::<Vec<_>>().join(", ")));
    }
    line
}

fn residue(residue: &Residue) -> String {
    let Residue { member, before, exact, after } = residue;
    let currency = exact.currency();
    let [before, exact, after] = [before, exact, after].map(|amount| {
        let text = amount.to_string();
        grouped(text.strip_suffix(currency.code()).unwrap_or(&text).trim_end())
    });
    format!(
        "The rates of {member} make exactly {exact}; with {before} from before, {after} is carried to her next sale."
    )
}

fn minimum(minimum: &MinimumReached) -> String {
    let (step, required, reached) = (minimum.step, number(minimum.required), number(minimum.reached));
    if minimum.short_by.is_positive() {
        let short_by = number(minimum.short_by);
        format!(
            "The makers' minimum of {required} ({step}) is not reached: they have {reached}, {short_by} too little."
        )
    } else {
        format!("The makers' minimum of {required} ({step}) is reached: they have {reached}.")
    }
}

fn deduction(agreement: &Agreement, clause: &Deduction) -> String {
    let Deduction { clause: name, consent, .. } = clause;
    let what = match clause.recovers {
        Recovers::Materials => "the materials she was given".to_owned(),
        Recovers::Loan => "her loan".to_owned(),
        Recovers::Debt => "what she was paid for sales refunded later".to_owned(),
        Recovers::Fund(fund) => format!("the {fund} fund"),
    };
    let take = match clause.take {
        Recovery::InFull => "all she owes".to_owned(),
        Recovery::OfWhatRemains(rate) => format!("up to {} % of what remains", percent(rate.decimal())),
    };
    let kept = match clause.protected_minimum {
        Some(minimum) => {
            let currency = agreement.currency;
            format!("leaves her at least {} {currency}", price(minimum, currency))
        }
        None => "protects no minimum".to_owned(),
    };
    format!(
        "From each maker's part, if she has consented to `{consent}`: {take} for {what} (clause {name}); it {kept}."
    )
}

/// Who bears what can go wrong, also what the book books nothing for.
fn bears(bears: Bears) -> [String; 4] {
    let by = |bearer: Bearer| match bearer {
        Bearer::Cooperative => "the cooperative".to_owned(),
        Bearer::Makers => "the makers".to_owned(),
        Bearer::Party(party) => party.to_string(),
    };
    let taken_back = match bears.chargeback {
        Bearer::Makers => "every part of the price, each for itself".to_owned(),
        bearer @ (Bearer::Cooperative | Bearer::Party(_)) => by(bearer),
    };
    [
        format!("A difference between two exchange rates is borne by {}.", by(bears.fx)),
        format!("What a buyer's bank takes back is borne by {taken_back}."),
        format!("What breaks or is lost on the way is borne by {}.", by(bears.breakage)),
        format!(
            "What it costs that a buyer pays late is borne by {}; the book charges nothing for it.",
            by(bears.late_payment)
        ),
    ]
}

/// What an amount is counted by.
fn each(per: Per) -> &'static str {
    match per {
        Per::Order => "an order",
        Per::Piece => "a piece",
        Per::Kilogram => "a kilogram",
        Per::SquareMetre => "a square metre",
        Per::Hour => "an hour",
    }
}

/// A price with at least the decimals of its currency: `40.00`, `0.8750` as `0.875`.
fn price(price: UnitPrice, currency: Currency) -> String {
    let mut number = price.decimal();
    number.rescale(number.scale().max(currency.exponent()));
    grouped(&number.to_string())
}

/// An amount with its currency: `4,310.00 MAD`.
fn amount(money: Money) -> String {
    format!("{} {}", number(money), money.currency())
}

/// An amount with commas between thousands: `4,310.00`.
fn number(money: Money) -> String {
    grouped(&money.number())
}

fn grouped(plain: &str) -> String {
    let whole = plain.find('.').unwrap_or(plain.len());
    let mut grouped = String::with_capacity(plain.len() + plain.len() / 3);
    for (index, digit) in plain.chars().enumerate() {
        if index > 0 && index < whole && (whole - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
