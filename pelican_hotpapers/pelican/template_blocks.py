"""Which blocks of a template's are shown, through the templates that it extends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from jinja2 import Environment, TemplateNotFound, TemplatesNotFound, nodes

from pelican_hotpapers.pelican.template_uses import syntax_of


class TemplateBlocks:
    """The blocks that templates show, for all environments of a process.

    What a template is read to is remembered until it changes.
    """

    def __init__(self) -> None:
        """Begin without any."""
        self._trees: dict[tuple[object, ...], tuple[str, nodes.Template]] = {}

    def shown(self, env: Environment, name: str) -> frozenset[str]:
        """Return the blocks that a template shows, which one that extends it may fill.

        A block stands in the template that extends no other, or in a block that is
        shown. Those in included templates cannot be filled.

        Args:
            env: The environment of the site's templates.
            name: The template's, with its suffix.

        Raises:
            jinja2.TemplateError: A template is missing, or is none.
        """
        chain = list(self._chain(env, name))
        filled: dict[str, list[nodes.Block]] = {}
        for template in chain:
            for block in template.find_all(nodes.Block):
                filled.setdefault(block.name, []).append(block)
        shown: set[str] = set()
        todo: list[nodes.Node] = [chain[-1]]
        while todo:
            for node in todo.pop().iter_child_nodes():
                if not isinstance(node, nodes.Block):
                    todo.append(node)
                elif node.name not in shown:
                    shown.add(node.name)
                    todo.extend(_reached(filled[node.name]))
        return frozenset(shown)

    def _chain(self, env: Environment, name: str) -> Iterator[nodes.Template]:
        """Yield a template, the one that it extends, and so on."""
        passed: set[str] = set()
        while name not in passed:
            passed.add(name)
            template = self._tree(env, name)
            yield template
            if (extends := template.find(nodes.Extends)) is None:
                return
            name = _first_found(env, extends.template)

    def _tree(self, env: Environment, name: str) -> nodes.Template:
        assert env.loader is not None  # noqa: S101 - a generator's always has one
        source = env.loader.get_source(env, name)[0]
        key = (name, *syntax_of(env))
        known, tree = self._trees.get(key, (None, None))
        if tree is None or known != source:
            tree = env.parse(source)
            self._trees[key] = (source, tree)
        return tree


def _first_found(env: Environment, extended: nodes.Expr) -> str:
    """Return the template that is extended; of several, the first that there is."""
    constants = (extended, *extended.find_all(nodes.Const))
    values = (getattr(each, "value", None) for each in constants)
    names = [value for value in values if isinstance(value, str)]
    for name in names:
        with suppress(TemplateNotFound):
            env.get_template(name)
            return name
    raise TemplatesNotFound(names)


def _reached(definitions: list[nodes.Block]) -> Iterator[nodes.Block]:
    """Yield what fills a block, and what it calls by ``super()``."""
    for block in definitions:
        yield block
        names = (call.node for call in block.find_all(nodes.Call))
        if not any(isinstance(n, nodes.Name) and n.name == "super" for n in names):
            return
