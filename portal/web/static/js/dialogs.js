/** Closes dialogs by buttons (data-close-dialog) and prints the page by others (data-print). */

export function enhanceDialogs() {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close-dialog]")) event.target.closest("dialog")?.close();
    if (event.target.closest("[data-print]")) window.print();
  });
}
