"""Pages of things and articles: what they show, in which format, and that no text of an article breaks them."""

import html
import json
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from sample_graph import NASTY, TEXTS, graph, hostile
from serving import BASE, built, path_of, serving

from kg import rdf
from kg.rdf.literals import fit
from kg.rdf.names import Names
from kg.serve.pages import ASSETS, link

VOID = {"meta", "link", "input", "br", "img", "hr"}
TAGS = {
    "html", "head", "body", "title", "header", "nav", "main", "form", "input", "button", "select", "option", "textarea", "label",
    "output", "a", "p", "h1", "h2", "ul", "li", "q", "dl", "div", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td", "small", "b",
    "code", "bdi", "section", "mark", "details", "summary", "pre", "meta", "link", "script",
}  # fmt: skip


class Page(HTMLParser):
    """A page taken apart: its elements, whether they close in order, its text, and where it leads."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.names: list[str] = []  # of what is open: its class, else its tag
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.within: dict[str, list[str]] = {}
        self.feed(text)
        self.close()
        assert self.open == [], "every element closes"

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
            self.names.append(dict(attrs).get("class") or tag)
            self.within.setdefault(self.names[-1], []).append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag
        self.names.pop()

    def handle_data(self, data):
        for name in set(self.names):
            self.within[name][-1] += data

    @property
    def marked(self) -> list[str]:
        """Texts of the mentions that are marked."""
        return [text for name, texts in self.within.items() if name.startswith("name ") for text in texts]

    @property
    def links(self) -> list[str]:
        return [
            value or ""
            for _, attributes in self.elements
            for name, value in attributes.items()
            if name in ("href", "src", "action")
        ]


def sound(text: str) -> Page:
    """A page that is whole, has only our own elements, runs only our own script, and leads only where it may."""
    page = Page(text)
    for tag, attributes in page.elements:
        assert tag in TAGS
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
    scripts = [attributes.get("src") for tag, attributes in page.elements if tag == "script"]
    assert set(scripts) <= {"/assets/editor.js"}
    for where in page.links:
        assert where.startswith(("/", "?", "http://", "https://", "data:,", "#")), where
        assert not where.startswith("//")
    return page


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with serving(built(tmp_path_factory.mktemp("build"))) as found:
        yield found


# What pages show ------------------------------------------------------------------------------------


@pytest.mark.parametrize("entity", graph().entities, ids=lambda entity: entity.id)
def test_every_thing_has_a_page(client, entity):
    iri = Names().entity(entity.id).value
    status, text = client.page(path_of(iri))
    assert status == 200
    page = sound(text)
    assert page.within["h1"][0].startswith(entity.name)
    for stem in entity.articles:
        assert f"/article/{stem}" in " ".join(page.links)


def test_a_page_of_a_thing_shows_facts_with_their_sentences(client):
    _, text = client.page(path_of(f"{BASE}id/place/云州省"))
    shown = html.unescape(text)
    for words in (
        "云州省加入东洲经济合作组织",
        "网上零售额 119,170,000,000 CNY，同比 +16.3%",
        "青浦市",
        "990000",
        "又称",
    ):
        assert words in shown
    assert "#char=" in text


@pytest.mark.parametrize("stem", TEXTS)
def test_an_article_page_marks_its_mentions_and_shows_claims_beside_their_sentence(client, stem):
    status, text = client.page(f"/article/{stem}")
    assert status == 200
    page = sound(text)
    marked = {entity.name for entity in graph().entities if stem in entity.articles and entity.name in TEXTS[stem]}
    longest = {name for name in marked if not any(name != other and name in other for other in marked)}
    assert longest <= set(page.marked)
    assert "".join("".join(page.within["text"]).split()) == "".join(TEXTS[stem].split())


def test_a_claim_stands_in_the_row_of_its_sentence(client):
    _, text = client.page("/article/a1")
    rows = text.split('<div class="told')
    row = next(row for row in rows if "承办的" in row)
    said = html.unescape(row.partition("sayings")[2])
    assert "主办方" in said
    assert "承办方" in said
    assert "合作" not in said


def test_every_passage_is_a_place_on_its_article_page(client):
    _, evidence = rdf.triples(graph())
    derived = [t.object.value for t in evidence if t.predicate.value.endswith("wasDerivedFrom")]
    assert derived
    pages = {stem: client.page(f"/article/{stem}")[1] for stem in TEXTS}
    for iri in derived:
        stem, _, fragment = iri.rpartition("/")[2].partition("#")
        assert f'id="{fragment}"' in pages[stem]


def test_without_the_record_of_the_build_passages_are_shown(tmp_path):
    folder = built(tmp_path)
    (folder / ".kg" / "state.sqlite").unlink()
    with serving(folder, workers=1) as client:
        _, text = client.page("/article/a1")
        assert "这里没有全文" in text
        assert "由云州省商务厅主办" in html.unescape(text)


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("text/turtle", "text/turtle"),
        ("application/ld+json", "application/ld+json"),
        ("text/html;q=0.4, application/n-triples;q=0.5", "application/n-triples"),
        ("text/html", "text/html"),
        ("*/*", "text/turtle"),
    ],
)
@pytest.mark.parametrize(
    "iri", [f"{BASE}id/org/云米集团", f"{BASE}article/a2", f"{BASE}observation/f1", f"{BASE}id/measure/出口"]
)
def test_what_has_a_page_has_data_by_negotiation(client, iri, accept, media):
    status, headers, body = client.get(path_of(iri), Accept=accept)
    assert (status, headers["content-type"].partition(";")[0], headers["vary"]) == (200, media, "Accept")
    if media in ("text/turtle", "application/n-triples", "application/ld+json"):
        kinds = {"text/turtle": ox.RdfFormat.TURTLE, "application/n-triples": ox.RdfFormat.N_TRIPLES}
        found = {str(q.subject) for q in ox.parse(body, format=kinds.get(media, ox.RdfFormat.JSON_LD))}
        assert f"<{iri}>" in found


def test_the_data_of_an_article_is_its_named_graph(client):
    found = client.get("/article/a3", Accept="application/n-triples")[2]
    read = {str(quad.triple) for quad in ox.parse(found, format=ox.RdfFormat.N_TRIPLES)}
    wanted = next(triples for name, triples in rdf.parts(graph()) if name.value.endswith("/a3"))
    assert read == {str(triple) for triple in wanted}


def test_json_ld_of_a_thing_is_readable(client):
    document = json.loads(client.get(path_of(f"{BASE}id/platform/好物直播"), Accept="application/ld+json")[2])
    node = next(node for node in document["@graph"] if node["id"] == "platform:好物直播")
    assert node["label"] == "好物直播"
    assert node["operatedBy"] == ["org:云米集团"]


def test_a_format_can_be_asked_for_in_the_address(client):
    status, headers, _ = client.get(path_of(f"{BASE}id/person/周明") + "?format=ttl", Accept="text/html")
    assert (status, headers["content-type"].partition(";")[0]) == (200, "text/turtle")
    assert client.get(path_of(f"{BASE}id/person/周明") + "?format=doc")[0] == 400


def test_what_is_not_there_is_told(client):
    for path in (
        "/id/place/" + quote("火星"),
        "/nothing",
        "/article/a9",
        "/questions/none",
        "/assets/none.js",
        "/assets/page.html",
    ):
        status, _, body = client.get(path, Accept="text/html")
        assert status == 404
        assert b"Traceback" not in body
    assert client.get(path_of(f"{BASE}id/person/周明"), Accept="image/png")[0] == 406


def test_terms_of_the_vocabulary_have_pages(client):
    for path in ("/ns", link("https://shangtu.example/ns#organizer", BASE), link("https://schema.org/organizer", BASE)):
        assert client.page(path)[0] in (200, 404)
    _, text = client.page(link("https://shangtu.example/ns#undertaker", BASE))
    assert "承办方" in text
    _, _, body = client.get(link("https://shangtu.example/ns#undertaker", BASE), Accept="text/turtle")
    assert "承办方" in body.decode()


# Home, editor, questions ------------------------------------------------------------------------------


def test_the_home_page_has_counts_and_ready_questions(client):
    status, text = client.page("/")
    assert status == 200
    sound(text)
    assert "Events in a place and a period" in text


def test_the_editor_holds_the_ready_questions_and_needs_nothing_from_elsewhere(client):
    status, text = client.page("/query")
    assert status == 200
    page = sound(text)
    assert not [where for where in page.links if where.startswith("http")]
    assert text.count('class="parameters"') >= 20
    for name in ("editor.js", "style.css"):
        code = (ASSETS / name).read_text(encoding="utf-8")
        assert "http://" not in code
        assert "https://" not in code
        assert client.get(f"/assets/{name}")[0] == 200


def test_a_browser_at_the_endpoint_sees_the_editor_with_its_query(client):
    status, text = client.page("/sparql?query=ASK%20%7B%3Cx:y%3E%20a%20%22%3C/textarea%3E%3Cscript%3E%22%7D")
    assert status == 200
    sound(text)


def test_a_ready_question_answers_by_name(client):
    place = quote("云州省")
    status, headers, body = client.get(f"/questions/events?place={place}&from=2022&to=2022&format=csv")
    assert (status, headers["content-type"].partition(";")[0]) == (200, "text/csv")
    assert body.decode().splitlines()[1] == "2022云州年货直播周,2022-01-10,,2"
    sparql = client.get(f"/questions/events?place={place}&format=sparql")[2].decode()
    assert "<https://shangtu.example/id/place/云州省>" in sparql
    status, _, body = client.get("/questions/events?place=" + quote("火星"))
    assert (status, "no such thing" in body.decode()) == (400, True)
    assert client.get("/questions/figures")[0] == 400


def test_asking_in_chinese(client):
    asked = "/ask?q=" + quote("好物直播由谁运营？")
    answer = json.loads(client.get(asked, Accept="application/json")[2])
    assert answer["rows"][0]["cells"] == ["好物直播", "云米集团"]
    assert answer["rows"][0]["sentences"][0]["text"] == "好物直播由云米集团运营"
    status, text = client.page(asked)
    assert status == 200
    sound(text)
    assert "好物直播由云米集团运营" in text
    status, text = client.page("/ask?q=" + quote("<script>alert(1)</script>的天气"))
    assert status == 404
    sound(text)


def test_the_interactive_page_and_the_health_check(client):
    status, headers, body = client.get("/graph")
    assert (status, headers["content-type"].partition(";")[0]) == (200, "text/html")
    assert "图谱" in body.decode()
    state = json.loads(client.get("/health")[2])
    assert (state["status"], state["articles"], state["things"]) == ("ok", 3, 23)


def test_pages_may_run_only_their_own_scripts(client):
    for path in ("/", "/query", "/article/a1"):
        policy = client.get(path, Accept="text/html")[1]
        assert "script-src 'self'" in policy["content-security-policy"]
        assert policy["x-content-type-options"] == "nosniff"


# Hostile articles -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    with serving(built(tmp_path_factory.mktemp("hostile"), hostile()), workers=1) as found:
        yield found


@pytest.mark.parametrize("number", range(len(NASTY)))
def test_no_text_changes_the_structure_of_a_page(attacked, number):
    name = Names().entity(f"Place/{NASTY[number]}").value
    article = Names().article(NASTY[number]).value
    seen = fit(NASTY[number]).replace("\r\n", "\n").replace("\r", "\n")
    for iri in (name, article):
        status, text = attacked.page(link(iri, BASE))
        assert status == 200
        page = sound(text)
        assert " ".join(seen.split()) in " ".join(page.within["h1"][0].replace("\r", "\n").split())
    for iri in (name, article):
        for media, kind in (("text/turtle", ox.RdfFormat.TURTLE), ("application/ld+json", ox.RdfFormat.JSON_LD)):
            status, _, body = attacked.get(link(iri, BASE), Accept=media)
            assert status == 200
            found = list(ox.parse(body, format=kind))
            assert found
            assert not [q for q in found if q.predicate.value.startswith("http://evil.example")]


def test_a_hostile_home_and_question_are_sound(attacked):
    for path in ("/", "/query", "/ask?q=" + quote(NASTY[2])):
        sound(attacked.page(path)[1])


@pytest.mark.parametrize("text", NASTY)
def test_no_parameter_becomes_part_of_a_page_or_query(attacked, text):
    sent = quote(text.encode("utf-8", "replace").decode())
    for path in (
        f"/sparql?query={sent}",
        f"/questions/measure?measure={sent}",
        f"/ask?q={sent}",
        f"/resource?iri={sent}",
        f"/{sent}",
    ):
        status, headers, body = attacked.get(path, Accept="text/html")
        assert status < 500
        if headers.get("content-type", "").startswith("text/html"):
            sound(body.decode())


def test_assets_are_all_that_the_folder_holds():
    assert {path.suffix for path in Path(ASSETS).iterdir()} <= {".html", ".css", ".js", ".svg"}
