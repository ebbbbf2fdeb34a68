//! Which agreement divides a sale: the one in force on the day it names, the most particular if several are.

use jiff::civil::Date;

use crate::agreement::document::{Agreement, DatedBy};
use crate::book::state::membership::Version;
use crate::book::state::order::Order;
use crate::command::words::trade::RecordSale;
use crate::decide::Case;
use crate::decide::refusal::Refusal;
use crate::id::Code;

/// The one version in force that is for this sale; the most particular if several agreements are.
pub(super) fn terms<'a>(
    case: &Case<'a>,
    words: &RecordSale,
    order: Option<&Order>,
    delivered_on: Option<Date>,
) -> Result<&'a Version, Refusal> {
    let channel = words.channel.or(order.and_then(|order| order.channel));
    let class = words.product_class.or(order.and_then(|order| order.product_class));
    let mut found: Vec<&Version> = Vec::new();
    let mut undated: Option<(usize, Refusal)> = None;
    let particular =
        |terms: &Agreement| usize::from(terms.channel.is_some()) + usize::from(terms.product_class.is_some());
    for version in case.cooperative.agreements.values().flat_map(|versions| versions.values()) {
        let terms = &version.terms;
        if !terms.is_for(channel, class) || words.agreement.is_some_and(|named| named != terms.agreement) {
            continue;
        }
        let (date, which) = match terms.dated_by {
            DatedBy::Sale => (Some(case.day), "sale"),
            DatedBy::Order => (order.map(|order| order.placed_on), "order"),
            DatedBy::Contract => (words.contracted_on, "contract (`contracted_on`)"),
            DatedBy::Delivery => (words.delivered_on.or(delivered_on), "delivery (`delivered_on`)"),
        };
        match date {
            Some(date) if version.holds_on(date) => found.push(version),
            Some(_) => {}
            None if undated.as_ref().is_none_or(|(most, _)| *most < particular(terms)) => {
                let missing = Refusal::DateMissing { agreement: terms.agreement, which };
                undated = Some((particular(terms), missing));
            }
            None => {}
        }
    }
    let most = found.iter().map(|version| particular(&version.terms)).max();
    found.retain(|version| Some(particular(&version.terms)) == most);
    // Terms whose date was not given might be the ones: the caller says, nobody guesses.
    let undated = undated.filter(|(particular, _)| most.is_none_or(|most| most <= *particular));
    match (found.as_slice(), undated) {
        (_, Some((_, refusal))) => Err(refusal),
        ([one], None) => Ok(one),
        ([], None) => {
            let word = |what: &str, code: Option<Code>| code.map_or(format!("any {what}"), |c| format!("{what} `{c}`"));
            let named = words.agreement.map_or(String::new(), |named| format!(" under the name `{named}`"));
            let (channel, product_class) = (word("channel", channel), word("class of product", class));
            Err(Refusal::NoAgreementInForce { day: case.day, channel, product_class, agreement: named })
        }
        (several, None) => {
            let names: Vec<String> = several.iter().map(|version| format!("`{}`", version.terms.agreement)).collect();
            Err(Refusal::SeveralAgreements { day: case.day, agreements: names.join(", ") })
        }
    }
}
