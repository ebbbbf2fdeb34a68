//! The application: one binary.
fn main() {}
