//! The `parvis` command.

use std::process::ExitCode;

/// A build is made of many short texts: with the allocator of the system it takes a fifth longer.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    parvis::cli::run()
}
