// Runs before the first paint, so that a remembered theme does not flash.
const theme = localStorage.getItem("theme");
if (theme === "dark" || theme === "light") document.documentElement.classList.add(theme);
