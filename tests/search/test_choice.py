"""The settings decide which engine searches."""

from pathlib import Path

from marketplace.search.choice import choose_engine
from marketplace.search.embedded import EmbeddedEngine
from marketplace.search.engine import SearchQuery
from marketplace.search.fallback import FallbackEngine
from tests.search.catalogue import catalogue
from tests.search.stand_in import running_stand_in


def test_without_a_server_the_embedded_engine_searches(tmp_path: Path) -> None:
    assert isinstance(choose_engine(tmp_path), EmbeddedEngine)


def test_with_a_server_it_is_asked_under_the_sites_own_index_name(tmp_path: Path) -> None:
    with running_stand_in() as server:
        engine = choose_engine(tmp_path, server.url, "key", prefix="chotalat")
        assert isinstance(engine, FallbackEngine)
        engine.rebuild(catalogue)
        assert all(name.startswith("chotalat_listings_") for name in server.indexes)
        assert engine.search(SearchQuery("coffee")).engine == "meilisearch"
