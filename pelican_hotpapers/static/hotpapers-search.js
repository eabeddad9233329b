/* The search page: shows Pagefind's own search, from the index beside the pages, where
   there is one, and otherwise the words that say so. What is searched for stands in the
   address as ?q=…, so that it can be linked to and gone back to. */
(() => {
  "use strict";
  const here = document.currentScript;
  const place = here.closest(".hotpapers-search");
  const papers = new URL(here.dataset.papers, location.href);
  const bundle = new URL("pagefind/", papers);
  const [needsScript, needsIndex] = place.querySelectorAll("p");
  needsScript.remove();

  const add = (parent, name, attributes) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    parent.append(element);
    return element;
  };

  const remember = (term) => {
    const address = new URL(location.href);
    address.searchParams.delete("q");
    if (term) address.searchParams.set("q", term);
    history.replaceState(history.state, "", address);
  };

  const show = () => {
    add(place, "pagefind-config", {
      "bundle-path": bundle.href,
      "base-url": papers.pathname,
      "excerpt-length": "30",
      preload: "",
    });
    add(place, "pagefind-input", { placeholder: here.dataset.placeholder });
    add(place, "pagefind-filter-pane", { sort: "alphabetical", open: "year, code" });
    add(place, "pagefind-summary", {});
    add(place, "pagefind-results", { "hide-sub-results": "" });
    const search = window.PagefindComponents.getInstanceManager().getInstance("default");
    const asked = new URLSearchParams(location.search).get("q");
    search.on("search", remember);
    if (asked) search.triggerSearch(asked);
  };

  const script = add(document.head, "script", { src: new URL("pagefind-component-ui.js", bundle) });
  script.onload = () => {
    add(document.head, "link", {
      rel: "stylesheet",
      href: new URL("pagefind-component-ui.css", bundle),
    });
    show();
  };
  script.onerror = () => {
    needsIndex.hidden = false;
  };
})();
