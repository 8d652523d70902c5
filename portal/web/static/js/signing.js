/** A signature drawn by finger, pen or mouse; kept as strokes in the hidden field. */

const STEP = 4;
const MOST_POINTS = 1_900;
const MOST_STROKES = 60;

class Pad {
  constructor(box) {
    this.box = box;
    this.canvas = box.querySelector("canvas");
    this.field = box.querySelector("input");
    this.context = this.canvas.getContext("2d");
    this.strokes = this.field.value
      .split(";")
      .filter(Boolean)
      .map((stroke) => stroke.split(" ").map((point) => point.split(",").map(Number)));
    this.canvas.addEventListener("pointerdown", (event) => this.begin(event));
    this.canvas.addEventListener("pointermove", (event) => this.follow(event));
    for (const end of ["pointerup", "pointercancel"]) this.canvas.addEventListener(end, () => this.end());
    box.querySelector("[data-erase]").addEventListener("click", () => this.erase());
    this.draw();
  }

  get points() {
    return this.strokes.reduce((sum, stroke) => sum + stroke.length, 0);
  }

  place(event) {
    const frame = this.canvas.getBoundingClientRect();
    const within = (value, most) => Math.max(0, Math.min(most, Math.round(value)));
    return [
      within(((event.clientX - frame.left) / frame.width) * this.canvas.width, this.canvas.width),
      within(((event.clientY - frame.top) / frame.height) * this.canvas.height, this.canvas.height),
    ];
  }

  begin(event) {
    if (event.button !== 0 || this.strokes.length >= MOST_STROKES || this.points >= MOST_POINTS) return;
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.stroke = [this.place(event)];
    this.strokes.push(this.stroke);
    this.draw();
  }

  follow(event) {
    if (!this.stroke || this.points >= MOST_POINTS) return;
    const [x, y] = this.place(event);
    const [lastX, lastY] = this.stroke.at(-1);
    if (Math.abs(x - lastX) + Math.abs(y - lastY) < STEP) return;
    this.stroke.push([x, y]);
    this.draw();
  }

  end() {
    this.stroke = undefined;
    this.field.value = this.strokes.map((stroke) => stroke.map((point) => point.join(",")).join(" ")).join(";");
  }

  erase() {
    this.strokes = [];
    this.end();
    this.draw();
  }

  draw() {
    const { context, canvas } = this;
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.strokeStyle = getComputedStyle(canvas).color;
    context.lineWidth = 5;
    context.lineCap = context.lineJoin = "round";
    for (const [[x, y], ...rest] of this.strokes) {
      context.beginPath();
      context.moveTo(x, y);
      for (const [nextX, nextY] of rest.length ? rest : [[x, y]]) context.lineTo(nextX, nextY);
      context.stroke();
    }
  }
}

/** The pad is there, and what was drawn is sent, while the answer is one that may be signed. */
function showWhileSigned(box) {
  const answers = box.closest("form").querySelectorAll(`[name="answer"]`);
  const field = box.querySelector("input");
  const show = () => {
    box.hidden = ![...answers].some((answer) => answer.checked && answer.value === "confirmed");
    field.disabled = box.hidden;
  };
  for (const answer of answers) answer.addEventListener("change", show);
  show();
}

for (const box of document.querySelectorAll("[data-signing]")) {
  new Pad(box);
  showWhileSigned(box);
}
