// The page of a translation: keys, keeping what is typed, and what others typed meanwhile.
// Without it the page is a form that works as well. It asks nobody but this desk.

const WAIT = 700; // milliseconds without a key before it is kept
const AGAIN = 4000; // before a refused keeping is tried again

// For keyboards whose letters are not Latin: the key at that place of the board.
const PLACES = { Comma: ",", Semicolon: ";", Quote: "'", Slash: "/", Backslash: "\\",
  KeyJ: "j", KeyK: "k", KeyM: "m", KeyW: "w", KeyI: "i", KeyS: "s", KeyT: "t", KeyU: "u", KeyO: "o", KeyN: "n", Period: "." };

const TYPING = {
  "Enter": (pair, event) => move(pair, event.shiftKey ? -1 : 1, true),
  ",": recall,
  ";": pair => elide(pair),
  "'": pair => wrap(pair, "[", "]"),
  "/": pair => wrap(pair, "[i.e., ", "]"),
  "\\": pair => put(fieldOf(pair), "[sic]"),
};
const CHOSEN = {
  "j": pair => move(pair, 1), "ArrowDown": pair => move(pair, 1),
  "k": pair => move(pair, -1), "ArrowUp": pair => move(pair, -1),
  "Enter": pair => fieldOf(pair)?.focus(),
  "m": recall,
  ".": pair => elide(pair),
  "w": pair => wrap(pair, "[", "]"),
  "i": pair => wrap(pair, "[i.e., ", "]"),
  "s": pair => put(fieldOf(pair), "[sic]"),
  "t": openTerms,
  "u": pair => { fieldOf(pair)?.focus(); document.execCommand("undo"); },
};
const ANYWHERE = {
  "?": openKeys,
  "o": () => byId("picture-key")?.click(),
  "n": () => byId("following")?.click(),
};

let form, pairs, fields, coming, changed = 0, kept = 0, timer = 0, running = null;

const byId = id => document.getElementById(id);
const fieldOf = pair => pair?.querySelector("textarea");
const pairOf = node => node?.closest?.(".pair") ?? null;

function tell(words) { byId("told").textContent = words; }

function begin() {
  form = byId("sheet");
  if (!form) return;
  pairs = [...document.querySelectorAll(".pair")];
  fields = pairs.map(fieldOf);
  changed = kept = 0;
  document.querySelectorAll("button[hidden]").forEach(each => { each.hidden = false; });
  fields.forEach(fit);
  const letters = byId("letters");
  letters.checked = localStorage.getItem("letters") !== "off";
  coming = null;
  const next = byId("following");
  if (next) fetch(next.href).then(answer => answer.ok ? answer.text() : null).then(page => { coming = page; }, () => {});
}

function fit(field) { // as high as what stands in it
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 4}px`;
}

// --- keeping

function soon() {
  changed += 1;
  byId("kept").textContent = "Not kept yet.";
  clearTimeout(timer);
  timer = setTimeout(keep, WAIT);
}

function keep() { // one request at a time: a second would take the first for another page
  clearTimeout(timer);
  if (running) return running.then(() => (changed > kept ? keep() : undefined));
  if (changed === kept) return Promise.resolve();
  running = send(false).finally(() => { running = null; });
  return running;
}

async function send(leaving) {
  const at = changed, words = new URLSearchParams(new FormData(form));
  try {
    const answer = await fetch(form.action.replace(/\/review$/, "/keep"), {
      method: "POST", body: words, headers: { accept: "application/json" }, keepalive: leaving,
    });
    if (!answer.ok) throw new Error(await refusal(answer));
    heard(await answer.json());
    kept = at;
  } catch (error) {
    byId("kept").textContent = "Not kept.";
    tell(`What you typed is not kept yet: ${error.message}. It is tried again; do not close this page.`);
    timer = setTimeout(keep, AGAIN);
  }
}

async function refusal(answer) { // the desk says why in one sentence on its page
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("main p")?.textContent.trim() || `the desk answers ${answer.status}`;
}

function heard(said) {
  form.elements.pad.value = said.pad;
  form.elements.since.value = said.since;
  byId("kept").textContent = `Kept at ${said.at}, unsigned.`;
  said.segments.forEach((each, number) => note(pairs[number].querySelector(".notes"), each));
  said.rivals.forEach(meet);
}

function note(box, said) {
  const words = said.breaches.slice();
  if (said.hidden) words.unshift(`It holds characters that cannot be seen: ${said.hidden}`);
  box.replaceChildren(...words.map(each => made("p", "warning", each)));
}

function meet(rival) {
  const other = [];
  rival.targets.forEach((target, number) => {
    if (target === fields[number].value) return;
    other.push(number + 1);
    const block = made("div", "rival live"), take = made("button", "plain", "Take these words");
    take.type = "button";
    take.dataset.replace = target;
    block.append(made("p", "label", `Typed on another page, ${rival.at}, not signed`), made("p", "", target), take);
    block.children[1].dir = "auto";
    pairs[number].querySelector(".rival.live")?.remove();
    fields[number].parentElement.append(block);
  });
  if (other.length) tell(`Another page wrote on this translation too. Both are kept; segment ${other.join(", ")} is shown side by side.`);
}

function made(name, kind, words = "") { // textContent: what others typed is never read as markup
  const node = document.createElement(name);
  node.className = kind;
  node.textContent = words;
  return node;
}

// --- writing: through insertText, so that the browser's own undo takes it back

function put(field, words, back = 0) {
  if (!field) return;
  field.focus();
  if (!document.execCommand("insertText", false, words)) {
    field.setRangeText(words, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  field.selectionEnd -= back;
  field.selectionStart = field.selectionEnd;
}

function wrap(pair, before, after) {
  const field = fieldOf(pair);
  if (!field) return;
  const chosen = field.value.slice(field.selectionStart, field.selectionEnd);
  put(field, before + chosen + after, chosen ? 0 : after.length);
}

function elide(pair) {
  const field = fieldOf(pair);
  if (!field) return;
  const before = field.value[field.selectionStart - 1], after = field.value[field.selectionEnd];
  put(field, `${before && /\S/.test(before) ? " " : ""}[...]${after && /\w/.test(after) ? " " : ""}`);
}

function replace(pair, words) {
  const field = fieldOf(pair);
  field.focus();
  field.select();
  put(field, words);
  tell(`Segment ${pairs.indexOf(pair) + 1} was replaced; Ctrl and Z brings your words back.`);
}

function recall(pair) {
  const offers = [...(pair?.querySelectorAll(".memory [data-replace]") ?? [])];
  if (!offers.length) return tell("The memory has nothing like this segment.");
  const now = offers.findIndex(each => each.dataset.replace === fieldOf(pair).value);
  replace(pair, offers[(now + 1) % offers.length].dataset.replace);
}

// --- moving

function move(pair, step, writing = false) {
  const to = pair ? pairs[pairs.indexOf(pair) + step] : pairs[0];
  if (!to) return tell(step > 0 ? "This was the last segment." : "This was the first segment.");
  (writing ? fieldOf(to) : to).focus();
  to.scrollIntoView({ block: "nearest" });
}

function openTerms(pair) {
  const terms = [...(pair?.querySelectorAll("details.help") ?? [])];
  const open = !terms.some(each => each.open);
  terms.forEach(each => { each.open = open; });
  if (!terms.length) tell("No term of the termbase stands in this segment.");
}

function openKeys() {
  const keys = byId("keys");
  keys.open = !keys.open;
  if (keys.open) keys.querySelector("summary").focus();
}

async function leave(link) { // only after what was typed is kept
  await keep();
  if (changed !== kept) return;
  if (link.id !== "following" || !coming) return void (location.href = link.href);
  const page = new DOMParser().parseFromString(coming, "text/html");
  history.pushState(null, "", link.href);
  document.title = page.title;
  document.querySelector("main").replaceWith(page.querySelector("main"));
  begin();
  byId("main").focus();
  scrollTo(0, 0);
}

function outline(pair) {
  const number = String(pairs.indexOf(pair) + 1);
  document.querySelectorAll("[data-box]").forEach(each => each.classList.toggle("here", each.dataset.box === number));
}

// --- listening

document.addEventListener("keydown", event => {
  // Alt belongs to browsers and screen readers, and writes letters on many keyboards.
  if (!form || event.altKey || event.metaKey || event.isComposing) return;
  const at = event.target, pair = pairOf(at), writing = at.matches("textarea");
  const key = event.key in PLACES || event.key.charCodeAt(0) < 128 ? event.key : PLACES[event.code];
  let act;
  if (event.ctrlKey) act = writing && pair ? TYPING[key] : undefined;
  else if (writing) { if (key === "Escape" && pair) act = () => pair.focus(); }
  else if (!at.matches("input, select, textarea")) act = chosen(at, pair, key);
  if (!act) return;
  event.preventDefault();
  act(pair, event);
});

function chosen(at, pair, key) {
  if (key?.length === 1 && key !== "?" && !byId("letters").checked) return undefined;
  if (key in ANYWHERE) return ANYWHERE[key];
  if (at !== pair && !"jk".includes(key)) return undefined; // links, buttons and the page keep their keys
  return Object.hasOwn(CHOSEN, key) ? CHOSEN[key] : undefined;
}

document.addEventListener("input", event => {
  if (event.target.name !== "target") return;
  fit(event.target);
  soon();
});
document.addEventListener("change", event => {
  if (event.target.id === "letters") localStorage.setItem("letters", event.target.checked ? "on" : "off");
});
document.addEventListener("focusin", event => { if (form && pairOf(event.target)) outline(pairOf(event.target)); });
document.addEventListener("focusout", event => { if (form && event.target.name === "target") keep(); });
document.addEventListener("click", event => {
  const button = event.target.closest("button"), link = event.target.closest("a[href]");
  if (!form || event.button || event.ctrlKey || event.shiftKey || event.metaKey) return;
  if (button?.dataset.insert) put(fieldOf(pairOf(button)), button.dataset.insert);
  else if (button?.dataset.replace !== undefined) replace(pairOf(button), button.dataset.replace);
  else if (link?.matches(".term")) {
    event.preventDefault();
    const term = document.querySelector(link.hash);
    term.open = true;
    term.querySelector("summary").focus();
  } else if (link?.matches(".place") && byId("picture")) {
    event.preventDefault();
    outline(pairOf(link));
    byId("picture").scrollIntoView({ block: "nearest" });
  } else if (link && !link.hash.startsWith("#m") && link.target === "" && (changed !== kept || link.id === "following")) {
    event.preventDefault();
    leave(link);
  }
});
document.addEventListener("submit", event => {
  clearTimeout(timer);
  if (!running) { kept = changed; return; }
  event.preventDefault(); // a late keeping would bring back what was signed
  running.finally(() => { kept = changed; event.target.requestSubmit(event.submitter); });
});
addEventListener("pagehide", () => { if (form && changed !== kept && !running) send(true); });
addEventListener("beforeunload", event => { if (form && changed !== kept) { keep(); event.preventDefault(); } });
addEventListener("popstate", () => location.reload());
begin();
