/** Tells in words where the record of a visit is: only on this phone, being sent, received. */

/** The tone of the notice in each state. */
const TONES = { kept: "info", waiting: "warning", unsent: "warning", sending: "info", received: "success", refused: "danger" };

function say(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

export class RecordStatus {
  constructor(form) {
    this.form = form;
    this.region = form.querySelector("[data-record-status]");
    this.button = form.querySelector("[data-now-words]");
    this.state = "";
  }

  /** Say `state` in the words of the page, with `hint` instead of the usual second sentence. */
  show(state, { hint = this.region.dataset[`${state}Hint`] ?? "", photos = 0 } = {}) {
    const notice = this.region.querySelector(".notice");
    this.state = state;
    notice.className = `notice notice-${TONES[state]}`;
    say(notice.querySelector("[data-status-words]"), this.region.dataset[`${state}Words`]);
    say(notice.querySelector("[data-status-hint]"), hint);
    notice.querySelector("[data-status-photos]").hidden = photos === 0 || state === "received";
    notice.hidden = false;
    this.dressForm();
  }

  dressForm() {
    const { state, button } = this;
    say(button, ["waiting", "unsent"].includes(state) ? button.dataset.nowWords : button.dataset.sendWords);
    button.setAttribute("aria-busy", String(state === "sending"));
    this.form.querySelector("[data-record-fields]").inert = state === "sending";
    if (state === "received") this.leaveOnlyTheNews();
  }

  /** Nothing is left to be written: the way on takes the place of the form. */
  leaveOnlyTheNews() {
    for (const part of document.querySelectorAll("[data-until-received]")) part.hidden = true;
    const onward = this.form.querySelector("[data-record-onward]");
    onward.hidden = false;
    onward.querySelector("a").focus();
  }

  clear() {
    this.state = "";
    this.region.querySelector(".notice").hidden = true;
    this.dressForm();
  }
}
