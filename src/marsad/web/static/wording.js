// What scripts say, in the language of the page. The English in the code is the key; the page brings the rest.

const held = document.getElementById("wording");
const known = held ? JSON.parse(held.textContent) : {};

export function say(context, words, said = {}) { // the context parts these messages from those of pages
  return (known[words] ?? words).replace(/%\((\w+)\)s/g, (_whole, name) => said[name]);
}
