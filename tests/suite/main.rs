//! Everything that thidua promises, tested from outside: the program as people run it, and the
//! library as the program uses it.
//!
//! - [`driver`] runs the program in a folder of its own; a test is one chained expression.
//! - [`other_words`] puts strings of [`hostile`] into samples; [`escaping`] and [`markdown`] look for them.
//! - [`ruler`] reads laid-out pages; [`geometry`] judges them by the decree; [`extraction`] reads what
//!   others find in the PDF files.
//! - [`fields`] adds signature fields to PDF files and finds them again; [`stamps`] draws into them.
//! - [`sign`] signs papers and asks others about them; [`pki`] makes the keys, certificates, tokens and
//!   time-stamp authorities for that; [`verify`] alters signed files in every way that is known.
//! - [`batch`] makes many records at once, fells workers and goes on with what was stopped.
//! - [`archive`] tampers with what was archived, and asks `bagit.py` as well.
//! - [`journey`] takes one paper all the way from record to archive.
//! - [`numbers`] has many people ask for numbers at once.
//! - [`limits`] asks for too much of time, memory, pixels, rows and letters.
//! - [`kept`] tries to overwrite what is signed.
//! - [`power_cut`] kills the program at random moments and looks at what is left.
//! - [`starter`] dates the starter record as the clock would.
//! - [`wording`] reads the sentences that papers write themselves.
//! - [`watch`] talks to the live preview as a browser does.
//! - Expected texts stand in `tests/faults/` and `tests/typ/`, the JSON Schema in `schema/`.
//!   `UPDATE=1 cargo test` accepts what the program says now; read the diff before you keep it.
//! - `tests/slips.yaml` holds slips of YAML, one a row, see [`slips`].
//! - `tests/rules/` holds a minimal pair for every rule of the check, see [`rules`].
//! - A broken record is added by adding a file to `tests/faults/`, a sample by adding a folder to
//!   `samples/`.

mod archive;
mod bad_input;
mod batch;
mod check;
mod cli;
mod driver;
mod escaping;
mod extraction;
mod faults;
mod fields;
mod figures;
mod geometry;
mod hostile;
mod journey;
mod kept;
mod law;
mod limits;
mod markdown;
mod next;
mod numbers;
mod other_words;
mod pki;
mod power_cut;
mod readme;
mod record;
mod references;
mod reproducible;
mod ruler;
mod rules;
mod schema;
mod sign;
mod slips;
mod stamps;
mod starter;
mod stdout;
mod templates;
mod verify;
mod vietnamese;
mod watch;
mod wording;
