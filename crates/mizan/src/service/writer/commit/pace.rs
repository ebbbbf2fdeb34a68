//! How two programs that write one book get out of each other's step.

use std::process;
use std::time::Duration;

/// After so many conflicts in a row the next try waits a moment, so that two programs do not keep the same step.
const IN_STEP: u32 = 4;

/// How long to wait after so many conflicts: up to some milliseconds, another time in each program and at each try.
pub(super) fn out_of_step(tries: u32) -> Duration {
    match tries.checked_sub(IN_STEP) {
        Some(more) => {
            Duration::from_micros(u64::from(process::id()).wrapping_mul(u64::from(more) * 2 + 1) * 977 % 8_000)
        }
        None => Duration::ZERO,
    }
}
