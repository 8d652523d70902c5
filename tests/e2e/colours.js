// Each way in which text stands on the page now shown: its colour and size, on which ground, how see-through.
() => {
  const ground = (element) => {
    const style = getComputedStyle(element);
    const own = `${style.backgroundColor}${style.backgroundImage}${style.opacity}`;
    const shows = style.backgroundColor !== "rgba(0, 0, 0, 0)" && !style.backgroundColor.endsWith(", 0)");
    return own + (shows || !element.parentElement ? "" : ground(element.parentElement));
  };
  const ways = new Set();
  for (const element of document.querySelectorAll("body, body *")) {
    const holdsText = element.matches("input:not([type=hidden]), select, textarea")
      || [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!holdsText || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    ways.add([style.color, style.fontSize, style.fontWeight, ground(element)].join(" "));
  }
  return [...ways];
}
