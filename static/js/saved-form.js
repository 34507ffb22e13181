// <saved-form>: any form that saves itself while one types, on return after a lost connection, and when the lid
// closes. The form works without this. What is not saved yet lies in localStorage until it is.
//
//   <saved-form data-address="…" data-store="mockloop-…:<person>:<thing>">
//     {% include "prep/_saving_words.html" %}
//     <form data-saved-form method="post">  token, the hidden field `version`, fields, _stale.html,
//       <p class="saved-state" data-saved-state></p>, <p class="visually-hidden" role="status" data-saved-said></p>
//
// The address answers a POST with `Accept: application/json` and action=save by JSON (see platform/prep/saving.py):
//   200 {version}      saved; `version` is the one to send next. The element dispatches "form-saved", which bubbles.
//   409 {message, version, differences: [{name, label, mine, theirs, value}]}   somebody saved since
//   422 {message, errors: {field: [{message}]}}   shown at the fields; tried again after the next change
// A redirect or a 403 is taken for being signed out. Saving what is saved already must succeed and change nothing.
import { choices } from "./scorecard-apart.js";
import { drop, left, put, uuid } from "./scorecard-keep.js";

const WAIT = 700;
const RETRY = 5000;
const UNSENT = ["csrfmiddlewaretoken", "version", "newer", "action"];

class SavedForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("[data-saved-form]");
    this.words = this.querySelector("[data-saved-words]").dataset;
    this.place = `${this.dataset.store}:page:${uuid()}`;
    this.adopted = [];
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    const on = (target, type, listener) => target.addEventListener(type, listener, { signal });
    on(this.form, "input", ({ target }) => {
      if (!target.name || UNSENT.includes(target.name)) return;
      if (this.stale) this.both?.mine(target.name, target.value);
      this.changed();
    });
    on(this.form, "submit", () => this.handOver());
    on(window, "online", () => this.save());
    on(document, "visibilitychange", () => document.visibilityState === "hidden" && this.save({ leaving: true }));
    on(this, "click", ({ target }) => {
      if (target.closest("[data-saved-replace]")) this.replace();
      if (target.closest("[data-saved-forget]")) this.forget();
    });
    this.clock = setInterval(() => this.tell(), 1000);
    this.base = new Map(this.defaults());
    // Whoever types as soon as they see the form may be quicker than this script.
    const early = this.values().some(([name, value]) => (this.base.get(name) ?? "") !== value);
    this.restore();
    if (early) this.changed();
  }

  disconnectedCallback() {
    this.leaving.abort();
    clearInterval(this.clock);
    clearTimeout(this.timer);
  }

  part(name) {
    return this.querySelector(`[data-saved-${name}]`);
  }

  get version() {
    return this.form.elements.version.value;
  }

  controls() {
    return [...this.form.elements].filter(({ name, type, tagName }) => name && !UNSENT.includes(name) && type !== "hidden" && tagName !== "BUTTON");
  }

  /** Everything typed, as [name, value] pairs; a box that is not ticked is empty. */
  values() {
    return this.controls()
      .filter(({ type, checked }) => type !== "radio" || checked)
      .map((control) => [control.name, control.type === "checkbox" && !control.checked ? "" : control.value]);
  }

  // What the page came with, whatever was typed since; a browser may also bring back fields by itself.
  defaults() {
    return this.controls()
      .filter(({ type, defaultChecked }) => type !== "radio" || defaultChecked)
      .map((control) => {
        if (control.tagName === "SELECT") return [control.name, ([...control.options].find((each) => each.defaultSelected) ?? control.options[0])?.value ?? ""];
        if (control.type === "checkbox") return [control.name, control.defaultChecked ? control.value : ""];
        return [control.name, control.defaultValue];
      });
  }

  fill(values) {
    for (const control of this.controls()) {
      if (!values.has(control.name)) continue;
      const value = values.get(control.name);
      if (control.type === "radio") control.checked = control.value === value;
      else if (control.type === "checkbox") control.checked = value !== "";
      else if (control.value !== value) control.value = value;
    }
  }

  changed() {
    this.dirty = true;
    this.keep();
    clearTimeout(this.timer);
    if (!this.stale) this.timer = setTimeout(() => this.save(), WAIT);
  }

  keep(more = {}) {
    put(this.place, { version: this.version, values: this.values(), base: [...this.base], ...more });
  }

  forget() {
    for (const key of [this.place, ...this.adopted]) drop(key);
    this.adopted = [];
  }

  // What an earlier visit could not save comes back, on top of the version it was typed upon.
  restore() {
    // What was handed over whole and arrived is what this page came from.
    const arrived = ({ handed, version }) => handed && Number(version) < Number(this.version);
    const entries = left(`${this.dataset.store}:page:`).filter((each) => each.values && !arrived(each));
    for (const each of left(`${this.dataset.store}:page:`)) if (arrived(each)) drop(each.key);
    const kept = entries.at(-1);
    if (!kept) return;
    const now = JSON.stringify(this.values());
    for (const each of entries) if (JSON.stringify(each.values) === now) drop(each.key);
    if (JSON.stringify(kept.values) === now) return;
    this.adopted.push(kept.key);
    this.fill(new Map(kept.values));
    this.base = new Map(kept.base ?? []);
    this.form.elements.version.value = kept.version;
    this.dirty = true;
    this.keep();
    this.say(this.words.back);
    this.save();
  }

  async save({ leaving = false } = {}) {
    if (!this.dirty || this.stale || this.handing) return;
    if (this.saving) {
      this.again = true;
      return;
    }
    clearTimeout(this.timer);
    this.dirty = false;
    this.state(this.words.saving);
    const sent = this.values();
    const body = new FormData(this.form);
    body.set("action", "save");
    this.saving = true;
    try {
      const response = await fetch(this.dataset.address, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        credentials: "same-origin",
        redirect: "manual",
        keepalive: leaving,
      });
      const json = response.headers.get("Content-Type")?.startsWith("application/json");
      this.answered(response, json ? await response.json() : {}, sent);
    } catch {
      this.unsaved(this.words.offline);
    }
    this.saving = false;
    if (this.again && this.dirty && !this.stale) {
      this.again = false;
      this.save();
    }
  }

  answered(response, answer, sent) {
    if (response.ok) {
      this.form.elements.version.value = answer.version;
      this.base = new Map(sent);
      this.savedAt = Date.now();
      this.lasting = "";
      this.forget();
      if (this.dirty) this.keep();
      this.mark({});
      this.tell();
      if (this.told !== "saved") this.say(this.words.saved);
      this.told = "saved";
      this.dispatchEvent(new CustomEvent("form-saved", { bubbles: true, detail: answer }));
    } else if (response.status === 409) {
      this.dirty = true;
      this.stale = true;
      this.newer = answer.version;
      this.keep();
      this.state(this.words.apart, true);
      this.part("stale-text").textContent = answer.message;
      const mine = new Map(this.values());
      const touched = (name) => (mine.get(name) ?? "") !== (this.base.get(name) ?? "");
      this.both = choices(this.part("differences"), answer.differences ?? [], this.words, touched);
      this.part("stale").hidden = false;
      this.part("stale").scrollIntoView({ block: "nearest" });
    } else if (response.type === "opaqueredirect" || response.status === 403) {
      // The sign-in page, or a form from before somebody signed in anew.
      this.unsaved(this.words.signedOut);
    } else if (response.status === 422) {
      this.mark(answer.errors ?? {});
      this.unsaved(answer.errors ? this.words.invalid : answer.message, true);
    } else {
      this.unsaved(this.words.failed);
    }
  }

  // Both versions are known: what was chosen from the newer one is taken over, and the whole is saved upon it.
  replace() {
    this.fill(new Map(this.both.chosen().map(({ name, value }) => [name, value])));
    this.stale = false;
    this.dirty = true;
    this.part("stale").hidden = true;
    this.form.elements.version.value = this.newer;
    this.save();
  }

  // What can't be kept is said at its field, as the server's page would.
  mark(errors) {
    for (const each of this.querySelectorAll("[data-saved-error]")) each.remove();
    for (const control of this.controls()) {
      const wrong = errors[control.name];
      if (!wrong && control.getAttribute("aria-invalid") !== "true") continue;
      control.closest(".field")?.querySelector(".field__error")?.remove();
      if (!wrong) {
        control.removeAttribute("aria-invalid");
        continue;
      }
      control.setAttribute("aria-invalid", "true");
      const list = document.createElement("ul");
      list.className = "field__error";
      list.id = `${control.id}_error`;
      list.dataset.savedError = "";
      list.append(
        ...wrong.map(({ message }) => {
          const item = document.createElement("li");
          item.textContent = message;
          return item;
        }),
      );
      control.closest(".field")?.append(list);
    }
  }

  unsaved(words, wait = false) {
    this.dirty = true;
    this.keep();
    this.lasting = words;
    this.state(words, true);
    if (this.told !== words) this.say(words);
    this.told = words;
    clearTimeout(this.timer);
    if (!wait) this.timer = setTimeout(() => this.save(), RETRY);
  }

  tell() {
    if (!this.savedAt || this.lasting || this.stale || this.saving) return;
    const seconds = Math.round((Date.now() - this.savedAt) / 1000);
    const { now, seconds: ago, minutes } = this.words;
    if (seconds < 2) this.state(now);
    else if (seconds < 60) this.state(ago.replace("%s", seconds));
    else this.state(minutes.replace("%s", Math.floor(seconds / 60)));
  }

  state(words, error = false) {
    const line = this.part("state");
    line.textContent = words;
    line.classList.toggle("saved-state--error", error);
  }

  say(words) {
    this.part("said").textContent = words;
  }

  // The form goes out whole by itself now; nothing of ours may come in between.
  handOver() {
    this.handing = true;
    clearTimeout(this.timer);
    this.keep({ handed: true });
    setTimeout(() => (this.handing = false), 3000);
  }
}

customElements.get("saved-form") ?? customElements.define("saved-form", SavedForm);
