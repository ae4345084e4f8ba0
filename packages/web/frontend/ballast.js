// What every page runs. Charts, fragments and the palette are loaded by the pages and people that use them.
import { offerThemes } from "./themes.js";
import { offerPalette } from "./palette-keys.js";

const figures = document.querySelectorAll("[data-chart]");
if (figures.length) import("./charts.js").then(({ draw }) => figures.forEach(draw));
if (document.querySelector("[hx-get], [hx-post], [hx-delete]")) import("htmx.org");
offerThemes();
offerPalette();
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
