//! Agreements: how one buyer's price is divided, in a document that both sides read and accept.
//!
//! An agreement is an ordered list of steps, evaluated from the top. Each step takes its part of the price and says
//! from which basis; exactly one takes what is left, so the parts always sum to the price. `document` with its `step`s,
//! their `terms` and the `facts` of a sale are what comes in, `split` what comes out and `divide` the way between;
//! `deduction` is what each maker's part then repays, `check` what must hold before anyone accepts, `words` what the
//! assembly hears, `resale` what the price looks like beside the one it is sold on for.

pub mod document;
pub mod step;
pub mod terms;
pub mod facts;
pub mod split;

mod divide;
mod reckon;
mod residue;

pub mod deduction;

pub mod check;
mod check_step;
pub mod problem;
pub mod words;
pub mod resale;

#[cfg(test)]
mod tests;
