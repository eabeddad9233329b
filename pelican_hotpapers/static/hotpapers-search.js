/* The search page: finds papers by the indexes beside the pages, of a year or a month each,
   which outputs/search_index.py describes. What is searched for stands in the address as
   ?q=…, so that it can be linked to and gone back to. */
(() => {
  "use strict";
  const AT_ONCE = 10;
  const EXCERPT = 30;
  /* What a word counts that is there once, twice, three times, or in the title. */
  const WORTH = [1, 1.5, 1.8, 3];
  const here = document.currentScript;
  const place = here.closest(".hotpapers-search");
  const papers = new URL(here.dataset.papers, location.href);
  const [needsScript, needsIndex] = place.querySelectorAll("p");
  const [form, status, list, more] = ["form", "[role=status]", "ol", "button"].map((what) =>
    place.querySelector(what),
  );
  const { q, year, category, code } = form.elements;
  const language = import(new URL("hotpapers-language.js", here.src));
  const english = { lang: "en", dir: "ltr" };
  let turn = 0;
  let found = [];

  /* Words, as words_of_text has them, and what else is to be found */

  const wordsOf = (text) =>
    text
      .normalize("NFKD")
      .toLowerCase()
      .replace(/[\u0300-\u036f\u3099\u309a]/g, "")
      .replace(/[\u3040-\u30ff\u3400-\u9fff\u{20000}-\u{3ffff}]/gu, " $& ")
      .match(/[\p{L}\p{N}]{1,50}/gu) ?? [];
  /* What the forms of an English word have in common: networks, networking. */
  const stemOf = (word) =>
    word
      .replace(/(?<=....)i[sz](?:ations?|e[drs]?|ers|ing)$|(?<=...)(?:(?:[eo]r|ing|ion)s?|i?e[ds]|(?<![aisu])s|e|y)$/, "")
      .replace(/([bdglmnprt])\1$/, "$1");
  const queryOf = () => {
    const words = wordsOf(q.value.replace(/\b(\d{4}\.\d{4,5})v\d+/g, "$1"));
    return [...new Set(words)].map((word) => ({ word, stem: stemOf(word), isWhole: false }));
  };
  const narrowing = () =>
    [category.value, code.checked && "code"]
      .filter(Boolean)
      .map((name) => ({ word: `=${name}`, stem: `=${name}`, isWhole: true }));
  /* How much a word is the one that is asked for, from 0 to 1. */
  const likeness = (word, { word: wanted, stem, isWhole }) => {
    if (word === wanted) return 1;
    if (isWhole || !word.startsWith(stem)) return 0;
    if (stemOf(word) === stem) return 0.8;
    return wanted.length > 2 && word.startsWith(wanted) ? 0.5 : 0;
  };

  /* The indexes, of which each file is loaded once */

  const once = (make) => {
    const made = {};
    return (name) => (made[name] ??= make(name));
  };
  const get = async (address, cache) => {
    const answer = await fetch(address, { cache });
    if (!answer.ok) throw new Error(address);
    return answer;
  };
  const index = once(async (name) => {
    const folder = new URL(`search/${name}/`, papers);
    const about = await (await get(new URL("index.json", folder), "no-cache")).json();
    const file = once(async (stem) => {
      const { body } = await get(new URL(`${stem}.bin?${about.version}`, folder), "default");
      return new Response(body.pipeThrough(new DecompressionStream("gzip"))).text();
    });
    const fileOf = (word) => Math.max(about.firsts.findLastIndex((first) => first <= word), 0);
    return {
      papers: about.papers,
      paper: async (number) => {
        const at = number % about.block;
        return JSON.parse(await file(`papers-${(number - at) / about.block}`))[at];
      },
      /* The papers that have a word, each with what it counts there. A beginning of few
         letters is that of too many words to load them all. */
      having: async (wanted) => {
        const last = fileOf(wanted.stem.length < 4 ? wanted.word : `${wanted.stem}\uffff`);
        const numbers = [];
        for (let number = fileOf(wanted.stem); number <= last; number++) numbers.push(number);
        const texts = await Promise.all(numbers.map((number) => file(`words-${number}`)));
        const counts = new Map();
        for (const line of texts.join("\n").split("\n")) {
          if (!line.startsWith(wanted.stem)) continue;
          const [word, ...steps] = line.split(" ");
          const like = likeness(word, wanted);
          let number = 0;
          for (const step of like ? steps : []) {
            number += step >> 2;
            counts.set(number, Math.max(counts.get(number) ?? 0, like * WORTH[step & 3]));
          }
        }
        return counts;
      },
    };
  });

  const parts = () => year.selectedOptions[0].dataset.parts.split(" ");
  const sum = (numbers) => numbers.reduce((all, each) => all + each, 0);
  /* The papers that have all that is asked for, the likeliest first. */
  const papersWith = async (query) => {
    const indexes = await Promise.all(parts().map(index));
    const counts = await Promise.all(indexes.map(({ having }) => Promise.all(query.map(having))));
    const all = sum(indexes.map((each) => each.papers));
    const rarity = query.map(({ isWhole }, at) => {
      const some = sum(counts.map((each) => each[at].size));
      return isWhole ? 0 : Math.log(1 + (all - some + 0.5) / (some + 0.5));
    });
    return counts
      .flatMap((each, part) =>
        [...each[0].keys()]
          .filter((number) => each.every((count) => count.has(number)))
          .map((number) => ({
            part,
            number,
            score: sum(each.map((count, at) => rarity[at] * count.get(number))),
            data: () => indexes[part].paper(number),
          })),
      )
      .sort((one, other) => other.score - one.score || one.part - other.part || other.number - one.number);
  };

  /* The page */

  const remember = () => {
    const address = new URL(location.href);
    for (const field of [q, year, category, code]) {
      const value = field === code && !code.checked ? "" : field.value.trim();
      if (value) address.searchParams.set(field.name, value);
      else address.searchParams.delete(field.name);
    }
    history.replaceState(history.state, "", address);
  };

  const add = (parent, name, text = "") => {
    const element = document.createElement(name);
    element.textContent = text;
    parent.append(element);
    return element;
  };

  /* That part of a text which says most of what is searched for, with its words marked. */
  const excerpt = (parent, text, query) => {
    const pieces = text.split(/([\u3040-\u30ff\u3400-\u9fff]|(?:(?![\u3040-\u30ff\u3400-\u9fff])[\p{L}\p{N}\p{M}])+)/u);
    const words = pieces.filter((_, at) => at % 2);
    const isFound = words.map((each) => wordsOf(each).some((word) => query.some((wanted) => likeness(word, wanted))));
    const last = Math.max(words.length - EXCERPT, 0);
    let [start, most] = [0, 0];
    isFound.forEach((is, at) => {
      const from = Math.min(Math.max(at - 5, 0), last);
      const count = isFound.slice(from, from + EXCERPT).filter(Boolean).length;
      if (is && count > most) [start, most] = [from, count];
    });
    const shown = pieces.slice(2 * start, 2 * (start + EXCERPT) + 1);
    if (start) shown[0] = "…";
    if (start < last) shown[shown.length - 1] = "…";
    shown.forEach((piece, at) => {
      if (at % 2 && isFound[start + (at - 1) / 2]) add(parent, "mark", piece);
      else parent.append(piece);
    });
  };

  const show = async (asked) => {
    const query = queryOf();
    const next = await Promise.all(found.splice(0, AT_ONCE).map((each) => each.data()));
    const { dayIn, tagAt } = await language;
    if (asked !== turn) return;
    for (const { url, title, day, authors, abstract, posts } of next) {
      const row = add(list, "li");
      Object.assign(add(row, "a", title), { href: new URL(url, papers), ...english });
      row.append(" ");
      const shown = { className: "hotpapers-dim", dateTime: day };
      Object.assign(add(row, "time", dayIn(tagAt(place), day)), shown);
      const text = [abstract, authors.join(", "), ...posts].filter(Boolean).join(" · ");
      excerpt(Object.assign(add(row, "p"), english), text, query);
    }
    more.hidden = !found.length;
    document.dispatchEvent(new Event("hotpapers")); // for what a reader follows and leaves out
  };

  const fail = () => {
    form.hidden = true;
    status.textContent = "";
    needsIndex.hidden = false;
  };

  const search = async () => {
    const asked = ++turn;
    remember();
    more.hidden = true;
    if (!q.value.trim()) {
      status.textContent = "";
      list.replaceChildren();
      return;
    }
    status.textContent = status.dataset.searching;
    const query = queryOf();
    try {
      const results = query.length ? await papersWith([...query, ...narrowing()]) : [];
      if (asked !== turn) return;
      found = results;
      const { counted, tagAt } = await language;
      const { none, forms } = status.dataset;
      const { length } = results;
      status.textContent = length ? counted(tagAt(place), forms, length) : none;
      list.replaceChildren();
      await show(asked);
    } catch {
      fail();
    }
  };

  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, 250);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
  more.addEventListener("click", () => show(turn));

  needsScript.remove();
  form.hidden = false;
  const given = new URLSearchParams(location.search);
  q.value = given.get("q") ?? "";
  code.checked = given.has("code");
  for (const field of [year, category]) {
    field.value = given.get(field.name) ?? "";
    if (field.selectedIndex < 0) field.selectedIndex = 0;
  }
  Promise.all([language, ...parts().map(index)]).catch(fail);
  search();
})();
