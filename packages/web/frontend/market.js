// Pages about market data: updates are started in place and followed, and what they change is read anew.
import { offerMatrix } from "./matrix.js";

const BUSY_MS = 2_500; // while an update runs, the page is read anew no oftener than this
const TOPICS = ["coverage", "run", "schedule"];

let arrive, waiting, renewing;

export function offerMarket(given) {
  arrive = given;
  offerMatrix(document);
  document.addEventListener("submit", start);
  document.addEventListener("htmx:load", ({ detail }) => {
    if (detail.elt.id === "live" && !("working" in detail.elt.dataset)) renew();
  });
  const watched = document.querySelector("[data-watch]");
  if (watched) watch(watched.dataset.watch);
}

// A form that starts an update stays where it is; the answer tells how far the update is.
async function start(event) {
  const form = event.target.closest("form[data-update]");
  if (!form) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, event.submitter));
  event.submitter?.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("live");
    if (!answer.ok || !fresh) return tell(page.querySelector("main p")?.textContent ?? answer.statusText);
    history.replaceState(history.state, "", answer.url);
    follow(fresh);
  } catch {
    tell("The server could not be reached; try once more.");
  } finally {
    event.submitter?.removeAttribute("aria-busy");
  }
}

async function follow(fresh) {
  document.getElementById("live").replaceWith(fresh);
  arrive(fresh);
  if (!("working" in fresh.dataset)) return renew();
  const { default: htmx } = await import("htmx.org");
  htmx.process(fresh);
}

function tell(why) {
  const said = Object.assign(document.createElement("p"), { className: "notice error", textContent: why });
  said.setAttribute("role", "alert");
  const live = document.getElementById("live");
  live.querySelector(".notice")?.remove();
  live.append(said);
}

// One stream for the tab that is looked at; those behind it need none, and browsers have few to give.
function watch(address) {
  let stream;
  const look = () => {
    if (document.hidden) {
      stream?.close();
      stream = undefined;
    } else if (!stream) {
      stream = new EventSource(address);
      for (const topic of TOPICS) stream.addEventListener(topic, soon);
      stream.addEventListener("message", soon);
    }
  };
  document.addEventListener("visibilitychange", look);
  look();
}

function soon() {
  waiting ??= setTimeout(() => {
    waiting = undefined;
    renew();
  }, BUSY_MS);
}

async function renew() {
  if (renewing) return soon();
  renewing = true;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const old of document.querySelectorAll("[data-renewed][id]")) {
      const fresh = page.getElementById(old.id);
      if (fresh && !fresh.isEqualNode(bare(old))) exchange(old, fresh);
    }
  } catch {
    // what is there stays; the next event tries again
  } finally {
    renewing = false;
  }
}

// What scripts showed is not a difference.
function bare(part) {
  const copy = part.cloneNode(true);
  for (const one of copy.querySelectorAll("[data-scripted]")) one.hidden = true;
  return copy;
}

// Where the keyboard was, and where the matrix was scrolled to, stays so.
function exchange(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement.value : "";
  const scrolled = old.querySelector(".scroll")?.scrollLeft ?? 0;
  old.replaceWith(fresh);
  arrive(fresh);
  offerMatrix(fresh);
  const scroll = fresh.querySelector(".scroll");
  if (scroll) scroll.scrollLeft = scrolled;
  if (focused) [...fresh.querySelectorAll("button")].find(({ value }) => value === focused)?.focus({ preventScroll: true });
}
