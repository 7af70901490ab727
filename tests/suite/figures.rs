//! Figures that look wrong and are not, and figures beyond all sense.

use std::fs;

use crate::driver::{self, Thidua};

#[test]
fn sentences_whose_figures_are_right_are_not_blamed() {
    let record = fs::read_to_string(driver::root().join("tests/figures.yaml")).expect("the record");
    let run = Thidua::new("check").record("record.yaml", record).run().code(0);
    assert!(!run.stderr.contains("cảnh báo"), "{}", run.stderr);
}

/// The largest figure that can be held.
const LARGEST: &str = "79.228.162.514.264.337.593.543.950.335";

#[test]
fn figures_as_large_as_can_be_written_are_judged_without_overflow() {
    let record = format!(
        "\
format: 1
group:
  name: Khối thi đua số 1
  kind: khối
  units: [{{ id: a, name: Sở Y tế }}, {{ id: b, name: Sở Tài chính }}]
meeting: {{ kind: tổng kết, period: {{ year: 2025 }} }}
report:
  sections:
    - insert: scores
    - body: |
        Có {LARGEST}/3 đơn vị ({LARGEST},99%), {LARGEST} x {LARGEST} = 1, {LARGEST} + {LARGEST} = 1, 1/0 đơn vị (5%).
        Chi {LARGEST}0 đồng (một đồng) cho {LARGEST}0 (một) tập thể, thang điểm {LARGEST}0.
targets:
  - name: Chỉ tiêu lớn
    plan: {LARGEST}
    actual: \"0,0000000000000000000000000001\"
    same_period: \"79.228.162.514.264.337.593.543.950,335\"
    parts: [{{ name: x, plan: {LARGEST} }}, {{ name: y, plan: {LARGEST} }}]
scores:
  bonus_cap: {LARGEST}
  criteria:
    - {{ id: c1, name: C1, max: {LARGEST} }}
    - id: c2
      name: C2
      criteria: [{{ id: c3, name: C3, max: {LARGEST} }}, {{ id: c4, name: C4, max: {LARGEST} }}]
  results:
    - unit: a
      self: {{ c1: {LARGEST}, c3: {LARGEST} }}
      agreed: {{ c1: -{LARGEST}, c4: -{LARGEST} }}
      bonus: -{LARGEST}
      deduction: -{LARGEST}
    - {{ unit: b, self: {{ c1: {LARGEST}, c3: {LARGEST} }}, bonus: {LARGEST} }}
"
    );
    let run = Thidua::new("check").record("record.yaml", record).run().code(1);
    run.stderr_contains("deduction-negative");
}
