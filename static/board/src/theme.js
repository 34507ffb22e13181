/** Light or dark, as the page is. */

const system = matchMedia("(prefers-color-scheme: dark)");

/** @returns {"light" | "dark"} */
export function theme() {
  const said = document.documentElement.dataset.theme;
  if (said === "light" || said === "dark") return said;
  return system.matches ? "dark" : "light";
}

/** Call `changed` whenever the page or the system turns light or dark; returns how to stop that. */
export function onTheme(changed) {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  system.addEventListener("change", changed);
  return () => {
    observer.disconnect();
    system.removeEventListener("change", changed);
  };
}
