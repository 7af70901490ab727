//! BagIt, judged by the Library of Congress's `bagit.py` as well: what one calls whole the other
//! does, and what was done to a bag both notice.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use thidua::archive::bag;

use crate::driver::present;

struct Bag(tempfile::TempDir);

impl Bag {
    /// A sealed bag of two files.
    fn sealed() -> Self {
        Self::of(&[("data/van-ban/bao-cao.pdf", "%PDF-"), ("data/ho-so/Hồ sơ.yaml", "format: 1\n")])
    }

    fn of(files: &[(&str, &str)]) -> Self {
        let bag = Self(tempfile::tempdir().expect("a temporary folder"));
        for (name, text) in files {
            bag.write(name, text);
        }
        let info = [
            ("Source-Organization", "Khối thi đua số 1\r\nX: y".to_owned()),
            ("External-Identifier", "2026/hội nghị".to_owned()),
        ];
        bag::seal(bag.path(), &info).expect("a sealed bag");
        bag
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn at(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.at(name);
        fs::create_dir_all(path.parent().expect("a path below the bag")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    /// The same bag after something was done to it.
    fn after(self, tamper: impl FnOnce(&Self)) -> Self {
        tamper(&self);
        self
    }

    fn messages(&self) -> Vec<String> {
        bag::verify(self.path()).into_iter().map(|fault| fault.message).collect()
    }

    /// Both find the bag whole.
    #[track_caller]
    fn whole(&self) {
        assert_eq!(self.messages(), Vec::<String>::new());
        if let Some(judged) = judged(self.path()) {
            assert!(judged.is_ok(), "bagit.py: {judged:?}");
        }
    }

    /// We find this one fault, and `bagit.py` finds the bag faulty too.
    #[track_caller]
    fn faulty(&self, words: &str) {
        self.strictly(words);
        if let Some(judged) = judged(self.path()) {
            assert!(judged.is_err(), "bagit.py calls it valid: {judged:?}");
        }
    }

    /// We find this one fault, whatever others say.
    #[track_caller]
    fn strictly(&self, words: &str) {
        let messages = self.messages();
        assert!(
            matches!(messages.as_slice(), [message] if message.contains(words)),
            "one fault with `{words}`, not {messages:#?}"
        );
    }
}

/// What `bagit.py` says of a bag; nothing where it is not installed.
pub fn judged(folder: &Path) -> Option<Result<(), String>> {
    if !present("bagit.py") {
        return None;
    }
    let output = Command::new("bagit.py").arg("--validate").arg(folder).output().expect("bagit.py starts");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    Some(if output.status.success() { Ok(()) } else { Err(said) })
}

#[test]
fn a_sealed_bag_is_whole() {
    Bag::sealed().whole();
}

#[test]
fn what_a_bag_says_of_itself_stays_on_its_line() {
    let bag = Bag::sealed();
    let info = bag::info(bag.path()).expect("bag-info.txt");
    assert_eq!(info["Source-Organization"], "Khối thi đua số 1  X: y");
    assert_eq!(info["Payload-Oxum"], "15.2");
    assert_eq!(info.len(), 3);
}

#[test]
fn a_changed_file_is_named() {
    Bag::sealed()
        .after(|bag| bag.write("data/van-ban/bao-cao.pdf", "%PDF+"))
        .faulty("van-ban/bao-cao.pdf` đã bị thay đổi");
}

#[test]
fn a_removed_file_is_named() {
    let bag =
        Bag::sealed().after(|bag| fs::remove_file(bag.at("data/van-ban/bao-cao.pdf")).expect("removal"));
    let messages = bag.messages();
    assert!(messages[0].starts_with("mất tệp") && messages[0].contains("bao-cao.pdf"), "{messages:?}");
    assert!(judged(bag.path()).is_none_or(|judged| judged.is_err()));
}

#[test]
fn an_added_file_is_named() {
    let bag = Bag::sealed().after(|bag| bag.write("data/van-ban/them.pdf", "%PDF-"));
    let messages = bag.messages();
    assert!(messages[0].contains("them.pdf` bị thêm vào"), "{messages:?}");
    assert!(judged(bag.path()).is_none_or(|judged| judged.is_err()));
}

#[test]
fn a_changed_list_is_named() {
    Bag::sealed()
        .after(|bag| {
            let list = fs::read_to_string(bag.at("bag-info.txt")).expect("bag-info.txt");
            bag.write("bag-info.txt", &list.replace("2026/", "2025/"));
        })
        .faulty("bag-info.txt` đã bị thay đổi");
}

#[test]
fn a_file_beside_the_payload_is_named() {
    // The standard allows it; in an archive nothing comes in by itself.
    Bag::sealed().after(|bag| bag.write("ghi-chu.txt", "")).strictly("ghi-chu.txt` bị thêm vào");
}

#[test]
fn a_payload_that_does_not_weigh_what_it_says_is_faulty() {
    let bag = Bag::sealed().after(|bag| {
        let list = fs::read_to_string(bag.at("bag-info.txt")).expect("bag-info.txt");
        bag.write("bag-info.txt", &list.replace("15.2", "16.2"));
    });
    assert!(
        bag.messages().iter().any(|message| message.contains("Payload-Oxum 16.2")),
        "{:?}",
        bag.messages()
    );
    assert!(judged(bag.path()).is_none_or(|judged| judged.is_err()));
}

/// A bag whose payload manifest is this.
fn listed(manifest: &str) -> Bag {
    Bag::sealed().after(|bag| {
        bag.write("manifest-sha512.txt", manifest);
        let tags = fs::read_to_string(bag.at("tagmanifest-sha512.txt")).expect("the tag manifest");
        let kept = tags.lines().filter(|line| !line.ends_with("  manifest-sha512.txt"));
        let digest = bag::sha512(manifest.as_bytes());
        let tags: String = kept.map(|line| format!("{line}\n")).collect();
        bag.write("tagmanifest-sha512.txt", &format!("{tags}{digest}  manifest-sha512.txt\n"));
    })
}

#[test]
fn a_list_that_leads_out_of_the_bag_is_refused() {
    let digest = bag::sha512(b"");
    for name in ["data/../../etc/passwd", "/etc/passwd", "data//x", "~/x", "data\\..\\..\\x", "C:/x"] {
        listed(&format!("{digest}  {name}\n")).strictly("chỉ ra ngoài hồ sơ");
    }
}

#[test]
fn a_malformed_list_is_refused() {
    let digest = bag::sha512(b"");
    listed("rác\n").strictly("dòng 1: không có mã kiểm tra");
    listed("abc  data/x\n").strictly("không phải là SHA-512");
    listed(&format!("{digest}  data/x\n{digest}  data/x\n")).strictly("dòng 2: tệp được liệt kê hai lần");
}

#[test]
fn a_list_without_end_is_refused() {
    let digest = bag::sha512(b"");
    let endless: String = (0..100_002).map(|at| format!("{digest}  data/{at}\n")).collect();
    listed(&endless).strictly("quá nhiều tệp");
}

#[test]
fn a_folder_without_lists_is_no_bag() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    assert!(!bag::verify(folder.path()).is_empty());
}

#[test]
fn names_that_break_lines_are_encoded() {
    let bag = Bag::of(&[("data/a%0Ab.txt", "1"), ("data/c%25d.txt", "2"), ("data/e\u{65}\u{301}.txt", "3")]);
    assert_eq!(bag.messages(), Vec::<String>::new());
    let list = fs::read_to_string(bag.at("manifest-sha512.txt")).expect("the manifest");
    assert!(list.contains("  data/a%250Ab.txt\n") && list.contains("  data/c%2525d.txt\n"), "{list}");
    assert!(list.contains("  data/e\u{e9}.txt\n"), "{list}");
}

#[cfg(unix)]
#[test]
fn links_and_pipes_are_refused() {
    Bag::sealed()
        .after(|bag| std::os::unix::fs::symlink("/etc/passwd", bag.at("data/lien-ket")).expect("a link"))
        .strictly("lien-ket` là liên kết hoặc thiết bị");
    Bag::sealed()
        .after(|bag| {
            let made = Command::new("mkfifo").arg(bag.at("data/ong")).status().expect("mkfifo");
            assert!(made.success());
        })
        .strictly("ong` là liên kết hoặc thiết bị");
}
