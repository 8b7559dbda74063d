"""The house checks itself: gates, templates, machines, habits."""

import re
from pathlib import Path

import pytest
from jinja2 import nodes

from marketplace import warming
from marketplace.booths.states import IDENTITY
from marketplace.kernel.machine import Machine
from marketplace.moderation.states import REVIEW, VISIBILITY
from marketplace.web.gates import anyone, booth_member, editor, officer, signed_in, staff

ROOT = Path(__file__).parents[2]
CODE = sorted((ROOT / "marketplace").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
MACHINES = (REVIEW, VISIBILITY, IDENTITY)


def test_warming_reads_what_there_is_and_opens_nothing(app, count_queries):
    with count_queries() as queries_sent:
        warming.warm_up(app)
    assert set(warming.PAGES) <= set(app.jinja_env.list_templates())
    assert len(queries_sent) == 0


def test_every_decision_has_a_number_of_its_own():
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [path.name[:4] for path in decisions]
    assert len(set(numbers)) == len(numbers)
    assert [path.read_text().split()[1] for path in decisions] == numbers  # "# 0001 Title"


def test_every_blueprint_has_a_gate(app):
    gates = {name: getattr(blueprint, "gate", None) for name, blueprint in app.blueprints.items()}
    assert {
        name
        for name, gate in gates.items()
        if gate not in (anyone, signed_in, booth_member, staff, officer, editor)
    } == set()


def test_desks_and_back_offices_are_never_open_to_anyone(app):
    open_to_all = {name for name, blueprint in app.blueprints.items() if blueprint.gate is anyone}
    assert {name for name in open_to_all if "desk" in name or "backoffice" in name} == set()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_every_template_compiles_and_every_page_has_a_title(app, template):
    name = str(template.relative_to(ROOT / "templates"))
    app.jinja_env.get_template(name)
    is_page = app.jinja_env.parse(template.read_text()).find(nodes.Extends) and "/_" not in name
    if is_page and not name.startswith("layouts/"):
        assert "title" in blocks_of(app.jinja_env, name), "no title block"


def blocks_of(environment, name: str) -> set[str]:
    """The blocks a page fills itself or through the frames of its room, layouts left out."""
    if name.startswith("layouts/"):
        return set()
    tree = environment.parse((ROOT / "templates" / name).read_text())
    blocks = {block.name for block in tree.find_all(nodes.Block)}
    parent = tree.find(nodes.Extends)
    known = parent and isinstance(parent.template, nodes.Const)  # a layout chosen by the reader is no name
    return blocks | (blocks_of(environment, parent.template.value) if known else set())


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_no_template_breaks_the_content_policy(template):
    source = template.read_text()
    assert not re.search(r"<script(?![^>]*\bsrc=)", source)
    assert not re.search(r"\sstyle=[\"']", source)
    assert not re.search(r"\son[a-z]+=[\"']", source)


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_every_state_is_reachable_and_every_move_can_be_shown(machine: Machine):
    reached, grown = {machine.first}, True
    while grown:
        grown = False
        for move in machine.moves:
            if set(move.starts) & reached and move.ends not in reached:
                reached.add(move.ends)
                grown = True
    assert reached == set(machine.states)
    for move in machine.moves:
        assert str(move.label)
        assert move.who
    for state in machine.states:
        assert str(state.label)
        assert state.tone in ("neutral", "info", "good", "warn", "bad")


def test_only_the_edge_jobs_and_commands_commit():
    """A verb that commits tears its caller's transaction in two."""
    allowed = re.compile(
        r"marketplace/(web/app|cli|kernel/(jobs|mail)|search/(feed|upkeep)|catalog/importing|[a-z]+/jobs|demo/.*)\.py"
    )
    guilty = [
        str(path.relative_to(ROOT))
        for path in CODE
        if re.search(r"\.commit\(\)", path.read_text()) and not allowed.fullmatch(str(path.relative_to(ROOT)))
    ]
    assert guilty == []


def test_every_flush_says_why():
    """An early flush is an order of things that a reader must be able to understand."""
    silent = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in CODE
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(r"session\.flush\(\)\s*$", line)
    ]
    assert silent == []


def test_no_file_has_a_name_that_says_nothing():
    vague = re.compile(r"(utils|helpers|common|misc|manager)")
    assert [str(path) for path in CODE if vague.search(path.stem)] == []


def test_edges_ask_machines_about_states():
    """Nobody compares states by hand in a view or a template."""
    by_hand = re.compile(r"\.state\s*(==|!=|in\b)")
    edges = [
        path for path in CODE if path.stem in ("views", "desk", "backoffice", "registration", "invitations")
    ]
    guilty = [
        str(path.relative_to(ROOT)) for path in (*edges, *TEMPLATES) if by_hand.search(path.read_text())
    ]
    assert guilty == []
