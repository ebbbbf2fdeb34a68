//! Storylines: what is told word for word, on its day, from the files of `fixtures/`.
//!
//! A correction names what it corrects by position, and positions are not known before they are told. So a line may
//! write `"@KEY"` or `"@KEY#2"` for the position of the first or second record that the command under that key led to.

use std::collections::VecDeque;

use jiff::Timestamp;
use jiff::civil::Date;
use mizan_ledger::command::Submission;
use mizan_ledger::decide::needs;
use mizan_ledger::record::Record;
use serde_json::{Value, json};

use crate::demo::NotTold;
use crate::demo::teller::Teller;
use crate::service::clerk::Clerk;
use crate::service::environment::Rehearsal;

/// The storylines in the order in which they speak on the same day.
const STORYLINES: [&str; 4] = [
    include_str!("../../../../fixtures/morocco/network.ndjson"),
    include_str!("../../../../fixtures/morocco/market.ndjson"),
    include_str!("../../../../fixtures/morocco/palm.ndjson"),
    include_str!("../../../../fixtures/morocco/poufs.ndjson"),
];

/// The storyline of a textile cooperative, told once for each with its number for `NN`.
const TEXTILE: &str = include_str!("../../../../fixtures/morocco/textile-cooperative.ndjson");

/// How many textile cooperatives there are.
const TEXTILES: u32 = 20;

/// The union of the textile cooperatives, which speaks after them.
const UNION: &str = include_str!("../../../../fixtures/morocco/union.ndjson");

/// The golden rug, which is a story of its own beside these.
const GOLDEN: &str = include_str!("../../../../fixtures/stories/golden.ndjson");

/// Lines that wait for their day.
#[derive(Debug)]
pub(super) struct Storyline {
    lines: VecDeque<(Date, Value)>,
}

/// All of them.
pub(super) fn storylines() -> Result<Vec<Storyline>, NotTold> {
    let mut all: Vec<Storyline> = STORYLINES.iter().map(|text| Storyline::read(text)).collect::<Result<_, _>>()?;
    for number in 1..=TEXTILES {
        all.push(Storyline::read(&TEXTILE.replace("NN", &format!("{number:02}")))?);
    }
    all.push(Storyline::read(UNION)?);
    all.push(golden()?);
    Ok(all)
}

/// The golden rug. Told among others its records have other positions, so its corrections name keys.
fn golden() -> Result<Storyline, NotTold> {
    let opening = json!({"key": "opening", "occurred_on": "2026-01-01", "type": "open_book",
        "actor": {"id": "operator-1", "role": "operator"}, "data": {"name": "One rug", "currency": "MAD"}});
    // Its records are not kept, so that any day after the last of the story will do.
    let mut clerk = Clerk::new(Rehearsal::new(Timestamp::MAX, 0));
    let mut log: Vec<Record> = Vec::new();
    let mut lines = Storyline::read(GOLDEN)?.lines;
    for line in std::iter::once(&mut opening.clone()).chain(lines.iter_mut().map(|(_, line)| line)) {
        let submission = command(line)?;
        let targets = needs(&submission.command).iter();
        let past: Vec<Record> = targets.filter_map(|at| log.get(usize::try_from(*at).ok()?)).cloned().collect();
        let written = clerk.submit(&submission, &past);
        let written = written.map_err(|source| NotTold::NotWritten { line: line.to_string(), source })?;
        log.extend(written.into_iter().map(|written| written.record));
        if !past.is_empty() {
            let by_key = past.iter().map(|record| format!("@{}#{}", record.envelope.key, record.envelope.part.0));
            line["data"]["targets"] = by_key.collect();
        }
    }
    Ok(Storyline { lines })
}

/// Reads a line as a command.
pub(super) fn command(line: &Value) -> Result<Submission, NotTold> {
    let line = line.to_string();
    Submission::parse(&line).map_err(|source| NotTold::NotACommand { line, source })
}

impl Storyline {
    fn read(text: &str) -> Result<Storyline, NotTold> {
        let read = |line: &str| {
            let line: Value = serde_json::from_str(line).map_err(NotTold::Plan)?;
            let day = line["occurred_on"].as_str().and_then(|day| day.parse().ok());
            let day = day.ok_or_else(|| NotTold::Unknown { what: format!("no day in {line}") })?;
            Ok((day, line))
        };
        let lines = text.lines().filter(|line| !line.trim().is_empty()).map(read).collect::<Result<_, _>>()?;
        Ok(Storyline { lines })
    }

    /// Tells what happened up to a day.
    pub(super) fn tell(&mut self, teller: &mut Teller, today: Date) -> Result<(), NotTold> {
        while let Some((_, mut line)) = self.lines.pop_front_if(|(day, _)| *day <= today) {
            for target in line.pointer_mut("/data/targets").and_then(Value::as_array_mut).into_iter().flatten() {
                if let Some(name) = target.as_str().and_then(|name| name.strip_prefix('@')) {
                    *target = json!(teller.position(name)?);
                }
            }
            teller.say(&line)?;
        }
        Ok(())
    }
}
