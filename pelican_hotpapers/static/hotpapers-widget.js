/* HOTPAPERS_EMBEDS = "widget": puts a button where this script stands. When the reader
   presses it, and not before, X's own script is loaded, once a page, and each post of
   X's gives way to X's own. A post that X no longer has, and every post when X does not
   answer, stays as it is. */
(() => {
  "use strict";
  const SCRIPT = "https://platform.twitter.com/widgets.js";
  const STATUS = /^https:\/\/(?:www\.|mobile\.)?(?:twitter|x)\.com\/\w+\/status\/(\d+)/;
  const here = document.currentScript;
  const posts = [...document.querySelectorAll("blockquote.hotpapers-post[cite]")].filter(
    (post) => STATUS.test(post.cite),
  );
  if (!posts.length || document.querySelector(".hotpapers-widget")) return;

  const isDark = (post) => {
    const [red, green, blue] = getComputedStyle(post).color.match(/[\d.]+/g).map(Number);
    return red + green + blue > 384;
  };

  const replace = async (widgets, post) => {
    const place = document.createElement("div");
    post.before(place);
    const options = { dnt: true, theme: isDark(post) ? "dark" : "light" };
    const shown = await widgets.createTweet(STATUS.exec(post.cite)[1], place, options);
    (shown ? post : place).remove();
  };

  const load = () => {
    button.disabled = true;
    const script = document.createElement("script");
    script.src = SCRIPT;
    script.onload = () =>
      window.twttr.ready(({ widgets }) => posts.forEach((post) => replace(widgets, post)));
    script.onerror = () => {
      note.textContent = here.dataset.failed;
    };
    document.head.append(script);
  };

  const button = document.createElement("button");
  button.type = "button";
  button.textContent = here.dataset.label;
  button.addEventListener("click", load);
  const note = document.createElement("small");
  note.setAttribute("role", "status");
  note.textContent = here.dataset.note;
  const widget = document.createElement("p");
  widget.className = "hotpapers-widget";
  widget.append(button, " ", note);
  here.before(widget);
})();
