// Buttons that copy what stands in a field: <button hidden data-copy="#field" data-copied="Copied.">.
// Without script the field is there to select; a field that is entered is selected whole.
import { toast } from "./toasts.js";

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.querySelector(button.dataset.copy);
  if (!field) continue;
  field.addEventListener("focus", () => field.select());
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // No leave to the clipboard, or no secure connection: the old way.
      field.focus();
      field.select();
      if (!document.execCommand("copy")) return;
    }
    toast(button.dataset.copied, "ok");
  });
}
