//! The records that the bench is run on.

use std::fmt::Write;
use std::path::{Path, PathBuf};

/// What the entries of a list are, and the record of a list of a given length.
type Family = (&'static str, fn(usize) -> String);

/// The kinds of lists.
pub const FAMILIES: [Family; 13] = [
    ("scores", scores),
    ("decisions", decisions),
    ("rows", rows),
    ("collectives", collectives),
    ("dates", dates),
    ("words", words),
    ("guests", guests),
    ("sections", sections),
    ("targets", targets),
    ("criteria", criteria),
    ("recipients", recipients),
    ("bases", bases),
    ("nominations", nominations),
];

/// Writes a record under a name of its own.
pub fn written(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(format!("{name}.yaml"));
    std::fs::write(&path, text).expect("a record written");
    path
}

/// Copies a sample so often into folders of their own.
pub fn copies(folder: &Path, sample: &Path, count: usize) -> PathBuf {
    let name = sample.file_name().expect("a sample's name");
    let folder = folder.join(name);
    for at in 0..count {
        let own = folder.join(format!("{at:04}"));
        std::fs::create_dir_all(own.join("anh")).expect("a folder");
        for picture in std::fs::read_dir(sample.join("anh")).into_iter().flatten().flatten() {
            std::fs::copy(picture.path(), own.join("anh").join(picture.file_name())).expect("a copy");
        }
        std::fs::copy(sample.join("record.yaml"), own.join("record.yaml")).expect("a copy");
    }
    folder
}

/// The head of a record with the report of a group, up to its sections.
pub const OF_A_GROUP: &str = "format: 1\ngroup: { name: Khối thi đua số 1, kind: khối }\n\
    meeting: { kind: sơ kết, period: { half: 1, year: 2026 }, date: 2026-07-15 }\n\
    issuer: { name: Khối thi đua số 1, symbol: KTĐ1, place: Tỉnh A,\n\
    \x20 signer: { authority: TM, title: Khối trưởng, name: Nguyễn Văn A } }\n\
    report:\n  document: { number: 1, date: 2026-07-20, recipients: [Các đơn vị] }\n  sections:\n";

/// The record of a report of five pages; `seed` makes its words distinct.
pub fn report(seed: usize) -> String {
    let mut text = OF_A_GROUP.to_owned();
    for section in 0..6 {
        let _ = writeln!(text, "    - title: Kết quả thực hiện nhiệm vụ thứ {section}-{seed}\n      body: |");
        for paragraph in 0..6 {
            let _ = writeln!(
                text,
                "        Đoạn {seed}.{section}.{paragraph}: các đơn vị trong Khối đã **tổ chức phát động** {} phong trào \
                 thi đua chuyên đề, bám sát nhiệm vụ chính trị được giao, góp phần hoàn thành {} chỉ tiêu của năm; kịp \
                 thời biểu dương {} tập thể, *cá nhân* tiêu biểu trong các phong trào thi đua của ngành và của tỉnh.\n",
                seed % 89 + paragraph,
                seed % 97 + section,
                seed * 7 % 101,
            );
        }
    }
    text
}

/// The record of a decision that awards so many persons.
pub fn rows(count: usize) -> String {
    let mut text = String::from(
        "format: 1\ngroup: { name: Khối thi đua số 1, kind: khối }\n\
         meeting: { kind: tổng kết, period: { year: 2025 }, date: 2026-01-15 }\n\
         issuer: { parent: Ủy ban nhân dân tỉnh A, name: Sở Nội vụ, symbol: SNV, place: Tỉnh A,\n\
         \x20 signer: { title: Giám đốc, name: Nguyễn Văn A } }\n\
         awards:\n  - document: { number: 1, date: 2026-01-20, recipients: [Các đơn vị] }\n\
         \x20   legal_bases:\n      - Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022\n\
         \x20     - Theo đề nghị của Chánh Văn phòng Sở Nội vụ\n    grants:\n\
         \x20     - form: Giấy khen\n        individuals:\n",
    );
    for at in 0..count {
        let _ = writeln!(
            text,
            "          - {{ honorific: Ông, name: Nguyễn Văn A, note: \"{at}\", title: Chuyên viên, unit: Phòng Tổng hợp {} }}",
            at % 17
        );
    }
    text
}

/// The head of a record with so many units; `meeting` is put among what is told of the meeting.
fn head(units: usize, meeting: &str) -> String {
    let units: String = (0..units).map(|at| format!("    - {{ id: u{at}, name: Sở số {at} }}\n")).collect();
    format!(
        "format: 1\ngroup:\n  name: Khối thi đua số 1\n  kind: khối\n  units:\n{units}\
         meeting: {{ kind: tổng kết, period: {{ year: 2025 }}, date: 2026-01-15{meeting} }}\n\
         issuer: {{ parent: Ủy ban nhân dân tỉnh A, name: Sở Nội vụ, symbol: SNV, place: Tỉnh A,\n\
         \x20 signer: {{ title: Giám đốc, name: Nguyễn Văn A }} }}\n"
    )
}

/// The head of a report with one section.
const REPORT: &str = "report:\n  sections:\n    - title: Kết quả\n";

/// The head of a decision.
const DECISION: &str = "  - document: { number: 1, date: 2026-01-20, recipients: [Các đơn vị] }\n    legal_bases:\n\
    \x20     - Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022\n\
    \x20     - Theo đề nghị của Chánh Văn phòng Sở Nội vụ\n";

/// So many entries, one after another.
fn listed(count: usize, entry: impl Fn(usize) -> String) -> String {
    (0..count).map(entry).collect()
}

fn scores(count: usize) -> String {
    let results = listed(count, |at| format!("    - {{ unit: u{at}, agreed: {{ a: {} }} }}\n", at % 1000));
    let criteria = "scores:\n  criteria:\n    - { id: a, name: Chuyên môn, max: 1000 }\n  results:\n";
    head(count, "") + criteria + &results + REPORT + "      insert: scores\n"
}

fn decisions(count: usize) -> String {
    let decision = |at: usize| {
        format!(
            "{}    grants:\n      - form: Giấy khen\n        individuals:\n          \
             - {{ honorific: Ông, name: Nguyễn Văn A, note: \"{at}\", title: Chuyên viên, unit: Phòng số {at} }}\n",
            DECISION.replace("number: 1,", &format!("number: {},", at + 1))
        )
    };
    head(2, "") + "awards:\n" + &listed(count, decision)
}

fn collectives(count: usize) -> String {
    let rows = listed(count, |at| format!("          - Phòng Tổng hợp số {at}\n"));
    head(2, "")
        + "awards:\n"
        + DECISION
        + "    grants:\n      - form: Giấy khen\n        collectives:\n"
        + &rows
}

fn dates(count: usize) -> String {
    let told = |at: usize| {
        let (day, month) = (at % 27 + 1, at % 12 + 1);
        format!("        Ngày {day:02} tháng {month:02} năm 2025, đơn vị thứ {at} đã tổ chức hội nghị.\n\n")
    };
    head(2, "") + REPORT + "      body: |\n" + &listed(count, told)
}

fn words(count: usize) -> String {
    let word =
        |at: usize| if at.is_multiple_of(7) { format!("chữ{at} ") } else { "đơn vị ".to_owned() };
    head(2, "") + REPORT + "      body: |\n        " + listed(count, word).trim_end() + ".\n"
}

fn guests(count: usize) -> String {
    let guest =
        |at: usize| format!("  {{ honorific: Ông, name: Nguyễn Văn A, title: Giám đốc Sở số {at} }},\n");
    head(2, &format!(", guests: [\n{}  ]", listed(count, guest))) + REPORT + "      body: Đã xong.\n"
}

fn sections(count: usize) -> String {
    let section = |at: usize| {
        format!(
            "    - title: Kết quả thực hiện nhiệm vụ {at}\n      body: Các đơn vị đã hoàn thành nhiệm vụ {at}.\n"
        )
    };
    head(2, "") + "report:\n  sections:\n" + &listed(count, section)
}

fn targets(count: usize) -> String {
    let target =
        |at: usize| format!("  - {{ name: Chỉ tiêu số {at}, measure: \"%\", plan: 90, actual: 95 }}\n");
    head(2, "") + "targets:\n" + &listed(count, target) + REPORT + "      insert: targets\n"
}

fn criteria(count: usize) -> String {
    let criterion = |at: usize| format!("    - {{ id: c{at}, name: Tiêu chuẩn {at}, max: 10 }}\n");
    let points: Vec<String> = (0..count).map(|at| format!("c{at}: 9")).collect();
    let result = |at: usize| format!("    - unit: u{at}\n      agreed: {{ {} }}\n", points.join(", "));
    head(3, "") + "scores:\n  criteria:\n" + &listed(count, criterion) + "  results:\n" + &listed(3, result)
}

fn recipients(count: usize) -> String {
    let names: Vec<String> = (0..count).map(|at| format!("Sở số {at}")).collect();
    let document = format!("report:\n  document: {{ recipients: [{}] }}\n", names.join(", "));
    head(2, "") + &document + "  sections:\n    - title: Kết quả\n      body: Đã xong.\n"
}

fn bases(count: usize) -> String {
    let basis = |at: usize| {
        format!(
            "      - Căn cứ Quyết định số {}/QĐ-UBND ngày 15 tháng 6 năm 2022 của Ủy ban nhân dân tỉnh A về việc {at}\n",
            at + 1
        )
    };
    let grants = "    grants:\n      - form: Giấy khen\n        collectives: [Phòng A]\n";
    head(2, "") + "awards:\n" + DECISION + &listed(count, basis) + grants
}

fn nominations(count: usize) -> String {
    let nomination = |at: usize| format!("  - {{ award: Cờ thi đua, unit: u{at}, votes: {} }}\n", at % 3);
    head(count, "") + "nominations:\n" + &listed(count, nomination)
}
