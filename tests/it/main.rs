//! One integration-test binary: one link, one run, every story in its own module.

mod agreements;
mod bookings;
mod crash;
mod demo;
mod demo_alive;
mod golden_logs;
mod import;
mod laws;
mod oracles;
mod outputs;
mod payment_files;
mod places;
mod proof;
mod reading;
mod reconcile;
mod record;
mod rows;
mod snapshots;
mod statements;
mod store;
mod tidy;
mod treasurer;
mod vault;
mod verify_page;
mod witness;
