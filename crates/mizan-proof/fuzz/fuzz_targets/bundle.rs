//! Bundles of records and tiles of nodes, which somebody serves over the network.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mizan_proof::tile::{bundle_up, nodes_in, unbundle};

fuzz_target!(|data: &[u8]| {
    let Some((width, bytes)) = data.split_first() else { return };
    let width = u64::from(*width) + 1;
    if let Ok(records) = unbundle(bytes, width) {
        let mut again = Vec::new();
        records.iter().for_each(|record| bundle_up(&mut again, record).expect("it was in a bundle"));
        assert_eq!(again, bytes);
        assert_eq!(records.len() as u64, width);
    }
    if let Some(nodes) = nodes_in(bytes, width) {
        assert_eq!(nodes.iter().flat_map(|node| node.0).collect::<Vec<u8>>(), bytes);
    }
});
