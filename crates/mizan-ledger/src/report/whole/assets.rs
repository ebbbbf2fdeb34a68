//! Equipment that serves for years: what it cost, what a grant paid of it, what it is worth, and whether it is used.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::account::Account;
use crate::balances::Balances;
use crate::book::Book;
use crate::event::Event;
use crate::event::grant::{AssetCommissioned, AssetUse, AssetUseReported};
use crate::id::{AssetId, CooperativeId};
use crate::money::Currency;
use crate::posting::{Posting, postings};
use crate::record::Record;
use crate::report::amount::Amount;
use crate::report::counted::{Counts, Fold};
use crate::report::note::Note;
use crate::report::page::Page;
use crate::report::query::{Query, Reckon};
use crate::report::table::{Cell, Head, Table};
use crate::report::term::Term;

/// Every asset.
pub(crate) const ASSETS: Query =
    Query::report("assets", Term::Assets, Term::Amount, Note::Assets, |_| Box::new(Assets::new(false)));

/// SDG 9: equipment that grants paid for, and how much of it is in use.
pub(crate) const IN_USE: Query =
    Query::indicator("sdg9.equipment-in-use", Term::EquipmentInUse, Term::AssetsCounted, Note::EquipmentInUse, |_| {
        Box::new(Assets::new(true))
    });

struct Assets {
    only_counts: bool,
    cooperatives: BTreeMap<CooperativeId, OfOne>,
    scratch: Vec<Posting>,
}

#[derive(Default)]
struct OfOne {
    assets: BTreeMap<AssetId, Asset>,
    balances: Balances,
}

/// One asset, and the last that was said of its use.
struct Asset {
    commissioned: AssetCommissioned,
    on: Date,
    reported: Option<(Date, AssetUseReported)>,
}

impl Assets {
    fn new(only_counts: bool) -> Assets {
        Assets { only_counts, cooperatives: BTreeMap::new(), scratch: Vec::new() }
    }
}

impl Fold for Assets {
    fn take(&mut self, counts: Counts, record: &Record) {
        let Some(scope) = record.envelope.scope.filter(|_| counts.at_the_end()) else { return };
        self.scratch.clear();
        postings(&record.event, &mut self.scratch);
        let of_assets = |posting: &&Posting| matches!(posting.account, Account::Equipment(_));
        for posting in self.scratch.iter().filter(of_assets) {
            self.cooperatives.entry(scope).or_default().balances.add(posting);
        }
        let on = record.envelope.occurred_on;
        if let Event::AssetCommissioned(e) = &record.event {
            let own = self.cooperatives.entry(scope).or_default();
            own.assets.insert(e.asset, Asset { commissioned: e.clone(), on, reported: None });
        } else if let Event::AssetUseReported(e) = &record.event {
            let own = self.cooperatives.get_mut(&scope);
            let asset = own.and_then(|own| own.assets.get_mut(&e.asset));
            // A report of an earlier day does not take the place of a later one.
            let later = asset.filter(|asset| asset.reported.as_ref().is_none_or(|(known, _)| *known <= on));
            later.into_iter().for_each(|asset| asset.reported = Some((on, e.clone())));
        }
    }
}

impl Reckon for Assets {
    fn write(self: Box<Self>, book: &Book, _: Option<Date>, page: &mut Page) {
        if self.only_counts {
            page.table(in_use(&self.cooperatives));
            return;
        }
        for (id, own) in &self.cooperatives {
            let Some(currency) = book.cooperatives.get(id).map(|own| own.currency) else { continue };
            page.table(own.table(currency).of(id));
        }
    }
}

impl OfOne {
    fn table(&self, currency: Currency) -> Table {
        let heads: [Head; 11] = [
            Term::Asset.into(),
            Term::Title.into(),
            Term::On.into(),
            Term::Cost.in_currency(currency),
            Term::FromGrants.in_currency(currency),
            Term::Grant.into(),
            Term::WorthNow.in_currency(currency),
            Term::Use.into(),
            Term::Since.into(),
            Term::HoursUsed.into(),
            Term::HowManyMembers.into(),
        ];
        let mut table = Table::new(Term::Assets, heads);
        for (id, asset) in &self.assets {
            let e = &asset.commissioned;
            let reported = asset.reported.as_ref();
            let said = reported.map(|(_, report)| report);
            table.row([
                Cell::text(id),
                Cell::text(&e.name),
                asset.on.into(),
                Amount(e.cost).into(),
                e.grant.map(|part| Amount(part.amount)).into(),
                e.grant.map(|part| Cell::text(part.grant)).into(),
                Amount(self.balances.of(Account::Equipment(*id), currency)).into(),
                said.map(|report| Cell::Term(used(report.found))).into(),
                reported.map(|(on, _)| *on).into(),
                said.and_then(|report| report.hours).map(|hours| Cell::Number(hours.decimal())).into(),
                said.and_then(|report| report.members).map(|members| Cell::Count(members.into())).into(),
            ]);
        }
        table
    }
}

/// How many assets were found in which use, those a grant paid for apart.
fn in_use(cooperatives: &BTreeMap<CooperativeId, OfOne>) -> Table {
    let mut table = Table::new(Term::EquipmentInUse, [Term::Use, Term::PaidByGrants, Term::PaidByThemselves]);
    let count = |by_grant: bool, found: Option<AssetUse>| {
        let assets = cooperatives.values().flat_map(|own| own.assets.values());
        let those = assets.filter(|asset| {
            let last = asset.reported.as_ref().map(|(_, report)| report.found);
            asset.commissioned.grant.is_some() == by_grant && last == found
        });
        Cell::Count(those.count() as u64)
    };
    for found in [AssetUse::InUse, AssetUse::Idle, AssetUse::BrokenDown] {
        table.row([used(found).into(), count(true, Some(found)), count(false, Some(found))]);
    }
    table.row([Term::NotSaid.into(), count(true, None), count(false, None)]);
    table
}

fn used(found: AssetUse) -> Term {
    match found {
        AssetUse::InUse => Term::InUse,
        AssetUse::Idle => Term::Idle,
        AssetUse::BrokenDown => Term::BrokenDown,
    }
}
