/* Papers of a list to and from other programs: BibTeX, RIS, CSL-JSON, and the fragment of
   a link. A reference is { id, title, note }; id is arXiv's. */

const ID = /(?:arxiv\s*[:.]\s*|arxiv\.org\/\w+\/|^)(\d{4}\.\d{4,5}|[a-z][a-z-]*(?:\.[a-z]{2})?\/\d{7})(?:v\d+)?(?!\d)/i;
const LONGEST = 500;
const MOST = 10_000;

export const idOf = (mark) =>
  mark.replace(/^\w+ arxiv-/, "").replace(/^([a-z-]+(?:\.[A-Z]{2})?)-(\d{7})$/, "$1/$2");
export const anchorOf = (id) => `arxiv-${id.replace("/", "-")}`;
export const addressOf = (id) => `https://arxiv.org/abs/${id}`;

/* One of them: what its file is called, how a record of the site's is found in such a file,
   what stands for a paper that has none, how a note is put in, how records are joined. */
const escaped = (text) =>
  text.replace(/[\\{}&%$#_^~]/g, (it) =>
    ({ "\\": "\\textbackslash{}", "^": "\\textasciicircum{}", "~": "\\textasciitilde{}" })[it] ?? `\\${it}`,
  );
const oneLine = (text) => text.replace(/\s+/g, " ").trim();
export const FORMATS = {
  bib: {
    record: (file, id) =>
      file.split("\n\n").find((it) => it.includes(`${id.replace("/", "-")},\n`))?.trim(),
    bare: ({ id, title }) =>
      `@misc{arxiv-${id.replace("/", "-")},\ntitle={{${escaped(oneLine(title))}}},\n` +
      `eprint={${id}},\narchiveprefix={arXiv},\nurl={${addressOf(id)}}\n}`,
    noted: (record, note) => record.replace(/\s*\}\s*$/, () => `,\nannote={${escaped(note)}}\n}`),
    file: (records) => `${records.join("\n\n")}\n`,
  },
  ris: {
    record: (file, id) =>
      file.split(/(?<=^ER  -.*\r?\n(?:\r?\n)?)/m).find((it) => it.includes(`arXiv:${id}\r\n`)),
    bare: ({ id, title }) =>
      ["TY  - UNPB", `TI  - ${oneLine(title)}`, "PB  - arXiv", `AN  - arXiv:${id}`]
        .concat(`UR  - ${addressOf(id)}`, "ER  - ", "", "")
        .join("\r\n"),
    noted: (record, note) => record.replace(/^ER  -/m, () => `N1  - ${oneLine(note)}\r\nER  -`),
    file: (records) => records.join(""),
  },
  "csl.json": {
    record: (file, id) => JSON.parse(file).find((it) => it.number === `arXiv:${id}`),
    bare: ({ id, title }) => ({
      id: `arxiv-${id.replace("/", "-")}`,
      type: "article",
      title: oneLine(title),
      publisher: "arXiv",
      number: `arXiv:${id}`,
      URL: addressOf(id),
    }),
    noted: (record, note) => ({ ...record, annote: note }),
    file: (records) => `${JSON.stringify(records, null, 2)}\n`,
  },
};

/* Reading what other programs wrote */

const ACCENTS = { "`": 0x300, "'": 0x301, "^": 0x302, "~": 0x303, '"': 0x308, "=": 0x304, ".": 0x307 };
Object.assign(ACCENTS, { r: 0x30a, c: 0x327, v: 0x30c, u: 0x306, H: 0x30b, k: 0x328, d: 0x323, b: 0x331 });
const LETTERS = { o: "ø", O: "Ø", l: "ł", L: "Ł", ss: "ß", ae: "æ", AE: "Æ", oe: "œ", OE: "Œ" };
Object.assign(LETTERS, { aa: "å", AA: "Å", i: "ı", j: "ȷ", dh: "ð", th: "þ", dj: "đ", ng: "ŋ" });
Object.assign(LETTERS, { textbackslash: "\\", textasciicircum: "^", textasciitilde: "~" });
Object.assign(LETTERS, { textless: "<", textgreater: ">", textbar: "|", textquotedbl: '"' });
const ACCENTED = /\\([`'^~"=.]|[rcvuHkdb](?![A-Za-z]))\s*(?:\{\\?([A-Za-z])\}|\\?([A-Za-z]))/g;

/* TeX's accents and letters as letters, without its braces. */
export const fromTex = (text) =>
  text
    .replace(ACCENTED, (_, accent, one, other) =>
      ((one ?? other) + String.fromCodePoint(ACCENTS[accent])).normalize("NFC"),
    )
    .replace(/\\([A-Za-z]+)(?:\{\}|\s+|(?![A-Za-z]))/g, (it, name) => LETTERS[name] ?? it)
    .replace(/(\\?)([{}])/g, (_, slash, brace) => (slash ? brace : ""))
    .replace(/\\([&%$#_])/g, "$1")
    .replace(/\s+/g, " ")
    .trim();

const braced = (text, from) => {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === "{") depth += 1;
    else if (text[at] === "}" && (depth -= 1) === 0) return text.slice(from + 1, at);
  }
  return text.slice(from + 1);
};
const bibEntry = (text) => {
  const fields = {};
  const name = /([\w-]+)\s*=\s*(?:(\{)|"((?:[^"\\]|\\.)*)"|([\w.-]+))/y;
  for (let at = 0; at < text.length; ) {
    name.lastIndex = at;
    const found = name.exec(text);
    if (!found) {
      at += 1;
      continue;
    }
    const value = found[2] ? braced(text, name.lastIndex - 1) : (found[3] ?? found[4]);
    at = name.lastIndex + (found[2] ? value.length + 1 : 0);
    fields[found[1].toLowerCase()] ??= value;
  }
  return fields;
};
const fromBib = (text) => {
  const starts = [...text.matchAll(/^\s*@(?!comment|string|preamble)\w+\s*(?=\{)/gim)];
  return starts.map((it) => {
    const fields = bibEntry(braced(text, it.index + it[0].length));
    const { title = "", annote = "", eprint = "", url = "", doi = "", journal = "", note = "" } = fields;
    const places = [eprint, doi, url, journal, fields.howpublished ?? "", note];
    return { places: places.map(fromTex), title: fromTex(title), note: fromTex(annote) };
  });
};
const fromRis = (text) =>
  text.split(/^ER  -.*$/m).slice(0, -1).map((record) => {
    const lines = [...record.matchAll(/^([A-Z][A-Z0-9])  - (.*)$/gm)].map((it) => [it[1], it[2].trim()]);
    const [last] = lines.slice(-1);
    const places = lines.filter(([tag]) => /^(AN|DO|UR|L1|L2|ID|M1)$/.test(tag)).map(([, it]) => it);
    const title = lines.find(([tag]) => /^(TI|T1)$/.test(tag))?.[1] ?? "";
    return { places, title, note: last?.[0] === "N1" ? last[1] : "" };
  });
const fromCsl = (items) =>
  items.map((it) => {
    const { number, DOI, URL, title, annote } = it ?? {};
    return { places: [number, DOI, URL].map((text) => `${text ?? ""}`), title: `${title ?? ""}`, note: `${annote ?? ""}` };
  });

const reference = ({ places, title, note }) => {
  const id = places.map((it) => ID.exec(it.trim())?.[1]).find(Boolean);
  return id && { id, title: title.slice(0, LONGEST) || `arXiv:${id}`, note };
};

/* References in a file of any of these formats, and how many records have no arXiv number;
   nothing where it is no such file. */
export const references = (text) => {
  let records = [];
  try {
    const read = JSON.parse(text);
    if (Array.isArray(read)) records = fromCsl(read);
  } catch {
    records = /^TY  -/m.test(text) ? fromRis(text) : fromBib(text);
  }
  if (!records.length) return null;
  const found = records.slice(0, MOST).map(reference);
  return { found: found.filter(Boolean), lost: records.length - found.filter(Boolean).length };
};

/* A list in the fragment of a link */

const through = async (bytes, stream, most = Infinity) => {
  const parts = [];
  let size = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Blob(parts);
    size += value.length;
    if (size > most) throw new RangeError("too long");
    parts.push(value);
  }
};
export const packed = async (name, found) => {
  const text = JSON.stringify([name, found.map(({ id, title, note }) => (note ? [id, title, note] : [id, title]))]);
  const blob = await through(text, new CompressionStream("deflate-raw"));
  const letters = String.fromCharCode(...new Uint8Array(await blob.arrayBuffer()));
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
};
/* Nothing where a fragment holds no list. Whoever made the link chose its texts, but it
   leads to arXiv alone. */
export const unpacked = async (text) => {
  try {
    const letters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(letters, (it) => it.charCodeAt(0));
    const blob = await through(bytes, new DecompressionStream("deflate-raw"), 4_000_000);
    const [name, rows] = JSON.parse(await blob.text());
    const found = rows.slice(0, MOST).map(([id, title, note]) => ({
      id: /^(\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?\/\d{7})$/.test(id) ? id : "",
      title: `${title}`.slice(0, LONGEST),
      note: `${note ?? ""}`,
    }));
    return { name: `${name}`.slice(0, 80), found: found.filter((it) => it.id) };
  } catch {
    return null;
  }
};
