// What every page runs. Charts, fragments and the palette are loaded by the pages and people that use them.
import { offerPalette } from "./palette-keys.js";
import { offerSwaps } from "./swap.js";
import { offerThemes } from "./themes.js";

function drawAll(part) {
  const figures = part.querySelectorAll("[data-chart]");
  if (figures.length) import("./charts.js").then(({ draw }) => figures.forEach(draw));
}

drawAll(document);
if (document.querySelector("[hx-get], [hx-post], [hx-delete]")) {
  import("htmx.org");
  document.addEventListener("htmx:load", ({ detail }) => detail.elt === document.body || drawAll(detail.elt));
}
if (document.querySelector("[data-slides]")) import("./slides.js").then(({ offerSlides }) => offerSlides());
offerThemes();
offerPalette();
offerSwaps(drawAll);
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
