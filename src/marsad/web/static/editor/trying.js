// What is typed is shown to the desk, which keeps it, says what the marks rule and the gate think of
// it and makes the preview. Nothing of it is a version before it is saved.

import { open, soon } from "../keeping.js";
import { say } from "../wording.js";
import { byId, english, form, made, tell, thingOf } from "./page.js";

export const typed = { changed: false };

export const unsaved = () => typed.changed;

export function opened() {
  open({ form, state: byId("state"), address: () => form.dataset.try, heard });
  typed.changed = "typed" in form.dataset;
  if (typed.changed) look();
}

export function changed() {
  typed.changed = true;
  soon();
}

async function look() { // words that stand in no version, as the page was opened: they are kept already
  try {
    const answer = await fetch(form.dataset.try, { method: "POST", body: new FormData(form) });
    if (!answer.ok) throw new Error(answer.statusText);
    judged(await answer.json());
  } catch { tell(form.dataset.away); }
}

function heard(told) {
  const { pad, since, at, rivals } = told.kept;
  form.elements.pad.value = pad;
  form.elements.stamp.value = since;
  byId("state").textContent = say("script", "Kept at %(at)s, not saved.", { at });
  if (rivals) tell(say("script", "Another page wrote on this report too. Both are kept; open this page again to see them side by side."));
  judged(told);
}

function judged(told) {
  if (told.overtaken) return tell(form.dataset.overtaken);
  for (const [at, said] of Object.entries(told.quotations)) judge(at, said);
  gate(told.gate);
  preview(told.preview);
}

function judge(at, { complaints, would }) {
  const notes = document.querySelector(`[data-quotation="${at}"]`), field = byId(`said-${at}`);
  if (!notes) return;
  const lines = complaints.map(each => { const line = made("p", "warning"); line.append(english(each)); return line; });
  if (would) lines.push(offer(would, field));
  notes.replaceChildren(...lines);
}

function offer(would, field) {
  const line = made("p", "tools"), button = made("button", "plain", `${form.dataset.marked}: `);
  const words = made("bdi", "", would);
  words.dir = "auto";
  button.append(words);
  button.type = "button";
  Object.assign(button.dataset, { replace: would, in: field.id, marks: "" });
  line.append(button);
  return line;
}

function gate(missing) {
  const lines = missing.map(each => {
    const line = made("li"), where = made(each.at ? "a" : "strong");
    if (each.at) where.href = `#at-${each.at}`;
    where.append(english(each.where));
    const remedy = made("span", "remedy");
    remedy.append(english(each.remedy));
    line.append(where, ": ", english(each.what), " ", remedy);
    return line;
  });
  byId("missing").replaceChildren(...(lines.length ? lines : [made("li", "done", form.dataset.nothing)]));
  document.querySelectorAll("[data-missing]").forEach(place => {
    const here = missing.filter(each => each.at === place.dataset.missing);
    place.replaceChildren(...here.map(each => { const line = made("p", "warning"); line.append(english(each.what)); return line; }));
  });
}

function preview(token) {
  // Not by src: that would put every letter into the history of the window.
  const block = thingOf(document.activeElement)?.dataset.at?.split(".")[0]; // it opens where somebody writes
  const place = block ? `#outlet-${block}` : "";
  byId("preview")?.contentWindow.location.replace(`${form.dataset.tried}${token}${place}`);
  byId("printed")?.querySelectorAll("img").forEach((page, at) => {
    page.src = `${form.dataset.page}${at + 1}?of=${token}`;
  });
}
