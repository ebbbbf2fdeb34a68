//! The six forms an Arabic noun takes beside a number, as CLDR names them.

/// Which form a counted thing takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plural {
    /// None.
    Zero,
    /// One: the noun alone.
    One,
    /// Two: the dual, without a number.
    Two,
    /// 3 to 10, 103 to 110, …: the plural.
    Few,
    /// 11 to 99, 111 to 199, …: the singular in the accusative.
    Many,
    /// 100, 101, 102, 200, …: the singular in the genitive.
    Other,
}

impl Plural {
    /// The form beside a number.
    #[must_use]
    pub fn of(number: u64) -> Plural {
        match (number, number % 100) {
            (0, _) => Plural::Zero,
            (1, _) => Plural::One,
            (2, _) => Plural::Two,
            (_, 3..=10) => Plural::Few,
            (_, 11..=99) => Plural::Many,
            _ => Plural::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_has_the_form_that_cldr_gives_it() {
        let forms: Vec<(u64, Plural)> = vec![
            (0, Plural::Zero),
            (1, Plural::One),
            (2, Plural::Two),
            (3, Plural::Few),
            (10, Plural::Few),
            (11, Plural::Many),
            (99, Plural::Many),
            (100, Plural::Other),
            (101, Plural::Other),
            (102, Plural::Other),
            (103, Plural::Few),
            (111, Plural::Many),
            (1_000, Plural::Other),
        ];
        for (number, form) in forms {
            assert_eq!(Plural::of(number), form, "{number}");
        }
    }
}
