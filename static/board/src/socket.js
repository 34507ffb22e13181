/** A WebSocket that comes back: growing pauses with jitter, at once when the network returns. */

/** Close codes, as in interviews/close_codes.py. 4400–4499: the client is at fault, coming back won't help. */
export const CLOSE = {
  BAD_FRAME: 4400,
  NOT_FOUND: 4404,
  TOO_BIG: 4413,
  TOO_FAST: 4429,
  TRY_AGAIN: 4500,
  TOO_SLOW: 4504,
};
const FIRST_PAUSE = 300;
const LONGEST_PAUSE = 8_000;
/** Milliseconds after which an attempt that has led to nothing is given up. */
const PATIENCE = 8_000;

/** Whether coming back after a close with this code can't help. */
export const isFinal = (code) => code >= 4400 && code <= 4499;

/** Milliseconds to wait before the next attempt: doubling, with the upper half left to chance. */
export function pause(attempt, chance = Math.random()) {
  const whole = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** attempt);
  return whole / 2 + (whole / 2) * chance;
}

export class Socket {
  /**
   * @param {string} path of the socket on this host
   * @param {{open: () => void, frame: (frame: object) => void, lost: () => void, final: (code: number) => void}} on
   */
  constructor(path, on) {
    this.url = new URL(path, location.href);
    this.url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    this.on = on;
    this.attempt = 0;
    this.ended = false;
    addEventListener("online", () => this.hurry());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.hurry();
    });
    this.#connect();
  }

  /** Send a frame; one that can't go out now is the caller's to keep. */
  send(frame) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  /** Leave without coming back, except from the browser's page cache. */
  close() {
    this.socket?.close();
  }

  /** Give up a connection that no longer answers, and come back. */
  restart() {
    const old = this.socket;
    if (old && this.#detach()) {
      old.close();
      this.on.lost();
      this.#later();
    }
  }

  /** Don't wait any longer. */
  hurry() {
    if (!this.timer || this.ended) return;
    this.#connect();
  }

  #connect() {
    clearTimeout(this.timer);
    this.timer = 0;
    const socket = new WebSocket(this.url);
    this.socket = socket;
    const impatience = setTimeout(() => this.socket === socket && this.restart(), PATIENCE);
    socket.onopen = () => {
      clearTimeout(impatience);
      this.on.open();
    };
    socket.onmessage = ({ data }) => this.on.frame(JSON.parse(data));
    socket.onclose = ({ code }) => {
      clearTimeout(impatience);
      if (this.socket !== socket) return;
      this.#detach();
      this.on.lost();
      if (isFinal(code)) {
        this.ended = true;
        this.on.final(code);
      } else {
        this.#later();
      }
    };
  }

  /** The server has said something useful on this connection: the next loss starts with a short pause. */
  settled() {
    this.attempt = 0;
  }

  #detach() {
    if (!this.socket) return false;
    this.socket.onopen = this.socket.onmessage = this.socket.onclose = null;
    this.socket = null;
    return true;
  }

  #later() {
    this.timer = setTimeout(() => this.#connect(), pause(this.attempt));
    this.attempt += 1;
  }
}
