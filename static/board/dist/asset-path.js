// Runs before the board's module: tells Excalidraw where this site keeps its fonts (beside this very file).
window.EXCALIDRAW_ASSET_PATH = new URL(".", document.currentScript.src).href;
