//! A schedule in equal instalments: the annuity, rounded once to the minor unit; the last instalment takes the difference.
//!
//! Interest of a month is the rate times what is owed, rounded half up. With P owed, a rate r and n instalments each is
//! P·r / (1 − (1 + r)^−n), or P / n where nothing is asked for the money.

use jiff::ToSpan;
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::decide::refusal::Refusal;
use crate::event::loan::Instalment;
use crate::id::LoanId;
use crate::money::{Money, NotMoney, Rate};

/// How many instalments a schedule has at the most: thirty years, so that its record is short enough for the log.
const MOST: u32 = 360;

/// The terms of a schedule.
#[derive(Clone, Copy)]
pub(super) struct Terms {
    pub(super) loan: LoanId,
    pub(super) rate_per_month: Rate,
    pub(super) instalments: u32,
    pub(super) first_due: Date,
    pub(super) grace: u32,
}

/// The instalments in which a principal is paid back.
pub(super) fn schedule(principal: Money, terms: Terms) -> Result<Vec<Instalment>, Refusal> {
    let Terms { loan, instalments, grace, .. } = terms;
    if !(1..=MOST).contains(&instalments) {
        return Err(Refusal::InstalmentsOutOfBounds { loan, instalments, most: MOST });
    }
    if grace >= instalments {
        return Err(Refusal::GraceTooLong { loan, grace, instalments });
    }
    let rate = terms.rate_per_month.decimal();
    let level = annuity(principal, rate, instalments - grace)?;
    let mut left = principal;
    let mut schedule = Vec::new();
    for number in 1..=instalments {
        let interest = left.times(rate)?;
        let back = match number {
            number if number <= grace => principal.currency().zero(),
            number if number == instalments => left,
            _ => level.minus(interest)?,
        };
        left = left.minus(back)?;
        if left.is_negative() || back.is_negative() || (number > grace && back.is_zero()) {
            return Err(Refusal::InstalmentsTooSmall { loan, instalments, principal });
        }
        let due_on = due_on(terms, number - 1)?;
        schedule.push(Instalment { number, due_on, interest, principal: back, total: interest.plus(back)? });
    }
    Ok(schedule)
}

/// What each of so many equal instalments comes to.
fn annuity(principal: Money, rate: Decimal, instalments: u32) -> Result<Money, Refusal> {
    let too_large = || NotMoney::TooLarge(principal.to_string());
    let owed = principal.decimal();
    let exact = if rate.is_zero() {
        owed.checked_div(Decimal::from(instalments))
    } else {
        let discount = Decimal::ONE.checked_div(Decimal::ONE + rate).ok_or_else(too_large)?;
        let discounted = (0..instalments).try_fold(Decimal::ONE, |all, _| all.checked_mul(discount));
        let divisor = Decimal::ONE - discounted.ok_or_else(too_large)?;
        owed.checked_mul(rate).and_then(|interest| interest.checked_div(divisor))
    };
    Ok(Money::rounded(exact.ok_or_else(too_large)?, principal.currency())?)
}

/// The same day of a later month, or its last day where it has no such day.
fn due_on(terms: Terms, months: u32) -> Result<Date, Refusal> {
    let later = terms.first_due.checked_add(i64::from(months).months());
    later.map_err(|_| Refusal::FirstDue { loan: terms.loan, first_due: terms.first_due })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::money::MAD;

    fn terms(rate: &str, instalments: u32, grace: u32) -> Terms {
        Terms {
            loan: "loan-1".parse().expect("it is a code"),
            rate_per_month: rate.parse().expect("it is a rate"),
            instalments,
            first_due: date(2026, 1, 31),
            grace,
        }
    }

    fn shown(principal: i128, terms: Terms) -> Vec<String> {
        let made = schedule(Money::new(principal, MAD), terms).expect("the terms are sound");
        let line = |part: &Instalment| {
            format!("{} {} {} {}", part.due_on, part.interest.number(), part.principal.number(), part.total.number())
        };
        made.iter().map(line).collect()
    }

    fn sum(schedule: &[Instalment], part: fn(&Instalment) -> Money) -> Money {
        Money::new(schedule.iter().map(|one| part(one).minor()).sum(), MAD)
    }

    #[test]
    fn thirty_thousand_at_one_and_a_half_a_month_are_paid_back_in_eighteen_months() {
        // The micro-credit of fixtures/README.md: each 1,914.17 before the last, interest 4,455.12 in all.
        let made = schedule(Money::new(3_000_000, MAD), terms("0.015", 18, 0)).expect("the terms are sound");
        assert!(made.iter().take(17).all(|one| one.total == Money::new(191_417, MAD)), "{made:?}");
        assert_eq!(made[0].interest, Money::new(45_000, MAD));
        assert_eq!(made[0].principal, Money::new(146_417, MAD));
        assert_eq!(made[17].total, Money::new(191_423, MAD));
        assert_eq!(sum(&made, |one| one.interest), Money::new(445_512, MAD));
        assert_eq!(sum(&made, |one| one.principal), Money::new(3_000_000, MAD));
    }

    #[test]
    fn in_the_first_months_interest_alone_may_be_paid() {
        let expected = [
            "2026-01-31 40.00 0.00 40.00",
            "2026-02-28 40.00 0.00 40.00",
            "2026-03-31 40.00 485.25 525.25",
            "2026-04-30 30.30 494.95 525.25",
            "2026-05-31 20.40 504.85 525.25",
            "2026-06-30 10.30 514.95 525.25",
        ];
        assert_eq!(shown(200_000, terms("0.02", 6, 2)), expected);
    }

    #[test]
    fn without_interest_the_last_instalment_takes_the_odd_centime() {
        let expected =
            ["2026-01-31 0.00 333.33 333.33", "2026-02-28 0.00 333.33 333.33", "2026-03-31 0.00 333.34 333.34"];
        assert_eq!(shown(100_000, terms("0", 3, 0)), expected);
    }

    #[test]
    fn the_parts_sum_to_the_loan_whatever_the_terms() {
        for (principal, rate, instalments, grace) in [
            (1_000_000, "0.0199999999", 360, 0),
            (12_345, "0.05", 40, 3),
            (999_999_999, "0.0000000001", 7, 6),
            (7, "0", 1, 0),
        ] {
            let made = schedule(Money::new(principal, MAD), terms(rate, instalments, grace)).expect("sound terms");
            assert_eq!(sum(&made, |one| one.principal), Money::new(principal, MAD), "{principal} at {rate}");
            assert!(made.iter().all(|one| one.total.minor() == one.interest.minor() + one.principal.minor()));
        }
    }

    #[test]
    fn terms_that_make_no_schedule_are_refused() {
        let code = |principal, terms| schedule(Money::new(principal, MAD), terms).expect_err("no schedule").code();
        assert_eq!(code(100, terms("0.01", 0, 0)), "instalments_out_of_bounds");
        assert_eq!(code(100, terms("0.01", 361, 0)), "instalments_out_of_bounds");
        assert_eq!(code(100, terms("0.01", 3, 3)), "grace_too_long");
        assert_eq!(code(5, terms("0", 10, 0)), "instalments_too_small");
        assert_eq!(code(100, terms("1", 300, 0)), "instalments_too_small");
        let endless = Terms { first_due: Date::MAX, ..terms("0.01", 3, 0) };
        assert_eq!(code(100, endless), "first_due");
    }
}
