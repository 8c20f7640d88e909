// The report in the facilitator's page, and as files.

/** Shows the report: the service has written it, and no word in it was typed by anybody. */
export function showReport(root, html) {
  const shown = html.slice(html.indexOf("<main>"), html.indexOf("</main>")); // its style is for the file that stands alone
  const main = new DOMParser().parseFromString(shown, "text/html").querySelector("main");
  main?.querySelector("h1")?.remove();
  for (const heading of main?.querySelectorAll("h2") ?? []) {
    const lower = document.createElement("h3");
    lower.append(...heading.childNodes);
    heading.replaceWith(lower);
  }
  root.replaceChildren(...[...(main?.childNodes ?? [])].map((node) => document.importNode(node, true)));
}

/** Saves a file. */
export function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
