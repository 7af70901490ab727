// What an editor makes of a record's JSON Schema; see `editor`. Prints each check, exits with 1
// where one fails.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [kept, root, program] = process.argv.slice(2);
const require = createRequire(path.join(kept, "package.json"));
const Ajv = require("ajv");
const YAML = require("yaml");
const rpc = require("vscode-jsonrpc/node");

const schemaFile = path.join(root, "schema/record.schema.json");
const schema = JSON.parse(fs.readFileSync(schemaFile, "utf8"));
const VIETNAMESE = /[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/i;

let failed = 0;
function check(what, faults) {
  const list = [faults].flat().filter((fault) => fault !== true && fault !== undefined);
  console.log(`${list.length ? "FAIL" : "ok  "} ${what}`);
  list.slice(0, 20).forEach((fault) => console.log(`       ${typeof fault === "string" ? fault : JSON.stringify(fault)}`));
  failed += list.length ? 1 : 0;
}

// ---- Records ---------------------------------------------------------------

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "Hồ sơ thi đua "));
process.on("exit", () => fs.rmSync(folder, { recursive: true }));
fs.copyFileSync(schemaFile, path.join(folder, "record.schema.json"));
const MODELINE = "# yaml-language-server: $schema=record.schema.json\n";

const samples = fs.readdirSync(path.join(root, "samples"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => path.join(root, "samples", entry.name, "record.yaml"));
const full = fs.readFileSync(path.join(root, "samples/day-du/record.yaml"), "utf8");
const faulty = (name) => fs.readFileSync(path.join(root, `tests/faults/${name}.yaml`), "utf8");

/** Everything that thidua takes and an editor could doubt. */
const ODD = `format: 1
group:
  name: 7
  kind: cụm
  leader: 12
  deputies: []
  size: 12.345
  units:
    - { id: 12, name: Sở Y tế, short: 3, head: &chief { honorific: Bà, name: Trần Thị B, title: Giám đốc } }
    - { id: so-noi-vu, name: Sở Nội vụ, head: { name: }, division: ~ }
issuer:
  parent: |
    Hội đồng Thi đua - Khen thưởng
    tỉnh A
  name: [Cụm thi đua, số 7]
  jointly_with: [Sở A, [Sở B, tỉnh A]]
  symbol: 7
  signer: { authority: "TM", title: Cụm trưởng }
meeting:
  kind: tổng kết
  period: { campaign: 2026, from: 2026-3-1, to: 5/2/2027 }
  date: 15/01/2026
  place:
  chair: *chief
  guests: [*chief, { name: Lê Văn C }]
  attendance: [{ unit: 12, count: "1.000" }, { unit: so-noi-vu, people: [*chief], absent: null }]
report:
  document:
    number: 007a
    date: 2020-02-05
    urgency:
    circulation: null
    copies: 1.000
    signer:
      authority: [q. , kt. Giám đốc]
      title: Giám đốc
    issuer:
  numbering: [Phần I, 1., 1.1., a), (1)]
  sections:
    - { title: 2026, body: 5, insert: , sections: [{ title: A, landscape: true }] }
targets:
  - { name: A, plan: 1.410.000, actual: "58,5", same_period: -1 }
  - { name: B, plan: trên 95, actual: 1.234, parts: [{ name: C, plan: +5, actual: "−3" }] }
scores:
  criteria: [{ id: 1, name: A, max: 40 }, { id: nd2, name: B }]
  bonus_cap: 2.5
  results:
    - { unit: 12, self: { 1: 57, nd2: "9,5" }, assessed: , bonus: 1.234, deduction: " 1 " }
    - unit: so-noi-vu
      agreed: { total: 96 }
nominations: [{ award: A, unit: 12, votes: 07, approved: }]
ballot:
covenant:
  document: { signer: { authority: "TUQ.Giám đốc" } }
  period:
  columns: 2
  targets: [{ name: A, all: 100%, units: { 12: trên 5 } }]
  parties: [{ unit: 12 }, { heading: 3, signers: [*chief] }]
awards:
  - grants:
      - form: 1
        reward: { collective: 1.410.000 đồng, individual: 710000, household: 1.060.000đ, prizes: [{ name: 1, amount: "5.000.000,0" }] }
        collectives: [A, { name: B, prize: 1 }, { group: 5, members: [C, { group: D, members: [E] }] }]
    articles: [{ insert: grants }, { body: A }]
    list: { placement: }
`.replace("bonus_cap: 2.5", "bonus_cap: 2.500");

/** What an editor can tell to be wrong, in a record that is otherwise right. */
const WRONG = {
  "a date in words": "meeting: { kind: sơ kết, period: { year: 2026 }, date: hôm nay }",
  "a number with its symbol": "report: { document: { number: 12/BC } }",
  "an amount with a group of two figures": "awards: [{ grants: [{ form: A, reward: { collective: 1.41.000 } }] }]",
  "points with a point before the tenths": 'scores: { results: [{ unit: a, bonus: "58.5" }] }',
  "a count in words": "covenant: { columns: hai }",
  "an urgency that is none": "report: { document: { urgency: gấp } }",
  "a kind of group that is none": "group: { name: A, kind: nhóm }",
  "an authority without its prefix": "issuer: { name: A, signer: { authority: Thay mặt } }",
  "a deputy for nobody": "issuer: { name: A, signer: { authority: KT. } }",
  "a list where a text belongs": "meeting: { kind: sơ kết, period: { year: 2026 }, place: [A] }",
  "a text where a list belongs": "report: { legal_bases: A }",
  "a text where keys belong": "report: { document: A }",
  "a word where true or false belongs": "report: { sections: [{ landscape: có }] }",
  "a way of numbering that is none": "report: { numbering: [I., 2.] }",
  "a missing key": "election: { year: 2026 }",
  "an unknown key": "report: { titel: A }",
  "an unknown key of an entry": "targets: [{ name: A, unit: B }]",
  "a version that is none": "format: 2",
};
const HEAD = { format: "format: 1", group: "group: { name: A, kind: cụm }", meeting: "meeting: { kind: sơ kết, period: { year: 2026 } }" };
const wrong = (text) => [...Object.entries(HEAD).filter(([key]) => !text.startsWith(`${key}:`)).map(([, line]) => line), text].join("\n") + "\n";

// ---- The schema by itself --------------------------------------------------

const ajv = new Ajv({ allErrors: true, strict: true, strictTypes: false, strictRequired: false, allowUnionTypes: true });
["errorMessage", "enumDescriptions", "defaultSnippets", "markdownDescription"].forEach((word) => ajv.addKeyword(word));
check("the schema is valid by its meta-schema, and ajv knows every keyword", ajv.validateSchema(schema) || ajv.errorsText());
const valid = ajv.compile(schema);
const judged = (text) => (valid(YAML.parse(text)) ? [] : valid.errors.map((error) => `${error.instancePath} ${error.message}`));

for (const sample of samples) check(`ajv takes ${path.relative(root, sample)}`, judged(fs.readFileSync(sample, "utf8")));
for (const name of ["bad-dates", "bad-words", "list-entries", "missing-keys", "not-a-map", "unknown-key", "wrong-types"]) {
  check(`ajv refuses tests/faults/${name}.yaml`, judged(faulty(name)).length > 0 || "taken");
}

/** Every part of the schema that has the keyword, with its JSON pointer. */
function* having(keyword, value = schema, pointer = "#") {
  if (value === null || typeof value !== "object") return;
  if (!Array.isArray(value) && Array.isArray(value[keyword])) yield [value, pointer];
  for (const [key, below] of Object.entries(value)) {
    if (key !== keyword) yield* having(keyword, below, `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`);
  }
}
ajv.addSchema(schema, "record");
const refused = (pointer, value) => {
  const part = ajv.compile({ $ref: `record${pointer.replaceAll("*", "%2A")}` });
  return part(value) ? [] : [`${pointer}: ${JSON.stringify(value)}: ${ajv.errorsText(part.errors)}`];
};
const examples = [...having("examples")].flatMap(([part, pointer]) => part.examples.map((value) => [pointer, value]));
const snippets = [...having("defaultSnippets")].flatMap(([part, pointer]) => part.defaultSnippets.map((snippet) => [pointer, YAML.parse(snippet.bodyText)]));
check(`ajv takes each of ${examples.length} examples and ${snippets.length} snippets`, [
  ...(examples.length > 100 && snippets.length > 25 ? [] : ["too few"]),
  ...[...examples, ...snippets].flatMap(([pointer, value]) => refused(pointer, value)),
]);

// ---- The editor ------------------------------------------------------------

const server = spawn(process.execPath, [path.join(kept, "node_modules/yaml-language-server/bin/yaml-language-server"), "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
const editor = rpc.createMessageConnection(new rpc.StreamMessageReader(server.stdout), new rpc.StreamMessageWriter(server.stdin));
const awaited = new Map();
editor.onNotification("textDocument/publishDiagnostics", ({ uri, diagnostics }) => awaited.get(uri)?.(diagnostics));
const settings = { yaml: { validate: true, hover: true, completion: true, schemaStore: { enable: false } } };
editor.onRequest("workspace/configuration", ({ items }) => items.map((item) => settings[item.section] ?? {}));
editor.onRequest("client/registerCapability", () => null);
editor.listen();
const markdown = ["markdown", "plaintext"];
await editor.sendRequest("initialize", {
  processId: process.pid,
  rootUri: null,
  capabilities: {
    workspace: { configuration: true },
    textDocument: { completion: { completionItem: { snippetSupport: true, documentationFormat: markdown } }, hover: { contentFormat: markdown } },
  },
});
await editor.sendNotification("initialized", {});

/** Opens a text in the editor; a file that is there keeps its place, another stands beside the schema. */
let opened = 0;
async function open(text, file = path.join(folder, `${++opened}.yaml`)) {
  const uri = pathToFileURL(file).href;
  const told = new Promise((resolve) => awaited.set(uri, resolve));
  await editor.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId: "yaml", version: 1, text } });
  const textDocument = { uri };
  return {
    problems: async () => (await told).map((problem) => `${problem.range.start.line + 1}: ${problem.message}`),
    hover: async (position) => (await editor.sendRequest("textDocument/hover", { textDocument, position }))?.contents.value ?? "",
    offers: async (position) => (await editor.sendRequest("textDocument/completion", { textDocument, position }))?.items ?? [],
  };
}
const problems = async (text, file) => (await open(text, file)).problems();

/** The line and column where `▮` stands, and the text without it. */
function cursor(marked) {
  const lines = marked.slice(0, marked.indexOf("▮")).split("\n");
  return [marked.replace("▮", ""), { line: lines.length - 1, character: lines.at(-1).length }];
}
async function hover(marked) {
  const [text, position] = cursor(MODELINE + marked);
  return (await open(text)).hover(position);
}
async function offers(marked) {
  const [text, position] = cursor(MODELINE + marked);
  return (await open(text)).offers(position);
}
const words = (item) => item.documentation?.value ?? item.documentation ?? "";
/** What is not right of what is offered: all of `labels`, described in Vietnamese. */
const lacking = (items, labels) =>
  labels.flatMap((label) => {
    const item = items.find((item) => item.label === label);
    if (!item) return [`\`${label}\` is not offered, only ${items.map((item) => item.label).join(", ")}`];
    return VIETNAMESE.test(words(item)) ? [] : [`\`${label}\` is described as \`${words(item)}\``];
  });
const unlike = (found, ...parts) => parts.filter((part) => !found.includes(part)).map((part) => `\`${part}\` is not in \`${found}\``);

for (const sample of samples) {
  check(`the editor finds nothing wrong with ${path.relative(root, sample)}`, await problems(fs.readFileSync(sample, "utf8"), sample));
}
for (const kinds of [[], ["report"], ["covenant"], ["decision"]]) {
  const file = path.join(folder, `mới ${kinds}`, "record.yaml");
  execFileSync(program, ["new", ...kinds, "--schema", "-o", file]);
  check(`the editor finds nothing wrong with a record of \`new ${kinds} --schema\``, await problems(fs.readFileSync(file, "utf8"), file));
}

const odd = path.join(folder, "odd.yaml");
/** What thidua cannot read of a record; what breaks a rule of law is no matter of the schema. */
function misread(text) {
  fs.writeFileSync(odd, text);
  const { stdout } = spawnSync(program, ["check", "--format", "json", odd], { encoding: "utf8" });
  return JSON.parse(stdout).filter(({ level, rule }) => level === "error" && rule === null).map(({ line, message }) => `${line}: ${message}`);
}
check("thidua takes an odd record, with aliases", misread(ODD));
check("so does ajv", judged(ODD));
check("and so does the editor", await problems(MODELINE + ODD));
check("an alias is known by what it stands for", unlike(await hover(ODD.replace("chair: *chief", "cha▮ir: *chief")), "#### Người chủ trì"));

for (const [what, text] of Object.entries(WRONG)) {
  const record = wrong(text);
  const told = (await problems(MODELINE + record)).join("\n");
  check(`${what} is refused by thidua, ajv and the editor, in Vietnamese`, [
    misread(record).length > 0 || "thidua takes it",
    judged(record).length > 0 || "ajv takes it",
    VIETNAMESE.test(told) || `the editor says \`${told}\``,
    !/[Ee]xpected|[Ii]ncorrect|[Mm]issing|[Mm]atch|[Vv]alue|not allowed/.test(told) || `the editor says \`${told}\``,
  ]);
}
const unknown = await problems(MODELINE + faulty("unknown-key"));
check("an unknown key is told with those that are known", unlike(unknown.join("\n"), "Các mục dùng được ở đây: "));

const inFull = (line) => full.replace(new RegExp(`^( *(?:- )?[a-z])(?<=${line[0]})(?=${line.slice(1)})`, "m"), "$1▮");
check("hover on a key tells its title and what to write", [
  ...unlike(await hover(inFull("report:")), "#### Báo cáo", "thì thidua lập báo cáo"),
  ...unlike(await hover(inFull("number: 12")), "#### Số văn bản", "Chỉ ghi phần số", "12a"),
  ...unlike(await hover(inFull("urgency: khẩn")), "#### Độ khẩn", "in chữ đỏ", "`hỏa tốc`: Hỏa tốc: mức cao nhất."),
  ...unlike(await hover(inFull("parent: ")), "#### Cơ quan chủ quản", "in trên tên cơ quan ban hành"),
  ...unlike(await hover(inFull("period: ")), "#### Kỳ thi đua", "{ half: 1, year: 2026 }"),
]);

const document = (line) => `format: 1\nreport:\n  document:\n    ${line}\n`;
check("at the top all keys of a record are offered", lacking(await offers("▮"), Object.keys(schema.properties)));
check("so are those of `report.document`", lacking(await offers(document("▮")), Object.keys(schema.definitions.Document.properties)));
check("and those of an entry of a list", lacking(await offers("format: 1\ngroup:\n  units:\n    - ▮\n"), ["id", "name", "head", "co_signers"]));
const labels = async (marked, expected) => {
  const items = await offers(marked);
  const found = items.map((item) => item.label);
  return [...lacking(items, expected), found.length === expected.length || `offered: ${found.join(", ")}`];
};
check("`kind:` offers cụm and khối", await labels("format: 1\ngroup:\n  kind: ▮\n", ["cụm", "khối"]));
check("`urgency:` offers its three words", await labels(document("urgency: ▮"), ["khẩn", "thượng khẩn", "hỏa tốc"]));
check("`insert:` offers its tables", await labels("format: 1\nreport:\n  sections:\n    - title: A\n      insert: ▮\n", ["targets", "awards", "scores", "votes", "attendance", "units", "election"]));
const ways = (await offers("format: 1\nmeeting:\n  period: ▮\n")).map((item) => item.label);
check("`period:` offers the ways to write it", ways.length === schema.definitions.Period.defaultSnippets.length || ways);

const inserted = async (marked, label) => (await offers(marked)).find((item) => item.label === label)?.insertText;
check("a key is inserted with what follows it, ready to be written over", [
  ...unlike(await inserted("▮", "format"), "format: 1"),
  ...unlike(await inserted("▮", "group"), "group:\n  kind: $1\n  name: $2"),
  ...unlike(await inserted(document("▮"), "signer"), "signer:\n  "),
  ...unlike(await inserted(document("▮"), "recipients"), "recipients:\n  - "),
  ...unlike(await inserted(document("▮"), "electronic"), "electronic: ${1:true}"),
  ...unlike(await inserted("format: 1\nmeeting:\n  period: ▮\n", "{ half: 1, year: 2026 }"), "{ half: 1, year: 2026 }"),
]);

// A value is asked for after every key of the full record, with nothing below it.
const nonsense = [];
const seen = new Set();
const lines = full.split("\n").slice(1);
for (const [at, line] of lines.entries()) {
  const key = /^( *(?:- )?)([a-z_]+):( |$)/.exec(line);
  if (!key || seen.has(key[0])) continue;
  seen.add(key[0]);
  for (const item of await offers([...lines.slice(0, at), `${key[1]}${key[2]}: ▮`, ""].join("\n"))) {
    const told = `${item.label} ${item.insertText} ${item.detail ?? ""}`;
    if (/null|undefined|\[object|[Dd]efault|array item/.test(told)) nonsense.push(`${key[0].trim()} ${told}`);
  }
}
check(`nothing that makes no sense is offered after ${seen.size} keys`, [...nonsense, seen.size > 100 || "too few keys"]);

await editor.sendRequest("shutdown");
await editor.sendNotification("exit");
editor.end();
console.log(failed ? `${failed} checks failed` : "all checks passed");
process.exit(failed ? 1 : 0);
