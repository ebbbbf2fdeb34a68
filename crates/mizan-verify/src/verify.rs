//! The verification itself: every record of a log hashed, read, folded and judged, and what comes of it held against what
//! was signed and said.

use mizan_proof::checkpoint::{Checkpoint, SignedCheckpoint};
use mizan_proof::disclosure::Disclosure;
use mizan_proof::hash::{Hash, leaf_hash};
use mizan_proof::policy::{Judged, Policy};
use mizan_proof::tile::{Holds, Tile, nodes_in, tiles_of};
use mizan_proof::tree::nodes::Tree;
use mizan_proof::witness::evidence::Evidence;

use crate::digest::{digest_of, lines_of};
use crate::material::{Material, Next};
use crate::memory::{Forgetful, Memory};
use crate::report::{Grave, Named, Report, Step, short};
use crate::source::SourceError;
use crate::steps::closings::Closings;
use crate::steps::form::Form;
use crate::steps::rules::Rules;
use crate::steps::sealed::Sealed;

/// How much later than a witness saw the checkpoint a record may say it was recorded, in seconds: clocks differ.
const CLOCKS_DIFFER: i64 = 5 * 60;

/// What a verification goes by.
#[derive(Debug, Default)]
pub struct Asked {
    /// Whose word counts; without it, whom the log itself names.
    pub policy: Option<Policy>,
    /// What was seen before.
    pub memory: Option<Memory>,
    /// What opens sealed fields.
    pub openings: Vec<Disclosure>,
}

/// What was found, and the evidence if the log has two faces.
#[derive(Debug, Default)]
pub struct Verified {
    /// The report.
    pub report: Report,
    /// Two signed checkpoints that contradict each other, and why: a text that convinces anybody who has the key.
    pub evidence: Option<String>,
}

/// Why nothing was verified.
#[derive(Debug, thiserror::Error)]
pub enum CannotVerify {
    /// What was given cannot be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The memory cannot be used.
    #[error(transparent)]
    Memory(#[from] Forgetful),
}

/// Takes every step.
pub fn verify(material: &mut dyn Material, asked: &Asked) -> Result<Verified, CannotVerify> {
    let mut verified = Verified::default();
    let report = &mut verified.report;
    let text = material.checkpoint()?;
    let signed = match SignedCheckpoint::parse(&text) {
        Ok(signed) => signed,
        Err(error) => {
            report.found(Grave::Log, Step::Log, None, error.to_string());
            return Ok(verified);
        }
    };
    let own = match &asked.policy {
        Some(_) => None,
        None => own_policy(material, report)?,
    };
    let judged = judge(asked.policy.as_ref().or(own.as_ref()), &signed, report);
    let Checkpoint { origin, size, root } = &signed.checkpoint;
    report.checkpoint = Some(Named { origin: origin.clone(), size: *size, root: root.to_string() });

    let mut walk =
        Walk { sealed: Sealed::new(&asked.openings), closings: Closings::new(&asked.openings), ..Walk::default() };
    match material.records(*size, &mut |line| walk.take(line, report)) {
        Err(SourceError::Broken { position, what }) => report.found(Grave::Log, Step::Tree, Some(position), what),
        Err(SourceError::Damaged { place, source }) => {
            report.found(Grave::Log, Step::Tree, Some(walk.tree.size()), format!("{place}: {source}"));
        }
        read => read?,
    }
    walk.end(&signed.checkpoint, judged.as_ref(), report);
    walk.hold_against_tiles(material, &signed.checkpoint, report)?;
    for what in material.altered()? {
        report.found(Grave::Log, Step::Tree, None, format!("where it is kept: {what}"));
    }
    walk.hold_against_balances(material, *size, report)?;

    if let Some(memory) = &asked.memory {
        verified.evidence = remember(memory, &signed, judged.is_some(), material.is_live(), &walk.tree, report)?;
    }
    Ok(verified)
}

/// Whom the log itself names. It vouches for nothing but itself.
fn own_policy(material: &mut dyn Material, report: &mut Report) -> Result<Option<Policy>, SourceError> {
    let Some(text) = material.policy()? else { return Ok(None) };
    match text.parse() {
        Ok(policy) => {
            report.notes.push(
                "the key is the one the log itself names: have it from somebody else, and give it with --key or --policy"
                    .to_owned(),
            );
            Ok(Some(policy))
        }
        Err(error) => {
            report.found(Grave::Log, Step::Log, None, error.to_string());
            Ok(None)
        }
    }
}

/// LOG: whose word the checkpoint has.
fn judge(policy: Option<&Policy>, signed: &SignedCheckpoint, report: &mut Report) -> Option<Judged> {
    let Checkpoint { origin, size, root } = &signed.checkpoint;
    let judged = policy.map(|policy| (policy, policy.judge(signed)));
    let (word, witnesses) = match &judged {
        None => ("not verified".to_owned(), String::new()),
        Some((policy, Ok(judged))) => {
            let newest = judged.seen.iter().map(|(_, seconds)| *seconds).max().and_then(moment);
            let newest = newest.map(|newest| format!("  newest {newest}")).unwrap_or_default();
            ("ok".to_owned(), format!("  witnesses {}/{}{newest}", judged.seen.len(), policy.witnesses.len()))
        }
        Some((_, Err(_))) => ("FALSE OR MISSING".to_owned(), String::new()),
    };
    report.line(Step::Log, format!("{origin}  size {size}  root {}  log signature {word}{witnesses}", short(*root)));
    match judged {
        None => {
            report.found(Grave::Log, Step::Log, None, "no key was given, and the log names none: give it with --key");
            None
        }
        Some((_, Ok(judged))) => Some(judged),
        Some((_, Err(error))) => {
            report.found(Grave::Log, Step::Log, None, error.to_string());
            None
        }
    }
}

fn moment(seconds: u64) -> Option<jiff::Timestamp> {
    jiff::Timestamp::from_second(i64::try_from(seconds).ok()?).ok()
}

/// The records as they pass by.
#[derive(Debug, Default)]
struct Walk {
    tree: Tree,
    form: Form,
    rules: Rules,
    sealed: Sealed,
    closings: Closings,
}

impl Walk {
    fn take(&mut self, line: &[u8], report: &mut Report) -> Next {
        let position = self.tree.size();
        let leaf = leaf_hash(line);
        self.tree.push(leaf);
        if let Some(record) = self.form.take(position, line, leaf, &mut self.closings, report) {
            self.rules.take(&record, report);
            self.sealed.take(&record);
        }
        Next::More
    }

    fn end(&mut self, checkpoint: &Checkpoint, judged: Option<&Judged>, report: &mut Report) {
        let found = self.tree.size();
        let Checkpoint { size, root, .. } = checkpoint;
        let comes_to = self.tree.root_at(*size).ok();
        match comes_to {
            None => {
                report.line(Step::Tree, format!("{found} records, {size} were signed for"));
                let what = format!("{} records that were signed for are missing, from here on", size - found);
                report.found(Grave::Log, Step::Tree, Some(found), what);
            }
            Some(comes_to) if comes_to == *root => {
                report.line(Step::Tree, format!("{size} records hashed, root equal"));
            }
            Some(comes_to) => {
                report.line(Step::Tree, format!("{size} records hashed, root {} instead", short(comes_to)));
                let what = "the records are not those that were signed for: one of them at least was altered";
                report.found(Grave::Log, Step::Tree, None, what);
                if let Some(ends) = self.form.loose_ends() {
                    let what =
                        format!("each other record is held by the next of its scope, so it is one of the last: {ends}");
                    report.found(Grave::Log, Step::Tree, None, what);
                }
            }
        }
        if found > *size {
            report.notes.push(format!("{} records after the checkpoint are not signed for yet", found - size));
        }
        let latest = self.form.latest();
        let seen = judged.and_then(|judged| judged.seen.iter().map(|(_, seconds)| *seconds).max()).and_then(moment);
        if let (Some(latest), Some(seen)) = (latest.filter(|_| found == *size), seen)
            && latest.as_second() > seen.as_second() + CLOCKS_DIFFER
        {
            let what = format!("a record says it was recorded at {latest}, after a witness saw it ({seen})");
            report.found(Grave::Log, Step::Form, None, what);
        }
        self.form.end(report);
        self.closings.end(report);
        self.rules.end(self.form.sound, report);
        self.sealed.end(report);
    }

    /// Every tile is what the records hash to; where one is not, which record it is shows.
    fn hold_against_tiles(
        &self,
        material: &mut dyn Material,
        checkpoint: &Checkpoint,
        report: &mut Report,
    ) -> Result<(), SourceError> {
        let size = checkpoint.size.min(self.tree.size());
        let mut tiles = 0_u64;
        for tile in tiles_of(size).filter(|tile| tile.holds != Holds::Records) {
            let Some(bytes) = material.tile(&tile)? else { continue };
            tiles += 1;
            let ours = tile.bytes(&self.tree).unwrap_or_default();
            if bytes != ours {
                let (position, what) = differs(&tile, &bytes, &ours);
                report.found(Grave::Log, Step::Tree, position, what);
            }
        }
        if tiles > 0 {
            report.line(Step::Tree, format!("{tiles} tiles compared"));
        }
        Ok(())
    }

    /// PROJECTION: what the records come to is what was said.
    fn hold_against_balances(
        &self,
        material: &mut dyn Material,
        size: u64,
        report: &mut Report,
    ) -> Result<(), SourceError> {
        let cooperatives = self.form.book.cooperatives.iter();
        let lines = lines_of(cooperatives.clone().map(|(id, cooperative)| (*id, cooperative.balances.totals())));
        let digest = digest_of(cooperatives.map(|(id, cooperative)| (*id, cooperative.balances.totals())));
        let said = material.balances()?;
        let compared = match &said {
            None => ", none handed over to compare",
            Some(said) if *said == lines.concat().into_bytes() => ", equal to those handed over",
            Some(_) => ", NOT those handed over",
        };
        report.line(Step::Projection, format!("{} balances, digest {digest}{compared}", lines.len()));
        if let Some(said) = said.filter(|_| self.form.sound >= size) {
            let said = String::from_utf8_lossy(&said).into_owned();
            let said: Vec<&str> = said.split_inclusive('\n').collect();
            let ours: Vec<&str> = lines.iter().map(String::as_str).collect();
            for only in only_in(&said, &ours) {
                let what = format!("it says `{}`, which the records do not come to", only.trim_end());
                report.found(Grave::Projection, Step::Projection, None, what);
            }
            for only in only_in(&ours, &said) {
                let what = format!("it does not say `{}`, which the records come to", only.trim_end());
                report.found(Grave::Projection, Step::Projection, None, what);
            }
        }
        Ok(())
    }
}

fn only_in<'a>(these: &[&'a str], those: &[&str]) -> Vec<&'a str> {
    let those: std::collections::BTreeSet<&str> = those.iter().copied().collect();
    these.iter().copied().filter(|line| !those.contains(line)).collect()
}

/// Where a tile is not what the records hash to.
fn differs(tile: &Tile, bytes: &[u8], ours: &[u8]) -> (Option<u64>, String) {
    let nodes = nodes_in(bytes, tile.width).zip(nodes_in(ours, tile.width));
    let first = nodes.and_then(|(theirs, ours)| theirs.iter().zip(&ours).position(|(one, other)| one != other));
    match (first, tile.holds) {
        (Some(first), Holds::Nodes { level: 0 }) => {
            let position = tile.first_record() + first as u64;
            (Some(position), format!("its hash is not the one in {tile}: the record was altered, or the tile"))
        }
        (_, Holds::Nodes { .. } | Holds::Records) => (None, format!("{tile} is not what the records hash to")),
    }
}

/// Holds the checkpoint against what was seen before, and remembers it.
fn remember(
    memory: &Memory,
    signed: &SignedCheckpoint,
    acceptable: bool,
    live: bool,
    tree: &Tree,
    report: &mut Report,
) -> Result<Option<String>, Forgetful> {
    let Checkpoint { origin, size, root } = &signed.checkpoint;
    let seen = memory.recall(origin)?;
    let mut evidence = None;
    let mut consistent = 0_u64;
    for before in &seen {
        let then = &before.checkpoint;
        if then.size > *size {
            let what = format!("it had {} records when it was last seen, and has {size} now", then.size);
            if live {
                report.found(Grave::Log, Step::Tree, Some(*size), what);
            } else {
                report.notes.push(format!("older than what was seen before: {what}"));
            }
            continue;
        }
        let now = if then.size == *size { Some(*root) } else { tree.root_at(then.size).ok() };
        match now {
            Some(now) if now == then.root => consistent += 1,
            Some(now) => {
                let what = format!(
                    "two faces: when it had {} records its root was {}, and the same records have the root {} now",
                    then.size,
                    short(then.root),
                    short(now)
                );
                report.found(Grave::Split, Step::Tree, None, what);
                evidence.get_or_insert_with(|| split(before, signed, now, tree));
            }
            // Records are missing, which was said.
            None => {}
        }
    }
    if let Some(oldest) = seen.first() {
        let (count, oldest) = (seen.len(), oldest.checkpoint.size);
        report.line(
            Step::Tree,
            format!("{consistent} of {count} remembered checkpoints consistent (oldest size {oldest})"),
        );
    }
    // What is false is not remembered, nor what contradicts what is.
    if acceptable && report.gravest().is_none_or(|gravest| gravest < Grave::Log) {
        memory.remember(signed)?;
    }
    Ok(evidence)
}

/// Both checkpoints, and the proof that leads to the newer one from another root than the older one has.
fn split(before: &SignedCheckpoint, now: &SignedCheckpoint, found: Hash, tree: &Tree) -> String {
    let proof = tree.consistency(before.checkpoint.size, now.checkpoint.size).unwrap_or_default();
    Evidence::of(before.clone(), now.clone(), found, proof).to_string()
}
