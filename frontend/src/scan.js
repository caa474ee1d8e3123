// Only the page that checks credentials loads this: it makes its form take what is dropped on it or pasted, and reads
// a QR code before the camera. Without it the form takes a file, a link or text as any form does.
const EVERY_MS = 180;
const LONGER_SIDE = 800;

for (const form of document.querySelectorAll("form[data-verify]")) {
  takeWhatIsDropped(form);
  takeWhatIsPasted(form);
}
for (const dialog of document.querySelectorAll("dialog[data-scan]")) offerCamera(dialog);

function send(form) {
  form.requestSubmit();
}

/** Puts one thing into the field it belongs to, empties the others and sends the form. */
function hand(form, { files, text }) {
  const [file, link, words] = ["file", "link", "text"].map((name) => form.elements.namedItem(name));
  file.value = link.value = words.value = "";
  if (files?.length) file.files = files;
  else if (/^https?:\/\/\S+$/.test(text.trim())) link.value = text.trim();
  else words.value = text;
  send(form);
}

function takeWhatIsDropped(form) {
  const zone = form.querySelector("[data-drop]");
  let depth = 0;
  const mark = (change) => {
    depth = Math.max(0, depth + change);
    zone.toggleAttribute("data-over", depth > 0);
  };
  zone.querySelector("[data-drop-hint]").hidden = false;
  zone.addEventListener("dragenter", () => mark(1));
  zone.addEventListener("dragleave", () => mark(-1));
  zone.addEventListener("dragover", (event) => event.preventDefault());
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(-depth);
    const given = event.dataTransfer;
    const text = given.getData("text/uri-list") || given.getData("text/plain");
    if (given.files.length || text) hand(form, { files: given.files, text });
  });
}

function takeWhatIsPasted(form) {
  document.addEventListener("paste", (event) => {
    if (event.target.closest("input, textarea, [contenteditable]")) return;
    const given = event.clipboardData;
    const text = given?.getData("text/plain") ?? "";
    if (!given?.files.length && !text.trim()) return;
    event.preventDefault();
    hand(form, { files: given.files, text });
  });
}

function offerCamera(dialog) {
  const opener = document.querySelector(`[data-scan-open="${dialog.id}"]`);
  const form = document.querySelector("form[data-verify]");
  const video = dialog.querySelector("video");
  const words = dialog.querySelector("[data-scan-words]");
  const say = (name) => {
    words.textContent = words.dataset[name];
  };
  let stream;

  const stop = () => {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = undefined;
    video.srcObject = null;
    video.hidden = true;
  };
  dialog.addEventListener("close", stop);
  addEventListener("pagehide", stop);
  opener.addEventListener("click", async () => {
    dialog.showModal();
    say("starting");
    if (!navigator.mediaDevices?.getUserMedia) return say("absent");
    try {
      const opened = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
      if (!dialog.open) {
        for (const track of opened.getTracks()) track.stop();
        return;
      }
      stream = opened;
    } catch (error) {
      const missing = ["NotFoundError", "OverconstrainedError", "NotReadableError", "AbortError"].includes(error.name);
      return say(missing ? "absent" : "refused");
    }
    // Who stopped and began again is served by the newer look alone, and who stopped in the middle of one by none; a
    // dialog is closed a moment before it says so.
    const mine = stream;
    const goesOn = () => dialog.open && stream === mine;
    video.srcObject = stream;
    video.hidden = false;
    await video.play().catch(() => undefined);
    if (!goesOn()) return;
    say("looking");
    const text = await firstCode(video, dialog.dataset.reader, goesOn);
    if (text === undefined) return;
    say("found");
    dialog.close();
    hand(form, { text });
  });
}

/** What the first QR code before the camera says; nothing when `goesOn` no longer does. */
async function firstCode(video, address, goesOn) {
  const read = await reader(address);
  while (goesOn()) {
    if (video.videoWidth) {
      const text = await read(video);
      if (text && goesOn()) return text;
    }
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}

/** The browser's own reader where it has one, else ours, which is fetched only then. */
async function reader(address) {
  const formats = (await globalThis.BarcodeDetector?.getSupportedFormats?.().catch(() => [])) ?? [];
  if (formats.includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async (video) => (await detector.detect(video).catch(() => []))[0]?.rawValue;
  }
  const { jsQR } = await import(address);
  const canvas = document.createElement("canvas");
  const drawing = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    const scale = Math.min(1, LONGER_SIDE / Math.max(video.videoWidth, video.videoHeight));
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    drawing.drawImage(video, 0, 0, canvas.width, canvas.height);
    const { data, width, height } = drawing.getImageData(0, 0, canvas.width, canvas.height);
    return jsQR(data, width, height)?.data;
  };
}
