//! The program `mizan`: everything it does is in the library beside it, so that tests and benches can do it too.

use std::process::ExitCode;

fn main() -> ExitCode {
    mizan::cli::main()
}
