//! The intermediary: what it keeps, for what, under which agreement, and the hands a basket goes through.

use mizan_ledger::event::Event;
use mizan_ledger::report::intermediary::IntermediaryFold;
use mizan_ledger::report::statement::Days;
use serde_json::json;

use crate::demo::story::reading::Reading;
use crate::demo::story::{Story, chain, fund, grouped, trade};

pub(super) fn story(reading: &Reading<'_>) -> Option<Story> {
    let mut story = Story::new("bridge", "An intermediary between basket makers and shops (modelled on Martizana)");
    let library = reading.library;
    let (palm, own) = reading.cooperative("demo-palm")?;
    let bridge = "demo-bridge".parse().ok()?;
    let accepted = |record: &&mizan_ledger::record::Record| matches!(&record.event, Event::AgreementAccepted(e) if e.agreement.as_str() == "palm-bridge");
    let accepted = library.counted(palm).filter(accepted).map(|record| record.envelope.occurred_on).max();
    let under = own.sales.values().filter(|sale| sale.terms.agreement.as_str() == "palm-bridge");
    let first = under.map(|sale| sale.on).min();
    let fold = IntermediaryFold::new(&library.book, bridge, Some(palm), Days::default());
    let statement = library.fold(fold, Days::default()).made(&library.book);
    let account = statement.accounts.get(&palm)?;
    let service = account.services.first()?;
    story.tell(
        "agreement",
        json!({"accepted_on": accepted, "first_sale_on": first, "rate": service.rate, "at_most": service.at_most}),
        "agreement",
        format!(
            "accepted by both on {}, before the first sale under it on {}: {} % of the price, at most {} an order",
            accepted?,
            first?,
            service
                .rate
                .map(|rate| (rate.decimal() * rust_decimal::Decimal::ONE_HUNDRED).normalize())
                .unwrap_or_default(),
            service.at_most.map(|most| most.amount.to_string()).unwrap_or_default()
        ),
    );
    trade::trade(&mut story, reading, &reading.statements(|id| id == palm));
    let keeps = account.taken.minus(account.credited);
    story.tell(
        "kept",
        json!({"sales": service.sales, "of": account.of_sales, "taken": account.taken, "percent": account.percent,
            "paid": account.paid, "owed": account.closing, "given_back": account.credited, "keeps": keeps}),
        "it keeps",
        format!(
            "{} of {} sales that brought {} after what was given back, {} %; {} is paid to it",
            grouped(keeps),
            service.sales,
            grouped(account.of_sales),
            account.percent.unwrap_or_default(),
            grouped(account.paid)
        ),
    );
    chain::chain(&mut story, reading, palm)?;
    chain::card(&mut story, reading, "demo-palm/palm-basket-large")?;
    fund::fund(&mut story, reading, "demo-palm", "community", ("premium", "premium"))?;
    Some(story)
}
