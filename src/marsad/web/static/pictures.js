/* Draws the picture of a page from the specification in it; without this script its table tells all. */
import { expressionInterpreter } from "/static/vendor/vega-interpreter.js";

const told = (id) => JSON.parse(document.getElementById(id).textContent);
const dark = matchMedia("(prefers-color-scheme: dark)");
const calendar = told("calendar");
const place = document.getElementById("drawing");

async function draw() {
  await globalThis.vegaEmbed(place, told("specification"), {
    // The page forbids making functions of text: expressions are walked instead.
    ast: true,
    expr: expressionInterpreter,
    timeFormatLocale: "months" in calendar ? calendar : undefined,
    config: told(dark.matches ? "look-dark" : "look-light"),
    renderer: "canvas",
    actions: false,
    // Its warnings are about specifications, which readers cannot mend.
    logLevel: globalThis.vega.Warn,
    defaultStyle: false,
    tooltip: { disableDefaultStyle: true },
  });
  place.dataset.drawn = dark.matches ? "dark" : "light";
}

draw();
dark.addEventListener("change", draw);
