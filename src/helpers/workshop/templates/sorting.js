"use strict";
// The blind sort: one of a pair sorts, then the other; then both see on how many leads they agree. It keeps nothing on
// the computer and asks nothing of the network. Agreement is that of helpers/icp/agreement.py; a test holds both alike.
(() => {
  const known = JSON.parse(document.getElementById("known").textContent);
  const say = (name, blanks = {}) => known.say[name].replace(/\{(\w+)\}/g, (_, blank) => blanks[blank]);
  const at = (id) => document.getElementById(id);
  const cards = [...document.querySelectorAll(".lead-card")];
  const answers = { marketing: known.items.map(() => null), sales: known.items.map(() => null) };
  const room = new Map();
  let team = "marketing", place = 0, shown = false, code = "";

  // -- agreement -----------------------------------------------------------------------------------------------------

  // Items with one label of each team, as pairs of booleans (taken on or not): how many are alike, and Gwet's AC1.
  const agreement = (pairs) => {
    const n = pairs.length, same = pairs.filter(([one, two]) => one === two).length;
    const share = pairs.map(([one, two]) => (Number(one) + Number(two)) / 2);
    const habit = share.reduce((sum, each) => sum + each, 0) / n;
    const chance = 2 * habit * (1 - habit), seen = same / n, value = (seen - chance) / (1 - chance);
    const found = { n, same, value, low: NaN, high: NaN };
    if (n < 2) return found;
    const spread = pairs.map(([one, two], item) => {
      const each = (Number(one === two) - chance) / (1 - chance);
      const own = share[item] * (1 - habit) + (1 - share[item]) * habit;
      return each - (2 * (1 - value) * (own - chance)) / (1 - chance);
    });
    const squares = spread.reduce((sum, each) => sum + (each - value) ** 2, 0);
    const width = known.t[n] * Math.sqrt(squares / (n * (n - 1)));
    const low = seen === 1 ? (1 - known.zero[n] - chance) / (1 - chance) : value - width;
    return { ...found, low: Math.max(low, -1), high: Math.min(value + width, 1) };
  };
  const majority = (labels) => {
    const taken = labels.filter((label) => label === "accept").length, left = labels.length - taken;
    return taken === left ? null : taken > left ? "accept" : "reject";
  };
  const number = (value) => value.toFixed(2).replace("-", "−").replace(".", known.point);
  const beyond = (found) => {
    const blanks = { value: number(found.value), low: number(found.low), high: number(found.high) };
    return Number.isNaN(found.low) ? say("beyond_few", blanks) : say("beyond", blanks);
  };
  const both = (labels) => labels.filter(([one, two]) => one !== null && two !== null)
    .map(([one, two]) => [one === "accept", two === "accept"]);

  // -- one card after the other --------------------------------------------------------------------------------------

  const chosen = (card) => card.querySelector("input:checked")?.value ?? null;
  const sorted = () => answers[team].filter((label) => label !== null).length;
  const count = () => {
    at("progress").value = sorted();
    at("progress-words").textContent = say("progress", { n: sorted(), all: known.items.length });
    at("finish").hidden = place !== cards.length - 1;
    at("next").hidden = place === cards.length - 1;
    at("back").disabled = place === 0;
    at("early").hidden = team !== "sales" || sorted() === 0;
  };
  const turn = (to) => {
    place = Math.min(Math.max(to, 0), cards.length - 1);
    cards.forEach((card, each) => { card.hidden = each !== place; });
    count();
  };
  const focus = () => (cards[place].querySelector("input:checked") ?? cards[place].querySelector("input")).focus();
  const begin = (who) => {
    team = who;
    at("turn").textContent = say(who);
    at("handing").hidden = who !== "sales";
    at("handing").textContent = say("turn");
    for (const input of document.querySelectorAll(".choice input")) input.checked = false;
    turn(0);
  };

  // -- what came out -------------------------------------------------------------------------------------------------

  const word = (label) => (label === null ? "–" : say(label === "accept" ? "take" : "leave"));
  const line = (into, lead, labels, ties = "–") => {
    const row = document.createElement("tr"), head = document.createElement("th");
    head.scope = "row";
    head.textContent = lead;
    row.append(head);
    const [one, two] = labels;
    const together = one === null || two === null ? "" : one === two ? "same" : "apart";
    for (const text of [one === null ? ties : word(one), two === null ? ties : word(two), together && say(together)]) {
      const cell = document.createElement("td");
      cell.textContent = text;
      row.append(cell);
    }
    if (together) row.lastElementChild.className = together;
    into.append(row);
  };
  const listed = (into, labels, ties) => {
    into.replaceChildren();
    const names = cards.map((card) => card.querySelector("legend").textContent);
    const apart = labels.map((pair, item) => [pair, item]).sort(([a, i], [b, j]) => {
      const differs = ([one, two]) => (one !== null && two !== null && one !== two ? 0 : 1);
      return differs(a) - differs(b) || i - j;
    });
    for (const [pair, item] of apart) line(into, names[item], pair, ties);
  };
  const labels = () => known.items.map((_, item) => [answers.marketing[item], answers.sales[item]]);
  const result = () => {
    const pairs = both(labels());
    at("result").hidden = false;
    at("sort").hidden = true;
    if (pairs.length) {
      const found = agreement(pairs);
      at("agree").textContent = say("agree", { n: found.same, all: found.n });
      at("beyond").textContent = beyond(found);
      at("scale").textContent = say("scale") + (pairs.length < known.items.length ? ` ${say("missing")}` : "");
    } else {
      at("agree").textContent = say("none");
    }
    listed(at("rows"), labels());
    if (!shown) { shown = true; at("result-title").focus(); }
  };
  const finish = () => {
    if (team === "marketing") { begin("sales"); at("turn").focus(); } else result();
  };

  // -- files ---------------------------------------------------------------------------------------------------------

  const today = () => {
    const day = new Date(), two = (figure) => String(figure).padStart(2, "0");
    return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
  };
  const drawn = () => [...crypto.getRandomValues(new Uint8Array(4))]
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const pair = () => at("pair").value.trim() || code;
  const write = (name, text, type) => {
    const address = URL.createObjectURL(new Blob([text], { type }));
    const link = Object.assign(document.createElement("a"), { href: address, download: name, hidden: true });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
    at("saved").textContent = say("saved", { file: name });
  };
  // A cell that a spreadsheet would take for a formula begins with a quote.
  const cell = (text) => {
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const rows = () => ["marketing", "sales"].flatMap((who) => known.items
    .map((item, each) => [item, answers[who][each]]).filter(([, label]) => label !== null)
    .map(([item, label]) => [known.session, today(), item, "lead", known.csv.teams[who], pair(), known.csv.labels[label]]));
  const csv = () => [known.csv.head, ...rows()].map((row) => row.map(cell).join(",")).join("\r\n");
  const saved = () => ({
    tandem: "blind_sort", version: known.version, session: known.session, on: today(), pair: pair(), code,
    items: known.items, marketing: answers.marketing, sales: answers.sales,
  });
  const ours = (text) => {
    try {
      const file = JSON.parse(text);
      const fits = file?.tandem === "blind_sort" && file.version === known.version && typeof file.code === "string"
        && JSON.stringify(file.items) === JSON.stringify(known.items)
        && ["marketing", "sales"].every((who) => Array.isArray(file[who]) && file[who].length === known.items.length
          && file[who].every((label) => label === null || label === "accept" || label === "reject"));
      return fits ? file : null;
    } catch {
      return null;
    }
  };
  const tally = () => {
    const files = [...room.values()];
    const votes = known.items.map((_, item) => ["marketing", "sales"].map((who) =>
      majority(files.map((file) => file[who][item]).filter((label) => label !== null))));
    const pairs = both(votes);
    at("room-table").hidden = false;
    listed(at("room-rows"), votes, say("tied"));
    if (!pairs.length) { at("room").textContent = say("none"); return; }
    const found = agreement(pairs);
    at("room").textContent = say("agree_room", { pairs: files.length, n: found.same, all: found.n });
    at("room-beyond").textContent = beyond(found);
  };
  const add = async (files) => {
    const wrong = [];
    for (const each of files) {
      const file = each.size < 1e6 ? ours(await each.text()) : null;
      if (!file) wrong.push(say("not_ours", { file: each.name }));
      else if (room.has(file.code)) wrong.push(say("twice", { file: each.name }));
      else room.set(file.code, file);
    }
    at("room-said").textContent = wrong.join(" ");
    if (room.size) tally();
  };

  // -- start ---------------------------------------------------------------------------------------------------------

  const empty = () => {
    for (const who of ["marketing", "sales"]) answers[who].fill(null);
    shown = false;
    code = drawn();
    at("pair").value = at("saved").textContent = "";
    at("result").hidden = true;
    at("sort").hidden = false;
    begin("marketing");
  };
  cards.forEach((card, each) => card.addEventListener("change", () => {
    answers[team][each] = chosen(card);
    count();
  }));
  at("back").addEventListener("click", () => { turn(place - 1); focus(); });
  at("next").addEventListener("click", () => { turn(place + 1); focus(); });
  at("finish").addEventListener("click", finish);
  at("early").addEventListener("click", result);
  at("csv").addEventListener("click", () => write(`blind_sort-${code}.csv`, `\ufeff${csv()}\r\n`, "text/csv"));
  at("json").addEventListener("click", () => write(`blind_sort-${code}.json`, `${JSON.stringify(saved(), null, 1)}\n`, "application/json"));
  at("again").addEventListener("click", () => { if (confirm(say("empty"))) { empty(); at("turn").focus(); } });
  at("files").addEventListener("change", async (event) => { await add(event.target.files); event.target.value = ""; });
  empty();
})();
