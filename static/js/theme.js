// Light, dark, or as the system: kept in a cookie, so that the server renders the right theme without a flash.
const root = document.documentElement;
const order = ["system", "light", "dark"];

const current = () => root.dataset.theme ?? "system";

function show() {
  for (const button of document.querySelectorAll("[data-theme-switch]")) {
    button.hidden = false;
    button.querySelector("span").textContent = button.dataset[current()];
  }
}

function choose(theme) {
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  const secure = location.protocol === "https:" ? "; secure" : "";
  const age = theme === "system" ? 0 : 60 * 60 * 24 * 365;
  document.cookie = `theme=${theme}; path=/; max-age=${age}; samesite=lax${secure}`;
  show();
  document.dispatchEvent(new CustomEvent("mockloop:theme", { detail: { theme } }));
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-theme-switch]")) {
    choose(order[(order.indexOf(current()) + 1) % order.length]);
  }
});

show();
