// <rubric-editor>: a draft of a rubric that saves itself while it is written. The form works without this.
// What is not saved yet lies in localStorage and is taken away once it is. The server checks, renders the preview
// and, where a button brings or takes away a part, the form; here nothing knows what a rubric must be.
import { order } from "./rubric-order.js";

const WAIT = 800;
const RETRY = 5000;
const NOT_TYPED = ["csrfmiddlewaretoken", "stamp", "newer", "action", "strict"];
const LOCAL = ["up", "down", "review", "discard", "replace", "save"];

class RubricEditor extends HTMLElement {
  connectedCallback() {
    this.words = this.dataset;
    this.leaving = new AbortController();
    const on = (target, type, listener) => target.addEventListener(type, listener, { signal: this.leaving.signal });
    on(this, "input", (event) => event.target.closest("[data-editor-form]") && this.changed(event.target));
    on(this, "click", (event) => this.click(event));
    on(this, "submit", (event) => this.submitted(event));
    on(this, "focusin", (event) => this.follow(event.target));
    on(window, "online", () => this.save());
    // Coming back by the browser's history: the draft may be another by now.
    on(window, "pageshow", (event) => event.persisted && location.reload());
    on(document, "visibilitychange", () => document.visibilityState === "hidden" && this.save({ leaving: true }));
    this.clock = setInterval(() => this.tell(), 1000);
    this.stale = this.hasAttribute("data-stale");
    this.bind();
    // On a phone the parts would be a very long page: only what is wrong, or asked for, begins unfolded.
    if (matchMedia("(max-width: 40rem)").matches) {
      for (const part of this.form.querySelectorAll("details.part")) {
        part.open = Boolean(part.querySelector("[aria-invalid]")) || location.hash.startsWith(`#${part.id}`);
      }
    }
    if (this.stale) return;
    // Whoever types as soon as they see the page may be quicker than this script.
    const early = [...this.form.querySelectorAll("textarea")].some((each) => each.value !== each.defaultValue);
    if (early) this.changed();
    else this.restore();
  }

  disconnectedCallback() {
    this.leaving.abort();
    this.ordering?.abort();
    clearInterval(this.clock);
    clearTimeout(this.timer);
  }

  /** Take up the form that is on the page now. */
  bind() {
    this.form = this.querySelector("[data-editor-form]");
    this.ordering?.abort();
    this.ordering = new AbortController();
    order(this, this.ordering.signal, (title, place, count) => {
      this.changed();
      this.say(this.words.wordsPlace.replace("%(title)s", title).replace("%(place)s", place).replace("%(count)s", count));
    });
  }

  part(name) {
    return this.querySelector(`[data-editor-${name}]`);
  }

  typed() {
    return [...new FormData(this.form)].filter(([name]) => !NOT_TYPED.includes(name));
  }

  changed(control) {
    this.dirty = true;
    this.keep();
    if (control?.id.endsWith("-title")) this.head(control);
    clearTimeout(this.timer);
    if (!this.stale) this.timer = setTimeout(() => this.save(), WAIT);
  }

  // The outline says what the title says, as it is typed.
  head(control) {
    const row = control.closest("details[data-row]")?.dataset.row;
    for (const each of this.querySelectorAll(`[data-row="${row}"] [data-editor-heading]`)) {
      each.textContent = control.value.trim() || this.words.wordsUntitled;
    }
  }

  keep() {
    const kept = { stamp: this.part("stamp").value, typed: this.typed() };
    localStorage.setItem(this.words.store, JSON.stringify(kept));
  }

  forget() {
    localStorage.removeItem(this.words.store);
  }

  // What an earlier visit could not save is saved now, upon what it was typed upon; the page shows it afterwards.
  async restore() {
    const kept = JSON.parse(localStorage.getItem(this.words.store) ?? "null");
    if (!kept) return;
    if (JSON.stringify(kept.typed) === JSON.stringify(this.typed())) {
      this.forget();
      return;
    }
    this.kept = kept;
    this.dirty = true;
    this.say(this.words.wordsBack);
    if (await this.save()) location.reload();
  }

  /** What goes to the server: the page, or what was kept in this browser before. */
  body(action) {
    const body = new FormData(this.form);
    if (this.kept) {
      const token = body.get("csrfmiddlewaretoken");
      for (const name of [...body.keys()]) body.delete(name);
      body.set("csrfmiddlewaretoken", token);
      for (const [name, value] of this.kept.typed) body.append(name, value);
      body.set("stamp", this.kept.stamp);
      body.set("newer", this.part("newer").value);
    }
    body.set("action", action);
    return body;
  }

  /** Save what is typed, or press one of the server's buttons; true once the server has it. */
  async save({ action = "save", leaving = false } = {}) {
    if ((!this.dirty && action === "save") || this.handing) return false;
    if (this.stale && action !== "replace") {
      if (action !== "save") this.part("stale").scrollIntoView({ block: "center" });
      return false;
    }
    while (this.saving) await this.saving;
    clearTimeout(this.timer);
    this.dirty = false;
    this.state(this.words.wordsSaving);
    this.saving = this.send(action, leaving);
    const done = await this.saving.finally(() => (this.saving = null));
    if (done) this.tell();
    if (done && this.dirty && !this.stale) this.timer = setTimeout(() => this.save(), WAIT);
    return done;
  }

  async send(action, leaving) {
    let response;
    try {
      response = await fetch(this.words.address, {
        method: "POST",
        body: this.body(action),
        headers: { Accept: "application/json" },
        credentials: "same-origin",
        redirect: "manual",
        keepalive: leaving,
      });
    } catch {
      return this.unsaved(this.words.wordsOffline);
    }
    const json = response.headers.get("Content-Type")?.startsWith("application/json");
    const answer = json ? await response.json() : {};
    if (response.ok && json) return this.saved(answer);
    if (response.status === 409) return this.told(answer);
    // The sign-in page, or a form from before somebody signed in anew.
    if (response.type === "opaqueredirect" || response.status === 403) return this.unsaved(this.words.wordsSignedOut);
    return this.unsaved(answer.message ?? this.words.wordsFailed);
  }

  saved(answer) {
    this.kept = null;
    this.savedAt = Date.now();
    this.lasting = "";
    if (answer.form) this.renew(answer);
    this.part("stamp").value = answer.stamp;
    this.part("newer").value = answer.stamp;
    if (this.dirty) this.keep();
    else this.forget();
    this.problems(answer.problems);
    this.preview(answer.preview);
    if (this.said !== "saved") this.say(this.words.wordsSaved);
    this.said = "saved";
    return true;
  }

  told(answer) {
    this.dirty = true;
    this.stale = true;
    this.part("newer").value = answer.stamp;
    this.part("stale-text").textContent = answer.message;
    this.part("stale").hidden = false;
    this.part("stale").scrollIntoView({ block: "nearest" });
    this.state(answer.message, true);
    return false;
  }

  unsaved(words) {
    this.dirty = true;
    if (!this.kept) this.keep();
    this.lasting = words;
    this.state(words, true);
    if (this.said !== words) this.say(words);
    this.said = words;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), RETRY);
    return false;
  }

  // A part came or went: the server's form takes the place of this one, folded as this one was.
  renew(answer) {
    const folded = [...this.form.querySelectorAll("details.part:not([open])")].map((each) => each.id);
    const before = [...this.form.querySelectorAll(":is(input[type=text], textarea, select)[id]")];
    this.form.outerHTML = answer.form;
    this.bind();
    // Whoever typed while the answer was under way typed into the form that is gone.
    for (const { id, value } of before) {
      const control = document.getElementById(id);
      if (control && control.value !== value) {
        control.value = value;
        this.dirty = true;
      }
    }
    for (const id of folded) this.form.querySelector(`#${CSS.escape(id)}`)?.removeAttribute("open");
    const focus = document.getElementById(answer.focus);
    focus?.closest("details.part")?.setAttribute("open", "");
    focus?.focus();
    focus?.scrollIntoView({ block: "nearest" });
  }

  problems(all) {
    const strict = Boolean(this.form.elements.strict);
    const byField = {};
    const byRow = {};
    for (const each of all) {
      if (strict || !each.empty) (byField[each.field] ??= []).push(each.message);
      const row = each.field.startsWith("c-") ? each.field.slice(2, each.field.lastIndexOf("-")) : "";
      byRow[row] = (byRow[row] ?? 0) + 1;
    }
    for (const field of this.form.querySelectorAll("[data-field]")) {
      const messages = byField[field.dataset.field] ?? [];
      const list = field.querySelector(".field__error");
      list?.replaceChildren(...messages.map((message) => item(message)));
      const control = field.querySelector("input:not([type=hidden]), select, textarea");
      if (messages.length) control?.setAttribute("aria-invalid", "true");
      else control?.removeAttribute("aria-invalid");
    }
    for (const row of this.part("outline").children) {
      const count = byRow[row.dataset.row] ?? 0;
      const mark = row.querySelector("[data-editor-row-problems]");
      mark.hidden = count === 0;
      mark.querySelector(".num").textContent = count;
    }
    this.part("list").replaceChildren(
      ...all.map(({ href, text }) => {
        const link = document.createElement("a");
        link.href = href;
        link.textContent = text;
        return item(link);
      }),
    );
    this.part("count").textContent = all.length;
    this.part("problems").hidden = all.length === 0;
    this.part("ready").hidden = all.length > 0;
  }

  // What was tried out in the preview stays tried out.
  preview(html) {
    const pane = this.part("preview");
    const chosen = [...pane.querySelectorAll("input:checked")].map(({ name, value }) => [name, value]);
    const open = [...pane.querySelectorAll(".criterion:has(details[open])")].map((each) => each.id);
    pane.innerHTML = html;
    for (const input of pane.querySelectorAll("input[type=radio]")) {
      if (chosen.some(([name, value]) => name === input.name && value === input.value)) input.checked = true;
    }
    for (const id of open) pane.querySelector(`#${CSS.escape(id)} details`)?.setAttribute("open", "");
  }

  // Beside the editor, the preview shows the criterion that is being written.
  follow(control) {
    const part = control.closest("details[data-row]");
    const aside = this.querySelector(".editor__preview");
    if (!part || getComputedStyle(aside).overflowY !== "auto") return;
    const place = [...this.form.querySelectorAll("details[data-row]")].indexOf(part);
    const shown = aside.querySelectorAll("fieldset.criterion")[place];
    if (shown) aside.scrollTop += shown.getBoundingClientRect().top - aside.getBoundingClientRect().top - 8;
  }

  tell() {
    if (!this.savedAt || this.lasting || this.stale || this.saving) return;
    const seconds = Math.round((Date.now() - this.savedAt) / 1000);
    const { wordsNow, wordsSeconds, wordsMinutes } = this.words;
    if (seconds < 2) this.state(wordsNow);
    else if (seconds < 60) this.state(wordsSeconds.replace("%s", seconds));
    else this.state(wordsMinutes.replace("%s", Math.floor(seconds / 60)));
  }

  state(words, error = false) {
    const line = this.part("state");
    line.textContent = words;
    line.classList.toggle("saved-state--error", error);
  }

  say(words) {
    this.part("said").textContent = words;
  }

  async click(event) {
    const button = event.target.closest("button[name=action]");
    const target = event.target.closest("a[href^='#']")?.getAttribute("href").slice(1);
    document.getElementById(target)?.closest("details.part")?.setAttribute("open", "");
    if (event.target.closest("[data-editor-reload]")) this.forget();
    if (event.target.closest("[data-editor-replace]")) {
      event.preventDefault();
      const whole = Boolean(this.kept);
      if (!(await this.save({ action: "replace" }))) return;
      this.stale = false;
      this.part("stale").hidden = true;
      this.tell();
      if (whole) location.reload();
      return;
    }
    if (!button || event.defaultPrevented || LOCAL.includes(button.value.split(":")[0])) return;
    event.preventDefault();
    this.save({ action: button.value });
  }

  // The form goes out whole by itself now; nothing of ours may come in between.
  async submitted(event) {
    if (this.handing || !event.target.matches("[data-editor-form]")) return;
    const submitter = event.submitter;
    const discard = submitter?.matches("[data-editor-discard]");
    if (submitter && submitter.value !== "save" && !this.saving && (discard || !(this.stale || this.dirty))) {
      this.hand(discard);
      return;
    }
    event.preventDefault();
    if (submitter?.value === "save" || !submitter) {
      this.dirty = true;
      this.save();
      return;
    }
    if (!discard && this.dirty && !(await this.save())) return;
    while (this.saving) await this.saving;
    if (this.stale && !discard) {
      this.part("stale").scrollIntoView({ block: "center" });
      return;
    }
    this.hand(discard);
    this.form.requestSubmit(submitter);
  }

  hand(discard) {
    this.handing = true;
    clearTimeout(this.timer);
    if (discard) this.forget();
  }
}

function item(content) {
  const made = document.createElement("li");
  made.append(content);
  return made;
}

customElements.get("rubric-editor") ?? customElements.define("rubric-editor", RubricEditor);
