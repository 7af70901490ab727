//! The power by which a signer signs: TM., KT., TL., TUQ., Q. before a post (NĐ 30/2020, Điều 13 and PL I/II.7).

use std::sync::LazyLock;

use super::super::Rule;
use super::super::case::Case;
use super::super::finding::Findings;
use super::super::law::{Mark, Works};
use super::super::offices::{begins, foreign_posts, held, holds, is_deputy, plain, regime};
use super::super::prose::{Pattern, pattern};
use super::{acts, lines, signed};
use crate::diagnostic::Severity;
use crate::record::document::{Authority, Prefix};
use crate::vietnamese::posts;

const ARTICLE: &str = "Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 7";
const WHO_SIGNS: &str = "Nghị định 30/2020/NĐ-CP, Điều 13";

pub(in super::super) const RULES: &[Rule] = &[
    Rule {
        id: "deputy-without-kt",
        level: Severity::Error,
        title: "Cấp phó ký thì ghi KT. và chức vụ của cấp trưởng ở trên",
        text: "Cấp phó không ký với tư cách của chính mình mà ký thay cấp trưởng, nên trên chức vụ “Phó …” phải có dòng \
               “KT.” kèm chức vụ của cấp trưởng, kể cả khi đã có dòng “TM.”. Cấp phó ký thừa ủy quyền thì ghi “TUQ.”. Văn bản \
               của tổ chức đảng, đoàn thể theo quy định riêng nên không bị xét; cấp phó được giao phụ trách cũng ký như cấp \
               phó ký thay.",
        article: "Nghị định 30/2020/NĐ-CP, Điều 13 và Phụ lục I, Phần I, Mục II, khoản 7",
        mark: Mark::Verified,
        judge: deputy_without_kt,
    },
    Rule {
        id: "kt-without-deputy",
        level: Severity::Error,
        title: "Người ký thay (KT.) phải giữ chức vụ cấp phó",
        text: "“KT.” chỉ dùng khi cấp phó ký thay cấp trưởng. Dưới dòng “KT.” mà ghi một chức vụ cấp trưởng thì hoặc thừa \
               dòng “KT.”, hoặc ghi nhầm chức vụ; người đứng đầu đơn vị bên trong ký thì dùng “TL.”.",
        article: ARTICLE,
        mark: Mark::Verified,
        judge: kt_without_deputy,
    },
    Rule {
        id: "kt-post",
        level: Severity::Error,
        title: "Chức vụ sau KT. phải là cấp trưởng của người ký",
        text: "Phó Giám đốc ký thay Giám đốc, Phó Chủ tịch ký thay Chủ tịch, Khối phó ký thay Khối trưởng. Hai dòng không \
               cùng một loại chức vụ là dấu hiệu chép từ văn bản của cơ quan khác; hãy sửa lại cho đúng chức vụ.",
        article: ARTICLE,
        mark: Mark::Verified,
        judge: kt_post,
    },
    Rule {
        id: "authority-in-title",
        level: Severity::Error,
        title: "Quyền hạn TM., KT., TL., TUQ., Q. ghi ở `authority`, không ghi lẫn vào chức vụ",
        text: "Quyền hạn đứng trước chức vụ: “TM.”, “KT.”, “TL.”, “TUQ.” ở dòng riêng, “Q.” viết tắt ngay trước chức vụ \
               của người đứng đầu. Ghi lẫn vào `title` thì in sai dòng hoặc in hai lần; chữ “Quyền” không viết đủ. Hãy \
               chuyển phần quyền hạn sang `authority`.",
        article: ARTICLE,
        mark: Mark::Verified,
        judge: authority_in_title,
    },
    Rule {
        id: "acting-deputy",
        level: Severity::Error,
        title: "Q. chỉ ghi trước chức vụ của người đứng đầu",
        text: "“Q.” dùng cho người được giao quyền cấp trưởng và ký như cấp trưởng. Không có quyền cấp phó, và người giữ quyền \
               cấp trưởng thì không ký thay (KT.) chính chức vụ đó. Cấp phó ký thì bỏ “Q.” và ghi “KT.”.",
        article: ARTICLE,
        mark: Mark::Verified,
        judge: acting_deputy,
    },
    Rule {
        id: "authority-of-body",
        level: Severity::Error,
        title: "Sau KT., TL., TUQ. ghi chức vụ của người giao quyền, không ghi tên cơ quan",
        text: "Ký thay, ký thừa lệnh, ký thừa ủy quyền là ký cho một người giữ chức vụ: “KT. Giám đốc”, “TL. Chủ tịch”. Chỉ \
               “TM.” mới đứng trước tên của tập thể. Hãy thay tên cơ quan bằng chức vụ của người đứng đầu.",
        article: ARTICLE,
        mark: Mark::Verified,
        judge: authority_of_body,
    },
    Rule {
        id: "tl-by-deputy",
        level: Severity::Error,
        title: "Cấp phó của người giao quyền ký thay (KT.), không ký thừa lệnh (TL.)",
        text: "Thừa lệnh (TL.) dành cho người đứng đầu đơn vị bên trong: Chánh Văn phòng, Trưởng phòng. Cấp phó của chính \
               người ra lệnh thì ký thay (KT.). Hãy đổi TL. thành KT. hoặc ghi lại chức vụ của người ký.",
        article: WHO_SIGNS,
        mark: Mark::Verified,
        judge: tl_by_deputy,
    },
    Rule {
        id: "tuq-passed-on",
        level: Severity::Error,
        title: "Người được ủy quyền ký không ủy quyền lại cho người khác",
        text: "Việc ký thừa ủy quyền phải có văn bản ủy quyền, có thời hạn, và người được ủy quyền phải tự ký. Hai dòng TUQ. \
               hoặc thêm TL. nghĩa là đã ủy quyền lại; thêm KT. dưới TUQ. nghĩa là cấp phó của người được ủy quyền ký, \
               thidua chỉ cảnh báo. Quy chế làm việc cho phép thì đặt ngoại lệ kèm lý do.",
        article: WHO_SIGNS,
        mark: Mark::Verified,
        judge: tuq_passed_on,
    },
    Rule {
        id: "authority-order",
        level: Severity::Error,
        title: "TM. đứng trên cùng, KT. đứng ngay trên chức vụ của người ký",
        text: "Quyền hạn ghi từ ngoài vào trong: trước hết thay mặt tập thể (TM.), rồi thừa lệnh, thừa ủy quyền (TL., TUQ.), \
               sau cùng ký thay cấp trưởng trực tiếp (KT.). Hãy đổi lại thứ tự các dòng của `authority`.",
        article: WHO_SIGNS,
        mark: Mark::Verified,
        judge: authority_order,
    },
    Rule {
        id: "tm-office",
        level: Severity::Warning,
        title: "Cơ quan làm việc theo chế độ thủ trưởng thì không ký thay mặt (TM.)",
        text: "“TM.” là thay mặt một tập thể quyết định theo đa số: Ủy ban nhân dân, Hội đồng, Ban Chỉ đạo, cụm, khối thi \
               đua. Sở, chi cục, trung tâm, trường học, bệnh viện làm việc theo chế độ thủ trưởng: người đứng đầu ký, ghi \
               chức vụ; cấp phó ký thay, ghi “KT.”. Hãy bỏ dòng “TM.”; nếu đơn vị thật sự làm việc theo chế độ tập thể \
               thì đặt ngoại lệ.",
        article: WHO_SIGNS,
        mark: Mark::Recalled,
        judge: tm_office,
    },
];

fn deputy_without_kt(case: &Case, findings: &mut Findings) {
    covenant_deputies(case, findings);
    for (sheet, signer) in signed(case) {
        let Some(title) = signer.title.as_deref().filter(|title| is_deputy(case.law, title)) else {
            continue;
        };
        let apart = signer.authority.0.iter().filter_map(|line| regime(case.law, line.whom.as_deref()?));
        let apart = apart.into_iter().any(|regime| regime.works == Works::Apart);
        let party =
            held(case.law, title).is_some_and(|held| held.post.heads.iter().any(|head| head == "Bí thư"));
        // Q. before a deputy's post is told by a rule of its own.
        let told = [Prefix::Kt, Prefix::Tuq, Prefix::Q].into_iter().any(|prefix| acts(signer, prefix));
        // By order of one's own head is another rule's to tell.
        let own_head = signer.authority.0.iter().filter(|line| line.prefix == Prefix::Tl).any(|line| {
            let whom = line.whom.as_deref().and_then(|whom| held(case.law, whom));
            matches!((whom, held(case.law, title)), (Some(whom), Some(own)) if whom.post == own.post)
        });
        if apart || party || told || own_head {
            continue;
        }
        let head = held(case.law, title).and_then(|held| held.post.heads.first());
        let head = head.map_or_else(|| "chức vụ cấp trưởng".to_owned(), |head| format!("`KT. {head}`"));
        let finding = findings.at(
            format!("{}/title", sheet.signer_pointer),
            format!("{} ký {} nhưng không ghi ký thay (KT.)", title, sheet.noun()),
            match signer.authority.0.is_empty() {
                true => format!("ghi ở `authority`: {head}"),
                false => {
                    let lines: Vec<String> = signer.authority.0.iter().map(ToString::to_string).collect();
                    format!(
                        "ghi thành hai dòng: `authority: [{}, {}]`",
                        lines.join(", "),
                        head.trim_matches('`')
                    )
                }
            },
        );
        if holds(&plain(title), "phụ trách") || acts(signer, Prefix::Tl) {
            finding.resting_on(WHO_SIGNS, Mark::Recalled);
        }
    }
}

/// The deputies who sign a covenant for their unit without KT.; who takes charge of it is its head.
fn covenant_deputies(case: &Case, findings: &mut Findings) {
    let Some(covenant) = &case.record.covenant else { return };
    let group = &case.record.group;
    let heads = group.units.iter().enumerate().filter(|_| covenant.parties.is_empty());
    let heads =
        heads.filter_map(|(at, unit)| Some((format!("/group/units/{at}/head"), unit, unit.head.as_ref()?)));
    let parties = covenant.parties.iter().enumerate().filter_map(|(at, party)| {
        let unit = group.unit(party.unit.as_ref()?)?;
        Some((format!("/covenant/parties/{at}/signers/0"), unit, party.signers.first()?))
    });
    for (pointer, unit, person) in heads.chain(parties) {
        let Some(title) = person.title.as_deref().filter(|title| is_deputy(case.law, title)) else {
            continue;
        };
        let in_charge = holds(&plain(title), "phụ trách") || holds(&plain(title), "kiêm");
        let apart = regime(case.law, &unit.name).is_some_and(|regime| regime.works == Works::Apart);
        if in_charge || apart || !person.authority.0.is_empty() {
            continue;
        }
        let head = held(case.law, title).and_then(|held| held.post.heads.first());
        let head = head.map_or_else(|| "KT. …".to_owned(), |head| format!("KT. {head}"));
        findings
            .at(
                format!("{pointer}/title"),
                format!("{title} ký giao ước thay {} nhưng không ghi ký thay (KT.)", unit.name),
                format!("ghi thêm `authority: {head}`; được giao phụ trách thì ghi rõ ở chức vụ"),
            )
            .resting_on(WHO_SIGNS, Mark::Reading);
    }
}

/// The last line that says KT., for whom the signer stands in.
fn stands_in(authority: &[(String, &Authority)]) -> Option<(String, String)> {
    let (pointer, line) = authority.iter().rev().find(|(_, line)| line.prefix == Prefix::Kt)?;
    Some((pointer.clone(), line.whom.clone()?))
}

fn kt_without_deputy(case: &Case, findings: &mut Findings) {
    for (sheet, signer) in signed(case) {
        let Some((_, whom)) = stands_in(&lines(sheet, signer)) else { continue };
        let Some(title) = &signer.title else { continue };
        let deputy = title.split([',', ';']).any(|part| is_deputy(case.law, part.trim()));
        if !deputy && held(case.law, title).is_some() && !acts(signer, Prefix::Q) {
            findings.at(
                format!("{}/title", sheet.signer_pointer),
                format!("ký thay {whom} (KT.) nhưng {title} không phải là chức vụ cấp phó"),
                "cấp trưởng tự ký thì bỏ dòng KT.; cấp phó ký thì ghi đúng chức vụ của cấp phó",
            );
        }
    }
}

fn kt_post(case: &Case, findings: &mut Findings) {
    for (sheet, signer) in signed(case) {
        let Some((pointer, whom)) = stands_in(&lines(sheet, signer)) else { continue };
        let Some(title) = &signer.title else { continue };
        let (Some(head), Some(deputy)) = (held(case.law, &whom), held(case.law, title)) else { continue };
        // The post of a cụm in a khối is told by a rule of its own.
        let foreign = foreign_posts(case.record.group.kind)
            .iter()
            .any(|post| head.post.heads.iter().any(|head| head == post));
        if !head.deputy && deputy.deputy && head.post != deputy.post && !foreign {
            let meant = deputy.post.heads.first().map_or("", String::as_str);
            findings.at(
                pointer,
                format!("ghi `KT. {whom}` nhưng người ký là {title}"),
                format!("sửa thành `KT. {meant}`, hoặc ghi lại chức vụ của người ký"),
            );
        }
    }
}

static TYPED: Pattern =
    LazyLock::new(|| pattern(r"(?i)^\s*(?:(TM|T/M|KT|TL|TUQ|Q)(?:\.\s*|\s+)|(quyền)\s+)"));

/// On whose behalf and as what somebody signs, of words that hold both: `GIÁM ĐỐC - PHÓ GIÁM ĐỐC`.
fn whom_and_own(words: &str) -> Option<(&str, &str)> {
    let marks = [" - ", " – ", "\n", ", ", "; "];
    let parted = marks.iter().find_map(|mark| words.split_once(mark));
    parted.or_else(|| {
        let deputy = [" PHÓ ", " Phó ", " phó "].iter().find_map(|word| words.find(word))?;
        Some((&words[..deputy], words[deputy..].trim_start()))
    })
}

/// A post that is written in capitals, as it is within a sentence.
fn in_sentence(words: &str) -> String {
    let words = words.trim();
    if words.chars().any(char::is_lowercase) { words.to_owned() } else { posts::in_sentence(words) }
}

fn authority_in_title(case: &Case, findings: &mut Findings) {
    for (sheet, signer) in signed(case) {
        let Some(title) = &signer.title else { continue };
        let Some(found) = TYPED.captures(title) else { continue };
        let typed = found.get(1).or(found.get(2)).map_or("", |typed| typed.as_str());
        let post = title[found[0].len()..].trim();
        let acting = matches!(typed.to_uppercase().as_str(), "Q" | "QUYỀN");
        let (message, remedy) = match (acting, acts(signer, Prefix::Q)) {
            (true, true) => (
                format!("`{title}` đã có chữ “{typed}”, `authority` lại ghi Q., nên in hai lần"),
                format!("ở `title` chỉ ghi `{post}`"),
            ),
            (true, false) => (
                format!("chức vụ `{title}` ghi lẫn quyền hạn"),
                format!("ghi `authority: Q.` và `title: {post}`"),
            ),
            (false, _) => (
                format!("chức vụ `{title}` ghi lẫn quyền hạn “{typed}”"),
                match whom_and_own(post) {
                    Some((whom, own)) => {
                        let [whom, own] = [whom, own].map(in_sentence);
                        format!(
                            "ghi `authority: {}. {whom}` và `title: {own}`, cùng chỗ với `name`",
                            typed.to_uppercase()
                        )
                    }
                    None => "chuyển phần quyền hạn sang `authority`, mỗi dòng một mục; ở `title` chỉ ghi chức vụ của \
                             người ký"
                        .to_owned(),
                },
            ),
        };
        let finding = findings.at(format!("{}/title", sheet.signer_pointer), message, remedy);
        if typed.eq_ignore_ascii_case("q") && !acts(signer, Prefix::Q) {
            // It is printed as it should be, though not by its own key.
            finding.level = Severity::Warning;
        }
    }
}

fn acting_deputy(case: &Case, findings: &mut Findings) {
    for (sheet, signer) in signed(case).filter(|(_, signer)| acts(signer, Prefix::Q)) {
        let Some((pointer, _)) = lines(sheet, signer).into_iter().find(|(_, line)| line.prefix == Prefix::Q)
        else {
            continue;
        };
        let Some(title) = signer.title.as_deref() else { continue };
        let stands_in = stands_in(&lines(sheet, signer)).filter(|(_, whom)| {
            let posts = (held(case.law, whom), held(case.law, title));
            matches!(posts, (Some(whom), Some(own)) if whom.post == own.post)
        });
        if is_deputy(case.law, title) {
            findings.at(
                pointer,
                format!("“Q.” ghi trước {title}, một chức vụ cấp phó"),
                "cấp phó ký thì bỏ Q. và ghi `KT.` kèm chức vụ của cấp trưởng; được giao quyền thì ghi chức vụ của cấp trưởng",
            );
        } else if let Some((_, whom)) = stands_in {
            findings.at(
                pointer,
                format!("vừa ghi `KT. {whom}` vừa ghi Q. {title}"),
                "người được giao quyền cấp trưởng ký như cấp trưởng: bỏ dòng KT.",
            );
        }
    }
}

fn authority_of_body(case: &Case, findings: &mut Findings) {
    for (sheet, signer) in signed(case) {
        for (pointer, line) in lines(sheet, signer) {
            if !matches!(line.prefix, Prefix::Kt | Prefix::Tl | Prefix::Tuq) {
                continue;
            }
            let Some(whom) = &line.whom else { continue };
            let own = plain(whom) == plain(&sheet.issuer_name(case.record));
            if own || regime(case.law, whom).is_some() {
                findings.at(
                    pointer,
                    format!("sau {} ghi tên cơ quan “{whom}”, không phải chức vụ", line.prefix.word()),
                    format!(
                        "ghi chức vụ của người giao quyền, ví dụ `{} {}`",
                        line.prefix.word(),
                        head_of(whom)
                    ),
                );
            }
        }
    }
}

/// The head's post of a body, for an example.
fn head_of(body: &str) -> &'static str {
    let body = plain(body);
    let heads = [
        ("ủy ban nhân dân", "Chủ tịch"),
        ("hội đồng", "Chủ tịch"),
        ("khối thi đua", "Khối trưởng"),
        ("cụm thi đua", "Cụm trưởng"),
        ("trường", "Hiệu trưởng"),
        ("văn phòng", "Chánh Văn phòng"),
        ("phòng", "Trưởng phòng"),
        ("chi cục", "Chi cục trưởng"),
    ];
    heads.iter().find(|(words, _)| begins(&body, words)).map_or("Giám đốc", |(_, head)| head)
}

fn tl_by_deputy(case: &Case, findings: &mut Findings) {
    for (sheet, signer) in signed(case).filter(|(_, signer)| !acts(signer, Prefix::Kt)) {
        let Some(title) = &signer.title else { continue };
        for (pointer, line) in lines(sheet, signer) {
            let Some(whom) = line.whom.as_deref().filter(|_| line.prefix == Prefix::Tl) else { continue };
            let (Some(head), Some(own)) = (held(case.law, whom), held(case.law, title)) else { continue };
            if head.post == own.post && own.deputy && !head.deputy {
                findings.at(
                    pointer,
                    format!("{title} ký thừa lệnh (TL.) {whom}, trong khi là cấp phó của {whom}"),
                    format!("sửa thành `KT. {whom}`"),
                );
            }
        }
    }
}

fn tuq_passed_on(case: &Case, findings: &mut Findings) {
    for (sheet, signer) in signed(case) {
        let lines = lines(sheet, signer);
        let Some(first) = lines.iter().position(|(_, line)| line.prefix == Prefix::Tuq) else { continue };
        for (pointer, line) in &lines[first + 1..] {
            let whom = line.whom.as_deref().unwrap_or_default();
            match line.prefix {
                Prefix::Tuq | Prefix::Tl => {
                    findings.at(
                        pointer,
                        format!(
                            "dưới dòng TUQ. còn ghi `{line}`: người được ủy quyền lại giao cho người khác ký"
                        ),
                        "để người được ủy quyền tự ký, chỉ giữ một dòng TUQ.",
                    );
                }
                Prefix::Kt => {
                    findings
                        .at(
                            pointer,
                            format!("được ủy quyền là {whom} nhưng người ký là cấp phó của {whom}"),
                            "để người được ủy quyền tự ký; quy chế làm việc cho phép thì đặt ngoại lệ trong `exceptions`",
                        )
                        .resting_on(WHO_SIGNS, Mark::Reading);
                }
                Prefix::Tm | Prefix::Q => {}
            }
        }
    }
}

fn authority_order(case: &Case, findings: &mut Findings) {
    let rank = |prefix: Prefix| match prefix {
        Prefix::Tm => 0,
        Prefix::Tl | Prefix::Tuq => 1,
        Prefix::Kt | Prefix::Q => 2,
    };
    for (sheet, signer) in signed(case) {
        let lines = lines(sheet, signer);
        let Some(at) = (1..lines.len()).find(|at| rank(lines[*at].1.prefix) < rank(lines[at - 1].1.prefix))
        else {
            continue;
        };
        let (pointer, line) = &lines[at];
        findings.at(
            pointer,
            format!("`{line}` đứng dưới `{}`", lines[at - 1].1),
            match line.prefix {
                Prefix::Tm => "đưa dòng TM. lên trên cùng",
                _ => "đưa dòng KT. xuống cuối, ngay trên chức vụ của người ký",
            },
        );
    }
}

fn tm_office(case: &Case, findings: &mut Findings) {
    for (sheet, signer) in signed(case) {
        for (pointer, line) in lines(sheet, signer) {
            let Some(whom) = line.whom.as_deref().filter(|_| line.prefix == Prefix::Tm) else { continue };
            let Some(regime) = regime(case.law, whom).filter(|regime| regime.works == Works::ByHead) else {
                continue;
            };
            findings
                .at(
                    pointer,
                    format!("ghi `TM. {whom}` cho cơ quan làm việc theo chế độ thủ trưởng"),
                    "bỏ dòng TM.: người đứng đầu ký thì chỉ ghi chức vụ, cấp phó ký thì ghi KT.",
                )
                .resting_on(&regime.source.article, regime.source.mark);
        }
    }
}
