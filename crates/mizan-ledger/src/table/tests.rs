//! A table answers as a map does, whatever of it is packed.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::pack::Pack;
use crate::table::Table;

/// What somebody does with a table.
#[derive(Debug, Clone)]
enum Act {
    Insert(u16, String),
    Append(u16, String),
    Change(u16, u8),
    Remove(u16),
    Ask(u16),
    Reserve(u16),
}

fn act() -> impl Strategy<Value = Act> {
    // Few keys, so that they are met again, and texts long enough to leave holes worth closing.
    let key = || 0_u16..400;
    prop_oneof![
        4 => (key(), ".{0,8}", 0_usize..60).prop_map(|(key, text, times)| Act::Insert(key, text.repeat(times))),
        2 => (key(), ".{0,8}", 0_usize..60).prop_map(|(key, text, times)| Act::Append(key, text.repeat(times))),
        2 => (key(), any::<u8>()).prop_map(|(key, more)| Act::Change(key, more)),
        1 => key().prop_map(Act::Remove),
        2 => key().prop_map(Act::Ask),
        1 => (0_u16..2_000).prop_map(Act::Reserve),
    ]
}

fn all(table: &Table<u16, String>) -> BTreeMap<u16, String> {
    table.iter().map(|(key, value)| (key, value.into_owned())).collect()
}

fn again(table: &Table<u16, String>) -> Table<u16, String> {
    let mut bytes = Vec::new();
    table.pack(&mut bytes);
    let mut rest = bytes.as_slice();
    let again = Table::unpack(&mut rest).expect("what was packed is read");
    assert!(rest.is_empty(), "all of it is read");
    again
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_table_answers_as_a_map_does(acts in prop::collection::vec(act(), 0..2_000), read_again_after in 0_usize..2_000) {
        let mut table: Table<u16, String> = Table::default();
        let mut map: BTreeMap<u16, String> = BTreeMap::new();
        for (number, act) in acts.into_iter().enumerate() {
            match act {
                Act::Insert(key, text) => prop_assert_eq!(table.insert(key, text.clone()), map.insert(key, text)),
                Act::Append(key, text) => {
                    let mut entry = Vec::new();
                    key.pack(&mut entry);
                    table.append(&mut entry, text.clone());
                    map.insert(key, text);
                }
                Act::Change(key, more) => {
                    let (one, other) = (table.get_or_default(&key), map.entry(key).or_default());
                    one.push(char::from(more));
                    other.push(char::from(more));
                }
                Act::Remove(key) => prop_assert_eq!(table.remove(&key), map.remove(&key)),
                Act::Reserve(more) => table.reserve(more.into()),
                Act::Ask(key) => {
                    let asked = table.get(&key);
                    prop_assert_eq!(asked.as_deref(), map.get(&key));
                    drop(asked);
                    prop_assert_eq!(table.contains_key(&key), map.contains_key(&key));
                    prop_assert_eq!(table.get_mut(&key), map.get_mut(&key));
                }
            }
            prop_assert_eq!(table.len(), map.len());
            if number == read_again_after {
                table = again(&table);
            }
        }
        prop_assert_eq!(&all(&table), &map);
        prop_assert_eq!(&again(&table), &table);
        let mut other: Table<u16, String> = Table::default();
        map.iter().rev().for_each(|(key, text)| drop(other.insert(*key, text.clone())));
        prop_assert!(other == table, "two tables are equal when they hold the same");
        if let Some((key, _)) = map.first_key_value() {
            other.remove(key);
            prop_assert!(other != table);
        }
    }

    #[test]
    fn a_table_that_was_never_packed_so_is_refused_or_answers_and_never_a_panic(
        acts in prop::collection::vec((0_u16..300, ".{0,20}"), 100..300), at in any::<prop::sample::Index>(), byte in any::<u8>(),
    ) {
        let mut table: Table<u16, String> = Table::default();
        acts.into_iter().for_each(|(key, text)| drop(table.insert(key, text)));
        let mut bytes = Vec::new();
        table.pack(&mut bytes);
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Some(damaged) = Table::<u16, String>::unpack(&mut bytes.as_slice()) {
            let _ = (0..400).filter(|key| damaged.get(key).is_some()).count();
            let _ = damaged.iter().count();
        }
    }
}

#[test]
fn a_value_larger_than_a_segment_lies_beside_the_others() {
    let mut table: Table<u16, String> = Table::default();
    for key in 0..200 {
        table.insert(key, "wool ".repeat(if key == 100 { 600_000 } else { 3 }));
    }
    assert_eq!(table.get(&100).map(|text| text.len()), Some(3_000_000));
    assert_eq!(table.get(&199).map(|text| text.len()), Some(15));
    assert_eq!(again(&table), table);
}

/// A table of so many things, most of them packed.
fn of_many() -> Table<u16, String> {
    let mut table = Table::default();
    (0..20).for_each(|key| drop(table.insert(key, format!("rug {key}"))));
    table
}

#[test]
fn a_table_that_has_one_thing_twice_and_another_not_at_all_is_not_the_same() {
    let table = of_many();
    let taken: Vec<usize> = (0..table.packed.slots.len()).filter(|at| table.packed.slots[*at] != 0).collect();
    let mut twice = table.clone();
    twice.packed.slots[taken[0]] = twice.packed.slots[taken[1]];
    let mut lost = table.clone();
    taken.iter().for_each(|at| lost.packed.slots[*at] |= 0xffff_ffff);
    for false_one in [twice, lost] {
        assert!(false_one != table);
        assert!(table != false_one, "asked from the other side");
    }
}

#[test]
fn a_table_in_which_a_search_would_never_end_or_leads_nowhere_is_not_read() {
    let read = |table: &Table<u16, String>| {
        let mut bytes = Vec::new();
        table.pack(&mut bytes);
        let passed = Table::<u16, String>::pass(&mut bytes.as_slice()).is_some();
        assert_eq!(passed, Table::<u16, String>::unpack(&mut bytes.as_slice()).is_some());
        passed
    };
    assert!(read(&of_many()) && read(&Table::default()));
    for full in 1..9 {
        let mut table = of_many();
        (table.packed.slots, table.packed.count) = (vec![1; full], full);
        assert!(!read(&table), "{full} slots, all of them taken");
    }
    let mut beyond = of_many();
    let at = beyond.packed.slots.iter().position(|slot| *slot != 0).expect("something is packed");
    beyond.packed.slots[at] |= 0xffff_ffff;
    assert!(!read(&beyond));
}
