// Shows how far a job in the background is: fetches the page anew while it runs, and replaces only the progress.
const EVERY = 2000;

async function look() {
  const shown = document.querySelector("[data-progress=running]");
  if (!shown) return;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (answer?.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-progress]");
    if (!fresh || fresh.dataset.progress !== "running") return location.reload();
    shown.querySelector("[role=status]").replaceChildren(...fresh.querySelector("[role=status]").childNodes);
  }
  setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
