// The switch between the theme of the system, dark and light; what was chosen is remembered.
const NAMES = ["system", "light", "dark"];

export function offerThemes() {
  for (const button of document.querySelectorAll("[data-theme-switch]")) {
    button.hidden = false;
    tell(button);
    button.addEventListener("click", () => choose(NAMES[(NAMES.indexOf(chosen()) + 1) % NAMES.length]));
    document.addEventListener("themechange", () => tell(button));
  }
}

export function choose(name) {
  document.documentElement.classList.remove(...NAMES);
  if (name === "system") localStorage.removeItem("theme");
  else {
    localStorage.setItem("theme", name);
    document.documentElement.classList.add(name);
  }
  document.dispatchEvent(new Event("themechange"));
}

function chosen() {
  return localStorage.getItem("theme") ?? "system";
}

function tell(button) {
  button.dataset.themeSwitch = chosen();
  button.setAttribute("aria-label", `Theme: ${chosen()}. Change it.`);
  button.title = `Theme: ${chosen()}`;
}
