// The matrix of coverage: what the pointer is on is told beside it, and arrow keys lead from hole to hole.
const MONTH = new Intl.DateTimeFormat("en-US", { month: "long", year: "numeric", timeZone: "UTC" });
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

export function offerMatrix(part) {
  for (const figure of part.querySelectorAll("[data-matrix]")) offer(figure);
}

function offer(figure) {
  const readout = figure.querySelector("[data-readout]");
  const holes = [...figure.querySelectorAll("td button")];
  holes.forEach((hole, at) => {
    hole.tabIndex = at ? -1 : 0; // one stop for the tab key; arrows lead on
    hole.setAttribute("aria-label", hole.title);
    hole.removeAttribute("title");
  });
  const scroll = figure.querySelector(".scroll");
  scroll.scrollLeft = scroll.scrollWidth; // the newest months
  figure.addEventListener("pointermove", (event) => tell(readout, figure, event));
  figure.addEventListener("pointerleave", () => (readout.hidden = true));
  figure.addEventListener("focusin", ({ target }) => {
    if (!target.matches("td button")) return;
    for (const hole of holes) hole.tabIndex = hole === target ? 0 : -1;
    say(readout, target.getAttribute("aria-label"));
  });
  figure.addEventListener("focusout", () => (readout.hidden = true));
  figure.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step || !event.target.matches("td button")) return;
    event.preventDefault();
    next(holes, event.target, ...step)?.focus();
  });
}

function tell(readout, figure, { target, clientX }) {
  const cell = target.closest?.("td.m");
  if (!cell) return;
  const symbol = cell.parentElement.querySelector("th").textContent;
  const hole = cell.querySelector("button");
  if (hole) return say(readout, `${hole.getAttribute("aria-label")} – click to back-fill`);
  const { left, width } = cell.getBoundingClientRect();
  const within = Math.min(Math.floor(((clientX - left) / width) * cell.colSpan), cell.colSpan - 1);
  say(readout, `${symbol}, ${named(figure.dataset.matrix, before(cell) + within)}: ${cell.classList.contains("off") ? "none expected" : "complete"}`);
}

function say(readout, text) {
  readout.textContent = text;
  readout.hidden = false;
}

// How many months stand before a cell in its row.
function before(cell) {
  let months = 0;
  for (let one = cell.previousElementSibling; one?.matches("td.m"); one = one.previousElementSibling) months += one.colSpan;
  return months;
}

function named(first, months) {
  const [year, month] = first.split("-").map(Number);
  return MONTH.format(new Date(Date.UTC(year, month - 1 + months)));
}

// The next hole of a row, or the nearest one of the next row that has any.
function next(holes, from, down, along) {
  if (along) return holes[holes.indexOf(from) + along];
  const row = from.closest("tr");
  const others = holes.filter((hole) => Math.sign(hole.closest("tr").rowIndex - row.rowIndex) === down);
  const rows = others.map((hole) => hole.closest("tr").rowIndex);
  const wanted = down > 0 ? Math.min(...rows) : Math.max(...rows);
  const { left } = from.getBoundingClientRect();
  const far = (hole) => Math.abs(hole.getBoundingClientRect().left - left);
  return others.filter((hole) => hole.closest("tr").rowIndex === wanted).sort((one, other) => far(one) - far(other))[0];
}
