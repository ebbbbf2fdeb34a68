//! `mizan balances`: what every account holds or is owed.

use anyhow::bail;
use clap::Args;
use mizan_format::text_balances;
use mizan_ledger::id::{CooperativeId, MemberId};
use mizan_ledger::report::balances::{Wanted, balances};

use crate::cli::language::LanguageArg;
use crate::cli::place::{BookArg, kept_of, open_to_read};
use crate::cli::terminal::Terminal;
use crate::cli::{Finding, Outcome};
use crate::service::lookup::{self, lookup};
use crate::service::reader::At;

/// List the balances of all accounts.
///
/// Amounts stand on the side a reader expects: assets and expenses are debits less credits; liabilities, equity and
/// income are credits less debits. So what is held and what is owed are both above zero. Accounts that have come back to
/// zero are left out.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mizan balances network.mizan
  mizan balances network.mizan --member weaver-1 --at 2026-03-31 --json")]
pub(super) struct Balances {
    #[command(flatten)]
    book: BookArg,
    /// As it stood at a position (1042), or with all that had happened by the end of a day (2026-03-31).
    #[arg(long, value_name = "POSITION|DATE")]
    at: Option<At>,
    /// Only the accounts of this cooperative.
    #[arg(long, value_name = "ID")]
    cooperative: Option<CooperativeId>,
    /// Only the accounts of this member.
    #[arg(long, value_name = "ID")]
    member: Option<MemberId>,
    /// Also accounts that have come back to zero.
    #[arg(long)]
    zero: bool,
    #[command(flatten)]
    language: LanguageArg,
}

impl Balances {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let language = self.language.language()?;
        let place = self.book.place()?;
        let (log, kept) = (open_to_read(&place).await?, kept_of(&place));
        let at = self.at.unwrap_or(At::End);
        let bar = terminal.progress(Some(log.head().await?), "records");
        let summed = lookup::balances(&log, &kept, at, |position| bar.set_position(position)).await?;
        bar.finish_and_clear();
        let day = match at {
            At::Day(day) => Some(day),
            At::End | At::Position(_) => None,
        };
        let wanted = Wanted { cooperative: self.cooperative, member: self.member, zero: self.zero };
        let books = summed.books.iter().map(|(cooperative, sums)| (*cooperative, sums));
        let report = balances(books, wanted, summed.records.checked_sub(1), day);
        if report.accounts.is_empty() && (wanted.cooperative.is_some() || wanted.member.is_some()) {
            // Nothing can mean nobody: only the whole book can tell.
            let known = lookup(&log, &kept, at, |_| ()).await?;
            if let Some(cooperative) = wanted.cooperative.filter(|id| !known.book.cooperatives.contains_key(id)) {
                bail!(Finding(format!("`{cooperative}` is no cooperative of this book")));
            }
            let theirs =
                known.book.cooperatives.iter().filter(|(id, _)| wanted.cooperative.is_none_or(|own| own == **id));
            let mut members = theirs.flat_map(|(_, cooperative)| cooperative.members.keys());
            if let Some(member) = wanted.member.filter(|member| !members.any(|known| known == member)) {
                bail!(Finding(format!("`{member}` is no member of this book")));
            }
        }
        if terminal.wants_json() {
            terminal.say_json(&report)?;
        } else {
            terminal.say(text_balances::balances(&report, language).trim_end())?;
        }
        Ok(Outcome::Fine)
    }
}
