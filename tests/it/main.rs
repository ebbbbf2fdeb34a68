//! One integration-test binary: one link, one run, every story in its own module.
