//! `mizan card`: what is known of a product or a piece, for whoever holds it in her hand.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use clap::Args;
use mizan_ledger::event::Kind;
use mizan_ledger::event::person::Subject;
use mizan_ledger::id::MemberId;
use mizan_ledger::record::Record;
use mizan_ledger::report::counted::{Counts, Fold};
use mizan_ledger::report::provenance::CardFold;
use mizan_ledger::view::find::find_made;
use mizan_proof::disclosure::Disclosure;
use mizan_store::log::EventLog;
use mizan_verify::openings::openings;

use crate::cli::page::{ShownArgs, WhenArgs};
use crate::cli::place::{book_and, kept_of, open_to_read};
use crate::cli::terminal::Terminal;
use crate::cli::vault::VaultArgs;
use crate::cli::{Finding, Outcome};
use crate::service::lookup::{fold_report, lookup};
use crate::service::reader::Until;
use crate::service::snapshot::{Kept, fold};
use crate::service::vault::Vault;

/// Show where something was made, by whom, what was checked, and where its price went
///
/// The reference is a product or a piece; where several cooperatives have one of that name, the cooperative is written
/// before it, demo-palm/palm-basket-large. The card counts the sales of it and of nothing else, up to the position or day
/// it names. Makers stand under pseudonyms. The ledger has no names: --from-vault takes them out
/// of the vault, or --openings out of the answers of `mizan record`, and a name is shown if it opens what was sealed of her and she has consented to `show-name`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mizan card network.mizan rug-0142
  mizan card network.mizan demo-palm/palm-basket-large --lang fr
  mizan card network.mizan rug-0142 --openings answers.ndjson --json")]
pub(super) struct Card {
    /// The book: a file NAME.mizan, or postgres://USER@HOST/DATABASE#NAME; without it, the one named by MIZAN_BOOK.
    #[arg(value_name = "BOOK")]
    first: Option<String>,
    /// The product or piece.
    #[arg(value_name = "REF")]
    second: Option<String>,
    /// Answers of `mizan record`, whose disclosures open what was sealed.
    #[arg(long, value_name = "FILE")]
    openings: Option<PathBuf>,
    /// Take what opens it out of the vault.
    #[arg(long, conflicts_with = "openings")]
    from_vault: bool,
    #[command(flatten)]
    vault: VaultArgs,
    #[command(flatten)]
    when: WhenArgs,
    #[command(flatten)]
    shown: ShownArgs,
}

impl Card {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let (path, reference) = book_and(self.first, self.second)?;
        let reference = reference.context("no product or piece is named: give its identifier after the book")?;
        let disclosures = self.openings.as_deref().map(read_openings).transpose()?;
        let days = self.when.days()?;
        let (log, kept) = (open_to_read(&path).await?, kept_of(&path));
        let disclosures = match disclosures {
            None if self.from_vault => all_of(&log, &kept, self.vault.need(&path)?.as_ref()).await?,
            given => given.unwrap_or_default(),
        };
        let bar = terminal.progress(Some(log.head().await?), "records");
        let known = lookup(&log, &kept, self.when.at(), |position| bar.set_position(position)).await?;
        let found = find_made(&known.book, &reference).map_err(|error| Finding(error.to_string()))?;
        let card = CardFold::new(&known.book, found, days);
        let card = card.with_context(|| format!("`{reference}` is in no cooperative of this book"))?;
        let mut folded = WithSeals { card, sealed: BTreeMap::new() };
        fold_report(&log, self.when.at(), &known, days, &mut folded, |position| bar.set_position(position)).await?;
        bar.finish_and_clear();
        let WithSeals { card, sealed } = folded;
        let names = opened(&sealed, &disclosures, found.cooperative.as_str());
        let page = card.made(&known.book).page(|member| names.get(&member).cloned());
        self.shown.say(terminal, std::slice::from_ref(&page), &page)
    }
}

/// A card, and what was sealed of each member when she was admitted, or for its own sake.
struct WithSeals {
    card: CardFold,
    sealed: BTreeMap<String, Sealed>,
}

/// Whose a digest is, and since which record.
struct Sealed {
    cooperative: String,
    member: MemberId,
    position: u64,
}

impl Fold for WithSeals {
    fn take(&mut self, counts: Counts, record: &Record) {
        let names_her = matches!(record.event.kind(), Kind::MemberAdmitted | Kind::PersonalDataSealed);
        if let (true, Some(Subject::Member(member)), Some(scope)) =
            (names_her, record.event.sealed_of(), record.envelope.scope)
        {
            for digest in record.event.sealed().into_iter().flat_map(|digests| &digests.0) {
                let (cooperative, position) = (scope.to_string(), record.envelope.position);
                self.sealed.insert(digest.to_string(), Sealed { cooperative, member, position });
            }
        }
        self.card.take(counts, record);
    }
}

/// The names that open what was sealed of the members of a cooperative; of several the last.
fn opened(
    sealed: &BTreeMap<String, Sealed>,
    disclosures: &[Disclosure],
    cooperative: &str,
) -> BTreeMap<MemberId, String> {
    let names = disclosures.iter().filter(|disclosure| disclosure.name() == "name");
    let hers = names.filter_map(|disclosure| Some((sealed.get(&disclosure.digest())?, disclosure.value())));
    let mut hers: Vec<_> = hers.filter(|(sealed, _)| sealed.cooperative == cooperative).collect();
    hers.sort_by_key(|(sealed, _)| sealed.position);
    hers.into_iter().map(|(sealed, name)| (sealed.member, name.to_owned())).collect()
}

/// What the vault keeps of everyone, once it has erased what the book says was erased, whatever day is asked for.
async fn all_of(log: &Arc<dyn EventLog>, kept: &Kept, vault: &Vault) -> anyhow::Result<Vec<Disclosure>> {
    let begun = fold(log, kept, None, Until::End).await?;
    vault.obey(&begun.folded.book).await?;
    let all = vault.opened(None).await?;
    vault.close().await;
    Ok(all.into_iter().map(|kept| kept.disclosure).collect())
}

fn read_openings(path: &Path) -> anyhow::Result<Vec<Disclosure>> {
    let text = fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    // What is wrong is said without what was written: it may name a person.
    let wrong = |line| format!("{}:{line}: this is no answer of `mizan record`", path.display());
    openings(&text).map(|(line, opening)| opening.ok().with_context(|| wrong(line))).collect()
}
