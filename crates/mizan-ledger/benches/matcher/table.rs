//! What was measured, as a table for a person, and each mistake with how it came about.

use crate::measure::{Mistake, Score};
use crate::world::World;
use crate::{Measured, Rule};

/// How much one is of the other, rounded down; none of nothing.
pub(crate) fn ten_thousandths(part: u64, whole: u64) -> Option<u64> {
    (part * 10_000).checked_div(whole)
}

fn share(part: u64, whole: u64) -> String {
    ten_thousandths(part, whole).map_or_else(|| "–".to_owned(), decimal)
}

fn decimal(ten_thousandths: u64) -> String {
    format!("{}.{:04}", ten_thousandths / 10_000, ten_thousandths % 10_000)
}

fn dirhams(minor: i64) -> String {
    format!("{}.{:02} MAD", minor / 100, minor % 100)
}

/// Prints all that was measured of one kind of world; in short without the mistakes.
pub(crate) fn print(measured: &Measured, short: bool) {
    let Score { lines, wanted, .. } = measured.matcher.score;
    let (from, to) = (measured.seeds.start, measured.seeds.end);
    println!(
        "\n{:?}, strength {}.{}, seeds {from}..{to}: {lines} lines, {wanted} pairs to find",
        measured.profile,
        measured.tenths / 10,
        measured.tenths % 10
    );
    print_score("matcher", &measured.matcher);
    print_score("rank of amount, reference, party", &measured.rank);
    print_score("amount, 3 days, first hit", &measured.first_hit);
    if short {
        return;
    }
    for (stage, tally) in &measured.matcher.score.stages {
        let (right, wrong, money) = (tally.right, tally.wrong, dirhams(tally.wrong_minor));
        println!("    {stage:?}: {right} right, {wrong} wrong, {money}");
    }
    let mut left: Vec<_> = measured.matcher.score.left.iter().collect();
    left.sort_by_key(|(why, [_, pairs, _])| (u64::MAX - pairs, **why));
    for ((story, reason), [lines, pairs, suggested]) in left {
        println!("    left: {story}, {reason:?}: {lines} lines, {pairs} pairs, {suggested} of them suggested first");
    }
    for mistake in &measured.mistakes {
        println!("    {mistake}");
    }
}

/// Prints what one rule came to.
pub(crate) fn print_score(name: &str, rule: &Rule) {
    let score = &rule.score;
    let automatic = score.automatic;
    println!(
        "  {name}: precision {} (worst seed {}, {} of {} pairs wrong, {}), recall {}, with the first suggestion {}, with three {}",
        share(automatic.right, automatic.all()),
        rule.worst.map_or_else(|| "–".to_owned(), decimal),
        automatic.wrong,
        automatic.all(),
        dirhams(automatic.wrong_minor),
        share(score.found, score.wanted),
        share(score.found_first, score.wanted),
        share(score.found_three, score.wanted),
    );
    let answered = score.whole_lines.all();
    println!(
        "    lines: {} answered, {} of them wholly right, {} of those that belong somewhere; {} as they should be; {} left to a person",
        answered,
        share(score.whole_lines.right, answered),
        share(score.whole_lines.right, score.belonging),
        share(score.exact_lines, score.lines),
        score.exceptions,
    );
    if score.first_three.all() > 0 {
        println!(
            "    suggestions: first {} right of {}, first three {} right of {}; differences with a wrong name: {}, {}; {} µs",
            score.first.right,
            score.first.all(),
            score.first_three.right,
            score.first_three.all(),
            score.misnamed,
            dirhams(score.misnamed_minor),
            score.nanoseconds / 1_000,
        );
    }
}

/// A mistake, with everything a person needs to see why it was made.
pub(crate) fn explained(world: &World, seed: u64, mistake: &Mistake) -> String {
    let (claimed, used) = &mistake.pair.claim;
    let line = world.lines.iter().find(|line| line.id == mistake.pair.line);
    let item = |id: &str| {
        world.items.iter().find(|item| item.id == id).map(|item| {
            format!("{:?} from {} due {} of {:?} {:?}", item.kind, item.from, item.due, item.party.names, item.standing)
        })
    };
    let said = line.map(|line| {
        format!(
            "{} on {} `{}` {:?} {:?} returned {:?} batch {:?} exchanged {}",
            line.moved(),
            line.booked_on,
            line.text,
            line.counterparty,
            line.references,
            line.returned,
            line.batch,
            line.exchanged
        )
    });
    let fate = &world.fates[&mistake.pair.line];
    let meant: Vec<_> = fate.claims.iter().map(|(id, used)| (used, item(id))).collect();
    format!(
        "seed {seed}, {:?}, {}: {}\n      line {said:?}\n      taken for {used:?} {:?}\n      meant {meant:?}",
        mistake.stage,
        dirhams(mistake.minor),
        fate.story,
        item(claimed),
    )
}
