"""Templates drawn by our short ways through Jinja say what they say by its own."""

from __future__ import annotations

from flask import render_template_string
from jinja2 import Environment, pass_context

PAGE = """
{%- macro hold(words) -%}<b>{{ words }}</b>{{ caller() if caller else "" }}{%- endmacro -%}
{%- for one in things %}{% set here = one -%}
{{ hold(one) }}{% call hold("&") %}{{ meaning("here") }}{% endcall %}
{{ meaning("here") }}{{ plain(one, last=loop.last) }}
{%- endfor -%}
{{ "<" ~ things[0] ~ hold("&") }}{{ none }}{{ 1.5 }}{{ things }}
{{ hold("<i>"|safe) }}{{ word.count("a") }}{{ namespace(a=1).a }}{{ cycler("x", "y").next() }}
"""


@pass_context
def meaning(context, name: str):
    """What a name means at the place of the call."""
    return context.get(name, "nothing")


def plain(one: str, *, last: bool) -> str:
    """A function that wants nothing of Jinja."""
    return f"{one}{last}"


def test_macros_functions_and_methods_are_called_as_jinja_calls_them(app):
    words = {"things": ["<", "y"], "word": "banana", "meaning": meaning, "plain": plain}
    with app.test_request_context("/en/"):
        shown = render_template_string(PAGE, **words)
    jinja = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    assert shown == jinja.from_string(PAGE).render(**words)
    assert "<b>&lt;</b><b>&amp;</b>" in shown
