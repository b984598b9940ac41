// What the desk offers beside a segment: its memory and its terms.

import { byId, fieldOf, tell } from "./sheet.js";
import { putAfter, replace } from "./writing.js";
import { say } from "../wording.js";

const matches = pair => [...(pair?.querySelectorAll(".memory [data-replace]") ?? [])].map(each => each.dataset.replace);

export function recall(pair) { // the first, then the next at each press
  const offers = matches(pair);
  if (!offers.length) return tell(say("script", "The memory has nothing like this segment."));
  const now = offers.indexOf(fieldOf(pair).value);
  replace(pair, offers[(now + 1) % offers.length]);
}

export function take(pair, number) {
  const offers = matches(pair);
  if (number > offers.length) return tell(say("script", "The memory does not offer so many here: %(count)s.", { count: offers.length }));
  replace(pair, offers[number - 1]);
}

export function mark(pair) { // the next one that does not stand yet; before the first, ask which
  const offers = [...(pair?.querySelectorAll("[data-mark]") ?? [])], words = fieldOf(pair)?.value;
  if (!offers.length && byId("marks-key")) return byId("marks-key").click();
  if (!offers.length) return tell(say("script", "No mark is offered for this segment."));
  const next = offers.find(each => !stands(words, each.dataset));
  if (next) putAfter(pair, next.dataset);
  else tell(say("script", "Every mark that was offered here stands."));
}

function stands(words, { mark, after }) {
  const at = words.indexOf(after);
  return at >= 0 && words.slice(at + after.length).trimStart().startsWith(mark);
}

export function openTerms(pair) { // one card at a time, for they lie over one another
  const terms = [...(pair?.querySelectorAll("details.help") ?? [])];
  if (!terms.length) return tell(say("script", "No term of the termbase stands in this segment."));
  const now = terms.findIndex(each => each.open);
  if (now >= 0) terms[now].open = false;
  if (now + 1 < terms.length) terms[now + 1].open = true;
}

export function openTerm(card) {
  card.open = true;
  card.querySelector("summary").focus();
}

export function closeTerms(pair) { // whether one was open
  const open = [...(pair?.querySelectorAll("details.help[open]") ?? [])];
  open.forEach(each => { each.open = false; });
  return open.length > 0;
}
