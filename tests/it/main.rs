//! One integration-test binary: one link, one run, every story in its own module.

mod laws;
mod oracles;
mod store;
mod tidy;
