//! `mizan person erase`: first the record that it is erased, then the erasure; said again, it finishes what was begun.

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::Context;
use clap::Args;
use mizan_ledger::command::{Command, Sealed};
use mizan_ledger::event::person::{Ground, PersonalDataErased, Whose};
use mizan_ledger::text::Label;
use mizan_store::log::EventLog;
use serde_json::json;

use crate::cli::Outcome;
use crate::cli::person::show::{Known, fold_with};
use crate::cli::person::{SaidArgs, of_a_list, recorded, say, who};
use crate::cli::place::{book_and, fold_with_notary, open_to_write};
use crate::cli::terminal::Terminal;
use crate::cli::vault::VaultArgs;
use crate::service::reader::skim::Cooperatives;
use crate::service::snapshot::Begun;

/// The most digests an erasure names: a record has room for these. What it does not name is erased all the same.
const MOST_DIGESTS: usize = 1_200;

/// Erase what was sealed of a person, and record that it was
///
/// The record says who asked, on what ground, and never what it was; no balance, root or receipt changes. It is written
/// first: if the power fails between the two, any command that opens the vault finishes, and so does saying this again.
/// Copies of the vault that were made before still hold it until they are gone: destroy them within 30 days.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  mizan person erase network.mizan weaver-3 --ground person_asked --reference \"Letter 7\"")]
pub(super) struct Erase {
    /// The book: a file NAME.mizan, or postgres://USER@HOST/DATABASE#NAME; without it, the one named by MIZAN_BOOK.
    #[arg(value_name = "BOOK")]
    first: Option<String>,
    /// Of whom.
    #[arg(value_name = "WHO")]
    second: Option<String>,
    /// Why: person_asked, consent_withdrawn, no_longer_needed, kept_wrongly or law_demands.
    #[arg(long, value_parser = of_a_list::<Ground>)]
    ground: Ground,
    /// The letter, form or minutes that ask for it, in words that say nothing private.
    #[arg(long)]
    reference: Label,
    #[command(flatten)]
    said: SaidArgs,
    #[command(flatten)]
    vault: VaultArgs,
}

/// What is said where the vault did not do what is recorded.
fn not_erased(whose: Whose, position: u64) -> String {
    format!(
        "record {position} says that what was sealed of {whose} is erased, and it may still be in the vault: whatever opens \
         the vault next erases it first, and so does saying this again"
    )
}

impl Erase {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let Erase { first, second, ground, reference, said, vault } = self;
        let (place, who) = book_and(first, second)?;
        let who = who.context("nobody is named: give a member, a party or a cooperative after the book")?;
        let vault = vault.need(&place)?;
        let log = open_to_write(&place).await?;
        let shared = Arc::clone(&log) as Arc<dyn EventLog>;
        let there = vault.is_there();
        let (Begun { folded, .. }, notary) = fold_with_notary(&place, &shared, Cooperatives::AtOnce).await?;
        let Known { stand, finished, .. } =
            if there { fold_with(&shared, &vault, terminal).await? } else { Known::default() };
        let whose = who::find(&folded.book, &who)?;
        let turn = folded.book.erasures.get(&whose).copied().unwrap_or(0);
        let held = if there { vault.digests(Some(whose)).await? } else { BTreeSet::new() };
        if held.is_empty() && turn > 0 {
            vault.close().await;
            log.close().await?;
            let (status, words) = if finished.contains(&whose) {
                ("finished", "the erasure that was recorded is carried out now")
            } else {
                ("erased_already", "it was erased already, and nothing was sealed since")
            };
            if terminal.wants_json() {
                terminal.say_json(&json!({"who": whose.to_string(), "status": status}))?;
            } else {
                terminal.say(format_args!("{whose}: {words}"))?;
            }
            return Ok(Outcome::Fine);
        }
        let named = held.iter().filter(|digest| stand.contains_key(*digest)).take(MOST_DIGESTS);
        let digests = named.map(|digest| digest.as_str().into()).collect();
        let (_, subject) = whose.said();
        let command = Command::from(PersonalDataErased { subject, ground, reference, digests });
        let key = format!("erase:{turn}:{whose}").parse()?;
        let (answer, folded) =
            say(&log, (folded, notary), &vault, said, (whose, key, command, Sealed::default())).await?;
        let position = recorded(&answer)?;
        // The record is durable: from here on anybody who opens the vault would do the same.
        let folded = folded.context("the record is written, and the book cannot be read: say it again")?;
        let erased = vault.obey(&folded.book).await;
        vault.close().await;
        erased.with_context(|| not_erased(whose, position))?;
        log.close().await?;
        let openings = held.len();
        if terminal.wants_json() {
            let who = whose.to_string();
            terminal.say_json(&json!({"who": who, "status": "erased", "record": position, "openings": openings}))?;
        } else if there {
            terminal.say(format_args!(
                "erased {openings} sealed fields of {whose}, record {position}: destroy copies of the vault from before \
                 within 30 days"
            ))?;
        } else {
            terminal.say(format_args!(
                "record {position} says that what was sealed of {whose} is erased; there is no vault here to erase it from"
            ))?;
        }
        Ok(Outcome::Fine)
    }
}
