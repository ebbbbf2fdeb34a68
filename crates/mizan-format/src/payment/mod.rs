//! Payments as files for others to carry out. The references on them are made, and known again when they come back, in
//! `identifier`.

pub mod identifier;
