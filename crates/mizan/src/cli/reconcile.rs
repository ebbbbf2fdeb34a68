//! `mizan reconcile`: what a statement or remittance says, held against the book line by line; what is certain is booked, if asked.

mod expected;
mod record;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::Args;
use jiff::civil::Date;
use mizan_format::statement::lines::{Told, announced, hold_against, provider_payouts, told};
use mizan_format::statement::model::{Reading, Status};
use mizan_format::statement::{Asked, Form, MOST_BYTES, read};
use mizan_ledger::account::Till;
use mizan_ledger::book::Book;
use mizan_ledger::book::state::Cooperative;
use mizan_ledger::book::state::payout::ItemState;
use mizan_ledger::event::person::Whose;
use mizan_ledger::id::{ActorId, CooperativeId, PartyId};
use mizan_ledger::money::Currency;
use mizan_ledger::reconcile::booking::NotBooked;
use mizan_ledger::reconcile::of_book::{Subject, Who, items};
use mizan_ledger::reconcile::open::{Item, Party};
use mizan_ledger::reconcile::overlap::{Day, Recorded};
use mizan_ledger::reconcile::propose;
use mizan_ledger::reconcile::provided::Provided;
use mizan_ledger::reconcile::settings::Settings;
use mizan_ledger::record::Actor;
use mizan_ledger::reference::find_in;
use mizan_ledger::report::reconciliation::confirmation::confirmations;
use mizan_ledger::report::reconciliation::table::page;
use mizan_ledger::report::reconciliation::{Given, GivenState, Row, Verdict, leave_to_a_person, rows};
use mizan_ledger::report::term::Term;
use mizan_store::book::Place;
use mizan_store::log::EventLog;

use crate::cli::page::{self, ShownArgs};
use crate::cli::place::{book_and, kept_of, open_to_read};
use crate::cli::read::{bytes, forms, mapping_of};
use crate::cli::reconcile::expected::{add_documents, invoices_of, paid_unseen};
use crate::cli::reconcile::record::{Recording, record};
use crate::cli::terminal::{Terminal, complain};
use crate::cli::vault::VaultArgs;
use crate::cli::whose::{actor, cooperative};
use crate::cli::{Finding, Outcome};
use crate::service::beside::beside;
use crate::service::environment::today;
use crate::service::lookup::{Lookup, look_for, lookup};
use crate::service::reader::At;

/// So many amounts of a day that is missing are named.
const SHOWN: usize = 8;

/// Hold a statement or a remittance against the book, line by line.
///
/// A row for each line of the file, in its order: what it is taken for and by
/// which rule, or why a person must look, what may be meant and who looks into
/// it. What is explained and what is not add up to what the file says. Rules
/// take a line only where nothing else can be meant: by our own reference, by
/// a return of it, by a provider's id, by an invoice's number, or by amount,
/// day and party where both sides have no other. The rest is suggested.
///
/// For a cooperative's treasurer, --till names the account the file is of.
/// Nothing is recorded unless --book says so: then each line becomes a record,
/// once, whichever files it stands in; and what a rule has found is booked in
/// the same batch of records as its match. What a person decides is said with
/// `confirm_match` and taken back with `undo_match` (mizan record).
///
/// For a retailer, --buyer names whose invoices the file pays: one row for
/// each line, matched or not, and how that invoice stands in the book.
///
/// What another statement has recorded is known, under whatever name; a day
/// that it has recorded otherwise is quarantined, and the rest is not.
///
/// A statement that does not add up, or of another --account, is quarantined
/// and books nothing. Exit code 2 if something is left to a person, refused or
/// quarantined.
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_help = "\
Examples:
  mizan reconcile network.mizan march.xml --cooperative demo-weavers --till bank:main
  mizan reconcile network.mizan march.xml --cooperative demo-weavers --till bank:main --book --by treasurer-1:treasurer
  mizan reconcile network.mizan remittance.csv --mapping ours.json --buyer demo-gallery --as csv"
)]
pub(super) struct Reconcile {
    /// The book: a file NAME.mizan, or postgres://USER@HOST/DATABASE#NAME; without it, the one named by MIZAN_BOOK.
    #[arg(value_name = "BOOK")]
    first: Option<String>,
    /// The file.
    #[arg(value_name = "FILE")]
    second: Option<String>,
    /// Whose book; not needed where there is only one.
    #[arg(long, value_name = "ID")]
    cooperative: Option<CooperativeId>,
    /// The till the statement is of.
    #[arg(long, value_name = "TILL", required_unless_present = "buyer")]
    till: Option<Till>,
    /// Whose remittance it is.
    #[arg(long, value_name = "ID", conflicts_with_all = ["till", "book", "by"])]
    buyer: Option<PartyId>,
    /// A payout export of a provider, which says what its payouts are made of. May be given several times.
    #[arg(long, value_name = "FILE")]
    provider: Vec<PathBuf>,
    /// The format of the file, where it is not to be told by what stands in it.
    #[arg(long, value_name = "FORMAT", value_parser = forms())]
    format: Option<Form>,
    /// What the columns of a bank's own table are called.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// The account the statement must be of.
    #[arg(long, value_name = "NUMBER")]
    account: Option<String>,
    /// Record the lines, and book what a rule has found.
    #[arg(long, requires = "by")]
    book: bool,
    /// Who does: an id and an office, such as treasurer-1:treasurer.
    #[arg(long, value_name = "WHO:ROLE", value_parser = actor)]
    by: Option<Actor>,
    /// Who else has looked, for what is above the limit of one person.
    #[arg(long, value_name = "WHO")]
    approved_by: Option<ActorId>,
    #[command(flatten)]
    vault: VaultArgs,
    #[command(flatten)]
    shown: ShownArgs,
}

impl Reconcile {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let (path, file) = book_and(self.first.clone(), self.second.clone())?;
        let file = file.context("no file is named: give the statement after the book")?;
        // What nobody could be told is not recorded.
        self.shown.language.language()?;
        let on_day = today();
        let mapping = self.mapping.as_deref().map(mapping_of).transpose()?;
        let is_ours = |reference: &str| !find_in(reference).is_empty();
        let asked = Asked {
            form: self.format,
            mapping: mapping.as_ref(),
            account: self.account.as_deref(),
            today: on_day.tomorrow().ok(),
            is_ours: Some(&is_ours),
        };
        let reading = read(&bytes(Path::new(&file), MOST_BYTES)?, &asked);
        let mut providers = Vec::new();
        for provider in &self.provider {
            providers.push(read(
                &bytes(provider, MOST_BYTES)?,
                &Asked { form: None, mapping: None, account: None, ..asked },
            ));
        }
        let account = self.till.map_or_else(|| "remittance".to_owned(), |till| till.to_string());
        let mut told = told(&reading, &account);
        // Of a day without movements there is a statement all the same.
        if told.is_empty() && reading.statements.iter().all(|statement| statement.quarantined) {
            bail!(Finding(format!(
                "{file}: no line of an account's statement is understood in it; see `mizan read {file}`"
            )));
        }
        let accounts: BTreeSet<&str> =
            reading.statements.iter().filter_map(|statement| statement.account.as_deref()).collect();
        if accounts.len() > 1 && self.account.is_none() {
            let accounts: Vec<&str> = accounts.into_iter().collect();
            bail!(Finding(format!(
                "{file} has statements of several accounts: name one with --account: {}",
                accounts.join(", ")
            )));
        }
        // What is held against the book is recorded before another file is held against it.
        let _turn = if self.book { one_at_a_time(&path)? } else { None };
        let log: Arc<dyn EventLog> = open_to_read(&path).await?;
        let kept = kept_of(&path);
        let Lookup { book: known, index, .. } = match self.cooperative {
            // Anything of the cooperative that is named, of which no other is needed.
            Some(named) => look_for(&log, &kept, At::End, &format!("{named}/{named}"), |_| ()).await?,
            None => lookup(&log, &kept, At::End, |_| ()).await?,
        };
        let (id, own) = self.whose(&known)?;
        let missing = self.till.map(|till| hold_against(own, till, &reading, &mut told)).unwrap_or_default();
        let parties = self.parties(&path, id).await?;
        let mut items = self.items(own, &told, &reading, &providers, on_day, &parties);
        add_documents(log.as_ref(), own, &mut items).await?;
        let paid = paid_unseen(log.as_ref(), id, own, &index, &mut items).await?;
        let lines: Vec<_> = told
            .iter()
            .filter(|told| told.may_be_booked() && (self.buyer.is_some() || !is_known(own, told, self.till)))
            .flat_map(|told| told.lines.iter().cloned())
            .collect();
        let proposals = propose(&lines, &items, &Settings::default(), on_day);
        let given: Vec<Given> = told.iter().map(given).collect();
        let mut rows = rows(self.till.map(|till| (own, till)), &given, &proposals, on_day);
        let payouts = std::iter::once(&reading).chain(&providers).flat_map(announced).collect();
        let provided = Provided::new(payouts, &items);
        let found = self.till.map(|till| confirmations(own, till, &rows, &proposals, &paid, &provided));
        let mut confirmed = Vec::new();
        for (on, one) in found.unwrap_or_default() {
            match one {
                Ok(one) => confirmed.push((on, one)),
                Err((line, why)) => {
                    if matches!(why, NotBooked::Provider(_) | NotBooked::Rate) {
                        complain(format_args!("{line}: {why}"));
                    }
                    leave_to_a_person(&mut rows, line, on_day);
                }
            }
        }
        let mut left = None;
        let refused = match (self.book, self.till, self.by) {
            (true, Some(till), Some(by)) => {
                let what = Recording { cooperative: id, till, by, approved_by: self.approved_by, today: on_day };
                drop(log);
                let (refused, written) = record(&path, &self.vault, &what, &reading, &told, confirmed).await?;
                left = Some(written);
                for (line, why) in &refused.lines {
                    for row in rows.iter_mut().filter(|row| row.given.line == *line) {
                        row.verdict = Verdict::Refused(why.clone());
                    }
                }
                refused.others
            }
            (_, _, _) => 0,
        };
        for finding in reading.findings.iter().filter(|finding| finding.quarantines()) {
            complain(finding);
        }
        for day in &missing {
            complain(says_nothing_of(day));
        }
        let told = self.tell(terminal, own, &file, &rows, known.head.checked_sub(1), refused + missing.len());
        match left {
            Some(left) => left.close(terminal, told).await,
            None => told,
        }
    }

    fn tell(
        &self,
        terminal: &Terminal,
        own: &Cooperative,
        file: &str,
        rows: &[Row],
        position: Option<u64>,
        refused: usize,
    ) -> anyhow::Result<Outcome> {
        let stands = |item: &str| match item.parse::<Subject>() {
            Ok(Subject::Invoice(sale)) => {
                let disputed = own.disputed.contains_key(&sale);
                let sale = own.sales.get(&sale)?;
                Some(if disputed {
                    Term::IsDisputed
                } else if sale.due().is_positive() {
                    Term::IsOpen
                } else {
                    Term::IsPaid
                })
            }
            Ok(Subject::Payment(payout, member)) => {
                let payout = own.payouts.get(&payout)?;
                let item = payout.items.get(&member)?;
                Some(if item.state == ItemState::Settled { Term::IsPaid } else { Term::IsOpen })
            }
            Err(_) => None,
        };
        let page = page(rows, file.to_owned(), position, &stands);
        let left = rows.iter().filter(|row| !row.is_done()).count();
        let pages = [page];
        page::say(terminal, &pages, &pages[0], self.shown.form(terminal), self.shown.language.language()?)?;
        Ok(if left > 0 || refused > 0 { Outcome::Found } else { Outcome::Fine })
    }

    /// Whose book it is, in which the till is.
    fn whose<'b>(&self, book: &'b Book) -> anyhow::Result<(CooperativeId, &'b Cooperative)> {
        let (id, own) = cooperative(book, self.cooperative)?;
        if let Some(till) = self.till.filter(|till| !own.tills.contains_key(till)) {
            bail!(Finding(format!("`{till}` is no till of `{id}`: open it first")));
        }
        Ok((id, own))
    }

    /// Names and account numbers, as far as the vault opens them: they tell whose a payment is, and no report repeats them.
    async fn parties(&self, path: &Place, own: CooperativeId) -> anyhow::Result<BTreeMap<Who, Party>> {
        let mut parties: BTreeMap<Who, Party> = BTreeMap::new();
        let Some(vault) = self.vault.clone().of(path).filter(|vault| vault.is_there()) else { return Ok(parties) };
        for kept in vault.opened(None).await? {
            let who = match kept.whose {
                Whose::Member(cooperative, member) if cooperative == own => Who::Member(member),
                Whose::Party(party) => Who::Buyer(party),
                Whose::Member(..) | Whose::Cooperative(_) => continue,
            };
            let value = kept.disclosure.value().to_owned();
            match kept.disclosure.name() {
                "name" => parties.entry(who).or_default().names.push(value),
                "account_number" => parties.entry(who).or_default().accounts.push(value),
                _ => {}
            }
        }
        vault.close().await;
        Ok(parties)
    }

    /// What may be met: of a till, what is open and what was settled lately; of a buyer, its invoices as they were issued.
    fn items(
        &self,
        own: &Cooperative,
        told: &[Told<'_>],
        reading: &Reading,
        providers: &[Reading],
        on_day: Date,
        parties: &BTreeMap<Who, Party>,
    ) -> Vec<Item> {
        let days = told.iter().filter_map(|told| told.on);
        let mut currencies: Vec<Currency> = told.iter().map(|told| told.entry.currency).collect();
        currencies.sort_unstable();
        currencies.dedup();
        let (first, last) = (days.clone().min().unwrap_or(on_day), days.max().unwrap_or(on_day));
        let known = |who| parties.get(&who).cloned().unwrap_or_default();
        let mut all: Vec<Item> = Vec::new();
        for currency in currencies {
            match self.buyer {
                Some(buyer) => all.extend(invoices_of(own, buyer, currency, &known(Who::Buyer(buyer)), last)),
                None => all.extend(items(own, currency, first, &known)),
            }
        }
        if self.buyer.is_none() {
            all.extend(std::iter::once(reading).chain(providers).flat_map(provider_payouts));
        }
        all
    }
}

/// Waits until no other program on this machine reconciles a file with the book, and keeps them waiting. Of a book in a
/// database nobody waits: there one program reconciles.
fn one_at_a_time(place: &Place) -> anyhow::Result<Option<File>> {
    let Place::File(book) = place else { return Ok(None) };
    let name = beside(book, "reconcile-lock");
    let lock = File::options().create(true).truncate(false).write(true).open(&name);
    let lock = lock.and_then(|lock| lock.lock().map(|()| lock));
    Ok(Some(
        lock.with_context(|| format!("cannot hold {}, by which one file is reconciled after another", name.display()))?,
    ))
}

/// Whether a line is matched already, or recorded of another till.
fn is_known(own: &Cooperative, told: &Told<'_>, till: Option<Till>) -> bool {
    own.statement_lines.get(&told.line).is_some_and(|line| line.matched.is_some() || Some(line.till) != till)
}

/// That a statement ought to have a day, and does not.
fn says_nothing_of(day: &Day) -> String {
    let Day { till, on, recorded, .. } = day;
    let amounts: Vec<String> = recorded.iter().take(SHOWN).map(ToString::to_string).collect();
    let more = recorded.len().saturating_sub(SHOWN);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!(
        "{till}, {on}: {}{more} recorded of another statement, and nothing in this one, whose days these are: ask the bank which is right",
        amounts.join(" + ")
    )
}

fn given(told: &Told<'_>) -> Given {
    let state = match (&told.recorded, told.entry.status, told.may_be_booked() || told.is_empty()) {
        (Some(Recorded::Among(alike)), _, _) => GivenState::OneOf(*alike),
        (Some(Recorded::Perhaps(day)), _, _) => GivenState::Otherwise(Rc::clone(day)),
        (Some(Recorded::As(_)) | None, _, true) => GivenState::Booked,
        (Some(Recorded::As(_)) | None, Status::Pending | Status::Information, false) => GivenState::Pending,
        (Some(Recorded::As(_)) | None, Status::Booked, false) => GivenState::Quarantined,
    };
    Given {
        place: told.entry.place.line.to_string(),
        line: told.line,
        on: told.on,
        moved: told.entry.moved(),
        state,
        lines: told.lines.iter().map(|line| line.id.clone()).collect(),
    }
}
