//! The `thidua` program: see the library for everything that it does.

use std::process::ExitCode;

fn main() -> ExitCode {
    thidua::cli::run(std::env::args_os())
}
