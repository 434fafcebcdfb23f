"use strict";
// A lesson: figures and findings unfold, an answer is met with what there is to say about it, and all of it can be saved
// as one small file. It keeps nothing on the computer and asks nothing of the network.
(() => {
  const known = JSON.parse(document.getElementById("known").textContent);
  const say = (name, blanks = {}) => known.say[name].replace(/\{(\w+)\}/g, (_, blank) => blanks[blank]);
  const at = (id) => document.getElementById(id);
  const chosen = (name) => document.querySelector(`input[name=${name}]:checked`)?.value ?? null;
  let first = null;

  const make = (kind, text, into, properties = {}) => {
    const element = Object.assign(document.createElement(kind), { textContent: text }, properties);
    into.append(element);
    return element;
  };
  const tell = (box, kind, ...lines) => {
    box.replaceChildren();
    box.className = `said ${kind}`;
    lines.forEach((line, place) => make("p", line, box, { className: place ? "" : "strong" }));
  };

  // -- what unfolds --------------------------------------------------------------------------------------------------

  for (const button of document.querySelectorAll("button[aria-controls]")) {
    button.addEventListener("click", () => {
      const folded = at(button.getAttribute("aria-controls"));
      folded.hidden = !folded.hidden;
      button.setAttribute("aria-expanded", String(!folded.hidden));
    });
  }

  // -- the choice: the first answer counts, others may be tried to read what is said to them ---------------------------

  at("answer").addEventListener("click", () => {
    const option = chosen("option"), sure = chosen("sure");
    if (option === null || sure === null) return tell(at("said"), "missing", say("incomplete"));
    first = first ?? { option, sure: Number(sure) };
    const met = known.options[option];
    const before = say("first", { sure: at(`sure-${first.sure}`).textContent, option: known.options[first.option].says });
    return tell(at("said"), met.right ? "right" : "wrong", say(met.right ? "right" : "wrong"), met.feedback, before);
  });

  // -- what is saved -------------------------------------------------------------------------------------------------

  const today = () => {
    const day = new Date();
    const two = (number) => String(number).padStart(2, "0");
    return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
  };
  const drawn = () => [...crypto.getRandomValues(new Uint8Array(4))]
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");
  at("save").addEventListener("click", () => {
    const prediction = at("prediction").value.trim();
    if (!first && !prediction) return tell(at("saved"), "missing", say("nothing"));
    const written = {
      tandem: "lesson", version: known.version, lang: known.lang, on: today(), lesson: known.lesson,
      option: first?.option ?? null, sure: first?.sure ?? null, prediction,
    };
    const name = `lesson-${known.lesson}-${drawn()}.json`;
    const address = URL.createObjectURL(new Blob([`${JSON.stringify(written, null, 1)}\n`], { type: "application/json" }));
    const link = make("a", "", document.body, { href: address, download: name, hidden: true });
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
    return tell(at("saved"), "right", say("saved", { file: name }));
  });

  // Who presses "back" on a computer that others use finds an empty page.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();
