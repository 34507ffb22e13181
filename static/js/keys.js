// Single keys: an element with data-key="b" is pressed (or focused, when it is a field) by that key,
// and data-key-label says so in the list that "?" opens. Nothing happens while somebody types, with a
// modifier held, inside [data-keys-off] (the board has its own keys), or when switched off in the list.
const dialog = document.getElementById("keys");
const list = dialog?.querySelector("[data-keys-list]");
const toggle = dialog?.querySelector("[data-keys-switch]");
const STORE = "mockloop-keys-off";
// A page adds keys of its own to the list by <template data-keys-more> with pairs of dt and dd.
const typing = "input, select, textarea, [contenteditable], [data-keys-off], [data-keys-off] *, .excalidraw *";

const visible = (element) => element.getClientRects().length > 0;

function keyed() {
  return [...document.querySelectorAll("[data-key]")].filter((element) => element.dataset.key && visible(element));
}

function label(element) {
  return element.dataset.keyLabel || element.getAttribute("aria-label") || element.textContent.trim();
}

function fill() {
  while (list.children.length > 2) list.lastElementChild.remove();
  for (const element of keyed()) {
    const key = document.createElement("kbd");
    key.textContent = element.dataset.key;
    const term = document.createElement("dt");
    term.append(key);
    const meaning = document.createElement("dd");
    meaning.textContent = label(element);
    list.append(term, meaning);
  }
  for (const more of document.querySelectorAll("[data-keys-more]")) list.append(more.content.cloneNode(true));
}

function open() {
  fill();
  if (!dialog.open) dialog.showModal();
}

if (dialog) {
  toggle.checked = localStorage.getItem(STORE) === null;
  toggle.addEventListener("change", () => {
    if (toggle.checked) localStorage.removeItem(STORE);
    else localStorage.setItem(STORE, "1");
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest('[data-dialog="keys"]')) fill();
  });

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!toggle.checked) return;
    const ticking = event.target.matches?.("[type=radio], [type=checkbox]");
    if (event.key === "?" && (ticking || !event.target.closest?.(typing))) {
      event.preventDefault();
      open();
      return;
    }
    if (event.target.closest?.(typing)) return;
    if (document.querySelector("dialog[open]")) return;
    const element = keyed().find((candidate) => candidate.dataset.key === event.key);
    if (!element) return;
    event.preventDefault();
    if (element.matches("input:not([type=checkbox], [type=radio]), select, textarea")) element.focus();
    else element.click();
  });
}
