/* The search page, which asks Pagefind. What is searched for is in the address as ?q=…, to
   be linked to and gone back to. */
(() => {
  "use strict";
  const AT_ONCE = 10;
  const here = document.currentScript;
  const place = here.closest(".hotpapers-search");
  const papers = new URL(here.dataset.papers, location.href);
  const bundle = new URL("pagefind/", papers).href;
  const [needsScript, needsIndex] = place.querySelectorAll("p");
  const [form, status, list, more] = ["form", "[role=status]", "ol", "button"].map((what) =>
    place.querySelector(what),
  );
  const { q, year, category, code } = form.elements;
  const programs = {};
  const language = import(new URL("hotpapers-language.js", here.src));
  const english = { lang: "en", dir: "ltr" };
  let turn = 0;
  let found = [];

  const program = () => {
    const { parts } = year.selectedOptions[0].dataset;
    return (programs[parts] ??= (async () => {
      const { createInstance } = await import(`${bundle}program/pagefind.js`);
      const made = createInstance({ basePath: `${bundle}program/`, excerptLength: 30 });
      const options = { baseUrl: papers.pathname, excerptLength: 30 };
      const merge = (part) => made.mergeIndex(`${bundle}${part}/`, options);
      await Promise.all(parts.split(" ").map(merge));
      return made;
    })());
  };

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

  /* Pagefind gives text as HTML with the words that were found marked. */
  const excerpt = (parent, html) => {
    const { body } = new DOMParser().parseFromString(html, "text/html");
    for (const node of body.childNodes) add(parent, node.nodeName === "MARK" ? "mark" : "span", node.textContent);
  };

  const show = async (asked) => {
    const next = await Promise.all(found.splice(0, AT_ONCE).map((each) => each.data()));
    const { dayIn, tagAt } = await language;
    if (asked !== turn) return;
    for (const { url, meta, excerpt: html } of next) {
      const row = add(list, "li");
      Object.assign(add(row, "a", meta.title), { href: meta.url || url, ...english });
      row.append(" ");
      const day = { className: "hotpapers-dim", dateTime: meta.day };
      Object.assign(add(row, "time", dayIn(tagAt(place), meta.day)), day);
      excerpt(Object.assign(add(row, "p"), english), html);
    }
    more.hidden = !found.length;
  };

  const fail = () => {
    form.hidden = true;
    status.textContent = "";
    needsIndex.hidden = false;
  };

  const search = async () => {
    const asked = ++turn;
    const filters = {};
    if (category.value) filters.category = category.value;
    if (code.checked) filters.code = "yes";
    const term = q.value.trim();
    remember();
    more.hidden = true;
    if (!term) {
      status.textContent = "";
      list.replaceChildren();
      return;
    }
    status.textContent = status.dataset.searching;
    try {
      const { results } = await (await program()).search(term, { filters });
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
  Promise.all([program(), language]).catch(fail);
  search();
})();
