// What breaks the rules of sizes on the page now shown; `least` holds the smallest text and target in px.
(least) => {
  const found = [];
  const width = document.documentElement.clientWidth;
  const seen = (element) => {
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    return box.width > 2 && box.height > 2 && style.visibility !== "hidden"
      && !element.closest(".visually-hidden, .skip-link, dialog:not([open])");
  };
  const name = (element) => `${element.tagName.toLowerCase()}.${element.className} "${element.textContent.trim().slice(0, 20)}"`;
  if (document.documentElement.scrollWidth > width) found.push(`sideways scroll: ${document.documentElement.scrollWidth} of ${width}`);
  for (const element of document.querySelectorAll("body *")) {
    if (!seen(element)) continue;
    const holdsText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    const size = parseFloat(getComputedStyle(element).fontSize);
    if (holdsText && !element.closest("svg") && size < least.font - 0.01) found.push(`text ${size} px: ${name(element)}`);
  }
  for (const element of document.querySelectorAll("a, button, summary, input:not([type=hidden]), select, textarea")) {
    if (!seen(element) || element.closest(".figure")) continue;
    const inText = element.tagName === "A" && getComputedStyle(element).display === "inline"
      && element.parentElement.textContent.trim() !== element.textContent.trim();
    if (inText) continue;
    const box = (element.closest("label") || element).getBoundingClientRect();
    const narrow = element.tagName !== "A" && box.width < least.target - 0.5;
    if (box.height < least.target - 0.5 || narrow) found.push(`target ${Math.round(box.width)} x ${Math.round(box.height)}: ${name(element)}`);
  }
  return [...new Set(found)];
}
