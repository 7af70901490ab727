//! A record judged by the rules: what they found, each at its place, and what its exceptions keep silent.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Ruling, Severity};
use crate::input::{Loaded, Places};
use crate::record::Exception;
use crate::record::gaps;
use crate::record::paper::Paper;
use crate::rules::case::{Case, Sheet, Text};
use crate::rules::finding::Finding;
use crate::rules::law::Law;
use crate::rules::{self, Rule};
use crate::succession::{self, stale};
use crate::template::Stage;
use crate::vietnamese::notation;

/// What the rules say of a record.
pub struct Verdict {
    /// Breaches in the order of the text, each at its place.
    pub findings: Vec<Diagnostic>,
    /// Breaches that the record's exceptions keep silent, by rule.
    pub excepted: Vec<Excepted>,
    /// What is missing for the official copies, in the order of the papers.
    pub missing: Vec<Missing>,
}

/// A rule that the record has a reason not to follow.
pub struct Excepted {
    /// The rule.
    pub rule: &'static Rule,
    /// The reason that the record gives.
    pub reason: String,
    /// How many breaches are kept silent.
    pub breaches: usize,
}

/// Something that a paper still lacks.
pub struct Missing {
    /// The paper: `báo cáo`, `quyết định thứ 2`.
    pub paper: String,
    /// What is missing: `số văn bản`.
    pub what: &'static str,
    /// The same as a diagnostic, at the place where it belongs.
    pub diagnostic: Diagnostic,
}

impl Stage {
    /// The stage at which papers are printed: while there are errors, what is not asked for as an
    /// official copy is a draft.
    pub fn given(self, verdict: &Verdict) -> Self {
        if self == Self::Auto && verdict.has_errors() { Self::Draft } else { self }
    }
}

impl Verdict {
    /// How much was found: `01 lỗi, 03 cảnh báo`; none where nothing was.
    pub fn counted(&self) -> Option<String> {
        let counted = |level: Severity| {
            let count = self.findings.iter().filter(|finding| finding.severity == level).count();
            (count > 0).then(|| format!("{} {}", notation::count(count), level.word()))
        };
        let found: Vec<String> =
            [Severity::Error, Severity::Warning].into_iter().filter_map(counted).collect();
        (!found.is_empty()).then(|| found.join(", "))
    }

    /// The breaches that keep official copies from being made.
    pub fn errors(&self) -> Vec<Diagnostic> {
        self.findings.iter().filter(|finding| finding.severity == Severity::Error).cloned().collect()
    }

    /// Whether something keeps official copies from being made.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }
}

/// Judges a record by all rules.
pub fn judge(loaded: &Loaded, law: &Law) -> Verdict {
    let places = loaded.places();
    let texts = places.texts().into_iter().map(|(pointer, text)| Text::new(pointer, text)).collect();
    let record = &loaded.record;
    let case = Case::new(record, law, texts, loaded.decomposed);
    let (silent, told): (Vec<Finding>, Vec<Finding>) = rules::judge(&case)
        .into_iter()
        .partition(|finding| record.exceptions.iter().any(|exception| exception.rule == finding.rule.id));
    let mut findings: Vec<Diagnostic> =
        told.into_iter().map(|finding| shown(loaded, &places, finding)).collect();
    let mut excepted = Vec::new();
    for (at, exception) in record.exceptions.iter().enumerate() {
        let breaches = silent.iter().filter(|finding| finding.rule.id == exception.rule).count();
        match rules::find(&exception.rule) {
            Some(rule) if breaches > 0 => {
                excepted.push(Excepted { rule, reason: exception.reason.clone(), breaches });
            }
            // Judged where a record is compared with the last one.
            None if stale::RULES.iter().any(|rule| rule.id == exception.rule) => {}
            known => findings.push(idle(loaded, &places, at, exception, known)),
        }
    }
    findings.extend(places.doubtful());
    findings.extend(succession::unfinished(&loaded.source).into_iter().map(|(range, what)| {
        let fault = Diagnostic::error(format!("còn việc chưa làm từ khi lập hồ sơ này: {what}"));
        let fault = fault.at(&loaded.source, range).hint("làm xong thì xóa dòng này");
        Diagnostic { severity: Severity::Warning, ..fault }
    }));
    findings.sort_by_key(|finding| finding.place.as_ref().map(|place| place.range.start));
    let mut seen: Vec<Diagnostic> = Vec::new();
    for finding in findings {
        // Through an alias a value is met twice, but it stands once.
        if !seen.iter().rev().take(8).any(|other| *other == finding) {
            seen.push(finding);
        }
    }
    crate::input::mend_together(&mut seen);
    let mut missing = missing(loaded, &places);
    missing.extend(no_day(loaded, &places, &case));
    Verdict { findings: seen, excepted, missing }
}

fn shown(loaded: &Loaded, places: &Places, finding: Finding) -> Diagnostic {
    let words = finding.words.as_ref().and_then(|words| places.of_words(&finding.pointer, words));
    let range = words.unwrap_or_else(|| places.of(&finding.pointer));
    let ruling = Ruling { id: finding.rule.id, article: finding.article };
    Diagnostic {
        severity: finding.level,
        rule: Some(Box::new(ruling)),
        ..Diagnostic::error(with_lines(loaded, places, &finding.message))
            .at(&loaded.source, range)
            .hint(finding.remedy)
    }
}

/// A message in which places within lists are told by their lines: nobody counts to `awards[1].grants[1]`.
fn with_lines(loaded: &Loaded, places: &Places, message: &str) -> String {
    let (mut told, mut rest) = (String::new(), message);
    while let Some((before, after)) = rest.split_once('`')
        && let Some((quoted, behind)) = after.split_once('`')
    {
        told.push_str(before);
        told.push_str(&match gaps::pointer(quoted) {
            Some(pointer) => format!("dòng {}", loaded.source.line(places.of(&pointer).start)),
            None => format!("`{quoted}`"),
        });
        rest = behind;
    }
    told + rest
}

/// An exception that keeps nothing silent, or names no rule.
fn idle(
    loaded: &Loaded,
    places: &Places,
    at: usize,
    exception: &Exception,
    known: Option<&Rule>,
) -> Diagnostic {
    let place = places.of(&format!("/exceptions/{at}/rule"));
    let id = &exception.rule;
    let fault = match known {
        Some(_) => Diagnostic {
            severity: Severity::Warning,
            ..Diagnostic::error(format!("hồ sơ không vi phạm quy tắc `{id}`, không cần ngoại lệ này"))
        }
        .hint("xóa ngoại lệ này"),
        None => {
            let fault = Diagnostic::error(format!("không có quy tắc nào mang mã `{id}`"));
            match crate::input::nearest(id, rules::all().map(|rule| rule.id)) {
                Some(meant) => fault.hint(format!("có phải muốn viết `{meant}`?")),
                None => fault.hint("xem các quy tắc bằng `thidua explain`"),
            }
        }
    };
    fault.at(&Arc::clone(&loaded.source), place)
}

fn missing(loaded: &Loaded, places: &Places) -> Vec<Missing> {
    let mut missing = Vec::new();
    for paper in Paper::all(&loaded.record) {
        for gap in gaps::of_paper(&loaded.record, paper) {
            let facts = paper.kind.facts();
            let name = match facts.several {
                true => format!("{} thứ {}", facts.noun, paper.index + 1),
                false => facts.noun.to_owned(),
            };
            let diagnostic = Diagnostic {
                severity: Severity::Warning,
                ..Diagnostic::error(format!("{name} còn thiếu {}", gap.what))
                    .at(&loaded.source, places.of(&gap.pointer))
                    .hint(format!("ghi ở `{}`", gap.path()))
            };
            missing.push(Missing { paper: name, what: gap.what, diagnostic });
        }
    }
    missing
}

/// The day of the meeting, where no law can be asked without it.
fn no_day(loaded: &Loaded, places: &Places, case: &Case) -> Option<Missing> {
    let asks = |sheet: &Sheet| !sheet.legal_bases.is_empty() || sheet.decision.is_some();
    let undated = |sheet: &Sheet| asks(sheet) && sheet.date(&loaded.record).is_none();
    case.sheets.iter().any(undated).then(|| {
        let what = "ngày họp (chưa có ngày thì chưa xét được căn cứ còn hiệu lực hay không)";
        let diagnostic = Diagnostic {
            severity: Severity::Warning,
            ..Diagnostic::error(format!("hội nghị còn thiếu {what}"))
                .at(&loaded.source, places.of("/meeting/date"))
                .hint("ghi ở `meeting.date`")
        };
        Missing { paper: "hội nghị".to_owned(), what, diagnostic }
    })
}
