// A slider beside a choice: moving it moves the choice, and letting it go sends the form, as choosing does.
export function offerSlides() {
  document.addEventListener("input", ({ target }) => {
    const choice = target.dataset?.slides && document.getElementById(target.dataset.slides);
    if (!choice) return;
    choice.selectedIndex = target.max - target.value; // the newest stands first
    target.setAttribute("aria-valuetext", choice.selectedOptions[0].textContent);
  });
}
