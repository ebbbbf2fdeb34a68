//! Checks before acceptance: all that can be wrong with an agreement, found without a sale.
//!
//! All problems are listed at once, so that the helper who wrote the document mends it in one sitting. The order of
//! precedence is the field's: tax, costs, minimum, premium, commissions, cooperative, funds, makers, deductions,
//! rounding; whoever takes the rest stands with the makers.

use rust_decimal::Decimal;

use crate::agreement::check_step::percent;
use crate::agreement::document::{Agreement, Bearer, ClawBack, Earned};
use crate::agreement::facts::OrderKind;
use crate::agreement::problem::Problem;
use crate::agreement::split::{Slice, Split};
use crate::agreement::step::{Premium, Recovers, Share, Step, To};
use crate::agreement::terms::{Basis, Less, Start, Take, Tiers};
use crate::agreement::words;
use crate::id::{Code, PartyId};
use crate::money::Rate;

impl Agreement {
    /// Everything that keeps this agreement from being accepted; empty when nothing does.
    #[must_use]
    pub fn check(&self) -> Vec<Problem> {
        let mut found = Vec::new();
        self.check_head(&mut found);
        self.check_names(&mut found);
        self.check_order(&mut found);
        self.check_rest(&mut found);
        for step in &self.steps {
            self.check_step(step, &mut found);
        }
        self.check_percentages(&mut found);
        self.check_example(&mut found);
        found
    }

    fn check_head(&self, found: &mut Vec<Problem>) {
        if self.version == 0 {
            found.push(Problem::VersionZero);
        }
        if self.title.trim().is_empty() {
            found.push(Problem::NoTitle);
        }
        if let Some(until) = self.valid_until.filter(|until| *until < self.valid_from) {
            found.push(Problem::EndsBeforeItBegins { from: self.valid_from, until });
        }
        if let Earned::Advanced(part) = self.earned
            && (part.decimal().is_zero() || part == Rate::ONE)
        {
            found.push(Problem::NoAdvance(part));
        }
        let carries = |step: &Step| matches!(step, Step::Share(share) if self.carries(share).is_some());
        if self.residues.is_some() && !self.steps.iter().any(carries) {
            found.push(Problem::NothingToCarry);
        }
        for (index, party) in self.parties.iter().enumerate() {
            if self.parties.iter().take(index).any(|earlier| earlier == party) {
                found.push(Problem::PartyTwice(*party));
            }
        }
        let bears = self.bears;
        let bearers = [
            ("bears.fx", bears.fx),
            ("bears.chargeback", bears.chargeback),
            ("bears.breakage", bears.breakage),
            ("bears.late_payment", bears.late_payment),
        ];
        for (place, bearer) in bearers {
            if let Bearer::Party(party) = bearer {
                self.check_asked(place, party, found);
                if matches!(place, "bears.fx" | "bears.breakage") {
                    found.push(Problem::PartyBears { place: place.to_owned(), party });
                }
            }
        }
        let recovers_debt = |step: &Step| matches!(step, Step::Deduction(clause) if clause.recovers == Recovers::Debt);
        if self.claw_back == ClawBack::FromFutureSales && !self.steps.iter().any(recovers_debt) {
            found.push(Problem::NoClawBack);
        }
    }

    /// Whoever earns or bears something under the agreement must be asked for it.
    pub(super) fn check_asked(&self, place: &str, party: PartyId, found: &mut Vec<Problem>) {
        if !self.parties.contains(&party) {
            found.push(Problem::PartyNotAsked { place: place.to_owned(), party });
        }
    }

    fn check_names(&self, found: &mut Vec<Problem>) {
        for (index, step) in self.steps.iter().enumerate() {
            if self.steps.iter().take(index).any(|earlier| earlier.name() == step.name()) {
                found.push(Problem::NameTwice(step.name()));
            }
            // A credit note finds what is left of a slice by its name, so parts of premiums count as names too.
            let taken = |name: Code| {
                let above = self.steps.iter().take(index).flat_map(earmarks);
                self.steps.iter().map(Step::name).chain(above).any(|other| other == name)
            };
            let same = earmarks(step).filter(|name| taken(*name));
            found.extend(same.map(|name| Problem::EarmarkNameTaken { step: step.name(), name }));
            let bases = basis_of(step);
            let named = bases.into_iter().flat_map(|basis| {
                let start = if let Start::Step(named) = basis.from { Some(named) } else { None };
                let less = basis.less.iter().filter_map(|less| match less {
                    Less::Step(named) => Some(*named),
                    Less::ProviderFees | Less::Materials => None,
                });
                start.into_iter().chain(less)
            });
            for named in named {
                let found_at = self.steps.iter().position(|other| other.name() == named);
                let step = step.name();
                found.extend(match found_at {
                    None => Some(Problem::NoSuchStep { step, named }),
                    Some(at) if at >= index => Some(Problem::Circular { step, named }),
                    Some(at) => match self.steps.get(at) {
                        Some(Step::Minimum(_) | Step::Deduction(_)) => Some(Problem::TakesNothing { step, named }),
                        Some(Step::Tax(_) | Step::Cost(_) | Step::Premium(_) | Step::Share(_) | Step::Rounding(_))
                        | None => None,
                    },
                });
            }
        }
    }

    fn check_order(&self, found: &mut Vec<Problem>) {
        let mut highest: Option<&Step> = None;
        for step in &self.steps {
            match highest {
                // Profit is shared once the makers have their rate: a part of what is left may stand below it.
                Some(above) if place(step) < place(above) && place(above).0 <= MAKERS && of_what_is_left(step) => (),
                Some(above) if place(step) < place(above) => {
                    let (what, earlier) = (place(step).1, place(above).1);
                    found.push(Problem::OutOfOrder { step: step.name(), what, before: above.name(), earlier });
                }
                Some(_) | None => highest = Some(step),
            }
        }
    }

    fn check_rest(&self, found: &mut Vec<Problem>) {
        let mut rest: Option<Code> = None;
        for step in &self.steps {
            let Step::Share(share) = step else { continue };
            match (rest, share.take == Take::Rest) {
                (None, true) => rest = Some(share.name),
                (Some(first), true) => found.push(Problem::TwoRests { first, second: share.name }),
                (Some(rest), false) => found.push(Problem::AfterTheRest { step: share.name, rest }),
                (None, false) => (),
            }
        }
        if rest.is_none() {
            found.push(Problem::NoRest);
        }
    }

    /// For each kind of order, the percentages of one basis must not exceed it.
    fn check_percentages(&self, found: &mut Vec<Problem>) {
        for order in [OrderKind::FirstOrder, OrderKind::Reorder, OrderKind::OwnClient] {
            let rates: Vec<_> = self.steps.iter().filter_map(|step| highest_rate(step, order)).collect();
            for (index, (basis, ..)) in rates.iter().enumerate() {
                if rates.iter().take(index).any(|(earlier, ..)| earlier == basis) {
                    continue;
                }
                let same = || rates.iter().filter(|(other, ..)| other == basis);
                let total: Decimal = same().map(|(_, rate, _)| *rate).sum();
                if total > Decimal::ONE {
                    let steps = same().map(|(.., name)| format!("`{name}`")).collect::<Vec<_>>().join(", ");
                    let problem = Problem::OverTheWhole { basis: words::basis(basis), total: percent(total), steps };
                    if !found.contains(&problem) {
                        found.push(problem);
                    }
                }
            }
        }
    }

    fn check_example(&self, found: &mut Vec<Problem>) {
        let Some(example) = &self.example else {
            found.push(Problem::NoExample);
            return;
        };
        match self.split(&example.facts) {
            Err(reason) => found.push(Problem::ExampleFails(reason)),
            Ok(reckoned) => found.extend(differences(&example.split, &reckoned)),
        }
    }
}

/// The makers' place in the order of precedence.
const MAKERS: u8 = 8;

/// Whether a step is a share that is a percentage of what the steps above it left.
fn of_what_is_left(step: &Step) -> bool {
    let Step::Share(share) = step else { return false };
    matches!(&share.take, Take::Percent(percent) if percent.of.from == Start::Left)
}

/// Where a step stands in the order of precedence, and what such steps are called.
fn place(step: &Step) -> (u8, &'static str) {
    match step {
        Step::Tax(_) => (1, "a tax"),
        Step::Cost(_) => (2, "a cost"),
        Step::Minimum(_) => (3, "a minimum"),
        Step::Premium(_) => (4, "a premium"),
        Step::Share(Share { take: Take::Rest, .. }) => (MAKERS, "the rest"),
        Step::Share(Share { to: To::Party(_), .. }) => (5, "a commission"),
        Step::Share(Share { to: To::Cooperative, .. }) => (6, "the cooperative's part"),
        Step::Share(Share { to: To::Role(_), .. }) => (6, "the part of a role"),
        Step::Share(Share { to: To::Fund(_), .. }) => (7, "a fund's part"),
        Step::Share(Share { to: To::Makers(_), .. }) => (MAKERS, "the makers' part"),
        Step::Deduction(_) => (9, "a deduction"),
        Step::Rounding(_) => (10, "the rounding"),
    }
}

/// The names of the earmarked parts of a step: each is a slice of its own.
fn earmarks(step: &Step) -> impl Iterator<Item = Code> {
    let parts = if let Step::Premium(premium) = step { premium.of_which.as_slice() } else { &[] };
    parts.iter().map(|earmark| earmark.name)
}

/// The basis of a step's percentage, if it takes one.
fn basis_of(step: &Step) -> Option<&Basis> {
    let (Step::Share(Share { take, .. }) | Step::Premium(Premium { take, .. })) = step else { return None };
    match take {
        Take::Percent(percent) => Some(&percent.of),
        Take::Tiers(tiers) => Some(&tiers.of),
        Take::MarkUp(mark_up) => Some(&mark_up.of),
        Take::Fixed(_) | Take::Rest => None,
    }
}

/// The basis of a step that takes part in such an order, the most it can take of it, and its name.
fn highest_rate(step: &Step, order: OrderKind) -> Option<(&Basis, Decimal, Code)> {
    let (take, only) = match step {
        Step::Share(share) => (&share.take, share.only.as_slice()),
        Step::Premium(premium) => (&premium.take, [].as_slice()),
        Step::Tax(_) | Step::Cost(_) | Step::Minimum(_) | Step::Deduction(_) | Step::Rounding(_) => return None,
    };
    if !only.is_empty() && !only.contains(&order) {
        return None;
    }
    match take {
        Take::Percent(percent) => Some((&percent.of, percent.rate.decimal(), step.name())),
        Take::Tiers(Tiers { of, bands, .. }) => {
            let highest = bands.iter().map(|band| band.rate.decimal()).max().unwrap_or(Decimal::ZERO);
            Some((of, highest, step.name()))
        }
        // A mark-up never takes the whole of what something is sold for.
        Take::MarkUp(_) | Take::Fixed(_) | Take::Rest => None,
    }
}

/// Where an attached split is not what the engine makes of the same facts.
fn differences(stated: &Split, reckoned: &Split) -> Vec<Problem> {
    let mut found = Vec::new();
    let same = |left: &Slice, right: &Slice| left.step == right.step && left.part == right.part;
    for slice in &reckoned.slices {
        let step = slice.step;
        let zero = slice.amount.currency().zero();
        let other = stated.slices.iter().find(|other| same(other, slice));
        let amount = other.map_or(zero, |other| other.amount);
        if amount != slice.amount {
            found.push(Problem::ExampleAmount { step, stated: amount, reckoned: slice.amount });
        }
        for maker in &slice.makers {
            let member = maker.member;
            let theirs = other.and_then(|other| other.makers.iter().find(|part| part.member == member));
            let amount = theirs.map_or(zero, |part| part.amount);
            if amount != maker.amount {
                found.push(Problem::ExampleMaker { step, member, stated: amount, reckoned: maker.amount });
            }
        }
    }
    for slice in &stated.slices {
        if !reckoned.slices.iter().any(|other| same(other, slice)) {
            found.push(Problem::ExampleDiffers { what: format!("slice `{}`", slice.step) });
        }
    }
    if stated.residues != reckoned.residues {
        found.push(Problem::ExampleDiffers { what: "residues".to_owned() });
    }
    if stated.minimums != reckoned.minimums {
        found.push(Problem::ExampleDiffers { what: "minimum".to_owned() });
    }
    // Equal amounts that are told otherwise: another receiver, basis, rate or order.
    if found.is_empty() && stated != reckoned {
        let pairs = stated.slices.iter().zip(&reckoned.slices);
        let told = pairs.into_iter().find(|(left, right)| left != right).map(|(_, right)| right.step);
        let what = told.map_or("price".to_owned(), |step| format!("slice `{step}`"));
        found.push(Problem::ExampleDiffers { what });
    }
    found
}
