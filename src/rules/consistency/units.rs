//! The member units: each once in its part, under one name.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Rule;
use super::super::case::Case;
use super::super::finding::Findings;
use super::super::law::Mark;
use super::super::offices::{may_be_one, plain, unit_named};
use super::super::people::entries;
use super::{CHECKED, place};
use crate::diagnostic::Severity;
use crate::record::awards::Category;
use crate::record::{Issuer, Unit, UnitId};
use crate::vietnamese::names::near;

pub(in super::super) const RULES: &[Rule] = &[
    Rule {
        id: "unit-spelled-twice",
        level: Severity::Warning,
        title: "Tên một đơn vị viết giống nhau ở mọi nơi trong hồ sơ",
        text: "Tên gần giống tên một đơn vị thành viên thường là chính đơn vị đó bị gõ sai. Tên đơn vị trong danh sách khen \
               thưởng, đề nghị, giao ước phải đúng như tên ở `group.units`. Nếu là hai đơn vị khác nhau thì đặt ngoại lệ.",
        article: CHECKED,
        mark: Mark::Verified,
        judge: unit_spelled_twice,
    },
    Rule {
        id: "unit-by-name",
        level: Severity::Warning,
        title: "Đơn vị thành viên được nhắc đến bằng mã `unit`, không ghi lại tên",
        text: "Ghi lại tên một đơn vị thành viên ở `name` hoặc `heading` thì thidua coi là bên ngoài cụm, khối: không tính vào \
               số đơn vị, không lấy được người ký. Hãy ghi `unit` với mã của đơn vị.",
        article: CHECKED,
        mark: Mark::Verified,
        judge: unit_by_name,
    },
    Rule {
        id: "leader-is-deputy",
        level: Severity::Error,
        title: "Trưởng và các phó là những đơn vị khác nhau",
        text: "Mỗi cụm, khối có một đơn vị trưởng và các đơn vị phó; một đơn vị không giữ hai vai và không được kê hai lần. Áp \
               dụng cho cả `group` của năm nay và `election` của năm sau. Hãy xem lại biên bản bầu.",
        article: CHECKED,
        mark: Mark::Verified,
        judge: leader_is_deputy,
    },
    Rule {
        id: "attendance-twice",
        level: Severity::Error,
        title: "Mỗi đơn vị dự họp chỉ kê một dòng",
        text: "Một đơn vị kê hai dòng thì bảng thành phần in hai lần và số người dự cộng thừa. Hãy gộp người dự của đơn vị vào \
               một dòng của `meeting.attendance`.",
        article: CHECKED,
        mark: Mark::Verified,
        judge: attendance_twice,
    },
    Rule {
        id: "attendance-absent",
        level: Severity::Error,
        title: "Đơn vị vắng mặt thì không có người dự",
        text: "Một dòng của `meeting.attendance` hoặc ghi người dự (`people`, `count`), hoặc ghi lý do vắng (`absent`). Ghi cả \
               hai thì không biết đơn vị có dự hay không; hãy bỏ một phần.",
        article: CHECKED,
        mark: Mark::Verified,
        judge: attendance_absent,
    },
    Rule {
        id: "attendance-missing",
        level: Severity::Warning,
        title: "Đơn vị nào không dự họp thì ghi rõ vắng mặt",
        text: "Đã kê thành phần dự họp gần đủ mà còn thiếu đơn vị thành viên thì không biết đơn vị đó vắng hay bị bỏ sót. Hãy \
               kê thêm, hoặc ghi `absent` kèm lý do. thidua không xét khi hồ sơ mới kê ít hơn một nửa số đơn vị.",
        article: CHECKED,
        mark: Mark::Verified,
        judge: attendance_missing,
    },
    Rule {
        id: "level-missing",
        level: Severity::Warning,
        title: "Chỉ tiêu giao ước có mức của mọi đơn vị",
        text: "Chỉ tiêu ghi mức riêng của gần đủ các đơn vị mà sót một vài đơn vị thì bản giao ước có ô trống, thường do mới thêm \
               đơn vị. Hãy ghi thêm mức, ghi mức chung ở `all`, hoặc ghi dấu gạch ngang cho đơn vị không giao. thidua không \
               xét khi chỉ ghi mức của không quá một nửa số đơn vị.",
        article: CHECKED,
        mark: Mark::Verified,
        judge: level_missing,
    },
    Rule {
        id: "party-twice",
        level: Severity::Error,
        title: "Mỗi đơn vị chỉ ký giao ước một lần",
        text: "Một đơn vị kê hai lần ở `covenant.parties` thì bản giao ước có hai ô ký của một bên và số bản in ra thừa. Nhiều \
               người cùng ký cho một đơn vị thì kê trong `signers` của một bên.",
        article: CHECKED,
        mark: Mark::Verified,
        judge: party_twice,
    },
    Rule {
        id: "party-missing",
        level: Severity::Warning,
        title: "Mọi đơn vị thành viên đều ký giao ước",
        text: "Bản giao ước là cam kết chung của cả cụm, khối nên mọi đơn vị cùng ký. Kê tay các bên ở `covenant.parties` mà \
               thiếu đơn vị thì hãy bổ sung, hoặc bỏ `parties` để thidua lấy đủ. thidua không xét khi hồ sơ mới kê ít hơn \
               một nửa số đơn vị.",
        article: CHECKED,
        mark: Mark::Verified,
        judge: party_missing,
    },
    Rule {
        id: "issuer-two-names",
        level: Severity::Warning,
        title: "Một cơ quan ban hành chỉ có một tên, một ký hiệu, một địa danh",
        text: "Các văn bản của một hồ sơ thường chép phần cơ quan ban hành cho nhau. Cùng ký hiệu mà khác tên, hoặc cùng tên mà \
               khác ký hiệu, khác địa danh là dấu hiệu sửa sót. Hãy ghi thống nhất, hoặc dùng `&` và `*` của YAML để ghi \
               một lần.",
        article: CHECKED,
        mark: Mark::Verified,
        judge: issuer_two_names,
    },
];

/// The names that parts of the record give to bodies, each with where it first stands.
fn bodies<'c>(case: &'c Case) -> BTreeMap<&'c str, String> {
    let mut all: BTreeMap<&str, String> = BTreeMap::new();
    let mut add = |name: &'c str, pointer: String| {
        all.entry(name).or_insert(pointer);
    };
    for (at, nomination) in case.record.nominations.iter().enumerate() {
        if let Some(name) = &nomination.name {
            add(name, format!("/nominations/{at}/name"));
        }
    }
    for (at, party) in case.record.covenant.iter().flat_map(|covenant| &covenant.parties).enumerate() {
        if let Some(heading) = &party.heading {
            add(heading, format!("/covenant/parties/{at}/heading"));
        }
    }
    for (pointer, issuer) in issuers(case) {
        if let [name] = &issuer.name.0[..] {
            add(name, format!("{pointer}/name"));
        }
    }
    for entry in entries(case) {
        if let Some(unit) = &entry.awardee.unit {
            add(unit, format!("{}/unit", entry.pointer));
        }
        if entry.category == Category::Collective {
            add(&entry.awardee.name, format!("{}/name", entry.pointer));
        }
    }
    all
}

fn unit_spelled_twice(case: &Case, findings: &mut Findings) {
    let units = &case.record.group.units;
    let names = |unit: &'_ Unit| {
        [Some(unit.name.clone()), unit.short.clone()].into_iter().flatten().collect::<Vec<_>>()
    };
    let known: BTreeSet<String> = units.iter().flat_map(names).collect();
    for (name, pointer) in bodies(case) {
        if known.contains(name) {
            continue;
        }
        let alike = |other: &String| near(name, other) || name.to_lowercase() == other.to_lowercase();
        if let Some(other) = known.iter().find(|other| alike(other)) {
            findings.at(
                pointer,
                format!("tên “{name}” gần giống đơn vị thành viên “{other}”"),
                format!("nếu là đơn vị đó thì viết đúng “{other}”"),
            );
        }
    }
}

fn unit_by_name(case: &Case, findings: &mut Findings) {
    let mut tell = |pointer: String, name: &str| {
        if let Some(unit) = unit_named(case.record, name) {
            findings.at(
                pointer,
                format!("“{name}” là đơn vị thành viên `{}`", unit.id),
                format!("thay dòng này bằng `unit: {}`", unit.id),
            );
        }
    };
    for (at, nomination) in case.record.nominations.iter().enumerate() {
        if let Some(name) = &nomination.name {
            tell(format!("/nominations/{at}/name"), name);
        }
    }
    for (at, party) in case.record.covenant.iter().flat_map(|covenant| &covenant.parties).enumerate() {
        if let (None, Some(heading)) = (&party.unit, &party.heading) {
            tell(format!("/covenant/parties/{at}/heading"), heading);
        }
    }
}

fn leader_is_deputy(case: &Case, findings: &mut Findings) {
    let group = &case.record.group;
    let mut look = |pointer: &str, leader: Option<&UnitId>, deputies: &[UnitId]| {
        for (at, deputy) in deputies.iter().enumerate() {
            let name = group.name_of(deputy);
            let message = if leader == Some(deputy) {
                format!("{name} vừa là đơn vị trưởng vừa là đơn vị phó")
            } else if deputies[..at].contains(deputy) {
                format!("đơn vị phó {name} kê hai lần")
            } else {
                continue;
            };
            findings.at(
                format!("{pointer}/deputies/{at}"),
                message,
                "bỏ đơn vị ghi thừa hoặc ghi đúng đơn vị được bầu",
            );
        }
    };
    look("/group", group.leader.as_ref(), &group.deputies);
    if let Some(election) = &case.record.election {
        look("/election", Some(&election.leader), &election.deputies);
    }
}

fn level_missing(case: &Case, findings: &mut Findings) {
    let units = &case.record.group.units;
    let targets = case.record.covenant.iter().flat_map(|covenant| &covenant.targets).enumerate();
    for (at, target) in targets.filter(|(_, target)| target.all.is_none() && !target.units.is_empty()) {
        let missing: Vec<_> = units.iter().filter(|unit| !target.units.contains_key(&unit.id.0)).collect();
        if missing.is_empty() || target.units.len() * 2 <= units.len() {
            continue;
        }
        let names: Vec<&str> = missing.iter().map(|unit| unit.name.as_str()).collect();
        let ids: Vec<String> = missing.iter().map(|unit| format!("{}: \"-\"", unit.id)).collect();
        findings.at(
            format!("/covenant/targets/{at}/units"),
            format!("chỉ tiêu “{}” chưa có mức của {}", target.name, names.join(", ")),
            format!("ghi thêm mức; không giao thì ghi `{}`", ids.join(", ")),
        );
    }
}

fn attendance_twice(case: &Case, findings: &mut Findings) {
    let mut seen: BTreeMap<&UnitId, usize> = BTreeMap::new();
    for (at, row) in case.record.meeting.attendance.iter().enumerate() {
        if let Some(first) = seen.insert(&row.unit, at) {
            findings.at(
                format!("/meeting/attendance/{at}/unit"),
                format!(
                    "{} đã kê ở {}",
                    case.record.group.name_of(&row.unit),
                    place(&format!("/meeting/attendance/{first}"))
                ),
                "gộp người dự của đơn vị vào một dòng",
            );
        }
    }
}

fn attendance_absent(case: &Case, findings: &mut Findings) {
    for (at, row) in case.record.meeting.attendance.iter().enumerate() {
        if row.absent.is_some() && row.present() > 0 {
            findings.at(
                format!("/meeting/attendance/{at}/absent"),
                format!(
                    "{} ghi vắng mặt nhưng có {} người dự",
                    case.record.group.name_of(&row.unit),
                    crate::vietnamese::notation::count(row.present())
                ),
                "bỏ `absent`, hoặc bỏ `people` và `count`",
            );
        }
    }
}

/// The member units that a list leaves out, where it names at least half of them and the record knows all.
fn left_out<'c>(case: &'c Case, listed: &BTreeSet<&UnitId>) -> Vec<&'c str> {
    let group = &case.record.group;
    let members = group.units.iter().filter(|unit| listed.contains(&unit.id)).count();
    let complete = group.size() == Some(group.units.len()) && 2 * members >= group.units.len() && members > 1;
    let out = group.units.iter().filter(|unit| !listed.contains(&unit.id));
    out.filter(|_| complete).map(|unit| unit.name.as_str()).collect()
}

fn attendance_missing(case: &Case, findings: &mut Findings) {
    let listed = case.record.meeting.attendance.iter().map(|row| &row.unit).collect();
    let out = left_out(case, &listed);
    if !out.is_empty() {
        findings.at(
            "/meeting/attendance",
            format!("chưa kê {}: không biết dự hay vắng", out.join(", ")),
            "kê thêm đơn vị, hoặc ghi `absent` kèm lý do vắng",
        );
    }
}

fn party_twice(case: &Case, findings: &mut Findings) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (at, party) in case.record.covenant.iter().flat_map(|covenant| &covenant.parties).enumerate() {
        let (key, name) = match (&party.unit, &party.heading) {
            (Some(unit), _) => ("unit", case.record.group.name_of(unit)),
            (None, Some(heading)) => ("heading", heading.as_str()),
            (None, None) => continue,
        };
        if let Some(first) = seen.insert(plain(name), at) {
            findings.at(
                format!("/covenant/parties/{at}/{key}"),
                format!("{name} đã kê ở {}", place(&format!("/covenant/parties/{first}"))),
                "bỏ bên ghi thừa; nhiều người cùng ký thì kê trong `signers` của một bên",
            );
        }
    }
}

fn party_missing(case: &Case, findings: &mut Findings) {
    let Some(covenant) = case.record.covenant.as_ref().filter(|covenant| !covenant.parties.is_empty()) else {
        return;
    };
    let by_id = covenant.parties.iter().filter_map(|party| party.unit.as_ref());
    // A unit that is named by its name is told by a rule of its own.
    let by_name =
        covenant.parties.iter().filter_map(|party| unit_named(case.record, party.heading.as_ref()?));
    let listed = by_id.chain(by_name.map(|unit| &unit.id)).collect();
    let out = left_out(case, &listed);
    if !out.is_empty() {
        findings.at(
            "/covenant/parties",
            format!("chưa kê {} trong các bên ký giao ước", out.join(", ")),
            "kê thêm bên ký, hoặc bỏ `parties` để mọi đơn vị cùng ký",
        );
    }
}

/// The issuers that the record gives, with their pointers.
fn issuers<'c>(case: &'c Case) -> Vec<(String, &'c Issuer)> {
    let own = case.sheets.iter().filter_map(|sheet| {
        Some((format!("{}/document/issuer", sheet.pointer), sheet.document.issuer.as_ref()?))
    });
    case.record.issuer.iter().map(|issuer| ("/issuer".to_owned(), issuer)).chain(own).collect()
}

fn issuer_two_names(case: &Case, findings: &mut Findings) {
    let all = issuers(case);
    for (at, (pointer, issuer)) in all.iter().enumerate() {
        let name = issuer.name.0.join(" ");
        for (other_pointer, other) in &all[..at] {
            let other_name = other.name.0.join(" ");
            let same = plain(&name) == plain(&other_name);
            let differ =
                |one: &Option<String>, two: &Option<String>| one.is_some() && two.is_some() && one != two;
            // Every committee has the symbol UBND.
            let own_symbol =
                issuer.symbol.as_deref().is_some_and(|symbol| !["UBND", "HĐND"].contains(&symbol));
            let (key, message) = if same && differ(&issuer.symbol, &other.symbol) {
                let symbols = [issuer, other].map(|issuer| issuer.symbol.as_deref().unwrap_or_default());
                ("symbol", format!("{name} có hai ký hiệu: {} và {}", symbols[0], symbols[1]))
            } else if same && differ(&issuer.place, &other.place) {
                let places = [issuer, other].map(|issuer| issuer.place.as_deref().unwrap_or_default());
                ("place", format!("{name} có hai địa danh: {} và {}", places[0], places[1]))
            } else if !same && own_symbol && issuer.symbol == other.symbol && !may_be_one(&name, &other_name)
            {
                (
                    "name",
                    format!(
                        "ký hiệu {} dùng cho cả {name} và {other_name}",
                        issuer.symbol.as_deref().unwrap_or_default()
                    ),
                )
            } else {
                continue;
            };
            findings.at(
                format!("{pointer}/{key}"),
                format!("{message} (xem {})", place(other_pointer)),
                "ghi thống nhất ở mọi văn bản của cơ quan này",
            );
            break;
        }
    }
}
