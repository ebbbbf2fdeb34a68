//! `mizan payout show`: where each payment of a payout stands, what failed and why, and what to do next.

use std::collections::BTreeMap;

use clap::Args;
use mizan_format::text_payout::Shown;
use mizan_ledger::book::state::Cooperative;
use mizan_ledger::book::state::payout::{Item, ItemState, Payout};
use mizan_ledger::event::Source;
use mizan_ledger::id::{MemberId, PayoutId};
use mizan_ledger::report::trace::{Trace, trace};

use crate::cli::language::LanguageArg;
use crate::cli::payout::said::{DayArg, Meant, PayoutArg, meant};
use crate::cli::place::{kept_of, open_to_read};
use crate::cli::terminal::Terminal;
use crate::cli::{Finding, Outcome};
use crate::service::lookup::{fetch, look_for};
use crate::service::reader::At;

/// In which later payout what failed or came back is paid again: her share of the same sales stands in it.
fn paid_again(own: &Cooperative, payout: &Payout) -> BTreeMap<MemberId, PayoutId> {
    let back = |item: &&Item| matches!(item.state, ItemState::Failed | ItemState::Returned);
    let mut again = BTreeMap::new();
    for (id, later) in own.payouts.iter().filter(|(_, other)| other.seed > payout.seed) {
        for (member, item) in &later.items {
            let before = payout.items.get(member).filter(back);
            let same = |source: &Source| item.sources.iter().any(|later| later.sale == source.sale);
            if item.state != ItemState::Cancelled && before.is_some_and(|before| before.sources.iter().any(same)) {
                again.insert(*member, id);
            }
        }
    }
    again
}

/// Show where each payment of a payout stands, what failed and why, and what to do next
///
/// `list` is the SHA-256 of what was scheduled: who approves it names it.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  mizan payout show network.mizan march --lang ar")]
pub(super) struct Show {
    #[command(flatten)]
    payout: PayoutArg,
    #[command(flatten)]
    day: DayArg,
    #[command(flatten)]
    language: LanguageArg,
}

impl Show {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let language = self.language.language()?;
        let (place, name) = self.payout.both()?;
        let log = open_to_read(&place).await?;
        let bar = terminal.progress(Some(log.head().await?), "records");
        let kept = kept_of(&place);
        let known = look_for(&log, &kept, At::End, &name, |position| bar.set_position(position)).await?;
        bar.finish_and_clear();
        let Meant { cooperative, own, id, payout } = meant(&known.book, &name)?;
        let found = known.index.find_trace(&format!("{cooperative}/payout/{id}"));
        let found = found.map_err(|error| Finding(error.to_string()))?;
        let records = fetch(log.as_ref(), &known.index.positions(found)).await?;
        let traced = trace(&known.book, found, &records, None).map_err(|error| Finding(error.to_string()))?;
        let why = match traced {
            Trace::Payout(traced) => {
                let slices = traced.slices.into_iter();
                slices.filter_map(|slice| Some((slice.member, slice.why?.to_string()))).collect()
            }
            Trace::Sale(_) => BTreeMap::new(),
        };
        let again = paid_again(own, &payout);
        let shown = Shown { id, payout: &payout, today: self.day.day(), why, again };
        if terminal.wants_json() {
            terminal.say_json(&shown.json())?;
        } else {
            terminal.say(shown.text(language).trim_end())?;
        }
        Ok(Outcome::Fine)
    }
}
