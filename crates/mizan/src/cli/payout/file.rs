//! `mizan payout file`: the file a bank or a provider of wallets is sent, written down before it is there.
//!
//! Its bytes are made and laid on the disk without a name; then what they are known by is recorded; then the file gets its
//! name. Whatever is interrupted, a file that anybody can send is in the book, and said again the same bytes are written.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use jiff::Timestamp;
use jiff::civil::Date;
use mizan_format::payment::batch::{Account, Batch};
use mizan_format::payment::check::Instruction;
use mizan_format::payment::of_payout::{Head, batch, filed, to_be_filed};
use mizan_format::payment::pain001;
use mizan_format::payment::problem::Changed;
use mizan_format::payment::profile::Profile;
use mizan_format::payment::wallet::{WalletBatch, WalletProfile};
use mizan_ledger::account::{Till, TillKind};
use mizan_ledger::book::state::Cooperative;
use mizan_ledger::book::state::payout::{ItemState, Payout, PayoutFile};
use mizan_ledger::command::Sealed;
use mizan_ledger::command::words::payout::FilePayout;
use mizan_ledger::event::payout::Method;
use mizan_ledger::id::{Code, CooperativeId, MemberId, PayoutId};
use mizan_ledger::money::Money;
use mizan_ledger::payee::Scheme;
use serde_json::json;
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use crate::cli::output::{folder_of, spare_what_is_a_books};
use crate::cli::payout::said::{ByArgs, Desk, Meant, PayoutArg, in_words, meant, saying, worded};
use crate::cli::payout::sealed::{Opened, open};
use crate::cli::terminal::Terminal;
use crate::cli::vault::VaultArgs;
use crate::cli::{Finding, Outcome};
use crate::service::leftovers;
use crate::service::vault::Vault;
use crate::service::writer::Answer;

/// What the bytes of a file are known by, in the record of it.
const DIGEST: &str = "sha256:";

/// Write the file for the bank (pain.001) or the provider of wallets, and record it first
///
/// What can be paid today of an approved payout goes into its next file. Said again before the file is sent, or with --file,
/// the same bytes are written once more; if they would be others, because the profile or an account is another, nothing is
/// written. The file holds names and account numbers: it is readable by you alone.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mizan payout file network.mizan march --profile bank.json --pay-on 2026-03-27 -o march.xml --by ana:treasurer
  mizan payout file network.mizan march --method wallet --profile wallet.json --pay-on 2026-03-27 -o march.json \\
    --by ana:treasurer")]
pub(super) struct File {
    #[command(flatten)]
    payout: PayoutArg,
    /// By which method: bank or wallet.
    #[arg(long, value_name = "METHOD", default_value = "bank", value_parser = worded::<Method>)]
    method: Method,
    /// The profile of the bank or the provider, a JSON document; `unproven` is the one built in for banks.
    #[arg(long, value_name = "FILE")]
    profile: String,
    /// Out of which till; the only one of its kind, if it is not said. Its number is the one sealed when it was opened.
    #[arg(long, value_name = "TILL")]
    till: Option<Till>,
    /// The number of our own account, where none was sealed: a RIB or an IBAN.
    #[arg(long, value_name = "NUMBER")]
    from: Option<String>,
    /// On which day the bank is to pay; needed for a new file.
    #[arg(long, value_name = "DATE")]
    pay_on: Option<Date>,
    /// When the bytes say that they were made; now, if it is not said.
    #[arg(long, value_name = "TIME")]
    created_at: Option<Timestamp>,
    /// Write this file of the payout once more.
    #[arg(long, value_name = "NUMBER")]
    file: Option<u32>,
    /// Make another file, though one that was not sent is there.
    #[arg(long, conflicts_with = "file")]
    next: bool,
    /// Where the file goes.
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
    #[command(flatten)]
    by: ByArgs,
    #[command(flatten)]
    vault: VaultArgs,
}

/// What a file is to be.
struct Plan {
    file: u32,
    /// Where it was recorded, if it was.
    known: Option<PayoutFile>,
    members: Vec<MemberId>,
    created_at: Timestamp,
    pay_on: Date,
}

/// The bytes of a file, and what to tell of them.
struct Made {
    bytes: Vec<u8>,
    profile: Code,
    total: Money,
    told: Vec<String>,
}

/// A file that is on the disk without its name.
struct Ready {
    cooperative: CooperativeId,
    id: PayoutId,
    payout: Payout,
    plan: Plan,
    made: Made,
    digest: String,
    unnamed: NamedTempFile,
}

impl File {
    pub(super) async fn run(self, terminal: &Terminal) -> anyhow::Result<Outcome> {
        let (place, name) = self.payout.clone().both()?;
        let vault = self.vault.clone().need(&place)?;
        let desk = Desk::for_payout(place, &name).await?;
        let ready = match self.ready(&desk, &vault, &name).await {
            Ok(ready) => ready,
            Err(error) => {
                desk.close().await?;
                return Err(error);
            }
        };
        let Ready { cooperative, id, plan, made, digest, .. } = &ready;
        if plan.known.is_some() {
            desk.close().await?;
            vault.close().await;
            return self.hand_out(terminal, ready, "written_again");
        }
        let words = FilePayout {
            payout: *id,
            file: plan.file,
            method: self.method,
            profile: made.profile,
            created_at: plan.created_at,
            pay_on: plan.pay_on,
            total: made.total,
        };
        let key = format!("payout:{cooperative}:{id}:file:{}", plan.file);
        let ByArgs { by, day } = &self.by;
        let mut submission = saying(&key, *by, day.day(), *cooperative, words)?;
        submission.sealed = Sealed { note: Some(format!("{DIGEST}{digest}")), ..Sealed::default() };
        let (answers, left) = desk.say([submission], Some(vault.clone())).await?;
        vault.close().await;
        let told = match answers.first() {
            Some(Answer::Recorded { .. }) => self.hand_out(terminal, ready, "recorded"),
            // The words are the same and the bytes may not be.
            Some(Answer::AlreadyRecorded { .. }) | None => {
                let again = format!("file {} of `{id}` was recorded meanwhile: say it again", plan.file);
                Err(Finding(again).into())
            }
            Some(refused @ Answer::Refused(_)) => Err(Finding(in_words("file_payout", refused)).into()),
        };
        left.close(terminal, told).await
    }

    /// Gives the file its name, and tells of it.
    fn hand_out(&self, terminal: &Terminal, ready: Ready, status: &str) -> anyhow::Result<Outcome> {
        let Ready { id, payout, plan, made, digest, unnamed, .. } = ready;
        name_it(unnamed, &self.output)?;
        let (message, payments, file) = (payout.message(plan.file), plan.members.len(), plan.file);
        let path = self.output.display();
        if terminal.wants_json() {
            terminal.say_json(&json!({
                "payout": id, "file": file, "status": status, "message": message, "payments": payments,
                "total": made.total, "sha256": digest, "output": path.to_string(), "told": made.told,
            }))?;
        } else {
            let how = if plan.known.is_none() { "recorded and written" } else { "the same bytes again" };
            terminal.say(format_args!("{path}: file {file} of {id}, {payments} payments, {}: {how}", made.total))?;
            terminal.say(format_args!("  MsgId {message}"))?;
            terminal.say(format_args!("  sha256 {digest}"))?;
            made.told.iter().try_for_each(|told| terminal.say(format_args!("  {told}")))?;
        }
        Ok(Outcome::Fine)
    }

    /// Makes the bytes, holds them against what was recorded of them, and lays them on the disk.
    async fn ready(&self, desk: &Desk, vault: &Vault, name: &str) -> anyhow::Result<Ready> {
        let Meant { cooperative, own, id, payout } = meant(desk.book(), name)?;
        let plan = self.plan(own, id, &payout)?;
        let opened = open(&desk.log(), vault, desk.book(), cooperative).await?;
        let made = self.make(own, id, &payout, &plan, &opened)?;
        let digest = hex(&Sha256::digest(&made.bytes));
        if let Some(known) = &plan.known {
            let recorded = opened.bytes_at(known.position).and_then(|note| note.strip_prefix(DIGEST));
            match recorded {
                Some(recorded) if recorded == digest => {}
                Some(recorded) => bail!(Finding(format!(
                    "file {} of `{id}` was recorded as {recorded}, and would now be {digest}: the profile or our account is \
                     another than then; nothing is written",
                    plan.file
                ))),
                None => bail!(Finding(format!(
                    "the vault does not know any more what file {} of `{id}` was: ask the bank before anything is sent",
                    plan.file
                ))),
            }
        }
        let unnamed = lay(&self.output, &made.bytes)?;
        Ok(Ready { cooperative, id, payout, plan, made, digest, unnamed })
    }

    /// Which file it is: one that was recorded and not sent, the one that is named, or the next.
    fn plan(&self, own: &Cooperative, id: PayoutId, payout: &Payout) -> anyhow::Result<Plan> {
        let waits = |(number, file): &(u32, &PayoutFile)| {
            let mut inside = payout.items.values().filter(|item| item.file == Some(*number));
            file.method == self.method && inside.any(|item| item.state == ItemState::Filed)
        };
        let known = match self.file {
            Some(number) => (1..).zip(&payout.files).find(|(known, _)| *known == number),
            None if self.next => None,
            None => (1..).zip(&payout.files).filter(waits).last(),
        };
        if let (Some(number), None) = (self.file, known) {
            bail!(Finding(format!("payout `{id}` has {} files, and no file {number}", payout.files.len())));
        }
        if let Some((file, known)) = known {
            if known.method != self.method || self.pay_on.is_some_and(|day| day != known.pay_on) {
                bail!(Finding(format!(
                    "file {file} of `{id}` was recorded to be paid by {} on {}: it is written as it was recorded",
                    worded_back(known.method),
                    known.pay_on
                )));
            }
            let members = filed(payout, file);
            if members.is_empty() {
                bail!(Finding(format!("file {file} of `{id}` was thrown away: make another")));
            }
            let (created_at, pay_on) = (known.created_at, known.pay_on);
            return Ok(Plan { file, known: Some(known.clone()), members, created_at, pay_on });
        }
        let Some(pay_on) = self.pay_on else { bail!("a new file needs the day it is to be paid on: --pay-on DATE") };
        let members = to_be_filed(own, payout, self.method, self.by.day.day());
        if members.is_empty() {
            bail!(Finding(format!(
                "nothing of `{id}` can be paid by {} today: name another with --method, or see `mizan payout show {id}`",
                worded_back(self.method)
            )));
        }
        let now = self.created_at.unwrap_or_else(Timestamp::now);
        let created_at = Timestamp::from_second(now.as_second())?;
        let file = u32::try_from(payout.files.len())?.saturating_add(1);
        Ok(Plan { file, known: None, members, created_at, pay_on })
    }

    /// Makes the bytes.
    fn make(
        &self,
        own: &Cooperative,
        id: PayoutId,
        payout: &Payout,
        plan: &Plan,
        opened: &Opened,
    ) -> anyhow::Result<Made> {
        let before = plan.known.as_ref().map_or(u64::MAX, |known| known.position);
        let payees = opened.payees(&plan.members, self.method, before);
        let head = Head {
            id,
            file: plan.file,
            created_at: plan.created_at,
            pay_on: plan.pay_on,
            debtor_name: opened.name.clone(),
            debtor_account: self.our_account(own, opened)?,
        };
        let batch = batch(head, payout, &plan.members, &payees).map_err(|unknown| {
            let unknown: Vec<&str> = unknown.iter().map(MemberId::as_str).collect();
            Finding(format!(
                "the vault has no name or no number of {}: seal them (`mizan person add`, `set_payee_details`)",
                unknown.join(", ")
            ))
        })?;
        let made = if self.method == Method::Wallet { self.for_wallets(&batch) } else { self.for_bank(&batch) }?;
        if let Some(known) = plan.known.as_ref().filter(|known| known.profile != made.profile) {
            bail!(Finding(format!(
                "it was recorded by the profile `{}`, and `{}` is given",
                known.profile, made.profile
            )));
        }
        Ok(made)
    }

    fn for_bank(&self, batch: &Batch) -> anyhow::Result<Made> {
        let profile = match self.profile.as_str() {
            "unproven" => Profile::unproven(),
            file => Profile::parse(&text(file)?).map_err(|wrong| Finding(format!("{file}: {wrong}")))?,
        };
        let instruction = Instruction::of(batch, &profile).map_err(|refused| Finding(refused.to_string()))?;
        let mut bytes = Vec::new();
        pain001::write(&instruction, &mut bytes)?;
        let mut told: Vec<String> = instruction.changed().iter().map(in_other_letters).collect();
        told.extend(profile.warning());
        Ok(Made { bytes, profile: code(&profile.name)?, total: instruction.sum(), told })
    }

    fn for_wallets(&self, batch: &Batch) -> anyhow::Result<Made> {
        let file = &self.profile;
        let profile = WalletProfile::parse(&text(file)?).map_err(|wrong| Finding(format!("{file}: {wrong}")))?;
        let written = WalletBatch::of(batch, &profile).map_err(|refused| Finding(refused.to_string()))?;
        let mut bytes = Vec::new();
        written.write(&mut bytes)?;
        let Some(first) = batch.payments.first() else { bail!("there is nothing to pay") };
        let total = Money::sum(first.amount.currency(), batch.payments.iter().map(|payment| payment.amount))?;
        Ok(Made { bytes, profile: code(&profile.name)?, total, told: profile.warning().into_iter().collect() })
    }

    /// Our own account. A provider of wallets knows ours by who asks.
    fn our_account(&self, own: &Cooperative, opened: &Opened) -> anyhow::Result<Account> {
        if self.method == Method::Wallet {
            return Ok(Account { scheme: Scheme::Phone, number: String::new() });
        }
        let mut tills = own.tills.keys().filter(|till| till.kind == TillKind::Bank);
        let only = (tills.next(), tills.next());
        let number = match (&self.from, self.till, only) {
            (Some(number), ..) => number.as_str(),
            (None, Some(till), _) | (None, None, (Some(&till), None)) => opened
                .number_of(till)
                .with_context(|| format!("no number was sealed when {till} was opened: give it with --from"))?,
            (None, None, _) => bail!("it is not known which account pays: name its till with --till"),
        };
        let digits = number.chars().all(|sign| sign.is_ascii_digit() || sign == ' ');
        let scheme = if digits { Scheme::Rib } else { Scheme::Iban };
        Ok(Account { scheme, number: number.to_owned() })
    }
}

/// A name the bank has no letters for, as it stands in the file.
fn in_other_letters(changed: &Changed) -> String {
    let Changed { place, field, given, written } = changed;
    format!("{place}: the {field} `{given}` is written `{written}`")
}

fn worded_back(method: Method) -> &'static str {
    match method {
        Method::Bank => "bank",
        Method::Wallet => "wallet",
        Method::Cash => "cash",
    }
}

/// The name of a profile, as records have it: `Demo wallets` is `demo-wallets` there.
fn code(name: &str) -> anyhow::Result<Code> {
    let plain = name.to_ascii_lowercase().replace(|sign: char| !sign.is_ascii_alphanumeric(), "-");
    worded(plain.trim_matches('-'))
        .map_err(|why| Finding(format!("the name of the profile, `{name}`, must stand in records: {why}")).into())
}

fn text(file: &str) -> anyhow::Result<String> {
    fs::read_to_string(file).with_context(|| format!("cannot read {file}"))
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Lays bytes on the disk beside where they are to be, without the name. A file of other bytes is not written over, and no place
/// of a book is taken.
pub(super) fn lay(path: &Path, bytes: &[u8]) -> anyhow::Result<NamedTempFile> {
    let cannot = || format!("cannot write {}", path.display());
    path.file_name().with_context(|| format!("{} names no file", path.display()))?;
    if path.exists() && fs::read(path).with_context(cannot)? != bytes {
        bail!(Finding(format!("{} is there and is another file: name another, or move it away", path.display())));
    }
    spare_what_is_a_books(path, None)?;
    let begun = leftovers::begin(folder_of(path), ".mizan-payout-".as_ref(), tempfile::Builder::new());
    let mut unnamed = begun.with_context(cannot)?;
    unnamed.write_all(bytes).with_context(cannot)?;
    unnamed.as_file().sync_all().with_context(cannot)?;
    Ok(unnamed)
}

/// Gives a file its name.
pub(super) fn name_it(unnamed: NamedTempFile, path: &Path) -> anyhow::Result<()> {
    unnamed.persist(path).map(|_| ()).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_file_is_not_laid_where_something_of_a_book_is_to_be() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        std::fs::write(folder.path().join("network.mizan"), "the book")?;
        let told = super::lay(&folder.path().join("network.vault-journal"), b"a file").map(drop);
        assert!(told.is_err_and(|told| told.to_string().contains("network.vault-journal belongs to ")));
        Ok(())
    }
}
