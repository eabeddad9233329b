/* Papers as vectors of their words (TF-IDF), from the files that outputs/interests.py
   describes: of each day, its papers and their words; of all, how common a word is. */

const FIRST = 0x23;
const ESCAPED = 0x5c;
const placeOf = (sign) => sign - FIRST - (sign > ESCAPED);

const readVocabulary = (text) => {
  const { papers, until, words } = JSON.parse(text);
  const having = new Map();
  const parts = words ? words.split(" ") : [];
  for (let at = 0; at < parts.length; at += 2) having.set(parts[at], +parts[at + 1]);
  return { counted: papers, until, having };
};
/* The papers of a day, each with the numbers of its words, and how often it has them. A
   word is asked for once, and its papers are told one after the other. */
const readDay = (day, text, numberOf) => {
  const { papers, words } = JSON.parse(text);
  const found = papers.map(([id, title, authors, categories, score]) => ({
    id, title, authors, categories, score, day, at: [], counts: [],
  }));
  const top = Math.max(1, ...found.map((it) => it.score));
  for (const it of found) it.heat = Math.log1p(Math.max(0, it.score)) / Math.log1p(top);
  const parts = words ? words.split(" ") : [];
  for (let n = 0; n < parts.length; n += 2) {
    const number = numberOf(parts[n]);
    const signs = parts[n + 1];
    for (let m = 0; m < signs.length; ) {
      const sign = signs.charCodeAt(m);
      const start = m;
      while (signs.charCodeAt(m) === sign) m += 1;
      const { at, counts } = found[placeOf(sign)];
      at.push(number);
      counts.push(m - start);
    }
  }
  return found;
};

/* Papers, each once as its last day has it, with vectors of length 1: `at`, the numbers of
   their words, and `by`, their weights. A word that one paper alone has tells nothing.
   texts: of each day its file. */
export const vectors = (vocabulary, texts) => {
  const { counted, until, having } = readVocabulary(vocabulary);
  const numbers = new Map();
  const names = [];
  const known = [];
  const numberOf = (word) => {
    let number = numbers.get(word);
    if (number === undefined) {
      number = names.push(word) - 1;
      numbers.set(word, number);
      known.push(having.get(word) ?? 0);
    }
    return number;
  };
  const papers = new Map();
  for (const [day, text] of [...texts].sort(([one], [other]) => (one < other ? -1 : 1))) {
    for (const it of readDay(day, text, numberOf)) papers.set(it.id, it);
  }
  const all = [...papers.values()];
  const later = until ? all.filter((it) => it.day >= until) : [];
  for (const it of later) for (const number of it.at) known[number] += 1;
  const total = counted + later.length;
  const idf = Float64Array.from(known, (it) => (it < 2 ? 0 : Math.log((1 + total) / (1 + it)) + 1));
  for (const it of all) {
    const at = Int32Array.from(it.at.filter((number) => idf[number]));
    const by = new Float64Array(at.length);
    let square = 0;
    for (let n = 0, m = 0; n < it.at.length; n += 1) {
      const number = it.at[n];
      if (!idf[number]) continue;
      by[m] = (1 + Math.log(it.counts[n])) * idf[number];
      square += by[m] ** 2;
      m += 1;
    }
    const length = Math.sqrt(square) || 1;
    for (let n = 0; n < by.length; n += 1) by[n] /= length;
    it.vector = { at, by };
    delete it.at;
    delete it.counts;
  }
  return { papers: all, names };
};
