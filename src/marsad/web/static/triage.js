// The triage queue by keys. Without a script the page is links and forms that do the same.
// Every key presses a button or follows a link of the page; what they do, the desk does.

const byId = id => document.getElementById(id);
let coming = null; // the next page, as text: fetched while this one is read, and nothing is open on it
let busy = false; // a key pressed meanwhile would mean another post

// For keyboards whose letters are not Latin: the key at that place of the board.
const PLACES = {};
for (const letter of "jkushom") PLACES[`Key${letter.toUpperCase()}`] = letter;
for (const digit of "0123456789") PLACES[`Digit${digit}`] = PLACES[`Numpad${digit}`] = digit;

const onward = document.documentElement.dir === "rtl" ? ["ArrowLeft", "ArrowRight"] : ["ArrowRight", "ArrowLeft"];
const KEYS = {
  "j": () => byId("following"), [onward[0]]: () => byId("following"),
  "k": () => byId("before"), [onward[1]]: () => byId("before"),
  "?": () => document.querySelector("#keys summary"),
  "m": () => byId("stay"),
};
const FOCUSED = { "h": () => byId("to"), "o": () => document.querySelector(".medium .button") };

function begin() {
  byId("letters").checked = localStorage.getItem("letters") !== "off";
  coming = null;
  const next = byId("following");
  if (next) fetch(next.href).then(answer => (answer.ok ? answer.text() : null)).then(page => { coming = page; }, () => {});
}

document.addEventListener("keydown", event => {
  if (event.altKey || event.metaKey || event.ctrlKey || event.isComposing || event.repeat) return;
  const at = event.target;
  if (at.matches("input:not([type=checkbox]), select, textarea")) {
    if (event.key === "Escape") byId("main").focus();
    return;
  }
  const key = event.key === "؟" ? "?" : event.key.charCodeAt(0) < 128 ? event.key : PLACES[event.code] ?? event.key;
  if (key.length === 1 && key !== "?" && !byId("letters").checked) return;
  const chosen = node(key);
  if (!chosen) return;
  event.preventDefault();
  if (Object.hasOwn(FOCUSED, key)) chosen.focus();
  else if (!busy) chosen.click();
});

function node(key) {
  if (Object.hasOwn(KEYS, key)) return KEYS[key]();
  if (Object.hasOwn(FOCUSED, key)) return FOCUSED[key]();
  return /^[0-9a-z]$/.test(key) ? document.querySelector(`button[data-key="${key}"]`) : null;
}

document.addEventListener("change", event => {
  if (event.target.id === "letters") localStorage.setItem("letters", event.target.checked ? "on" : "off");
});

document.addEventListener("click", event => {
  const link = event.target.closest("a#following, a#before");
  if (!link || event.button || event.ctrlKey || event.shiftKey || event.metaKey) return;
  event.preventDefault();
  if (link.id === "following" && coming) show(coming, link.href);
  else go(link.href);
});

document.addEventListener("submit", event => {
  const asked = event.target;
  if (!new URL(asked.action).pathname.match(/^\/triage\/(code|undo|skip|hand)$/)) return;
  event.preventDefault();
  go(asked.action, { method: "POST", body: new URLSearchParams(new FormData(asked, event.submitter)) });
});

async function go(address, how) {
  if (busy) return;
  busy = true;
  try {
    const answer = await fetch(address, how), page = await answer.text();
    if (answer.ok) show(page, answer.url);
    else tell(read(page).querySelector("main p")?.textContent.trim() || byId("told").dataset.unanswered);
  } catch {
    tell(byId("told").dataset.unanswered);
  } finally {
    busy = false;
  }
}

const read = page => new DOMParser().parseFromString(page, "text/html");

function show(text, address) {
  const page = read(text);
  history.pushState(null, "", address);
  document.title = page.title;
  const said = page.getElementById("told");
  document.querySelector("main").replaceWith(page.querySelector("main"));
  begin();
  byId("main").focus();
  scrollTo(0, 0);
  if (said) { // put in after it stands on the page: only then is a live region read aloud
    const words = [...byId("told").childNodes];
    byId("told").replaceChildren();
    requestAnimationFrame(() => byId("told")?.replaceChildren(...words));
  }
}

function tell(words) { byId("told").textContent = words; }

addEventListener("popstate", () => location.reload());
begin();
