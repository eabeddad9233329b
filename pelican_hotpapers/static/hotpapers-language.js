/* What scripts say in the language of a page, whose words stand in the page itself. */

export const tagAt = (node) => node.closest("[lang]")?.lang || "en";

/* A message with values in the place of names in braces, as texts and nodes in a row. */
export const parts = (message, values) =>
  message.split(/\{(\w+)\}/).flatMap((it, n) => (n % 2 ? (values[it] ?? `{${it}}`) : it));

/* Texts in a row, by the message that puts one more behind others. */
export const listed = (texts, message) =>
  texts.slice(1).reduce((names, next) => parts(message, { names, next }).join(""), texts[0] ?? "");

/* That of a number of things, of the forms that the filter hotpapers_plural_forms gives:
   each with numbers that it is for, and another number has it by the rules of CLDR. */
export const counted = (tag, forms, n, values = {}) => {
  const all = Object.entries(JSON.parse(forms));
  const rules = new Intl.PluralRules(tag);
  const isOfKind = (it) => rules.select(it) === rules.select(n);
  const [form] = all.find(([, numbers]) => numbers.some(isOfKind)) ?? all[0];
  return parts(form, { n: n.toLocaleString(tag), ...values }).join("");
};

/* The day that an element tells, as ISO has it. */
export const dayAt = (time) => time?.dateTime || time?.textContent;

/* A day, given as ISO has it, which is how it is written in English. */
export const dayIn = (tag, day) =>
  /^en\b/.test(tag) || !/^\d{4}-\d\d-\d\d$/.test(day) ? day : new Date(day).toLocaleDateString(tag, { dateStyle: "medium", timeZone: "UTC" });
