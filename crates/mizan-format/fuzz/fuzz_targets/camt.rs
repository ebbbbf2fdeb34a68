//! Statements of accounts in XML: every file is answered.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mizan_format::statement::Form;
use mizan_format_fuzz::answered;

fuzz_target!(|data: &[u8]| answered(data, Some(Form::Camt), None));
