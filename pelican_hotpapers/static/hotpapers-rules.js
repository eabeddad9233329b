/* What a reader follows and leaves out: authors, words, categories. Words are found as
   config/topics.py finds those of topics; tests run the same cases through both. */
import { dayAt, listed, parts as filled } from "./hotpapers-language.js";
import { fromTex, idOf } from "./hotpapers-references.js";

/* arXiv's categories that have two names, as in arxiv/data/taxonomy.json */
export const ALIASES = {
  "acc-phys": "physics.acc-ph",
  "adap-org": "nlin.AO",
  "alg-geom": "math.AG",
  "ao-sci": "physics.ao-ph",
  "atom-ph": "physics.atom-ph",
  "bayes-an": "physics.data-an",
  "chao-dyn": "nlin.CD",
  "chem-ph": "physics.chem-ph",
  "cmp-lg": "cs.CL",
  "comp-gas": "nlin.CG",
  "cs.NA": "math.NA",
  "cs.SY": "eess.SY",
  "dg-ga": "math.DG",
  "funct-an": "math.FA",
  "math.IT": "cs.IT",
  "math.MP": "math-ph",
  "mtrl-th": "cond-mat.mtrl-sci",
  "patt-sol": "nlin.PS",
  "plasm-ph": "physics.plasm-ph",
  "q-alg": "math.QA",
  "q-fin.EC": "econ.GN",
  "solv-int": "nlin.SI",
  "stat.TH": "math.ST",
  "supr-con": "cond-mat.supr-con",
};

/* The grammar */

const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const LETTER = "[\\p{L}\\p{N}_]";
const plain = (text) => text.replace(/[İı]/g, "i");
const escape = (text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
/* Python's (?>…): what was taken once is not given back. */
const atomic = (pattern, name) => `(?=(?<${name}>${pattern}))\\k<${name}>`;
const word = (text, number) => {
  const [beginning, ...parts] = text.split(/\*+/).map(escape);
  if (!parts.length) return beginning;
  const end = parts.pop();
  const firsts = parts.map((part, at) => atomic(`${LETTER}*?${part}`, `w${number}_${at}`));
  return `${beginning}${firsts.join("")}${LETTER}*${end}(?!${LETTER})`;
};
const patterns = Object.create(null); // a phrase may be any word
const patternOf = (phrase) => {
  const words = plain(phrase).split(new RegExp(`[${SPACE}]+`, "u")).filter(Boolean).map(word);
  const between = words.slice(1).map((it, at) => atomic(`[${SPACE}-]+`, `s${at}`) + it);
  return new RegExp(`(?<!${LETTER})${[words[0] ?? "", ...between].join("")}(?!${LETTER})`, "iu");
};
export const says = (text, phrase) =>
  /\S/.test(phrase) && (patterns[phrase] ??= patternOf(phrase)).test(plain(text));
const canonical = (category) => (Object.hasOwn(ALIASES, category) ? ALIASES[category] : category);
export const isIn = (categories, wanted) =>
  categories.map(canonical).some((it) => it === canonical(wanted) || it.split(".")[0] === wanted);

export const KINDS = {
  author: ({ authors }, text) => says(authors.join(", "), text),
  word: ({ title, abstract }, text) => says(`${title}\n${abstract}`, text),
  category: ({ categories }, text) => isIn(categories, text),
};
/* Rules as they are kept, each with its parts: [mark, act, kind, text]. */
export const rulesIn = (kept) =>
  Object.keys(kept)
    .map((it) => /^(follow|leave) (\w+) (.*\S.*)$/s.exec(it))
    .filter((it) => it && Object.hasOwn(KINDS, it[2]))
    .sort(([one], [other]) => (one < other ? -1 : 1));
const texts = (rules, act, facts) =>
  rules.filter(([, it, kind, text]) => it === act && KINDS[kind](facts, text)).map((it) => it[3]);

/* What a page tells of a paper, or the data of its day where the page does not. */

const textOf = (node, css) => node.querySelector(css)?.textContent.trim() ?? "";
const shownFacts = ({ words }, paper) => ({
  title: textOf(paper, ".hotpapers-name"),
  abstract: textOf(paper, ".hotpapers-abstract"),
  authors: textOf(paper, ".hotpapers-authors")
    .replace(RegExp(`\\s*${escape(words.others)}\\s*(\\+\\d+)?`), ",")
    .split(/\s*,\s*/),
  categories: textOf(paper, ".hotpapers-categories").split(/[\s,]+/).filter(Boolean),
});
const days = {};
const dayData = (store, day) =>
  (days[day] ??= store
    .load(new URL(`${day}.json`, store.folder))
    .then((it) => JSON.parse(it).papers)
    .catch(() => []));
const tex = (text) => (/\\/.test(text) ? fromTex(text) : text);
const publishedFacts = async (store, { id, day }) => {
  const found = day && (await dayData(store, day)).find((it) => it.arxiv_id === id);
  if (!found) return null;
  const { title, abstract = "", authors = [], categories = [] } = found;
  return { title: tex(title), abstract: tex(abstract), authors: authors.map(tex), categories };
};

/* Papers as they stand in pages: whole, or in half a line with a link and a day. */

const whole = (store, paper) => {
  const day = paper.dataset.day ?? dayAt(paper.querySelector(".hotpapers-days time"));
  const complete = paper.querySelector(".hotpapers-abstract") || !day;
  return { node: paper, id: idOf(`save ${paper.id}`), day, facts: complete && shownFacts(store, paper) };
};
const brief = (row) => {
  const { pathname = "", hash = "" } = row.querySelector("a") ?? {};
  const place = /^#arxiv-(.+)/.exec(hash) ?? /([^/]+\/\d{7}|[^/]+?)(\.html)?$/.exec(pathname);
  const stem = place?.[1] ?? "";
  return { node: row, id: idOf(`save arxiv-${stem}`), day: dayAt(row.querySelector("time")) };
};
const titled = (row, papers) =>
  papers.filter((it) => row.querySelector("a")?.hash === `#${it.node.id}`).map((it) => ({ ...it, node: row }));

/* A paper that is left out folds to a line, which opens it. */
const fold = (store, node, why) => {
  const { words } = store;
  const line = Object.assign(document.createElement(node.localName === "li" ? "span" : "p"), {
    className: "hotpapers-about hotpapers-left",
  });
  const button = Object.assign(document.createElement("button"), { className: "hotpapers-do" });
  const title = node.querySelector(".hotpapers-name, a")?.textContent ?? "";
  const text = document.createElement("span");
  const rank = textOf(node, ".hotpapers-rank");
  text.textContent = `${rank && `${rank} `}${filled(words.left, { why: listed(why, words.list) }).join("")} · `;
  line.append(text, button);
  const parts = node.localName === "li" ? [...node.children] : [node];
  const show = (open) => {
    for (const it of parts) {
      if (open) it.style.removeProperty("display");
      else it.style.setProperty("display", "none", "important");
    }
    button.ariaExpanded = `${open}`;
    button.textContent = open ? words.close : words.open;
    button.ariaLabel = `${button.textContent}: ${title}`;
  };
  button.onclick = () => show(button.ariaExpanded !== "true");
  if (node.localName === "li") node.prepend(line);
  else node.before(line);
  show(location.hash === `#${node.id}`);
  return () => {
    show(true);
    line.remove();
  };
};
const mark = (store, node, why) => {
  const sign = document.createElement("span");
  sign.className = "hotpapers-followed";
  sign.textContent = `★ ${filled(store.words.followed, { why: listed(why, store.words.list) }).join("")} `;
  const excerpt = node.querySelector("p");
  if (node.localName === "li") excerpt ? excerpt.before(sign) : node.append(" ", sign);
  else {
    sign.append("· ");
    node.querySelector(".hotpapers-facts")?.prepend(sign);
  }
  return () => sign.remove();
};

const undo = new WeakMap();
const judge = async (store, paper, rules) => {
  const { node } = paper;
  const needed = rules.length && !paper.facts;
  const facts = needed ? await publishedFacts(store, paper) : paper.facts;
  const known = facts || (node.localName !== "li" && shownFacts(store, node));
  const followed = known ? texts(rules, "follow", known) : [];
  const left = known ? texts(rules, "leave", known) : [];
  const state = JSON.stringify([followed, left]);
  const before = undo.get(node);
  if (before?.state === state) return;
  before?.back();
  let back = () => {};
  if (followed.length) back = mark(store, node, followed);
  else if (left.length) back = fold(store, node, left);
  undo.set(node, { state, back });
};
export const judgeAll = (store) => {
  const rules = rulesIn(store.kept());
  const papers = store.all(".hotpapers-paper").filter((it) => !it.closest(".hotpapers-alone")).map((it) => whole(store, it));
  const titles = store.all(".hotpapers-titles li").flatMap((it) => titled(it, papers));
  const rows = store.all(":is(.hotpapers-brief, .hotpapers-found) li").map(brief);
  return Promise.all([...papers, ...titles, ...rows].map((it) => judge(store, it, rules)));
};

export default (store) => {
  document.addEventListener("hotpapers", () => judgeAll(store));
  addEventListener("hashchange", () => {
    const node = document.getElementById(location.hash.slice(1));
    if (node && undo.has(node)) {
      node.previousElementSibling?.querySelector("[aria-expanded=false]")?.click();
      node.scrollIntoView();
    }
  });
  return judgeAll(store);
};
