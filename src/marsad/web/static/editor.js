// The page of a report listens here; what it does then is in the modules beside it.
// Without a script the page is a form that works as well. It asks nobody but this desk.

import { begin, byId, form, letters, send, tell, thingOf } from "./editor/page.js";
import { pressed } from "./editor/keys.js";
import { dragging } from "./editor/dragging.js";
import { find, onShelf } from "./editor/shelf.js";
import { changed, opened, unsaved } from "./editor/trying.js";
import { findEvents } from "./editor/events.js";
import { atWork, forget, keep, parting, uncertain } from "./keeping.js";
import { put } from "./translation/writing.js";

begin();
dragging();
opened();

document.addEventListener("keydown", pressed);
document.addEventListener("input", event => {
  if (event.target.type === "search") return;
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
  } else if (link && onShelf(link)) event.preventDefault();
});
document.addEventListener("submit", event => {
  if (event.target === form && event.submitter?.id === "find") {
    event.preventDefault();
    find();
  } else if (event.target === form && event.submitter?.id === "find-events") {
    event.preventDefault();
    findEvents();
  } else if (event.target === form) saving(event);
  else if (unsaved()) {
    event.preventDefault();
    tell(form.dataset.unsaved);
    byId("save").focus();
  }
});
addEventListener("pagehide", parting);
addEventListener("beforeunload", event => { if (uncertain()) { keep(); event.preventDefault(); } });
addEventListener("pageshow", event => { if (event.persisted) location.reload(); });
addEventListener("hashchange", () => thingOf(byId(location.hash.slice(1)))?.focus());

function saving(event) {
  const late = atWork(), act = event.submitter?.value ?? "save";
  forget();
  if (!late) return;
  event.preventDefault(); // a keeping that comes late would bring back what is saved
  late.finally(() => { forget(); send(act); });
}
