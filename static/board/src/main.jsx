import { createRoot } from "react-dom/client";
import { Board } from "./Board.jsx";
import { Viewer } from "./Viewer.jsx";

for (const root of document.querySelectorAll("[data-board]")) {
  createRoot(root.querySelector("[data-board-canvas]")).render(<Board root={root} />);
}
for (const root of document.querySelectorAll("[data-board-viewer]")) {
  createRoot(root).render(<Viewer root={root} />);
}
