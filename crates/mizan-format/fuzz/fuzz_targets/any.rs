//! Whatever it is, known by what stands in it: every file is answered.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mizan_format_fuzz::answered;

fuzz_target!(|data: &[u8]| answered(data, None, None));
