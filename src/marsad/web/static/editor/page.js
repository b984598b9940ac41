// The page as it stands: its form, the things on it that keys go to, and where it speaks.

export const byId = id => document.getElementById(id);
export const form = byId("report");
export const thingOf = node => node?.closest?.(".thing") ?? null;
export const things = kind => [...document.querySelectorAll(kind)].filter(each => each.getClientRects().length);

export function begin() {
  const address = new URL(location.href);
  address.searchParams.delete("after"); // opened again, it is a page like any other
  history.replaceState(null, "", address);
  document.querySelectorAll("button[hidden]").forEach(each => { each.hidden = false; });
  byId("letters").checked = localStorage.getItem("letters") !== "off";
  // A field whose Enter sends the form: what is sent by it is saving, or looking for something.
  form.addEventListener("keydown", event => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("input:not([type=checkbox])")) return;
    event.preventDefault();
    byId({ q: "find", events: "find-events" }[event.target.id] ?? "save").click();
  });
}

export function letters(on) { localStorage.setItem("letters", on ? "on" : "off"); }

export function tell(words) { byId("told").textContent = words; } // a live region: it is read aloud

export function made(name, kind, words = "") { // textContent: what others typed is never read as markup
  const node = document.createElement(name);
  if (kind) node.className = kind;
  node.textContent = words;
  return node;
}

export function english(words) { // a sentence made below the desk
  const node = made("bdi", "", words);
  node.lang = "en";
  node.dir = "ltr";
  return node;
}

export function send(act) { // as if a button of this name had been pressed
  const button = made("button", "unseen");
  button.name = "act";
  button.value = act;
  form.append(button);
  form.requestSubmit(button);
  button.remove();
}
