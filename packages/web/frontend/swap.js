// Links within `data-swap="#part"` change that part of the page alone, and the address with it.
export function offerSwaps(arrive) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-swap] a[href]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button || link.download) return;
    event.preventDefault();
    swap(link.href, link.closest("[data-swap]").dataset.swap, arrive);
  });
  addEventListener("popstate", ({ state }) => state?.swapped && location.reload()); // not on the way to an anchor
}

async function swap(href, part, arrive) {
  const old = document.querySelector(part);
  old.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(href, { headers: { Accept: "text/html" } });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(part);
    if (!answer.ok || !fresh) return location.assign(href);
    history.replaceState({ swapped: true }, "");
    history.pushState({ swapped: true }, "", href);
    old.replaceWith(fresh);
    arrive(fresh);
    fresh.querySelector("[aria-current]")?.focus({ preventScroll: true });
  } catch {
    location.assign(href);
  }
}
