// What a coach types on a debrief is kept in this browser until the page shows it as saved.

import { drop, left, put } from "./scorecard-keep.js";

const formOf = (target) => target.closest?.("form[data-keep]");
const textOf = (form) => form.elements.namedItem("text");

document.addEventListener("input", (event) => {
  const form = formOf(event.target);
  if (!form || event.target !== textOf(form)) return;
  if (!event.target.value.trim()) return drop(form.dataset.keep);
  put(form.dataset.keep, {
    text: event.target.value,
    remark: form.elements.namedItem("key").value,
    version: Number(form.elements.namedItem("version").value),
  });
});

/** Let go of what the server has by now: the page shows the remark, in a later version than was typed upon. */
function settle() {
  for (const entry of left("annotation:")) {
    const shown = document.querySelector(`[data-remark="${CSS.escape(entry.remark ?? "")}"]`);
    if (shown && Number(shown.dataset.version) > entry.version) drop(entry.key);
  }
}

/** Put back what was typed into a form that does not have it. */
function restore(root) {
  for (const form of root.querySelectorAll("form[data-keep]")) {
    const entry = left(form.dataset.keep).find((each) => each.key === form.dataset.keep);
    const text = textOf(form);
    if (!entry?.text || text.value === entry.text) continue;
    // What came back from the server with a word on what is wrong is newer than what is kept.
    if (form.querySelector(".field__error") || document.querySelector("[role=alert]")) continue;
    text.value = entry.text;
    form.elements.namedItem("key").value = entry.remark;
    const word = form.querySelector("[data-kept]");
    if (word) word.hidden = false;
  }
}

settle();
restore(document);
document.addEventListener("htmx:load", (event) => {
  restore(event.detail.elt.parentElement ?? document);
  if (formOf(event.detail.elt)) textOf(formOf(event.detail.elt)).focus();
});
