// Plays a board back. Without this the page shows a still picture, and every moment of the list is a link to one.
import { Log } from "./replay-log.js";
import { afterSilence, neighbour, read, written } from "./replay-time.js";

const STORE = "mockloop-replay";
/** Milliseconds between two frames that are drawn: what happens at 16× is smooth, and a phone keeps up. */
const FRAME = 33;
/** Milliseconds between two writings of the address while it plays; browsers refuse many. */
const ADDRESS = 700;
/** Seconds that somebody's name stays where they drew. */
const POINTS = 2;
/** A whole second shows what happened within it. */
const WITHIN = 0.999;

class Player {
  constructor(root, data) {
    Object.assign(this, { root, data });
    this.find = (name) => root.querySelector(`[data-replay-${name}]`);
    this.log = new Log(data.ends, (number, whole) => this.#fetch(number, whole));
    this.marks = data.marks.map(({ second }) => second);
    this.position = data.at + WITHIN;
    this.playing = false;
    this.drawnAt = 0;
    this.addressAt = 0;
    this.wanted = 0;
    this.rows = [...document.querySelectorAll("[data-replay-to]")];
    this.#recall();
    this.#listen();
    this.viewer = null;
    const canvas = this.find("canvas");
    const ready = () => {
      this.viewer = canvas.viewer;
      this.#load();
    };
    if (canvas.viewer) ready();
    else canvas.addEventListener("viewer", ready, { once: true });
    this.find("controls").hidden = false;
    this.find("line").hidden = false;
    this.#tell();
  }

  get second() {
    return Math.floor(this.position);
  }

  // --- what people do ---

  /** Go to a whole second. */
  seek(second, said = "") {
    this.position = Math.min(Math.max(second, this.data.first), this.data.last) + WITHIN;
    this.#tell();
    this.#address(true);
    this.#say(said);
    this.#load();
  }

  toggle(play = !this.playing) {
    if (play && this.second >= this.data.last) this.position = this.data.first;
    this.playing = play;
    this.before = performance.now();
    this.root.classList.toggle("replay--playing", play);
    const button = this.find("play");
    button.querySelector("use").setAttribute("href", play ? button.dataset.pauseIcon : button.dataset.playIcon);
    button.querySelector("span").textContent = play ? button.dataset.sayPause : button.dataset.sayPlay;
    if (play) requestAnimationFrame((now) => this.#frame(now));
    else this.#address(true);
  }

  mark(direction) {
    const second = neighbour(this.second, this.marks, direction);
    if (second === null) return;
    const { word, text } = this.data.marks.find((mark) => mark.second === second);
    this.seek(second, `${written(second)} ${word}: ${text}`);
  }

  #listen() {
    const { find } = this;
    find("play").addEventListener("click", () => this.toggle());
    find("back").addEventListener("click", () => this.mark(-1));
    find("on").addEventListener("click", () => this.mark(1));
    find("fit").addEventListener("click", () => this.viewer?.fit());
    find("line").addEventListener("input", (event) => this.seek(Number(event.target.value)));
    for (const name of ["speed", "skip"]) find(name).addEventListener("change", () => this.#remember());
    find("go").addEventListener("submit", (event) => {
      event.preventDefault();
      const field = event.target.elements.t;
      const second = read(field.value);
      field.setAttribute("aria-invalid", String(second === null));
      if (second !== null) this.seek(second, written(second));
    });
    find("time").addEventListener("pointerdown", (event) => this.#scrub(event));
    document.addEventListener("click", (event) => {
      const link = event.target.closest("[data-replay-to]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.seek(Number(link.dataset.replayTo), link.textContent);
      this.root.scrollIntoView({ block: "start" });
    });
    document.addEventListener("keydown", (event) => this.#key(event), true);
    addEventListener("popstate", () => {
      const second = read(new URLSearchParams(location.search).get("t") ?? "");
      if (second !== null) this.seek(second);
    });
  }

  /** Press a mark, or anywhere on a track and drag along it. */
  #scrub(event) {
    const mark = event.target.closest("[data-replay-mark]");
    if (mark) {
      this.seek(Number(mark.dataset.replayMark), mark.querySelector("title").textContent);
      return;
    }
    const track = event.target.closest("svg.replay__track");
    if (!track || event.button) return;
    event.preventDefault();
    const move = ({ clientX }) => {
      const { left, width } = track.getBoundingClientRect();
      this.seek(Math.round(this.data.first + ((clientX - left) / width) * (this.data.last - this.data.first)));
    };
    track.setPointerCapture(event.pointerId);
    track.addEventListener("pointermove", move);
    track.addEventListener("lostpointercapture", () => track.removeEventListener("pointermove", move), { once: true });
    move(event);
  }

  #key(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (localStorage.getItem("mockloop-keys-off") !== null || document.querySelector("dialog[open]")) return;
    const onBoard = this.find("stage").contains(event.target);
    const taken = onBoard ? "" : event.key === " " ? "a, button, input:not([type=range]), select, textarea, summary" : "input, select, textarea";
    if (taken && event.target.closest?.(taken)) return;
    const does = {
      " ": () => this.toggle(),
      ArrowLeft: () => this.seek(this.second - (event.shiftKey ? 30 : 5)),
      ArrowRight: () => this.seek(this.second + (event.shiftKey ? 30 : 5)),
      "[": () => this.mark(-1),
      "]": () => this.mark(1),
      f: () => this.viewer?.fit(),
    }[event.key];
    if (!does) return;
    event.preventDefault();
    event.stopPropagation();
    does();
  }

  // --- time ---

  #frame(now) {
    if (!this.playing) return;
    const passed = Math.min(now - this.before, 250) / 1000;
    this.before = now;
    // Waiting for the network is not playing: what happened meanwhile must be seen.
    if (this.log.has(this.position)) {
      this.position += passed * Number(this.find("speed").value);
      if (this.find("skip").checked) {
        this.position = afterSilence(this.position, this.data.busy, this.marks, this.data.last + WITHIN);
      }
    }
    if (this.position >= this.data.last + WITHIN) {
      this.position = this.data.last + WITHIN;
      this.toggle(false);
    }
    if (now - this.drawnAt >= FRAME || !this.playing) {
      this.drawnAt = now;
      this.#tell();
      this.#load();
      this.#address(false);
    }
    requestAnimationFrame((next) => this.#frame(next));
  }

  // --- what is shown ---

  /** Show the position, at once or when its part has come. */
  async #load() {
    const asked = ++this.wanted;
    if (!this.log.has(this.position)) this.root.classList.add("replay--waiting");
    try {
      await this.log.load(this.position);
    } catch {
      this.#say(this.root.dataset.sayLost);
      if (this.playing) this.toggle(false);
      return;
    }
    // Of several that were waited for, the last is what somebody wants to see.
    if (asked === this.wanted && this.viewer) this.#draw();
  }

  #draw() {
    this.root.classList.remove("replay--waiting");
    const { states, recent, moved } = this.log.at(this.position);
    const pointers = [];
    for (const [person, [second, state]] of recent) {
      if (this.position - second > POINTS || state.isDeleted) continue;
      const [x, y] = state.points?.at(-1) ?? [state.width, state.height];
      pointers.push({ id: `p${person}`, name: this.data.people[String(person)] ?? "", x: state.x + x, y: state.y + y });
    }
    const shown = pointers.map(({ id }) => id).join();
    if (moved || shown !== this.pointed) this.viewer.show(states, pointers);
    this.pointed = shown;
    this.find("still").hidden = true;
    this.root.dataset.ready = "";
  }

  #tell() {
    const { first, last } = this.data;
    const share = last > first ? (Math.min(this.position, last) - first) / (last - first) : 0;
    for (const end of ["x1", "x2"]) this.find("head").setAttribute(end, `${(share * 100).toFixed(3)}%`);
    if (this.second === this.told) return;
    this.told = this.second;
    const clock = written(this.second);
    this.find("clock").textContent = clock;
    const line = this.find("line");
    line.value = String(this.second);
    line.setAttribute("aria-valuetext", this.root.dataset.sayAt.replace("%s", clock));
    const field = this.find("go").elements.t;
    if (document.activeElement !== field) field.value = clock;
    const now = this.rows.findLast((row) => Number(row.dataset.replayTo) <= this.second);
    if (now === this.row) return;
    this.row?.removeAttribute("aria-current");
    now?.setAttribute("aria-current", "time");
    this.row = now;
  }

  #address(now) {
    if (!now && performance.now() - this.addressAt < ADDRESS) return;
    clearTimeout(this.later);
    const wait = this.addressAt + ADDRESS / 3 - performance.now();
    const write = () => {
      this.addressAt = performance.now();
      history.replaceState(history.state, "", `${this.data.page}?t=${this.second}`);
    };
    if (wait <= 0) write();
    else this.later = setTimeout(write, wait);
  }

  #say(text) {
    this.find("said").textContent = text;
  }

  // --- remembered on this device ---

  #recall() {
    let kept = {};
    try {
      kept = JSON.parse(localStorage.getItem(STORE)) ?? {};
    } catch {
      // Written by something else: as if nothing was.
    }
    const speed = this.find("speed");
    if ([...speed.options].some(({ value }) => value === kept.speed)) speed.value = kept.speed;
    if (typeof kept.skip === "boolean") this.find("skip").checked = kept.skip;
  }

  #remember() {
    localStorage.setItem(STORE, JSON.stringify({ speed: this.find("speed").value, skip: this.find("skip").checked }));
  }

  async #fetch(number, whole) {
    const answer = await fetch(`${this.data.parts}${number}/${whole ? "?whole" : ""}`);
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }
}

const root = document.querySelector("[data-replay]");
if (root) root.player = new Player(root, JSON.parse(document.getElementById("replay-data").textContent));
