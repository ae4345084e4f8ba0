// The selection of the trades pages: choosing asks anew at once, and what follows from it is exchanged in place.
const SOON_MS = 250;

let asking = new AbortController();

export function offerSelection(arrive) {
  let waiting;
  document.addEventListener("change", ({ target }) => {
    const form = target.closest?.("form[data-selection]");
    if (!form) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => form.isConnected && form.reportValidity() && follow(asked(form), arrive), SOON_MS);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-selection]")) return;
    event.preventDefault();
    clearTimeout(waiting);
    follow(asked(event.target), arrive);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-selection] a[href]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    follow(link.href, arrive);
  });
}

// What the page itself was asked besides (which lines, which sort) is in the address, and stays.
function asked(form) {
  const own = (form.dataset.own ?? "").split(",");
  const kept = [...new URLSearchParams(location.search)].filter(([name]) => own.includes(name) && name !== "zoom");
  const said = new URLSearchParams(new FormData(form));
  said.set("also", new URLSearchParams(kept).toString());
  return `${form.action}?${said}`;
}

async function follow(address, arrive) {
  asking.abort();
  asking = new AbortController();
  const parts = [...document.querySelectorAll("[data-follows]")];
  parts.forEach((part) => part.setAttribute("aria-busy", "true"));
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" }, signal: asking.signal });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!parts.every((part) => fresh.getElementById(part.id))) return location.assign(answer.url);
    history.replaceState({ swapped: true }, "");
    history.pushState({ swapped: true }, "", answer.url);
    document.title = fresh.title;
    parts.forEach((part) => exchange(part, fresh.getElementById(part.id), arrive));
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
  }
}

// Where the keyboard was, what was folded out and scrolled to, stays so.
function exchange(old, fresh, arrive) {
  const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
  const open = [...old.querySelectorAll("details[id][open]")].map(({ id }) => id);
  const scrolled = [...old.querySelectorAll("[id].scrolls")].map(({ id, scrollTop }) => [id, scrollTop]);
  old.replaceWith(fresh);
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  for (const [id, top] of scrolled) if (document.getElementById(id)) document.getElementById(id).scrollTop = top;
  arrive(fresh);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}
