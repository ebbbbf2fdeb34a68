//! A trace as text: one sale or payout opened up, top to bottom, from the buyer's money to the maker's hand.

use mizan_ledger::agreement::resale::Resale;
use mizan_ledger::money::Currency;
use mizan_ledger::report::amount::Amount;
use mizan_ledger::report::trace::finding::Finding;
use mizan_ledger::report::trace::paid::Paid;
use mizan_ledger::report::trace::payout::PayoutTrace;
use mizan_ledger::report::trace::sale::{ResaleTrace, SaleTrace};
use mizan_ledger::report::trace::{CorrectionLine, Trace};

use crate::phrases::en;
use crate::text_table::{section, under};

/// A sale or a payout, followed both ways.
#[must_use]
pub fn trace(trace: &Trace) -> String {
    match trace {
        Trace::Sale(sale) => of_sale(sale),
        Trace::Payout(payout) => of_payout(payout),
    }
}

fn of_sale(trace: &SaleTrace) -> String {
    let SaleTrace { reference, cooperative, buyer, sold_on, currency, terms, .. } = trace;
    let invoice = trace.invoice.as_ref().map_or(String::new(), |invoice| format!(", invoice {invoice}"));
    let order = trace.order.map_or(String::new(), |order| format!(", order {order}"));
    let mut text = format!(
        "Sale {reference} of {cooperative} to {buyer}, {sold_on}{invoice}{order}\n\
         Divided by {}, version {}; amounts in {currency}{}\n",
        terms.agreement,
        terms.version,
        as_of(trace.day),
    );
    text.push_str(&paid(&trace.paid, *currency));
    text.push_str(&trace.resale.map_or(String::new(), resale));
    text.push_str(&section(&trace.slices_table()));
    text.push_str(&section(&trace.makers_table()));
    text.push_str(&section(&trace.deductions_table()));
    text.push_str(&section(&trace.payouts_table()));
    text.push_str(&ending(&trace.corrections, &trace.findings, trace.unexplained));
    text
}

fn of_payout(trace: &PayoutTrace) -> String {
    let PayoutTrace { reference, cooperative, scheduled_on, scheduled_by, currency, .. } = trace;
    let approved = trace.approved_on.zip(trace.approved_by);
    let approved = approved.map_or("not yet approved".to_owned(), |(on, by)| format!("approved on {on} by {by}"));
    let mut text = format!(
        "Payout {reference} of {cooperative}, scheduled on {scheduled_on} by {scheduled_by}, {approved}\n\
         {} set aside in all; amounts in {currency}{}\n",
        trace.paid.amount,
        as_of(trace.day),
    );
    text.push_str(&section(&trace.items_table()));
    text.push_str(&section(&trace.sources_table()));
    for behind in &trace.paid.sales {
        let (sale, buyer, amount) = (behind.sale, behind.buyer, behind.amount);
        text.push_str(&format!("\nSale {sale} to {buyer}, {}: {amount} of this payout\n", behind.sold_on));
        text.push_str(paid(&behind.paid, *currency).trim_start_matches('\n'));
    }
    text.push_str(&ending(&trace.corrections, &trace.findings, trace.unexplained));
    text
}

fn as_of(day: Option<impl std::fmt::Display>) -> String {
    day.map_or(String::new(), |day| format!("; all that happened up to {day}"))
}

/// What the buyer pays.
fn paid(paid: &Paid, own: Currency) -> String {
    let foreign = paid.currency;
    let rate = paid.rate.map_or(String::new(), |rate| format!(" at {rate}"));
    let booked = if foreign == own { String::new() } else { format!("{rate}, booked at {} {own}", paid.gross) };
    let mut text = format!("\nThe buyer pays {} {foreign}{booked}\n", paid.invoiced);
    let table = under("", &paid.payments_table(own));
    text.push_str(table.trim_start_matches('\n'));
    let mut say = |words: String| text.push_str(&format!("  {words}\n"));
    for line in &paid.credit_notes {
        let reason = en::term(line.reason.into());
        let booked = if foreign == own { String::new() } else { format!(", {} {own}", line.booked) };
        say(format!("credit note {} on {}: {} {foreign}{booked} ({reason})", line.credit_note, line.on, line.amount));
    }
    for line in &paid.refunds {
        say(format!("refund {} on {}: {} {foreign}", line.refund, line.on, line.amount));
    }
    for line in &paid.fees {
        say(format!("fee {} on {}: {}", line.fee, line.on, line.amount));
    }
    if !paid.exchange_difference.is_zero() {
        let words = if paid.exchange_difference.0.is_negative() { "lost" } else { "won" };
        say(format!("{words} by exchange rates: {} {own}", paid.exchange_difference.size()));
    }
    match paid.outstanding {
        open if open.is_zero() => say("paid in full".to_owned()),
        open if open.0.is_negative() => say(format!("owed back to the buyer: {} {foreign}", open.size())),
        open => say(format!("still to be paid: {open} {foreign}")),
    }
    text
}

/// What it is sold on for.
fn resale(ResaleTrace { price, paid, makers }: ResaleTrace) -> String {
    let makers = makers.map_or(String::new(), |makers| format!("; the makers have {} % of it", makers.share));
    let Resale { share, times, mark_up } = paid;
    format!(
        "  sold on for {price}: {share} % of that was paid, it is {times} times as much, {mark_up} % added{makers}\n"
    )
}

fn ending(corrections: &[CorrectionLine], findings: &[Finding], unexplained: Amount) -> String {
    let mut text = String::new();
    for (number, line) in corrections.iter().enumerate() {
        let took_back: Vec<String> =
            line.took_back.iter().map(|record| format!("{} at {}", record.kind, record.position)).collect();
        let heading = if number == 0 { "\nCorrections\n" } else { "" };
        text.push_str(&format!("{heading}  {} on {}: {} taken back\n", line.correction, line.on, took_back.join(", ")));
    }
    for (number, finding) in findings.iter().enumerate() {
        text.push_str(&format!("{}  {finding}\n", if number == 0 { "\nOpen\n" } else { "" }));
    }
    text.push_str(&format!("\nunexplained {unexplained}\n"));
    text
}
