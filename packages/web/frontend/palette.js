// The command palette: pages, models and actions, found by typing parts of their names.
import { choose } from "./themes.js";

const ACTIONS = [
  { name: "Theme: dark", kind: "action", run: () => choose("dark") },
  { name: "Theme: light", kind: "action", run: () => choose("light") },
  { name: "Theme: as the system", kind: "action", run: () => choose("system") },
  { name: "Print this page", kind: "action", run: () => print() },
];

let dialog, input, list, told, found, at;
let places = [];

export async function show() {
  dialog ??= make();
  if (dialog.open) return dialog.close();
  input.value = "";
  dialog.showModal();
  search();
  if (places.length) return;
  places = await pages();
  search();
}

async function pages() {
  try {
    const answer = await fetch(document.querySelector("[data-palette]").dataset.palette);
    return answer.ok ? await answer.json() : []; // asked again when it is opened again
  } catch {
    return [];
  }
}

function make() {
  const made = element("dialog", { className: "palette", ariaLabel: "Command palette" });
  input = element("input", { type: "text", placeholder: "Go to a page, model or symbol…", autocomplete: "off" });
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "true"], ["aria-controls", "palette-list"],
                               ["aria-label", "Find a page, a model or an action"]]) input.setAttribute(name, value);
  list = element("ul", { id: "palette-list" });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Found");
  told = element("p", { className: "unseen" });
  told.setAttribute("role", "status");
  made.append(input, list, told);
  document.body.append(made);
  input.addEventListener("input", search);
  input.addEventListener("keydown", steer);
  made.addEventListener("click", (event) => event.target === made && made.close());
  return made;
}

function search() {
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = ({ name, kind }) => words.every((word) => `${name} ${kind}`.toLowerCase().includes(word));
  const begun = ({ name }) => words.filter((word) => ` ${name.toLowerCase().replace(/[^a-z0-9]+/g, " ")}`.includes(` ${word}`)).length;
  found = [...places, ...ACTIONS].filter(fits).sort((one, other) => begun(other) - begun(one));
  list.replaceChildren(...found.map(row));
  list.hidden = !found.length;
  input.setAttribute("aria-expanded", String(found.length > 0));
  told.textContent = `${found.length || "Nothing"} found`;
  told.classList.toggle("unseen", found.length > 0);
  move(0);
}

function row(entry, number) {
  const item = element("li", { id: `palette-${number}` });
  item.setAttribute("role", "option");
  item.append(element("span", { textContent: entry.name }), element("small", { textContent: entry.kind }));
  item.addEventListener("click", () => go(entry));
  return item;
}

function move(to) {
  at = Math.max(0, Math.min(to, found.length - 1));
  [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === at)));
  list.children[at]?.scrollIntoView({ block: "nearest" });
  if (found.length) input.setAttribute("aria-activedescendant", `palette-${at}`);
  else input.removeAttribute("aria-activedescendant");
}

function steer(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    move(at + step);
  } else if (event.key === "Enter" && found[at]) {
    event.preventDefault();
    go(found[at]);
  }
}

function go(entry) {
  dialog.close();
  if (entry.run) entry.run();
  else if (entry.form) send(entry);
  else location.assign(entry.href);
}

// A form of another page, sent as if it were pressed there: it has what proves that the page was ours.
async function send({ href, form }) {
  const answer = await fetch(href, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = page.querySelector(`form[action="${form}"]`);
  if (!found) return location.assign(href);
  found.hidden = true;
  document.body.append(found);
  found.submit();
}

function element(name, properties) {
  return Object.assign(document.createElement(name), properties);
}
