// Everything here makes a page nicer that already works without it.
import "./htmx.js";
import { onReady } from "./ready.js";
import { enhanceDialogs } from "./dialogs.js";
import { enhanceMenus } from "./menus.js";
import { enhanceCopy } from "./copy.js";
import { enhanceWordCounters } from "./word_counter.js";
import { enhanceLevels } from "./levels.js";
import { enhanceVerifySteps } from "./verify_steps.js";
import { enhanceUploads } from "./upload.js";
import { enhanceAutosave } from "./autosave.js";
import { enhanceKeptForms } from "./kept_forms.js";
import { guardDoubleSubmit } from "./submit_guard.js";
import { enhancePins } from "./pins.js";
import { enhanceRedactions } from "./redactions.js";
import { enhancePresence } from "./presence.js";
import { enhanceTables } from "./tables.js";
import { focusErrorSummary } from "./error_summary.js";
import { rememberTimeZone } from "./time_zone.js";

document.documentElement.classList.add("js");
rememberTimeZone();
enhanceMenus(document);
enhanceDialogs(document);
enhanceCopy(document);
enhanceLevels(document);
guardDoubleSubmit(document);
onReady((root) => {
  enhanceWordCounters(root);
  enhanceAutosave(root);
  enhanceKeptForms(root);
  enhanceUploads(root);
  enhanceVerifySteps(root);
  enhanceTables(root);
  enhancePins(root);
  enhanceRedactions(root);
  enhancePresence(root);
  focusErrorSummary(root);
});
