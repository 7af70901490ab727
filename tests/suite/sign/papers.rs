//! Papers to be signed, as the program builds them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use crate::driver::Thidua;

/// A complete covenant of so many parties: Phường Hương 1 to N, each with one signer.
pub fn covenant(parties: usize) -> Arc<Vec<u8>> {
    static BUILT: Mutex<BTreeMap<usize, Arc<Vec<u8>>>> = Mutex::new(BTreeMap::new());
    let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    Arc::clone(built.entry(parties).or_insert_with(|| {
        let run =
            Thidua::new("build --official --only covenant").record("a.yaml", record(parties)).run().code(0);
        Arc::new(run.bytes("out/a/giao-uoc-thi-dua.pdf"))
    }))
}

fn record(parties: usize) -> String {
    let mut record = String::from(
        "format: 1\ngroup:\n  name: Cụm thi đua số 1\n  kind: cụm\n  leader: phuong-1\n  units:\n",
    );
    for at in 1..=parties {
        let _ = writeln!(
            record,
            "    - {{ id: phuong-{at}, name: Phường Hương {at}, head: {{ name: Nguyễn Văn A, title: Chủ tịch }} }}"
        );
    }
    record.push_str(
        "meeting:\n  kind: tổng kết\n  period: { year: 2025 }\n  date: 2026-01-15\n  place: Hội trường Phường Hương 1\n\
         covenant:\n  document: { place: Huế, date: 2026-01-15 }\n  commitments:\n    - title: Nội dung thi đua\n      \
         body: Hoàn thành các chỉ tiêu được giao.\n",
    );
    record
}
