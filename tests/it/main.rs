//! One integration-test binary: one link, one run, every story in its own module.

mod golden_logs;
mod laws;
mod oracles;
mod reading;
mod store;
mod tidy;
