"use strict";
// The survey: counts what is answered, saves it as one file, opens such a file again. It keeps nothing on the computer
// and asks nothing of the network.
(() => {
  const known = JSON.parse(document.getElementById("known").textContent);
  const say = (name, blanks = {}) => known.say[name].replace(/\{(\w+)\}/g, (_, blank) => blanks[blank]);
  const at = (id) => document.getElementById(id);
  const form = at("form");
  const questions = [...form.querySelectorAll("fieldset[data-question]")];
  const asked = questions.filter((question) => question.dataset.part !== "you");
  const ticks = [...form.querySelectorAll("input[name=top]")];
  const texts = [...form.querySelectorAll("textarea")];
  let code = "", unsaved = false, shown = false, pressed = false;

  const make = (kind, text, into, properties = {}) => {
    const element = Object.assign(document.createElement(kind), { textContent: text }, properties);
    into.append(element);
    return element;
  };
  const tell = (id, text, wrong = false) => {
    at(id).textContent = text;
    at(id).classList.toggle("wrong", wrong);
  };
  const chosen = (question) => question.querySelector("input:checked")?.value ?? null;
  const profile = (name) => chosen(at(`q-${name}`));
  const open = () => asked.filter((question) => chosen(question) === null);
  const named = () => at("consent").checked && at("name").value.trim() !== "";

  // -- what is answered so far ---------------------------------------------------------------------------------------

  const mark = (question, missing) => {
    const sign = question.querySelector(".mark");
    sign.hidden = !missing;
    sign.textContent = missing ? say("no_answer") : "";
  };
  const lacking = () => [...(profile("team") === null ? [at("q-team")] : []), ...open()];
  const count = () => {
    const n = asked.length - open().length;
    const state = unsaved ? ` · ${say("unsaved")}` : code && n ? ` · ${say("saved_mark")}` : "";
    at("progress").max = asked.length;
    at("progress").value = n;
    at("progress-words").textContent = say("progress", { n, all: asked.length }) + state;
    if (shown) for (const question of questions) mark(question, lacking().includes(question));
  };
  const changed = () => {
    unsaved = true;
    pressed = false;
    at("save").textContent = say("save");
    count();
  };

  // -- three to mend first, and the name -----------------------------------------------------------------------------

  const choose = (box) => {
    const over = ticks.filter((tick) => tick.checked).length > known.most;
    if (over) box.checked = false;
    const n = ticks.filter((tick) => tick.checked).length;
    tell("top-said", over ? say("too_many") : say("chosen", { n, all: known.most }), over);
  };
  const naming = () => {
    const written = at("name").value.trim() !== "", agreed = at("consent").checked;
    const text = written && !agreed ? say("name_left_out") : agreed && !written ? say("no_name") : "";
    if (at("name-said").textContent !== text) tell("name-said", text, true);
  };

  // -- what is written -----------------------------------------------------------------------------------------------

  const today = () => {
    const day = new Date();
    const two = (number) => String(number).padStart(2, "0");
    return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
  };
  const answer = (value) => (value === "unknown" ? value : Number(value));
  const response = () => ({
    tandem: "survey", version: known.version, lang: known.lang, on: today(),
    team: profile("team"), level: profile("level"), tenure: profile("tenure"),
    answers: Object.fromEntries(asked.filter((question) => chosen(question) !== null)
      .map((question) => [question.dataset.question, answer(chosen(question))])),
    top: ticks.filter((tick) => tick.checked).map((tick) => tick.value),
    open: Object.fromEntries(texts.map((text) => [text.name, text.value.trim()])),
    quotable: at("quotable").checked,
    name: named() ? at("name").value.trim() : "", consent: named(),
  });
  const drawn = () => [...crypto.getRandomValues(new Uint8Array(4))]
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const save = () => {
    code = code || drawn();
    const name = `survey-${code}.json`;
    const file = new Blob([`${JSON.stringify(response(), null, 1)}\n`], { type: "application/json" });
    const address = URL.createObjectURL(file);
    make("a", "", document.body, { href: address, download: name, hidden: true }).click();
    document.body.lastElementChild.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
    unsaved = false;
    at("missing").hidden = true;
    at("save").textContent = say("save");
    pressed = false;
    tell("saved", "");
    make("p", say("done", { file: name }), at("saved"), { className: "strong" });
    make("p", `${say("hand_over")} ${say("newest")}`, at("saved"));
    count();
  };

  // -- what is missing -----------------------------------------------------------------------------------------------

  const goTo = (field) => {
    field.scrollIntoView({ block: "center" });
    (field.querySelector("input") ?? field).focus();
  };
  const link = (text, into, field) => {
    const anchor = make("a", text, into, { href: `#${field.id}` });
    anchor.addEventListener("click", (event) => { event.preventDefault(); goTo(field); });
  };
  const missingLines = (list) => {
    const seen = new Map();
    for (const question of lacking()) {
      const part = question.closest("section");
      seen.set(part, [...(seen.get(part) ?? []), question]);
    }
    for (const [part, fields] of seen) {
      const line = make("li", "", list);
      link(part.querySelector("h2").textContent, line, fields[0]);
      const n = fields.length;
      line.append(fields[0] === at("q-team") ? `: ${say("no_team")}` : ` · ${n === 1 ? say("one") : say("many", { n })}`);
    }
    if (at("consent").checked && !named()) {
      const line = make("li", "", list);
      link(at("title-named").textContent, line, at("name"));
      line.append(`: ${say("no_name")}`);
    }
  };
  const complain = () => {
    const box = at("missing"), n = open().length;
    shown = pressed = true;
    box.replaceChildren();
    if (n) make("p", n === 1 ? say("missing_one") : say("missing", { n }), box, { className: "strong" });
    missingLines(make("ul", "", box));
    make("p", say("half"), box);
    box.hidden = false;
    tell("saved", "");
    at("save").textContent = say("save_half");
    count();
    box.focus();
    box.scrollIntoView({ block: "center" });
  };

  // -- an earlier file -----------------------------------------------------------------------------------------------

  const clear = () => {
    form.reset();
    for (const id of ["top-said", "name-said", "saved", "opened"]) tell(id, "");
    at("missing").hidden = true;
    at("save").textContent = say("save");
    code = "";
    unsaved = shown = pressed = false;
    for (const question of questions) mark(question, false);
    count();
  };
  const put = (name, value) => {
    const radio = [...form.querySelectorAll("input[type=radio]")]
      .find((each) => each.name === name && each.value === String(value));
    if (radio) radio.checked = true;
    return Boolean(radio);
  };
  const fill = (saved) => {
    let left = 0;
    const given = { ...saved.answers, team: saved.team, level: saved.level, tenure: saved.tenure };
    for (const [name, value] of Object.entries(given)) if (value !== null && value !== undefined && !put(name, value)) left += 1;
    const wanted = new Set(Array.isArray(saved.top) ? saved.top.slice(0, known.most) : []);
    for (const tick of ticks) tick.checked = wanted.delete(tick.value);
    left += wanted.size;
    for (const text of texts) text.value = String(saved.open?.[text.name] ?? "").slice(0, text.maxLength);
    at("quotable").checked = saved.quotable === true;
    at("consent").checked = saved.consent === true;
    at("name").value = saved.consent === true ? String(saved.name ?? "").slice(0, at("name").maxLength) : "";
    return left;
  };
  const parsed = (text) => {
    try {
      const saved = JSON.parse(text);
      const ours = saved?.tandem === "survey" && saved.version === known.version && typeof saved.answers === "object";
      return ours && saved.answers ? saved : null;
    } catch {
      return null;
    }
  };
  const reopen = async (file) => {
    const saved = file.size < 1e6 ? parsed(await file.text()) : null;
    if (!saved) return tell("opened", say("not_ours", { file: file.name }), true);
    if (unsaved && !confirm(say("replace"))) return undefined;
    clear();
    const left = fill(saved);
    code = /^survey-([0-9a-f]{8})\b/.exec(file.name)?.[1] ?? "";
    const n = asked.length - open().length;
    tell("opened", "", left > 0);
    make("p", say("opened", { file: file.name, n, all: asked.length }), at("opened"));
    if (left) make("p", say("not_used", { n: left }), at("opened"));
    if (lacking().length) link(say("go_on"), make("p", "", at("opened")), lacking()[0]);
    return count();
  };

  // -- events --------------------------------------------------------------------------------------------------------

  form.addEventListener("input", (event) => {
    if (event.target.name === "top") choose(event.target);
    if (event.target.id === "name" || event.target.id === "consent") naming();
    changed();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const whole = !lacking().length && (!at("consent").checked || named());
    if (whole || pressed) save(); else complain();
  });
  // The key Enter saves from the button alone: pressed on an answer it would look like a message from nowhere.
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
  });
  at("earlier").addEventListener("change", () => {
    const [file] = at("earlier").files;
    at("earlier").value = "";
    if (file) reopen(file);
  });
  at("empty").addEventListener("click", () => {
    if (unsaved && !confirm(say("empty"))) return;
    clear();
    tell("saved", say("emptied"));
  });
  addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
  // Who presses "back" on a computer that others use finds an empty form.
  addEventListener("pageshow", (event) => { if (event.persisted) clear(); });
  clear();
})();
