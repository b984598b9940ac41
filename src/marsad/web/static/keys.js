// Keys of every page; what they do stands in the foot of it, which opens without this script as well.
// A page with keys of its own listens before this: what it took is not taken twice.

const shown = document.getElementById("desk-keys"), letters = document.getElementById("desk-letters");
const card = shown.querySelector(".card-of-keys");
const STEPS = { j: 1, k: -1 };
let before = null; // where the keys were asked for

if (letters) letters.checked = on(); // a page with keys of its own has this box beside those
letters?.addEventListener("change", () => localStorage.setItem("letters", letters.checked ? "on" : "off"));
document.addEventListener("keydown", event => {
  // Alt belongs to browsers and screen readers, and writes letters on many keyboards.
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
  const key = event.key === "؟" ? "?" : event.key;
  if (key === "Escape" ? close() : !writing(event.target) && act(key)) event.preventDefault();
});

const writing = at => at.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");

function on() { return localStorage.getItem("letters") !== "off"; }

function act(key) { // whether the key did something
  if (key === "?") return toggle();
  if (!on()) return false;
  if (key === "/") return search();
  return Object.hasOwn(STEPS, key) && step(STEPS[key]);
}

function toggle() {
  if (shown.open) return close();
  before = document.activeElement;
  shown.open = true;
  card.focus({ preventScroll: true }); // it lies over the page, which stays where it is
  return true;
}

function close() {
  const was = shown.open;
  shown.open = false;
  if (was) before?.focus({ preventScroll: true });
  return was;
}

function search() {
  const field = document.querySelector("form[role=search] input:not([type=hidden])");
  field?.focus();
  return Boolean(field);
}

function step(by) { // through the rows of a list; the browser opens the one it stands on
  const rows = [...document.querySelectorAll(".posts a.row")];
  const now = rows.indexOf(document.activeElement?.closest?.("a.row"));
  const next = now < 0 ? rows[0] : rows[now + by];
  next?.focus();
  return Boolean(next);
}
