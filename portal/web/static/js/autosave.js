/** Saves one field while it is being typed, within five seconds; the save button does the same without a script. */

const PAUSE_MS = 1500;
const LONGEST_MS = 4000;
const RETRY_MS = 5000;

class Autosave {
  constructor(form) {
    this.form = form;
    this.field = form.elements[form.dataset.autosaveField];
    this.status = form.querySelector("[data-autosave-status]");
    this.saved = this.field.value;
    this.running = null;
    this.stopped = false;
    this.field.addEventListener("input", () => this.plan());
    form.addEventListener("submit", (event) => this.beforeSubmit(event));
    document.addEventListener("visibilitychange", () => document.hidden && this.save({ keepalive: true }));
  }

  get isDirty() {
    return this.field.value !== this.saved;
  }

  /** Wait for a pause in typing, but never longer than LONGEST_MS after the first letter. */
  plan() {
    this.waitingSince ??= Date.now();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), Math.min(PAUSE_MS, this.waitingSince + LONGEST_MS - Date.now()));
  }

  save(options = {}) {
    clearTimeout(this.timer);
    if (this.stopped || this.running || !this.isDirty) return;
    this.running = this.send(options).finally(() => {
      this.running = null;
      if (this.isDirty && !this.stopped) this.plan();
    });
  }

  async send(options) {
    const typed = this.field.value;
    this.waitingSince = null;
    this.tell(this.form.dataset.savingWords);
    try {
      const answer = await fetch(this.form.dataset.autosave, { method: "POST", body: this.body(typed), ...options });
      await this.take(answer, typed);
    } catch {
      this.waitingSince = Date.now() + RETRY_MS;
      this.tell(this.form.dataset.failedWords, true);
    }
  }

  body(typed) {
    const { csrf_token: token, shown } = this.form.elements;
    return new URLSearchParams({ csrf_token: token.value, shown: shown.value, [this.field.name]: typed });
  }

  async take(answer, typed) {
    if (answer.redirected || !answer.headers.get("content-type")?.includes("json")) throw new Error("not saved");
    const { shown, words } = await answer.json();
    if (answer.ok) {
      this.form.elements.shown.value = shown;
      this.saved = typed;
    } else {
      this.stopped = answer.status === 409;
    }
    this.tell(this.stopped ? this.form.dataset.conflictWords : words, !answer.ok);
  }

  /** A save that is on its way ends before the form goes, so that the form knows what is kept. */
  beforeSubmit(event) {
    clearTimeout(this.timer);
    if (!this.running) {
      this.stopped = true;
      return;
    }
    event.preventDefault();
    this.running.then(() => this.form.requestSubmit(event.submitter));
  }

  tell(words, wrong = false) {
    this.status.hidden = false;
    this.status.textContent = words;
    this.status.classList.toggle("autosave-wrong", wrong);
  }
}

for (const form of document.querySelectorAll("form[data-autosave]")) new Autosave(form);
