/* HOTPAPERS_WEB_APP = "remove": browsers that have hotpapers-worker.js take this for its
   next version, which deletes what was kept, and goes. */
const NAME = `hotpapers ${new URL("./", location.href).pathname}`;
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) =>
  event.waitUntil(caches.delete(NAME).then(() => registration.unregister())),
);
