// What the desk answers: what to look at in each segment, and what others typed meanwhile.

import { byId, made, sheet, tell } from "./sheet.js";

export function heard(said) {
  const { form, pairs } = sheet;
  form.elements.pad.value = said.pad;
  form.elements.since.value = said.since;
  byId("kept").textContent = `Kept at ${said.at}, unsigned.`;
  said.segments.forEach((each, number) => note(pairs[number].querySelector(".notes"), each));
  said.rivals.forEach(meet);
}

function note(box, said) {
  const words = said.doubts.slice();
  if (said.hidden) words.unshift(`It holds characters that cannot be seen: ${said.hidden}`);
  box.replaceChildren(...words.map(each => made("p", "warning", each)));
}

function meet(rival) {
  const other = [];
  rival.targets.forEach((target, number) => {
    const field = sheet.fields[number];
    if (target === field.value) return;
    other.push(number + 1);
    const block = made("div", "rival live"), take = made("button", "plain", "Take these words");
    take.type = "button";
    take.dataset.replace = target;
    block.append(made("p", "label", `Typed on another page, ${rival.at}, not signed`), made("p", "", target), take);
    block.children[1].dir = "auto";
    sheet.pairs[number].querySelector(".rival.live")?.remove();
    field.parentElement.append(block);
  });
  if (other.length) tell(`Another page wrote on this translation too. Both are kept; segment ${other.join(", ")} is shown side by side.`);
}
