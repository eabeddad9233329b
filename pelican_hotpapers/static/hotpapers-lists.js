/* The page of lists, and of what is followed and left out: see pages/lists.html, which has
   every word. */
import { counted, dayIn, parts, tagAt } from "./hotpapers-language.js";
import { FORMATS, addressOf, anchorOf, idOf, packed, references, unpacked } from "./hotpapers-references.js";
import { rulesIn } from "./hotpapers-rules.js";

const FILE = "hotpapers-lists";
const LONGEST_NAME = 80;
let store, place, words, shown, told;

const part = (name) =>
  place.querySelector("template").content.querySelector(`[data-part="${name}"]`).cloneNode(true);
const at = (node, css) => node.querySelector(css);
const say = (message) => store.say(words[message]);
const sayCount = (message, number, values) => store.say(counted(tagAt(place), words[message], number, values));
const nameOf = (list) => list || words.first;
const noted = ([, it]) => typeof it.note === "string" && it.note;
const namesIn = (kept) => {
  const named = Object.keys(kept).filter((it) => it.startsWith("list ")).map((it) => it.slice(5));
  const used = store.saved().flatMap(([, it]) => store.listsOf(it));
  return [...new Set(["", ...named, ...used])];
};
/* The papers of a list, or of all, the last one bookmarked first. */
const papersOf = (list) =>
  store.saved()
    .filter(([, it]) => list === null || store.listsOf(it).includes(list))
    .sort(([, one], [, other]) => (other.at ?? 0) - (one.at ?? 0));
const cleanName = (text) => text.replace(/\s+/g, " ").trim().slice(0, LONGEST_NAME);
/* Put papers into a list, in their order and above those that are in it. */
const put = (kept, papers, list) => {
  const now = Date.now(); // papers of one time are shown as they came
  for (const { id, title, note } of papers) {
    const mark = `save ${anchorOf(id)}`;
    const old = kept[mark]?.url ? kept[mark] : null;
    const lists = old ? store.listsOf(old) : [];
    const notes = [old?.note, note].filter(Boolean);
    if (!lists.includes(list)) {
      delete kept[mark];
      kept[mark] = { title, url: addressOf(id), ...old, at: now, lists: [...lists, list] };
    }
    if (notes.length) kept[mark].note = notes[1] && !notes[0].includes(notes[1]) ? notes.join("\n\n") : notes[0];
  }
  if (list) kept[`list ${list}`] ??= true;
};

/* What a reader does */

const choose = (list) => {
  shown = list;
  if (list === null) return draw();
  store.change((kept) => (kept.into = list), "");
};
const add = (form) => {
  const name = cleanName(at(form, "input").value);
  if (!name || name === words.first) return;
  shown = name;
  store.change((kept) => Object.assign(kept, { [`list ${name}`]: true, into: name }), words.made);
};
const rename = () => {
  const old = shown;
  const name = cleanName(prompt(words.rename, old) ?? "");
  if (!name || name === old || name === words.first) return;
  shown = name;
  store.change((kept) => {
    for (const [, it] of papersOf(old).concat(lessIn(kept))) {
      if (store.listsOf(it).includes(old)) {
        it.lists = [...new Set(store.listsOf(it).map((each) => (each === old ? name : each)))];
      }
    }
    delete kept[`list ${old}`];
    kept[`list ${name}`] = true;
    kept.into = name;
  }, words.renamed);
};
const lessIn = (kept) => Object.entries(kept).filter(([key]) => key.startsWith("less "));
const removeList = () => {
  const old = shown;
  if (papersOf(old).length && !confirm(words.removing)) return;
  shown = "";
  store.change((kept) => {
    for (const [key, it] of papersOf(old).concat(lessIn(kept))) {
      const others = store.listsOf(it).filter((each) => each !== old);
      if (!others.length) delete kept[key];
      else if (kept[key]?.lists) kept[key].lists = others;
    }
    delete kept[`list ${old}`];
    kept.into = "";
  }, words.removed);
};
const share = async (withNotes) => {
  const found = papersOf(shown).map(([mark, it]) => ({
    id: idOf(mark),
    title: it.title,
    note: withNotes ? noted([mark, it]) : "",
  }));
  const link = new URL("lists.html", store.folder);
  const text = packed(nameOf(shown ?? ""), found).then((it) => {
    link.hash = `list=${it}`;
    const field = at(place, ".hotpapers-link");
    field.hidden = false;
    at(field, "input").value = link;
    at(field, "input").select();
    return link.href;
  });
  await store.copy(text).then(() => say("linked"), () => say("copy"));
};
const files = (it, suffix) =>
  [
    it.day && new URL(`${it.day}.${suffix}`, store.folder).href,
    (suffix === "bib" || /\.bib$/.test(it.bib)) && it.bib?.replace(/\.bib$/, `.${suffix}`),
  ].filter(Boolean);
const cite = async (suffix) => {
  const format = FORMATS[suffix];
  const loaded = {};
  const record = async ([mark, it]) => {
    for (const url of files(it, suffix)) {
      const text = await (loaded[url] ??= store.load(url).catch(() => ""));
      try {
        const found = text && format.record(text, idOf(mark));
        if (found) return found;
      } catch {
        /* what is no such file has no such record */
      }
    }
    bare += 1;
    return format.bare({ id: idOf(mark), title: it.title });
  };
  let bare = 0;
  const papers = papersOf(shown);
  const records = await Promise.all(papers.map(record));
  const noting = records.map((it, number) => {
    const note = noted(papers[number]);
    return note ? format.noted(it, note) : it;
  });
  store.save(format.file(noting), `${cleanName(nameOf(shown ?? "")).replace(/[^\p{L}\p{N}]+/gu, "-")}.${suffix}`);
  if (bare) sayCount("bare", bare);
  else say("saved");
};
const saveAll = () =>
  store.save(`${JSON.stringify({ format: FILE, version: 1, kept: store.kept() }, null, 2)}\n`, `${FILE}.json`);
const isOurs = (key, it) =>
  (/^(save|less) arxiv-\S+$/.test(key) && typeof it?.title === "string" && /^(https?|file):/.test(it.url)) ||
  (/^read arxiv-\S+$/.test(key) && it === true) ||
  (/^list \S/.test(key) && it === true) ||
  (/^(follow|leave) (author|word|category) \S/.test(key) && it === true);
const merge = (kept, [key, it]) => {
  const old = kept[key];
  if (!/^(save|less) /.test(key) || !old?.url) return (kept[key] = it);
  const notes = [...new Set([old.note, it.note].filter(Boolean))];
  kept[key] = { ...it, ...old, lists: [...new Set([...store.listsOf(old), ...store.listsOf(it)])] };
  if (notes.length) kept[key].note = notes.join("\n\n");
};
const readAll = (text) => {
  let everything = null;
  try {
    everything = JSON.parse(text);
  } catch {
    return false;
  }
  if (everything?.format !== FILE || everything.kept?.constructor !== Object) return false;
  const rows = Object.entries(everything.kept).filter(([key]) => !["into", "silent", "fit"].includes(key));
  const ours = rows.filter(([key, it]) => isOurs(key, it));
  const lost = rows.length - ours.length;
  if (store.change((kept) => ours.forEach((it) => merge(kept, it)), "")) {
    sayCount(lost ? "partly" : "read", ours.length, { lost });
  }
  return true;
};
const readFile = async (file) => {
  const text = await file.text();
  if (readAll(text)) return;
  const read = references(text);
  if (!read) return say("unknown");
  const list = shown ?? "";
  const done = store.change((kept) => put(kept, read.found, list), "");
  if (done) sayCount(read.lost ? "partly" : "read", read.found.length, { lost: read.lost });
};
const keepShared = () => {
  const { name, found } = told;
  const list = name === words.first ? "" : cleanName(name);
  shown = list;
  if (store.change((kept) => put(kept, found, list), words.shared)) closeShared();
};
const closeShared = () => {
  history.replaceState(null, "", location.pathname + location.search);
  told = null;
  draw();
};
const addRule = (form) => {
  const [act, kind] = [...form.querySelectorAll("select")].map((it) => it.value);
  const text = cleanName(at(form, "input").value);
  if (!text) return;
  const other = act === "follow" ? "leave" : "follow";
  store.change((kept) => {
    delete kept[`${other} ${kind} ${text}`];
    kept[`${act} ${kind} ${text}`] = true;
  }, words.ruled);
};

/* What a reader sees. What is typed in survives: only what changed is drawn again. */

const asides = () => {
  try {
    return Object.keys(localStorage).filter((it) => it.startsWith(`${store.key}#`));
  } catch {
    return [];
  }
};
const tab = ([list]) => {
  const node = part("tab");
  const [button, count] = [at(node, "button"), at(node, "span")];
  at(node, "b").textContent = list === null ? words.everything : nameOf(list);
  button.onclick = () => choose(list);
  node.refresh = () => {
    button.ariaPressed = list === shown;
    count.textContent = papersOf(list).length;
  };
  return node;
};
const removePaper = (mark, it) => {
  const others = store.listsOf(it).filter((each) => each !== shown);
  const whole = shown === null || !others.length;
  if (whole && it.note && !confirm(store.words.note)) return;
  store.change((kept) => {
    if (whole) delete kept[mark];
    else if (kept[mark]) kept[mark].lists = others;
  }, words.taken);
};
const paperRow = ([mark]) => {
  const node = part("paper");
  const [note, noter] = [at(node, "textarea"), at(node, "[data-part=note]")];
  const now = () => store.kept()[mark];
  const edit = (change, text) => store.change((kept) => kept[mark] && change(kept[mark]), text);
  let unsaved = false;
  note.onchange = () => {
    unsaved = true; // what cannot be kept stays as it was typed
    const text = note.value.trim() ? note.value : undefined;
    unsaved = !edit((it) => (it.note = text), words.noted);
  };
  noter.onclick = () => {
    note.hidden = false;
    noter.hidden = true;
    note.focus();
  };
  at(node, "[data-part=remove]").onclick = () => removePaper(mark, now());
  const boxes = at(node, "fieldset");
  const tick = (name) => ({ target }) => {
    const rest = store.listsOf(now()).filter((each) => each !== name);
    const lists = target.checked ? [...rest, name] : rest;
    if (lists.length) return edit((it) => (it.lists = lists), words.moved);
    target.checked = true;
    say("last");
  };
  node.refresh = ([, it], names) => {
    Object.assign(at(node, "a"), { href: it.url, textContent: it.title });
    at(node, ".hotpapers-dim").textContent = [idOf(mark), it.day && dayIn(tagAt(place), it.day)].filter(Boolean).join(" · ");
    if (note !== document.activeElement && !unsaved) {
      note.value = noted([mark, it]) || "";
      note.hidden = !note.value;
      noter.hidden = !note.hidden;
    }
    note.ariaLabel = parts(words.note, { title: it.title }).join("");
    at(node, "details").hidden = names.length < 2;
    if (boxes.children.length !== names.length || boxes.names !== names.join("\n")) {
      boxes.replaceChildren(...names.map(() => part("box")));
      boxes.names = names.join("\n");
    }
    names.forEach((name, number) => {
      const [box] = [boxes.children[number]];
      at(box, "span").textContent = nameOf(name);
      at(box, "input").checked = store.listsOf(it).includes(name);
      at(box, "input").onchange = tick(name);
    });
  };
  return node;
};
const ruleRow = ([mark, act, kind, text]) => {
  const node = part("rule");
  at(node, "span").textContent = words[act + kind[0].toUpperCase() + kind.slice(1)];
  at(node, "b").textContent = text;
  at(node, "button").onclick = () => store.change((kept) => delete kept[mark], words.unruled);
  return node;
};
const sharedRow = ([, { id, title, note }]) => {
  const node = part("shared");
  Object.assign(at(node, "a"), { href: addressOf(id), textContent: title });
  at(node, "p").textContent = note;
  return node;
};
/* Show rows, each known by what it begins with; what stays keeps the focus and what is
   typed into it. */
const fill = (css, rows, make, ...more) => {
  const into = at(place, css);
  const before = into.made ?? new Map();
  into.made = new Map(rows.map((row) => [row[0], before.get(row[0]) ?? make(row)]));
  for (const row of rows) into.made.get(row[0]).refresh?.(row, ...more);
  const nodes = [...into.made.values()];
  for (const it of [...into.children]) if (!nodes.includes(it)) it.remove();
  nodes.forEach((it, n) => it === into.children[n] || into.insertBefore(it, into.children[n] ?? null));
};
const draw = () => {
  const kept = store.kept();
  const names = namesIn(kept);
  if (shown !== null && !names.includes(shown)) shown = "";
  const papers = papersOf(shown);
  fill(".hotpapers-tabs", [...names, ...(names.length > 1 ? [null] : [])].map((it) => [it]), tab);
  at(place, ".hotpapers-list-name").textContent = shown === null ? words.everything : nameOf(shown);
  fill(".hotpapers-kept", papers, paperRow, names);
  at(place, ".hotpapers-none").hidden = papers.length > 0;
  at(place, ".hotpapers-with").hidden = papers.length === 0;
  for (const it of place.querySelectorAll("[data-of=list]")) it.hidden = !shown;
  fill(".hotpapers-rules", rulesIn(kept), ruleRow);
  at(place, ".hotpapers-damaged").hidden = !asides().length;
  at(place, ".hotpapers-shared").hidden = !told;
  if (!told) return;
  at(place, ".hotpapers-shared h2").textContent = told.name || words.first;
  fill(".hotpapers-shared ol", told.found.map((it) => [JSON.stringify(it), it]), sharedRow);
};
const readLink = async () => {
  const text = /^#list=(.+)/.exec(location.hash)?.[1];
  told = text ? await unpacked(text) : null;
  draw();
  if (text && !told) say("unread");
  if (told) at(place, ".hotpapers-shared").scrollIntoView();
};

export default async (given, where) => {
  [store, place, words] = [given, where, where.dataset];
  place.append(part("page"));
  at(place, "p").remove();
  const kept = store.kept();
  shown = typeof kept.into === "string" ? kept.into : "";
  const acts = { rename, removeList, saveAll, keepShared, closeShared };
  for (const it of place.querySelectorAll("[data-does]")) it.onclick = acts[it.dataset.does];
  for (const it of place.querySelectorAll("[data-cite]")) it.onclick = () => cite(it.dataset.cite);
  at(place, "[data-does=share]").onclick = () => share(at(place, ".hotpapers-with input").checked);
  at(place, "[data-does=damaged]").onclick = () => {
    for (const it of asides()) store.save(localStorage.getItem(it), `${FILE}-damaged.txt`);
  };
  at(place, "[data-does=undamage]").onclick = () => {
    if (!confirm(words.undamage)) return;
    for (const it of asides()) localStorage.removeItem(it);
    draw();
  };
  const forms = { add, addRule };
  for (const it of place.querySelectorAll("form")) {
    it.onsubmit = (event) => {
      event.preventDefault();
      forms[it.dataset.form](it);
      it.reset();
    };
  }
  at(place, "input[type=file]").onchange = ({ target }) => {
    const [file] = target.files;
    if (file) readFile(file);
    target.value = "";
  };
  addEventListener("hashchange", readLink);
  document.addEventListener("hotpapers", draw);
  await readLink();
};
