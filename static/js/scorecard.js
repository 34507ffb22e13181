// <score-card>: a form of scores that saves itself: while typing, on return after a lost connection, and when the
// lid closes. The form works without this. What is not saved yet lies in localStorage until it is.
//
// Whatever is scored on a rubric uses it (a rater's card, a self-score, an attempt at a sample):
//   <score-card class="card" data-address="…" data-store="mockloop-…:<person>:<thing>">
//     {% include "rubrics/scorecards/_words.html" %}
//     <form data-card-form method="post" action="…">  token, the hidden field `version`, then
//       _stale.html, _top.html (both need not be there), one _criterion.html a row, buttons named `action`
// data-store must be different for each person and thing, and begin with "mockloop-".
//
// The address answers a POST of the form with `Accept: application/json` and action=save by JSON:
//   200 {version, missing: [{href, text}]}   saved; `version` is the one to send next, `missing` what still lacks
//   409 {code, message, version, differences: [{name, label, mine, theirs, value}]}
//                                            "stale": somebody saved since, nothing was written, `version` is theirs;
//                                            differences (may be left out) are fields whose newer `value` can be chosen;
//                                            any other code (submitted, closed): nothing can be saved any more
//   422 {code, message}                      a field cannot be kept as it is; tried again after the next change
// 200 may also hold `nudges: [{code, text}]`, shown in [data-card-nudges]. With data-looks the address also answers a
// GET as JSON by {version, state, values: {name: value}, missing}: a page that comes back to the front and holds
// nothing unsaved is brought up to date by it.
// A redirect or a 403 is taken for being signed out. Saving what is saved already must succeed and change nothing.
import { choices } from "./scorecard-apart.js";
import { Chips } from "./scorecard-chips.js";
import { drop, left, put, uuid } from "./scorecard-keep.js";
import { cardKey, enter, pageKey } from "./scorecard-keys.js";

const WAIT = 800;
const RETRY = 5000;
const UNSENT = ["csrfmiddlewaretoken", "version", "newer"];
const JSON_ONLY = { Accept: "application/json" };

class ScoreCard extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("[data-card-form]");
    this.adopted = [];
    if (!this.form) {
      if (!this.querySelector(".notice--error")) for (const { key } of left(this.dataset.store)) drop(key);
      return;
    }
    this.place = `${this.dataset.store}:page:${uuid()}`;
    this.words = this.part("words").dataset;
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    const on = (target, type, listener, options) => target.addEventListener(type, listener, { signal, ...options });
    on(this.form, "input", ({ target }) => {
      if (!target.name) return;
      if (this.stale) this.both?.mine(target.name, target.type === "radio" ? target.parentNode.textContent.trim() : target.value);
      this.changed();
    });
    on(this, "keydown", (event) => this.key(event));
    on(document, "keydown", (event) => !event.defaultPrevented && pageKey(this.form, event) && event.preventDefault());
    on(this, "submit", (event) => this.handOver(event), { capture: true });
    on(this, "click", (event) => this.click(event));
    on(window, "online", () => this.save());
    on(document.body, "round-live", () => this.begun());
    on(document, "visibilitychange", () => {
      if (document.visibilityState === "hidden") this.save({ leaving: true });
      else this.look();
    });
    this.clock = setInterval(() => this.tell(), 1000);
    // Whoever types as soon as they see the card may be quicker than this script.
    const early = [...this.form.querySelectorAll("textarea")].some((each) => each.value !== each.defaultValue);
    this.base = new Map(this.defaults());
    const tray = this.querySelector("[data-chips]");
    if (tray) this.chips = new Chips(this, tray, signal);
    this.restore();
    if (early) this.changed();
  }

  disconnectedCallback() {
    this.leaving?.abort();
    clearInterval(this.clock);
    clearTimeout(this.timer);
  }

  // The round has begun while the card lay beside the board: from now on it can be handed in.
  begun() {
    const button = this.part("later");
    if (!button) return;
    button.disabled = false;
    const note = this.part("note");
    note.textContent = note.dataset.cardNote;
  }

  get version() {
    return this.form.elements.version.value;
  }

  part(name) {
    return this.querySelector(`[data-card-${name}]`);
  }

  /** Everything typed, as [name, value] pairs without the token. */
  values() {
    return [...new FormData(this.form)].filter(([name]) => !UNSENT.includes(name));
  }

  // What the page came with, whatever was typed since; a browser may also bring back fields by itself.
  defaults() {
    return [...this.form.elements]
      .filter(({ name, type, defaultChecked }) => name && !UNSENT.includes(name) && (type === "textarea" || defaultChecked))
      .map((control) => [control.name, control.type === "textarea" ? control.defaultValue : control.value]);
  }

  changed() {
    this.dirty = true;
    this.keep();
    clearTimeout(this.timer);
    if (!this.stale) this.timer = setTimeout(() => this.save(), WAIT);
  }

  keep() {
    put(this.place, { version: this.version, values: this.values(), base: [...this.base] });
  }

  forget() {
    for (const key of [this.place, ...this.adopted]) drop(key);
    this.adopted = [];
  }

  // What an earlier visit could not save comes back, on top of the version it was typed upon.
  restore() {
    const entries = left(`${this.dataset.store}:page:`).filter(({ values }) => values);
    const kept = entries.at(-1);
    if (!kept) return;
    const now = JSON.stringify(this.values());
    // Others that say what is here already are of no use; those that say something else wait for their turn.
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

  /** Put values into the fields; a field that is not among them is emptied. */
  fill(values) {
    for (const control of this.form.elements) {
      if (!control.name || control.type === "hidden" || control.tagName === "BUTTON") continue;
      const value = values.get(control.name) ?? "";
      if (control.type === "radio") control.checked = value === control.value;
      else if (control.tagName === "TEXTAREA" && control.value !== value) control.value = value;
    }
  }

  async save({ leaving = false, version = this.version } = {}) {
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
    body.set("version", version);
    body.set("action", "save");
    this.saving = (async () => {
      try {
        const response = await fetch(this.dataset.address, {
          method: "POST",
          body,
          headers: JSON_ONLY,
          credentials: "same-origin",
          redirect: "manual",
          keepalive: leaving,
        });
        await this.answered(response, sent);
      } catch {
        this.unsaved(this.words.offline);
      }
    })();
    await this.saving;
    this.saving = null;
    if (this.again && this.dirty && !this.stale) {
      this.again = false;
      this.save();
    }
  }

  async answered(response, sent) {
    const json = response.headers.get("Content-Type")?.startsWith("application/json");
    const answer = json ? await response.json() : {};
    if (response.ok) {
      this.form.elements.version.value = answer.version;
      this.base = new Map(sent);
      this.savedAt = Date.now();
      this.lasting = "";
      this.forget();
      if (this.dirty) this.keep();
      this.missing(answer.missing);
      this.nudge(answer.nudges);
      this.tell();
      if (this.told !== "saved") this.say(this.words.saved);
      this.told = "saved";
    } else if (response.status === 409) {
      this.dirty = true;
      this.stale = true;
      this.newer = answer.version;
      this.keep();
      this.state(this.words.apart, true);
      this.apart(answer);
    } else if (response.type === "opaqueredirect" || response.status === 403) {
      // The sign-in page, or a form from before somebody signed in anew.
      this.unsaved(this.words.signedOut);
    } else {
      this.unsaved(answer.message ?? this.words.failed, response.status === 422);
    }
  }

  apart({ code, message, differences = [] }) {
    const notice = this.part("stale");
    if (!notice) return;
    this.part("stale-text").textContent = message;
    const replace = this.part("replace");
    replace.hidden = code !== "stale";
    if (differences.length) replace.textContent = this.words.chosen;
    this.part("choose").hidden = !differences.length;
    this.part("whole").hidden = code !== "stale" || differences.length > 0;
    const mine = new Map(this.values());
    const touched = (name) => (mine.get(name) ?? "") !== (this.base.get(name) ?? "");
    this.both = choices(this.part("differences"), differences, this.words, touched);
    notice.hidden = false;
    notice.scrollIntoView({ block: "nearest" });
  }

  // Both versions are known: what was chosen from the newer one is taken over, and the whole is saved upon it.
  replace() {
    const values = new Map(this.values());
    for (const { name, value } of this.both.chosen()) values.set(name, value);
    this.fill(values);
    this.stale = false;
    this.dirty = true;
    this.part("stale").hidden = true;
    this.form.elements.version.value = this.newer;
    this.save();
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

  // A page that lay behind others, or on the second device: nothing typed here, so the newer card can be shown.
  async look() {
    if (this.dataset.looks === undefined || this.dirty || this.saving || this.stale) return;
    let answer = null;
    try {
      const response = await fetch(this.dataset.address, { headers: JSON_ONLY, redirect: "manual" });
      if (response.ok) answer = await response.json();
    } catch {
      // Without a network nothing is newer.
    }
    if (!answer || this.dirty || this.saving) return;
    if (answer.state === "submitted") this.reload();
    else if (answer.values && Number(answer.version) > Number(this.version)) {
      this.fill(new Map(Object.entries(answer.values)));
      this.form.elements.version.value = answer.version;
      this.base = new Map(this.values());
      this.missing(answer.missing);
      this.state(this.words.newer);
      this.say(this.words.newer);
    }
    this.chips?.look();
  }

  // The list comes from the server, so that one rule decides what a card needs.
  missing(gaps) {
    if (!gaps || !this.part("gaps")) return;
    const items = gaps.map(({ href, text }) => {
      const link = document.createElement("a");
      link.href = href;
      link.textContent = text;
      const item = document.createElement("li");
      item.append(link);
      return item;
    });
    this.part("list").replaceChildren(...items);
    this.part("count").textContent = gaps.length;
    this.part("gaps").hidden = gaps.length === 0;
    this.part("complete").hidden = gaps.length > 0;
  }

  nudge(nudges = []) {
    for (const { text } of nudges) {
      const said = document.createElement("p");
      said.textContent = text;
      const away = document.createElement("button");
      away.type = "button";
      away.className = "button button--quiet button--small";
      away.textContent = this.words.dismiss;
      const item = document.createElement("div");
      item.className = "nudge";
      item.append(said, away);
      away.addEventListener("click", () => item.remove());
      this.part("nudges")?.append(item);
    }
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
    if (!line) return;
    line.textContent = words;
    line.classList.toggle("saved-state--error", error);
  }

  say(words) {
    const said = this.part("said");
    if (said) said.textContent = words;
  }

  // The form goes out whole by itself now; nothing of ours may come in between, and what is on its way arrives first.
  handOver(event) {
    if (event.target !== this.form) return;
    const { submitter } = event;
    if (this.saving || (this.chips?.unsent && submitter?.value === "submit")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      Promise.all([this.saving, this.chips?.flush()]).then(() => {
        if (this.chips?.unsent) this.state(this.words.failed, true);
        else if (!this.stale && !this.lasting) this.form.requestSubmit(submitter);
      });
      return;
    }
    this.handing = true;
    clearTimeout(this.timer);
    this.keep();
    setTimeout(() => (this.handing = false), 3000);
  }

  reload() {
    this.forget();
    if (this.closest("[hx-get]")) htmx.ajax("GET", this.dataset.address, { target: this, swap: "outerHTML" });
    else location.reload();
  }

  click(event) {
    const link = event.target.closest("[data-card-list] a, [data-card-replace], [data-card-reload], [data-card-forget]");
    if (!link) return;
    if (link.matches("[data-card-replace]")) this.replace();
    else if (link.matches("[data-card-reload]")) this.reload();
    else if (link.matches("[data-card-forget]")) this.forget();
    else this.lead(event, link.hash.slice(1));
  }

  // To what is missing, with the list out of the way and the focus where it is answered.
  lead(event, id) {
    const place = this.querySelector(`#${CSS.escape(id)}`);
    if (!place) return;
    event.preventDefault();
    this.part("gaps").open = false;
    // A criterion that has its score lacks the words.
    enter(place, place.matches("[data-criterion]:has(.steps :checked)") ? "textarea" : "");
  }

  key(event) {
    const choose = (radios, wanted) => {
      for (const radio of radios) radio.checked = radio.value === wanted;
      (radios.find((radio) => radio.checked) ?? radios[0]).focus();
      this.changed();
    };
    if (!event.defaultPrevented && cardKey(this.form, event, choose)) event.preventDefault();
  }
}

customElements.get("score-card") ?? customElements.define("score-card", ScoreCard);
