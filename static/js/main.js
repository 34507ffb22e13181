// The frame's script: every page works without it, and better with it.
import "./zone.js";
import "./theme.js";
import "./dialogs.js";
import "./keys.js";
import "./htmx-setup.js";
import "./asked.js";
