// Looks for words in the reports of this tree; what is typed is sent nowhere.
"use strict";
(() => {
  const MOST = 50, BEFORE = 60, AFTER = 160;
  const input = document.getElementById("words");
  const said = document.getElementById("said");
  const list = document.getElementById("found");
  const LETTERS = { "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ئ": "ي", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ک": "ك", "ګ": "گ", "ؤ": "و" };
  // One letter gives at most one, so that a place in the folded text is one in the text.
  const fold = (text) => Array.from(text, (sign) => {
    const base = LETTERS[sign] || sign.normalize("NFD").replace(/[\p{M}\u0640\u200c\u200d]/gu, "").toLowerCase();
    return base.length ? Array.from(base)[0] : "";
  });
  const folded = (text) => {
    const places = [];
    let flat = "";
    let at = 0;
    for (const sign of text) {
      for (const letter of fold(sign)) { for (let i = 0; i < letter.length; i += 1) places.push(at); flat += letter; }
      at += sign.length;
    }
    return { flat, places };
  };
  const passage = (report, word) => {
    const place = report.places[report.flat.indexOf(word)] || 0;
    const start = Math.max(0, place - BEFORE);
    return (start ? "…" : "") + report.text.slice(start, place + AFTER) + "…";
  };
  const add = (under, name, text, set) => {
    const made = document.createElement(name);
    made.textContent = text;
    made.dir = "auto";
    Object.assign(made, set);
    under.append(made);
    return made;
  };
  const show = (reports) => {
    list.replaceChildren();
    const words = fold(input.value).join("").split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    if (!words.length) { said.textContent = ""; return; }
    const found = reports.filter((each) => words.every((word) => each.flat.includes(word)));
    said.textContent = found.length === 1 ? "1 report" : `${found.length} reports`;
    for (const report of found.slice(0, MOST)) {
      const item = add(list, "li", "");
      add(item, "p", `${report.day} · ${report.series}`, { className: "when" });
      add(add(item, "h2", ""), "a", report.title, { href: `../${report.address}index.html` });
      add(item, "p", passage(report, words[0]));
    }
  };
  fetch("index.json").then((answer) => answer.json()).then((reports) => {
    for (const each of reports) { each.text = `${each.title}. ${each.words}`; Object.assign(each, folded(each.text)); }
    input.addEventListener("input", () => show(reports));
    show(reports);
  }).catch(() => { said.textContent = "The list of reports could not be read; open these pages from a server."; });
})();
