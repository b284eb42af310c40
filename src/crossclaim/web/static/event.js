// A number of a claim leads to its column: it may be far to the right of what the table shows.

document.addEventListener("click", (event) => {
  const ref = event.target.closest?.("a.ref");
  const column = ref && document.getElementById(ref.hash.slice(1));
  if (column) column.scrollIntoView({ inline: "center", block: "nearest" });
});

// What a split, a merge or a word on a pair would change is shown below; it can be put away again.
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (detail.target.id !== "preview") return;
  detail.target.scrollIntoView({ block: "nearest" });
  detail.target.querySelector("input[name=why]")?.focus();
});
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-close]")) document.getElementById("preview").replaceChildren();
});
document.addEventListener("htmx:responseError", ({ detail }) => {
  if (detail.target?.id !== "preview") return;
  const answer = new DOMParser().parseFromString(detail.xhr.responseText, "text/html").querySelector("main p bdi");
  const line = document.createElement("p");
  line.className = "notice";
  line.textContent = answer?.textContent ?? "That cannot be done.";
  detail.target.replaceChildren(line);
});
