"use strict";
// Shows each edition that the server sends: pages that did not change stay as they are, in place.
// Whatever comes from a record becomes text, never markup.

const SVG = "http://www.w3.org/2000/svg";
const byId = (id) => document.getElementById(id);

/** An element with its attributes and what is in it; strings become text, null nothing. */
function element(name, attributes, ...content) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...content.flat().filter((part) => part !== null));
  return made;
}

/** A sentence whose words between backticks are set as code. */
function sentence(text) {
  return text.split("`").map((part, at) => (at % 2 ? element("code", {}, part) : part));
}

// ---- Pages

/** Whether an element is on the screen, or about to be. */
function near(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > -innerHeight && top < 2 * innerHeight;
}

/** The words of a page where they stand: not seen, but found, copied and read aloud. */
function wordsOf(page, words) {
  const layer = document.createElementNS(SVG, "svg");
  layer.setAttribute("class", "words");
  layer.setAttribute("viewBox", `0 0 ${page.width} ${page.height}`);
  for (const { text, x, y, size, width } of words) {
    const line = document.createElementNS(SVG, "text");
    const attributes = { x, y, "font-size": size, textLength: width, lengthAdjust: "spacingAndGlyphs" };
    for (const [key, value] of Object.entries(attributes)) line.setAttribute(key, value);
    line.textContent = text;
    layer.append(line);
  }
  return layer;
}

/** Puts a page on a sheet as soon as it can be drawn; until then the old one is seen. */
async function draw(sheet, page) {
  sheet.dataset.id = page.id;
  sheet.style.setProperty("--width", page.width);
  sheet.style.setProperty("--height", page.height);
  // What could not be drawn is drawn when it is told of again: once the program is back, say.
  const forget = () => sheet.dataset.id === page.id && delete sheet.dataset.id;
  const image = new Image();
  image.alt = "";
  image.loading = near(sheet) ? "eager" : "lazy";
  image.addEventListener("error", forget);
  image.src = `/pages/${page.id}.svg`;
  try {
    const [words] = await Promise.all([
      fetch(`/pages/${page.id}.json`).then((answer) => answer.json()),
      image.loading === "eager" ? image.decode() : null,
    ]);
    if (sheet.dataset.id === page.id) sheet.replaceChildren(image, wordsOf(page, words));
  } catch {
    // A newer edition has taken its place, or the program was stopped.
    forget();
  }
}

/** Brings the sheets of a paper up to date; returns the numbers of those that changed. */
function showPages(section, paper) {
  const before = [...section.querySelectorAll(".sheet")];
  const free = new Set(before);
  const kept = paper.pages.map((page) => {
    const same = before.find((sheet) => free.has(sheet) && sheet.dataset.id === page.id);
    free.delete(same);
    return same;
  });
  const changed = [];
  paper.pages.forEach((page, at) => {
    let sheet = kept[at];
    if (!sheet) {
      const old = before[at];
      sheet = free.delete(old) ? old : element("div", { class: "sheet", role: "group" });
      changed.push(at + 1);
    }
    sheet.setAttribute("aria-label", `${paper.name}, trang ${at + 1} trên ${paper.pages.length}`);
    const there = section.querySelectorAll(".sheet")[at];
    if (there !== sheet) section.insertBefore(sheet, there ?? null);
    if (!kept[at]) draw(sheet, page);
  });
  for (const sheet of [...section.querySelectorAll(".sheet")].slice(paper.pages.length)) sheet.remove();
  return changed;
}

/** Brings all papers up to date; returns what changed, in words. */
function showPapers(papers) {
  const desk = byId("desk");
  const changes = [];
  papers.forEach((paper, at) => {
    let section = byId(paper.key);
    if (!section) {
      section = element("section", { id: paper.key, class: "paper" }, element("h2", {}));
    }
    const note = paper.pages.length ? "đang có lỗi: đây là các trang lập được gần nhất" : "chưa lập được: sửa lỗi rồi lưu lại";
    section.querySelector("h2").replaceChildren(
      element("span", {}, paper.name),
      paper.stale ? element("small", {}, note) : "",
    );
    section.classList.toggle("stale", paper.stale);
    const there = desk.querySelectorAll(".paper")[at];
    if (there !== section) desk.insertBefore(section, there ?? null);
    const numbers = showPages(section, paper);
    if (numbers.length) changes.push({ paper, section, numbers });
  });
  for (const section of [...desk.querySelectorAll(".paper")].slice(papers.length)) section.remove();
  return changes;
}

/** Lets the eye find what changed. */
function flash(changes) {
  for (const { section, numbers } of changes) {
    const sheets = section.querySelectorAll(".sheet");
    for (const number of numbers) {
      const sheet = sheets[number - 1];
      sheet.classList.remove("changed");
      // Read, so that the browser starts the animation anew.
      void sheet.offsetWidth;
      sheet.classList.add("changed");
    }
  }
}

function showNavigation(papers) {
  const links = papers.map((paper) =>
    element(
      "a",
      { href: `#${paper.key}`, class: paper.stale ? "stale" : "" },
      paper.name,
      " ",
      element("small", {}, `${paper.pages.length} trang`),
    ),
  );
  byId("papers").replaceChildren(...links);
}

// ---- Faults

function faultItem(fault) {
  const { place, label, hints, article } = fault;
  const where = place && `:${place.line}:${place.column}`;
  const name = place && (place.file.startsWith("templates/") ? place.file : place.file.split(/[\\/]/).at(-1));
  const excerpt = place && [
    element("span", { class: "number", "aria-hidden": "true" }, `${place.line} `),
    place.before,
    element("mark", {}, place.marked || " "),
    place.after,
  ];
  return element(
    "li",
    { class: fault.level },
    element("p", { class: "level" },
      fault.level === "error" ? "Lỗi" : "Cảnh báo",
      fault.rule ? element("code", {}, fault.rule) : null,
      place
        ? element("button", { type: "button", class: "where", title: "Chép vị trí này", "data-where": place.file + where }, name + where)
        : null,
    ),
    element("p", { class: "message" }, sentence(fault.message)),
    place ? element("pre", { class: "excerpt" }, excerpt) : null,
    label ? element("p", { class: "label" }, sentence(label)) : null,
    hints.map((hint) => element("p", { class: "hint" }, element("b", {}, "Cách sửa: "), sentence(hint))),
    article ? element("p", { class: "label" }, element("b", {}, "Quy định: "), sentence(article)) : null,
  );
}

async function copyPlace(event) {
  const button = event.target.closest(".where");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.where);
    button.dataset.copied = "đã chép";
    setTimeout(() => delete button.dataset.copied, 1500);
  } catch {
    // The browser does not allow it: the place is there to be read.
  }
}

// ---- Editions

let faultsShown = "";
let papersShown = "";

function show({ record, faults, papers }) {
  const first = document.body.dataset.state === "first";
  const errors = faults.filter((fault) => fault.level === "error").length;
  const warnings = faults.length - errors;
  const pages = papers.reduce((sum, paper) => sum + paper.pages.length, 0);

  const told = JSON.stringify(faults);
  if (told !== faultsShown) {
    byId("faults").replaceChildren(...faults.map(faultItem));
    faultsShown = told;
  }
  const names = JSON.stringify(papers.map(({ name, stale, pages }) => [name, stale, pages.length]));
  if (names !== papersShown) {
    showNavigation(papers);
    papersShown = names;
  }
  const changes = showPapers(papers);
  if (first) restorePlace();
  else flash(changes);

  const nothing = byId("nothing");
  nothing.hidden = pages > 0;
  nothing.textContent = errors
    ? "Chưa có trang nào. Sửa các lỗi được nêu rồi lưu tệp: các trang sẽ tự hiện ra ở đây."
    : "Hồ sơ chưa có văn bản nào.";
  byId("faultless").hidden = faults.length > 0;
  byId("record").textContent = record;
  document.title = `${errors ? `(${errors} lỗi) ` : ""}${record} – thidua`;
  document.body.dataset.state = errors ? "broken" : "good";
  document.body.classList.toggle("faulty", faults.length > 0);

  const time = new Date().toLocaleTimeString("vi", { hour12: false });
  const parts = [errors ? `${errors} lỗi` : `Cập nhật lúc ${time}`];
  if (papers.some((paper) => paper.stale && paper.pages.length)) parts.push("đang xem các trang lập được gần nhất");
  if (warnings) parts.push(`${warnings} cảnh báo`);
  if (!first) for (const { paper, numbers } of changes) parts.push(`${paper.name}: đổi trang ${inWords(numbers)}`);
  byId("status").textContent = parts.join(" · ");
}

/** Numbers in a row; many of them are not worth reading. */
function inWords(numbers) {
  return numbers.length > 6 ? `${numbers[0]} và ${numbers.length - 1} trang khác` : numbers.join(", ");
}

/** Goes back to where the reader was before the page was loaded again. */
function restorePlace() {
  const place = sessionStorage.getItem("place");
  if (place && !location.hash) scrollTo({ top: Number(place), behavior: "instant" });
}

function connect() {
  const events = new EventSource("/events");
  events.onmessage = (event) => show(JSON.parse(event.data));
  events.onerror = () => {
    document.body.dataset.lost = "";
    byId("status").textContent = "Mất kết nối: thidua đã dừng. Chạy lại thì trang này tự nối lại.";
    if (events.readyState === EventSource.CLOSED) setTimeout(connect, 2000);
  };
  events.onopen = () => delete document.body.dataset.lost;
}

history.scrollRestoration = "manual";
addEventListener("pagehide", () => sessionStorage.setItem("place", scrollY));
byId("faults").addEventListener("click", copyPlace);
// The header grows where its words need more than a line.
new ResizeObserver(([{ target }]) => {
  document.documentElement.style.setProperty("--header", `${target.offsetHeight}px`);
}).observe(document.querySelector("header"));
connect();
