// Before anything is drawn, so that a dark page does not flash. Without a choice the system's goes.
try {
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // Storage may be closed: then the system's choice goes.
}
