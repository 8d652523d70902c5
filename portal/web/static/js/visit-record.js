/** The record of a visit on a bad line: kept on this phone, sent when there is a line, told honestly; acts once by its one-time key. */
import { restore, valuesOf } from "./drafts.js";
import { focusWhatMatters, revealScriptOnly } from "./focus.js";
import { forgetOld, keptCopy } from "./kept.js";
import { RecordStatus } from "./record-status.js";

const PATIENCE_MS = 30_000;
const PATIENCE_WITH_PHOTOS_MS = 180_000;
const RETRY_MS = 20_000;
const LONGEST_RETRY_MS = 300_000;

function differsFromPage(control) {
  return control.checked !== control.defaultChecked || control.value !== control.defaultValue;
}

function parsed(html) {
  return new DOMParser().parseFromString(html, "text/html");
}

class VisitRecord {
  constructor(form) {
    this.form = form;
    this.status = new RecordStatus(form);
    this.kept = keptCopy(document.body.dataset.user, `visit:${form.dataset.visitRecord}`);
    this.retryMs = RETRY_MS;
    this.life = new AbortController();
    const { signal } = this.life;
    form.addEventListener("input", (event) => this.edited(event), { signal });
    form.addEventListener("submit", (event) => this.submitted(event), { signal });
    form.querySelector("[data-erase-words]").addEventListener("click", () => this.eraseOrUndo(), { signal });
    window.addEventListener("online", () => this.status.state === "waiting" && this.send(), { signal });
  }

  get photos() {
    return this.form.elements.photos.files.length;
  }

  show(state, options = {}) {
    this.status.show(state, { photos: this.photos, ...options });
  }

  /** Whether it is on this phone: some browsers keep nothing. */
  async keep({ sent }) {
    const { form_key: key, edition } = this.form.elements;
    const copy = { key: key.value, edition: edition.value, values: valuesOf(this.form), photos: this.photos, sent };
    try {
      await this.kept.write(copy);
      return true;
    } catch {
      return false;
    }
  }

  async edited(event) {
    clearTimeout(this.timer);
    if (event.target.name === "whole" && event.target.value === "some") this.openDetails("#left-out");
    if ((await this.keep({ sent: false })) && this.status.state !== "sending") this.show("kept");
  }

  openDetails(selector) {
    for (const details of this.form.querySelectorAll(`details:is(${selector})`)) details.open = true;
  }

  /** Keep first: where nothing can be kept, the browser sends the form as it would without a script. */
  async submitted(event) {
    if (!this.kept.canKeep) return;
    event.preventDefault();
    if (this.status.state === "sending") return;
    this.show("sending");
    if (await this.keep({ sent: true })) return this.send();
    this.life.abort();
    this.form.submit();
  }

  async send({ renewed = false } = {}) {
    clearTimeout(this.timer);
    if (!navigator.onLine) return this.wait();
    this.show("sending");
    const patience = this.photos > 0 ? PATIENCE_WITH_PHOTOS_MS : PATIENCE_MS;
    const answer = await this.ask({ method: "POST", body: new FormData(this.form) }, patience);
    if (!answer) return this.wait();
    if (answer.redirected) return this.led(answer.path);
    if (answer.status === 400 && !renewed) return this.renew();
    if (answer.status === 429 || answer.status >= 500) return this.wait();
    return this.refused(parsed(answer.html));
  }

  /** What the portal answers; nothing when it cannot be reached or the answer was cut off. */
  async ask(options, patience = PATIENCE_MS) {
    try {
      const signal = AbortSignal.timeout(patience);
      const answer = await fetch(location.pathname, { ...options, signal, cache: "no-store" });
      const html = await answer.text();
      return { status: answer.status, redirected: answer.redirected, path: new URL(answer.url).pathname, html };
    } catch {
      return null;
    }
  }

  /** Still only on this phone; tried again when there is a line, ever more rarely. */
  wait() {
    this.show("waiting");
    this.timer = setTimeout(() => this.send(), this.retryMs);
    this.retryMs = Math.min(this.retryMs * 2, LONGEST_RETRY_MS);
  }

  /** Where the portal led tells what became of the record. */
  led(path) {
    const { received, visit } = this.form.dataset;
    if (path === received) return void this.received();
    if (path === visit) return this.show("refused", { hint: this.status.region.dataset.changedHint });
    return this.signInAgain();
  }

  async received() {
    this.life.abort();
    await this.kept.remove();
    this.show("received");
  }

  /** The portal leads from this page to where one signs in, and back. */
  signInAgain() {
    location.reload();
  }

  /** The page is older than the session: take over the new protection and send once more. */
  async renew() {
    const answer = await this.ask({});
    if (!answer) return this.wait();
    if (answer.redirected) return this.signInAgain();
    const fresh = parsed(answer.html).querySelector("form[data-visit-record]");
    if (!fresh) return this.wait();
    this.form.elements.csrf_token.value = fresh.elements.csrf_token.value;
    return this.send({ renewed: true });
  }

  /** The same form with its errors takes the place of this one; any other page tells why. */
  refused(page) {
    this.keep({ sent: false });
    const form = page.querySelector("form[data-visit-record]");
    if (!form) return this.show("refused", { hint: page.querySelector("main .prose p")?.textContent ?? page.title });
    this.life.abort();
    form.elements.photos.files = this.form.elements.photos.files;
    this.form.replaceWith(form);
    document.title = page.title;
    revealScriptOnly(form);
    new VisitRecord(form).show("kept");
    return focusWhatMatters(form);
  }

  /** Give back what this phone kept; lines of another edition of the manual no longer fit. */
  async giveBack() {
    const copy = await this.kept.read();
    if (copy) this.fillIn(copy);
  }

  fillIn(copy) {
    const { form_key: key, edition } = this.form.elements;
    key.value = copy.key;
    restore(this.form, copy.values.filter(([name]) => copy.edition === edition.value || !name.startsWith("steps-")));
    for (const details of this.form.querySelectorAll("details")) {
      details.open ||= [...details.querySelectorAll("input:not([type=file]), textarea")].some(differsFromPage);
    }
    this.show(copy.sent ? "unsent" : "kept");
    this.tellRestored(copy.sent ? "unsent" : "restored", copy.photos);
  }

  tellRestored(what, photos = 0) {
    const notice = this.form.querySelector("[data-record-restored]");
    const button = notice.querySelector("[data-erase-words]");
    notice.querySelector("[data-restored-photos]").hidden = photos === 0;
    notice.querySelector("[data-restored-words]").textContent = notice.dataset[`${what}Words`];
    button.textContent = what === "erased" ? button.dataset.undoWords : button.dataset.eraseWords;
    notice.hidden = false;
  }

  async eraseOrUndo() {
    if (this.erased) {
      this.kept.write(this.erased);
      this.erased = null;
      return this.giveBack();
    }
    clearTimeout(this.timer);
    this.erased = await this.kept.read();
    await this.kept.remove();
    this.form.reset();
    this.status.clear();
    return this.tellRestored("erased");
  }
}

forgetOld();
for (const form of document.querySelectorAll("form[data-visit-record]")) new VisitRecord(form).giveBack();
