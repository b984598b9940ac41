// What the desk answers: what to look at in each segment, and what others typed meanwhile.

import { byId, made, set, sheet, tell } from "./sheet.js";
import { say } from "../wording.js";

export function heard(said) {
  const { form, pairs } = sheet;
  form.elements.pad.value = said.pad;
  form.elements.since.value = said.since;
  byId("kept").textContent = say("script", "Kept at %(at)s, unsigned.", { at: set(said.at) });
  said.segments.forEach((each, number) => note(pairs[number].querySelector(".notes"), each));
  said.rivals.forEach(meet);
}

function note(box, said) {
  const notes = said.doubts.map(each => made("p", "warning", each));
  notes.forEach(each => { each.lang = "en"; each.dir = "ltr"; }); // the stage says them, in its language
  const unseen = say("script", "It holds characters that cannot be seen: %(text)s", { text: set(said.hidden) });
  if (said.hidden) notes.unshift(made("p", "warning", unseen));
  box.replaceChildren(...notes);
}

function meet(rival) {
  const other = [];
  rival.targets.forEach((target, number) => {
    const field = sheet.fields[number];
    if (target === field.value) return;
    other.push(number + 1);
    const block = made("div", "rival live"), take = made("button", "plain", say("script", "Take these words"));
    take.type = "button";
    take.dataset.replace = target;
    block.append(made("p", "label", say("script", "Typed on another page, %(at)s, not signed", { at: set(rival.at) })), made("p", "", target), take);
    block.children[1].dir = "auto";
    sheet.pairs[number].querySelector(".rival.live")?.remove();
    field.parentElement.append(block);
  });
  if (other.length) tell(say("script", "Another page wrote on this translation too. Both are kept; segment %(numbers)s is shown side by side.", { numbers: other.join(", ") }));
}
