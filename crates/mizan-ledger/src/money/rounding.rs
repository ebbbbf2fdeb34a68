//! Rounding: how an exact number becomes an amount in whole minor units. Nothing outside `money` does it.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::money::{Currency, CurrencyMismatch, LARGEST, Money, NotANumber, NotMoney, UnitPrice};

impl Money {
    /// A decimal number of major units, rounded half up (away from zero) to the minor unit.
    pub fn rounded(value: Decimal, currency: Currency) -> Result<Money, NotMoney> {
        if let Some(minor) = half_up(value.mantissa(), value.scale(), currency.exponent()) {
            return Ok(Money { minor, currency });
        }
        Money::rounded_by(RoundingStrategy::MidpointAwayFromZero, value, currency)
    }

    /// A decimal number of major units, rounded up to the minor unit: the least amount that is not below it.
    pub fn rounded_up(value: Decimal, currency: Currency) -> Result<Money, NotMoney> {
        Money::rounded_by(RoundingStrategy::ToPositiveInfinity, value, currency)
    }

    fn rounded_by(strategy: RoundingStrategy, value: Decimal, currency: Currency) -> Result<Money, NotMoney> {
        let too_large = || NotMoney::TooLarge(value.to_string());
        let exponent = currency.exponent();
        let mut rounded = value.round_dp_with_strategy(exponent, strategy);
        rounded.rescale(exponent);
        if rounded.scale() != exponent || rounded.mantissa().abs() > LARGEST {
            return Err(too_large());
        }
        Ok(Money { minor: rounded.mantissa(), currency })
    }

    /// A fraction or multiple of this amount, rounded half up to the minor unit.
    pub fn times(self, factor: Decimal) -> Result<Money, NotMoney> {
        let exponent = self.currency.exponent();
        let product = short(self.minor).zip(short(factor.mantissa())).and_then(|(one, other)| one.checked_mul(other));
        let product = product.filter(|_| exponent + factor.scale() <= Decimal::MAX_SCALE);
        let minor = product.and_then(|product| half_up(product.into(), exponent + factor.scale(), exponent));
        if let Some(minor) = minor {
            return Ok(Money { minor, currency: self.currency });
        }
        let product = self.decimal().checked_mul(factor).ok_or_else(|| NotMoney::TooLarge(self.to_string()))?;
        Money::rounded(product, self.currency)
    }

    /// As much of this amount as a part is of a whole, rounded half up (away from zero) to the minor unit; all of it
    /// where the part is the whole.
    pub fn in_proportion(self, part: Money, whole: Money) -> Result<Money, CurrencyMismatch> {
        part.same_currency(whole)?;
        if part.minor == whole.minor || whole.is_zero() {
            return Ok(self);
        }
        let product = self.minor * part.minor;
        let (quotient, rest) = (product / whole.minor, product % whole.minor);
        let up = i128::from(2 * rest.abs() >= whole.minor.abs());
        Ok(Money { minor: quotient + up * product.signum() * whole.minor.signum(), ..self })
    }
}

/// A number of eight bytes, as most amounts and factors are.
fn short(number: i128) -> Option<i64> {
    i64::try_from(number).ok()
}

/// A number with `scale` decimals in whole units of `exponent` decimals, rounded half up (away from zero), where that is
/// short arithmetic and no more than a record may carry: nearly always, and ten times as fast as with decimals.
fn half_up(number: i128, scale: u32, exponent: u32) -> Option<i128> {
    let number = short(number)?;
    let Some(beyond) = scale.checked_sub(exponent) else {
        let minor = number.checked_mul(10_i64.checked_pow(exponent - scale)?)?;
        return Some(i128::from(minor)).filter(|minor| minor.abs() <= LARGEST);
    };
    let unit = 10_u64.checked_pow(beyond)?;
    let (whole, rest) = (number.unsigned_abs() / unit, number.unsigned_abs() % unit);
    let minor = i128::from(whole + u64::from(rest >= unit - rest)) * i128::from(number.signum());
    Some(minor).filter(|minor| minor.abs() <= LARGEST)
}

impl UnitPrice {
    /// A decimal number as the price of one unit, rounded half up to the sixth decimal.
    pub fn rounded(value: Decimal) -> Result<UnitPrice, NotANumber> {
        UnitPrice::new(value.round_dp_with_strategy(6, RoundingStrategy::MidpointAwayFromZero))
    }
}
