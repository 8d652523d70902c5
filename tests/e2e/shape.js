// How the page now shown is built: its elements with what decides how they look and what they are to a reader's aids,
// its texts and figures only by whether they stand there, and rows that are built alike once.
() => {
  const TOLD = new Set(["class", "id", "for", "role", "type", "style", "lang", "hidden", "open", "disabled", "tabindex", "scope", "autocomplete",
    "rel", "headers", "colspan", "rowspan", "multiple", "required", "list", "name", "viewbox", "fill", "stroke", "target"]);
  const told = ({ name, value }) => (TOLD.has(name) || (name.startsWith("aria-") && name !== "aria-label")
    ? `${name}=${value.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "").replace(/\d+/g, "0")}` : `${name}=${value.trim() !== ""}`);
  const shape = (element) => {
    if (["SCRIPT", "STYLE"].includes(element.tagName)) return "";
    const parts = [];
    for (const node of element.childNodes) {
      const part = node.nodeType === 1 ? shape(node) : node.nodeType === 3 && node.textContent.trim() ? "text" : "";
      if (part && part !== parts.at(-1)) parts.push(part);
    }
    const states = [":checked", ":focus", ":invalid"].filter((state) => element.matches(state));
    return `<${element.tagName} ${[...element.attributes].map(told).sort().join(" ")} ${states}>${parts.join("")}</>`;
  };
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  const means = ["(forced-colors: active)", "(prefers-contrast: more)", "(prefers-reduced-motion: reduce)", "print"];
  return JSON.stringify([
    innerWidth, innerHeight, devicePixelRatio, means.map((query) => matchMedia(query).matches),
    ids.length - new Set(ids).size, shape(document.documentElement),
  ]);
}
