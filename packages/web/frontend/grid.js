// The grid of metrics: sorted, filtered and pinned by AG Grid, which only the page that shows it loads.
import {
  CellStyleModule, ClientSideRowModelModule, ColumnApiModule, ColumnAutoSizeModule, NumberFilterModule, PinnedRowModule,
  QuickFilterModule, TextFilterModule, createGrid, themeQuartz,
} from "ag-grid-community";
import { speller } from "./units.js";

const MODULES = [
  CellStyleModule, ClientSideRowModelModule, ColumnApiModule, ColumnAutoSizeModule, NumberFilterModule, PinnedRowModule,
  QuickFilterModule, TextFilterModule,
];
const NARROW = matchMedia("(max-width: 44rem)");
const THEME = themeQuartz.withParams({
  accentColor: "var(--accent)", backgroundColor: "var(--card)", borderColor: "var(--edge)", foregroundColor: "var(--ink)",
  headerBackgroundColor: "var(--card)", headerTextColor: "var(--soft)", rowHoverColor: "var(--sunk)", oddRowBackgroundColor: "var(--card)",
  chromeBackgroundColor: "var(--card)", menuBackgroundColor: "var(--card)", inputBackgroundColor: "var(--card)", textColor: "var(--ink)",
  fontFamily: "inherit", fontSize: 13, headerFontWeight: 560, wrapperBorder: false, wrapperBorderRadius: 0, spacing: 6, browserColorScheme: "inherit",
});

export async function lay(place) {
  const answer = await fetch(place.dataset.grid);
  if (!answer.ok) return; // the plain table stays
  const { columns, rows } = await answer.json();
  const laid = Object.assign(document.createElement("div"), { className: "laid" });
  place.querySelector(".plain").hidden = true;
  place.querySelector(".plain").after(laid);
  const grid = createGrid(laid, {
    theme: THEME,
    styleNonce: place.dataset.nonce,
    columnDefs: columns.map(defined),
    rowData: rows.filter(({ kind }) => kind !== "portfolio"),
    pinnedTopRowData: rows.filter(({ kind }) => kind === "portfolio"),
    defaultColDef: { sortable: true, resizable: true, suppressMovable: false },
    autoSizeStrategy: { type: "fitCellContents" },
    getRowId: ({ data }) => data.id,
    animateRows: false,
    suppressDragLeaveHidesColumns: true,
    ensureDomOrder: true,
    domLayout: rows.length > 25 ? "normal" : "autoHeight",
  }, { modules: MODULES });
  if (rows.length > 25) laid.classList.add("tall");
  offerTools(place, grid);
  place.dataset.laid = rows.length;
}

function defined({ name, label, unit, group }) {
  const isText = unit === "text";
  const spell = ["day", "instant", "text"].includes(unit) ? (value) => value ?? "–" : speller(unit);
  return {
    field: name,
    colId: name,
    headerName: label,
    context: { group },
    hide: NARROW.matches && group === "name" && name !== "name", // a name says all of it
    pinned: name === "name" && !NARROW.matches ? "left" : undefined,
    type: isText ? undefined : "rightAligned",
    filter: isText ? "agTextColumnFilter" : ["day", "instant"].includes(unit) ? false : "agNumberColumnFilter",
    valueFormatter: ({ value }) => spell(value),
    cellClassRules: isText ? undefined : { down: ({ value }) => typeof value === "number" && value < 0 },
    maxWidth: isText ? 260 : undefined,
  };
}

// Sides and groups of columns are chosen beside the grid.
function offerTools(place, grid) {
  const tools = document.getElementById(place.dataset.tools);
  if (!tools) return;
  tools.hidden = false;
  tools.querySelector("input[type=search]")?.addEventListener("input", ({ target }) => grid.setGridOption("quickFilterText", target.value));
  for (const box of tools.querySelectorAll("input[data-group]")) {
    const show = () => grid.setColumnsVisible(grid.getColumns().filter((column) => column.getColDef().context.group === box.dataset.group), box.checked);
    box.addEventListener("change", show);
    show();
  }
}
