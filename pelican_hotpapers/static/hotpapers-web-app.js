/* See web-app.html: has the browser keep pages for reading without a network. */
(() => {
const here = document.currentScript;
const root = new URL(here.dataset.root, here.src);
const worker = new URL("hotpapers-worker.js", root).href;
const NAME = `hotpapers ${root.pathname}`;

if (!document.querySelector("link[rel~=manifest]")) {
  const href = new URL(here.dataset.manifest, here.src);
  document.head.append(Object.assign(document.createElement("link"), { rel: "manifest", href }));
}

/* The page that leads to what is kept, and says what is not. */
const offline = document.querySelector("[data-hotpapers-offline]");
const tellKept = async () => {
  const [again, ...rows] = offline.querySelectorAll("a");
  const asked = location.hash.slice(1);
  const url = new URL(asked, root);
  if (asked && url.href.startsWith(root.href)) {
    again.href = url;
    again.closest("[hidden]")?.removeAttribute("hidden");
  }
  if (!(await caches.has(NAME))) return;
  for (const row of rows) {
    row.closest("li").hidden = !(await caches.match(row.href, { cacheName: NAME }));
  }
};

/* Where the theme has a worker of its own, there is none of ours. */
const register = async () => {
  const workers = navigator.serviceWorker;
  const found = await workers.getRegistration(root);
  const theirs = [found?.active, found?.waiting, found?.installing].find(Boolean)?.scriptURL;
  if (theirs && !theirs.endsWith("/hotpapers-worker.js")) await caches.delete(NAME);
  else if (found || !navigator.connection?.saveData) await workers.register(worker, { scope: root });
};

addEventListener("load", async () => {
  try {
    await Promise.all([register(), offline && tellKept()]);
  } catch {
    /* Nothing is kept here: in a private window, or without https. */
  }
});
})();
