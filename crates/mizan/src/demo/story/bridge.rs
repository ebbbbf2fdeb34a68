//! The intermediary: what it keeps, for what, under which agreement, and the hands a basket goes through.

use mizan_ledger::event::Event;
use mizan_ledger::money::Money;
use mizan_ledger::report::amount::Amount;
use mizan_ledger::report::intermediary::IntermediaryFold;
use mizan_ledger::report::statement::Days;
use serde_json::json;

use crate::demo::story::reading::Reading;
use crate::demo::story::tongue::{FundOf, Keeps, Of};
use crate::demo::story::{Story, chain, fund, trade};

pub(super) fn story(reading: &Reading<'_>) -> Option<Story> {
    let mut story = Story::new("bridge", reading, Of::Bridge);
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
    let percent = service.rate.map(|rate| (rate.decimal() * rust_decimal::Decimal::ONE_HUNDRED).normalize());
    let most = service.at_most.and_then(|most| Money::rounded(most.amount.decimal(), own.currency).ok());
    story.tell(
        "agreement",
        json!({"accepted_on": accepted, "first_sale_on": first, "rate": service.rate, "at_most": service.at_most}),
        &reading.tongue.agreement(accepted?, first?, percent?, Amount(most?)),
    );
    trade::trade(&mut story, reading, &reading.statements(|id| id == palm));
    let keeps = account.taken.minus(account.credited);
    let (sales, percent) = (service.sales, account.percent?);
    story.tell(
        "kept",
        json!({"sales": sales, "of": account.of_sales, "taken": account.taken, "given_back": account.credited,
            "keeps": keeps, "percent": percent, "paid": account.paid, "owed": account.closing}),
        &reading.tongue.keeps(&Keeps {
            amount: keeps,
            sales: usize::try_from(sales).unwrap_or(usize::MAX),
            of: account.of_sales,
            percent,
            paid: account.paid,
        }),
    );
    chain::chain(&mut story, reading, palm)?;
    chain::card(&mut story, reading, "demo-palm/palm-basket-large")?;
    fund::fund(&mut story, reading, "demo-palm", "community", ("premium", FundOf::Premium))?;
    Some(story)
}
