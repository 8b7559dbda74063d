"""Short ways through Jinja, for what a page does several hundred times. Nothing of the language changes."""

from __future__ import annotations

from types import FunctionType, ModuleType

from flask import Flask
from jinja2 import Template
from jinja2.runtime import Context, Macro

#: Where Jinja hands on what stands around a call; only functions that take the context look at it.
_SURROUNDINGS = ("_loop_vars", "_block_vars")
#: The mark of what wants to know whether the page escapes: every macro, and our sentences.
_WANTS_EVAL_CONTEXT = Macro.__call__.jinja_pass_arg


class _QuickContext(Context):
    """Knows macros and functions at sight; Jinja asks each called thing six times what it wants."""

    def call(self, called, *args, **kwargs):
        """Call a macro or a function at once, anything else as Jinja does."""
        kind = type(called)
        if kind is not Macro and kind is not FunctionType:
            return super().call(called, *args, **kwargs)
        wanted = _WANTS_EVAL_CONTEXT if kind is Macro else called.__dict__.get("jinja_pass_arg")
        if wanted is _WANTS_EVAL_CONTEXT:
            args = (self.eval_ctx, *args)
        elif wanted is not None:
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
