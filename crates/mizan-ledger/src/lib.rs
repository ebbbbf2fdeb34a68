//! What happened, what may happen, what is owed: the pure core.
