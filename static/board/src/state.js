/** The line under the board that says in words how things stand. */

export class StateLine {
  /**
   * @param {HTMLElement} line
   * @param {DOMStringMap} words the board's data-say-* texts
   */
  constructor(line, words) {
    Object.assign(this, { line, words });
    this.note = "";
    this.parts = { link: "connecting", unsaved: 0, mode: "", names: [] };
    this.#show();
  }

  /** @param {{link?: string, unsaved?: number, mode?: string, names?: string[]}} parts what has changed */
  set(parts) {
    Object.assign(this.parts, parts);
    this.#show();
  }

  /** Say something for some seconds beside the rest; a reason that has no words of its own gets the general ones. */
  tell(code) {
    this.note = this.#word(`refused-${code.replaceAll("_", "-")}`) || this.#word("refused");
    this.#show();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.note = "";
      this.#show();
    }, 8_000);
  }

  #word(name) {
    const key = `say-${name}`.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
    return this.words[key] ?? "";
  }

  #show() {
    const { link, unsaved, mode, names } = this.parts;
    const kept = link === "reconnecting" && unsaved ? this.#word("kept") : "";
    const others = names.length ? this.#word("with").replace("%s", names.join(", ")) : "";
    const texts = [this.#word(link), kept, mode && this.#word(mode), link === "connected" ? others : "", this.note];
    const text = texts.filter(Boolean).join(" · ");
    if (this.line.textContent !== text) this.line.textContent = text;
    this.line.dataset.link = link;
  }
}
