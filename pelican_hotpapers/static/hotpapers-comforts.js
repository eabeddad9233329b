/* See comforts.html. Lists, rules and rankings are modules of their own, loaded where they
   are wanted; `store` is what they are given. */
(() => {
const all = (css) => [...document.querySelectorAll(css)];
if (all(".hotpapers-status")[0]) return;
const here = document.currentScript;
const markup = here.previousElementSibling;
if (!markup?.content) return;
const words = { ...markup.dataset, ...here.dataset };
const folder = new URL(words.papers || ".", here.src);
const papers = () => all(".hotpapers-paper").filter((it) => it.checkVisibility?.() ?? true);
const paperOf = (node) => node.closest(".hotpapers-paper");
const bibOf = (paper) =>
  all(".hotpapers-cite :is([href$='.bib'], [download$='.bib'])")
    .find((it) => paper.compareDocumentPosition(it) & 4)?.href;

const [tools, copier, row, ...rest] = markup.content.children;
here.before(...rest);
const dress = (facts, ...more) => {
  const its = tools.cloneNode(true);
  its.append(...more.flatMap((it) => [" · ", it]));
  if (its.firstChild) facts.append(" · ", its);
};
for (const facts of all(".hotpapers-facts")) dress(facts);
for (const link of all("[data-page]")) link.href = new URL(link.dataset.page, folder);
for (const link of all(".hotpapers-cite a")) {
  link.after(" ", Object.assign(copier.cloneNode(true), { title: link.textContent }));
}
for (const link of all("a.hotpapers-name, .hotpapers-facts > a")) {
  link.dataset.hp = words.marks ? "read" : "";
  link.dataset.key = "o";
}

const say = (text = "") => {
  for (const status of all(".hotpapers-status")) status.textContent = text;
};

/* What is kept: "save ANCHOR" and "less ANCHOR", each with title, url, bib, day, the names
   of its lists ("" is the first one) and a note; "read ANCHOR"; "list NAME"; "follow KIND
   TEXT" and "leave KIND TEXT"; into, the list that bookmarks go to; silent, fit. */
let kept = {};
let damaged = "";
const look = () => {
  let text = null;
  kept = {};
  damaged = "";
  try {
    text = localStorage.getItem(here.src);
    const found = JSON.parse(text ?? "{}");
    if (found?.constructor === Object) kept = found;
    else damaged = text;
  } catch {
    damaged = text ?? "";
  }
};
const listsOf = (it) => (Array.isArray(it?.lists) ? it.lists.map(String) : [""]);
const into = () => (typeof kept.into === "string" ? kept.into : "");
const markOf = (node) => node.value || `${node.dataset.hp} ${paperOf(node).id}`;
const isOn = (mark, node) =>
  mark in kept && (!/^(save|less) /.test(mark) || node.value || listsOf(kept[mark]).includes(into()));
const saved = () =>
  Object.entries(kept).filter(([key, it]) => /^save /.test(key) && /^(http|file)/.test(it?.url));
const show = () => {
  look();
  if (damaged) say(words.damaged);
  for (const button of all("[data-hp][data-put]")) button.ariaPressed = isOn(markOf(button), button);
  for (const link of all(".hotpapers-titles a")) {
    link.classList.toggle("hotpapers-read", `read ${link.hash.slice(1)}` in kept);
  }
  for (const list of all(".hotpapers-bookmarks")) {
    list.textContent = "";
    for (const [mark, { title, url }] of saved()) {
      const item = row.cloneNode(true);
      Object.assign(item.firstChild, { href: url, textContent: title });
      item.lastChild.value = mark;
      list.append(item);
    }
  }
  if (words.fits && kept.fit && all(".hotpapers-titles")[0]) use("for-you");
  if (words.papers && Object.keys(kept).some((it) => /^(follow|leave) /.test(it))) use("rules");
  document.dispatchEvent(new Event("hotpapers"));
};
/* Change what is kept as it is now, whatever other tabs did, or tell that it is not. What
   could not be read is set aside first. */
const change = (edit, text) => {
  look();
  edit(kept);
  let told = text;
  try {
    if (damaged) localStorage.setItem(`${here.src}#${Date.now()}`, damaged);
    localStorage.setItem(here.src, JSON.stringify(kept));
  } catch {
    told = words.lost;
  }
  show();
  say(told);
  return told === text;
};
const dayAt = (time) => time?.dateTime || time?.textContent;
const dayOf = (paper, bib = bibOf(paper) ?? "") =>
  /\d{4}-\d\d-\d\d(?=\.bib)/.exec(bib)?.[0] ??
  dayAt(paper.querySelector(".hotpapers-days time") ?? all(".hotpapers-days time")[0]);
const bookmark = (paper) => {
  const name = paper.querySelector(".hotpapers-name");
  const title = name?.textContent ?? all("[name=citation_title]")[0].content;
  const bib = bibOf(paper);
  const day = paper.dataset.day ?? dayOf(paper);
  return { title, url: name?.href ?? location.href, bib, day, at: Date.now() };
};
const drop = (mark, text) => {
  if (kept[mark]?.note && !confirm(words.note)) return;
  change((kept) => delete kept[mark], text);
};
const toggle = (node) => {
  const { hp, put, taken } = node.dataset;
  const mark = markOf(node);
  const lists = listsOf(kept[mark]);
  if (isOn(mark, node) && taken) {
    const others = lists.filter((it) => it !== into());
    if (!/save|less/.test(hp) || node.value || !others.length) return drop(mark, taken);
    return change((kept) => (kept[mark].lists = others), taken);
  }
  const found = { save: bookmark, less: bookmark }[hp]?.(paperOf(node)) ?? true;
  if (found !== true) found.lists = mark in kept ? [...lists, into()] : [into()];
  change((kept) => (kept[mark] = found === true || { ...found, ...kept[mark], lists: found.lists }), put);
};
const clear = () => {
  if (!confirm(words.forget)) return;
  change((kept) => {
    for (const it in kept) if (!/^(silent|(follow|leave) .*)$/.test(it)) delete kept[it];
  });
};

const load = async (url) => {
  if (/^data:/.test(url)) return decodeURIComponent(url.replace(/.*?,/, ""));
  const it = await fetch(url, { mode: "same-origin" });
  if (!it.ok) throw it;
  if (!/\.bin$/.test(url)) return it.text();
  return new Response(it.body.pipeThrough(new DecompressionStream("gzip"))).text();
};
const entry = async (url, mark) => {
  const bib = await load(url);
  return bib.split("\n\n").find((it) => it.includes(`${mark.split("arxiv")[1]},\n`)).trim();
};
/* Copy the text of a promise. Safari wants to be asked at once, in the reader's own click. */
const copy = async (text) => {
  const blob = text.then((it) => new Blob([it], { type: "text/plain" }));
  blob.catch(() => {});
  await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
};
const copyBib = (button) => {
  const paper = paperOf(button);
  const text = paper ? entry(bibOf(paper), paper.id) : load(button.previousElementSibling.href);
  return copy(text).then(() => say(words.copied), () => say(words.failed));
};
const save = (text, name) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text]));
  link.download = name;
  link.click();
};
const download = async () => {
  const find = ([mark, { bib }]) => entry(bib, mark).catch(() => "");
  const found = await Promise.all(saved().map(find));
  if (found.some(Boolean)) save(found.join("\n\n"), "bookmarks.bib");
  if (found.includes("")) say(words.missing);
};

const help = () => all(".hotpapers-help")[0].showModal();
const acts = { read: toggle, save: toggle, less: toggle, silent: toggle, fit: toggle };
Object.assign(acts, { clear, copy: copyBib, download, help });
const act = ({ target, button }) => {
  const node = target.closest("[data-hp]");
  if (!node || button > 1) return say();
  look();
  say();
  acts[node.dataset.hp]?.(node);
};

const step = (from, by) => {
  const there = papers();
  const above = there.filter((it) => it.getBoundingClientRect().top < 1).length;
  const paper = there[from ? there.indexOf(from) + by : above - (by < 0)];
  paper?.querySelector(".hotpapers-name")?.focus();
  paper?.scrollIntoView({ behavior: "instant" });
};
const press = (event) => {
  const { key } = event;
  const busy = event.composedPath()[0].closest("input, textarea, select, [contenteditable], dialog");
  if (!words.keys || kept.silent || busy || event.ctrlKey || event.altKey || event.metaKey) return;
  const [one, two] = papers();
  const paper = paperOf(document.activeElement) ?? (two ? null : one);
  if (key === "j") step(paper, 1);
  if (key === "k") step(paper, -1);
  const meant = (it) => it.dataset.key === key && [null, paper].includes(paperOf(it));
  if (!event.repeat) all("[data-hp]").find(meant)?.click();
};

const store = { words, folder, all, say, show, change, copy, load, save, saved, listsOf, into, dress, dayOf };
store.key = here.src;
store.kept = () => kept;
const used = {};
const use = (name, place) =>
  (used[name] ??= import(new URL(`hotpapers-${name}.js`, here.src))
    .then((it) => it.default(store, place))
    .catch(() => place?.querySelector("[hidden]")?.removeAttribute("hidden")));

const heard = { click: act, auxclick: act, keydown: press, storage: show, pageshow: show };
for (const kind in heard) addEventListener(kind, heard[kind], { capture: kind === "click" });
show();
for (const place of all("[data-hotpapers]")) use(place.dataset.hotpapers, place);
})();
