//! Which records of a batch are one machine's among several.

use std::str::FromStr;

use sha2::{Digest, Sha256};

/// A part of a batch: the `number`th of `of`, counted from 1.
///
/// A record belongs to a part by its name alone, so that it stays there when others come and go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    number: u64,
    of: u64,
}

impl Shard {
    /// Whether a record of this name belongs to it.
    pub fn holds(self, name: &str) -> bool {
        let digest = Sha256::digest(name.as_bytes());
        let number = digest.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        number % self.of + 1 == self.number
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "ghi `K/N`: phần thứ K trong N phần, đếm từ 1, ví dụ `2/4`".to_owned();
        let (number, of) = text.split_once('/').ok_or_else(wrong)?;
        let (number, of) = (number.parse().map_err(|_| wrong())?, of.parse().map_err(|_| wrong())?);
        match (number, of) {
            (_, 0) => Err("số phần ít nhất là 1".to_owned()),
            (number, of) if (1..=of).contains(&number) => Ok(Self { number, of }),
            (_, of) => Err(format!("có {of} phần thì phần thứ mấy phải từ 1 đến {of}")),
        }
    }
}
