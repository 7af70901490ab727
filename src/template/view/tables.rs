//! The tables that are computed from a record and inserted in its papers.

use std::collections::HashMap;

use crate::record::awards::Category;
use crate::record::covenant::CovenantTarget;
use crate::record::report::{Insert, roman};
use crate::record::scores::{Criterion, Rank, Score, Scores, UnitScore};
use crate::record::targets::Target;
use crate::record::votes::{self, Nomination};
use crate::record::{Covenant, Person, Record, Unit, UnitId};
use crate::vietnamese::{notation, words};
use rust_decimal::Decimal;

use super::ledger::{Builder, Ledger};

/// The table that a section inserts.
pub fn of(record: &Record, insert: Insert) -> Option<Ledger> {
    match insert {
        Insert::Targets => targets(&record.targets),
        Insert::Awards => awards(record),
        Insert::Scores => scores(record),
        Insert::Votes => nominations(record),
        Insert::Attendance => attendance(record),
        Insert::Units => units(record),
        Insert::Election => election(record),
    }
}

fn targets(list: &[Target]) -> Option<Ledger> {
    let mut table = Builder::default()
        .column("ordinal", "TT")
        .column("text", "Chỉ tiêu")
        .optional("measure", "Đơn vị tính")
        .optional("figure", "Kế hoạch")
        .column("figure", "Thực hiện")
        .optional("figure", "Tỷ lệ thực hiện (%)")
        .optional("figure", "Cùng kỳ năm trước")
        .optional("figure", "So với cùng kỳ (%)")
        .optional("text", "Ghi chú");
    fn add(table: &mut Builder, list: &[Target], above: &str) {
        for (at, target) in list.iter().enumerate() {
            let number = if above.is_empty() { (at + 1).to_string() } else { format!("{above}.{}", at + 1) };
            let text = |figure: &Option<crate::record::scalar::Figure>| {
                figure.as_ref().map(|figure| figure.text.clone())
            };
            table.row([
                Some(number.clone()),
                Some(target.name.clone()),
                target.measure.clone(),
                text(&target.plan),
                text(&target.actual),
                target.completion(),
                text(&target.same_period),
                target.against_same_period(),
                target.note.clone(),
            ]);
            add(table, &target.parts, &number);
        }
    }
    add(&mut table, list, "");
    table.build()
}

fn awards(record: &Record) -> Option<Ledger> {
    let mut table = Builder::default()
        .column("ordinal", "TT")
        .column("text", "Danh hiệu, hình thức khen thưởng")
        .optional("figure", "Tập thể")
        .optional("figure", "Cá nhân")
        .optional("figure", "Hộ gia đình");
    let cell = |count: usize| (count > 0).then(|| notation::count(count));
    let grants = || record.awards.iter().flat_map(|decision| &decision.grants);
    let mut forms: Vec<String> = Vec::new();
    for grant in grants() {
        let form = words::capitalised(&grant.form);
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    for (at, form) in forms.iter().enumerate() {
        let same = || grants().filter(|grant| words::capitalised(&grant.form) == *form);
        let counts = Category::ALL.map(|category| cell(same().map(|grant| grant.count(category)).sum()));
        table.row([Some((at + 1).to_string()), Some(form.clone())].into_iter().chain(counts));
    }
    if forms.len() > 1 {
        let sum = |category| cell(grants().map(|grant| grant.count(category)).sum());
        table.total("Tổng cộng", Category::ALL.map(sum));
    }
    table.build()
}

/// Names of criteria longer than this are replaced by a number and explained under the table.
const LONGEST_HEAD: usize = 16;

fn scores(record: &Record) -> Option<Ledger> {
    let scores = record.scores.as_ref()?;
    let group = &record.group;
    let long = scores.criteria.iter().any(|criterion| criterion.name.chars().count() > LONGEST_HEAD);
    let mut table = Builder::default()
        .column("ordinal", "TT")
        .column("text", "Đơn vị")
        .optional("figure", "Điểm tự chấm")
        .optional("figure", "Điểm thẩm định");
    let agreed = scores.results.iter().any(|score| score.agreed.is_some());
    // As many decimals as the finest figure has, so that the figures of a column stand in line.
    let points =
        scores.results.iter().flat_map(|score| [&score.own, &score.assessed, &score.agreed]).flatten();
    let given = points.flat_map(|points| points.0.values()).flat_map(Score::figures);
    let extra = scores.results.iter().flat_map(|score| [score.bonus, score.deduction]).flatten();
    let figures = given.chain(extra.map(|quantity| quantity.0));
    let decimals = figures.map(|figure| figure.normalize().scale()).max().unwrap_or(0);
    let mut notes = Vec::new();
    for (at, criterion) in scores.criteria.iter().enumerate() {
        let bonus =
            criterion.most_bonus().map(|most| format!("+{}", notation::format(most))).unwrap_or_default();
        let standard = criterion
            .standard()
            .map(|points| format!(" ({}{bonus})", notation::format(points)))
            .unwrap_or_default();
        let name = if long {
            notes.push(format!("Nội dung {}: {}.", roman(at + 1), criterion.name));
            format!("{}{standard}", roman(at + 1))
        } else {
            format!("{}{standard}", criterion.name)
        };
        let over = if agreed {
            "Điểm thống nhất theo nội dung"
        } else {
            "Điểm thẩm định theo nội dung"
        };
        table = table.under(over, "short", name);
    }
    table = table
        .optional("short", "Điểm thưởng")
        .optional("short", "Điểm trừ")
        .optional("figure", "Tổng điểm")
        .column("short", "Xếp hạng")
        .optional("text", "Ghi chú");

    let scored: Vec<&UnitId> = if scores.results.is_empty() {
        scores.ranking.iter().collect()
    } else {
        scores.results.iter().map(|score| &score.unit).collect()
    };
    let mut divisions: Vec<Option<&str>> = Vec::new();
    for id in &scored {
        let division = group.unit(id).and_then(|unit| unit.division.as_deref());
        if !divisions.contains(&division) {
            divisions.push(division);
        }
    }
    let grouped = divisions.len() > 1 && scores.ranking.is_empty();
    if !grouped {
        divisions.truncate(1);
    }
    let ranks = scores.ranks(group);
    let mut by_unit: HashMap<&UnitId, &UnitScore> = HashMap::new();
    by_unit.extend(scores.results.iter().rev().map(|score| (&score.unit, score)));
    for division in divisions {
        if grouped {
            table.heading(0, None, division.unwrap_or("Các đơn vị khác").to_owned());
        }
        let mut own: Vec<&UnitId> = scored
            .iter()
            .copied()
            .filter(|id| !grouped || group.unit(id).and_then(|unit| unit.division.as_deref()) == division)
            .collect();
        own.sort_by_key(|id| ranks.of(id).map_or(usize::MAX, |rank| rank.place));
        for (at, id) in own.into_iter().enumerate() {
            let score = by_unit.get(id).copied();
            let points = |of: &dyn Fn(&UnitScore) -> Option<Decimal>| {
                score.and_then(of).map(|points| notation::format_to(points, decimals))
            };
            let criteria = scores.criteria.iter().map(|criterion: &Criterion| {
                points(&|score| score.agreed.as_ref().or(score.assessed.as_ref())?.of(criterion))
            });
            let cells = [
                Some((at + 1).to_string()),
                Some(group.name_of(id).to_owned()),
                points(&|score| score.own.as_ref().map(|own| own.total())),
                points(&|score| score.assessed.as_ref().filter(|_| agreed).map(|assessed| assessed.total())),
            ];
            let rest = [
                points(&|score| score.bonus.map(|bonus| bonus.0)),
                points(&|score| score.deduction.map(|deduction| deduction.0)),
                points(&UnitScore::total),
                ranks.of(id).map(Rank::words),
                score.and_then(|score| score.note.clone()),
            ];
            table.row(cells.into_iter().chain(criteria).chain(rest));
        }
    }
    notes.into_iter().for_each(|note| table.note(note));
    evidence(record, scores).into_iter().for_each(|note| table.note(note));
    table.build()
}

/// What bears out the points that count, a note a unit: `Minh chứng của Sở Y tế: Nội dung 1: …`.
fn evidence(record: &Record, scores: &Scores) -> Vec<String> {
    let note = |score: &UnitScore| {
        let counted = score.counted()?;
        let of = |criterion: &Criterion| {
            let held = counted.0.iter().filter(|(id, _)| criterion.holds(id));
            let papers: Vec<&str> = held.flat_map(|(_, score)| &score.evidence).map(String::as_str).collect();
            (!papers.is_empty()).then(|| format!("{}: {}", criterion.name, papers.join(", ")))
        };
        let told: Vec<String> = scores.criteria.iter().filter_map(of).collect();
        let unit = record.group.name_of(&score.unit);
        (!told.is_empty()).then(|| format!("Minh chứng của {unit}: {}.", told.join("; ")))
    };
    scores.results.iter().filter_map(note).collect()
}

fn nominations(record: &Record) -> Option<Ledger> {
    let members = record.voters();
    let mut table = Builder::default()
        .column("ordinal", "TT")
        .column("text", "Đơn vị, cá nhân")
        .column("text", "Danh hiệu, hình thức đề nghị")
        .optional("short", "Số phiếu đồng ý")
        .optional("figure", "Tỷ lệ trên tổng số (%)")
        .optional("word", "Kết quả")
        .optional("text", "Ghi chú");
    for (at, nomination) in record.nominations.iter().enumerate() {
        let Nomination { award, unit, name, votes, approved, note } = nomination;
        let who = unit.as_ref().map(|unit| record.group.name_of(unit).to_owned()).or_else(|| name.clone());
        table.row([
            Some((at + 1).to_string()),
            who,
            Some(award.clone()),
            votes.map(|votes| out_of(votes.0, members)),
            votes.and_then(|votes| votes::share(votes, members?)),
            approved.map(|approved| if approved { "Thông qua" } else { "Không thông qua" }.to_owned()),
            note.clone(),
        ]);
    }
    if let Some(ballot) = &record.ballot {
        let counted = [
            ("số thành viên có mặt", ballot.present),
            ("số phiếu phát ra", ballot.issued),
            ("số phiếu thu về", ballot.returned),
            ("số phiếu hợp lệ", ballot.valid),
        ];
        let counts = counted
            .into_iter()
            .filter_map(|(what, count)| Some(format!("{what}: {}", notation::count(count?.0 as usize))));
        let method = ballot.method.iter().map(|method| format!("hình thức: {method}"));
        let parts: Vec<String> = method.chain(counts).collect();
        if !parts.is_empty() {
            table.note(format!("{}.", words::capitalised(&parts.join("; "))));
        }
    }
    table.build()
}

/// `07/09`, or `07` where the whole is not known.
fn out_of(part: u32, whole: Option<usize>) -> String {
    let part = notation::count(part as usize);
    whole.map_or(part.clone(), |whole| format!("{part}/{}", notation::count(whole)))
}

/// Name and post of a person as a list names them.
fn described(person: &Person) -> String {
    let called = person.called().map(|called| words::capitalised(&called));
    [called, person.title.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn attendance(record: &Record) -> Option<Ledger> {
    let meeting = &record.meeting;
    let mut table = Builder::default()
        .column("ordinal", "TT")
        .column("text", "Họ và tên, đơn vị")
        .optional("text", "Chức vụ, người dự")
        .optional("short", "Số người")
        .optional("text", "Vắng mặt, lý do");
    let mut part = 0;
    let mut heading = |table: &mut Builder, words: &str| {
        part += 1;
        table.heading(0, Some(roman(part)), words.to_owned());
    };
    let person = |at: usize, person: &Person| {
        let unit = person.unit.as_ref().map(|unit| record.group.name_of(unit).to_owned());
        let post: Vec<String> = [person.title.clone(), unit].into_iter().flatten().collect();
        let called = person.called().map(|called| words::capitalised(&called));
        [Some((at + 1).to_string()), called, (!post.is_empty()).then(|| post.join(", ")), None, None]
    };
    if let Some(chair) = &meeting.chair {
        heading(&mut table, "Chủ trì");
        table.row(person(0, chair));
    }
    if !meeting.guests.is_empty() {
        heading(&mut table, "Đại biểu");
        for (at, guest) in meeting.guests.iter().enumerate() {
            table.row(person(at, guest));
        }
    }
    // Names are counted too, where every unit either has names or a count.
    let counted = meeting
        .attendance
        .iter()
        .all(|row| row.count.is_some() || row.absent.is_some() || !row.people.is_empty())
        && meeting.attendance.iter().any(|row| row.count.is_some());
    if !meeting.attendance.is_empty() {
        if part > 0 {
            part += 1;
            table.heading(0, Some(roman(part)), "Các đơn vị thành viên".to_owned());
        }
        for (at, row) in meeting.attendance.iter().enumerate() {
            let people: Vec<String> = row.people.iter().map(described).collect();
            table.row([
                Some((at + 1).to_string()),
                Some(record.group.name_of(&row.unit).to_owned()),
                (!people.is_empty()).then(|| people.join("; ")),
                (counted && row.absent.is_none()).then(|| notation::count(row.present())),
                row.absent.clone(),
            ]);
        }
    }
    table.build()
}

fn units(record: &Record) -> Option<Ledger> {
    let mut table = Builder::default()
        .column("ordinal", "TT")
        .column("text", "Đơn vị")
        .optional("text", "Người đứng đầu")
        .optional("word", format!("Nhiệm vụ trong {}", record.group.kind.word()));
    for (at, unit) in record.group.by_precedence(record.group.officers()).into_iter().enumerate() {
        table.row([
            Some((at + 1).to_string()),
            Some(unit.name.clone()),
            unit.head.as_ref().map(described).filter(|head| !head.is_empty()),
            record.group.post(record.group.officers(), &unit.id).map(str::to_owned),
        ]);
    }
    table.build()
}

fn election(record: &Record) -> Option<Ledger> {
    let election = record.election.as_ref()?;
    let members = record.voters();
    let group = &record.group;
    let mut table = Builder::default()
        .column("ordinal", "TT")
        .column("text", "Đơn vị")
        .optional("word", "Chức danh")
        .optional("short", "Số phiếu")
        .optional("figure", "Tỷ lệ trên tổng số (%)");
    let post = |id: &UnitId| {
        if *id == election.leader {
            Some(group.leader_post().to_owned())
        } else {
            election.deputies.contains(id).then(|| group.deputy_post().to_owned())
        }
    };
    let elected = std::iter::once(&election.leader).chain(&election.deputies);
    let others = election.votes.iter().map(|row| &row.unit).filter(|id| post(id).is_none());
    for (at, id) in elected.chain(others).enumerate() {
        let votes = election.votes.iter().find(|row| row.unit == *id).map(|row| row.votes);
        table.row([
            Some((at + 1).to_string()),
            Some(record.group.name_of(id).to_owned()),
            post(id),
            votes.map(|votes| out_of(votes.0, members)),
            votes.and_then(|votes| votes::share(votes, members?)),
        ]);
    }
    table.build()
}

/// More units than this do not fit side by side; their targets stand one under another.
const UNITS_ABREAST: usize = 6;

/// The targets that the parties of a covenant promise.
pub fn covenant_targets(record: &Record, covenant: &Covenant) -> Option<Ledger> {
    // One unit's own figure makes room for all: a unit that is left out shows as a blank.
    let own_figures = covenant.targets.iter().any(|target| !target.units.is_empty());
    let units: Vec<&Unit> =
        if own_figures { record.group.by_precedence(record.covenant_officers()) } else { Vec::new() };
    let of = |target: &CovenantTarget, unit: &Unit| {
        target.units.get(&unit.id.0).or(target.all.as_ref()).map(|figure| figure.text.clone())
    };
    let mut table = Builder::default()
        .column("ordinal", "TT")
        .column("text", "Chỉ tiêu")
        .optional("measure", "Đơn vị tính");
    if units.len() <= UNITS_ABREAST {
        if units.is_empty() {
            table = table.column("figure", "Mức giao ước");
        }
        for unit in &units {
            table = table.under("Mức giao ước của từng đơn vị", "figure", unit.short_name());
        }
        for (at, target) in covenant.targets.iter().enumerate() {
            let start = [Some((at + 1).to_string()), Some(target.name.clone()), target.measure.clone()];
            let all = units.is_empty().then(|| target.all.as_ref().map(|figure| figure.text.clone()));
            table.row(start.into_iter().chain(all).chain(units.iter().map(|unit| of(target, unit))));
        }
        return table.build();
    }
    table = table.column("figure", "Mức giao ước");
    let mut part = 0;
    let mut add = |words: &str, rows: Vec<(&CovenantTarget, String)>| {
        if rows.is_empty() {
            return;
        }
        part += 1;
        table.heading(0, Some(roman(part)), words.to_owned());
        for (at, (target, level)) in rows.into_iter().enumerate() {
            table.row([
                Some((at + 1).to_string()),
                Some(target.name.clone()),
                target.measure.clone(),
                Some(level),
            ]);
        }
    };
    let common = |target: &&CovenantTarget| target.units.is_empty();
    add(
        "Chỉ tiêu chung của các đơn vị",
        covenant
            .targets
            .iter()
            .filter(common)
            .filter_map(|target| Some((target, target.all.as_ref()?.text.clone())))
            .collect(),
    );
    for unit in &units {
        let own = covenant.targets.iter().filter(|target| !common(target));
        add(&unit.name, own.filter_map(|target| Some((target, of(target, unit)?))).collect());
    }
    table.build()
}
