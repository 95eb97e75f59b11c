// What a page of the course needs beside its widgets: keys for what scrolls, and folds that are open on paper.

const WIDE = "pre, .long, table";

/** What scrolls sideways is a stop of the Tab key and has a name; what does not is none. */
function reachWide() {
  for (const node of document.querySelectorAll(WIDE)) {
    if (node.scrollWidth > node.clientWidth + 1) { // more than a rounding
      node.setAttribute("tabindex", "0");
      if (node.tagName === "PRE") {
        node.setAttribute("role", "group");
        node.setAttribute("aria-label", node.closest(".highlight") ? "Code" : "Output");
      }
    } else {
      for (const name of ["tabindex", "role", "aria-label"]) node.removeAttribute(name);
    }
  }
}

new ResizeObserver(reachWide).observe(document.querySelector("main") ?? document.body);
addEventListener("toggle", reachWide, true);

// Where CSS cannot open a fold for print
/** @type {HTMLDetailsElement[]} */
let opened = [];
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details")].filter((fold) => !fold.open);
  for (const fold of opened) fold.open = true;
});
addEventListener("afterprint", () => {
  for (const fold of opened) fold.open = false;
});
