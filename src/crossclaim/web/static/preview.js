// What a split, a merge, a word on a pair or a correction would change is shown where #preview is, and can be put away.

const place = document.getElementById("preview");
let asked;

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.target === place) asked = document.activeElement;
});
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (detail.target !== place) return;
  place.scrollIntoView({ block: "nearest" });
  place.querySelector("input[name=why]")?.focus();
});

function close() {
  place.replaceChildren();
  asked?.focus();
}
place?.addEventListener("click", ({ target }) => { if (target.closest("[data-close]")) close(); });
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !place?.firstChild) return;
  event.preventDefault(); // nothing else is left by this press
  close();
});

document.addEventListener("htmx:responseError", ({ detail }) => {
  if (detail.target !== place) return;
  const answer = new DOMParser().parseFromString(detail.xhr.responseText, "text/html").querySelector("main p bdi");
  const line = document.createElement("p");
  line.className = "notice";
  line.setAttribute("role", "alert");
  line.textContent = answer?.textContent ?? "That cannot be done.";
  place.replaceChildren(line);
});
