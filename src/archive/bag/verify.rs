//! Whether a bag is what it was when it was sealed: every fault, each with the file.

use std::collections::BTreeMap;
use std::path::Path;

use super::algorithm::Algorithm;
use super::manifest::{self, Found, Manifest};
use super::{DECLARATION, DECLARED, INFO, PAYLOAD, PAYLOAD_MANIFEST, TAG_MANIFEST};
use crate::archive::dossier;
use crate::diagnostic::Diagnostic;

/// Every fault of a bag: files changed, missing, added, lists that are malformed.
pub fn verify(folder: &Path) -> Vec<Diagnostic> {
    let found = match manifest::files(folder, "") {
        Ok(found) => found,
        Err(fault) => return vec![fault],
    };
    let mut faults = Vec::new();
    faults.extend(declaration(folder).err());
    let is_payload = |name: &str| name.split_once('/').is_some_and(|(top, _)| top == PAYLOAD);
    let (payload, mut tags): (BTreeMap<_, _>, BTreeMap<_, _>) =
        found.into_iter().partition(|(name, _)| is_payload(name));
    // The one file that nothing lists.
    tags.remove(TAG_MANIFEST);
    if tags.contains_key("fetch.txt") {
        faults.push(Diagnostic::error(format!(
            "`{}` trỏ đến tệp ở nơi khác; hồ sơ lưu trữ phải có đủ tệp",
            folder.join("fetch.txt").display()
        )));
    }
    match Manifest::read(&folder.join(TAG_MANIFEST)) {
        Ok(listed) => faults.extend(compare(folder, TAG_MANIFEST, Algorithm::Sha512, &listed, &tags)),
        Err(fault) => faults.push(fault),
    }
    match Manifest::read(&folder.join(PAYLOAD_MANIFEST)) {
        Ok(listed) => faults.extend(compare(folder, PAYLOAD_MANIFEST, Algorithm::Sha512, &listed, &payload)),
        // The list of the other files tells of a missing one already.
        Err(fault) if tags.contains_key(PAYLOAD_MANIFEST) => faults.push(fault),
        Err(_) => {}
    }
    for name in tags.keys().filter(|name| *name != PAYLOAD_MANIFEST) {
        faults.extend(further(folder, name, &payload, &tags));
    }
    if tags.contains_key(INFO) {
        faults.extend(oxum(folder, &payload).err());
    }
    faults
}

/// What is wrong with a list that is none of ours: whoever checks the bag with another tool goes by it too.
fn further(
    folder: &Path,
    name: &str,
    payload: &BTreeMap<String, Found>,
    tags: &BTreeMap<String, Found>,
) -> Vec<Diagnostic> {
    let Some(list) = name.strip_suffix(".txt") else { return Vec::new() };
    let (kind, of_payload) = match (list.strip_prefix("manifest-"), list.strip_prefix("tagmanifest-")) {
        (Some(kind), _) => (kind, true),
        (None, Some(kind)) => (kind, false),
        (None, None) => return Vec::new(),
    };
    let path = folder.join(name);
    let Some(algorithm) = Algorithm::named(kind) else {
        let message = format!("`{}`: thidua không kiểm tra được loại mã này", path.display());
        return vec![Diagnostic::error(message).hint("chuyển tệp này ra khỏi kho lưu trữ")];
    };
    match Manifest::read_as(&path, algorithm) {
        Err(fault) => vec![fault],
        Ok(listed) if of_payload => compare(folder, name, algorithm, &listed, payload),
        // A list of the other files need not have them all.
        Ok(listed) => {
            let there = |(name, _): &(&String, &Found)| listed.get(name).is_some();
            let found = tags.iter().filter(there).map(|(name, found)| (name.clone(), found.clone()));
            compare(folder, name, algorithm, &listed, &found.collect())
        }
    }
}

fn declaration(folder: &Path) -> Result<(), Diagnostic> {
    let path = folder.join(DECLARATION);
    if dossier::text(&path, DECLARED.len() as u64 + 64)?.replace("\r\n", "\n") == DECLARED {
        return Ok(());
    }
    Err(Diagnostic::error(format!("`{}` không khai báo BagIt 1.0 với bảng mã UTF-8", path.display())))
}

/// How the files differ from those listed.
fn compare(
    folder: &Path,
    list: &str,
    algorithm: Algorithm,
    listed: &Manifest,
    found: &BTreeMap<String, Found>,
) -> Vec<Diagnostic> {
    let restore = "lấy lại tệp này từ bản dự phòng";
    let mut faults = Vec::new();
    for (name, digest) in listed.iter() {
        let Some(Found { path, .. }) = found.get(name) else {
            let message = format!("mất tệp `{}`", folder.join(name).display());
            faults.push(Diagnostic::error(message).hint(restore));
            continue;
        };
        match algorithm.of(path) {
            Ok(actual) if actual == digest => {}
            Ok(_) if ![TAG_MANIFEST, PAYLOAD_MANIFEST].contains(&list) => {
                let list = folder.join(list);
                let message = format!("`{}` ghi mã không đúng với tệp `{}`", list.display(), path.display());
                faults.push(
                    Diagnostic::error(message).hint("tệp mã ấy không do thidua ghi; so với bản dự phòng"),
                );
            }
            Ok(_) => {
                let message = format!("tệp `{}` đã bị thay đổi từ khi lưu", path.display());
                faults.push(Diagnostic::error(message).hint(restore));
            }
            Err(fault) => faults.push(fault),
        }
    }
    let added = found.iter().filter(|(name, _)| listed.get(name).is_none());
    faults.extend(added.map(|(_, file)| {
        let message = format!("tệp `{}` bị thêm vào sau khi lưu", file.path.display());
        Diagnostic::error(message).hint("chuyển tệp này ra khỏi kho lưu trữ")
    }));
    faults
}

/// Whether the payload has as many bytes and files as it says.
fn oxum(folder: &Path, payload: &BTreeMap<String, Found>) -> Result<(), Diagnostic> {
    let info = super::info(folder)?;
    let Some(said) = info.get("Payload-Oxum") else { return Ok(()) };
    let actual = format!("{}.{}", payload.values().map(|file| file.size).sum::<u64>(), payload.len());
    if *said == actual {
        return Ok(());
    }
    Err(Diagnostic::error(format!(
        "`{}` ghi Payload-Oxum {said}, nhưng hồ sơ có {actual}",
        folder.join(INFO).display()
    )))
}
