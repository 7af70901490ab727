//! Signatures as others judge them, and everything that keeps one from being made.

mod judges;
mod keys;

use std::sync::LazyLock;

use chrono::Utc;
use lopdf::{Document, Object, Stream, dictionary};
use thidua::pdf::fields::{self, Field};
use thidua::sign::key::{Asking, Key, KeyFile};
use thidua::sign::{self, Order, Signed};

use crate::driver::{MINIMAL, Thidua};
use crate::pki::{Identity, PASSWORD};

