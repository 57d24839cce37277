"""What zooming costs, counted in drawings rather than in time, and how it looks on the way."""

# Notes whole frames painted off the screen, paintings of the window, and bitmaps that were stretched.
WATCH = """(() => {
  window.seen = { frames: 0, windows: 0, stretched: 0, names: 0 };
  const proto = CanvasRenderingContext2D.prototype;
  const { fillRect, drawImage, strokeText } = proto;
  proto.fillRect = function (x, y, w, h) {
    const host = document.querySelector("#stage");
    if (host && w >= host.clientWidth && h >= host.clientHeight) window.seen[this.canvas.isConnected ? "windows" : "frames"] += 1;
    return fillRect.call(this, x, y, w, h);
  };
  proto.drawImage = function (image, ...rest) {
    const [from, to] = rest.length === 8 ? [rest.slice(2, 4), rest.slice(6, 8)] : [[image.width, image.height], rest.length === 4 ? rest.slice(2, 4) : [image.width, image.height]];
    if (this.canvas.isConnected && (Math.abs(from[0] - to[0]) > 0.01 || Math.abs(from[1] - to[1]) > 0.01)) window.seen.stretched += 1;
    return drawImage.call(this, image, ...rest);
  };
  proto.strokeText = function (...rest) {
    window.seen.names += 1;
    return strokeText.apply(this, rest);
  };
})()"""

# One step of the wheel in each of so many frames; `rest` milliseconds later, what was seen.
BURST = """([steps, delta, rest]) => new Promise((done) => {
  const canvas = document.querySelector("#stage canvas");
  const box = canvas.getBoundingClientRect();
  window.seen = { frames: 0, windows: 0, stretched: 0, names: 0 };
  let n = 0;
  const step = () => {
    if (n === steps) return rest ? setTimeout(() => done(window.seen), rest) : done(window.seen);
    const at = { clientX: box.left + 400, clientY: box.top + 300 };
    canvas.dispatchEvent(new WheelEvent("wheel", { deltaY: delta, ...at, bubbles: true, cancelable: true }));
    n += 1;
    requestAnimationFrame(step);
  };
  step();
})"""


def test_a_zoom_paints_the_window_and_no_frame_until_it_rests(visit):
    for name in ("story", "made-5000"):
        with visit(name) as reader:
            reader.tab.add_init_script(WATCH)
            reader.open()
            moving = reader.tab.evaluate(BURST, [12, -40, 0])
            assert moving["windows"] >= 8
            assert moving["frames"] == 0
            assert moving["stretched"] == 0
            reader.settle(600)
            # The frame that a pan will shift is made once, when the wheel has come to rest.
            assert reader.tab.evaluate("window.seen.frames") == 1
            reader.press("ArrowLeft")
            assert reader.tab.evaluate("window.seen.frames") == 1


def test_names_stay_while_the_map_is_zoomed_a_little(visit):
    with visit("made-150") as reader:
        reader.tab.add_init_script(WATCH)
        reader.open()
        before = reader.painted()
        assert reader.tab.evaluate(BURST, [3, -20, 0])["names"] == 0
        # They are still there, and not only the things they name.
        assert reader.painted() > 0.9 * before


# How many pixels of the map differ clearly from those kept the last time it was asked.
COMPARE = """() => {
  const canvas = document.querySelector("#stage canvas");
  const now = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  const before = window.kept || now;
  window.kept = now;
  return now.reduce((sum, value, n) => sum + (Math.abs(value - before[n]) > 24 ? 1 : 0), 0);
}"""


def test_the_picture_at_rest_is_as_if_it_had_never_moved(visit):
    with visit("made-150") as reader:
        reader.tab.add_init_script(WATCH)
        reader.open()
        reader.tab.evaluate(COMPARE)
        reader.tab.evaluate(BURST, [6, -60, 500])
        assert reader.tab.evaluate(COMPARE) > 5000
        # Painted anew from nothing, as after a change of colours.
        reader.press("x", "x")
        reader.settle(300)
        assert reader.tab.evaluate(COMPARE) < 60
