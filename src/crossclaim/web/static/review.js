// One key for each decision. Keys press the buttons that stand there: what a key does can be seen and clicked.

import { isTyping } from "./desk.js";
import { selectedRange } from "./selecting.js";

const text = document.getElementById("text"), correct = document.getElementById("correct");

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented) document.activeElement?.blur();
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.key === "?") return toggleKeys(event);
  if (event.key === "m") return focus(event, document.getElementById("note"));
  if (event.key === "e" && correct) return startCorrecting(event);
  const button = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});

function focus(event, field) {
  event.preventDefault();
  field?.focus();
}

function toggleKeys(event) {
  event.preventDefault();
  const keys = document.getElementById("keys"), button = document.getElementById("show-keys");
  if (!keys) return;
  keys.hidden = !keys.hidden;
  button.setAttribute("aria-expanded", String(!keys.hidden));
}

document.getElementById("show-keys")?.addEventListener("click", toggleKeys);
document.getElementById("blind")?.addEventListener("change", ({ target }) => {
  location.href = target.checked ? target.dataset.on : target.dataset.off;
});

// Correcting: what is selected in the text is sent as a range; the server cuts the words out itself.

const form = correct?.querySelector("form");

function startCorrecting(event) {
  event.preventDefault();
  correct.open = true;
  form.elements.field.focus();
}

document.addEventListener("selectionchange", () => {
  if (!form || !text) return;
  const range = selectedRange(text);
  if (!range) return;
  form.elements.start.value = range.start;
  form.elements.end.value = range.end;
  document.getElementById("preview").replaceChildren(); // it told of other words
  document.getElementById("selected").textContent = range.words;
  correct.open = true;
});

form?.addEventListener("change", () => document.getElementById("preview").replaceChildren());

function showFields() {
  const field = form.elements.field.value;
  for (const label of form.querySelectorAll("[data-for]")) {
    label.hidden = label.dataset.for !== field;
    for (const one of label.querySelectorAll("select")) one.disabled = label.hidden;
  }
}

if (form) {
  form.elements.field.addEventListener("change", showFields);
  showFields();
}
