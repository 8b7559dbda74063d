"""Short ways through Jinja, for what a page does several hundred times. Nothing of the language changes."""

from __future__ import annotations

from collections.abc import MutableMapping
from functools import lru_cache
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType

from flask import Flask
from jinja2 import Environment, Template
from jinja2.runtime import Context, Macro
from markupsafe import Markup, _escape_inner, escape

#: What is called as it stands: no class, nothing with a ``__call__`` of its own.
_PLAIN = frozenset({FunctionType, MethodType, BuiltinFunctionType, type(lru_cache(len))})
#: Where Jinja hands on what stands around a call; only functions that take the context look at it.
_SURROUNDINGS = ("_loop_vars", "_block_vars")
#: The mark of what wants to know whether the page escapes: every macro, and our sentences.
_WANTS_EVAL_CONTEXT = Macro.__call__.jinja_pass_arg


class _QuickContext(Context):
    """Knows macros, functions and methods at sight; Jinja asks each called thing six times what it wants."""

    def call(self, called, *args, **kwargs):
        """Call a macro, a function or a method at once, anything else as Jinja does."""
        kind = type(called)
        if kind is Macro:
            wanted = _WANTS_EVAL_CONTEXT
        elif kind in _PLAIN:
            wanted = getattr(called, "jinja_pass_arg", None)
        else:
            return super().call(called, *args, **kwargs)
        if wanted is _WANTS_EVAL_CONTEXT:
            args = (self.eval_ctx, *args)
        elif wanted is not None:
            return super().call(called, *args, **kwargs)
        for name in _SURROUNDINGS:
            kwargs.pop(name, None)
        return called(*args, **kwargs)


def _escape(value: object) -> str:
    """Escape what is put into a page; what a macro has drawn stands as it is.

    Of MarkupSafe only the core: what it would wrap around each of a thousand words says that they are safe,
    and here they are just being written.
    """
    kind = type(value)
    if kind is Markup:
        return value
    return _escape_inner(value) if kind is str else escape(value)


class _QuickTemplate(Template):
    """A template whose macros are made once, and what they drew is not escaped anew.

    Jinja compares all global names at each import, in case the importing template has more of them; ours
    have the same.
    """

    @classmethod
    def _from_namespace(cls, environment: Environment, namespace: dict, globals: MutableMapping) -> Template:
        namespace["escape"] = _escape
        return super()._from_namespace(environment, namespace, globals)

    def _get_default_module(self, ctx: Context | None = None) -> ModuleType:
        return super()._get_default_module()


def install(app: Flask) -> None:
    """Before the first template is read."""
    app.jinja_env.context_class = _QuickContext
    app.jinja_env.template_class = _QuickTemplate
