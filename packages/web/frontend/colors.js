// Colors of the style sheet as they are now: `light-dark(day, night)` is settled as the browser settles it.
const PAIR = /^light-dark\(\s*([^,]+?)\s*,\s*([^,]+?)\s*\)$/;

export function isDark() {
  const chosen = document.documentElement.classList;
  if (matchMedia("print").matches || chosen.contains("light")) return false;
  return chosen.contains("dark") || matchMedia("(prefers-color-scheme: dark)").matches;
}

export function colors() {
  const style = getComputedStyle(document.documentElement);
  const dark = isDark();
  return (name) => {
    const value = style.getPropertyValue(`--${name}`).trim();
    const [, day, night] = PAIR.exec(value) ?? [null, value, value];
    return dark ? night : day;
  };
}
