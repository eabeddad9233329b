/* See comforts.html */
(() => {
const all = (css) => [...document.querySelectorAll(css)];
if (all(".hotpapers-status")[0]) return;
const here = document.currentScript;
const words = here.dataset;
const papers = all(".hotpapers-paper");
const paperOf = (node) => node.closest(".hotpapers-paper");
const bibOf = (paper) =>
  all(".hotpapers-cite [href$='.bib']").find((it) => paper.compareDocumentPosition(it) & 4)?.href;

const [tools, copier, row, ...rest] = here.previousElementSibling.content.children;
here.before(...rest);
for (const facts of all(".hotpapers-facts")) facts.append(tools.cloneNode(true));
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

let kept = {};
const markOf = (node) => node.value || `${node.dataset.hp} ${paperOf(node).id}`;
const saved = () => Object.entries(kept).filter(([, it]) => /^(http|file)/.test(it?.url));
const show = () => {
  try {
    kept = { ...JSON.parse(localStorage.getItem(here.src)) };
  } catch {}
  for (const button of all("[data-hp][data-put]")) button.ariaPressed = markOf(button) in kept;
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
};
const keep = (text) => {
  say(text);
  try {
    localStorage.setItem(here.src, JSON.stringify(kept));
  } catch {
    say(words.lost);
  }
  show();
};
const bookmark = (paper) => {
  const name = paper.querySelector(".hotpapers-name");
  return { title: name.textContent, url: name.href ?? location.href, bib: bibOf(paper) };
};
const toggle = (node) => {
  const { hp, put, taken } = node.dataset;
  const mark = markOf(node);
  if (mark in kept && taken) return delete kept[mark] && keep(taken);
  kept[mark] = hp !== "save" || bookmark(paperOf(node));
  keep(put);
};
const clear = () => {
  if (confirm(words.forget)) kept = kept.silent ? { silent: true } : {};
  keep();
};

const load = (url) =>
  fetch(url, { mode: "same-origin" }).then((it) => (it.ok ? it.text() : Promise.reject()));
const entry = async (url, mark) => {
  const bib = await load(url);
  return bib.split("\n\n").find((it) => it.includes(`${mark.split("arxiv")[1]},\n`)).trim();
};
const copy = async (button) => {
  const paper = paperOf(button);
  try {
    const text = paper ? entry(bibOf(paper), paper.id) : load(button.previousElementSibling.href);
    const blob = text.then((it) => new Blob([it], { type: "text/plain" }));
    blob.catch(() => {});
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
    say(words.copied);
  } catch {
    say(words.failed);
  }
};
const download = async () => {
  const find = ([mark, { bib }]) => entry(bib, mark).catch(() => "");
  const found = await Promise.all(saved().map(find));
  const link = document.createElement("a");
  link.href = `data:,${encodeURIComponent(found.join("\n\n"))}`;
  link.download = "bookmarks.bib";
  if (found.some(Boolean)) link.click();
  if (found.includes("")) say(words.missing);
};

const help = () => all(".hotpapers-help")[0].showModal();
const acts = { read: toggle, save: toggle, silent: toggle, clear, copy, download, help };
const act = ({ target, button }) => {
  const node = target.closest("[data-hp]");
  say();
  if (!node || button > 1) return;
  show();
  acts[node.dataset.hp]?.(node);
};

const step = (from, by) => {
  const above = papers.filter((it) => it.getBoundingClientRect().top < 1).length;
  const paper = papers[from ? papers.indexOf(from) + by : above - (by < 0)];
  paper?.querySelector(".hotpapers-name")?.focus();
  paper?.scrollIntoView({ behavior: "instant" });
};
const press = (event) => {
  const { key, ctrlKey, altKey, metaKey, repeat } = event;
  const busy = event.composedPath()[0].closest("input, textarea, select, [contenteditable], dialog");
  if (!words.keys || kept.silent || busy || ctrlKey || altKey || metaKey) return;
  const paper = paperOf(document.activeElement) ?? (papers[1] ? null : papers[0]);
  if (key === "j") step(paper, 1);
  if (key === "k") step(paper, -1);
  const meant = (it) => it.dataset.key === key && [null, paper].includes(paperOf(it));
  if (!repeat) all("[data-hp]").find(meant)?.click();
};

const heard = { click: act, auxclick: act, keydown: press, storage: show, pageshow: show };
for (const kind in heard) addEventListener(kind, heard[kind]);
show();
})();
