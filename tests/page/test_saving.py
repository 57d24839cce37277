"""What a reader can take away: pictures, drawings, tables."""

import xml.etree.ElementTree as ET
from itertools import combinations

import story


def test_png_and_svg_hold_the_map_and_its_names_do_not_overlap(visit):
    with visit("made-150") as reader:
        reader.open()
        picture = reader.save("png")
        assert picture[:8] == b"\x89PNG\r\n\x1a\n"
        width = int.from_bytes(picture[16:20])
        assert width == 2 * reader.tab.evaluate("document.querySelector('#stage').clientWidth")
        root = ET.fromstring(reader.save("svg"))
        boxes = _label_boxes(root)
        assert len(boxes) > 30
        assert not [pair for pair in combinations(boxes, 2) if _overlap(*pair)]
        sheet = [float(root.get(side, 0)) for side in ("width", "height")]
        assert all(x >= 0 and y >= 0 and x + w <= sheet[0] and y + h <= sheet[1] for x, y, w, h in boxes)


def _label_boxes(root: ET.Element) -> list[tuple[float, float, float, float]]:
    boxes = []
    for text in root.iter("{http://www.w3.org/2000/svg}text"):
        w, h, size = (
            float(text.get("data-w", 0)),
            float(text.get("data-h", 0)),
            float(text.get("font-size", 0)),
        )
        boxes.append((float(text.get("x", 0)) - w / 2, float(text.get("y", 0)) - size * 0.36 - h / 2, w, h))
    return boxes


def _overlap(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    apart = 0.1
    return (
        a[0] + apart < b[0] + b[2]
        and b[0] + apart < a[0] + a[2]
        and a[1] + apart < b[1] + b[3]
        and b[1] + apart < a[1] + a[3]
    )


def test_csv_holds_what_is_in_view_with_its_sentences(visit):
    with visit() as reader:
        reader.open("off=Award,Product".replace(",", "|"))
        facts = reader.rows("facts")
        assert len(facts) == 8  # seven facts, one of them said by two articles
        row = next(row for row in facts if row["relation"] == "任职")
        assert (row["subject"], row["object"], row["role"]) == (story.SPEAKER, story.MINISTRY, "部长助理")
        assert row["evidence"] == "商务部部长助理任鸿斌"
        assert row["outlet"] == "新华社"
        figures = reader.rows("figures")
        assert {row["mark"] for row in figures} == {"", "conflict"}
        assert next(row for row in figures if row["value"] == "29410000000")["period"] == "2022-04-28/2022-05-12"
