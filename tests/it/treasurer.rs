//! The treasurer's month: with the real program and a bank in a process of its own, and in thousands of seeded scenarios.

mod month;
mod scenarios;
mod world;
