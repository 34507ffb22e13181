// The side panel of the room: links to its parts become tabs, and it folds away.
import { toast } from "./toasts.js";

export function tabs(list) {
  if (!list) return;
  const links = [...list.querySelectorAll("a")];
  const panel = (link) => document.getElementById(link.hash.slice(1));
  list.setAttribute("role", "tablist");
  for (const link of links) {
    link.setAttribute("role", "tab");
    link.id = `tab-${link.hash.slice(1)}`;
    link.setAttribute("aria-controls", link.hash.slice(1));
    panel(link).setAttribute("role", "tabpanel");
    panel(link).setAttribute("aria-labelledby", link.id);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      choose(link);
    });
    link.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const next = links[(links.indexOf(link) + step + links.length) % links.length];
      choose(next);
      next.focus();
    });
  }

  function choose(chosen) {
    for (const link of links) {
      const on = link === chosen;
      link.setAttribute("aria-selected", on);
      link.tabIndex = on ? 0 : -1;
      if (on) delete link.dataset.fresh;
      panel(link).hidden = !on;
    }
    document.getElementById("room")?.classList.remove("room--folded");
    document.querySelector("[data-room-fold]")?.setAttribute("aria-expanded", "true");
  }

  choose(links.find((link) => link.hash === location.hash) ?? links[0]);
}

/** Say that a step of the prompt was opened to somebody who is looking at another part; their focus stays. */
export function announce(list) {
  const link = list?.querySelector('[href="#panel-prompt"]');
  const folded = document.getElementById("room").classList.contains("room--folded");
  if (!list?.dataset.sayRevealed || (link.getAttribute("aria-selected") === "true" && !folded)) return;
  link.dataset.fresh = "";
  toast(list.dataset.sayRevealed);
}

export function fold(button, room) {
  if (!button || !room) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const folded = room.classList.toggle("room--folded");
    button.setAttribute("aria-expanded", String(!folded));
  });
}
