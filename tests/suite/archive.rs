//! Papers are kept for decades: the folder proves itself, to thidua and to those who do not have it.

mod add;
pub mod bag;
mod export;
mod find;
mod forged;
mod index;
mod interrupted;
mod list;
mod origin;
mod register;
mod replaced;
mod shelf;
mod signed;
mod tampered;

use std::path::{Path, PathBuf};

use super::driver::{Run, Thidua};
use super::pki::{Kind, PASSWORD, Pki};

/// A record whose report and covenant are ready to be signed.
pub const RECORD: &str = "\
format: 1
group:
  name: Khối thi đua số 1
  kind: khối
  leader: so-noi-vu
  units:
    - { id: so-noi-vu, name: Sở Nội vụ, head: { honorific: Ông, name: Nguyễn Văn A, title: Giám đốc } }
    - { id: so-y-te, name: Sở Y tế, head: { honorific: Bà, name: Trần Thị B, title: Giám đốc } }
issuer:
  name: Khối thi đua số 1
  symbol: KTĐ1
  place: Sông Hương
  signer: { authority: TM. Khối thi đua, title: Khối trưởng, office_title: Giám đốc Sở Nội vụ, name: Nguyễn Văn A }
meeting:
  kind: tổng kết
  period: { year: 2025 }
  date: 2026-01-15
report:
  document: { number: 5, date: 2026-01-20, recipients: [Các đơn vị thành viên] }
  sections:
    - { title: Kết quả, body: Các đơn vị đã hoàn thành các nội dung giao ước. }
covenant:
  document: { date: 2026-01-15 }
";

/// Where the dossier of [`RECORD`] is.
pub const DOSSIER: &str = "kho/ho-so/2026/hoi-nghi";

/// The papers of [`RECORD`], built.
pub fn built() -> Run {
    Thidua::new("build").record("hoi-nghi.yaml", RECORD).run().code(0)
}

/// The papers of [`RECORD`], archived.
pub fn archived() -> Run {
    built()
        .then("archive add hoi-nghi.yaml out/hoi-nghi/bao-cao-tong-ket.pdf out/hoi-nghi/giao-uoc-thi-dua.pdf")
        .arg("--archive=kho")
        .run()
        .code(0)
}

/// A paper of the run, signed once more.
pub fn sign(run: Run, pki: &Pki, paper: &str, field: &str, name: &str) -> Run {
    let key = std::fs::read(pki.person(name, Kind::P256).p12).expect("a key file");
    run.then(&format!("sign {paper} --as {field} --key khoa.p12 --pin-file mat-khau --name-differs"))
        .file("khoa.p12", key)
        .file("mat-khau", PASSWORD)
        .run()
        .code(0)
}

/// The dossiers below a folder.
pub fn dossiers(archive: &Path) -> Vec<PathBuf> {
    let years = std::fs::read_dir(archive.join("ho-so")).expect("the dossiers");
    let years = years.flatten().filter(|year| !year.file_name().to_string_lossy().starts_with('.'));
    let folders = years.flat_map(|year| std::fs::read_dir(year.path()).expect("a year").flatten());
    let mut found: Vec<PathBuf> = folders.map(|folder| folder.path()).collect();
    found.sort();
    found
}
