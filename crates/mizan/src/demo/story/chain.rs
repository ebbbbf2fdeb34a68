//! From hand to hand: what everyone between a maker and whoever uses her basket has of the last price.

use mizan_ledger::id::CooperativeId;
use mizan_ledger::report::amount::Amount;
use mizan_ledger::report::provenance::CardFold;
use mizan_ledger::report::statement::Days;
use mizan_ledger::report::trace::Trace;
use mizan_ledger::report::trace::chain::{Assessed, Hand};
use mizan_ledger::report::trace::sale::SaleTrace;
use mizan_ledger::view::find::{Found, Thing, find_made};
use serde_json::{Value, json};

use crate::demo::story::reading::Reading;
use crate::demo::story::trade::percent;
use crate::demo::story::{Story, grouped};

/// Tells of the longest chain that is known to its end, and of all of them together.
pub(super) fn chain(story: &mut Story, reading: &Reading<'_>, cooperative: CooperativeId) -> Option<()> {
    let own = reading.library.book.cooperatives.get(&cooperative)?;
    let mut sold_on: Vec<_> = own.sales.iter().filter(|(_, sale)| !sale.hops.is_empty()).collect();
    sold_on.sort_unstable_by_key(|(_, sale)| sale.position);
    let mut followed: Vec<(SaleTrace, Assessed)> = Vec::new();
    for (sale, _) in sold_on {
        let found = Found { cooperative, thing: Thing::Sale(*sale) };
        let Ok(Trace::Sale(trace)) = reading.library.trace(found) else { continue };
        // Where something was given back, the last price is not that of what is left.
        let whole = trace.paid.gross_credited.is_zero();
        let to_the_end =
            whole && trace.chain.as_ref().is_some_and(|chain| chain.hops.last().is_some_and(|hop| hop.buyer.is_none()));
        let known = trace.chain.as_ref().and_then(|chain| chain.assessed.clone());
        followed.extend(known.filter(|_| to_the_end).map(|known| (trace, known)));
    }
    let sum = |part: fn(&Assessed) -> Amount| Amount::sum(own.currency, followed.iter().map(|(_, known)| part(known)));
    let (paid, makers, between) = (sum(|one| one.price), sum(|one| one.makers), sum(|one| one.intermediation));
    let (trace, known) = followed.last()?;
    let hands: Vec<String> = known.hands.iter().map(|hand| format!("{} {}", name(hand), hand.part)).collect();
    story.tell(
        "hands",
        json!({"sale": trace.reference, "makers": known.makers, "hands": known.hands, "price": known.price,
            "intermediation": known.intermediation, "percent": known.percent}),
        "hands",
        format!(
            "{}: makers {} → {} = {} from whoever uses it; {} % between the makers and them",
            trace.reference,
            known.makers,
            hands.join(" → "),
            grouped(known.price),
            known.percent
        ),
    );
    story.tell(
        "chains",
        json!({"sales": followed.len(), "price": paid, "makers": makers, "intermediation": between,
            "percent": percent(between, paid)}),
        "all chains",
        format!(
            "{} sales followed to the last hand: of {} the makers have {}, {} % is between",
            followed.len(),
            grouped(paid),
            grouped(makers),
            percent(between, paid)
        ),
    );
    Some(())
}

/// Whose a part is: a slice by its step, a hand by its name.
fn name(hand: &Hand) -> String {
    let name = hand.step.or(hand.name).map(|name| name.to_string());
    name.map_or_else(String::new, |name| name.trim_start_matches("demo-").to_owned())
}

/// Tells what the card of a product says.
pub(super) fn card(story: &mut Story, reading: &Reading<'_>, product: &str) -> Option<()> {
    let book = &reading.library.book;
    let made = find_made(book, product).ok()?;
    let card = reading.library.fold(CardFold::new(book, made, Days::default())?, Days::default()).made(book);
    let page = serde_json::to_value(card.page(|_| None)).ok()?;
    let named = card.makers.values().filter(|shown| **shown).count();
    let rows = |title: &str| {
        let tables = page["tables"].as_array()?;
        tables.iter().find(|table| table["title"] == title)?["rows"].as_array().cloned()
    };
    let checked = rows("conditions_checked")?;
    let met = checked.iter().filter(|row| row["state"] == "met").count();
    let price = rows("where_the_price_went")?;
    let of_makers = price.iter().find(|row| row["to"] == "the_makers").map(|row| row["percent_of_price"].clone());
    let position = card.position?;
    let place = card.place.as_ref().map(ToString::to_string).unwrap_or_default();
    let percent = of_makers.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned();
    story.tell(
        "card",
        json!({"product": product, "place": place, "makers": card.makers.len(), "named": named,
            "sales": card.sold.len(), "conditions": checked.len(), "met": met, "makers_percent": of_makers,
            "position": position, "as_of": card.as_of}),
        "card",
        format!(
            "{product} from {place}: {} makers, {named} of them by name; {met} of {} conditions met; makers {percent} \
             % of its price over {} sales; reckoned at record {position}",
            card.makers.len(),
            checked.len(),
            card.sold.len(),
        ),
    );
    Some(())
}
