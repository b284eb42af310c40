// Follows an addition as it happens; at its end the page is loaded once more, with what was set aside.

const how = document.getElementById("how");
const steps = document.getElementById("steps"), progress = document.getElementById("progress");

if (how.dataset.follow) {
  steps.replaceChildren();
  let seen = 0;
  const events = new EventSource(how.dataset.follow);
  events.addEventListener("step", ({ data }) => {
    const step = JSON.parse(data);
    seen += 1;
    progress.textContent = `${seen} document${seen === 1 ? "" : "s"} so far`;
    const line = document.createElement("li"), fate = document.createElement("b"), name = document.createElement("bdi");
    line.className = "panel";
    fate.className = "mark";
    fate.textContent = step.fate;
    name.textContent = step.name.split("/").at(-1);
    line.append(fate, " ", name, step.reason ? `: ${step.reason}` : `, ${step.claims} claim${step.claims === 1 ? "" : "s"}`);
    steps.append(line);
  });
  events.addEventListener("over", () => {
    events.close();
    location.reload();
  });
  events.addEventListener("error", () => {
    if (events.readyState === EventSource.CLOSED) progress.textContent = "The desk cannot be reached: load the page again.";
  });
}
