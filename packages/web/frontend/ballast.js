// What every page runs. Charts, fragments and the palette are loaded by the pages and people that use them.
import { offerPalette } from "./palette-keys.js";
import { offerSwaps } from "./swap.js";
import { offerThemes } from "./themes.js";

function drawAll(part) {
  const figures = part.querySelectorAll("[data-chart]");
  if (figures.length) import("./charts.js").then(({ draw }) => figures.forEach(draw));
}

// The large grid is a program of its own, for the one page that shows it.
function layAll(part) {
  const places = part.querySelectorAll("[data-grid]");
  if (places.length) import("./grid.js").then(({ lay }) => places.forEach(lay));
}

// On a phone tabs and pickers are wider than the screen: what is chosen is moved into sight.
function showChosen(part) {
  for (const one of part.querySelectorAll(".tabs [aria-current], .picker [aria-current], .choice [aria-current]")) {
    const row = one.parentElement;
    row.scrollLeft = one.offsetLeft - row.offsetLeft - (row.clientWidth - one.clientWidth) / 2;
  }
}

// What only a script can do is offered by one.
function offer(part) {
  for (const one of part.querySelectorAll("[data-scripted]")) one.hidden = false;
}

function arrive(part) {
  drawAll(part);
  layAll(part);
  showChosen(part);
  offer(part);
}

arrive(document);
if (document.querySelector("[hx-get], [hx-post], [hx-delete]")) {
  import("htmx.org");
  document.addEventListener("htmx:load", ({ detail }) => detail.elt === document.body || arrive(detail.elt));
}
if (document.querySelector("[data-selection]")) import("./selection.js").then(({ offerSelection }) => offerSelection(arrive));
if (document.querySelector("[data-market]")) import("./market.js").then(({ offerMarket }) => offerMarket(arrive));
if (document.querySelector("[data-upload]")) import("./upload.js").then(({ offerUpload }) => offerUpload(arrive));
if (document.querySelector("[data-slides]")) import("./slides.js").then(({ offerSlides }) => offerSlides());
offerThemes();
offerPalette();
offerSwaps(arrive);
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-picture]");
  if (button) import("./table-pictures.js").then(({ save }) => save(button));
});
