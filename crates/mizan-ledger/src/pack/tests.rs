//! What is packed is read again, and bytes that were not packed so are refused without a panic.

use jiff::civil::date;
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::pack::Pack;

fn packed(value: &impl Pack) -> Vec<u8> {
    let mut bytes = Vec::new();
    value.pack(&mut bytes);
    bytes
}

fn unpacked<T: Pack>(bytes: &[u8]) -> Option<T> {
    let mut rest = bytes;
    let value = T::unpack(&mut rest)?;
    rest.is_empty().then_some(value)
}

#[test]
fn small_numbers_and_days_take_few_bytes() {
    assert_eq!(packed(&86_049_i128).len(), 3);
    assert_eq!(packed(&date(2026, 3, 18)).len(), 4);
    assert_eq!(packed(&1_000_000_u64).len(), 3);
}

#[test]
fn a_length_that_cannot_be_is_refused_before_memory_is_taken_for_it() {
    let bytes = packed(&u64::MAX);
    assert_eq!(unpacked::<Vec<u64>>(&bytes), None);
    assert_eq!(unpacked::<String>(&bytes), None);
}

proptest! {
    #[test]
    fn numbers_are_read_as_they_were_packed(wide in any::<u128>(), signed in any::<i128>(), small in any::<u32>()) {
        prop_assert_eq!(unpacked(&packed(&wide)), Some(wide));
        prop_assert_eq!(unpacked(&packed(&signed)), Some(signed));
        prop_assert_eq!(unpacked(&packed(&small)), Some(small));
        prop_assert_eq!(unpacked(&packed(&(signed as i64))), Some(signed as i64));
    }

    #[test]
    fn what_is_made_of_others_is_read_as_it_was_packed(
        minor in any::<i64>(), text in ".{0,40}", many in prop::collection::btree_map(any::<u16>(), any::<bool>(), 0..20),
        mantissa in any::<i64>(), scale in 0_u32..28,
    ) {
        let value = (minor, (text, many), Some(Decimal::new(mantissa, scale)));
        prop_assert_eq!(unpacked(&packed(&value)), Some(value));
    }

    #[test]
    fn bytes_that_were_never_packed_are_refused_or_read_and_never_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        let _ = unpacked::<(i64, String, Vec<Option<Decimal>>)>(&bytes);
    }
}
