/** The week grid: one tab stop, arrows move, digits type, a block of cells can be pasted; − and + on a phone. */

const STOPS = "a.slot, span.slot, .grid-input";
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

function cellsOf(grid) {
  return [...grid.tBodies[0].rows].map((row) => [...row.cells].slice(1).map((cell) => cell.querySelector(STOPS)));
}

function placeOf(cells, stop) {
  const row = cells.findIndex((line) => line.includes(stop));
  return [row, row < 0 ? -1 : cells[row].indexOf(stop)];
}

function makeOnlyStop(grid, stop) {
  for (const other of grid.querySelectorAll(STOPS)) other.tabIndex = other === stop ? 0 : -1;
}

function move(grid, event) {
  const step = STEPS[event.key];
  if (!step) return;
  const cells = cellsOf(grid);
  const [row, column] = placeOf(cells, event.target.closest(STOPS));
  const next = row < 0 ? null : cells[row + step[0]]?.[column + step[1]];
  if (!next) return;
  event.preventDefault();
  makeOnlyStop(grid, next);
  next.focus();
  if (next.select) next.select();
}

/** Write a copied block, rows by lines and cells by tabs, from the cell that has the focus on. */
function paste(grid, event) {
  const text = event.clipboardData.getData("text/plain").trimEnd();
  if (!event.target.matches(".grid-input") || !/[\t\n]/.test(text)) return;
  event.preventDefault();
  const cells = cellsOf(grid);
  const [row, column] = placeOf(cells, event.target);
  text.split(/\r?\n/).forEach((line, down) => line.split("\t").forEach((value, right) => {
    const input = cells[row + down]?.[column + right];
    if (input?.matches(".grid-input")) setValue(input, value.trim());
  }));
}

function setValue(input, value) {
  input.value = value;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function stepper(input, words, change) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-tertiary grid-step";
  button.tabIndex = -1;
  button.textContent = change < 0 ? "−" : "+";
  button.setAttribute("aria-label", `${input.getAttribute("aria-label")} ${words}`);
  button.addEventListener("click", () => setValue(input, String(Math.max(0, (Number(input.value) || 0) + change))));
  return button;
}

export function enhanceGrids() {
  for (const grid of document.querySelectorAll("[data-grid]")) {
    const stops = [...grid.querySelectorAll(STOPS)];
    if (stops.length > 0) makeOnlyStop(grid, stops[0]);
    for (const input of grid.querySelectorAll(".grid-input")) {
      input.before(stepper(input, grid.dataset.lessWords, -1));
      input.after(stepper(input, grid.dataset.moreWords, 1));
    }
    grid.addEventListener("keydown", (event) => move(grid, event));
    grid.addEventListener("paste", (event) => paste(grid, event));
    grid.addEventListener("focusin", (event) => makeOnlyStop(grid, event.target.closest(STOPS)));
  }
}
