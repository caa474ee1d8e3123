// Everything here makes a page nicer that already works without it.
import "./htmx.js";
import { onReady } from "./ready.js";
import { enhanceDialogs } from "./dialogs.js";
import { enhanceMenus } from "./menus.js";
import { enhanceCopy } from "./copy.js";
import { enhanceWordCounters } from "./word_counter.js";
import { enhanceCodeFields, goToLines } from "./code_fields.js";
import { enhanceKeys, showKeysSwitch } from "./keys.js";
import { enhanceLevels } from "./levels.js";
import { enhanceVerifySteps } from "./verify_steps.js";
import { enhanceUploads } from "./upload.js";
import { enhanceAutosave, enhanceWritten } from "./autosave.js";
import { enhanceKeptForms } from "./kept_forms.js";
import { enhanceShown } from "./parts.js";
import "./mending.js";
import { guardDoubleSubmit } from "./submit_guard.js";
import { enhanceKeptComments, nameKeys } from "./kept_comments.js";
import { enhancePins } from "./pins.js";
import { enhancePrinting } from "./printing.js";
import { enhanceRedactions } from "./redactions.js";
import { enhancePresence } from "./presence.js";
import { enhanceReadingTime } from "./reading_time.js";
import { enhanceAskedFor, enhanceNarrowing } from "./narrowing.js";
import { enhanceTables } from "./tables.js";
import { focusErrorSummary } from "./error_summary.js";
import { rememberTimeZone } from "./time_zone.js";

document.documentElement.classList.add("js");
rememberTimeZone();
enhanceMenus(document);
enhanceDialogs(document);
enhanceCopy(document);
enhancePrinting(document);
enhanceKeptComments(document); // first: while its list is open, its letters are meant
enhanceLevels(document);
enhanceKeys(document); // last: what a criterion means by a letter comes first
guardDoubleSubmit(document);
goToLines(document);
onReady((root) => {
  enhanceWordCounters(root);
  enhanceCodeFields(root);
  enhanceAutosave(root);
  enhanceShown(root);
  enhanceWritten(root);
  enhanceKeptForms(root);
  enhanceUploads(root);
  enhanceVerifySteps(root);
  enhanceTables(root);
  enhanceNarrowing(root);
  enhanceAskedFor(root);
  enhancePins(root);
  nameKeys(root);
  showKeysSwitch(root);
  enhanceRedactions(root);
  enhancePresence(root);
  enhanceReadingTime(root);
  focusErrorSummary(root);
});
