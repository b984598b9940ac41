// Which key does what. The page lists them under "?"; Alt is never one of them.

import { added, elide, meant, sic } from "../translation/writing.js";
import { byId, form, tell, thingOf, things } from "./page.js";

// For keyboards whose letters are not Latin: the key at that place of the board.
const PLACES = { Semicolon: ";", Quote: "'", Slash: "/", Backslash: "\\", BracketRight: "]" };
for (const letter of "jkaxusecbgp") PLACES[`Key${letter.toUpperCase()}`] = letter;

const TYPING = { ";": elide, "'": added, "/": meant, "\\": sic, "]": quote => quote.querySelector("[data-marks]")?.click() };
const ON_THING = {
  "j": thing => step(thing, 1), "ArrowDown": thing => step(thing, 1),
  "k": thing => step(thing, -1), "ArrowUp": thing => step(thing, -1),
  "J": thing => own(thing, ".down"), "K": thing => own(thing, ".up"), "x": thing => own(thing, ".drop"),
  "a": thing => own(thing, ".take"),
  "Enter": thing => (thing.matches(".candidate") ? own(thing, ".take") : thing.querySelector("textarea")?.focus()),
};
const ANYWHERE = {
  "?": openKeys,
  "u": () => byId("undo")?.click(),
  "s": () => byId("save").click(),
  "/": () => { byId("q").focus(); byId("q").select(); },
  "e": () => { byId("events").focus(); byId("events").select(); },
  "c": () => first(".candidate"),
  "b": () => first(".blocks .thing"),
  "g": () => first("#missing a"),
  "p": () => first("#at-sign"),
};

export function pressed(event) {
  // Alt belongs to browsers and screen readers, and writes letters on many keyboards.
  if (event.defaultPrevented || event.altKey || event.metaKey || event.isComposing) return;
  const at = event.target, thing = thingOf(at);
  const act = action(event, at, thing);
  if (!act) return;
  event.preventDefault();
  act(thing);
}

function action(event, at, thing) {
  const latin = event.key.charCodeAt(0) < 128;
  const there = PLACES[event.code], key = latin ? event.key : event.shiftKey ? there?.toUpperCase() : there;
  if (event.ctrlKey) {
    if (key === "Enter") return () => byId("save").click();
    return at.matches("textarea") && thing?.matches(".quoted") ? TYPING[key] : undefined;
  }
  if (key === "Escape") return thing && at !== thing ? () => thing.focus() : undefined;
  if (at.matches("textarea, select, input:not([type=checkbox])")) return undefined;
  if (key?.length === 1 && key !== "?" && !byId("letters").checked) return undefined;
  if (Object.hasOwn(ANYWHERE, key)) return ANYWHERE[key];
  if (at !== thing) return undefined; // links, buttons and the page keep their keys
  return Object.hasOwn(ON_THING, key) ? ON_THING[key] : undefined;
}

function step(thing, by) {
  const all = things(thing.matches(".candidate") ? ".candidate" : ".blocks .thing");
  const to = all[all.indexOf(thing) + by];
  if (!to) return tell(by > 0 ? form.dataset.ended : form.dataset.first);
  to.focus();
  to.scrollIntoView({ block: "nearest" });
}

function own(thing, kind) { // the button of this very thing, and of none within it
  const button = [...thing.querySelectorAll(kind)].find(each => thingOf(each) === thing);
  if (button) button.click();
  else tell(kind === ".up" ? form.dataset.first : kind === ".down" ? form.dataset.ended : "");
}

function first(kind) {
  const to = things(kind)[0];
  to?.focus();
  to?.scrollIntoView({ block: "nearest" });
}

function openKeys() {
  const keys = byId("keys");
  keys.open = !keys.open;
  if (keys.open) keys.querySelector("summary").focus();
}

