//! From hand to hand: what everyone between a maker and whoever uses her basket has of the last price.

use mizan_ledger::id::{CooperativeId, PartyId};
use mizan_ledger::report::amount::Amount;
use mizan_ledger::report::page::Part;
use mizan_ledger::report::provenance::CardFold;
use mizan_ledger::report::statement::Days;
use mizan_ledger::report::table::Cell;
use mizan_ledger::report::term::Term;
use mizan_ledger::report::trace::Trace;
use mizan_ledger::report::trace::chain::{Assessed, Hand};
use mizan_ledger::report::trace::sale::SaleTrace;
use mizan_ledger::view::find::{Found, Thing, find_made};
use serde_json::json;

use crate::demo::story::Story;
use crate::demo::story::reading::Reading;
use crate::demo::story::tongue::{Card, Hands};
use crate::demo::story::trade::percent;

/// Tells of the longest chain that is known to its end, and of all of them together.
pub(super) fn chain(story: &mut Story, reading: &Reading<'_>, cooperative: CooperativeId) -> Option<()> {
    let own = reading.library.book.cooperatives.get(&cooperative)?;
    let mut sold_on: Vec<_> = own.sales.iter().filter(|(_, sale)| !sale.hops.is_empty()).collect();
    sold_on.sort_unstable_by_key(|(_, sale)| sale.position);
    let mut followed: Vec<(SaleTrace, Assessed)> = Vec::new();
    for (sale, _) in sold_on {
        let found = Found { cooperative, thing: Thing::Sale(sale) };
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
    let mut hands: Vec<&Hand> = known.hands.iter().collect();
    // The cooperative stands nearest to the makers, then come those who are not of its house.
    hands.sort_by_key(|hand| hand.name.is_some_and(|name| reading.library.book.parties.contains_key(&PartyId(name))));
    let hands = hands.into_iter().map(|hand| (name(hand), hand.part));
    story.tell(
        "hands",
        json!({"sale": trace.reference, "makers": known.makers, "hands": known.hands, "price": known.price,
            "intermediation": known.intermediation, "percent": known.percent}),
        &reading.tongue.hands(&Hands {
            sale: trace.reference.to_string(),
            makers: known.makers,
            hands: hands.collect(),
            price: known.price,
            percent: known.percent,
        }),
    );
    let share = percent(between, paid);
    story.tell(
        "chains",
        json!({"sales": followed.len(), "price": paid, "makers": makers, "intermediation": between,
            "percent": share}),
        &reading.tongue.chains(followed.len(), paid, makers, share),
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
    let page = card.page(|_| None);
    let table = |title: Term| {
        let mut parts = page.parts.iter();
        parts.find_map(|part| {
            if let Part::Table(table) = part { Some(table) } else { None }.filter(|table| table.title == title)
        })
    };
    let checked = table(Term::ConditionsChecked)?;
    let met = checked.rows.iter().filter(|row| row.contains(&Cell::Term(Term::Met))).count();
    let price = table(Term::WhereThePriceWent)?;
    let of_makers = price.rows.iter().find(|row| row.first() == Some(&Cell::Term(Term::TheMakers)))?;
    let percent =
        of_makers.iter().find_map(|cell| if let Cell::Percent(percent) = cell { Some(*percent) } else { None })?;
    let (makers, named) = (card.makers.len(), card.makers.values().filter(|shown| **shown).count());
    let (place, position) = (card.place.as_ref()?.to_string(), card.position?);
    story.tell(
        "card",
        json!({"product": product, "place": place, "makers": makers, "named": named, "sales": card.sold.len(),
            "conditions": checked.rows.len(), "met": met, "makers_percent": percent, "position": position,
            "as_of": card.as_of}),
        &reading.tongue.card(&Card {
            product: product.to_owned(),
            place,
            makers,
            named,
            met,
            conditions: checked.rows.len(),
            percent,
            sales: card.sold.len(),
            position,
        }),
    );
    Some(())
}
