//! What the matcher must reach, as it was set before anything was measured.

use mizan_ledger::reconcile::proposal::Stage;

use crate::Measured;
use crate::noise::Profile;
use crate::table::ten_thousandths;

/// Of the automatic pairs so many ten-thousandths are right, in every world.
const PRECISION: u64 = 9_990;
/// Of the pairs there are, so many are found automatically at strength 1, and so many with the first suggestions.
const RECALL: u64 = 8_800;
const RECALL_WITH_SUGGESTIONS: u64 = 9_300;
/// The stages that go by an identity: they move no money wrongly.
const CERTAIN: [Stage; 3] = [Stage::OwnReference, Stage::Return, Stage::ProviderPayout];

/// The goals that were missed, in words.
pub(crate) fn missed(measured: &Measured) -> Vec<String> {
    let score = &measured.matcher.score;
    let mut missed = Vec::new();
    let mut want = |what: &str, part: u64, whole: u64, goal: u64| {
        if let Some(reached) = ten_thousandths(part, whole)
            && reached < goal
        {
            missed.push(format!(
                "{:?} at {} tenths: {what} {reached} of 10000, and {goal} is the goal",
                measured.profile, measured.tenths
            ));
        }
    };
    want("precision", score.automatic.right, score.automatic.all(), PRECISION);
    if (measured.profile, measured.tenths) == (Profile::Usual, 10) {
        want("recall", score.found, score.wanted, RECALL);
        want("recall with suggestions", score.found_first, score.wanted, RECALL_WITH_SUGGESTIONS);
    }
    let certain = score.of(&CERTAIN);
    if certain.wrong > 0 {
        missed.push(format!(
            "{:?} at {} tenths: {} pairs were wrong by identity, {} centimes",
            measured.profile, measured.tenths, certain.wrong, certain.wrong_minor
        ));
    }
    missed
}
