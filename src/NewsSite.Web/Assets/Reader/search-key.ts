/** The key / goes to the search, unless somebody is typing. */
export function searchKey(): void {
  const link = document.querySelector<HTMLAnchorElement>("[data-search-key]");
  document.addEventListener("keydown", (event) => {
    const typing = (event.target as Element).closest("input, textarea, select, [contenteditable]");
    if (link && event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      const field = document.querySelector<HTMLInputElement>("main input[type=search]");
      // The fragment puts the cursor into the field of the search page.
      field ? field.focus() : location.assign(`${link.href}#q`);
    }
  });
}
