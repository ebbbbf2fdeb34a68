//! The steps of a verification, each over the records as they pass by.

pub(crate) mod form;
pub(crate) mod rules;
pub(crate) mod sealed;
pub(crate) mod closings;
