// <story-grid>: moving between the cells of the story sheet by keyboard, and pasting cells from a spreadsheet.
// Alt+arrow goes to the next cell in that direction. Pasted text with tabs, or of several lines in a spreadsheet's
// way, is put into the grid from the cell on; everything else is pasted as ever.
import { toast } from "./toasts.js";

const COLUMNS = ["project", "problem", "impact"];

class StoryGrid extends HTMLElement {
  connectedCallback() {
    this.addEventListener("keydown", (event) => this.move(event));
    this.addEventListener("paste", (event) => this.paste(event));
  }

  cell(target) {
    const row = target.closest?.("[data-story]");
    return row && COLUMNS.includes(target.name) ? { row, column: COLUMNS.indexOf(target.name) } : null;
  }

  move(event) {
    const at = this.cell(event.target);
    if (!at || !event.altKey || event.ctrlKey || event.metaKey) return;
    const rows = [...this.querySelectorAll("[data-story]")];
    const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!steps) return;
    const to = rows[rows.indexOf(at.row) + steps[0]]?.querySelector(`[name="${COLUMNS[at.column + steps[1]]}"]`);
    event.preventDefault();
    to?.focus();
  }

  async paste(event) {
    const at = this.cell(event.target);
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!at || !text.includes("\t")) return;
    event.preventDefault();
    const body = new FormData();
    body.set("csrfmiddlewaretoken", this.querySelector("[name=csrfmiddlewaretoken]").value);
    body.set("story", at.row.dataset.story);
    body.set("column", COLUMNS[at.column]);
    body.set("text", text);
    try {
      const response = await fetch(this.dataset.paste, { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin" });
      if (response.ok) location.reload();
      else toast((await response.json()).message, "error");
    } catch {
      toast(this.dataset.lost, "error");
    }
  }
}

customElements.get("story-grid") ?? customElements.define("story-grid", StoryGrid);
