/* Papers ranked by what a reader bookmarked: on the page of pages/for-you.html, which has
   every word, and, for who wants that, as marks of the three that fit best on a day's. */
import { counted, dayAt, dayIn, listed, parts, tagAt } from "./hotpapers-language.js";
import { learn, share, timesRow } from "./hotpapers-model.js";
import { addressOf, anchorOf, idOf } from "./hotpapers-references.js";
import { vectors } from "./hotpapers-vectors.js";

/* The penalty's counterweight; tests/benchmarks/interests.py measured it. */
const C = 10;
const LEAST = 3;
const BEST = 3;
const AT_ONCE = 20;
const WORDS = 5;
const PAPERS = 2;

/* The ranking */

const alike = (one, other) => {
  let sum = 0;
  let n = 0;
  for (let m = 0; m < one.at.length; m += 1) {
    while (n < other.order.length && other.order[n][0] < one.at[m]) n += 1;
    if (other.order[n]?.[0] === one.at[m]) sum += one.by[m] * other.order[n][1];
  }
  return sum;
};
const ordered = ({ at, by }) => [...at].map((it, n) => [it, by[n]]).sort(([one], [other]) => one - other);

/* What a reader's choice tells of papers: learnt from those liked and those of which there
   should be fewer, against all others, which together count as much as the liked ones.
   Returns what rates a paper, and what tells why. */
export const interest = ({ papers, names }, liked, less, penalty = C) => {
  const labels = papers.map((it) => (liked.has(it.id) ? 1 : -1));
  const likes = labels.filter((it) => it > 0).length;
  const others = papers.filter((it) => !liked.has(it.id) && !less.has(it.id)).length;
  const counts = papers.map((it) => (liked.has(it.id) || less.has(it.id) ? 1 : likes / Math.max(1, others)));
  const rows = papers.map((it) => it.vector);
  const w = learn(rows, labels, counts, names.length, penalty);
  const known = papers.filter((it) => liked.has(it.id)).map((it) => {
    const factor = share(it.vector, 1, 1, w, penalty);
    return { it, factor, order: ordered(it.vector) };
  });
  const rate = ({ vector }) => timesRow(vector, w) + w[names.length];
  const why = ({ vector }) => {
    const sorted = ordered(vector);
    const row = { at: sorted.map(([at]) => at), by: sorted.map(([, by]) => by) };
    const words = sorted
      .map(([at, by]) => [names[at], w[at] * by])
      .filter(([, it]) => it > 0)
      .sort(([, one], [, other]) => other - one);
    const spoke = known
      .map((each) => [each.it, each.factor * alike(row, each)])
      .filter(([, it]) => it > 0)
      .sort(([, one], [, other]) => other - one);
    return { words: words.slice(0, WORDS).map(([it]) => it), papers: spoke.slice(0, PAPERS).map(([it]) => it) };
  };
  return { rate, why };
};
/* Papers, the best first: by interest alone where heat is 0, by the day's heat alone where
   it is 1. */
export const ranked = (papers, rate, heat) => {
  const rates = papers.map(rate);
  const least = Math.min(...rates);
  const span = Math.max(...rates) - least || 1;
  const score = (it, n) => (1 - heat) * ((rates[n] - least) / span) + heat * it.heat;
  return papers
    .map((it, n) => ({ it, score: score(it, n) }))
    .sort((one, other) => other.score - one.score || (one.it.id < other.it.id ? -1 : 1))
    .map(({ it }) => it);
};

/* What is read from the site */

let store;
const read = {};
const file = (name) => (read[name] ??= store.load(new URL(name, store.folder)));
const dayFile = async (day) => [day, await file(`${day}.words.bin`).catch(() => "")];
/* The last day of a paper that was bookmarked where no day stood: its own page tells. */
const dayFrom = async (mark) => {
  const stem = idOf(mark).replace("/", "-");
  const page = await file(`${stem}.html`).catch(() => "");
  const days = new DOMParser().parseFromString(page, "text/html").querySelectorAll(".hotpapers-days time");
  return dayAt([...days].pop());
};
const isDay = (text) => /^\d{4}-\d\d-\d\d$/.test(text ?? "");
const chosen = (act, list) =>
  Object.entries(store.kept()).filter(
    ([key, it]) => key.startsWith(`${act} arxiv-`) && (list === null || store.listsOf(it).includes(list)),
  );
const idsOf = (rows) => new Set(rows.map(([mark]) => idOf(mark)));
const learnt = async (list, days) => {
  const likes = chosen("save", list);
  const less = chosen("less", list);
  const dayOf = async ([mark, it]) =>
    isDay(it?.day) ? it.day : (/(\d{4}-\d\d-\d\d)\.bib$/.exec(it?.bib ?? "")?.[1] ?? dayFrom(mark));
  const of = (await Promise.all([...likes, ...less].map(dayOf))).filter(isDay);
  const texts = await Promise.all([...new Set([...days, ...of])].map(dayFile));
  const sound = texts.filter(([, text]) => text);
  const space = vectors(await file("vocabulary.json"), sound);
  const [liked, unwanted] = [idsOf(likes), idsOf(less)];
  const known = space.papers.filter((it) => liked.has(it.id)).length;
  const { rate, why } = known ? interest(space, liked, unwanted) : { rate: () => 0, why: () => null };
  const candidates = space.papers.filter(
    (it) => days.includes(it.day) && !liked.has(it.id) && !unwanted.has(it.id),
  );
  return { candidates, rate, why, known, unknown: liked.size - known };
};

/* The page */

let place, words, days, shown, heat, most, all;
const at = (node, css) => node.querySelector(css);
const part = (name) => at(at(place, "template").content, `[data-part="${name}"]`).cloneNode(true);
const nameOf = (list) => (list === null ? words.everything : list || words.first);
const address = (it) => {
  const own = words.pages ? new URL(`${it.id.replace("/", "-")}.html`, store.folder) : addressOf(it.id);
  return `${own}`;
};
const english = (name, textContent) =>
  Object.assign(document.createElement(name), { textContent, lang: "en", dir: "ltr" });
const link = (it) => Object.assign(english("a", it.title), { href: address(it) });
const joined = (nodes, between) => nodes.flatMap((it, n) => (n ? [between, it] : [it]));
const article = (it, rank, why) => {
  const node = part("paper");
  node.id = anchorOf(it.id);
  node.dataset.day = it.day;
  const [number, name] = node.querySelectorAll("h2 a");
  Object.assign(number, { href: `#${node.id}` }).prepend(rank);
  Object.assign(name, { href: address(it), textContent: it.title });
  at(node, ".hotpapers-authors").textContent = it.authors;
  at(node, ".hotpapers-categories").textContent = it.categories;
  at(node, "rect").setAttribute("width", Math.round(100 * it.heat));
  Object.assign(at(node, "time"), { dateTime: it.day, textContent: dayIn(tagAt(place), it.day) });
  Object.assign(at(node, ".hotpapers-facts > a"), { href: addressOf(it.id), textContent: `arXiv:${it.id}` });
  const reasons = at(node, ".hotpapers-why");
  reasons.hidden = !why?.words.length;
  if (why) {
    const { words: without, papers: within } = reasons.dataset;
    const values = { words: english("span", why.words.join(", ")), papers: joined(why.papers.map(link), "; ") };
    reasons.append(...parts(why.papers.length ? within : without, values));
  }
  store.dress(at(node, ".hotpapers-facts"), at(node, "[data-hp=less]"));
  const copier = at(node, "[data-hp=copy]"); // this page has no citations to copy from
  copier?.previousSibling.remove();
  copier?.remove();
  return node;
};
const tell = (message, number, values) => {
  at(place, ".hotpapers-told").textContent = counted(tagAt(place), words[message], number, values);
};
let found = null;
let choices = "";
const choiceNow = () => JSON.stringify([chosen("save", shown), chosen("less", shown)].map((it) => [...idsOf(it)]));
const draw = () => {
  const best = ranked(found.candidates, found.rate, found.known ? heat : 1);
  const nodes = best.slice(0, most).map((it, n) => article(it, n + 1, found.why(it)));
  at(place, ".hotpapers-digest").replaceChildren(...nodes);
  at(place, "[data-does=more]").hidden = best.length <= most;
  store.show();
};
const rank = async () => {
  choices = choiceNow();
  const asked = choices;
  tell("reading", days.length);
  const now = await learnt(shown, days);
  if (asked !== choices) return;
  found = now;
  if (found.known < LEAST) tell("few", found.known, { least: LEAST });
  else if (found.unknown) tell("unknown", found.known, { others: found.unknown });
  else tell("learnt", found.known);
  draw();
};
const tabs = () => {
  const kept = store.kept();
  const named = Object.keys(kept).filter((it) => it.startsWith("list ")).map((it) => it.slice(5));
  const names = [...new Set(["", ...named, ...store.saved().flatMap(([, it]) => store.listsOf(it))])];
  const nodes = (names.length > 1 ? [...names, null] : names).map((list) => {
    const node = part("tab");
    at(node, "button").ariaPressed = `${list === shown}`;
    at(node, "b").textContent = nameOf(list);
    at(node, "span").textContent = chosen("save", list).length;
    at(node, "button").onclick = () => {
      shown = list;
      if (list !== null) store.change((kept) => (kept.into = list), "");
      rank();
    };
    return node;
  });
  at(place, ".hotpapers-tabs").replaceChildren(...nodes);
};
const refresh = () => {
  const focus = [...place.querySelectorAll(".hotpapers-tabs button")].indexOf(document.activeElement);
  tabs();
  if (focus >= 0) place.querySelectorAll(".hotpapers-tabs button")[focus]?.focus();
  at(place, "[data-does=again]").parentElement.hidden = choices === choiceNow();
};
const everyDay = async () => JSON.parse(await file("hotpapers.json")).days.map((it) => it.date).filter(isDay);
const page = async () => {
  words = place.dataset;
  const newest = words.days.split(" ").filter(isDay);
  [days, most, heat] = [newest, AT_ONCE, 0.2];
  place.append(part("page"));
  at(place, "p").remove();
  const { into } = store.kept();
  shown = typeof into === "string" ? into : "";
  const slider = at(place, "input[type=range]");
  slider.oninput = () => {
    heat = slider.value / 100;
    if (found) draw();
  };
  at(place, "select").onchange = async ({ target }) => {
    days = target.value ? (all ??= await everyDay()) : newest;
    rank();
  };
  at(place, "[data-does=more]").onclick = () => {
    most += AT_ONCE;
    draw();
  };
  at(place, "[data-does=again]").onclick = () => {
    rank().then(refresh);
  };
  document.addEventListener("hotpapers", refresh);
  tabs();
  await rank();
};

/* The three papers of a day that fit best */

const mark = async () => {
  const papers = store.all(".hotpapers-paper");
  const day = papers[0] && store.dayOf(papers[0]);
  if (!isDay(day)) return;
  const { candidates, rate, why, known } = await learnt(null, [day]);
  if (known < LEAST) return;
  for (const it of ranked(candidates, rate, 0).slice(0, BEST)) {
    const facts = document.getElementById(anchorOf(it.id))?.querySelector(".hotpapers-facts");
    const sign = document.createElement("span");
    sign.className = "hotpapers-fits";
    const words = listed(why(it).words.slice(0, 3), store.words.list);
    sign.textContent = `◆ ${parts(store.words.fits, { words }).join("")} · `;
    facts?.prepend(sign);
  }
};

export default (given, where) => {
  [store, place] = [given, where];
  return place ? page() : mark();
};
