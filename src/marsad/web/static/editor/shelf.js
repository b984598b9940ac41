// The shelf is fetched by itself, so that looking for something leaves the form alone.

import { byId, form, tell } from "./page.js";

export function find() {
  load(`${form.dataset.shelf}?${new URLSearchParams({ q: byId("q").value, from: byId("from").value })}`);
}

export function onShelf(link) { // whether it was a page of the shelf
  if (!link.matches(".shelf .paging a")) return false;
  load(`${form.dataset.shelf}${new URL(link.href).search}`);
  return true;
}

async function load(address) {
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    byId("at-shelf").replaceWith(document.adoptNode(page.getElementById("at-shelf")));
  } catch { return tell(form.dataset.away); }
  history.replaceState(null, "", `${location.pathname}${new URL(address, location.href).search}`);
  (document.querySelector(".candidate") ?? byId("at-shelf")).focus();
}
