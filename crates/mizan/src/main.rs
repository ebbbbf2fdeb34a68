//! The program `mizan`: everything it does is in the library beside it, so that tests and benches can do it too.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Recording and folding make and drop many small things, in several threads: the system's allocator takes a fifth of that.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    mizan::cli::main()
}
