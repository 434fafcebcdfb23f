"use strict";
// A sheet of the workshop: collects what is chosen and saves it as one file. It keeps nothing and asks nothing of the network.
(() => {
  const known = JSON.parse(document.getElementById("known").textContent);
  const at = (id) => document.getElementById(id);
  const picked = (name) => document.querySelector(`input[name="${name}"]:checked`)?.value ?? null;
  const sure = (name) => (picked(`sure-${name}`) === null ? null : Number(picked(`sure-${name}`)));

  const answers = () => Object.fromEntries([...document.querySelectorAll("[data-question]")]
    .map(({ dataset: { question } }) => [question, { option: picked(question), sure: sure(question) }])
    .filter(([, given]) => given.option !== null));
  const claims = () => [...document.querySelectorAll("[data-slot]")]
    .map(({ dataset: { slot } }) => ({
      pattern: at(`pattern-${slot}`).value, where: at(`where-${slot}`).value, sure: sure(slot),
    }))
    .filter((claim) => claim.pattern !== "");

  const today = () => {
    const day = new Date(), two = (number) => String(number).padStart(2, "0");
    return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}T${two(day.getHours())}:${two(day.getMinutes())}`;
  };
  const say = (text, wrong) => {
    at("said").textContent = text;
    at("said").classList.toggle("wrong", wrong);
  };

  at("save").addEventListener("click", () => {
    const code = at("code").value.trim();
    const task = known.kind === "transfer";
    const given = task ? { claims: claims() } : { answers: answers() };
    if (code === "") { at("code").focus(); return say(known.say.code, true); }
    if (!task && Object.keys(given.answers).length === 0) return say(known.say.nothing, true);
    const sheet = { tandem: "workshop", version: known.version, kind: known.kind, lang: known.lang, on: today(), code, ...given };
    const sign = [...crypto.getRandomValues(new Uint8Array(4))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const link = document.createElement("a");
    link.download = `${known.kind}-${sign}.json`;
    link.href = URL.createObjectURL(new Blob([`${JSON.stringify(sheet, null, 1)}\n`], { type: "application/json" }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    return say(`${known.say.saved.replace("{file}", link.download)} ${known.say.hand}`, false);
  });
})();
