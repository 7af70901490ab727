//! Ids that other parts of the record refer to: each must exist, and once only.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use super::awards::{Category, Recipient};
use super::group::{Person, UnitId};
use super::report::Insert;
use super::scores::{Criterion, Points, TOTAL};
use super::{Record, Section};
use crate::vietnamese::slug::slug;

/// A reference that leads nowhere, or an id given twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenReference {
    /// JSON pointer of the value.
    pub pointer: String,
    /// What is wrong, in a sentence.
    pub message: String,
    /// What could have been meant.
    pub known: Arc<[String]>,
    /// The word that was written.
    pub written: String,
    /// JSON pointer of the list by whose rows it was judged.
    pub list: Option<&'static str>,
    /// What should stand there, where that is sure.
    pub instead: Option<String>,
    /// What to do, in words.
    pub remedy: Option<String>,
}

/// All broken references of a record.
pub fn broken(record: &Record) -> Vec<BrokenReference> {
    let mut search = Search::default();
    search.units(record);
    search.meeting(record);
    search.scores(record);
    search.votes(record);
    search.covenant(record);
    search.awards(record);
    if let Some(report) = &record.report {
        search.inserts(record, "/report/sections", &report.sections);
        search.numbering("/report", report.numbering.len(), &report.sections, "sections");
    }
    // What refers to an id that a unit is to be given is right once it has it.
    let given: Vec<String> = search.faults.iter().filter_map(|fault| fault.instead.clone()).collect();
    search.faults.retain(|fault| !given.contains(&fault.written));
    search.faults
}

/// Ids in the order of the record; a list may have thousands.
#[derive(Default)]
struct Ids {
    listed: Vec<String>,
    known: HashSet<String>,
    /// All of them, once a fault names them: as many faults may share them.
    shared: OnceCell<Arc<[String]>>,
}

impl Ids {
    fn contains(&self, id: &str) -> bool {
        self.known.contains(id)
    }

    fn all(&self) -> Arc<[String]> {
        Arc::clone(self.shared.get_or_init(|| self.listed.as_slice().into()))
    }

    fn push(&mut self, id: &str) {
        self.shared.take();
        self.listed.push(id.to_owned());
        self.known.insert(id.to_owned());
    }
}

#[derive(Default)]
struct Search {
    units: Ids,
    faults: Vec<BrokenReference>,
}

impl Search {
    fn fault(&mut self, pointer: String, written: &str, message: String, known: impl Into<Arc<[String]>>) {
        let known = known.into();
        self.faults.push(BrokenReference {
            pointer,
            message,
            known,
            written: written.to_owned(),
            list: None,
            instead: None,
            remedy: None,
        });
    }

    /// The last fault rests on the rows of a list.
    fn by_rows_of(&mut self, list: &'static str) {
        if let Some(last) = self.faults.last_mut() {
            last.list = Some(list);
        }
    }

    fn units(&mut self, record: &Record) {
        for (at, unit) in record.group.units.iter().enumerate() {
            if self.units.contains(&unit.id.0) {
                let message = format!("mã đơn vị `{}` đã dùng cho một đơn vị khác", unit.id);
                self.fault(format!("/group/units/{at}/id"), "", message, Vec::new());
                let own = slug(&unit.name);
                let free = record.group.units.iter().all(|other| other.id.0 != own);
                if let Some(fault) = self.faults.last_mut().filter(|_| free && !own.is_empty()) {
                    fault.instead = Some(own);
                }
            }
            self.units.push(&unit.id.0);
        }
        for (at, unit) in record.group.units.iter().enumerate() {
            let pointer = format!("/group/units/{at}");
            if let Some(head) = &unit.head {
                self.person(&format!("{pointer}/head"), head);
            }
            self.people(&format!("{pointer}/co_signers"), &unit.co_signers);
        }
        if let Some(leader) = &record.group.leader {
            self.unit("/group/leader".to_owned(), leader);
        }
        for (at, deputy) in record.group.deputies.iter().enumerate() {
            self.unit(format!("/group/deputies/{at}"), deputy);
        }
    }

    fn unit(&mut self, pointer: String, id: &UnitId) {
        if !self.units.contains(&id.0) {
            let message = format!("không có đơn vị nào mang mã `{id}` trong `group.units`");
            self.fault(pointer, &id.0, message, self.units.all());
            self.by_rows_of("/group/units");
        }
    }

    fn person(&mut self, pointer: &str, person: &Person) {
        if let Some(unit) = &person.unit {
            self.unit(format!("{pointer}/unit"), unit);
        }
    }

    fn people(&mut self, pointer: &str, people: &[Person]) {
        for (at, person) in people.iter().enumerate() {
            self.person(&format!("{pointer}/{at}"), person);
        }
    }

    fn meeting(&mut self, record: &Record) {
        let meeting = &record.meeting;
        if let Some(chair) = &meeting.chair {
            self.person("/meeting/chair", chair);
        }
        self.people("/meeting/guests", &meeting.guests);
        for (at, row) in meeting.attendance.iter().enumerate() {
            self.unit(format!("/meeting/attendance/{at}/unit"), &row.unit);
            self.people(&format!("/meeting/attendance/{at}/people"), &row.people);
        }
    }

    fn scores(&mut self, record: &Record) {
        let Some(scores) = &record.scores else { return };
        let mut ids = Ids::default();
        self.criteria("/scores/criteria", &scores.criteria, &mut ids);
        let mut scored = BTreeSet::new();
        for (at, score) in scores.results.iter().enumerate() {
            let pointer = format!("/scores/results/{at}");
            self.unit(format!("{pointer}/unit"), &score.unit);
            if !scored.insert(&score.unit) {
                let message = format!("đơn vị `{}` đã được ghi điểm ở trên", score.unit);
                self.fault(format!("{pointer}/unit"), "", message, Vec::new());
            }
            for (key, points) in
                [("self", &score.own), ("assessed", &score.assessed), ("agreed", &score.agreed)]
            {
                if let Some(points) = points {
                    self.points(&format!("{pointer}/{key}"), points, &ids);
                }
            }
        }
        for (at, unit) in scores.ranking.iter().enumerate() {
            self.unit(format!("/scores/ranking/{at}"), unit);
        }
    }

    fn criteria(&mut self, pointer: &str, criteria: &[Criterion], ids: &mut Ids) {
        for (at, criterion) in criteria.iter().enumerate() {
            if ids.contains(&criterion.id) || criterion.id == TOTAL {
                let message = format!("mã tiêu chuẩn `{}` đã dùng rồi", criterion.id);
                self.fault(format!("{pointer}/{at}/id"), "", message, Vec::new());
            }
            ids.push(&criterion.id);
            self.criteria(&format!("{pointer}/{at}/criteria"), &criterion.criteria, ids);
        }
    }

    fn points(&mut self, pointer: &str, points: &Points, ids: &Ids) {
        for id in points.0.keys() {
            let known = ids.contains(id) || (id == TOTAL && points.0.len() == 1);
            if !known {
                let message = if id == TOTAL {
                    "đã ghi điểm theo tiêu chuẩn thì không ghi `total`: tổng điểm do thidua cộng".to_owned()
                } else {
                    format!("không có tiêu chuẩn nào mang mã `{id}` trong `scores.criteria`")
                };
                self.fault(format!("{pointer}/{}", escaped(id)), id, message, ids.all());
                self.by_rows_of("/scores/criteria");
            }
        }
    }

    fn votes(&mut self, record: &Record) {
        for (at, nomination) in record.nominations.iter().enumerate() {
            let pointer = format!("/nominations/{at}");
            match (&nomination.unit, &nomination.name) {
                (Some(unit), None) => self.unit(format!("{pointer}/unit"), unit),
                (None, Some(_)) => {}
                _ => {
                    let message =
                        "mỗi đề nghị ghi `unit` (đơn vị thành viên) hoặc `name` (tên khác)".to_owned();
                    self.fault(pointer, "", message, Vec::new());
                    if let (Some(unit), Some(name)) = (&nomination.unit, &nomination.name)
                        && let Some(unit) = record.group.units.iter().find(|known| known.id == *unit)
                        && let Some(fault) = self.faults.last_mut()
                    {
                        fault.remedy = Some(format!(
                            "đề nghị khen người của đơn vị ấy thì bỏ `unit`, ghi `name: \"{name}, {}\"`; khen chính đơn vị thì bỏ `name`",
                            unit.name
                        ));
                    }
                }
            }
        }
        if let Some(election) = &record.election {
            self.unit("/election/leader".to_owned(), &election.leader);
            for (at, deputy) in election.deputies.iter().enumerate() {
                self.unit(format!("/election/deputies/{at}"), deputy);
            }
            for (at, row) in election.votes.iter().enumerate() {
                self.unit(format!("/election/votes/{at}/unit"), &row.unit);
            }
        }
    }

    fn covenant(&mut self, record: &Record) {
        let Some(covenant) = &record.covenant else { return };
        for (at, target) in covenant.targets.iter().enumerate() {
            for id in target.units.keys() {
                self.unit(format!("/covenant/targets/{at}/units/{}", escaped(id)), &UnitId(id.clone()));
            }
        }
        for (at, party) in covenant.parties.iter().enumerate() {
            let pointer = format!("/covenant/parties/{at}");
            self.people(&format!("{pointer}/signers"), &party.signers);
            match (&party.unit, &party.heading) {
                (Some(unit), _) => self.unit(format!("{pointer}/unit"), unit),
                (None, Some(_)) => {}
                (None, None) => {
                    let message =
                        "mỗi bên ký ghi `unit` (đơn vị thành viên) hoặc `heading` (tên khác)".to_owned();
                    self.fault(pointer, "", message, Vec::new());
                }
            }
        }
        let parties = covenant.signing_parties(record).len();
        if !(2..=40).contains(&parties) {
            let message = format!("bản giao ước có {parties} bên ký; cần từ 2 đến 40 bên");
            self.fault("/covenant".to_owned(), "", message, Vec::new());
        }
        if let Some(columns) = covenant.columns.filter(|columns| !(1..=4).contains(&columns.0)) {
            let message = format!("số chữ ký trên một hàng phải từ 1 đến 4, không phải {}", columns.0);
            self.fault("/covenant/columns".to_owned(), "", message, Vec::new());
        }
        self.inserts(record, "/covenant/commitments", &covenant.commitments);
        self.numbering("/covenant", covenant.numbering.len(), &covenant.commitments, "commitments");
    }

    fn awards(&mut self, record: &Record) {
        for (at, decision) in record.awards.iter().enumerate() {
            if decision.grants.is_empty() {
                let message = "quyết định khen thưởng phải có ít nhất một mục trong `grants`".to_owned();
                self.fault(format!("/awards/{at}/grants"), "", message, Vec::new());
            }
            for (grant_at, grant) in decision.grants.iter().enumerate() {
                let pointer = format!("/awards/{at}/grants/{grant_at}");
                let prizes: Vec<String> = grant
                    .reward
                    .iter()
                    .flat_map(|reward| reward.prizes.iter().map(|prize| prize.name.clone()))
                    .collect();
                if Category::ALL.iter().all(|category| grant.count(*category) == 0) {
                    let message = format!("chưa ghi ai được tặng {}", grant.form);
                    self.fault(pointer.clone(), "", message, Vec::new());
                }
                let lists = [
                    ("collectives", &grant.collectives),
                    ("individuals", &grant.individuals),
                    ("households", &grant.households),
                ];
                for (key, list) in lists {
                    self.recipients(&format!("{pointer}/{key}"), list, &prizes);
                }
            }
            for (article_at, article) in decision.articles.iter().enumerate() {
                if article.insert.is_some() == article.body.is_some() {
                    let message =
                        "mỗi điều ghi `insert` (nội dung lấy từ hồ sơ) hoặc `body` (lời văn)".to_owned();
                    self.fault(format!("/awards/{at}/articles/{article_at}"), "", message, Vec::new());
                }
            }
        }
    }

    fn recipients(&mut self, pointer: &str, list: &[Recipient], prizes: &[String]) {
        for (at, entry) in list.iter().enumerate() {
            let pointer = format!("{pointer}/{at}");
            match entry {
                Recipient::Group { heading, .. } if entry.awardees().next().is_none() => {
                    let message = format!("nhóm `{heading}` chưa có ai");
                    self.fault(pointer, "", message, Vec::new());
                }
                Recipient::Group { members, .. } => {
                    self.recipients(&format!("{pointer}/members"), members, prizes);
                }
                Recipient::One(awardee) => {
                    if let Some(prize) =
                        awardee.prize.as_ref().filter(|prize| !prizes.is_empty() && !prizes.contains(prize))
                    {
                        let message =
                            format!("giải `{prize}` không có trong mức tiền thưởng `reward.prizes`");
                        self.fault(format!("{pointer}/prize"), prize, message, prizes.to_vec());
                    }
                }
            }
        }
    }

    /// Tables of which the record has nothing.
    fn inserts(&mut self, record: &Record, pointer: &str, sections: &[Section]) {
        for (at, section) in sections.iter().enumerate() {
            let pointer = format!("{pointer}/{at}");
            let source = section.insert.and_then(|insert| match insert {
                Insert::Targets if pointer.starts_with("/covenant") => record
                    .covenant
                    .as_ref()
                    .is_none_or(|covenant| covenant.targets.is_empty())
                    .then_some("covenant.targets"),
                Insert::Targets => record.targets.is_empty().then_some("targets"),
                Insert::Awards => record.awards.is_empty().then_some("awards"),
                Insert::Scores => record
                    .scores
                    .as_ref()
                    .is_none_or(|scores| scores.results.is_empty() && scores.ranking.is_empty())
                    .then_some("scores.results` hoặc `scores.ranking"),
                Insert::Votes => record.nominations.is_empty().then_some("nominations"),
                Insert::Attendance => {
                    let meeting = &record.meeting;
                    let nobody =
                        meeting.chair.is_none() && meeting.guests.is_empty() && meeting.attendance.is_empty();
                    nobody.then_some("meeting.attendance")
                }
                Insert::Units => record.group.units.is_empty().then_some("group.units"),
                Insert::Election => record.election.is_none().then_some("election"),
            });
            if let Some(source) = source {
                let message = format!("bảng này lấy số liệu từ `{source}`, nhưng hồ sơ chưa ghi");
                self.fault(format!("{pointer}/insert"), "", message, Vec::new());
            }
            self.inserts(record, &format!("{pointer}/sections"), &section.sections);
        }
    }

    /// Headings deeper than the levels that the numbering names.
    fn numbering(&mut self, pointer: &str, levels: usize, sections: &[Section], key: &str) {
        for (at, section) in sections.iter().enumerate() {
            let pointer = format!("{pointer}/{key}/{at}");
            if levels == 0 && section.title.is_some() {
                let message = "đề mục này sâu hơn số cấp đánh số; hãy thêm một cấp vào `numbering`, \
                               ví dụ `numbering: [I., 1., 1.1., a)]`"
                    .to_owned();
                self.fault(format!("{pointer}/title"), "", message, Vec::new());
            }
            let below = if section.title.is_some() { levels.saturating_sub(1) } else { levels };
            self.numbering(&pointer, below, &section.sections, "sections");
        }
    }
}

/// A key as a JSON pointer writes it.
fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
