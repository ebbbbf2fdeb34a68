//! That nothing was altered, over bytes alone.
