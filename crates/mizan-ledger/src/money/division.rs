//! The largest remainder: how a whole number is divided by weights so that the parts sum to it.

use rust_decimal::Decimal;

/// Why weights do not divide a whole.
pub(super) enum Undivided {
    /// Every weight is zero, and the whole is not.
    NoWeights,
    /// Arithmetic would not be exact.
    TooLarge,
}

/// The parts of a whole that is not below zero. Each is its exact share rounded down; what is left over goes one each
/// to the largest remainders, among equals round in the order of the list from `turn` on.
pub(super) fn by_weight(whole: i128, weights: &[Decimal], turn: u64) -> Result<Vec<i128>, Undivided> {
    let scale = weights.iter().map(Decimal::scale).max().unwrap_or(0);
    let mut units = Vec::with_capacity(weights.len());
    for weight in weights {
        let factor = 10_i128.checked_pow(scale - weight.scale()).ok_or(Undivided::TooLarge)?;
        units.push(weight.mantissa().checked_mul(factor).filter(|unit| *unit >= 0).ok_or(Undivided::TooLarge)?);
    }
    let total = units.iter().try_fold(0_i128, |sum, unit| sum.checked_add(*unit)).ok_or(Undivided::TooLarge)?;
    if total == 0 {
        return if whole == 0 { Ok(vec![0; weights.len()]) } else { Err(Undivided::NoWeights) };
    }
    let mut parts = Vec::with_capacity(units.len());
    let mut remainders = Vec::with_capacity(units.len());
    for (index, unit) in units.iter().enumerate() {
        let product = whole.checked_mul(*unit).ok_or(Undivided::TooLarge)?;
        let (part, remainder) = divided(product, total);
        parts.push(part);
        remainders.push((std::cmp::Reverse(remainder), index));
    }
    // Fewer units are left than there are remainders above zero, so whoever weighs nothing gets nothing.
    let left = usize::try_from(whole - parts.iter().sum::<i128>()).unwrap_or(0);
    if left > 0 {
        remainders.sort_unstable();
    }
    if let Some(&(last, _)) = left.checked_sub(1).and_then(|last| remainders.get(last)) {
        let above = remainders.partition_point(|(remainder, _)| *remainder < last);
        let equal = remainders.partition_point(|(remainder, _)| *remainder <= last) - above;
        let first = usize::try_from(turn % equal as u64).unwrap_or(0);
        let tied = (0..left - above).map(|place| above + (first + place) % equal);
        for &(_, index) in (0..above).chain(tied).filter_map(|place| remainders.get(place)) {
            parts[index] += 1;
        }
    }
    Ok(parts)
}

/// The quotient and the remainder of numbers that are not below zero. Most have no more than eight bytes, which are divided
/// in a tenth of the time.
pub(super) fn divided(number: i128, by: i128) -> (i128, i128) {
    if let (Ok(number), Ok(by)) = (u64::try_from(number), u64::try_from(by)) {
        (i128::from(number / by), i128::from(number % by))
    } else {
        (number / by, number % by)
    }
}
