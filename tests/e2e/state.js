// What a screen looks like besides what its HTML says: its size, where it stands, what is filled in, by which means it is shown.
() => JSON.stringify([
  innerWidth, innerHeight, devicePixelRatio,
  document.activeElement === document.body ? "" : document.activeElement.outerHTML,
  [...document.querySelectorAll("input:not([type=hidden]), select, textarea")].map((field) => [field.value, field.checked]),
  ["(forced-colors: active)", "(prefers-contrast: more)", "(prefers-reduced-motion: reduce)", "(scripting: none)", "print"]
    .map((query) => matchMedia(query).matches),
])
