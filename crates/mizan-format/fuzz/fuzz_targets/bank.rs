//! A bank's own table, by a mapping: every file is answered.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use mizan_format::statement::mapping::Mapping;
use mizan_format_fuzz::answered;

static MAPPING: LazyLock<Mapping> = LazyLock::new(|| {
    let text = r#"{"account":"0117","currency":"MAD","columns":{"booked_on":"D","value_on":"V","text":["T"],"debit":"-",
                   "credit":"+","balance":"B","reference":"R"}}"#;
    Mapping::from_json(text.as_bytes()).expect("it names a column for each way")
});

fuzz_target!(|data: &[u8]| {
    answered(data, None, Some(&MAPPING));
    // As rows below the header that the mapping wants.
    answered(&[b"D;V;T;R;-;+;B\n", data].concat(), None, Some(&MAPPING));
    let _ = Mapping::from_json(data);
});
