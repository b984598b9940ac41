// From segment to segment, and from one translation to the next, which was fetched before.

import { byId, fieldOf, numberOf, read, sheet, tell } from "./sheet.js";
import { keep, open, unkept } from "../keeping.js";
import { heard } from "./meeting.js";
import { say } from "../wording.js";

let coming = null; // the next page, as text

export function begin() {
  if (!read()) return;
  open({ form: sheet.form, state: byId("kept"), address: () => sheet.form.action.replace(/\/(?:review|write)(?=\?|$)/, "/keep"), heard });
  byId("letters").checked = localStorage.getItem("letters") !== "off";
  coming = null;
  const next = byId("following");
  if (next) fetch(next.href).then(answer => (answer.ok ? answer.text() : null)).then(page => { coming = page; }, () => {});
}

export function move(pair, step, writing = false) {
  const to = pair ? sheet.pairs[sheet.pairs.indexOf(pair) + step] : sheet.pairs[0];
  if (!to) return tell(step > 0 ? say("script", "This was the last segment.") : say("script", "This was the first segment."));
  (writing ? fieldOf(to) : to).focus();
  to.scrollIntoView({ block: "nearest" });
}

export async function leave(link) { // only after what was typed is kept
  await keep();
  if (unkept()) return;
  if (link.id !== "following" || !coming) return void (location.href = link.href);
  const page = new DOMParser().parseFromString(coming, "text/html");
  history.pushState(null, "", link.href);
  document.title = page.title;
  document.querySelector("main").replaceWith(page.querySelector("main"));
  begin();
  byId("main").focus();
  scrollTo(0, 0);
}

export function outline(pair) {
  const number = String(numberOf(pair));
  document.querySelectorAll("[data-box]").forEach(each => each.classList.toggle("here", each.dataset.box === number));
}
