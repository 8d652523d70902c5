/** What every page gets when scripts run; without them each page works by plain links and forms. */
import { enhanceDisplay } from "./display.js";
import { enhanceDialogs } from "./dialogs.js";
import { enhanceDrops } from "./drops.js";
import { focusWhatMatters, revealScriptOnly, showPresentTab } from "./focus.js";
import { enhanceForms } from "./forms.js";
import { forgetOnSignOut } from "./kept.js";
import { enhanceUndo } from "./undo.js";

document.documentElement.classList.add("has-script");
enhanceDisplay();
enhanceDialogs();
enhanceDrops();
enhanceForms();
forgetOnSignOut();
revealScriptOnly(document);
enhanceUndo(document);
showPresentTab(document);
focusWhatMatters(document);
