// Keeping what is typed: a moment after the last key, on leaving a field, and when the page closes.

import { set, tell } from "./translation/sheet.js";
import { say } from "./wording.js";

const WAIT = 700; // milliseconds without a key before it is kept
const AGAIN = 4000; // before a refused keeping is tried again
const LAST = 60000; // bytes that a browser still sends for a page that is gone

let at = null; // the page: its form, the address that keeps, where it says how it stands, who hears the answer
let page = "", changed = 0, kept = 0, timer = 0, running = null, refused = false;

export const unkept = () => changed !== kept;
export const atWork = () => running;
export const forget = () => { clearTimeout(timer); kept = changed; };

export function open(there) { // another page each time, so that a twin of it does not write over it
  page = [...crypto.getRandomValues(new Uint8Array(8))].map(each => each.toString(16).padStart(2, "0")).join("");
  at = there;
  changed = kept = 0;
  refused = false;
}

export function soon() {
  changed += 1;
  at.state.textContent = say("script", "Not kept yet.");
  clearTimeout(timer);
  timer = setTimeout(keep, WAIT);
}

export function keep() { // one request at a time; what is typed meanwhile is the next one
  clearTimeout(timer);
  if (running) return running.then(() => (unkept() && !refused ? keep() : undefined));
  if (!unkept()) return Promise.resolve();
  running = send(false).finally(() => { running = null; });
  return running;
}

// The page is going. A request under way holds older words, so these go out beside it: the desk
// keeps the later turn of a page, whichever arrives first.
export function parting() { if (unkept()) send(true); }

export function uncertain() { // whether closing now could lose words
  return unkept() && (refused || words().toString().length > LAST);
}

function words() {
  const said = new URLSearchParams(new FormData(at.form));
  said.set("page", page);
  said.set("turn", changed);
  return said;
}

async function send(leaving) {
  const turn = changed, body = words();
  try {
    const answer = await fetch(at.address(), {
      method: "POST", body, headers: { accept: "application/json" },
      keepalive: leaving && body.toString().length <= LAST,
    });
    if (!answer.ok) throw new Error(await refusal(answer));
    at.heard(await answer.json());
    kept = turn;
    refused = false;
    if (unkept()) at.state.textContent = say("script", "Not kept yet.");
  } catch (error) {
    refused = true;
    at.state.textContent = say("script", "Not kept.");
    tell(say("script", "What you typed is not kept yet: %(why)s. It is tried again; do not close this page.", { why: set(error.message) }));
    timer = setTimeout(keep, AGAIN);
  }
}

async function refusal(answer) { // the desk says why in one sentence on its page
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("main p")?.textContent.trim() || say("script", "the desk answers %(status)s", { status: answer.status });
}
