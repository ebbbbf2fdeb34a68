//! What Mizan says, in each language: one file a language, and a phrase that is missing does not compile.

pub mod en;
