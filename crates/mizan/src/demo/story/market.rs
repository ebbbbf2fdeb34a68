//! The market its makers own, and its cooperative that lost most of its members and found others.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};
use mizan_ledger::event::Event;
use mizan_ledger::event::trade::Receiver;
use mizan_ledger::id::{CooperativeId, SaleId};
use mizan_ledger::record::{Record, Role};
use mizan_ledger::report::amount::Amount;
use mizan_ledger::report::month::Month;
use rust_decimal::Decimal;
use serde_json::json;

use crate::demo::story::reading::Reading;
use crate::demo::story::tongue::{Census, Of, Prices};
use crate::demo::story::{Story, trade};

/// The days on which the members of the cooperative are counted: as it was founded, at its lowest, and at last.
const DAYS: [Date; 3] = [date(2024, 10, 31), date(2025, 6, 30), date(2026, 9, 30)];

/// A month in which more of a hundred sales come back is told apart.
const MANY: Decimal = Decimal::from_parts(15, 0, 0, false, 0);

pub(super) fn story(reading: &Reading<'_>) -> Option<Story> {
    let mut story = Story::new("market", reading, Of::Market);
    let (market, own) = reading.cooperative("demo-market")?;
    let (tilila, cooperative) = reading.cooperative("demo-tilila")?;
    let members = DAYS.map(|day| (cooperative.members_on(day).len(), day));
    let told = members.map(|(members, day)| json!({"on": day, "members": members}));
    story.tell("cooperative", json!(told), &reading.tongue.weavers(&members));
    let census = "census-2026".parse().ok()?;
    let taken = own.censuses.get(&census)?;
    let (published, corrected) = (taken.published(), taken.corrected());
    story.tell(
        "census",
        json!({"as_of": taken.as_of, "active": published.active, "members": published.members,
            "corrected_active": corrected.active, "corrected_members": corrected.members}),
        &reading.tongue.census(&Census {
            as_of: taken.as_of,
            active: published.active,
            members: published.members,
            corrected_active: corrected.active,
            corrected_members: corrected.members,
        }),
    );
    prices(&mut story, reading, market);
    trade::trade(&mut story, reading, &reading.statements(|id| id == market || id == tilila));
    came_back(&mut story, reading, market);
    leaders(&mut story, reading, market);
    Some(story)
}

/// Who set the prices of the makers, and who lowered any.
fn prices(story: &mut Story, reading: &Reading<'_>, market: CooperativeId) {
    let set = || {
        reading.library.counted(market).filter_map(|record| {
            let Event::PriceSet(e) = &record.event else { return None };
            Some((record, e))
        })
    };
    let by = |wanted: fn(&Record, bool) -> bool| set().filter(|(record, e)| wanted(record, e.member.is_some())).count();
    let herself = by(|record, hers| hers && record.envelope.actor.role == Role::Member);
    let leader = by(|record, hers| hers && record.envelope.actor.role == Role::Leader);
    let assembly = by(|_, hers| !hers);
    story.tell(
        "prices",
        json!({"by_herself": herself, "by_a_leader_for_her": leader, "by_the_assembly": assembly}),
        &reading.tongue.prices(&Prices { herself, by_a_leader: leader, by_the_assembly: assembly }),
    );
}

/// How many of a hundred sales of each month came back, and who bore what their makers had used.
fn came_back(story: &mut Story, reading: &Reading<'_>, market: CooperativeId) {
    let mut months: BTreeMap<Month, (i64, i64)> = BTreeMap::new();
    let mut sold_in: BTreeMap<SaleId, Month> = BTreeMap::new();
    let mut credited: BTreeSet<SaleId> = BTreeSet::new();
    let mut borne: Option<Amount> = None;
    for record in reading.library.counted(market) {
        if let Event::SaleRecorded(e) = &record.event {
            let month = Month::of(record.envelope.occurred_on);
            months.entry(month).or_default().0 += 1;
            sold_in.insert(e.sale, month);
        } else if let Event::CreditNoteIssued(e) = &record.event {
            for amount in e.makers.iter().filter_map(|part| part.borne).map(Amount) {
                borne = Some(borne.map_or(amount, |sum| sum.plus(amount)));
            }
            if let Some(month) = sold_in.get(&e.sale).filter(|_| credited.insert(e.sale)) {
                months.entry(*month).or_default().1 += 1;
            }
        }
    }
    let rate = |sold: i64, back: i64| {
        Decimal::from(back * 100).checked_div(Decimal::from(sold)).unwrap_or_default().round_dp(1)
    };
    let (many, few): (Vec<_>, Vec<_>) = months.iter().partition(|(_, (sold, back))| rate(*sold, *back) > MANY);
    let all = |months: &[(&Month, &(i64, i64))]| {
        rate(months.iter().map(|(_, (sold, _))| sold).sum(), months.iter().map(|(_, (_, back))| back).sum())
    };
    let named: Vec<Month> = many.iter().map(|(month, _)| **month).collect();
    let (usual, high) = (all(&few), all(&many));
    let figures = json!({"percent_usual": usual, "percent_high": high, "high_months": named, "borne_by_fund": borne});
    story.tell("came_back", figures, &reading.tongue.came_back(usual, high, &named, borne));
}

/// What members have for leading and checking.
fn leaders(story: &mut Story, reading: &Reading<'_>, market: CooperativeId) {
    let mut members = BTreeSet::new();
    let mut sum: Option<Amount> = None;
    for record in reading.library.counted(market) {
        if let Event::CommissionCharged(e) = &record.event
            && let Receiver::Member(member) = e.to
        {
            members.insert(member);
            let amount = Amount(e.amount);
            sum = Some(sum.map_or(amount, |sum| sum.plus(amount)));
        }
    }
    let Some(sum) = sum else { return };
    let figures = json!({"members": members.len(), "amount": sum});
    story.tell("leaders", figures, &reading.tongue.leaders(members.len(), sum));
}
