/** What every page gets when scripts run; without them each page works by plain links and forms. */
import { enhanceDisplay } from "./display.js";
import { enhanceDialogs } from "./dialogs.js";
import { enhanceDrops } from "./drops.js";
import { focusWhatMatters, revealScriptOnly } from "./focus.js";
import { enhanceForms } from "./forms.js";
import { forgetOnSignOut } from "./kept.js";
import { watchSwaps } from "./swaps.js";
import { enhanceUndo } from "./undo.js";

/** Run on the whole page, and again on each part that htmx swaps in. */
function enhance(root) {
  revealScriptOnly(root);
  enhanceUndo(root);
  focusWhatMatters(root);
}

document.documentElement.classList.add("has-script");
enhanceDisplay();
enhanceDialogs();
enhanceDrops();
enhanceForms();
forgetOnSignOut();
watchSwaps(enhance);
enhance(document);
