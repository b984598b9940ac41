// The page of a report listens here; what it does then is in the modules beside it.
// Without a script the page is a form that works as well. It asks nobody but this desk.

import { begin, byId, form, letters, tell, thingOf } from "./editor/page.js";
import { pressed } from "./editor/keys.js";
import { dragging } from "./editor/dragging.js";
import { find, onShelf } from "./editor/shelf.js";
import { changed, soon, unsaved, typed } from "./editor/trying.js";
import { put } from "./translation/writing.js";

begin();
dragging();
if ("typed" in form.dataset) changed();

document.addEventListener("keydown", pressed);
document.addEventListener("input", event => {
  if (event.target.id === "q") return;
  if (event.target.form === form) changed();
});
document.addEventListener("change", event => {
  if (event.target.id === "letters") letters(event.target.checked);
  else if (event.target.id === "from") find();
  else if (event.target.name === "confirm") changed();
});
document.addEventListener("click", event => {
  const button = event.target.closest("button"), link = event.target.closest("a[href]");
  if (button?.dataset.replace !== undefined) {
    const field = byId(button.dataset.in);
    field.focus();
    field.select();
    put(field, button.dataset.replace);
    soon();
  } else if (link && onShelf(link)) event.preventDefault();
});
document.addEventListener("submit", event => {
  if (event.target === form && event.submitter?.id === "find") {
    event.preventDefault();
    find();
  } else if (event.target === form) typed.leaving = true;
  else if (unsaved()) {
    event.preventDefault();
    tell(form.dataset.unsaved);
    byId("save").focus();
  }
});
addEventListener("beforeunload", event => { if (unsaved() && !typed.leaving) event.preventDefault(); });
addEventListener("pageshow", event => {
  typed.leaving = false;
  if (event.persisted) location.reload();
});
addEventListener("hashchange", () => thingOf(byId(location.hash.slice(1)))?.focus());
