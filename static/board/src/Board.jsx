import { Excalidraw, MainMenu } from "@excalidraw/excalidraw";
import "@excalidraw/excalidraw/index.css";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import "./board.css";
import { join } from "./session.js";
import { onTheme, theme } from "./theme.js";

const UI_OPTIONS = {
  canvasActions: {
    changeViewBackgroundColor: false,
    clearCanvas: false,
    export: false,
    loadScene: false,
    saveToActiveFile: false,
    toggleTheme: false,
    saveAsImage: true,
  },
  tools: { image: false },
};

/** The shared whiteboard in `root`, an element as templates/interviews/board/_embed.html makes it. */
export function Board({ root }) {
  const [api, setApi] = useState(null);
  const [mayDraw, setMayDraw] = useState(root.dataset.mayDraw === "true");
  const session = useRef(null);
  const shade = useSyncExternalStore(onTheme, theme);

  useEffect(() => {
    if (api && !session.current) session.current = join(root, api, setMayDraw);
  }, [api, root]);

  const changed = (elements, appState) => {
    // The library is a panel of its own here; Excalidraw's leads to another site. Searching stays.
    if (appState.openSidebar?.name === "default" && appState.openSidebar.tab !== "search") {
      api?.updateScene({ appState: { openSidebar: null } });
    }
    session.current?.changed();
  };

  return (
    <Excalidraw
      excalidrawAPI={setApi}
      onChange={changed}
      onPointerUpdate={(payload) => session.current?.moved(payload)}
      viewModeEnabled={!mayDraw}
      theme={shade}
      UIOptions={UI_OPTIONS}
      isCollaborating
      aiEnabled={false}
      validateEmbeddable={false}
      handleKeyboardGlobally={false}
      name={root.dataset.name}
      langCode="en"
    >
      <MainMenu>
        <MainMenu.DefaultItems.SaveAsImage />
        <MainMenu.DefaultItems.SearchMenu />
        <MainMenu.DefaultItems.Help />
      </MainMenu>
    </Excalidraw>
  );
}
