"""Share links: what a guest sees, what never leaves, and links that open nothing."""

import re
from collections.abc import AsyncGenerator
from datetime import timedelta

import httpx
import pytest
from tests.in_memory import Bench, client_of

from ballast_core.access import NewShare, ShareSpec
from ballast_core.tracking import FileKind

PINE, META = "naz100_pine", "naz100_sp500_abacus"
AMOUNT = re.compile(r"\d[\d,]*\.?\d*")


async def shared(bench: Bench, *models: str, days: int = 30) -> NewShare:
    return await bench.app.access.create_share(ShareSpec(label="for Ann", models=models, expires_days=days))


@pytest.fixture
async def client(bench: Bench) -> AsyncGenerator[httpx.AsyncClient]:
    async with client_of(bench.web(), headers={"Accept": "text/html"}) as opened:
        yield opened


def all_of(secret: str, *models: str) -> list[str]:
    """Return every address that a link has."""
    home = f"/shared/{secret}"
    return [
        home,
        f"{home}?period=1y",
        f"{home}/charts/models",
        f"{home}/files/models",
        *(f"{home}/{part}/{model}" for model in models for part in ("models", "charts/models")),
        *(
            f"{home}/files/models/{model}/{part}"
            for model in models
            for part in ("curve", "months", "drawdowns", "weights")
        ),
    ]


async def amounts(bench: Bench, model: str) -> set[str]:
    """Return every amount that is stored of a model, as a page might write it."""
    one = await bench.app.tracking.show_performance(model)
    holdings = await bench.app.tracking.show_holdings(model)
    exact: list[float] = [*one.values, float(holdings.total_at_cost), holdings.cash_in or 1e9]
    for held in holdings.holdings:
        exact += [float(held.shares), float(held.purchase_price), float(held.cost)]
    exact = [value for value in exact if value >= 10_000]  # as large as no count of days is
    return {
        form.format(value) for value in exact for form in ("{:.2f}", "{:,.2f}", "{:,.0f}", "{:.0f}", "{!r}")
    }


async def test_no_amount_is_in_any_byte_of_any_answer(bench: Bench, client: httpx.AsyncClient) -> None:
    secret = (await shared(bench)).secret
    forbidden = await amounts(bench, PINE) | await amounts(bench, META)
    for address in all_of(secret, PINE, META):
        answer = await client.get(address)
        assert answer.status_code == 200, address
        text = answer.text.replace(secret, "")
        assert {word for word in AMOUNT.findall(text) if word.rstrip(",.") in forbidden} == set(), address
        assert "$" not in text


async def test_distinct_amounts_of_a_file_are_nowhere(empty: Bench) -> None:
    empty.files.files = {
        "oak": {
            FileKind.STATUS: b"cumu_value: 2026-10-01 16:00:00 737373.73\n"
            b"cumu_value: 2026-11-19 16:00:00 818181.81\n",
            FileKind.HOLDINGS: b"TradeDate: 2026-11-19\ncumulativecashin: 646464\n"
            b"stocks:   AAA  CASH\nshares:   5151.5 92929.2\nbuyprice: 141.41 1.0\n",
        }
    }
    await empty.app.tracking.ingest_models()
    secret = (await shared(empty)).secret
    async with client_of(empty.web()) as client:
        for address in all_of(secret, "oak"):
            text = (await client.get(address)).text
            for amount in ("7373", "8181", "737,373", "818,181", "6464", "5151", "9292", "92,929", "141.4"):
                assert amount not in text, address


async def test_a_guest_sees_returns_months_drawdowns_and_weights(
    bench: Bench, client: httpx.AsyncClient
) -> None:
    home = f"/shared/{(await shared(bench)).secret}"
    cards, one = (await client.get(home)).text, (await client.get(f"{home}/models/{PINE}")).text
    assert "for Ann" in cards
    assert f'href="{home}/models/{PINE}"' in cards
    assert f'data-chart="{home}/charts/models/{PINE}?period=max"' in one
    for part in ("Returns by month", "Drawdowns", "weights of"):
        assert part in one


async def test_curves_begin_at_a_hundred(bench: Bench, client: httpx.AsyncClient) -> None:
    home = f"/shared/{(await shared(bench)).secret}"
    source = (await client.get(f"{home}/charts/models")).json()["option"]["dataset"]["source"]
    first = {name: values[0] for name, values in source.items() if name != "day"}
    assert set(first.values()) == {100.0}
    assert PINE in first


async def test_a_link_to_one_model_shows_no_other(bench: Bench, client: httpx.AsyncClient) -> None:
    secret = (await shared(bench, PINE)).secret
    for address in all_of(secret, PINE):
        assert META not in (await client.get(address)).text
    for part in ("models", "charts/models"):
        refused = await client.get(f"/shared/{secret}/{part}/{META}")
        unknown = await client.get(f"/shared/{secret}/{part}/{'x' * len(META)}")
        assert (refused.status_code, unknown.status_code) == (404, 404)
        assert refused.text.replace(META, "it") == unknown.text.replace("x" * len(META), "it")


async def test_links_that_open_nothing_are_all_the_same(bench: Bench, client: httpx.AsyncClient) -> None:
    expired, revoked = await shared(bench, days=1), await shared(bench)
    bench.clock.tick(timedelta(days=2))
    await bench.app.access.revoke_share(revoked.share.id)
    unknown = revoked.secret[:-1] + ("a" if revoked.secret[-1] != "a" else "b")
    said = set()
    for secret in (expired.secret, revoked.secret, unknown, "made-up"):
        for address in all_of(secret, PINE):
            answer = await client.get(address)
            assert answer.status_code == 404
            said.add(answer.text.replace(secret, "it"))
    assert len(said) == 1


async def test_nobody_keeps_indexes_or_hands_on_what_a_link_shows(
    bench: Bench, client: httpx.AsyncClient
) -> None:
    for address in [*all_of((await shared(bench)).secret, PINE), "/shared/nothing"]:
        headers = (await client.get(address)).headers
        assert headers["cache-control"] == "no-store"
        assert headers["x-robots-tag"] == "noindex, nofollow"
        assert headers["referrer-policy"] == "no-referrer"
        assert "set-cookie" not in headers


async def test_a_guest_is_led_to_no_page_of_the_owner(bench: Bench, client: httpx.AsyncClient) -> None:
    secret = (await shared(bench)).secret
    for address in (f"/shared/{secret}", f"/shared/{secret}/models/{PINE}"):
        links = re.findall(r'(?:href|data-[a-z]+)="(/[^"]*)"', (await client.get(address)).text)
        assert {link for link in links if not link.startswith((f"/shared/{secret}", "/static/"))} == set()


async def test_the_use_of_a_link_is_noted(bench: Bench, client: httpx.AsyncClient) -> None:
    made = await shared(bench)
    await client.get(f"/shared/{made.secret}")
    (one,) = (await bench.app.access.list_shares()).shares
    assert one.used_at == bench.clock.now()
