"""Every page of a model names all the others."""

from ballast_web.pages.model_tabs import TABS, model_tabs
from ballast_web.paths import model_address


def test_tabs_lead_to_the_pages_of_the_model() -> None:
    tabs = dict(model_tabs("naz100_pine"))
    assert tabs["Overview"] == "/models/naz100_pine"
    assert tabs["Drawdowns"] == "/models/naz100_pine/drawdowns"
    assert len(set(tabs.values())) == len(TABS)


def test_no_name_leads_out_of_the_pages_of_its_model() -> None:
    assert model_address('../a b?"') == "/models/..%2Fa%20b%3F%22"
