"use strict";
(() => {
const byId = (id) => document.getElementById(id);
const all = (selector, root) => [...(root || document).querySelectorAll(selector)];
const one = (selector, root) => (root || document).querySelector(selector);
const page = document.documentElement;
const data = JSON.parse(byId("data").textContent);
const items = data.items;
const sections = all(".q");
const copyOf = (id) => byId(id).content.cloneNode(true);
sections.forEach((section, k) => {
  one(".else", section).append(copyOf("why"));
  one("fieldset", section).append(copyOf("rest"));
  one(".err", section).id = `e${k}`;
});
const KEY = "rolefit:" + data.form;
const MILLION = 1000000n;
const RESERVED = ["not_applicable", "dont_know", "skipped", "answered", "none_of_these", "answer", "note"];

// --- numbers, compared without rounding ----------------------------------------------------

// A number in millionths.
const exact = (number) => BigInt(Math.round(number * 1e6));

// What was typed as an amount in millionths; null for what is no plain number.
function amount(text) {
  const found = /^(-?)([0-9]{1,12})(?:[.,]([0-9]{1,6}))?$/.exec(text.trim());
  if (!found || found[2].length + (found[3] || "").length > 15) return null;
  const whole = BigInt(found[2] + (found[3] || "").padEnd(6, "0"));
  return found[1] ? -whole : whole;
}
const asNumber = (text) => Number(text.trim().replace(",", "."));
const above = (value, bound) => value * BigInt(bound[1]) >= BigInt(bound[0]) * MILLION;
const below = (value, bound) => value * BigInt(bound[1]) <= BigInt(bound[0]) * MILLION;
// A number as a person reads it: two decimals where its own do not end, to no other side of it.
const shown = (bound, round = Math.round) => {
  const number = Number(bound[0]) / Number(bound[1]);
  return (BigInt(bound[0]) * MILLION) % BigInt(bound[1]) === 0n ? String(number) : tidy(number, round);
};
const tidy = (number, round = Math.round) => String(round(number * 100) / 100);

// --- branches: true, false, or null while what they depend on is open -----------------------

function both(values) {
  if (values.includes(false)) return false;
  return values.includes(null) ? null : true;
}
const negated = (value) => (value === null ? null : !value);

function truth(condition, compare) {
  const parts = (list) => list.map((part) => truth(part, compare));
  if (condition.all) return both(parts(condition.all));
  if (condition.any) return negated(both(parts(condition.any).map(negated)));
  if (condition.not) return negated(truth(condition.not, compare));
  if (condition.of) {
    const values = parts(condition.of);
    const sure = values.filter((value) => value === true).length;
    if (sure >= condition.k) return true;
    return sure + values.filter((value) => value === null).length >= condition.k ? null : false;
  }
  return compare(condition);
}

// Whether an answer is what a comparison asks for: every bound that is given must hold.
function matches(leaf, value) {
  const number = typeof value === "bigint";
  if (leaf.at_least && !(number && above(value, leaf.at_least))) return false;
  if (leaf.at_most && !(number && below(value, leaf.at_most))) return false;
  if (leaf.is !== undefined && value !== leaf.is) return false;
  if (leaf.is_one_of && !leaf.is_one_of.includes(value)) return false;
  return leaf.includes === undefined || (Array.isArray(value) && value.includes(leaf.includes));
}

// Whether each item is asked, in order, given what was answered: {state, value} or undefined.
function follow(answers) {
  const seen = {};
  return items.map((item, k) => {
    const compare = (leaf) => {
      const found = seen[leaf.item];
      if (!found || found.state === "open" || found.state === "dont_know") return null;
      if (found.state !== "answered") return false;
      const holds = matches(leaf, found.value);
      return holds && found.undecided ? null : holds;
    };
    const asked = item.when ? truth(item.when, compare) : true;
    const given = answers[k] || { state: "open" };
    seen[item.id] = asked === false ? { state: "not_asked" } : { ...given, undecided: asked === null };
    return asked;
  });
}

// --- what stands in the page ----------------------------------------------------------------

// Text as a file may hold it: on one line, nothing in it that hides or acts.
function clean(text) {
  const kept = text
    .replace(/[\n\t]/g, " ")
    .replace(/[\u200c\u200d]|[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]|[\u{e0000}-\u{10ffff}]/gu,
      (sign) => (sign === "\u200c" || sign === "\u200d" ? sign : ""));
  return kept.split(/\s+/).filter(Boolean).join(" ");
}

const boxes = (k) => all(".opts input", sections[k]);
const other = (k) => one(".else input:checked", sections[k]);

// What is answered to an item: its state, the value that branches compare, what a file says.
function read(k) {
  const item = items[k];
  const found = { state: "open", note: clean(one("textarea", sections[k]).value), said: "" };
  const chosen = other(k);
  if (chosen) {
    found.state = chosen.value === "d" ? "dont_know" : "not_applicable";
    found.reason = clean(one(".why input", sections[k]).value);
    found.said = chosen.nextElementSibling.textContent + (found.reason ? ": " + found.reason : "");
    return found;
  }
  const inputs = boxes(k);
  const texts = inputs.map((input) => input.nextElementSibling.textContent);
  const answered = (raw, value, said) => Object.assign(found, { state: "answered", raw, value, said });
  const picked = inputs.map((input, j) => (input.checked ? j : -1)).filter((j) => j >= 0);
  if (item.way === "rows" && picked.length) {
    const value = (item.value || item.raw)[picked[0]];
    answered(item.raw[picked[0]], typeof value === "number" ? exact(value) : value, texts[picked[0]]);
  } else if (item.way === "ticks" && picked.length) {
    if (picked[0] !== item.alone && (picked.length < item.few || picked.length > item.most)) {
      found.wrong = item.few === item.most ? `Choose ${item.few}.` : `Choose ${item.few} to ${item.most}.`;
    } else {
      const raw = picked.map((j) => item.raw[j]);
      answered(raw, raw, picked.map((j) => texts[j].replace(/\.$/, "")).join("; "));
    }
  } else if (item.way === "amount" && inputs[0].value.trim()) {
    const value = amount(inputs[0].value);
    const low = item.low && shown(item.low, Math.ceil);
    const high = item.high && shown(item.high, Math.floor);
    if (value === null) {
      found.wrong = "Type a number in plain figures, like 12 or 0.5.";
    } else if ((item.low && !above(value, item.low)) || (item.high && !below(value, item.high))) {
      found.wrong = `Type a number from ${low} to ${high}.`;
    } else {
      answered(asNumber(inputs[0].value), value, `${inputs[0].value.trim()} ${texts[0]}`);
    }
  } else if (item.way === "shares" && inputs.some((input) => input.value.trim())) {
    readShares(item, inputs, texts, found, answered);
  }
  return found;
}

function readShares(item, inputs, texts, found, answered) {
  const values = inputs.map((input) => (input.value.trim() ? amount(input.value) : 0n));
  if (values.some((value) => value === null || value < 0n)) {
    found.wrong = "Type numbers in plain figures, like 12 or 0.5.";
    return;
  }
  const sum = values.reduce((a, b) => a + b, 0n);
  if (sum * BigInt(item.total[1]) !== BigInt(item.total[0]) * MILLION) {
    found.wrong = `The parts must add up to ${shown(item.total)}; they add up to ${Number(sum) / 1e6}.`;
    return;
  }
  const given = inputs.map((input, j) => j).filter((j) => values[j] > 0n);
  const raw = {};
  for (const j of given) raw[item.raw[j]] = asNumber(inputs[j].value);
  answered(raw, null, given.map((j) => `${inputs[j].value.trim()} ${texts[j].replace(/\.$/, "")}`).join(", "));
}

// What a file says for an item; undefined where nothing was said.
function written(found) {
  const note = found.note ? { note: found.note } : {};
  if (found.state === "answered") return found.note ? { answer: found.raw, ...note } : found.raw;
  if (found.state !== "open") {
    return found.reason || found.note ? { [found.state]: found.reason || null, ...note } : found.state;
  }
  return found.note ? { skipped: null, ...note } : undefined;
}

// Put what a file says for an item into the page; whether it could be read.
function fill(k, raw) {
  const item = items[k];
  let note = "";
  let state = "";
  let reason = "";
  const mapping = raw !== null && typeof raw === "object" && !Array.isArray(raw);
  if (mapping && RESERVED.some((key) => key in raw)) {
    note = typeof raw.note === "string" ? raw.note : "";
    state = ["not_applicable", "dont_know", "skipped"].find((key) => key in raw) || "";
    reason = state && typeof raw[state] === "string" ? raw[state] : "";
    raw = state || raw.answer;
  }
  one("textarea", sections[k]).value = note;
  one(".note", sections[k]).open = Boolean(note);
  if (raw === "skipped" || raw === null || raw === undefined) return true;
  if (raw === "dont_know" || raw === "not_applicable") {
    const box = all(".else input", sections[k]).find((input) => input.value === raw[0]);
    if (!box) return false;
    box.checked = true;
    one(".why input", sections[k]).value = reason;
    return true;
  }
  const inputs = boxes(k);
  if (item.way === "amount") {
    inputs[0].value = typeof raw === "number" ? String(raw) : "";
    return typeof raw === "number";
  }
  if (item.way === "shares") {
    if (raw === null || typeof raw !== "object") return false;
    inputs.forEach((input, j) => {
      const part = raw[item.raw[j]];
      input.value = typeof part === "number" && part > 0 ? String(part) : "";
    });
    return true;
  }
  const wanted = Array.isArray(raw) ? raw : [raw];
  wanted.forEach((value) => {
    const j = item.raw.indexOf(value);
    if (j >= 0) inputs[j].checked = true;
  });
  return wanted.every((value) => item.raw.includes(value));
}

function clear(k) {
  for (const input of all("input", sections[k])) {
    if (input.type === "text") input.value = "";
    else input.checked = false;
  }
}

// --- the person who fills it in -------------------------------------------------------------

const ASKED = ["sees_work", "known_for"];
function person() {
  const found = { group: data.group };
  if (data.about !== null) found.about = data.about;
  const name = clean(byId("name").value).slice(0, 200);
  if (name) found.name = name;
  for (const key of ASKED) {
    const box = one(`input[name=${key}]:checked`);
    if (box) found[key] = box.value;
  }
  return found;
}
function fillPerson(given, shares) {
  byId("name").value = typeof given.name === "string" ? given.name : "";
  for (const box of all("#intro input[type=radio]")) box.checked = given[box.name] === box.value;
  if (byId("shares")) byId("shares").checked = shares === true;
}

// --- saving ---------------------------------------------------------------------------------

let asked = [];
let answers = [];
function today() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

// The file, with or without what is not asked any more.
function file(whole) {
  const given = {};
  items.forEach((item, k) => {
    const said = written(answers[k]);
    if (said !== undefined && (whole || asked[k] !== false)) given[item.id] = said;
  });
  const form = { id: data.form, version: data.file };
  if (byId("shares") && byId("shares").checked) form.shares_notes = true;
  return {
    rubric: data.rubric, rubric_version: data.version, rubric_hash: data.hash, form,
    respondent: person(), date: today(), answers: given,
  };
}

// One answer to a line, so that the file can be read and compared by eye.
function asText(content) {
  const lines = Object.entries(content).map(([key, value]) => {
    if (key !== "answers") return `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`;
    const rows = Object.entries(value).map(([id, said]) => `    ${JSON.stringify(id)}: ${JSON.stringify(said)}`);
    return `  "answers": {\n${rows.join(",\n")}\n  }`;
  });
  return `{\n${lines.join(",\n")}\n}\n`;
}

let keeps = true;
function store(action) {
  try {
    return action(window.localStorage);
  } catch (error) {
    keeps = false;
    return null;
  }
}
function keep() {
  const texts = items.map((item, k) => boxes(k).filter((input) => input.type === "text").map((input) => input.value));
  store((storage) => storage.setItem(KEY, JSON.stringify({ file: file(true), texts, at })));
}
function tell(text) {
  byId("told").textContent = text;
}

// Put a file's content into the page; returns how many of its answers could not be read.
function open(content) {
  const given = content.answers && typeof content.answers === "object" ? content.answers : {};
  let lost = Object.keys(given).filter((id) => !items.some((item) => item.id === id)).length;
  items.forEach((item, k) => {
    clear(k);
    if (!fill(k, given[item.id])) lost += 1;
  });
  fillPerson(content.respondent || {}, (content.form || {}).shares_notes);
  return lost;
}

function reopen(text) {
  let content = null;
  try {
    content = JSON.parse(text);
  } catch (error) {
    content = null;
  }
  if (!content || !content.form || typeof content.form.id !== "string") {
    return tell("This is no file that a form saved.");
  }
  if (content.form.id !== data.form || content.rubric_hash !== data.hash) {
    return tell("That file was saved from another form, so it was left alone. This form has the id " + data.form + ".");
  }
  const lost = open(content);
  update();
  keep();
  return tell(lost ? `Your file is open. ${lost} of its answers could not be read here.` : "Your file is open. Go on where you like.");
}

// --- what is seen ---------------------------------------------------------------------------

let at = 0;
let single = true;
const screens = () => [byId("intro"), ...sections.filter((section) => !section.hidden), byId("review")];

function marks(k) {
  const section = sections[k];
  const found = answers[k];
  section.classList.toggle("given", all("input", section).some((input) => (input.type === "text" ? input.value : input.checked)));
  one(".else", section).classList.toggle("on", Boolean(other(k)));
  for (const input of all(".opts input, .else input", section)) {
    input.parentElement.classList.toggle("on", input.type !== "text" && input.checked);
  }
  if (items[k].way === "shares") {
    const values = boxes(k).map((input) => amount(input.value || "0") || 0n);
    const left = Number(items[k].total[0]) / Number(items[k].total[1]) - Number(values.reduce((a, b) => a + b, 0n)) / 1e6;
    one(".sum", section).textContent = left >= 0 ? `${tidy(left)} left` : `${tidy(-left)} too many`;
  }
  if (!found.wrong) complain(k, "");
}
function complain(k, text) {
  const note = one(".err", sections[k]);
  if (note.textContent !== text) note.textContent = text;
  sections[k].classList.toggle("wrong", Boolean(text));
  for (const input of boxes(k)) {
    if (text) {
      input.setAttribute("aria-invalid", "true");
      input.setAttribute("aria-describedby", note.id);
    } else {
      input.removeAttribute("aria-invalid");
      input.removeAttribute("aria-describedby");
    }
  }
}

// Read the page anew: branches, numbers, progress, the list of answers.
function update() {
  answers = items.map((item, k) => read(k));
  asked = follow(answers);
  let number = 0;
  sections.forEach((section, k) => {
    section.hidden = asked[k] === false;
    if (!section.hidden) number += 1;
    one(".no", section).textContent = number + ".";
    marks(k);
  });
  const there = items.map((item, k) => k).filter((k) => asked[k] !== false);
  const done = there.filter((k) => answers[k].state !== "open").length;
  byId("done").max = there.length;
  byId("done").value = done;
  byId("place").dataset.done = `${done} of ${there.length} answered`;
  place();
  review(there);
}

function place() {
  const list = screens();
  const now = list.indexOf(one(".now"));
  const what = !single || now <= 0 || now === list.length - 1 ? "" : `Question ${now} of ${list.length - 2}, `;
  const text = what + byId("place").dataset.done;
  if (byId("place").textContent !== text) byId("place").textContent = text;
  byId("back").disabled = now <= 0;
  byId("next").hidden = now === list.length - 1;
  byId("next").textContent = now <= 0 ? (answers.some((found) => found.state !== "open") ? "Go on" : "Begin") : "Next";
}

function review(there) {
  const open = there.filter((k) => answers[k].state === "open");
  byId("open").textContent = open.length
    ? `${open.length} of ${there.length} questions ${open.length === 1 ? "is" : "are"} open. You can save them open.`
    : "Everything is answered.";
  const rows = there.map((k) => {
    const row = document.createElement("li");
    const ask = one("legend", sections[k]).textContent.replace(/^\s*[0-9]+\.\s*/, "");
    const said = document.createElement("span");
    said.className = answers[k].state === "open" ? "said open" : "said";
    said.textContent = answers[k].wrong || answers[k].said || "Open";
    if (answers[k].note) said.textContent += ` (note: ${answers[k].note})`;
    const change = document.createElement("button");
    change.type = "button";
    change.className = "change";
    change.textContent = "Change";
    change.setAttribute("aria-label", `Change: ${ask}`);
    change.addEventListener("click", () => go(sections[k]));
    row.append(document.createTextNode(ask), said, change);
    return row;
  });
  byId("list").replaceChildren(...rows);
}

// Show a screen and put the reader at its beginning.
function go(section, quiet) {
  for (const each of all("section.now")) each.classList.remove("now");
  section.classList.add("now");
  at = screens().indexOf(section);
  place();
  if (quiet) return;
  const head = one("legend, h2", section);
  head.getBoundingClientRect(); // Firefox focuses nothing that it has not laid out yet
  head.focus({ preventScroll: true });
  if (single) window.scrollTo(0, 0);
  else section.scrollIntoView();
}

// Whether the question at hand is answered in a way that can be used; says so if not.
function sound(section) {
  const k = sections.indexOf(section);
  if (k < 0 || !answers[k].wrong) return true;
  complain(k, answers[k].wrong);
  (boxes(k).find((input) => input.type === "text") || boxes(k)[0]).focus();
  return false;
}
function step(by) {
  const list = screens();
  const now = list.indexOf(one(".now"));
  if (by > 0 && !sound(list[now])) return;
  const next = list[now + by];
  if (next) go(next);
  keep();
}

function changed(event) {
  const section = event.target.closest(".q");
  const k = sections.indexOf(section);
  const box = event.target;
  if (k >= 0 && box.checked && box.type === "checkbox") {
    const mine = Boolean(box.closest(".opts"));
    for (const input of all("input[type=checkbox]", section)) {
      const alone = items[k].alone;
      const aside = Boolean(input.closest(".else"));
      const j = boxes(k).indexOf(input);
      const clash = mine ? aside || j === alone || boxes(k).indexOf(box) === alone : true;
      if (input !== box && clash) input.checked = false;
    }
    if (!mine) for (const input of boxes(k)) if (input.type === "text") input.value = "";
  }
  if (k >= 0 && box.type === "text" && box.closest(".opts") && box.value) {
    for (const input of all(".else input[type=checkbox]", section)) input.checked = false;
  }
  byId("saved").textContent = "";
  update();
  keep();
}

// Everything that is asked can be used; goes to the first that cannot.
function usable() {
  const k = items.findIndex((item, j) => asked[j] !== false && answers[j].wrong);
  if (k < 0) return true;
  go(sections[k]);
  sound(sections[k]);
  return false;
}

function save() {
  update();
  if (!usable()) return;
  const name = `${data.rubric}-${data.form}.json`;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([asText(file(false))], { type: "application/json" }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  store((storage) => storage.removeItem(KEY));
  byId("saved").textContent = `Saved as ${name}, where your browser puts downloads. This browser keeps nothing any more; if you change an answer, save again. If no file is there, use "Copy as text".`;
}

async function copy() {
  update();
  if (!usable()) return;
  const area = one("#text textarea");
  byId("text").hidden = false;
  area.value = asText(file(false));
  area.focus();
  area.select();
  let done = false;
  try {
    await navigator.clipboard.writeText(area.value);
    done = true;
  } catch (error) {
    done = document.execCommand("copy");
  }
  byId("saved").textContent = done
    ? "Copied. Paste it into an e-mail, all of it."
    : "Copy the marked text below and paste it into an e-mail, all of it.";
}

function drop() {
  store((storage) => storage.removeItem(KEY));
  items.forEach((item, k) => {
    clear(k);
    one("textarea", sections[k]).value = "";
  });
  fillPerson({}, false);
  byId("text").hidden = true;
  update();
  byId("saved").textContent = "Deleted. Nothing of your answers is left in this browser.";
}

function mode() {
  single = !single;
  page.classList.toggle("one", single);
  byId("mode").setAttribute("aria-pressed", String(!single));
  go(one(".now"));
}

// --- begin ----------------------------------------------------------------------------------

sections.forEach((section, k) => {
  one(".clear", section).addEventListener("click", () => {
    clear(k);
    complain(k, "");
    update();
    keep();
    one("legend", section).focus();
  });
});
const main = one("main");
main.addEventListener("change", (event) => {
  if (event.target.id !== "file") changed(event);
});
main.addEventListener("input", (event) => {
  if (event.target.type === "text" || event.target.tagName === "TEXTAREA") changed(event);
});
main.addEventListener("focusout", (event) => {
  const k = sections.indexOf(event.target.closest(".q"));
  if (k >= 0 && event.target.type === "text" && answers[k].wrong && items[k].way === "amount") complain(k, answers[k].wrong);
});
main.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !single || event.target.tagName !== "INPUT" || event.target.type === "file") return;
  event.preventDefault();
  step(1);
});
byId("back").addEventListener("click", () => step(-1));
byId("next").addEventListener("click", () => step(1));
byId("mode").addEventListener("click", mode);
byId("save").addEventListener("click", save);
byId("copy").addEventListener("click", copy);
byId("drop").addEventListener("click", drop);
byId("file").addEventListener("change", () => {
  const [picked] = byId("file").files;
  byId("file").value = "";
  if (!picked) return;
  if (picked.size > 1048576) {
    tell("This is no file that a form saved.");
    return;
  }
  picked.text().then(reopen);
});
page.classList.add("js", "one");
const kept = store((storage) => JSON.parse(storage.getItem(KEY) || "null"));
if (kept && kept.file && typeof kept.file === "object") {
  open(kept.file);
  items.forEach((item, k) => boxes(k).filter((input) => input.type === "text").forEach((input, j) => {
    const text = ((kept.texts || [])[k] || [])[j];
    if (typeof text === "string") input.value = text;
  }));
  tell("Your answers so far are still here.");
}
store((storage) => storage.setItem(KEY + "?", "1"));
store((storage) => storage.removeItem(KEY + "?"));
if (!keeps) tell("This browser keeps nothing of this page: answer in one go, and save before you close it.");
byId("intro").classList.add("now");
update();
if (kept && kept.at > 0) go(screens()[Math.min(kept.at, screens().length - 1)], true);
window.rolefit = { follow, exact };
})();
