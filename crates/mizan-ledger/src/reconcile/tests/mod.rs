//! Stories of the matcher, the bugs of others that must not come back, and the laws every proposal obeys.

mod world;
mod stages;
mod references;
mod returns;
mod peers;
mod measured;
mod laws;
