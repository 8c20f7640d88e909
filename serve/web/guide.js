// The search on the guide's first page: it hides the findings that do not have all the words, and asks nobody.

import { byId, say } from "./dom.js";

const form = document.getElementById("search");

/** Shows the findings whose sections have every word, and says how many there are. */
function search() {
  const words = byId("words").value.toLowerCase().split(/\s+/).filter(Boolean);
  const items = [...document.querySelectorAll("[data-words]")];
  for (const item of items) item.hidden = !words.every((word) => item.dataset.words.includes(word));
  for (const group of document.querySelectorAll(".group")) group.hidden = !group.querySelector("li:not([hidden])");
  const found = items.filter((item) => !item.hidden).length;
  say(byId("found"), words.length === 0 ? "" : found === 0 ? "Nothing found. Try another word." : `${found} found.`);
}

if (form) {
  form.hidden = false;
  form.addEventListener("input", search);
  form.addEventListener("submit", (event) => event.preventDefault());
  search(); // a browser that goes back keeps the words
}
