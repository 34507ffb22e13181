// What htmx leaves to the page: saying that an answer did not come, and messages sent with a fragment.
// A view answers with the header HX-Trigger: {"toast": {"text": "Saved.", "kind": "ok"}} to show one.
import { lost, refused, signedOut, toast } from "./toasts.js";

document.addEventListener("htmx:sendError", lost);
document.addEventListener("htmx:timeout", lost);
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status >= 500) lost();
  else refused();
});
// A whole page where a part was asked for: somebody signed out in another tab. The page itself then asks to sign in,
// unless something was being sent: that stays in its form, which a reload would empty.
let reloading = false;
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, serverResponse, requestConfig } = event.detail;
  if (xhr.status >= 400 || !/^\s*<!doctype/i.test(serverResponse)) return;
  event.detail.shouldSwap = false;
  if (requestConfig.verb !== "get") signedOut();
  else if (!reloading) {
    reloading = true; // a second reload would break off the first
    location.reload();
  }
});
// A form that is answered with itself, marked data-whole, takes nothing until the answer is there: it would be gone.
document.addEventListener("htmx:beforeRequest", ({ target }) => {
  if (target.matches("form[data-whole]")) target.setAttribute("aria-busy", "true");
});
document.addEventListener("htmx:afterRequest", ({ target }) => target.removeAttribute("aria-busy"));
for (const type of ["keydown", "beforeinput", "click", "paste"]) {
  const refuse = (event) => {
    if (event.key !== "Tab" && event.target.closest?.("form[data-whole][aria-busy]")) event.preventDefault();
  };
  document.addEventListener(type, refuse, { capture: true });
}
document.addEventListener("toast", (event) => toast(event.detail.text, event.detail.kind));
