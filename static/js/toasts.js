// Short messages at the edge of the window, read out by screen readers; an error stays until it is closed.
const region = document.getElementById("toasts");

/**
 * Shows a message.
 * @param {string} text What happened, for the person.
 * @param {"ok"|"error"|"note"} kind An "error" stays; the others leave after seven seconds.
 */
export function toast(text, kind = "note") {
  if (!region) return;
  for (const old of region.children) if (old.firstChild.textContent === text) old.remove();
  const item = document.createElement("div");
  item.className = `toast toast--${kind}`;
  const words = document.createElement("span");
  words.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.setAttribute("aria-label", region.dataset.close);
  close.textContent = "×";
  close.addEventListener("click", () => item.remove());
  item.append(words, close);
  region.append(item);
  if (kind !== "error") setTimeout(() => item.remove(), 7000);
}

/** The sentence for a request without an answer, one refused without a reason, and one by somebody signed out. */
export const lost = () => toast(region.dataset.lost, "error");
export const refused = () => toast(region.dataset.refused, "error");
export const signedOut = () => toast(region.dataset.signedOut, "error");
