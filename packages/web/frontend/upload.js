// Files dropped or chosen are sent at once, with a bar for the transfer; the answer tells what became of each.
const KINDS = /\.(xlsx|xlsm|xls|csv|txt|tsv)$/i;

export function offerUpload(arrive) {
  for (const form of document.querySelectorAll("form[data-upload]")) offer(form, arrive);
}

function offer(form, arrive) {
  const input = form.querySelector("input[type=file]");
  const zone = form.matches("[data-drop]") ? form : form.querySelector("[data-drop]");
  form.noValidate = true; // the button opens the choice of files
  const start = (files) => files.length && send(form, files, arrive);
  input.addEventListener("change", () => start([...input.files]));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.files.length) start([...input.files]);
    else input.click();
  });
  for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.toggle("over", name === "dragenter" || name === "dragover");
    });
  }
  zone.addEventListener("drop", ({ dataTransfer }) => start([...dataTransfer.files]));
}

function send(form, files, arrive) {
  const place = document.getElementById(form.dataset.upload);
  const [bar, told] = progress(place, files);
  const body = new FormData();
  for (const part of form.querySelectorAll("input[type=hidden], input[type=radio]:checked, select")) {
    body.set(part.name, part.value);
  }
  for (const file of files) body.append("files", file, file.name);
  const request = new XMLHttpRequest(); // fetch tells nothing of how much has left
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "text/html");
  request.setRequestHeader("X-CSRF-Token", form.querySelector("input[name=csrf]")?.value ?? "");
  request.upload.addEventListener("progress", ({ loaded, total, lengthComputable }) => {
    if (!lengthComputable) return;
    bar.max = total;
    bar.value = loaded;
    told.textContent = loaded < total ? `Sending ${said(files)}: ${Math.round((100 * loaded) / total)} %` : `Reading ${said(files)}`;
    if (loaded === total) bar.removeAttribute("value");
  });
  request.addEventListener("load", () => show(place, request, arrive));
  request.addEventListener("error", () => fail(place, "The connection broke off before the files had arrived; try once more."));
  request.send(body);
  form.querySelector("input[type=file]").value = "";
}

function show(place, request, arrive) {
  if (new URL(request.responseURL).pathname.endsWith("/trades/files")) history.replaceState(history.state, "", request.responseURL);
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  for (const id of [place.id, "files"]) {
    const old = document.getElementById(id);
    const fresh = page.getElementById(id);
    if (!old || !fresh) continue;
    old.replaceWith(fresh);
    arrive(fresh);
    if (fresh.querySelector("[hx-get]")) import("htmx.org").then(({ default: htmx }) => htmx.process(fresh));
  }
  if (!page.getElementById(place.id)) fail(place, page.querySelector("main p")?.textContent ?? request.responseText);
}

function fail(place, why) {
  const told = Object.assign(document.createElement("p"), { className: "notice error", textContent: why });
  told.setAttribute("role", "alert");
  place.replaceChildren(told);
}

function progress(place, files) {
  const bar = document.createElement("progress");
  const told = Object.assign(document.createElement("label"), { className: "progress panel" });
  const text = Object.assign(document.createElement("span"), { textContent: `Sending ${said(files)}` });
  told.append(text, bar);
  place.replaceChildren(told);
  const strange = files.filter(({ name }) => !KINDS.test(name)).map(({ name }) => name);
  if (strange.length) told.append(Object.assign(document.createElement("small"), { textContent: `Not a workbook or CSV by its name: ${strange.join(", ")}` }));
  return [bar, text];
}

function said(files) {
  return files.length === 1 ? files[0].name : `${files.length} files`;
}
