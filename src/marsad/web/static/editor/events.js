// What is found among all events is fetched by itself and offered in the same select.

import { byId, form, tell } from "./page.js";

export async function findEvents() {
  const chosen = byId("event").value;
  try {
    const answer = await fetch(`${form.dataset.events}?${new URLSearchParams({ events: byId("events").value, event: chosen })}`);
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    byId("at-events").replaceWith(document.adoptNode(page.getElementById("at-events")));
  } catch { return tell(form.dataset.away); }
  byId("event").value = chosen;
  byId("event").focus();
  tell(byId("events-told")?.textContent.trim() ?? "");
}
