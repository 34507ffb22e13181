// How kept moments are shown: a list in the tray, small marks at the criteria, and a list to attach from.

const make = (tag, className, text = "") => {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
};

const write = (place, text) => {
  if (place.textContent !== text) place.textContent = text;
};

// Show one child a chip, in order. What is there already stays the same element: a key or a finger may be down on it.
function rows(list, chips, fresh, fill) {
  const old = new Map([...list.children].map((row) => [row.dataset.chip, row]));
  let before = null;
  for (const chip of chips) {
    const row = old.get(chip.id) ?? fresh(chip);
    old.delete(chip.id);
    row.dataset.chip = chip.id;
    fill(row, chip);
    const place = before ? before.nextSibling : list.firstChild;
    if (place !== row) list.insertBefore(row, place);
    before = row;
  }
  for (const row of old.values()) row.remove();
}

export class Tray {
  constructor(card, root, chips) {
    this.card = card;
    this.root = root;
    this.chips = chips;
    this.words = root.dataset;
    this.list = root.querySelector("[data-chips-list]");
    this.titles = new Map(
      [...card.querySelectorAll("[data-chips-of]")].map((place) => [
        place.dataset.chipsOf,
        place.closest("[data-criterion]").querySelector(".criterion__title").textContent,
      ]),
    );
    for (const place of this.places()) {
      const pick = place.querySelector("[data-chips-pick]");
      pick.hidden = false;
      pick.addEventListener("toggle", () => this.drawPick(place));
      place.addEventListener("change", ({ target }) => {
        if (target.value) this.chips.attach(target.value, place.dataset.chipsOf, target.checked);
      });
      place.addEventListener("click", ({ target }) => {
        const off = target.closest("[data-chip-off]");
        if (!off) return;
        this.chips.attach(off.dataset.chipOff, place.dataset.chipsOf, false);
        pick.querySelector("summary").focus();
      });
    }
    for (const take of card.querySelectorAll("[data-chip-take]")) {
      take.addEventListener("click", () => this.chips.take(take.dataset.chipTake));
    }
    const buttons = card.querySelector("[data-chips-buttons]");
    if (buttons) buttons.hidden = false;
    root.addEventListener("submit", (event) => this.submitted(event));
    root.addEventListener("change", (event) => this.edited(event));
    root.addEventListener("click", (event) => {
      const item = event.target.closest("[data-chip]");
      if (!item || !event.target.closest("[data-chip-remove]")) return;
      event.preventDefault();
      this.chips.remove(item.dataset.chip);
    });
  }

  places() {
    return this.card.querySelectorAll("[data-chips-of]");
  }

  // Forms that work without this script are not sent: the change goes the way of all changes.
  submitted(event) {
    event.preventDefault();
    event.stopPropagation();
    const { elements } = event.target;
    const item = event.target.closest("[data-chip]");
    if (item) {
      this.chips.change(item.dataset.chip, { text: elements.text.value.trim() });
      return;
    }
    const offset = elements.offset?.value;
    const text = elements.text.value.trim();
    this.chips.take(elements.source.value, { text, offset: offset ? Number(offset) : null });
    event.submitter?.closest("[data-note-line]")?.setAttribute("data-kept", "");
    if (elements.text.type !== "hidden") elements.text.value = "";
  }

  edited({ target }) {
    const item = target.closest("[data-chip]");
    if (!item) return;
    const { chip: id } = item.dataset;
    if (target.name === "text") this.chips.change(id, { text: target.value.split(/\s+/).join(" ").trim() });
    else if (target.name === "criteria") this.chips.attach(id, target.value, target.checked);
  }

  draw() {
    const all = this.chips.all();
    const pattern = this.root.querySelector("template").content.firstElementChild;
    rows(this.list, all, () => pattern.cloneNode(true), (row, chip) => this.fill(row, chip));
    const loose = all.filter((chip) => !chip.criteria.length).length;
    this.root.querySelector("[data-chips-count]").textContent = all.length;
    this.root.querySelector("[data-chips-loose]").textContent = loose ? this.words.sayLoose.replace("%s", loose) : "";
    this.root.querySelector("[data-chips-empty]").hidden = all.length > 0;
    for (const place of this.places()) {
      this.drawMarks(place, all);
      this.drawPick(place);
    }
  }

  fill(item, chip) {
    const put = (name, text) => write(item.querySelector(`[data-chip-${name}]`), text);
    item.dataset.source = chip.source;
    put("at", chip.stamp || this.words.sayBefore);
    put("source", this.source(chip));
    put("text", chip.text);
    put("for", chip.criteria.map((key) => this.titles.get(key) ?? key).join(", ") || this.words.sayNothing);
    const text = item.querySelector("[name=text]");
    if (text !== document.activeElement && text.value !== chip.text) text.value = chip.text;
    for (const box of item.querySelectorAll("[name=criteria]")) box.checked = chip.criteria.includes(box.value);
  }

  source({ source }) {
    return { moment: this.words.sayMoment, board: this.words.sayBoard, note: this.words.sayNote }[source] ?? source;
  }

  describe(chip) {
    return [chip.stamp || this.words.sayBefore, chip.text || this.source(chip)];
  }

  drawMarks(place, all) {
    const own = all.filter((chip) => chip.criteria.includes(place.dataset.chipsOf));
    const fresh = (chip) => {
      const mark = make("li", "mark");
      const off = make("button", "mark__off", "×");
      off.type = "button";
      off.dataset.chipOff = chip.id;
      mark.append(make("span", "mark__at num"), make("span", "mark__text"), off);
      return mark;
    };
    const here = place.querySelector("[data-chips-here]");
    for (const plain of here.querySelectorAll(":scope > :not([data-chip])")) plain.remove(); // as they came, without a button
    rows(here, own, fresh, (mark, chip) => {
      const [at, words] = this.describe(chip);
      const [when, text, off] = mark.children;
      write(when, at);
      write(text, words);
      off.setAttribute("aria-label", `${this.words.sayDetach} ${at} ${words}`);
    });
  }

  drawPick(place) {
    const pick = place.querySelector("[data-chips-pick]");
    if (!pick.open) return;
    const all = this.chips.all();
    const list = pick.querySelector("[data-chips-choices]");
    const fresh = (chip) => {
      const row = make("li", "");
      const label = make("label", "choice");
      const box = document.createElement("input");
      box.type = "checkbox";
      box.value = chip.id;
      const text = make("span", "");
      text.append(make("span", "num muted"), " ", make("span", ""));
      label.append(box, text);
      row.append(label);
      return row;
    };
    rows(list, all, fresh, (row, chip) => {
      const [at, words] = this.describe(chip);
      row.querySelector("input").checked = chip.criteria.includes(place.dataset.chipsOf);
      const [when, , text] = row.querySelector("label > span").childNodes;
      write(when, at);
      write(text, words);
    });
    if (!all.length) list.append(make("li", "small soft", this.words.sayNone));
  }

  state(words) {
    const place = this.root.querySelector("[data-chips-state]");
    if (place.textContent !== words) place.textContent = words;
  }

  /** A moment was removed: say so, and offer to bring it back. */
  offerBack(chip) {
    const place = this.root.querySelector("[data-chips-gone]");
    const [at, words] = this.describe(chip);
    const back = make("button", "button button--small", this.words.sayUndo);
    back.type = "button";
    back.addEventListener("click", () => {
      place.replaceChildren();
      this.chips.bringBack(chip);
      this.list.querySelector(`[data-chip="${chip.id}"] summary`)?.focus();
    });
    place.replaceChildren(make("span", "", `${this.words.sayRemoved} ${at} ${words}`), back);
    back.focus();
  }

  /** The words of a moment were changed here and elsewhere: both are shown, one is chosen. */
  offerBoth(chip, newer) {
    const place = this.root.querySelector("[data-chips-gone]");
    const choice = (text, chosen) => {
      const button = make("button", "button button--small", text || this.words.sayNothing);
      button.type = "button";
      button.addEventListener("click", () => {
        place.replaceChildren();
        if (chosen) this.chips.choose(chip.id, text, newer);
      });
      return button;
    };
    place.replaceChildren(make("span", "", this.words.sayBoth), choice(chip.text, true), choice(newer, false));
    this.root.querySelector("details").open = true;
  }
}
