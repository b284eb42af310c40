// Text and claims beside each other: a click on either shows the other.

const text = document.getElementById("text");

function pick(number, { scroll }) {
  for (const piece of text.querySelectorAll(".p.q")) piece.classList.toggle("on", piece.dataset.claims.split(" ").includes(number));
  for (const card of document.querySelectorAll(".claim")) {
    const chosen = card.dataset.claim === number;
    card.classList.toggle("on", chosen);
    if (chosen && scroll === "card") card.scrollIntoView({ block: "nearest" });
  }
  if (scroll === "text") text.querySelector(".p.on")?.scrollIntoView({ block: "center" });
}

text?.addEventListener("click", (event) => {
  if (!getSelection().isCollapsed) return; // words are being selected, not a claim
  const number = event.target.closest(".cn")?.textContent ?? event.target.closest(".q")?.dataset.claims.split(" ").at(-1);
  if (number) pick(number, { scroll: "card" });
});

document.querySelector(".claims")?.addEventListener("click", (event) => {
  const card = event.target.closest(".claim");
  if (card && !event.target.closest("a, button, input, select, textarea, summary, label")) pick(card.dataset.claim, { scroll: "text" });
  else if (card && event.target.closest("a.n, dd a")) pick(card.dataset.claim, { scroll: "none" });
});

document.getElementById("labels")?.addEventListener("change", ({ target }) => {
  for (const piece of text.querySelectorAll(`.m-${target.value}`)) piece.classList.toggle("off", !target.checked);
});

const chosen = document.querySelector(".claim.on");
if (chosen) pick(chosen.dataset.claim, { scroll: location.hash ? "none" : "text" });
