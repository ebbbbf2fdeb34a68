//! What a status report says of payments: accepted, refused, had already, or nothing.

use std::collections::BTreeSet;

use jiff::civil::Date;
use mizan_ledger::book::state::payout::ItemState;
use mizan_ledger::command::Command;
use mizan_ledger::command::words::payout::FailPayout;
use mizan_ledger::event::instruction::PayoutAccepted;
use mizan_ledger::reference::{Kind, Reference};
use mizan_ledger::text::Label;

use crate::payment::answers::why::Why;
use crate::payment::answers::{Desk, Means, Paid, key};
use crate::statement::status::{PaymentStatus, Reason, Said, StatusReport};

/// The bank will pay, or is about to, or at least has it.
const YES: [&str; 10] = ["ACTC", "ACCP", "ACSP", "ACSC", "ACCC", "ACWC", "ACWP", "PDNG", "PATC", "RCVD"];

/// It will not.
const NO: &str = "RJCT";

/// It has it, says the bank.
const HAS_IT: &str = "RCVD";

/// One of our references has come before: what was sent first has arrived.
const REFERENCE_KNOWN: [&str; 5] = ["DU01", "DU02", "DU03", "DU04", "DU05"];

/// It looks like another payment.
const LOOKS_ALIKE: [&str; 2] = ["AM05", "DUPL"];

/// Where a bank gives its reason in words alone. They are not recorded: they may name people.
const IN_WORDS: &str = "NARR";

impl Desk<'_> {
    /// Goes through the payments of the files a report answers.
    pub(super) fn report(&mut self, report: &StatusReport) {
        for (seed, file) in files(report) {
            let Some((_, payout)) = self.payouts.get(&seed) else {
                let reference = report.original.message.clone().unwrap_or_default();
                self.row(&report.place, None, "report", None, Means::Open(Why::NoSuch(reference)));
                continue;
            };
            let block = payout.payment_information(file);
            for paid in self.in_file(seed, file) {
                self.told(report, &block, &paid);
            }
        }
        // What is named and stands in no file of ours any more.
        for payment in report.batches.iter().flat_map(|batch| &batch.payments) {
            let Some(reference) = reference_of(payment) else { continue };
            let (seed, known) = (u128::from_be_bytes(reference.id()), self.paid(reference));
            let in_file = |paid: &Paid| {
                let item = self.payouts.get(&seed).and_then(|(_, payout)| payout.items.get(&paid.member));
                item.is_some_and(|item| item.file.is_some())
            };
            let why = match &known {
                None => Why::NoSuch(reference.to_string()),
                Some(paid) if !in_file(paid) => Why::InNoFile,
                Some(_) => continue,
            };
            let said = payment.status.clone().unwrap_or_default();
            self.row(&payment.place, known.as_ref(), &said, prose(&payment.reasons), Means::Open(why));
        }
    }

    /// What the report says of one payment.
    fn told(&mut self, report: &StatusReport, block: &str, paid: &Paid) {
        let named = report.batches.iter().flat_map(|batch| &batch.payments).find(|payment| {
            [&payment.end_to_end, &payment.instruction].into_iter().flatten().any(|said| same(said, &paid.reference))
        });
        let of_block = report
            .batches
            .iter()
            .find(|batch| batch.payment_information.as_deref().is_some_and(|said| same(said, block)));
        let block_said = of_block.and_then(|batch| batch.payment_information.as_deref()).unwrap_or(block);
        let (status, reasons, place) = match (named, of_block) {
            (Some(payment), _) => (payment.status.clone(), payment.reasons.as_slice(), &payment.place),
            (None, of_block) => {
                let status = match report.said_of(block_said, &paid.reference) {
                    Said::OfIt(status) | Said::OfAll(status) => Some(status.to_owned()),
                    Said::Nothing => None,
                };
                let of_it = of_block.filter(|batch| batch.status.is_some());
                let reasons = of_it.map_or(report.reasons.as_slice(), |batch| batch.reasons.as_slice());
                (status, reasons, of_block.map_or(&report.place, |batch| &batch.place))
            }
        };
        let Some(status) = status else {
            if named.is_some() || is_open(paid) {
                self.row(place, Some(paid), "nothing", prose(reasons), Means::Open(Why::Silent));
            }
            return;
        };
        let other = named.and_then(|payment| payment.amount).filter(|said| *said != paid.amount);
        let means = match other {
            Some(said) => Means::Open(Why::OtherAmount { said, ours: paid.amount }),
            None => self.means(report, paid, &status, reasons),
        };
        self.row(place, Some(paid), &status, prose(reasons), means);
    }

    fn means(&mut self, report: &StatusReport, paid: &Paid, status: &str, reasons: &[Reason]) -> Means {
        let code = reasons.iter().find_map(|reason| reason.code.as_deref());
        let on = report.made_on.unwrap_or(self.ours.today);
        if status == NO {
            return match code {
                Some(code) if REFERENCE_KNOWN.contains(&code) => self.accepted(report, paid, on, HAS_IT, Some(code)),
                Some(code) if LOOKS_ALIKE.contains(&code) && is_open(paid) => {
                    Means::Open(Why::MaybeTwice(code.to_owned()))
                }
                Some(code) => self.refused(paid, on, code),
                None => self.refused(paid, on, IN_WORDS),
            };
        }
        if YES.contains(&status) {
            self.accepted(report, paid, on, status, code)
        } else {
            Means::Open(Why::OtherStatus(status.chars().take(20).collect()))
        }
    }

    /// The bank says yes. Heard late it undoes nothing.
    fn accepted(&mut self, report: &StatusReport, paid: &Paid, on: Date, status: &str, code: Option<&str>) -> Means {
        let made_on = on.to_string();
        let told = [status, code.unwrap_or_default(), report.id.as_deref().unwrap_or_default(), &made_on];
        let key = key("accepted", &paid.reference, &told);
        if key.as_ref().is_some_and(|key| (self.ours.knows)(key)) {
            return Means::Known;
        }
        match paid.state {
            ItemState::Accepted if on < paid.since || status == HAS_IT => Means::Known,
            ItemState::Sent | ItemState::Unknown | ItemState::Accepted => {
                let (Ok(status), words) = (status.parse::<Label>(), code.and_then(|code| code.parse().ok())) else {
                    return Means::Open(Why::OtherStatus(status.to_owned()));
                };
                let accepted = PayoutAccepted { payout: paid.payout, member: paid.member, status, words };
                self.step(paid, ItemState::Accepted, key, on.max(paid.since), Command::from(accepted))
            }
            ItemState::Failed if on > paid.since => Means::Open(Why::RefusedAndAccepted(paid.since)),
            ItemState::Settled | ItemState::Returned | ItemState::Failed => Means::Known,
            ItemState::Filed => Means::Open(Why::NotSent),
            ItemState::Scheduled | ItemState::Handed | ItemState::Unclaimed | ItemState::Cancelled => {
                Means::Open(Why::NotInstructed(paid.state.word()))
            }
        }
    }

    /// The bank says no.
    fn refused(&mut self, paid: &Paid, on: Date, code: &str) -> Means {
        match paid.state {
            ItemState::Sent | ItemState::Unknown | ItemState::Accepted => {
                let reason = code.parse::<Label>();
                let Ok(reason) = reason.or_else(|_| IN_WORDS.parse()) else { return Means::Open(Why::NoKey) };
                let failed = FailPayout { payout: paid.payout, member: paid.member, reason };
                let key = key("failed", &paid.reference, &[]);
                self.step(paid, ItemState::Failed, key, on.max(paid.since), Command::from(failed))
            }
            ItemState::Failed | ItemState::Returned => Means::Known,
            ItemState::Settled => Means::Open(Why::PaidAndRefused(paid.since)),
            ItemState::Filed => Means::Open(Why::NotSent),
            ItemState::Scheduled | ItemState::Handed | ItemState::Unclaimed | ItemState::Cancelled => {
                Means::Open(Why::NotInstructed(paid.state.word()))
            }
        }
    }
}

/// Whether anything the bank may say of it would be news.
fn is_open(paid: &Paid) -> bool {
    super::is_under_way(paid.state) || paid.state == ItemState::Filed
}

/// Whether the bank repeats a reference of ours, in whatever letters.
fn same(said: &str, ours: &str) -> bool {
    said == ours || said.parse::<Reference>().is_ok_and(|said| said.to_string() == ours)
}

fn reference_of(payment: &PaymentStatus) -> Option<Reference> {
    let said = [&payment.end_to_end, &payment.instruction].into_iter().flatten();
    said.filter_map(|said| said.parse().ok()).find(|reference: &Reference| reference.kind() == Kind::EndToEnd)
}

/// The files of ours that a report answers, by its own words: message, block of payments.
fn files(report: &StatusReport) -> BTreeSet<(u128, u32)> {
    let blocks = report.batches.iter().filter_map(|batch| batch.payment_information.as_deref());
    let said = report.original.message.as_deref().into_iter().chain(blocks);
    let references = said.filter_map(|said| said.parse::<Reference>().ok());
    let of_files = references.filter(|reference| reference.kind() != Kind::EndToEnd);
    of_files.map(|reference| (u128::from_be_bytes(reference.id()), reference.number())).collect()
}

/// The bank's own words.
fn prose(reasons: &[Reason]) -> Option<String> {
    let words: Vec<&str> = reasons.iter().flat_map(|reason| reason.prose.iter().map(String::as_str)).collect();
    (!words.is_empty()).then(|| words.join(" "))
}
