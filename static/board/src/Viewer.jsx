import { CaptureUpdateAction, Excalidraw, MainMenu } from "@excalidraw/excalidraw";
import "@excalidraw/excalidraw/index.css";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import "./board.css";
import { copy, inOrder } from "./rule.js";
import { settled } from "./scene.js";
import { onTheme, theme } from "./theme.js";

/** How much of the window the drawing takes at most when it is fitted in. */
const FILL = 0.92;
/** Excalidraw's smallest zoom. */
const SMALLEST = 0.1;

/**
 * A board to look at, without a socket: other scripts say what it shows, through `root.viewer`, which is there once
 * the element has told "viewer".
 */
export function Viewer({ root }) {
  const [api, setApi] = useState(null);
  const viewer = useRef(null);
  const shade = useSyncExternalStore(onTheme, theme);

  useEffect(() => {
    if (!api || viewer.current) return;
    viewer.current = makeViewer(api);
    settled(api).then(() => {
      root.viewer = viewer.current;
      root.dispatchEvent(new CustomEvent("viewer"));
    });
  }, [api, root]);

  return (
    <Excalidraw
      excalidrawAPI={setApi}
      onScrollChange={() => viewer.current?.scrolled()}
      viewModeEnabled
      zenModeEnabled
      theme={shade}
      isCollaborating
      aiEnabled={false}
      validateEmbeddable={false}
      handleKeyboardGlobally={false}
      name={root.dataset.name}
      langCode="en"
    >
      <MainMenu />
    </Excalidraw>
  );
}

function makeViewer(api) {
  // Excalidraw changes what it is given, and draws anew what it hasn't seen: each state has one copy of its own.
  const copies = new WeakMap();
  const shownAs = (state) => {
    if (!copies.has(state)) copies.set(state, copy(state));
    return copies.get(state);
  };
  let follows = true;
  let moving = 0;

  // Not by Excalidraw's own fitting, which knows steps of a tenth alone.
  const fit = () => {
    const box = bounds(api.getSceneElements());
    if (!box) return;
    moving += 1;
    const { width, height } = api.getAppState();
    const [wide, high] = [Math.max(box.right - box.left, 1), Math.max(box.bottom - box.top, 1)];
    const zoom = Math.max(SMALLEST, Math.min(1, (width / wide) * FILL, (height / high) * FILL));
    api.updateScene({
      appState: {
        zoom: { value: zoom },
        scrollX: width / zoom / 2 - (box.left + box.right) / 2,
        scrollY: height / zoom / 2 - (box.top + box.bottom) / 2,
      },
      captureUpdate: CaptureUpdateAction.NEVER,
    });
    requestAnimationFrame(() => requestAnimationFrame(() => (moving -= 1)));
  };

  return {
    /**
     * @param {Iterable<object>} states what is on the board, in any order
     * @param {{id: string, name: string, x: number, y: number}[]} pointers who is where
     */
    show(states, pointers) {
      const elements = inOrder(states).map(shownAs);
      const collaborators = new Map(
        pointers.map(({ id, name, x, y }) => [id, { id, socketId: id, username: name, pointer: { x, y, tool: "pointer" } }]),
      );
      api.updateScene({ elements, collaborators, captureUpdate: CaptureUpdateAction.NEVER });
      if (follows && !within(elements, api.getAppState())) fit();
    },
    fit() {
      follows = true;
      fit();
    },
    /** The view has moved: by a person, unless it is moved here at this moment. */
    scrolled() {
      if (!moving) follows = false;
    },
    elements: () => api.getSceneElements().map(copy),
    get follows() {
      return follows;
    },
  };
}

/** The box around all elements, or null without any; turned ones are measured upright, which is near enough. */
function bounds(elements) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height, points } of elements) {
    for (const [dx, dy] of points ?? [[0, 0], [width, height]]) {
      [left, right] = [Math.min(left, x + dx), Math.max(right, x + dx)];
      [top, bottom] = [Math.min(top, y + dy), Math.max(bottom, y + dy)];
    }
  }
  return left === Infinity ? null : { left, top, right, bottom };
}

/** Whether everything lies within the window, which is not much larger than needed. */
function within(elements, { scrollX, scrollY, zoom, width, height }) {
  const box = bounds(elements);
  if (!box) return true;
  const [wide, high] = [width / zoom.value, height / zoom.value];
  const seen =
    box.left >= -scrollX && box.right <= wide - scrollX && box.top >= -scrollY && box.bottom <= high - scrollY;
  return seen && (zoom.value >= 1 || box.right - box.left > wide / 3 || box.bottom - box.top > high / 3);
}
