// Sends one large file in parts, by the multipart calls of S3: Uppy sends and asks, our own pages show how far it is.
// Loaded by upload.js when a form names this file and a place to begin. What has arrived is kept by the server, so a
// line that drops, a closed tab and a new page all go on where they were.
//
// The server says where each part goes (data-begin → `sign`), of exactly the bytes whose SHA-256 was computed here.
import Uppy from "@uppy/core";
import AwsS3 from "@uppy/aws-s3";
import { signedInAgain } from "./signed_in_again.js";
import { say } from "./strings.js";

const PATIENCE = 60_000; // ms without progress after which the same part is begun anew
const LONGEST_WAIT = 30_000; // ms between two tries while the line is down
const MOST_DAMAGED = 3; // tries of a part that does not arrive as it was sent
const SIGNED_FOR = 10 * 60_000; // ms for which an address is used that was given out beforehand

/** Another tab was faster with the same file, which lies at this address. */
class Completed extends Error {}

/** A refusal in words for whoever sends; trying again would change nothing. */
class Refused extends Error {}

/**
 * Begins to send, and returns what its buttons do: `pause`, `resume` and `cancel`.
 * `show` is told: progress(sent, total), paused(), waiting(), reading(), checking(), refused(words), done(address).
 */
export function sendInParts(form, file, show) {
  const sending = new Sending(form, file, show);
  sending.start();
  return sending;
}

class Sending {
  constructor(form, file, show) {
    Object.assign(this, { form, file, show, wait: 1000, damaged: 0, arrived: 0, ended: false, isPaused: false });
    this.signed = new Map();
    this.goOn = () => this.resumeSoon(0);
    addEventListener("online", this.goOn);
    this.watch = setInterval(() => this.look(), 5000);
  }

  async start() {
    try {
      this.upload = await this.ask(this.form.dataset.begin, {
        name: this.file.name,
        size: this.file.size,
        media_type: this.file.type,
        fingerprint: String(this.file.lastModified),
      });
      await this.compare();
    } catch (error) {
      this.failed(error, () => this.start());
      return;
    }
    if (this.ended) return;
    this.uppy = new Uppy({ id: this.upload.upload });
    this.uppy.use(AwsS3, {
      shouldUseMultipart: true,
      limit: 1,
      getChunkSize: () => this.upload.part_size,
      signRequest: (request) => this.sign(request),
    });
    this.uppy.on("upload-progress", (_file, { bytesUploaded }) => this.progressed(bytesUploaded));
    this.uppy.on("s3-multipart:part-uploaded", (_file, { PartNumber }) => {
      this.arrived = PartNumber;
      this.damaged = 0;
    });
    this.uppy.on("upload-success", (_file, { uploadURL }) => this.end(() => this.show.done(uploadURL)));
    this.uppy.on("upload-error", (_file, error) => this.failed(error, () => this.uppy.retryUpload(this.id)));
    this.id = this.uppy.addFile({ name: this.file.name, type: this.file.type, data: this.file });
    // The server has created the upload already: what Uppy does first is ask which parts are there.
    this.uppy.setFileState(this.id, { s3Multipart: { uploadId: this.upload.upload, key: this.upload.upload } });
    this.progressed(0);
    if (!this.isPaused) this.uppy.upload();
  }

  pause() {
    this.isPaused = true;
    this.signed.clear();
    clearTimeout(this.next);
    this.uppy?.pauseAll();
    this.show.paused();
  }

  resume() {
    this.isPaused = false;
    this.progressed(this.sent ?? 0);
    if (this.tryAgain) this.resumeSoon(0);
    else this.uppy?.resumeAll();
  }

  cancel() {
    const uppy = this.uppy;
    this.end(() => this.show.stopped());
    uppy?.cancelAll();
    if (this.upload) this.ask(this.upload.abort, {}).catch(() => {});
  }

  end(then) {
    this.ended = true;
    clearTimeout(this.next);
    clearInterval(this.watch);
    removeEventListener("online", this.goOn);
    then();
  }

  /** Sees that the chosen file is the one whose first parts are there already. */
  async compare() {
    const there = Object.entries(this.upload.there);
    if (there.length) this.show.reading();
    for (const [number, sha256] of there) {
      if (this.ended) return;
      if ((await this.digest(Number(number))) !== sha256) throw new Refused(say("uploadOtherFile"));
    }
    this.arrived = there.length;
  }

  async digest(number) {
    const start = (number - 1) * this.upload.part_size;
    let bytes;
    try {
      bytes = await this.file.slice(start, start + this.upload.part_size).arrayBuffer();
    } catch {
      throw new Refused(say("uploadUnreadable"));
    }
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /** Where a request of Uppy's goes. The next two parts are hashed and signed while this one is on its way. */
  async sign({ method, partNumber }) {
    const headers = { "X-CSRFToken": this.token };
    if (method === "POST") {
      this.show.checking();
      return { url: this.upload.complete, headers };
    }
    if (method === "DELETE") return { url: this.upload.abort, headers };
    if (!partNumber) return this.ask(this.upload.sign, {});
    const address = await this.address(partNumber);
    this.prepare(partNumber + 1).then(() => this.prepare(partNumber + 2));
    return address;
  }

  /** Hashes and signs a part that is sent later. What goes wrong is found when it is asked for again. */
  async prepare(number) {
    if (this.ended || this.isPaused || (number - 1) * this.upload.part_size >= this.file.size) return;
    await this.address(number).catch(() => {});
  }

  address(number) {
    const known = this.signed.get(number);
    this.signed.delete(number - 2);
    if (known && Date.now() - known.at < SIGNED_FOR) return known.answer;
    const answer = this.digest(number).then((sha256) =>
      this.ask(this.upload.sign, { number, sha256, arrived: this.arrived }),
    );
    this.signed.set(number, { answer, at: Date.now() });
    answer.catch(() => this.signed.delete(number));
    return answer;
  }

  /** Asks the server; a refusal has its words, and whatever else goes wrong is worth another try. */
  async ask(address, facts, isAgain = false) {
    const body = new FormData();
    for (const [name, value] of Object.entries(facts)) body.append(name, value);
    const headers = { Accept: "application/json", "X-CSRFToken": this.token };
    const answer = await fetch(address, { method: "POST", body, headers, redirect: "manual" });
    const isSignedOut = answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403;
    if (isSignedOut && !isAgain && (await signedInAgain())) return this.ask(address, facts, true);
    if (answer.type === "opaqueredirect" || answer.status === 401) throw new Refused(say("uploadSignedOut"));
    if (answer.status === 403) throw new Refused(wordsOf(await answer.text()) || say("uploadSignedOut"));
    if (answer.status === 204) return null;
    if (answer.ok) return answer.json();
    const said = await answer.text();
    if (factsOf(said).completed) throw new Completed(factsOf(said).completed);
    const words = answer.status < 500 && answer.status !== 429 ? wordsOf(said) : "";
    throw words ? new Refused(words) : new Error(`status ${answer.status}`);
  }

  get token() {
    return this.form.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  }

  failed(error, tryAgain) {
    this.signed.clear();
    if (this.ended) return;
    if (error instanceof Completed) {
      this.end(() => this.show.done(error.message));
      return;
    }
    let words = error instanceof Refused ? error.message : "";
    if (error?.status >= 400 && error.status < 500 && error.status !== 429) {
      const facts = factsOf(error.body);
      // What did not come to the disk is sent again. An address that ran out, or a session that did: asking for a new
      // one tells which.
      const worthIt = ["PartDamaged", "PartsMissing"].includes(facts.code) || [403, 404, 410].includes(error.status);
      if (!worthIt || ++this.damaged >= MOST_DAMAGED) words = facts.message || say("uploadFailed");
    }
    if (words) {
      this.end(() => this.show.refused(words));
      return;
    }
    this.tryAgain = tryAgain;
    if (this.isPaused) return;
    this.show.waiting();
    this.resumeSoon(this.wait);
    this.wait = Math.min(2 * this.wait, LONGEST_WAIT);
  }

  resumeSoon(wait) {
    clearTimeout(this.next);
    if (!this.tryAgain || this.isPaused || this.ended) return;
    this.next = setTimeout(() => {
      const tryAgain = this.tryAgain;
      this.tryAgain = null;
      tryAgain();
    }, wait);
  }

  progressed(sent) {
    this.last = Date.now();
    if (sent) this.wait = 1000;
    this.sent = sent;
    if (!this.isPaused && !this.ended) this.show.progress(sent, this.file.size);
  }

  /** A line that is dead without saying so is dropped, and the part begun anew. */
  look() {
    const idle = Date.now() - (this.last ?? Date.now());
    if (!this.uppy || this.isPaused || this.tryAgain || this.ended || this.sent >= this.file.size || idle < PATIENCE) return;
    this.last = Date.now();
    this.signed.clear();
    this.uppy.pauseAll();
    this.uppy.resumeAll();
  }
}

function factsOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function wordsOf(text) {
  const facts = factsOf(text);
  return facts.message || facts.detail || "";
}
