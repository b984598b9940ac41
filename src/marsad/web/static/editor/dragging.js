// A thing is drawn by its grip: a candidate into the report, a block or an item to another place.

import { form, send, thingOf } from "./page.js";

let held = null;

export function dragging() {
  document.addEventListener("dragstart", event => {
    held = event.target.matches?.(".grip") ? thingOf(event.target) : null;
    if (!held) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", held.dataset.post ?? held.dataset.at);
    event.dataTransfer.setDragImage(held, 0, 0);
  });
  document.addEventListener("dragover", event => {
    const there = place(event.target);
    mark(there);
    if (there) event.preventDefault();
  });
  document.addEventListener("drop", event => {
    const there = place(event.target);
    mark(null);
    if (!there) return;
    event.preventDefault();
    if (held.dataset.post) send(`take ${held.dataset.post}`);
    else send(`move ${held.dataset.at} ${last(there.dataset.at)}`);
    held = null;
  });
  document.addEventListener("dragend", () => { mark(null); held = null; });
}

function place(node) { // where what is held may be put down
  if (!held || !node.closest) return null;
  if (held.dataset.post) return node.closest(".sheet");
  const kin = node.closest(`.${held.classList[0]}`);
  return kin && kin !== held && kin.parentElement === held.parentElement ? kin : null;
}

const last = at => at.slice(at.lastIndexOf(".") + 1);

function mark(there) {
  form.querySelectorAll(".here-to").forEach(each => { if (each !== there) each.classList.remove("here-to"); });
  there?.classList.add("here-to");
}
