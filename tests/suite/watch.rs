//! The live preview as a browser meets it: the real program, real files, HTTP on loopback.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::driver::{self, MINIMAL, Thidua};

/// Nothing here takes so long unless it never comes.
const PATIENCE: Duration = Duration::from_secs(30);

/// A preview that runs in a folder of its own, and what it told last.
struct Preview {
    folder: TempDir,
    program: Child,
    address: SocketAddr,
    events: BufReader<TcpStream>,
    told: Value,
}

/// What a server answered.
struct Answer {
    code: u16,
    head: String,
    body: String,
}

impl Preview {
    /// Watches `record.yaml` with this text.
    fn of(record: &str) -> Self {
        Self::with(&[("record.yaml", record)], "record.yaml")
    }

    /// Watches what the arguments name, among these files.
    fn with(files: &[(&str, &str)], arguments: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (path, text) in files {
            write(folder.path().join(path), text);
        }
        Self::within(folder, arguments)
    }

    fn within(folder: TempDir, arguments: &str) -> Self {
        let mut program = Command::new(driver::program())
            .args(["watch", "--port", "0"])
            .args(arguments.split_whitespace())
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        let stdout = program.stdout.take().expect("stdout is a pipe");
        BufReader::new(stdout).read_line(&mut line).expect("a line");
        let address = line.trim().strip_prefix("http://").and_then(|rest| rest.strip_suffix('/'));
        let address: SocketAddr = address.and_then(|text| text.parse().ok()).expect("an address on stdout");
        let events = BufReader::new(asked(address, "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        Self { folder, program, address, events, told: Value::Null }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn save(&self, name: &str, text: impl AsRef<[u8]>) {
        write(self.path(name), text);
    }

    /// Reads what is told until it is as awaited.
    #[track_caller]
    fn until(&mut self, awaited: &str, is_so: impl Fn(&Self) -> bool) -> &Self {
        let start = Instant::now();
        loop {
            let mut line = String::new();
            match self.events.read_line(&mut line) {
                // Signs of life come as well.
                Ok(length) if length > 0 && start.elapsed() < PATIENCE => {}
                end => panic!("{awaited} never came ({end:?}); told last:\n{:#}", self.told),
            }
            if let Some(data) = line.strip_prefix("data: ") {
                self.told = serde_json::from_str(data).expect("JSON");
                if is_so(self) {
                    return self;
                }
            }
        }
    }

    /// Waits for pages without an error.
    #[track_caller]
    fn until_good(&mut self) -> &Self {
        self.until("a state without an error", |preview| preview.errors().is_empty())
    }

    /// Waits for an error whose message holds these words.
    #[track_caller]
    fn until_error(&mut self, words: &str) -> &Self {
        self.until(words, |preview| preview.errors().iter().any(|message| message.contains(words)))
    }

    /// Waits until a paper shows these words.
    #[track_caller]
    fn until_shown(&mut self, words: &str) -> &Self {
        self.until(words, |preview| preview.errors().is_empty() && preview.text().contains(words))
    }

    fn errors(&self) -> Vec<&str> {
        let faults = self.told["faults"].as_array().expect("faults");
        let errors = faults.iter().filter(|fault| fault["level"] == "error");
        errors.map(|fault| fault["message"].as_str().expect("a message")).collect()
    }

    /// The ids of the pages of a paper.
    fn pages(&self, key: &str) -> Vec<String> {
        let papers = self.told["papers"].as_array().expect("papers");
        let paper = papers.iter().find(|paper| paper["key"] == key);
        let pages = paper.and_then(|paper| paper["pages"].as_array());
        pages.into_iter().flatten().map(|page| page["id"].as_str().expect("an id").to_owned()).collect()
    }

    /// The words of all papers.
    fn text(&self) -> String {
        let papers = self.told["papers"].as_array().expect("papers");
        let keys = papers.iter().map(|paper| paper["key"].as_str().expect("a key"));
        let pages = keys.flat_map(|key| self.pages(key));
        let mut text = String::new();
        for page in pages {
            let answer = self.get(&format!("/pages/{page}.json"));
            if answer.code == 404 {
                // The next state is there already.
                continue;
            }
            let words: Value = serde_json::from_str(&answer.body).expect("JSON");
            for line in words.as_array().expect("words") {
                text.push_str(line["text"].as_str().expect("text"));
                text.push('\n');
            }
        }
        text
    }

    fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path} HTTP/1.0\r\nHost: {}\r\n\r\n", self.address))
    }

    /// Sends a request as it is.
    fn ask(&self, request: &str) -> Answer {
        let mut answer = Vec::new();
        asked(self.address, request).read_to_end(&mut answer).expect("an answer");
        let answer = String::from_utf8(answer).expect("text");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        let code = head.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a code");
        Answer { code, head: head.to_ascii_lowercase(), body: body.to_owned() }
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

fn asked(address: SocketAddr, request: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("a patience");
    stream.write_all(request.as_bytes()).expect("a request");
    stream
}

fn write(path: PathBuf, text: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().expect("a path below a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

fn saying(words: &str) -> String {
    MINIMAL.replace("Các đơn vị đã", words)
}

/// A record with a fault on its fourth line.
fn broken() -> String {
    MINIMAL.replace("kind: cụm", "kind: nhóm")
}

const REPORT: &str = "report-1";
const COVENANT: &str = "covenant-1";

#[test]
fn the_page_is_served_with_all_that_it_loads() {
    let preview = Preview::of(MINIMAL);
    let page = preview.get("/");
    assert_eq!(page.code, 200);
    assert!(page.head.contains("content-type: text/html; charset=utf-8"), "{}", page.head);
    assert!(page.head.contains("content-security-policy: default-src 'none'"), "{}", page.head);
    assert!(page.body.contains("<html lang=\"vi\">"), "{}", page.body);
    let loaded = page.body.split(['"']).filter(|part| part.starts_with('/'));
    let answers: Vec<(&str, u16)> = loaded.map(|path| (path, preview.get(path).code)).collect();
    assert_eq!(answers, [("/icon.svg", 200), ("/page.css", 200), ("/page.js", 200)]);
}

#[test]
fn each_paper_is_told_with_a_name_and_its_pages() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    driver::copy(&driver::root().join("samples/day-du"), folder.path());
    let mut preview = Preview::within(folder, ".");
    preview.until_good();
    let papers = preview.told["papers"].as_array().expect("papers");
    let names: Vec<&str> = papers.iter().filter_map(|paper| paper["name"].as_str()).collect();
    assert_eq!(names, ["Báo cáo", "Bản giao ước", "Quyết định 1", "Quyết định 2", "Quyết định 3"]);
    let page = &preview.pages(REPORT)[0];
    let drawing = preview.get(&format!("/pages/{page}.svg"));
    assert!(drawing.head.contains("content-type: image/svg+xml"), "{}", drawing.head);
    assert!(drawing.body.starts_with("<svg ") && drawing.body.ends_with("</svg>"), "no whole drawing");
}

#[test]
fn an_edit_changes_the_pages_that_it_touches_and_no_others() {
    let mut preview = Preview::of(MINIMAL);
    preview.until_good();
    let (report, covenant) = (preview.pages(REPORT), preview.pages(COVENANT));
    preview.save("record.yaml", saying("Bảy đơn vị nay"));
    preview.until_shown("Bảy đơn vị nay");
    assert_ne!(preview.pages(REPORT)[0], report[0], "the page that was edited");
    assert_eq!(preview.pages(REPORT)[1..], report[1..], "the list of gaps");
    assert_eq!(preview.pages(COVENANT), covenant, "the other paper");
}

#[test]
fn a_broken_record_shows_its_fault_beside_the_last_good_pages() {
    let mut preview = Preview::of(MINIMAL);
    preview.until_good();
    let report = preview.pages(REPORT);
    preview.save("record.yaml", broken());
    preview.until_error("`nhóm` không dùng được ở đây");
    let fault = &preview.told["faults"][0];
    assert_eq!(fault["place"]["file"], "record.yaml");
    assert_eq!((&fault["place"]["line"], &fault["place"]["column"]), (&4.into(), &9.into()));
    assert_eq!(fault["place"]["marked"], "nhóm");
    assert_eq!(fault["hints"][0], "chọn một trong: cụm, khối");
    assert_eq!(preview.pages(REPORT), report);
    assert_eq!(preview.told["papers"][0]["stale"], true);
    preview.save("record.yaml", saying("Tám đơn vị nay"));
    preview.until_shown("Tám đơn vị nay");
    assert_eq!(preview.told["faults"], Value::Array(Vec::new()));
    assert_eq!(preview.told["papers"][0]["stale"], false);
}

#[test]
fn a_record_that_is_broken_from_the_start_is_shown_once_it_is_mended() {
    let mut preview = Preview::of(&broken());
    preview.until_error("`nhóm`");
    assert_eq!(preview.get("/").code, 200);
    assert!(preview.pages(REPORT).is_empty());
    preview.save("record.yaml", MINIMAL);
    preview.until_good();
    assert!(!preview.pages(REPORT).is_empty());
}

#[test]
fn a_fault_far_to_the_right_is_shown_with_what_stands_around_it() {
    let name = "Cụm thi đua số 1 ".repeat(10);
    let line = format!(
        "group: {{ name: {name}, kind: nhóm, units: [{}] }}",
        "{ id: a, name: Phường A }, ".repeat(9)
    );
    let mut preview = Preview::of(&format!("format: 1\n{line}\nmeeting: {{}}\n"));
    preview.until_error("`nhóm` không dùng được ở đây");
    let faults = preview.told["faults"].as_array().expect("faults");
    let place = faults.iter().map(|fault| &fault["place"]).find(|place| place["marked"] == "nhóm");
    let place = place.expect("the fault of the kind");
    let before = line.split("nhóm").next().expect("what stands before").chars().count();
    assert_eq!(place["column"], before + 1);
    assert_eq!(place["before"], "…ụm thi đua số 1 , kind: ");
    assert!(
        place["after"].as_str().is_some_and(|after| after.starts_with(", units") && after.ends_with('…'))
    );
}

#[test]
fn an_editor_may_save_by_renaming() {
    let mut preview = Preview::of(MINIMAL);
    preview.until_good();
    for words in ["Lần một các đơn vị", "Lần hai các đơn vị", "Lần ba các đơn vị"] {
        preview.save(".record.yaml.tmp", saying(words));
        fs::rename(preview.path("record.yaml"), preview.path("record.yaml~"))
            .expect("the old one is moved away");
        fs::rename(preview.path(".record.yaml.tmp"), preview.path("record.yaml"))
            .expect("the new one is moved in");
        preview.until_shown(words);
    }
}

#[test]
fn a_record_that_is_half_written_takes_no_page_away() {
    let mut preview = Preview::of(MINIMAL);
    preview.until_good();
    let report = preview.pages(REPORT);
    for part in ["", &MINIMAL[..MINIMAL.len() / 2], "format: 1\ngroup: {"] {
        preview.save("record.yaml", part);
        preview.until("an error", |preview| !preview.errors().is_empty());
        assert_eq!(preview.pages(REPORT), report, "pages beside `{part}`");
    }
    preview.save("record.yaml", MINIMAL);
    preview.until_good();
    assert_eq!(preview.pages(REPORT), report);
}

#[test]
fn a_record_that_is_deleted_keeps_its_pages_until_it_is_back() {
    let mut preview = Preview::of(MINIMAL);
    preview.until_good();
    let report = preview.pages(REPORT);
    fs::remove_file(preview.path("record.yaml")).expect("the record is deleted");
    preview.until_error("không đọc được `record.yaml`");
    assert_eq!(preview.pages(REPORT), report);
    preview.save("record.yaml", saying("Chín đơn vị nay"));
    preview.until_shown("Chín đơn vị nay");
}

#[test]
fn a_folder_that_is_moved_away_and_back_is_watched_on() {
    let mut preview = Preview::with(&[("ho-so/record.yaml", MINIMAL)], "ho-so");
    preview.until_good();
    fs::rename(preview.path("ho-so"), preview.path("noi-khac")).expect("the folder is moved away");
    preview.until("an error", |preview| !preview.errors().is_empty());
    fs::rename(preview.path("noi-khac"), preview.path("ho-so")).expect("the folder is moved back");
    preview.until_good();
    preview.save("ho-so/record.yaml", saying("Mười đơn vị nay"));
    preview.until_shown("Mười đơn vị nay");
}

#[cfg(unix)]
#[test]
fn a_record_behind_a_link_is_watched_where_it_lies() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(folder.path().join("kho/that.yaml"), MINIMAL);
    std::os::unix::fs::symlink("kho/that.yaml", folder.path().join("record.yaml")).expect("a link");
    let mut preview = Preview::within(folder, "record.yaml");
    preview.until_good();
    preview.save("kho/that.yaml", saying("Mười một đơn vị nay"));
    preview.until_shown("Mười một đơn vị nay");
}

#[test]
fn a_picture_is_waited_for_and_watched() {
    let sample = driver::root().join("samples/day-du/anh");
    let name =
        driver::files_below(&sample).into_iter().find(|name| name.ends_with(".png")).expect("a picture");
    let picture = fs::read(sample.join(name)).expect("a picture");
    let mut preview = Preview::of(&saying("Kết quả ![Biểu đồ](<anh/nam 2026.png>) Các đơn vị đã"));
    preview.until_error("`anh/nam 2026.png`: không có tệp hình này");
    preview.save("anh/nam 2026.png", &picture);
    preview.until_good();
    let report = preview.pages(REPORT);
    preview.save("anh/nam 2026.png", driver_png());
    preview.until("another page", |preview| preview.errors().is_empty() && preview.pages(REPORT) != report);
    fs::remove_file(preview.path("anh/nam 2026.png")).expect("the picture is deleted");
    preview.until_error("không có tệp hình này");
    assert!(!preview.pages(REPORT).is_empty());
}

#[test]
fn the_users_own_law_is_watched() {
    let mut preview = Preview::of(&MINIMAL.replace("kind: sơ kết", "kind: sơ kết\n  date: 2026-07-15"));
    preview.until_good();
    preview.save("thidua.yaml", "deadlines:\n  - { event: tổng kết, day: mười }\n");
    preview.until_error("không phải là số nguyên");
    fs::remove_file(preview.path("thidua.yaml")).expect("the law is deleted");
    preview.until_good();
}

/// Another picture than those of the samples, made of a page.
fn driver_png() -> Vec<u8> {
    let run = Thidua::new("build --format png --only covenant").record("a.yaml", MINIMAL).run().code(0);
    run.bytes("out/a/giao-uoc-thi-dua-1.png")
}

/// The built-in file of measures, with a line more.
fn measures(line: &str) -> String {
    let built_in = fs::read_to_string(driver::root().join("templates/lib/measures.typ")).expect("a template");
    format!("{built_in}\n{line}\n")
}

#[test]
fn templates_beside_the_record_may_come_break_and_go() {
    let mut preview = Preview::of(MINIMAL);
    preview.until_good();
    let report = preview.pages(REPORT);
    let own = "Mẫu riêng của đơn vị\n\n";
    preview.save("templates/report/report.typ.j2", own);
    preview.until_shown("Mẫu riêng của đơn vị");
    let of_own = preview.pages(REPORT);
    preview.save("templates/report/report.typ.j2", format!("{own}{{{{ khong_co }}}}\n"));
    preview.until_error("mẫu dùng một giá trị không có");
    let place = &preview.told["faults"][0]["place"];
    assert_eq!((&place["file"], &place["line"]), (&"templates/report/report.typ.j2".into(), &3.into()));
    assert_eq!(preview.pages(REPORT), of_own);
    assert_eq!(preview.told["papers"][1]["stale"], false, "the paper that the template is not for");
    fs::remove_dir_all(preview.path("templates")).expect("the templates are deleted");
    preview.until("the built-in template", |preview| preview.pages(REPORT) == report);
}

#[test]
fn what_typst_refuses_is_told_at_the_templates_line() {
    let mut preview = Preview::with(
        &[("record.yaml", MINIMAL), ("mau/lib/measures.typ", &measures("#let rieng = 1mm"))],
        "record.yaml --template-dir mau",
    );
    preview.until_good();
    let report = preview.pages(REPORT);
    preview.save("mau/lib/measures.typ", measures("#let rieng = 1mm + true"));
    preview.until_error("Typst không trình bày được");
    let place = &preview.told["faults"][0]["place"];
    assert_eq!((&place["file"], &place["marked"]), (&"mau/lib/measures.typ".into(), &"1mm + true".into()));
    assert_eq!(preview.pages(REPORT), report);
    preview.save("mau/lib/measures.typ", measures("#let rieng = 2mm"));
    preview.until_good();
}

#[test]
fn a_template_folder_that_is_broken_from_the_start_is_told_in_the_page() {
    let mut preview = Preview::with(
        &[("record.yaml", MINIMAL), ("mau/report/report.typ.j2", "{% if %}")],
        "record.yaml --template-dir mau",
    );
    preview.until_error("mẫu viết sai");
    preview.save("mau/report/report.typ.j2", "Mẫu đã sửa");
    preview.until_shown("Mẫu đã sửa");
}

/// What a browser would run if it were taken for markup.
const HOSTILE: &str = "</script><script>alert(1)</script><img src=x onerror=alert(2)> &lt;b&gt; {{ 7*7 }}";

#[test]
fn words_of_a_record_stay_words() {
    let good = saying(HOSTILE).replace("Cụm thi đua số 1", "<svg onload=alert(3)>");
    let mut preview = Preview::of(&good);
    preview.until_good();
    let mut served = vec![("/", preview.get("/")), ("/page.js", preview.get("/page.js"))];
    let page = preview.pages(REPORT)[0].clone();
    served.push(("the drawing", preview.get(&format!("/pages/{page}.svg"))));
    for (path, answer) in &served {
        for word in ["alert(", "onerror=", "onload="] {
            assert!(!answer.body.contains(word), "`{word}` in {path}");
        }
    }
    let words = preview.get(&format!("/pages/{page}.json"));
    assert!(words.head.contains("content-type: application/json"), "{}", words.head);
    assert!(words.head.contains("x-content-type-options: nosniff"), "{}", words.head);
    let text = preview.text().replace('\n', " ");
    assert!(text.contains("<script>alert(1)</script>"), "the words are shown as they are: {text}");
    // In faults as well, where the message and the excerpt quote the record.
    preview.save("record.yaml", good.replace("kind: sơ kết", &format!("kind: '{HOSTILE}'")));
    preview.until_error(HOSTILE);
    assert!(
        preview.told["faults"][0]["place"]["marked"].as_str().is_some_and(|marked| marked.contains(HOSTILE))
    );
    assert!(!preview.get("/").body.contains("alert("));
}

#[test]
fn nothing_but_the_preview_is_served() {
    let mut preview = Preview::of(MINIMAL);
    preview.until_good();
    let page = preview.pages(REPORT)[0].clone();
    let absolute = preview.path("record.yaml").display().to_string();
    let paths = [
        "/record.yaml",
        "/../record.yaml",
        "/pages/../record.yaml",
        "/pages/%2e%2e/record.yaml",
        "/pages/..%2Frecord.yaml.svg",
        "/pages/../../record.svg",
        "/pages/",
        "/pages/.svg",
        "//etc/passwd",
        "/etc/passwd",
        "/page.js/../record.yaml",
        "/events/",
        &absolute,
        &format!("/pages/{page}"),
        &format!("/pages/{page}.svg/"),
        &format!("/pages/{page}.svg%00"),
    ];
    let served: Vec<&str> = paths.into_iter().filter(|path| preview.get(path).code != 404).collect();
    assert!(served.is_empty(), "{served:?}");
    assert_eq!(preview.ask("POST / HTTP/1.0\r\nHost: localhost\r\n\r\n").code, 405);
}

#[test]
fn a_foreign_name_for_this_machine_is_refused() {
    let preview = Preview::of(MINIMAL);
    let port = preview.address.port();
    for path in ["/", "/page.js", "/events", "/pages/0.svg"] {
        for host in [
            format!("Host: example.org:{port}"),
            "Host: 127.0.0.1.example.org".to_owned(),
            "Host: localhost.example.org".to_owned(),
            "Host:".to_owned(),
            format!("Host: localhost:{port}\r\nHost: example.org"),
            "X: y".to_owned(),
        ] {
            assert_eq!(
                preview.ask(&format!("GET {path} HTTP/1.0\r\n{host}\r\n\r\n")).code,
                403,
                "{path} {host}"
            );
        }
    }
    assert_eq!(preview.ask(&format!("GET / HTTP/1.0\r\nHost: LOCALHOST:{port}\r\n\r\n")).code, 200);
}

#[test]
fn only_loopback_is_listened_on() {
    let preview = Preview::of(MINIMAL);
    assert_eq!(preview.address.ip(), Ipv4Addr::LOCALHOST);
    let port = preview.address.port();
    assert!(TcpStream::connect((Ipv6Addr::LOCALHOST, port)).is_err(), "the same port of IPv6");
    // On Linux all of 127.0.0.0/8 is this machine: who listens everywhere answers there as well.
    if cfg!(target_os = "linux") {
        assert!(TcpStream::connect((Ipv4Addr::new(127, 0, 0, 2), port)).is_err(), "another address");
    }
}

#[test]
fn a_port_that_is_taken_is_told() {
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let port = taken.local_addr().expect("its address").port();
    Thidua::new(&format!("watch --port {port}"))
        .record("a.yaml", MINIMAL)
        .run()
        .code(3)
        .stdout_is("")
        .stderr_contains(&format!("lỗi: không mở được cổng {port}: cổng đang được chương trình khác dùng"))
        .stderr_contains("cách sửa: chọn cổng khác bằng `--port`");
}

#[test]
fn without_a_port_the_next_free_one_is_taken() {
    // Should someone else have it, it is taken as well.
    let _taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 3000));
    let run = |name: &str| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        write(folder.path().join(name), MINIMAL);
        let mut program = Command::new(driver::program())
            .args(["watch", name])
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        BufReader::new(program.stdout.take().expect("a pipe")).read_line(&mut line).expect("a line");
        (program, line)
    };
    let (mut one, first) = run("a.yaml");
    let (mut other, second) = run("b.yaml");
    for program in [&mut one, &mut other] {
        program.kill().expect("the program is ended");
        program.wait().expect("the program has ended");
    }
    for line in [&first, &second] {
        assert!(line.starts_with("http://127.0.0.1:") && line != "http://127.0.0.1:3000/\n", "{line}");
    }
    assert_ne!(first, second);
}

#[test]
fn the_papers_are_drafts_or_official_copies_as_when_they_are_built() {
    for (arguments, draft) in [("", true), ("--draft", true), ("--official", false)] {
        let mut preview = Preview::with(&[("a.yaml", MINIMAL)], &format!("a.yaml {arguments}"));
        let text = preview.until_good().text();
        assert_eq!(text.contains("(Dự thảo)"), draft, "`{arguments}`: {text}");
    }
}

#[test]
fn only_the_kinds_that_are_asked_for_are_shown() {
    let mut preview = Preview::with(&[("a.yaml", MINIMAL)], "a.yaml --only giao-uoc");
    preview.until_good();
    assert!(preview.pages(REPORT).is_empty() && !preview.pages(COVENANT).is_empty());
}

#[test]
fn one_record_is_watched_at_a_time() {
    Thidua::new("watch .")
        .file("a/record.yaml", MINIMAL)
        .file("b/record.yaml", MINIMAL)
        .run()
        .code(2)
        .stdout_is("")
        .stderr_contains("lỗi: thư mục `.` có 2 hồ sơ");
    Thidua::new("watch khong-co.yaml").run().code(2).stderr_contains("lỗi: không mở được `khong-co.yaml`");
    let run = Thidua::new("watch --template-dir khong-co").record("a.yaml", MINIMAL).run();
    run.code(2).stderr_contains("lỗi: không đọc được thư mục mẫu `khong-co`");
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_with_code_130() {
    let run = Thidua::new("watch --port 0 --timings").record("a.yaml", MINIMAL).run_while(|child, _| {
        let mut said = String::new();
        let mut stderr = BufReader::new(child.stderr.take().expect("stderr is a pipe"));
        while !said.contains("từ lúc lưu") {
            assert_ne!(stderr.read_line(&mut said).expect("a line"), 0, "the timings are not told:\n{said}");
        }
        assert!(said.contains("2 văn bản, "), "{said}");
        let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
        assert!(sent.is_ok_and(|status| status.success()), "the signal is not sent");
    });
    run.code(130).stdout_contains("http://127.0.0.1:");
}

#[test]
fn what_the_rules_find_is_told_beside_pages_that_go_on_changing() {
    let mut preview = Preview::of(MINIMAL);
    preview.until_good();
    let before = preview.pages(REPORT);
    preview.save("record.yaml", saying("Họp vào thứ Hai, ngày 15 tháng 7 năm 2026"));
    preview.until_error("ngày 15/07/2026 là thứ Tư, không phải thứ Hai");
    let fault = &preview.told["faults"][0];
    assert_eq!(fault["rule"], "weekday");
    assert!(fault["article"].as_str().is_some_and(|article| article.starts_with("Nghị định 30/2020")));
    assert_ne!(preview.pages(REPORT), before);
    assert_eq!(preview.told["papers"][0]["stale"], false);
}
