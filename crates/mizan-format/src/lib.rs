//! What Mizan writes for others.
