/** What the pages of staff get besides: idle warning, kept text, keys, the week grid. */
import { keepDrafts } from "./drafts.js";
import { enhanceGrids } from "./grid.js";
import { watchIdle } from "./idle.js";
import { enhanceShortcuts } from "./shortcuts.js";

keepDrafts();
watchIdle();
enhanceShortcuts();
enhanceGrids();
