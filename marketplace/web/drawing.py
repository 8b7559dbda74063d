"""Short ways through Jinja, for what a page does several hundred times. Nothing of the language changes."""

from __future__ import annotations

from types import FunctionType, ModuleType

from flask import Flask
from jinja2 import Template
from jinja2.runtime import Context, Macro

#: Where Jinja hands on what stands around a call; only functions that take the context look at it.
_SURROUNDINGS = ("_loop_vars", "_block_vars")


class _QuickContext(Context):
    """Knows macros and plain functions at sight; Jinja asks each called thing six times what it wants."""

    def call(self, called, *args, **kwargs):
        """Call a macro or a plain function at once, anything else as Jinja does."""
        kind = type(called)
        if kind is Macro:
            args = (self.eval_ctx, *args)
        elif kind is not FunctionType or called.__dict__:  # what a function wants is an attribute of it
            return super().call(called, *args, **kwargs)
        for name in _SURROUNDINGS:
            kwargs.pop(name, None)
        return called(*args, **kwargs)


class _QuickTemplate(Template):
    """A template whose macros are made once.

    Jinja compares all global names at each import, in case the importing template has more of them; ours
    have the same.
    """

    def _get_default_module(self, ctx: Context | None = None) -> ModuleType:
        return super()._get_default_module()


def install(app: Flask) -> None:
    """Before the first template is read."""
    app.jinja_env.context_class = _QuickContext
    app.jinja_env.template_class = _QuickTemplate
