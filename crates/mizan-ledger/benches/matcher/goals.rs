//! What the matcher must reach, as it was set before anything was measured, and what it has reached and must not lose.

use mizan_ledger::reconcile::proposal::Stage;

use crate::Measured;
use crate::noise::Profile;
use crate::table::ten_thousandths;

/// Goals, in ten-thousandths.
#[derive(Debug)]
pub(crate) struct Goals {
    /// Of the automatic pairs so many are right.
    precision: u64,
    /// The same where everything is made to mislead.
    misled: u64,
    /// Of the pairs there are so many are found automatically at strength 1.
    recall: u64,
    /// And so many with the first suggestions.
    recall_with_suggestions: u64,
}

/// As they were set.
pub(crate) const SET: Goals = Goals { precision: 9_990, misled: 9_990, recall: 8_800, recall_with_suggestions: 9_300 };

/// What is held: what was reached on the fixed seeds, less a little. On so few pairs one is a thousandth, and where
/// everything is made to mislead a fiftieth.
pub(crate) const HELD: Goals = Goals { precision: 9_980, misled: 9_800, recall: 8_750, recall_with_suggestions: 9_650 };

/// The stages that go by an identity: they move no money wrongly.
const CERTAIN: [Stage; 3] = [Stage::OwnReference, Stage::Return, Stage::ProviderPayout];

/// The goals that were missed, in words.
pub(crate) fn missed(measured: &Measured, goals: &Goals) -> Vec<String> {
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
    let precision = match measured.profile {
        Profile::Usual | Profile::BankFile => goals.precision,
        Profile::Adversarial => goals.misled,
    };
    want("precision", score.automatic.right, score.automatic.all(), precision);
    if (measured.profile, measured.tenths) == (Profile::Usual, 10) {
        want("recall", score.found, score.wanted, goals.recall);
        want("recall with suggestions", score.found_first, score.wanted, goals.recall_with_suggestions);
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
