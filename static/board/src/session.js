/** One board on one page: socket, sync, people and the state line, put together. */
import { Keep } from "./keep.js";
import { People } from "./people.js";
import { copy } from "./rule.js";
import { makeScene, settled } from "./scene.js";
import { CLOSE, Socket } from "./socket.js";
import { StateLine } from "./state.js";
import { Sync } from "./sync.js";

/** Milliseconds between two looks at what is to be sent. */
const FLUSH_EVERY = 50;
/** Milliseconds without an answer after which a connection counts as dead. */
const DEAD_AFTER = 8_000;
const FINAL_WORDS = { [CLOSE.NOT_FOUND]: "gone", [CLOSE.TOO_FAST]: "too-fast" };

/**
 * @param {HTMLElement} root the board's element
 * @param {object} api Excalidraw's imperative interface
 * @param {(may: boolean) => void} setMayDraw
 * @returns {{changed: () => void, moved: (payload: object) => void}} for Excalidraw's callbacks
 */
export function join(root, api, setMayDraw) {
  const line = new StateLine(root.querySelector("[data-board-state]"), root.dataset);
  const scene = makeScene(api);
  let socket = null;
  let fresh = true;
  let timer = 0;
  let flushedAt = 0;
  const send = (frame) => socket?.send(frame);
  const sync = new Sync({ scene, send, tell: (code) => line.tell(code) });
  const people = new People(api, send);
  const keep = new Keep(`${root.dataset.socket} ${root.dataset.person}`);
  const unsaved = () => sync.unsavedStates();

  const mode = (mayDraw, frozen) => {
    setMayDraw(mayDraw);
    line.set({ mode: mayDraw ? "" : frozen ? "frozen" : "read-only" });
  };
  const flushSoon = () => {
    timer ||= setTimeout(() => {
      timer = 0;
      flushedAt = performance.now();
      sync.noticed();
      sync.flush();
      if (sync.waiting > DEAD_AFTER) socket?.restart();
      // Without a line, what is said to be kept is written first.
      if (sync.ready) {
        line.set({ unsaved: sync.unsaved });
        if (sync.unsaved || keep.stored) keep.watch(unsaved);
      } else if (sync.unsaved) {
        keep.write(unsaved()).then(() => line.set({ unsaved: sync.unsaved }));
      }
      if (sync.unsaved && sync.ready) flushSoon();
    }, Math.max(0, flushedAt + FLUSH_EVERY - performance.now()));
  };

  const takeOver = async () => {
    const left = await keep.left();
    if (!left.length || !sync.ready) return;
    sync.takeOver(left.flatMap(([, states]) => states));
    await keep.write(unsaved());
    await keep.forget(left.map(([name]) => name));
    flushSoon();
  };

  const handlers = {
    welcome: (frame) => {
      people.you = frame.you;
      sync.welcome(frame);
      mode(frame.may_draw, frame.frozen);
    },
    patch: (frame) => sync.patch(frame),
    ready: () => {
      sync.caughtUp();
      socket.settled();
      line.set({ link: "connected", unsaved: sync.unsaved });
      if (fresh) {
        fresh = false;
        api.history.clear();
        takeOver();
        if (api.getSceneElements().length) api.scrollToContent(undefined, { fitToContent: true, animate: false });
      }
      root.dataset.ready = "";
      flushSoon();
    },
    ack: (frame) => {
      sync.ack(frame);
      line.set({ unsaved: sync.unsaved });
      flushSoon();
    },
    refused: (frame) => {
      sync.refusal(frame);
      if (!sync.mayDraw) mode(false, frame.code === "frozen");
      flushSoon();
    },
    frozen: () => {
      sync.access(false);
      mode(false, true);
    },
    access: (frame) => {
      sync.access(frame.may_draw);
      mode(frame.may_draw, false);
    },
    people: (frame) => {
      people.list(frame.people);
      line.set({ names: people.names() });
    },
    cursor: (frame) => people.cursor(frame),
  };

  settled(api).then(() => {
    socket = new Socket(root.dataset.socket, {
      open: () => send(sync.hello()),
      frame: (frame) => handlers[frame.t]?.(frame),
      lost: () => {
        sync.lost();
        people.lost();
        delete root.dataset.ready;
        line.set({ link: "reconnecting" });
        flushSoon();
      },
      final: (code) => {
        setMayDraw(false);
        line.set({ link: FINAL_WORDS[code] ?? "ended" });
      },
    });
  });
  // The last strokes before leaving: send what the line still takes, and keep what it doesn't.
  addEventListener("pagehide", () => {
    sync.noticed();
    sync.flush();
    keep.write(unsaved());
    socket?.close();
  });

  // Excalidraw’s help has no button to close it, and leaves the focus on the board, where Escape means something else.
  addEventListener("keydown", (event) => {
    const dialog = event.key === "Escape" && document.querySelector(".excalidraw-modal-container .Modal");
    if (!dialog || dialog.contains(event.target)) return;
    event.stopPropagation();
    dialog.querySelector(".Modal__background")?.click();
  }, true);

  // For other scripts on the page: what this screen shows, as it is now.
  root.board = { elements: () => scene.all().map(copy) };
  return { changed: flushSoon, moved: (payload) => people.moved(payload) };
}
