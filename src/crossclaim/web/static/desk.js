// What every page shares: the switch of light and dark, "/" for the search, and the token that htmx sends along.

const root = document.documentElement;
const theme = document.getElementById("theme");

function isDark() {
  return root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

theme?.addEventListener("click", () => {
  root.dataset.theme = isDark() ? "light" : "dark";
  try {
    localStorage.setItem("theme", root.dataset.theme);
  } catch {
    // Storage may be closed: the choice then lasts as long as the page.
  }
  document.dispatchEvent(new Event("theme"));
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => document.dispatchEvent(new Event("theme")));

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  event.preventDefault();
  document.getElementById("find")?.focus();
});

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRF-Token"] = document.querySelector('meta[name="csrf"]')?.content ?? "";
  // An address stays readable: what is not asked for is not in it.
  if (event.detail.verb === "get") {
    for (const [name, value] of [...event.detail.formData.entries()]) if (value === "") event.detail.formData.delete(name);
  }
});

document.addEventListener("htmx:responseError", (event) => say(`The desk did not answer: ${event.detail.xhr.status}`));
document.addEventListener("htmx:sendError", () => say("The desk cannot be reached"));

export function isTyping(target) {
  return target instanceof Element && target.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
}

export function say(words) {
  const said = document.getElementById("said");
  if (said) said.textContent = words;
}

export function colour(name) {
  return getComputedStyle(root).getPropertyValue(name).trim();
}
