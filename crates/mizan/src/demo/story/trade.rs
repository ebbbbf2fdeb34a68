//! What every organisation's story tells: what was sold, who earned, how it reached her hand, what she says of it.

use std::collections::BTreeSet;

use mizan_ledger::book::state::payout::{Item, ItemState};
use mizan_ledger::event::payout::Method;
use mizan_ledger::id::CooperativeId;
use mizan_ledger::report::amount::Amount;
use mizan_ledger::report::cooperative::CooperativeStatement;
use rust_decimal::Decimal;
use serde_json::json;

use crate::demo::library::Library;
use crate::demo::story::{Story, grouped};

/// What was sold, how it was divided, and how the makers were paid, over some cooperatives of one currency.
pub(super) fn trade(story: &mut Story, library: &Library, statements: &[CooperativeStatement]) {
    let Some(currency) = statements.first().map(|statement| statement.currency) else { return };
    let ids: Vec<CooperativeId> = statements.iter().map(|statement| statement.cooperative).collect();
    let own = || ids.iter().filter_map(|id| library.book.cooperatives.get(id));
    let sum = |part: fn(&CooperativeStatement) -> Amount| Amount::sum(currency, statements.iter().map(part));
    let sales: usize = own().map(|own| own.sales.len()).sum();
    let buyers: BTreeSet<_> = own().flat_map(|own| own.sales.values().map(|sale| sale.buyer)).collect();
    let (sold, credited) = (sum(|one| one.flows.sold), sum(|one| one.flows.credited));
    story.tell(
        "sold",
        json!({"sales": sales, "buyers": buyers.len(), "amount": sold, "currency": currency, "given_back": credited}),
        "sold",
        format!(
            "{sales} sales to {} buyers for {}, of which {} was given back",
            buyers.len(),
            grouped(sold),
            grouped(credited)
        ),
    );
    let earned = sum(|one| one.flows.earned).minus(sum(|one| one.flows.credited_to_makers));
    let net = sold.minus(credited);
    let makers: usize =
        statements.iter().map(|one| one.members.values().filter(|member| !member.flows.earned.is_zero()).count()).sum();
    story.tell(
        "earned",
        json!({"makers": makers, "amount": earned, "percent_of_price": percent(earned, net)}),
        "earned",
        format!("{makers} makers have {} of it, {} % of the price", grouped(earned), percent(earned, net)),
    );
    paid_out(story, own().flat_map(|own| own.payouts.values()).flat_map(|payout| payout.items.values()), statements);
}

/// By which way money reached hands, what did not at first, and what the payees say.
fn paid_out<'a>(story: &mut Story, items: impl Iterator<Item = &'a Item> + Clone, statements: &[CooperativeStatement]) {
    let Some(currency) = statements.first().map(|statement| statement.currency) else { return };
    let reached = |item: &&Item| matches!(item.state, ItemState::Settled | ItemState::Handed);
    let by = |method: Method| {
        let amounts = items.clone().filter(reached).filter(|item| item.method == method);
        Amount::sum(currency, amounts.map(|item| Amount(item.amount)))
    };
    let (bank, wallet, cash) = (by(Method::Bank), by(Method::Wallet), by(Method::Cash));
    let count = |wanted: fn(&Item) -> bool| items.clone().filter(|item| wanted(item)).count();
    let refused = count(|item| item.state == ItemState::Failed);
    let came_back = count(|item| item.state == ItemState::Returned);
    let waiting = count(|item| item.state == ItemState::Unclaimed);
    story.tell(
        "paid_out",
        json!({"bank": bank, "wallet": wallet, "cash": cash, "refused": refused, "came_back": came_back,
            "not_collected": waiting}),
        "paid out",
        format!(
            "{} by bank, {} by wallet, {} in cash; {refused} refused and {came_back} sent back, paid again; {waiting} \
             not collected yet",
            grouped(bank),
            grouped(wallet),
            grouped(cash)
        ),
    );
    let reached = items.clone().filter(reached).count();
    let acknowledged = count(|item| item.acknowledged.is_some());
    let disputed = count(|item| item.dispute.is_some());
    let open = count(|item| item.dispute.is_some_and(|dispute| dispute.outcome.is_none()));
    story.tell(
        "she_says",
        json!({"reached": reached, "acknowledged": acknowledged, "disputed": disputed, "disputes_open": open}),
        "she says",
        format!("of {reached} payments {acknowledged} times \"I have it\", {disputed} times \"less\" ({open} open)"),
    );
}

/// A part of a whole in hundredths, to one decimal.
pub(super) fn percent(part: Amount, whole: Amount) -> Decimal {
    let whole = whole.0.decimal();
    if whole.is_zero() { Decimal::ZERO } else { (part.0.decimal() * Decimal::ONE_HUNDRED / whole).round_dp(1) }
}
