//! The tree and its records as files that any web server can hand out (C2SP tlog-tiles).
//!
//! A tile is up to 256 nodes of one height, every eighth height having tiles; a bundle is up to 256 records, each after
//! its length. A full one never changes. At the right edge of a log are partial ones, which say in their names how wide
//! they are.

use std::fmt;

use crate::hash::Hash;
use crate::tree::nodes::Tree;

/// How wide a full tile is, and how many records a full bundle has.
pub const WIDTH: u64 = 256;

/// How many heights of the tree a tile spans.
const HEIGHT: u32 = 8;

/// The longest record a bundle can hold: its length is written in two bytes.
pub const LONGEST_RECORD: usize = u16::MAX as usize;

/// What a file of the log holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holds {
    /// Nodes of the tree: at level 0 leaves, at each further level the roots of full tiles below.
    Nodes {
        /// Which level, from 0 to 7.
        level: u32,
    },
    /// Records.
    Records,
}

/// A tile or a bundle of a log, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tile {
    /// What it holds.
    pub holds: Holds,
    /// Its place among those of its level, from 0.
    pub index: u64,
    /// How wide it is: 256, or less at the right edge.
    pub width: u64,
}

impl fmt::Display for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.holds {
            Holds::Nodes { level } => write!(f, "tile/{level}/")?,
            Holds::Records => f.write_str("tile/entries/")?,
        }
        let mut thousands = vec![self.index % 1_000];
        let mut rest = self.index / 1_000;
        while rest > 0 {
            thousands.push(rest % 1_000);
            rest /= 1_000;
        }
        for higher in thousands[1..].iter().rev() {
            write!(f, "x{higher:03}/")?;
        }
        write!(f, "{:03}", thousands[0])?;
        if self.width < WIDTH { write!(f, ".p/{}", self.width) } else { Ok(()) }
    }
}

/// Every tile and bundle of a log of so many records, its newest last in each level.
pub fn tiles_of(size: u64) -> impl Iterator<Item = Tile> {
    let levels = (0..).map(move |level| (Holds::Nodes { level }, nodes_of(size, level)));
    let levels = levels.take_while(|(_, count)| *count > 0);
    levels.chain([(Holds::Records, size)]).flat_map(|(holds, count)| {
        let tiles = 0..count.div_ceil(WIDTH);
        tiles.map(move |index| Tile { holds, index, width: (count - index * WIDTH).min(WIDTH) })
    })
}

/// How many nodes the tiles of a level have in a log of so many records.
fn nodes_of(size: u64, level: u32) -> u64 {
    size.checked_shr(HEIGHT * level).unwrap_or(0)
}

impl Tile {
    /// The bytes of a tile of nodes; nothing if the tree does not reach as far, or it is a bundle.
    #[must_use]
    pub fn bytes(&self, tree: &Tree) -> Option<Vec<u8>> {
        let Holds::Nodes { level } = self.holds else { return None };
        let nodes = tree.nodes((HEIGHT * level) as usize);
        let start = usize::try_from(self.index.checked_mul(WIDTH)?).ok()?;
        let nodes = nodes.get(start..start.checked_add(self.width as usize)?)?;
        Some(nodes.iter().flat_map(|node| node.0).collect())
    }

    /// The position of its first record, if it is a bundle.
    #[must_use]
    pub fn first_record(&self) -> u64 {
        self.index * WIDTH
    }
}

/// Why bytes are no bundle of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotABundle {
    /// It ends in the middle of a record, or of a length.
    #[error("the bundle is cut off in its record {record}, counted from 0")]
    Cut {
        /// In which.
        record: u64,
    },
    /// It has another number of records than its name says.
    #[error("the bundle has {found} records, its name says {expected}")]
    Count {
        /// How many it has.
        found: u64,
        /// How many it should have.
        expected: u64,
    },
}

/// A record is too long for a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a record of {0} bytes, {LONGEST_RECORD} are the most a bundle can hold")]
pub struct TooLong(pub usize);

/// Writes a record at the end of a bundle.
pub fn bundle_up(bundle: &mut Vec<u8>, record: &[u8]) -> Result<(), TooLong> {
    let length = u16::try_from(record.len()).map_err(|_| TooLong(record.len()))?;
    bundle.extend(length.to_be_bytes());
    bundle.extend_from_slice(record);
    Ok(())
}

/// The records of a bundle that should have so many.
pub fn unbundle(bundle: &[u8], width: u64) -> Result<Vec<&[u8]>, NotABundle> {
    let mut records = Vec::new();
    let mut rest = bundle;
    while let Some((length, after)) = rest.split_first_chunk::<2>() {
        let record = after.split_at_checked(usize::from(u16::from_be_bytes(*length)));
        let (record, after) = record.ok_or(NotABundle::Cut { record: records.len() as u64 })?;
        records.push(record);
        rest = after;
    }
    if !rest.is_empty() {
        return Err(NotABundle::Cut { record: records.len() as u64 });
    }
    let found = records.len() as u64;
    if found == width { Ok(records) } else { Err(NotABundle::Count { found, expected: width }) }
}

/// The nodes in the bytes of a tile that should have so many.
#[must_use]
pub fn nodes_in(tile: &[u8], width: u64) -> Option<Vec<Hash>> {
    let (nodes, rest) = tile.as_chunks::<32>();
    (rest.is_empty() && nodes.len() as u64 == width).then(|| nodes.iter().map(|node| Hash(*node)).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::hash::leaf_hash;

    fn names_of(size: u64) -> Vec<String> {
        tiles_of(size).map(|tile| tile.to_string()).collect()
    }

    #[test]
    fn a_log_of_seventy_thousand_has_the_tiles_the_specification_counts() {
        let count = |holds: Holds, full: bool| {
            tiles_of(70_000).filter(|tile| tile.holds == holds && (tile.width == WIDTH) == full).count()
        };
        let nodes = |level| [true, false].map(|full| count(Holds::Nodes { level }, full));
        assert_eq!([nodes(0), nodes(1), nodes(2), nodes(3)], [[273, 1], [1, 1], [0, 1], [0, 0]]);
        assert_eq!([true, false].map(|full| count(Holds::Records, full)), [273, 1]);
        let partial: Vec<String> = names_of(70_000).into_iter().filter(|name| name.contains(".p")).collect();
        assert_eq!(partial, ["tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1", "tile/entries/273.p/112"]);
    }

    #[test]
    fn names_are_those_of_the_specification() {
        let name = |index, width| Tile { holds: Holds::Nodes { level: 0 }, index, width }.to_string();
        assert_eq!(name(1_234_067, 256), "tile/0/x001/x234/067");
        assert_eq!(name(67, 255), "tile/0/067.p/255");
        assert_eq!(name(1_000, 1), "tile/0/x001/000.p/1");
        assert_eq!(names_of(256), ["tile/0/000", "tile/1/000.p/1", "tile/entries/000"]);
        assert_eq!(names_of(0), [""; 0]);
        assert_eq!(names_of(1), ["tile/0/000.p/1", "tile/entries/000.p/1"]);
    }

    #[test]
    fn a_tile_above_has_the_roots_of_the_full_ones_below() {
        let tree: Tree = (0..600_u64).map(|index| leaf_hash(&index.to_be_bytes())).collect();
        let above = Tile { holds: Holds::Nodes { level: 1 }, index: 0, width: 2 }.bytes(&tree);
        let roots = [0, 256].map(|start| crate::tree::root_of(&tree.nodes(0)[start..start + 256]));
        assert_eq!(above.as_deref().and_then(|bytes| nodes_in(bytes, 2)), Some(roots.to_vec()));
        let beyond = Tile { holds: Holds::Nodes { level: 0 }, index: 2, width: 89 };
        assert_eq!(beyond.bytes(&tree), None, "the last one is 88 wide");
        let far = Tile { holds: Holds::Nodes { level: 7 }, index: u64::MAX, width: 256 };
        assert_eq!(far.bytes(&tree), None);
        assert_eq!(nodes_in(&[0; 33], 1), None);
    }

    #[test]
    fn a_bundle_that_is_cut_or_miscounted_says_where() {
        let mut bundle = Vec::new();
        for record in ["one", "", "three"] {
            bundle_up(&mut bundle, record.as_bytes()).expect("short");
        }
        assert_eq!(unbundle(&bundle, 3), Ok(vec![&b"one"[..], b"", b"three"]));
        assert_eq!(unbundle(&bundle[..bundle.len() - 1], 3), Err(NotABundle::Cut { record: 2 }));
        assert_eq!(unbundle(&bundle[..6], 2), Err(NotABundle::Cut { record: 1 }));
        assert_eq!(unbundle(&bundle, 4), Err(NotABundle::Count { found: 3, expected: 4 }));
        assert_eq!(bundle_up(&mut bundle, &[b'x'; 65_536]), Err(TooLong(65_536)));
    }

    proptest! {
        #[test]
        fn hostile_bundles_are_answered(bundle: Vec<u8>, width in 0_u64..300) {
            if let Ok(records) = unbundle(&bundle, width) {
                let mut again = Vec::new();
                records.iter().for_each(|record| bundle_up(&mut again, record).expect("it was short"));
                prop_assert_eq!(again, bundle);
            }
        }

        #[test]
        fn others_call_every_tile_the_same(size in 1_u64..3_000_000) {
            let ours: std::collections::BTreeSet<String> =
                tiles_of(size).filter(|tile| tile.holds != Holds::Records).map(|tile| tile.to_string()).collect();
            // Theirs have one more number in their path, the height, which this log's do not say.
            let theirs = tlog_tiles::tile::Tile::new_tiles(8, 0, size).into_iter();
            let theirs: std::collections::BTreeSet<String> =
                theirs.map(|tile| tile.path().replacen("tile/8/", "tile/", 1)).collect();
            prop_assert_eq!(ours, theirs);
        }
    }
}
