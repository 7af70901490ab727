//! The same record gives the same bytes: on every run, in every order of work, wherever it lies.

use crate::driver::{Run, Thidua};

/// The papers of a run by path.
fn papers(run: &Run, folder: &str) -> Vec<(String, Vec<u8>)> {
    let files = run.files(folder);
    assert!(!files.is_empty(), "nothing was written; stderr:\n{}", run.stderr);
    files.into_iter().map(|file| (file.clone(), run.bytes(&format!("{folder}/{file}")))).collect()
}

#[track_caller]
fn assert_same_papers(first: &[(String, Vec<u8>)], second: &[(String, Vec<u8>)]) {
    let names =
        |papers: &[(String, Vec<u8>)]| papers.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(first), names(second));
    for ((name, one), (_, other)) in first.iter().zip(second) {
        assert!(one == other, "`{name}` differs");
    }
}

fn samples(command: &str) -> Thidua {
    Thidua::new(command)
        .sample("day-du")
        .sample("toi-thieu")
        .sample("tong-ket-khoi-4-2019")
        .sample("tuy-bien")
}

#[test]
fn every_format_is_the_same_on_two_runs() {
    for format in ["pdf", "png", "svg", "typ"] {
        let build = format!("build --format {format}");
        let first = papers(&samples(&build).run().code(0), "out");
        assert_same_papers(&first, &papers(&samples(&build).run().code(0), "out"));
    }
}

#[test]
fn the_number_of_jobs_changes_nothing() {
    let one = papers(&samples("build --jobs 1").run().code(0), "out");
    let four = papers(&samples("build --jobs 4").run().code(0), "out");
    assert_same_papers(&one, &four);
}

#[test]
fn company_changes_nothing() {
    // What the typesetter remembers of one record must not reach into the next.
    let alone = papers(&Thidua::new("build").sample("toi-thieu").run().code(0), "out/toi-thieu");
    let among = papers(&samples("build --jobs 1").run().code(0), "out/toi-thieu");
    assert_same_papers(&alone, &among);
}

#[test]
fn the_working_directory_and_the_order_change_nothing() {
    let here = papers(&Thidua::new("build").sample("day-du").sample("toi-thieu").run().code(0), "out");
    let elsewhere = Thidua::new("build -o ../ra ../../ho-so/toi-thieu ../../ho-so/day-du/record.yaml")
        .prepared(|folder| {
            for sample in ["day-du", "toi-thieu"] {
                let samples = crate::driver::root().join("samples");
                crate::driver::copy(&samples.join(sample), &folder.join("ho-so").join(sample));
            }
        })
        .folder("noi-khac/trong")
        .within("noi-khac/trong")
        .run()
        .code(0);
    assert_same_papers(&here, &papers(&elsewhere, "noi-khac/ra"));
}

#[test]
fn the_place_in_the_world_changes_nothing() {
    let in_zone = |zone: &str, language: &str| {
        papers(&samples("build").env("TZ", zone).env("LANG", language).run().code(0), "out")
    };
    let west = in_zone("Pacific/Honolulu", "C");
    assert_same_papers(&west, &in_zone("Asia/Ho_Chi_Minh", "vi_VN.UTF-8"));
}

/// The days, as `2026-01-20` or `D:20260120`, that stand in the open parts of a PDF.
fn days(pdf: &[u8]) -> Vec<String> {
    let text: String = pdf.iter().map(|byte| char::from(*byte)).collect();
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let mut days = Vec::new();
    for (at, _) in text.match_indices("D:") {
        days.extend(text.get(at + 2..at + 10).filter(|day| digits(day)).map(str::to_owned));
    }
    for (at, _) in text.match_indices('-') {
        let Some(day) = at.checked_sub(4).and_then(|start| text.get(start..start + 10)) else { continue };
        let parts: Vec<&str> = day.split('-').collect();
        if parts.iter().map(|part| part.len()).eq([4, 2, 2]) && parts.iter().all(|part| digits(part)) {
            days.push(parts.concat());
        }
    }
    days
}

#[test]
fn a_pdf_knows_the_day_of_the_paper_and_no_other() {
    let run = Thidua::new("build").sample("day-du").sample("tong-ket-khoi-4-2019").run().code(0);
    let expected = [
        ("day-du/bao-cao-tong-ket", "20260120"),
        ("day-du/giao-uoc-thi-dua", "20260115"),
        ("day-du/quyet-dinh-khen-thuong-1", "20260112"),
        ("day-du/quyet-dinh-khen-thuong-2", "20260113"),
        ("day-du/quyet-dinh-khen-thuong-3", "20260114"),
        // Without a day of its own, that of the meeting.
        ("tong-ket-khoi-4-2019/bao-cao-tong-ket", "20200205"),
    ];
    for (paper, day) in expected {
        let days = days(&run.bytes(&format!("out/{paper}.pdf")));
        assert!(!days.is_empty(), "`{paper}` has no day at all");
        assert!(days.iter().all(|own| own == day), "`{paper}`: {days:?}, not {day}");
    }
}
