/** What is on this screen, through Excalidraw's interface. */
import { CaptureUpdateAction } from "@excalidraw/excalidraw";
import { inOrder } from "./rule.js";

/**
 * @param {object} api Excalidraw's imperative interface
 * @returns the scene as sync.js wants it
 */
export function makeScene(api) {
  return {
    all: () => api.getSceneElementsIncludingDeleted(),

    /** Ids that this person is drawing, typing, dragging or turning at this moment. */
    busy() {
      const state = api.getAppState();
      const busy = new Set();
      for (const element of [state.newElement, state.editingTextElement, state.resizingElement, state.multiElement]) {
        if (element) busy.add(element.id);
      }
      if (state.editingLinearElement) busy.add(state.editingLinearElement.elementId);
      if (state.selectedLinearElement?.isDragging) busy.add(state.selectedLinearElement.elementId);
      if (state.selectedElementsAreBeingDragged || state.isResizing || state.isRotating) {
        for (const [id, selected] of Object.entries(state.selectedElementIds)) if (selected) busy.add(id);
      }
      return busy;
    },

    /** Put `states` on the screen and take `dropped` off it, leaving this person's undo alone. */
    show(states, dropped) {
      const news = new Map(states.map((state) => [state.id, state]));
      const kept = api.getSceneElementsIncludingDeleted().filter(({ id }) => !news.has(id) && !dropped.has(id));
      api.updateScene({
        elements: inOrder([...kept, ...news.values()]),
        captureUpdate: CaptureUpdateAction.NEVER,
      });
    },
  };
}

/** Resolves once Excalidraw takes updates: its interface is there before its scene is, which wipes early ones. */
export function settled(api) {
  return new Promise((resolve) => {
    const look = () => (api.getAppState().isLoading ? requestAnimationFrame(look) : resolve());
    look();
  });
}
