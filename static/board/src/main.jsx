import { createRoot } from "react-dom/client";
import { Board } from "./Board.jsx";

for (const root of document.querySelectorAll("[data-board]")) {
  createRoot(root.querySelector("[data-board-canvas]")).render(<Board root={root} />);
}
