//! Names have the numbers in whose order they came, and are found by both.

use proptest::prelude::*;

use crate::names::Names;
use crate::pack::Pack;

proptest! {
    #[test]
    fn each_name_has_the_number_in_whose_order_it_came(
        given in proptest::collection::vec("[a-c0-9][a-c0-9-]{0,2}|[a-z0-9]{36}|\\PC{0,3}", 0..400),
    ) {
        let mut names = Names::default();
        let mut known: Vec<&[u8]> = Vec::new();
        for name in &given {
            let name = name.as_bytes();
            prop_assert_eq!(names.number(name), known.iter().position(|one| *one == name).map(|at| at as u32));
            if !known.contains(&name) {
                known.push(name);
            }
            let number = names.number_or_next(name);
            prop_assert_eq!(known[number as usize], name);
        }
        for (number, name) in (0..).zip(&known) {
            prop_assert_eq!(names.name(number), Some(*name));
        }
        let mut bytes = Vec::new();
        names.pack(&mut bytes);
        prop_assert_eq!(Names::unpack(&mut bytes.as_slice()), Some(names));
    }
}

#[test]
fn a_number_nobody_has_names_nothing() {
    let mut names = Names::default();
    names.number_or_next(b"rug-1");
    assert_eq!(names.name(1), None);
}

#[test]
fn names_that_come_twice_are_not_read() {
    let two = |letters: &[u8]| [&[2, 5, 0, 0, 0, 10, 0, 0, 0], letters].concat();
    assert!(Names::unpack(&mut two(b"rug-1rug-2").as_slice()).is_some());
    assert_eq!(Names::unpack(&mut two(b"rug-1rug-1").as_slice()), None);
}
