// The only script. It follows Airflow's choice of light or dark, and lets links leave the frame that Airflow shows us in.
"use strict";

function followTheme() {
  let chosen = null;
  try {
    chosen = window.localStorage.getItem("theme");
  } catch {
    chosen = null; // storage is forbidden: the browser's own choice holds
  }
  if (chosen === "light" || chosen === "dark") {
    document.documentElement.dataset.theme = chosen;
  } else {
    delete document.documentElement.dataset.theme;
  }
}

// Airflow's frame may neither open windows nor navigate the page around it. That page, of the same origin, may.
function leaveFrame(event) {
  const anchor = event.target instanceof Element ? event.target.closest("a[data-out]") : null;
  if (anchor === null || window.parent === window) {
    return;
  }
  const outer = window.parent.document.createElement("a");
  outer.href = anchor.href;
  outer.rel = anchor.rel;
  outer.target = anchor.dataset.out === "new" ? "_blank" : "_self";
  event.preventDefault();
  outer.click();
}

followTheme();
window.addEventListener("storage", followTheme);
document.addEventListener("click", leaveFrame);
