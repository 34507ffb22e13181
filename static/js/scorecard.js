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
//   409 {code, message, version}             "stale": somebody saved since, nothing was written, `version` is theirs;
//                                            any other code (submitted, closed): nothing can be saved any more
//   422 {code, message}                      a field cannot be kept as it is; tried again after the next change
// A redirect or a 403 is taken for being signed out. Saving what is saved already must succeed and change nothing.
const WAIT = 800;
const RETRY = 5000;

class ScoreCard extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("[data-card-form]");
    if (!this.form) {
      if (!this.querySelector(".notice--error")) localStorage.removeItem(this.dataset.store);
      return;
    }
    this.words = this.part("words").dataset;
    this.leaving = new AbortController();
    const on = (target, type, listener) => target.addEventListener(type, listener, { signal: this.leaving.signal });
    on(this.form, "input", () => this.changed());
    on(this.form, "keydown", (event) => this.key(event));
    on(this.form, "submit", () => this.handOver());
    on(this, "click", (event) => this.click(event));
    on(window, "online", () => this.save());
    on(document.body, "round-live", () => this.begun());
    on(document, "visibilitychange", () => document.visibilityState === "hidden" && this.save({ leaving: true }));
    this.clock = setInterval(() => this.tell(), 1000);
    // Whoever types as soon as they see the card may be quicker than this script.
    const early = [...this.form.querySelectorAll("textarea")].some((each) => each.value !== each.defaultValue);
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
    return [...new FormData(this.form)].filter(([name]) => !["csrfmiddlewaretoken", "version", "newer"].includes(name));
  }

  changed() {
    this.dirty = true;
    this.keep();
    clearTimeout(this.timer);
    if (!this.stale) this.timer = setTimeout(() => this.save(), WAIT);
  }

  keep() {
    localStorage.setItem(this.dataset.store, JSON.stringify({ version: this.version, values: this.values() }));
  }

  // What an earlier visit could not save comes back, on top of the version it was typed upon.
  restore() {
    const kept = localStorage.getItem(this.dataset.store);
    if (!kept) return;
    const { version, values } = JSON.parse(kept);
    const typed = new Map(values);
    if (JSON.stringify(values) === JSON.stringify(this.values())) {
      localStorage.removeItem(this.dataset.store);
      return;
    }
    for (const control of this.form.elements) {
      if (!control.name || control.type === "hidden" || control.tagName === "BUTTON") continue;
      if (control.type === "radio") control.checked = typed.get(control.name) === control.value;
      else if (control.tagName === "TEXTAREA") control.value = typed.get(control.name) ?? "";
    }
    this.form.elements.version.value = version;
    this.dirty = true;
    this.say(this.words.back);
    this.save();
  }

  async save({ leaving = false, version = this.version } = {}) {
    if (!this.dirty || this.stale || this.handing) return;
    if (this.saving) {
      this.again = true;
      return;
    }
    clearTimeout(this.timer);
    this.saving = true;
    this.dirty = false;
    this.state(this.words.saving);
    const body = new FormData(this.form);
    body.set("version", version);
    body.set("action", "save");
    try {
      const response = await fetch(this.dataset.address, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        credentials: "same-origin",
        redirect: "manual",
        keepalive: leaving,
      });
      await this.answered(response);
    } catch {
      this.unsaved(this.words.offline);
    } finally {
      this.saving = false;
      if (this.again && this.dirty && !this.stale) {
        this.again = false;
        this.save();
      }
    }
  }

  async answered(response) {
    const json = response.headers.get("Content-Type")?.startsWith("application/json");
    const answer = json ? await response.json() : {};
    if (response.ok) {
      this.form.elements.version.value = answer.version;
      this.savedAt = Date.now();
      this.lasting = "";
      if (this.dirty) this.keep();
      else localStorage.removeItem(this.dataset.store);
      this.missing(answer.missing);
      this.tell();
      if (this.told !== "saved") this.say(this.words.saved);
      this.told = "saved";
    } else if (response.status === 409) {
      this.dirty = true;
      this.stale = true;
      this.newer = answer.version;
      this.state(answer.message, true);
      this.apart(answer);
    } else if (response.type === "opaqueredirect" || response.status === 403) {
      // The sign-in page, or a form from before somebody signed in anew.
      this.unsaved(this.words.signedOut);
    } else {
      this.unsaved(answer.message ?? this.words.failed);
    }
  }

  apart({ code, message }) {
    const notice = this.part("stale");
    if (!notice) return;
    this.part("stale-text").textContent = message;
    this.part("replace").hidden = code !== "stale";
    notice.hidden = false;
    notice.scrollIntoView({ block: "nearest" });
  }

  unsaved(words) {
    this.dirty = true;
    this.keep();
    this.lasting = words;
    this.state(words, true);
    if (this.told !== words) this.say(words);
    this.told = words;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), RETRY);
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

  // The form goes out whole by itself now; nothing of ours may come in between.
  handOver() {
    this.handing = true;
    clearTimeout(this.timer);
    this.keep();
    setTimeout(() => (this.handing = false), 3000);
  }

  click(event) {
    if (event.target.closest("[data-card-replace]")) {
      this.stale = false;
      this.part("stale").hidden = true;
      this.save({ version: this.newer });
    } else if (event.target.closest("[data-card-reload]")) {
      localStorage.removeItem(this.dataset.store);
      if (this.closest("[hx-get]")) htmx.ajax("GET", this.dataset.address, { target: this, swap: "outerHTML" });
      else location.reload();
    } else if (event.target.closest("[data-card-forget]")) {
      localStorage.removeItem(this.dataset.store);
    }
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.type !== "radio") return;
    const criterion = event.target.closest("[data-criterion]");
    if (!criterion) return;
    const radios = [...criterion.querySelectorAll("input[type=radio]")];
    const chosen = radios.find((radio) => radio.checked);
    let wanted;
    if (/^[1-5]$/.test(event.key)) wanted = String(2 * Number(event.key));
    else if (event.key === "n" || event.key === "N") wanted = "no";
    else if ((event.key === "." || event.key === ",") && chosen && chosen.value !== "no") {
      const half = Number(chosen.value);
      wanted = String(half % 2 ? half - 1 : Math.min(half + 1, 10));
    } else if (event.key === "0" || event.key === "Backspace" || event.key === "Delete") wanted = "";
    if (wanted === undefined) return;
    event.preventDefault();
    for (const radio of radios) radio.checked = radio.value === wanted;
    radios.find((radio) => radio.checked)?.focus();
    this.changed();
  }
}

customElements.get("score-card") ?? customElements.define("score-card", ScoreCard);
