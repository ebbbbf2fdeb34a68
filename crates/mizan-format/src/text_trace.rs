//! A trace as text: one sale or payout opened up, top to bottom, from the buyer's money to the maker's hand.

use jiff::civil::Date;
use mizan_ledger::agreement::document::Bearer;
use mizan_ledger::money::Currency;
use mizan_ledger::report::amount::Amount;
use mizan_ledger::report::chargebacks::ChargebackLine;
use mizan_ledger::report::term::Term;
use mizan_ledger::report::trace::finding::Finding;
use mizan_ledger::report::trace::paid::Paid;
use mizan_ledger::report::trace::payout::PayoutTrace;
use mizan_ledger::report::trace::sale::{ResaleTrace, SaleTrace};
use mizan_ledger::report::trace::{CorrectionLine, Trace};

use crate::phrases::pen::Pen;
use crate::phrases::{ChargebackSaid, Language, SaleHead};
use crate::text_table::{section, table, title};

/// A sale or a payout, followed both ways.
#[must_use]
pub fn trace(trace: &Trace, language: Language) -> String {
    let pen = Pen::for_a_page(language);
    match trace {
        Trace::Sale(sale) => of_sale(sale, pen),
        Trace::Payout(payout) => of_payout(payout, pen),
    }
}

fn of_sale(trace: &SaleTrace, pen: Pen) -> String {
    let phrases = pen.phrases();
    let (invoice, order) = (trace.invoice.as_ref().map(|name| pen.name(name)), trace.order.map(|name| pen.name(name)));
    let mut text = pen.line(&phrases.sale_head(&SaleHead {
        sale: &pen.name(trace.reference),
        cooperative: &pen.name(trace.cooperative),
        buyer: &pen.name(trace.buyer),
        on: &pen.day(trace.sold_on),
        invoice: invoice.as_deref(),
        order: order.as_deref(),
    }));
    let terms = phrases.divided_by(&pen.name(trace.terms.agreement), &trace.terms.version.to_string());
    text.push_str(&about(&terms, trace.currency, trace.day, pen));
    if let Some(exporter) = trace.exporter {
        text.push_str(&pen.line(&phrases.exported_by(&pen.name(exporter))));
    }
    text.push('\n');
    text.push_str(&paid(&trace.paid, trace.currency, pen));
    if let Some(shared) = trace.shared_freight_table() {
        text.push_str(&section(&shared, pen));
    }
    text.push_str(&trace.resale.map_or(String::new(), |resale| sold_on(resale, pen)));
    text.push_str(&section(&trace.slices_table(), pen));
    if let Some(chain) = &trace.chain {
        text.push_str(&section(&chain.table(trace.currency), pen));
    }
    text.push_str(&section(&trace.makers_table(), pen));
    text.push_str(&section(&trace.deductions_table(), pen));
    text.push_str(&section(&trace.payouts_table(), pen));
    text.push_str(&ending(&trace.corrections, &trace.findings, trace.unexplained, pen));
    text
}

fn of_payout(trace: &PayoutTrace, pen: Pen) -> String {
    let phrases = pen.phrases();
    let comma = pen.marks().comma;
    let head = phrases.payout_head(
        &pen.name(trace.reference),
        &pen.name(trace.cooperative),
        &pen.day(trace.scheduled_on),
        &pen.name(trace.scheduled_by),
    );
    let approved = trace.approved_on.zip(trace.approved_by).map(|(on, by)| (pen.day(on), pen.name(by)));
    let approved = phrases.approved(approved.as_ref().map(|(on, by)| (on.as_str(), by.as_str())));
    let mut text = pen.line(&format!("{head}{comma}{approved}"));
    text.push_str(&about(&phrases.set_aside(&pen.amount(trace.paid.amount)), trace.currency, trace.day, pen));
    text.push_str(&section(&trace.items_table(), pen));
    text.push_str(&section(&trace.sources_table(), pen));
    for behind in &trace.paid.sales {
        let (sale, buyer) = (pen.name(behind.sale), pen.name(behind.buyer));
        let (on, amount) = (pen.day(behind.sold_on), pen.amount(behind.amount));
        text.push('\n');
        text.push_str(&pen.line(&phrases.sale_behind(&sale, &buyer, &on, &amount)));
        text.push_str(&paid(&behind.paid, trace.currency, pen));
    }
    text.push_str(&ending(&trace.corrections, &trace.findings, trace.unexplained, pen));
    text
}

/// The second line: something about the whole, the currency of the page, and the day it is as of.
fn about(words: &str, currency: Currency, day: Option<Date>, pen: Pen) -> String {
    let phrases = pen.phrases();
    let semicolon = pen.marks().semicolon;
    let day = day.map(|day| format!("{semicolon}{}", phrases.up_to(&pen.day(day)))).unwrap_or_default();
    pen.line(&format!("{words}{semicolon}{}{day}", phrases.amounts_in(&pen.currency(currency))))
}

/// What the buyer pays.
fn paid(paid: &Paid, own: Currency, pen: Pen) -> String {
    let phrases = pen.phrases();
    let is_foreign = paid.currency != own;
    let written = |amount: Amount| pen.money(amount.0);
    let booked = |amount: Amount| is_foreign.then(|| pen.money(amount.0));
    let rate = paid.rate.filter(|_| is_foreign).map(|rate| pen.number(rate.decimal()));
    let mut text =
        pen.line(&phrases.buyer_pays(&written(paid.invoiced), rate.as_deref(), booked(paid.gross).as_deref()));
    let payments = paid.payments_table(own);
    if !payments.rows.is_empty() {
        text.push_str(&table(&payments, pen, "  "));
    }
    let mut say = |words: String| text.push_str(&pen.line(&format!("  {words}")));
    if let Some((exactly, by)) = paid.exactly.zip(paid.rounded_by()) {
        say(phrases.rounded(&pen.number(exactly.decimal()), &pen.number(by.decimal())));
    }
    for line in &paid.credit_notes {
        let (note, on, amount) = (pen.name(line.credit_note), pen.day(line.on), written(line.amount));
        let why = phrases.term(line.reason.into());
        say(phrases.credit_note(&note, &on, &amount, booked(line.booked).as_deref(), why));
    }
    for line in &paid.refunds {
        say(phrases.refund(&pen.name(line.refund), &pen.day(line.on), &written(line.amount)));
    }
    for line in &paid.chargebacks {
        say(charged_back(line, is_foreign, pen));
    }
    for line in &paid.fees {
        let taken_by = phrases.term(line.kind.into());
        let returned = line.returned.map(|returned| pen.money(returned));
        let (fee, on, amount) = (pen.name(line.fee), pen.day(line.on), pen.money(line.amount));
        say(phrases.fee(&fee, taken_by, &on, &amount, returned.as_deref()));
    }
    if !paid.exchange_difference.is_zero() {
        let won = !paid.exchange_difference.0.is_negative();
        say(phrases.exchange(&pen.money(paid.exchange_difference.size().0), won));
    }
    match paid.outstanding {
        open if open.is_zero() && !paid.charged_back().is_zero() => {
            say(phrases.charged_back_still(&written(paid.charged_back())));
        }
        open if open.is_zero() => say(phrases.paid_in_full().to_owned()),
        open if open.0.is_negative() => say(phrases.owed_back(&written(open.size()))),
        open => say(phrases.still_to_be_paid(&written(open))),
    }
    if !paid.retained.is_zero() {
        say(phrases.kept_back(&written(paid.retained)));
    }
    text
}

/// What a buyer's bank took back, and who bears it.
fn charged_back(line: &ChargebackLine, is_foreign: bool, pen: Pen) -> String {
    let phrases = pen.phrases();
    let borne_by = match line.borne_by {
        Bearer::Cooperative => phrases.term(Term::Cooperative).to_owned(),
        Bearer::Makers => phrases.term(Term::EachItsOwn).to_owned(),
        Bearer::Party(party) => pen.name(party),
    };
    let booked = is_foreign.then(|| pen.money(line.booked.0));
    let why = line.reason.as_ref().map(|why| pen.name(why));
    let reversed_on = line.reversed_on.map(|on| pen.day(on));
    let part = (line.came_back != line.amount).then(|| pen.money(line.came_back.0));
    phrases.chargeback(&ChargebackSaid {
        chargeback: &pen.name(line.chargeback),
        on: &pen.day(line.on),
        amount: &pen.money(line.amount.0),
        booked: booked.as_deref(),
        borne_by: &borne_by,
        why: why.as_deref(),
        part: part.as_deref(),
        reversed_on: reversed_on.as_deref(),
    })
}

/// What it is sold on for.
fn sold_on(ResaleTrace { price, paid, makers }: ResaleTrace, pen: Pen) -> String {
    let [share, times, mark_up] = [paid.share, paid.times, paid.mark_up].map(|figure| pen.number(figure));
    let makers = makers.map(|makers| pen.number(makers.share));
    let words = pen.phrases().sold_on(&pen.money(price.0), &share, &times, &mark_up, makers.as_deref());
    pen.line(&format!("  {words}"))
}

fn ending(corrections: &[CorrectionLine], findings: &[Finding], unexplained: Amount, pen: Pen) -> String {
    let phrases = pen.phrases();
    let comma = pen.marks().comma;
    let mut text = String::new();
    if !corrections.is_empty() {
        text.push_str(&format!("\n{}", pen.line(&title(Term::Corrections, pen))));
    }
    for line in corrections {
        let record = |kind, position: u64| phrases.record_at(phrases.kind(kind), &position.to_string());
        let took_back: Vec<String> = line.took_back.iter().map(|gone| record(gone.kind, gone.position)).collect();
        let (name, on, why) = (pen.name(line.correction), pen.day(line.on), phrases.term(line.reason.into()));
        text.push_str(&pen.line(&format!("  {}", phrases.correction(&name, &on, why, &took_back.join(comma)))));
    }
    if !findings.is_empty() {
        text.push_str(&format!("\n{}", pen.line(&title(Term::OpenMatters, pen))));
    }
    for finding in findings {
        text.push_str(&pen.line(&format!("  {}", found(finding, pen))));
    }
    text.push('\n');
    text.push_str(&pen.line(&phrases.unexplained(&pen.amount(unexplained))));
    text
}

fn found(finding: &Finding, pen: Pen) -> String {
    let phrases = pen.phrases();
    match finding {
        Finding::ReceiptDisputed { member, payout, received, paid, since } => phrases.disputed(
            &pen.name(member),
            &pen.name(payout),
            &pen.amount(*received),
            &pen.amount(*paid),
            &pen.day(*since),
        ),
        Finding::AcknowledgedOther { member, payout, acknowledged, paid } => phrases.acknowledged_other(
            &pen.name(member),
            &pen.name(payout),
            &pen.amount(*acknowledged),
            &pen.amount(*paid),
        ),
        Finding::MinimumNotMet { step, required, reached } => {
            phrases.minimum_not_met(&pen.name(step), &pen.amount(*required), &pen.amount(*reached))
        }
    }
}
