// Putting words in, through insertText, so that the browser's own undo takes them back.

import { fieldOf, numberOf, set, tell } from "./sheet.js";
import { say } from "../wording.js";

export function put(field, words, back = 0) {
  if (!field) return;
  field.focus();
  if (!document.execCommand("insertText", false, words)) {
    field.setRangeText(words, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  field.selectionEnd -= back;
  field.selectionStart = field.selectionEnd;
}

export function wrap(pair, before, after) {
  const field = fieldOf(pair);
  if (!field) return;
  const chosen = field.value.slice(field.selectionStart, field.selectionEnd);
  put(field, before + chosen + after, chosen ? 0 : after.length);
}

export const added = pair => wrap(pair, "[", "]");
export const meant = pair => wrap(pair, "[i.e., ", "]");
export const sic = pair => put(fieldOf(pair), "[sic]");

export function elide(pair) {
  const field = fieldOf(pair);
  if (!field) return;
  const before = field.value[field.selectionStart - 1], after = field.value[field.selectionEnd];
  put(field, `${before && /\S/.test(before) ? " " : ""}[...]${after && /\w/.test(after) ? " " : ""}`);
}

export function putAfter(pair, { mark, after }) { // words may have moved since: they say the place
  const field = fieldOf(pair), at = field.value.indexOf(after), place = at + after.length;
  if (at < 0) return tell(say("script", "“%(words)s” does not stand here any more; put %(mark)s where it belongs.", { words: set(after), mark: set(mark) }));
  field.focus();
  field.setSelectionRange(place, place);
  put(field, `${after ? " " : ""}${mark}${/^[^\s.,;:!?]/.test(field.value.slice(place)) ? " " : ""}`);
  tell(say("script", "%(mark)s was put into segment %(number)s; Ctrl and Z takes it back.", { mark: set(mark), number: numberOf(pair) }));
}

export function replace(pair, words) {
  const field = fieldOf(pair);
  field.focus();
  field.select();
  put(field, words);
  tell(say("script", "Segment %(number)s was replaced; Ctrl and Z brings your words back.", { number: numberOf(pair) }));
}

export function undo(pair) {
  fieldOf(pair)?.focus();
  document.execCommand("undo");
}
