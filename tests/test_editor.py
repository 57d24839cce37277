"""The query editor and the interactive page in a real browser, from the server and nowhere else."""

import pytest
from sample_graph import graph
from serving import built, serving

from kg import page as pages


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = built(tmp_path_factory.mktemp("build"))
    pages.write(graph(), folder / "graph.html")
    with serving(folder) as found:
        yield found


@pytest.fixture
def tab(browser, client):
    """A tab that notes what goes wrong, and every request that leaves for elsewhere."""
    opened = browser.new_page()
    opened.wrong = []
    opened.on("pageerror", lambda error: opened.wrong.append(str(error)))
    opened.on("console", lambda message: message.type == "error" and opened.wrong.append(message.text))
    opened.on(
        "request",
        lambda request: request.url.startswith((client.url, "data:", "blob:")) or opened.wrong.append(request.url),
    )
    yield opened
    opened.close()


def test_a_query_is_run_and_its_rows_are_shown(tab, client):
    tab.goto(f"{client.url}/query")
    tab.fill("#query", "SELECT ?name { ?p a kg:Person ; rdfs:label ?name }")
    tab.click("#run")
    tab.wait_for_selector("#result table")
    assert "周明" in tab.inner_text("#result")
    assert "1 行" in tab.inner_text("#state")
    assert tab.wrong == []


def test_a_ready_question_is_filled_in_and_run(tab, client):
    tab.goto(f"{client.url}/query")
    tab.select_option("#ready", "events")
    tab.fill("form[data-question=events] input[name=place]", "云州省")
    tab.click("form[data-question=events] button")
    tab.wait_for_selector("#result table")
    assert "2022云州年货直播周" in tab.inner_text("#result")
    assert "place/云州省" in tab.input_value("#query")
    assert tab.wrong == []


def test_a_mistake_is_told_and_pointed_at(tab, client):
    tab.goto(f"{client.url}/query")
    tab.fill("#query", "SELECT ?x {\n ?x ?x }")
    tab.press("#query", "Control+Enter")
    tab.wait_for_selector("#result .message")
    assert "line 2, column 9" in tab.inner_text("#result")
    assert tab.evaluate("document.querySelector('#query').selectionStart") == 19 + 1
    assert len(tab.wrong) == 1  # Chromium notes the 400


def test_a_link_to_a_query_runs_it(tab, client):
    tab.goto(f"{client.url}/sparql?query=ASK%20%7B%7D")
    tab.wait_for_selector("#result p")
    assert "true" in tab.inner_text("#result")


def test_from_an_answer_to_its_sentence(tab, client):
    tab.goto(client.url)
    tab.fill("input[name=q]", "好物直播由谁运营？")
    tab.press("input[name=q]", "Enter")
    tab.wait_for_selector("table.answer")
    tab.click("table.answer .cited a")
    tab.wait_for_selector(".told")
    assert tab.evaluate("document.querySelector('.told:has(a:target)').innerText").startswith("云米集团成立于2001年")
    assert tab.wrong == []


def test_the_interactive_page_works_under_its_policy(tab, client):
    tab.goto(f"{client.url}/graph")
    tab.wait_for_selector("canvas")
    assert tab.wrong == []
