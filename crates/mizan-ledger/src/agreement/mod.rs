//! Agreements: how one buyer's price is divided, in a document that both sides read and accept.
//!
//! An agreement is an ordered list of steps, evaluated from the top. Each step takes its part of the price and says
//! from which basis; exactly one takes what is left, so the parts always sum to the price. `split` does the arithmetic,
//! `deduction` what each maker's part then repays, `check` what must hold before anyone accepts, `words` reads it aloud.

pub mod deduction;
pub mod document;
pub mod facts;
mod reckon;
pub mod split;

#[cfg(test)]
mod tests;
