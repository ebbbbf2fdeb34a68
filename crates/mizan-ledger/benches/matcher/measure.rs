//! What an answer is worth: held against what is true, pair by pair and line by line, in whole numbers.

use std::collections::{BTreeMap, BTreeSet};

use mizan_ledger::reconcile::proposal::{DifferenceKind, Proposal, Proposals, Reason, Stage, Strength};

use crate::world::{Claim, Fate, Shortfall, World, minor};

/// That a line belongs to an item, as somebody says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pair {
    pub(crate) line: String,
    pub(crate) claim: Claim,
}

/// One automatic pair that is wrong, for a person to look at.
#[derive(Debug, Clone)]
pub(crate) struct Mistake {
    pub(crate) stage: Option<Stage>,
    pub(crate) pair: Pair,
    pub(crate) minor: i64,
}

/// Right and wrong, and what the wrong ones come to, in centimes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) right: u64,
    pub(crate) wrong: u64,
    pub(crate) wrong_minor: i64,
}

/// What was counted, of one world or of many.
#[derive(Debug, Clone, Default)]
pub(crate) struct Score {
    /// Different lines, those of them that belong to something, and those that a person must look at.
    pub(crate) lines: u64,
    pub(crate) belonging: u64,
    pub(crate) exceptions: u64,
    /// Pairs there are to find.
    pub(crate) wanted: u64,
    /// Pairs that are automatic, and those of the suggestions that are first, or among the first three, for their line.
    pub(crate) automatic: Tally,
    pub(crate) first: Tally,
    pub(crate) first_three: Tally,
    /// Wanted pairs found: automatically, or with suggestions up to that rank.
    pub(crate) found: u64,
    pub(crate) found_first: u64,
    pub(crate) found_three: u64,
    /// Lines with an automatic answer that is right, or wrong, to the last item.
    pub(crate) whole_lines: Tally,
    /// Lines of which all is as it should be: matched rightly, or left alone where they belong to nothing.
    pub(crate) exact_lines: u64,
    /// Pairs by stage.
    pub(crate) stages: BTreeMap<Stage, Tally>,
    /// Right pairs whose difference has the wrong name, and what those differences come to.
    pub(crate) misnamed: u64,
    pub(crate) misnamed_minor: i64,
    /// Lines that belong somewhere and are left to a person: how they came about, why they are left, how many and how
    /// many pairs, and how many of those the first suggestion names.
    pub(crate) left: BTreeMap<(&'static str, Reason), [u64; 3]>,
    /// How long it took.
    pub(crate) nanoseconds: u128,
}

impl Score {
    /// Adds another world's.
    pub(crate) fn add(&mut self, other: &Score) {
        let sums = [
            (&mut self.lines, other.lines),
            (&mut self.belonging, other.belonging),
            (&mut self.exceptions, other.exceptions),
            (&mut self.wanted, other.wanted),
            (&mut self.found, other.found),
            (&mut self.found_first, other.found_first),
            (&mut self.found_three, other.found_three),
            (&mut self.exact_lines, other.exact_lines),
            (&mut self.misnamed, other.misnamed),
        ];
        for (sum, more) in sums {
            *sum += more;
        }
        let tallies = [
            (&mut self.automatic, other.automatic),
            (&mut self.first, other.first),
            (&mut self.first_three, other.first_three),
            (&mut self.whole_lines, other.whole_lines),
        ];
        for (sum, more) in tallies {
            sum.add(more);
        }
        for (stage, more) in &other.stages {
            self.stages.entry(*stage).or_default().add(*more);
        }
        for (why, more) in &other.left {
            let sums = self.left.entry(*why).or_default();
            sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
        }
        self.misnamed_minor += other.misnamed_minor;
        self.nanoseconds += other.nanoseconds;
    }

    /// The pairs of these stages.
    pub(crate) fn of(&self, stages: &[Stage]) -> Tally {
        let mut all = Tally::default();
        for stage in stages {
            all.add(self.stages.get(stage).copied().unwrap_or_default());
        }
        all
    }
}

impl Tally {
    fn add(&mut self, more: Tally) {
        self.right += more.right;
        self.wrong += more.wrong;
        self.wrong_minor += more.wrong_minor;
    }

    fn count(&mut self, right: bool, minor: i64) {
        if right {
            self.right += 1;
        } else {
            self.wrong += 1;
            self.wrong_minor += minor;
        }
    }

    pub(crate) fn all(self) -> u64 {
        self.right + self.wrong
    }
}

/// What is true, ready to be asked.
struct Truth<'a> {
    world: &'a World,
    wanted: BTreeSet<Pair>,
}

impl<'a> Truth<'a> {
    fn of(world: &'a World) -> Truth<'a> {
        let first = world.fates.iter().filter(|(_, fate)| fate.repeats.is_none());
        let pair = |line: &String, claim: &Claim| Pair { line: line.clone(), claim: claim.clone() };
        let wanted = first.flat_map(|(line, fate)| fate.claims.iter().map(move |claim| pair(line, claim))).collect();
        Truth { world, wanted }
    }

    fn fate(&self, line: &str) -> &Fate {
        &self.world.fates[line]
    }

    fn is_right(&self, pair: &Pair) -> bool {
        self.fate(&pair.line).claims.contains(&pair.claim)
    }

    /// How many of the wanted pairs are among these. A payment and the one that repeats it stand for each other.
    fn found<'p>(&self, pairs: impl Iterator<Item = &'p Pair>) -> u64 {
        let found: BTreeSet<Pair> = pairs
            .map(|pair| {
                let line = self.fate(&pair.line).repeats.as_ref().unwrap_or(&pair.line).clone();
                Pair { line, claim: pair.claim.clone() }
            })
            .filter(|pair| self.wanted.contains(pair))
            .collect();
        count(found.len())
    }
}

/// Scores what the matcher said.
pub(crate) fn proposals(world: &World, said: &Proposals) -> (Score, Vec<Mistake>) {
    let truth = Truth::of(world);
    let automatic: Vec<(Option<Stage>, Pair, i64)> = said
        .automatic
        .iter()
        .flat_map(|proposal| pairs(proposal).into_iter().map(|(pair, minor)| (Some(proposal.stage), pair, minor)))
        .collect();
    let (mut score, mistakes) = automatic_pairs(&truth, &automatic);
    let mut up_to: [Vec<Pair>; 2] = [Vec::new(), Vec::new()];
    for proposal in &said.suggestions {
        let Strength::Suggestion(rank) = proposal.strength else {
            panic!("a suggestion says that it is automatic: {proposal:?}");
        };
        for (pair, minor) in pairs(proposal) {
            let right = truth.is_right(&pair);
            if rank <= 1 {
                score.first.count(right, minor);
                up_to[0].push(pair.clone());
            }
            if rank <= 3 {
                score.first_three.count(right, minor);
                up_to[1].push(pair);
            }
        }
    }
    let all = automatic.iter().map(|(_, pair, _)| pair);
    score.found_first = truth.found(all.clone().chain(&up_to[0]));
    score.found_three = truth.found(all.chain(&up_to[1]));
    score.exceptions = count(said.exceptions.len());
    for exception in &said.exceptions {
        let fate = truth.fate(&exception.line);
        if fate.repeats.is_none() && !fate.claims.is_empty() {
            let named = up_to[0].iter().filter(|pair| pair.line == exception.line && truth.is_right(pair)).count();
            let left = score.left.entry((fate.story, exception.reason)).or_default();
            left.iter_mut().zip([1, count(fate.claims.len()), count(named)]).for_each(|(sum, more)| *sum += more);
        }
    }
    for proposal in &said.automatic {
        misnamed(&truth, proposal, &mut score);
    }
    (score, mistakes)
}

/// Scores what one of the other rules said, which knows no suggestion.
pub(crate) fn plain_pairs(world: &World, said: &[(Pair, i64)]) -> Score {
    let truth = Truth::of(world);
    let said: Vec<_> = said.iter().map(|(pair, minor)| (None, pair.clone(), *minor)).collect();
    let (mut score, _) = automatic_pairs(&truth, &said);
    (score.found_first, score.found_three) = (score.found, score.found);
    let answered: BTreeSet<&str> = said.iter().map(|(_, pair, _)| pair.line.as_str()).collect();
    score.exceptions = score.lines - count(answered.len());
    score
}

fn automatic_pairs(truth: &Truth<'_>, said: &[(Option<Stage>, Pair, i64)]) -> (Score, Vec<Mistake>) {
    let fates = &truth.world.fates;
    let belonging = |fate: &&Fate| fate.repeats.is_none() && !fate.claims.is_empty();
    let mut score = Score {
        lines: count(fates.len()),
        belonging: count(fates.values().filter(belonging).count()),
        wanted: count(truth.wanted.len()),
        found: truth.found(said.iter().map(|(_, pair, _)| pair)),
        ..Score::default()
    };
    let mut mistakes = Vec::new();
    let mut of_line: BTreeMap<&str, BTreeSet<&Claim>> = BTreeMap::new();
    for (stage, pair, minor) in said {
        let right = truth.is_right(pair);
        score.automatic.count(right, *minor);
        if let Some(stage) = stage {
            score.stages.entry(*stage).or_default().count(right, *minor);
        }
        if !right {
            mistakes.push(Mistake { stage: *stage, pair: pair.clone(), minor: *minor });
        }
        of_line.entry(&pair.line).or_default().insert(&pair.claim);
    }
    for (line, fate) in fates {
        let said = of_line.get(line.as_str());
        if let Some(said) = said {
            let right = said.iter().copied().eq(&fate.claims);
            score.whole_lines.count(right, 0);
            score.exact_lines += u64::from(right);
        } else if fate.claims.is_empty() || fate.repeats.is_some() {
            score.exact_lines += 1;
        }
    }
    (score, mistakes)
}

/// Every line of a proposal with every item of it, and what the item comes to.
fn pairs(proposal: &Proposal) -> Vec<(Pair, i64)> {
    let of_line = |line: &str| {
        let line = line.to_owned();
        let pair = move |claim| Pair { line: line.clone(), claim };
        proposal
            .items
            .iter()
            .map(|taken| (pair((taken.item.clone(), taken.used)), minor(taken.expected).abs()))
            .collect::<Vec<_>>()
    };
    proposal.lines.iter().flat_map(|moved| of_line(&moved.line)).collect()
}

/// Counts the differences of a right proposal that have the wrong name.
fn misnamed(truth: &Truth<'_>, proposal: &Proposal, score: &mut Score) {
    let [line] = proposal.lines.as_slice() else { return };
    if !pairs(proposal).iter().all(|(pair, _)| truth.is_right(pair)) {
        return;
    }
    let meant = match truth.fate(&line.line).shortfall {
        Some(Shortfall::Charge) => DifferenceKind::BankCharge,
        Some(Shortfall::Exchange) => DifferenceKind::Exchange,
        Some(Shortfall::Part) => DifferenceKind::ShortPayment,
        None => return,
    };
    for difference in proposal.differences.iter().filter(|difference| difference.kind != meant) {
        score.misnamed += 1;
        score.misnamed_minor += minor(difference.amount).abs();
    }
}

fn count(length: usize) -> u64 {
    u64::try_from(length).expect("a list is shorter than that")
}
