"use strict";
// Pointing at a job marks it in timeline, map and lists. Everything can be read without this script.
const all = document.querySelectorAll("[data-job]");
function mark(job) {
  document.body.classList.toggle("pointing", job !== undefined);
  for (const element of all) element.classList.toggle("pointed", element.dataset.job === job);
}
function jobAt(event) {
  return event.target instanceof Element ? event.target.closest("[data-job]")?.dataset.job : undefined;
}
document.addEventListener("pointerover", (event) => mark(jobAt(event)));
document.addEventListener("focusin", (event) => mark(jobAt(event)));
document.documentElement.addEventListener("pointerleave", () => mark(undefined));
