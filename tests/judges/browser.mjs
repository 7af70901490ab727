// What a person sees of `thidua watch`: called by tests/judges/browser.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";

const [kept, program] = process.argv.slice(2);
const { chromium } = createRequire(path.join(path.resolve(kept), "/"))("playwright-core");
const samples = path.resolve(import.meta.dirname, "../../samples");
const shots = process.env.SHOTS;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "thidua-browser-"));
const record = path.join(folder, "record.yaml");
const EDITS = 10;

// ---- A record of about ten pages, in whose report every section can be told from the others

const SECTIONS = 32;
const PARAGRAPH =
  "Các đơn vị trong Cụm đã phát động và duy trì phong trào thi đua gắn với nhiệm vụ chính trị được giao; " +
  "việc bình xét, đề nghị khen thưởng bảo đảm công khai, dân chủ, đúng người, đúng việc, đúng thành tích. ";

/** The lengthened sample; `changed` gives sections other words. */
function text(changed = {}) {
  const sections = Array.from({ length: SECTIONS }, (_, at) => {
    const words = changed[at] ?? `Dấu${at}`;
    return `    - title: Kết quả ${at + 1}\n      body: >-\n        ${words}. ${PARAGRAPH.repeat(4)}\n`;
  });
  const sample = fs.readFileSync(path.join(samples, "toi-thieu/record.yaml"), "utf8");
  assert(sample.includes("\ncovenant: {}"), "the sample ends with its covenant");
  return sample.replace("\ncovenant: {}", `${sections.join("")}\ncovenant: {}`);
}

function saveByRenaming(words) {
  fs.writeFileSync(`${record}.tmp`, words);
  fs.renameSync(record, `${record}~`);
  fs.renameSync(`${record}.tmp`, record);
}

// ---- The program

let said = "";

async function watch(port = 0) {
  const child = spawn(program, ["watch", record, "--port", String(port), "--timings"], { stdio: ["ignore", "pipe", "pipe"] });
  child.stderr.on("data", (data) => (said += data));
  const [line] = await once(child.stdout, "data");
  return { child, address: String(line).trim() };
}

async function ended(child) {
  child.kill("SIGINT");
  const [code] = await once(child, "exit");
  return code;
}

// ---- The browser

fs.writeFileSync(record, text());
let { child, address } = await watch();
const context = await chromium.launchPersistentContext(path.join(folder, "browser"), {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
  viewport: { width: 1400, height: 900 },
});
// When each edition arrives in the page.
await context.addInitScript(() => {
  window.arrivals = [];
  const Own = window.EventSource;
  window.EventSource = class extends Own {
    constructor(...address) {
      super(...address);
      this.addEventListener("message", () => window.arrivals.push(Date.now()));
    }
  };
});
const page = await context.newPage();
page.setDefaultTimeout(30_000);
const complaints = [];
page.on("console", (message) => {
  // A page that was asked for while the next edition came is not there any more.
  const passing = message.location().url.startsWith(`${address}pages/`);
  if (message.type() === "error" && !passing) complaints.push(message.text());
});
page.on("pageerror", (error) => complaints.push(error.message));
page.on("dialog", (dialog) => complaints.push(`a dialog: ${dialog.message()}`) && dialog.dismiss());

/** Waits until a page in the browser shows these words. */
const shown = (words) =>
  page.waitForFunction(
    (words) => [...document.querySelectorAll(".words text")].some((line) => line.textContent.includes(words)),
    words,
  );
const state = (wanted) => page.waitForFunction((wanted) => document.body.dataset.state === wanted, wanted);
const place = () => page.evaluate(() => scrollY);
const sheets = () => page.locator("#report-1 .sheet").count();
const picture = (name) => shots && page.screenshot({ path: path.join(shots, `${name}.png`) });
const near = (one, other) => assert(Math.abs(one - other) <= 2, `the page moved from ${one} to ${other}`);

async function step(name, run) {
  await run();
  console.log(`  ${name}`);
}

try {
  console.log("thidua watch in", context.browser()?.version() ?? "a browser");
  await page.goto(address);
  await shown("Dấu0");

  await step("shows all papers, in Vietnamese", async () => {
    assert.equal(await page.getAttribute("html", "lang"), "vi");
    const pages = await sheets();
    assert(pages >= 10 && pages <= 14, `the report has ${pages} pages`);
    const names = await page.locator("nav a").allInnerTexts();
    assert.deepEqual(names, [`Báo cáo ${pages} trang`, "Bản giao ước 2 trang"]);
    assert(await page.locator("#faultless").isVisible());
    await picture("normal");
  });

  // From here on the page is never loaded again, and pages that stay are never drawn again.
  await page.locator("#report-1 .sheet").nth(5).scrollIntoViewIfNeeded();
  await page.evaluate(() => {
    scrollTo({ top: document.querySelectorAll("#report-1 .sheet")[5].offsetTop + 100, behavior: "instant" });
    window.neverLoadedAgain = true;
    document.querySelector("#report-1 .sheet img").neverDrawnAgain = true;
  });
  const start = await place();
  assert(start > 3000, `scrolled to ${start}`);

  await step("shows an edit where it is, and moves nothing", async () => {
    fs.writeFileSync(record, text({ 16: "Nay đã đổi" }));
    await shown("Nay đã đổi");
    near(start, await place());
    assert.equal(await page.evaluate(() => window.neverLoadedAgain), true);
    assert.equal(await page.evaluate(() => document.querySelector("#report-1 .sheet img").neverDrawnAgain), true);
    const changed = await page.locator(".sheet.changed").count();
    assert(changed >= 1 && changed <= 2, `${changed} sheets are marked as changed`);
    const drawn = await page.locator(".sheet.changed img").first().evaluate((image) => image.naturalWidth);
    assert(drawn > 0, "the new drawing is not there");
    assert.match(await page.innerText("#status"), /Báo cáo: đổi trang \d/);
    await picture("edited");
  });

  await step("shows a fault with its line beside the last good pages", async () => {
    const broken = text({ 16: "Nay đã đổi" }).replace("kind: cụm", "kind: nhóm");
    const line = broken.split("\n").findIndex((line) => line.includes("kind: nhóm")) + 1;
    const pages = await sheets();
    fs.writeFileSync(record, broken);
    await state("broken");
    const fault = await page.innerText("#faults li");
    assert(fault.includes(`record.yaml:${line}:`), fault);
    assert(fault.includes("nhóm không dùng được ở đây"), fault);
    assert(fault.includes("chọn một trong: cụm, khối"), fault);
    assert.equal(await page.innerText("#faults mark"), "nhóm");
    assert.equal(await sheets(), pages);
    await shown("Nay đã đổi");
    near(start, await place());
    await picture("broken");
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.click("#faults .where");
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), new RegExp(`^${record}:${line}:9$`));
  });

  await step("has room for pages and faults in a narrow window, light and dark", async () => {
    await page.setViewportSize({ width: 420, height: 800 });
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      assert(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "the window scrolls sideways");
      assert(await page.locator("#faults li").isVisible());
      await picture(`narrow-${colorScheme}`);
    }
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize({ width: 1400, height: 900 });
    await page.evaluate((top) => scrollTo({ top, behavior: "instant" }), start);
  });

  await step("takes the fault away when it is mended", async () => {
    fs.writeFileSync(record, text({ 16: "Nay đã chữa" }));
    await shown("Nay đã chữa");
    assert.equal(await page.locator("#faults li").count(), 0);
    assert(await page.locator("#faultless").isVisible());
  });

  await step("follows an editor that saves by renaming", async () => {
    for (const words of ["Đổi tên một", "Đổi tên hai"]) {
      saveByRenaming(text({ 16: words }));
      await shown(words);
    }
    near(start, await place());
  });

  await step("keeps the place when pages come before it, and when it is loaded again", async () => {
    const seen = () =>
      page.evaluate(() => {
        const sheets = [...document.querySelectorAll("#report-1 .sheet")];
        const sheet = sheets.find((sheet) => sheet.getBoundingClientRect().bottom > 300);
        return sheet.getBoundingClientRect().top;
      });
    const top = await seen();
    fs.writeFileSync(record, text({ 16: "Đổi tên hai", 0: `Dài thêm. ${PARAGRAPH.repeat(40)}` }));
    await shown("Dài thêm");
    near(top, await seen());
    fs.writeFileSync(record, text());
    await shown("Dấu0");
    const before = await place();
    await page.reload();
    await shown("Dấu31");
    near(before, await place());
  });

  await step("takes a record's words for words", async () => {
    const hostile = "</script><script>window.hacked = 1</script><img src=x onerror='window.hacked = 2'><b>đậm</b>";
    const literal = hostile.replaceAll("<", "&lt;");
    fs.writeFileSync(record, text({ 2: literal }));
    await shown("window.hacked = 1");
    fs.writeFileSync(record, text({ 2: literal }).replace("kind: cụm", `kind: "${hostile}"`));
    await state("broken");
    assert((await page.innerText("#faults li .message")).includes("<img src=x"), "the fault quotes the record");
    assert.equal(await page.evaluate(() => window.hacked), undefined);
    assert.equal(await page.locator("main script, main b, #faults img, #faults script").count(), 0);
    fs.writeFileSync(record, text());
    await state("good");
  });

  assert.deepEqual(complaints, []);
  await step("says when the program has ended, and goes on when it is back", async () => {
    const { port } = new URL(address);
    assert.equal(await ended(child), 130);
    await page.waitForFunction(() => "lost" in document.body.dataset);
    assert((await page.innerText("#status")).startsWith("Mất kết nối"));
    await shown("Dấu0");
    fs.writeFileSync(record, text().replace("kind: cụm", "kind: nhóm"));
    ({ child, address } = await watch(port));
    await state("broken");
    fs.writeFileSync(record, text({ 0: "Chạy lại rồi" }));
    await shown("Chạy lại rồi");
  });

  await step("can be used while there is no page yet", async () => {
    await ended(child);
    fs.writeFileSync(record, text().replace("kind: cụm", "kind: nhóm"));
    ({ child, address } = await watch());
    await page.goto(address);
    await state("broken");
    assert(await page.locator("#nothing").isVisible());
    assert.equal(await page.locator("#faults li").count(), 1);
    await picture("broken-at-first");
    fs.writeFileSync(record, text());
    await shown("Dấu0");
  });

  await step(`follows ${EDITS} edits`, async () => {
    await page.locator("#report-1 .sheet").nth(5).scrollIntoViewIfNeeded();
    const [toEvent, toPage, own] = [[], [], []];
    for (let at = 1; at <= EDITS; at += 1) {
      const words = `Lần thứ ${at} sửa`;
      const seen = page.evaluate(
        (words) =>
          new Promise((resolve) => {
            window.arrivals = [];
            new MutationObserver((_, observer) => {
              if (![...document.querySelectorAll(".words text")].some((line) => line.textContent.includes(words))) return;
              observer.disconnect();
              resolve({ told: window.arrivals[0], drawn: Date.now() });
            }).observe(document.getElementById("desk"), { childList: true, subtree: true });
          }),
        words,
      );
      await page.evaluate(() => 0);
      said = "";
      const written = Date.now();
      fs.writeFileSync(record, text({ 16: words }));
      const { told, drawn } = await seen;
      toEvent.push(told - written);
      toPage.push(drawn - written);
      const timing = said.match(/từ lúc lưu (\d+),(\d) ms/);
      assert(timing, `no timings: ${said}`);
      own.push(Number(`${timing[1]}.${timing[2]}`));
    }
    const row = (name, times) => {
      const sorted = times.toSorted((one, other) => one - other);
      const median = (sorted[Math.floor((EDITS - 1) / 2)] + sorted[Math.floor(EDITS / 2)]) / 2;
      console.log(`    ${name.padEnd(48)} median ${median.toFixed(1).padStart(6)} ms   most ${sorted.at(-1).toFixed(1).padStart(6)} ms`);
    };
    row("--timings: from the file's notice to the pages", own);
    row("from the write to the event in the browser", toEvent);
    row("from the write to the new page in the browser", toPage);
    console.log(said.trimEnd().split("\n").at(-1).trim().replace(/^/, "    "));
  });
  console.log("all of it holds");
} catch (error) {
  await page.screenshot({ path: path.join(os.tmpdir(), "thidua-browser.png") }).catch(() => {});
  console.error(error, "\nthe program said last:\n", said.slice(-2000), "\nthe browser complained of:", complaints);
  process.exitCode = 1;
} finally {
  await context.close();
  child.kill();
  fs.rmSync(folder, { recursive: true, force: true });
}
