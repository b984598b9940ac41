// Which key does what. The page lists them under "?"; Alt is never one of them.

import { byId, fieldOf, pairOf } from "./sheet.js";
import { move } from "./moving.js";
import { closeTerms, mark, openTerms, recall, take } from "./offers.js";
import { added, elide, meant, sic, undo } from "./writing.js";

// For keyboards whose letters are not Latin: the key at that place of the board.
const PLACES = { Comma: ",", Semicolon: ";", Quote: "'", Slash: "/", Backslash: "\\", Period: ".", BracketRight: "]" };
for (const letter of "jkmwistuonch") PLACES[`Key${letter.toUpperCase()}`] = letter;
for (const digit of "123456789") PLACES[`Digit${digit}`] = digit;

const TYPING = {
  "Enter": (pair, event) => move(pair, event.shiftKey ? -1 : 1, true),
  ",": recall, ";": elide, "'": added, "/": meant, "\\": sic, "]": mark,
};
const CHOSEN = {
  "j": pair => move(pair, 1), "ArrowDown": pair => move(pair, 1),
  "k": pair => move(pair, -1), "ArrowUp": pair => move(pair, -1),
  "Enter": pair => fieldOf(pair)?.focus(),
  "m": recall, ".": elide, "w": added, "i": meant, "s": sic, "t": openTerms, "h": mark, "u": undo,
};
for (const digit of "123456789") CHOSEN[digit] = pair => take(pair, Number(digit));
const ANYWHERE = {
  "?": openKeys,
  "o": () => byId("picture-key")?.click(),
  "n": () => byId("following")?.click(),
};

export function pressed(event) { // whether the key was ours
  // Alt belongs to browsers and screen readers, and writes letters on many keyboards.
  if (event.altKey || event.metaKey || event.isComposing) return;
  const at = event.target, pair = pairOf(at), writing = at.matches("textarea");
  const act = action(event, at, pair, writing);
  if (!act) return;
  event.preventDefault();
  act(pair, event);
}

function action(event, at, pair, writing) {
  const key = event.key in PLACES || event.key.charCodeAt(0) < 128 ? event.key : PLACES[event.code];
  if (event.ctrlKey) return writing && pair ? TYPING[key] : undefined;
  if (key === "Escape") return pair && at !== pair ? out : undefined;
  if (writing || at.matches("input, select")) return undefined;
  if (key?.length === 1 && key !== "?" && !byId("letters").checked) return undefined;
  if (Object.hasOwn(ANYWHERE, key)) return ANYWHERE[key];
  if (at !== pair && !"jk".includes(key)) return undefined; // links, buttons and the page keep their keys
  return Object.hasOwn(CHOSEN, key) ? CHOSEN[key] : undefined;
}

function out(pair) {
  closeTerms(pair);
  pair.focus();
}

function openKeys() {
  const keys = byId("keys");
  keys.open = !keys.open;
  if (keys.open) keys.querySelector("summary").focus();
}
