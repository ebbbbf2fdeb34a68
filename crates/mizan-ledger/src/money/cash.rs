//! An amount in the hand: so many notes and coins of each kind, for people who count money better than figures.
//!
//! What notes and coins there are is data with a day and a source, since a central bank changes them. Today there is an
//! issue of dirhams only; an amount in another currency has no notes here, and says so by `None`.

use jiff::civil::{Date, date};
use serde::{Serialize, Serializer};

use crate::money::{Currency, MAD, Money};

/// The notes and coins of a currency from a day on, until a later issue replaces them.
#[derive(Debug)]
struct Issue {
    currency: Currency,
    from: Date,
    /// In minor units, the largest first.
    notes: &'static [i128],
    /// The same.
    coins: &'static [i128],
}

/// Every issue we know, the oldest first.
///
/// Morocco: the series of 2012 was complete with the notes of 50 and 20 dirhams, in circulation since 19 December 2013
/// (Aujourd'hui le Maroc, « Nouveaux billets de 50 et 20 dirhams », citing Bank Al-Maghrib). Coins of 10 and 20 centimes,
/// 1/2, 1, 5 and 10 dirhams were struck anew on 24 November 2023 (La Vie éco of that day, citing Bank Al-Maghrib), and
/// the coin of 2 dirhams of 2002 circulates beside them (Currency of Morocco, Banknote World). The notes of 2023 have
/// the same values. Coins of 5 and 1 centime are legal and hardly seen: nobody is told to expect them.
const ISSUES: &[Issue] = &[Issue {
    currency: MAD,
    from: date(2013, 12, 19),
    notes: &[20_000, 10_000, 5_000, 2_000],
    coins: &[1_000, 500, 200, 100, 50, 20, 10],
}];

/// An amount in notes and coins, and what is too little for any of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InHand {
    /// The notes and coins, the largest first.
    pub pieces: Vec<Pieces>,
    /// Less than the smallest coin: it is said, never dropped.
    #[serde(serialize_with = "number")]
    pub rest: Money,
}

/// So many of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Pieces {
    /// How many.
    pub count: u64,
    /// What one is worth.
    #[serde(serialize_with = "number")]
    pub worth: Money,
    /// Whether it is paper or metal.
    pub kind: PieceKind,
}

/// What a piece of money is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PieceKind {
    /// A banknote.
    Note,
    /// A coin.
    Coin,
}

/// As few notes and coins as make up an amount, of those in use on a day (or of the last issue, if no day is given).
///
/// Nothing for an amount below zero, for a currency or a day of which no issue is known.
#[must_use]
pub fn in_hand(amount: Money, on: Option<Date>) -> Option<InHand> {
    let issued = |issue: &&Issue| issue.currency == amount.currency() && on.is_none_or(|on| issue.from <= on);
    let issue = ISSUES.iter().rfind(issued).filter(|_| !amount.is_negative())?;
    let notes = issue.notes.iter().map(|worth| (*worth, PieceKind::Note));
    let mut rest = amount.minor();
    let mut pieces = Vec::new();
    for (worth, kind) in notes.chain(issue.coins.iter().map(|worth| (*worth, PieceKind::Coin))) {
        let count = u64::try_from(rest / worth).ok()?;
        rest %= worth;
        if count > 0 {
            pieces.push(Pieces { count, worth: Money::new(worth, issue.currency), kind });
        }
    }
    Some(InHand { pieces, rest: Money::new(rest, issue.currency) })
}

fn number<S: Serializer>(money: &Money, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&money.number())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::money::EUR;

    fn told(minor: i128) -> String {
        let hand = in_hand(Money::new(minor, MAD), None).expect("dirhams have notes");
        let pieces = hand.pieces.iter().map(|of| format!("{} x {}", of.count, of.worth.number()));
        let rest = Some(hand.rest.number()).filter(|_| !hand.rest.is_zero()).map(|rest| format!("rest {rest}"));
        pieces.chain(rest).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn a_weavers_pay_is_laid_out_in_notes_and_coins() {
        assert_eq!(told(86_049), "4 x 200.00, 1 x 50.00, 1 x 10.00, 2 x 0.20, rest 0.09");
        assert_eq!(told(47_805), "2 x 200.00, 1 x 50.00, 1 x 20.00, 1 x 5.00, 1 x 2.00, 1 x 1.00, rest 0.05");
        assert_eq!(told(9), "rest 0.09");
        assert_eq!(told(0), "");
    }

    #[test]
    fn money_of_which_we_know_no_notes_has_none() {
        assert_eq!(in_hand(Money::new(1_000, EUR), None), None);
        assert_eq!(in_hand(Money::new(-1_000, MAD), None), None, "nobody holds less than nothing");
        assert_eq!(in_hand(Money::new(1_000, MAD), Some(date(2013, 12, 18))), None, "the day before the first issue");
        assert!(in_hand(Money::new(1_000, MAD), Some(date(2013, 12, 19))).is_some());
    }

    #[test]
    fn each_issue_has_its_pieces_from_the_largest_down_and_begins_after_the_one_before() {
        for issue in ISSUES {
            let worth: Vec<i128> = issue.notes.iter().chain(issue.coins).copied().collect();
            assert!(worth.is_sorted_by(|one, next| one > next) && worth.iter().all(|worth| *worth > 0), "{worth:?}");
        }
        let days = |currency| ISSUES.iter().filter(move |issue| issue.currency == currency).map(|issue| issue.from);
        assert!(days(MAD).is_sorted_by(|one, next| one < next));
    }

    /// The least number of pieces for every amount up to a bound, by trying each piece last.
    fn fewest(pieces: &[usize], bound: usize) -> Vec<Option<u64>> {
        let mut least: Vec<Option<u64>> = vec![None; bound + 1];
        least[0] = Some(0);
        for amount in 1..=bound {
            let without = pieces.iter().filter_map(|piece| amount.checked_sub(*piece)).filter_map(|rest| least[rest]);
            least[amount] = without.min().map(|count| count + 1);
        }
        least
    }

    #[test]
    fn no_other_choice_of_pieces_has_fewer() {
        // Where the largest-first choice is not the best, it fails below the sum of the two largest pieces (Kozen and
        // Zaks, Optimal bounds for the change-making problem, 1994): trying every amount up to there decides it.
        let bound = 20_000 + 10_000;
        let pieces: Vec<usize> = ISSUES[0].notes.iter().chain(ISSUES[0].coins).map(|worth| *worth as usize).collect();
        let least = fewest(&pieces, bound);
        for minor in 0..=bound {
            let hand = in_hand(Money::new(minor as i128, MAD), None).expect("dirhams have notes");
            let count: u64 = hand.pieces.iter().map(|of| of.count).sum();
            let payable = minor - hand.rest.minor() as usize;
            assert_eq!(Some(count), least[payable], "{minor} centimes");
        }
    }

    proptest! {
        #[test]
        fn notes_coins_and_rest_are_the_amount(minor in 0..=crate::money::LARGEST * 1_000) {
            let hand = in_hand(Money::new(minor, MAD), None).expect("dirhams have notes");
            let pieces: i128 = hand.pieces.iter().map(|of| i128::from(of.count) * of.worth.minor()).sum();
            prop_assert_eq!(pieces + hand.rest.minor(), minor);
            prop_assert!(hand.rest.minor() < 10);
            prop_assert!(hand.pieces.iter().skip(1).all(|of| of.count < 5), "{:?}", hand.pieces);
        }
    }
}
