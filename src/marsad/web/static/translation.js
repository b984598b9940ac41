// The page of a translation listens here; what it does then is in the modules beside it.
// Without a script the page is a form that works as well. It asks nobody but this desk.

import { byId, fieldOf, fit, pairOf, sheet } from "./translation/sheet.js";
import { atWork, forget, keep, parting, soon, uncertain, unkept } from "./keeping.js";
import { pressed } from "./translation/keys.js";
import { begin, leave, outline } from "./translation/moving.js";
import { openTerm } from "./translation/offers.js";
import { put, putAfter, replace } from "./translation/writing.js";

document.addEventListener("keydown", event => { if (sheet.form) pressed(event); });
document.addEventListener("input", event => {
  if (event.target.name !== "target") return;
  fit(event.target);
  soon();
});
document.addEventListener("change", event => {
  if (event.target.id === "letters") localStorage.setItem("letters", event.target.checked ? "on" : "off");
});
document.addEventListener("focusin", event => { if (sheet.form && pairOf(event.target)) outline(pairOf(event.target)); });
document.addEventListener("focusout", event => { if (sheet.form && event.target.name === "target") keep(); });

document.addEventListener("click", event => {
  const button = event.target.closest("button"), link = event.target.closest("a[href]");
  if (!sheet.form || event.button || event.ctrlKey || event.shiftKey || event.metaKey) return;
  if (button?.dataset.insert) put(fieldOf(pairOf(button)), button.dataset.insert);
  else if (button?.dataset.mark) putAfter(pairOf(button), button.dataset);
  else if (button?.dataset.replace !== undefined) replace(pairOf(button), button.dataset.replace);
  else if (link && follow(link)) event.preventDefault();
});

function follow(link) { // whether the page goes there itself
  if (link.matches(".term")) openTerm(document.querySelector(link.hash));
  else if (link.matches(".place") && byId("picture")) {
    outline(pairOf(link));
    byId("picture").scrollIntoView({ block: "nearest" });
  } else if (!link.hash.startsWith("#m") && link.target === "" && (unkept() || link.id === "following")) leave(link);
  else return false;
  return true;
}

document.addEventListener("submit", event => {
  const asked = event.target, again = () => asked.requestSubmit(event.submitter);
  if (asked.id === "sheet" || new URL(asked.action).pathname.endsWith("/discard")) { // these words are signed, or thrown away
    const late = atWork();
    forget();
    if (!late) return;
    event.preventDefault(); // a keeping that comes late would bring them back
    late.finally(() => { forget(); again(); });
  } else if (sheet.form && unkept()) {
    event.preventDefault();
    keep().then(() => { if (!unkept()) again(); });
  }
});
addEventListener("pagehide", () => { if (sheet.form) parting(); });
addEventListener("beforeunload", event => { if (sheet.form && uncertain()) { keep(); event.preventDefault(); } });
addEventListener("pageshow", event => { if (event.persisted) location.reload(); });
addEventListener("popstate", () => location.reload());
begin();
