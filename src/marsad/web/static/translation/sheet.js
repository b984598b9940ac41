// The page as it stands: its form, its segments, and where it speaks.

export const sheet = { form: null, pairs: [], fields: [] };

export const byId = id => document.getElementById(id);
export const fieldOf = pair => pair?.querySelector("textarea");
export const pairOf = node => node?.closest?.(".pair") ?? null;
export const numberOf = pair => sheet.pairs.indexOf(pair) + 1;

export function read() {
  sheet.form = byId("sheet");
  if (!sheet.form) return false;
  sheet.pairs = [...document.querySelectorAll(".pair")];
  sheet.fields = sheet.pairs.map(fieldOf);
  document.querySelectorAll("button[hidden]").forEach(each => { each.hidden = false; });
  sheet.fields.forEach(fit);
  return true;
}

export const set = words => `\u2068${words}\u2069`; // apart, so that neither turns the other round

export function tell(words) { byId("told").textContent = words; } // a live region: it is read aloud

export function fit(field) { // as high as what stands in it
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 4}px`;
}

export function made(name, kind, words = "") { // textContent: what others typed is never read as markup
  const node = document.createElement(name);
  node.className = kind;
  node.textContent = words;
  return node;
}
