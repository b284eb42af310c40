// A number of a claim leads to its column: it may be far to the right of what the table shows.

document.addEventListener("click", (event) => {
  const ref = event.target.closest?.("a.ref");
  const column = ref && document.getElementById(ref.hash.slice(1));
  if (column) column.scrollIntoView({ inline: "center", block: "nearest" });
});
