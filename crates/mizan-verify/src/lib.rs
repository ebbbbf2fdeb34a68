//! That a log is whole, unaltered and follows from itself: what an auditor runs who trusts nobody here.
//!
//! It rests on the pure crates alone. There is no database, no runtime and no web server under it, so that it can be read
//! and built by itself; `mizan-verify` is its small program, and `mizan verify` is the same for whoever has `mizan`.
//!
//! `guard` is the one check that records follow from each other, which the writer and every reader use too; `material` is
//! what is verified, wherever it comes from; `verify` takes the steps, one file each in `steps`; `report` says what came
//! of them; `memory` keeps the checkpoints that were seen, and shows when a log has two faces.

pub mod guard;
pub mod digest;
pub mod openings;
pub mod period;
pub mod material;
pub mod source;
pub mod bundle;
pub mod memory;
pub mod report;
mod steps;
pub mod verify;
pub mod command;
