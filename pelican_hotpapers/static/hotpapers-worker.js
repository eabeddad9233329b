/* The service worker of HOTPAPERS_WEB_APP: keeps some of the site's pages for reading
   without a network. The build puts before this what it keeps, `site`, which
   outputs/web_app_files.py describes. While the network answers, a reader gets its answer
   and no other. No request goes through here but those for what is kept, for other days,
   and, when the network has failed, for what pages are made of. */
const root = new URL("./", location.href);
const NAME = `hotpapers ${root.pathname}`;
const MINUTE = 60000;
const [VERSION, SIZE, TIME] = ["version", "size", "time"].map((it) => `x-hotpapers-${it}`);

/* Servers give one page as /a, /a/, /a.html and /a/index.html. */
const plain = ({ pathname }) => pathname.replace(/\/(index(\.html)?)?$/, "").replace(/\.html$/, "");
const shape = (url) => plain(url).slice(root.pathname.length).replace(/\d/g, "0");
const whole = (address) => new URL(address, root);
const kept = new Map(site.files.map(([address]) => [plain(whole(address)), whole(address).href]));
const shapes = new Set(site.shapes.map((it) => shape(whole(it))));
const folder = whole(`${site.folder}/`).href;
const isOurs = (url) => kept.has(plain(url)) || url.href.startsWith(folder) || shapes.has(shape(url));

/* What is kept, and only of the address that it is kept under. */
const stored = (url) =>
  caches.match(kept.get(plain(url)) ?? url.href, { cacheName: NAME, ignoreSearch: true, ignoreVary: true });
/* An answer's headers without those that are about what is sent, and not about its text. */
const headersOf = (answer) => {
  const headers = new Headers(answer.headers);
  for (const it of ["content-encoding", "content-length", "vary"]) headers.delete(it);
  return headers;
};
const isPage = ({ headers }) => /html/.test(headers.get("content-type"));
/* A page that is as it was at a time, and says so. */
const dated = async (answer, time) => {
  const html = await answer.text();
  const language = /<html[^>]*?\slang=["']?([\w-]+)/i.exec(html)?.[1] ?? "en";
  let text = time.toLocaleString("sv", { dateStyle: "short", timeStyle: "short" }); // ISO 8601
  try {
    const form = { dateStyle: "medium", timeStyle: "short" };
    if (!/^en\b/i.test(language)) text = time.toLocaleString(language, form);
  } catch {
    /* it is no language that is known */
  }
  const line = /(<\w+\b[^>]*\bhotpapers-offline\b[^>]*?)\shidden(?:="[^"]*")?([^]*?<span>)(?=<\/span>)/gi;
  return new Response(html.replace(line, (_, one, two) => one + two + text), { status: answer.status, headers: headersOf(answer) });
};

/* Requests */

let reachable; // whether the network answered, when it was asked for a page
const page = async (request, url) => {
  try {
    const answer = await fetch(request);
    reachable = true;
    /* Without a network, the browser may still know an answer that is fresh. */
    const time = new Date(answer.headers.get("date") ?? Date.now());
    return !navigator.onLine && Date.now() - time > MINUTE && isPage(answer) ? dated(answer, time) : answer;
  } catch (fault) {
    reachable = false;
    const found = await stored(url);
    if (found) return isPage(found) ? dated(found, new Date(found.headers.get(TIME))) : found;
    const offline = whole(site.offline);
    if (!(await stored(offline))) throw fault;
    offline.hash = url.href.slice(root.href.length);
    return Response.redirect(offline, 302); // where its relative links hold
  }
};
const part = async (request, url) => {
  try {
    return await fetch(request);
  } catch (fault) {
    const found = await stored(url);
    if (found) return found;
    throw fault;
  }
};
addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== root.origin || request.headers.has("range")) return;
  if (request.mode === "navigate") {
    event.waitUntil(goIfUnwanted());
    if (isOurs(url)) event.respondWith(page(request, url));
  } else if (kept.has(plain(url)) || reachable === false || !navigator.onLine) {
    event.respondWith(part(request, url));
  }
});

/* A site that no longer wants this has no such file. */
let asked = false;
const goIfUnwanted = async () => {
  if (asked) return;
  asked = true;
  const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" }).catch(() => null);
  if (!answer) asked = false;
  const isOther = answer?.ok && !/javascript/.test(answer.headers.get("content-type"));
  if (![404, 410].includes(answer?.status) && !isOther) return;
  await caches.delete(NAME);
  await registration.unregister();
};

/* Keeping. A new list is a new worker, which fetches what has changed. */

/* What a page or a style sheet of the site is made of. */
const partsOf = async (answer, href) => {
  const type = answer?.headers.get("content-type") ?? "";
  const found = [];
  if (/html/.test(type)) {
    for (const [tag] of (await answer.text()).matchAll(/<(?:link|script|img)\b[^>]*>/gi)) {
      if (/^<link/i.test(tag) && !/\srel=["']?[^"'>]*(?:stylesheet|icon)/i.test(tag)) continue;
      const values = /\s(?:href|src)=(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i.exec(tag)?.slice(1);
      found.push(values?.find(Boolean)?.replaceAll("&amp;", "&") ?? "data:,");
    }
  } else if (/css/.test(type)) {
    const css = await answer.text();
    const urls = css.matchAll(/url\(\s*["']?([^"')]+)|@import\s*["']([^"']+)/gi);
    found.push(...[...urls].map(([, url, sheet]) => url ?? sheet));
    const old = /\.(?:eot|otf|ttf)(?!\w)/i; // of a font in several forms, the small ones will do
    if (/\.woff/i.test(css)) return wholeParts(found.filter((it) => !old.test(it)), href);
  }
  return wholeParts(found, href);
};
const wholeParts = (addresses, href) => {
  const urls = addresses.flatMap((it) => {
    try {
      return [new URL(it, href)];
    } catch {
      return []; // it is no address
    }
  });
  return urls.filter((it) => it.origin === root.origin).map((it) => it.href.replace(/#.*/s, ""));
};
const keepAll = async () => {
  const cache = await caches.open(NAME);
  const known = new Map();
  for (const { url } of await cache.keys()) {
    const { headers } = await cache.match(url, { ignoreVary: true });
    known.set(url, { version: headers.get(VERSION), size: +headers.get(SIZE) });
  }
  const size = () => [...known.values()].reduce((sum, it) => sum + it.size, 0);
  let { limit } = site;
  const forget = async (href) => {
    known.delete(href);
    await cache.delete(href);
  };
  const put = async (href, version) => {
    const answer = await fetch(href, { cache: "no-cache" });
    if (!answer.ok) return;
    const body = await answer.arrayBuffer();
    if (size() - (known.get(href)?.size ?? 0) + body.byteLength > limit) return;
    const headers = headersOf(answer);
    headers.set(VERSION, version);
    headers.set(SIZE, body.byteLength);
    headers.set(TIME, new Date().toISOString());
    try {
      await cache.put(href, new Response(body, { headers }));
      known.set(href, { version, size: body.byteLength });
    } catch {
      limit = 0; // the browser's storage is full
    }
  };
  const listed = new Map(site.files.map(([address, version]) => [whole(address).href, version]));
  for (const [href, { version }] of known) if (version && !listed.has(href)) await forget(href);
  const seen = new Set();
  const keep = async (href, version) => {
    if (seen.has(href)) return;
    seen.add(href);
    if (!version) await put(href, "").catch(() => {});
    else if (known.get(href)?.version !== version) await put(href, version);
    const answer = known.has(href) && (await cache.match(href, { ignoreVary: true }));
    for (const it of answer ? await partsOf(answer, href) : []) await keep(it, listed.get(it));
  };
  for (const [href, version] of listed) await keep(href, version);
  for (const href of known.keys()) if (!seen.has(href)) await forget(href);
};
addEventListener("install", (event) => event.waitUntil(keepAll().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
