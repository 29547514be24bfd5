"""Takes the README's pictures from the demo, in a real browser: ``python tools/pictures.py``.

Loads a demo of its own into a folder that is removed afterwards (or uses the loaded home that is
named as the only argument), starts both faces, walks to each page and writes ``docs/pictures``.
"""

from __future__ import annotations

import io
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from journeys import demo_site  # noqa: E402 -- found once the tests' folder is known
from journeys.sealing_site import chromium  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
WIDTH, PHONE = 1180, {"width": 390, "height": 844}
MOST_BYTES = 250_000
COALITION = "made-up:case-level"
TOLD = "Më thanë se do të punoja në ndërtim. Ma morën pasaportën. (provë, e sajuar)"


def main() -> int:
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory()))
        home = Path(sys.argv[1]) if sys.argv[1:] else _load(folder / "home")
        demo = held.enter_context(demo_site.running(home, folder / "said.txt"))
        browser = held.enter_context(chromium())
        staff = demo_site.Staff(browser, demo)
        _landing(browser, demo)
        _desk(staff, "analyst", "/routes/AL:GB/", "route", 1400)
        _desk(staff, "partner", "/your-view/", "your-view", 1100)
        _desk(staff, "partner", "/contribute/", "contribute", 900)
        _desk(staff, "analyst", f"/routes/AL:GB/places/?source={COALITION}", "places", 1000)
        _desk(staff, "analyst", f"/routes/AL:GB/hidden/?source={COALITION}", "hidden", 1300)
        _desk(staff, "campaigner", f"/campaigns/{demo.notes.plan_id}/", "campaign", 1400)
        _impact(staff)
        _inbox(browser, staff)
    return 0


def _load(home: Path) -> Path:
    demo_site.command_line(home, "demo", "--home", str(home), "--load-only")
    return home


def _landing(browser: Browser, demo: demo_site.Demo) -> None:
    page = browser.new_context(viewport=PHONE, device_scale_factor=2).new_page()
    page.goto(f"{demo.public}/sq/{demo.notes.slug}/")
    _keep(page, "landing-sq", PHONE["width"], PHONE["height"])


def _desk(staff: demo_site.Staff, who: str, path: str, name: str, height: int) -> None:
    page = staff.page(who, path)
    _keep(page, name, WIDTH, height)


def _impact(staff: demo_site.Staff) -> None:
    """The report as it is once it may leave."""
    page = staff.page("analyst", f"/proof/{staff.demo.notes.plan_id}/")
    letting_out = page.get_by_role("button", name="Release the report")
    if letting_out.count():
        letting_out.click()
        expect(letting_out).to_have_count(0)
        page.reload()
    _keep(page, "impact", WIDTH, 1400)


def _inbox(browser: Browser, staff: demo_site.Staff) -> None:
    """A made-up report is sent from a phone, then opened by the caseworker."""
    visitor = browser.new_context(viewport=PHONE).new_page()
    visitor.goto(f"{staff.demo.public}/sq/{staff.demo.notes.slug}/form/")
    visitor.locator("#what").fill(TOLD)
    visitor.locator("#where").fill("Birmingham")
    visitor.locator("form[data-seal] button").click()
    visitor.wait_for_url("**/done/")
    page = staff.page("caseworker", "/inbox/")
    page.locator("#passphrase").fill(staff.demo.notes.passphrase)
    page.locator("[data-unlock] button").click()
    expect(page.get_by_text(TOLD)).to_be_visible()
    _keep(page, "inbox", WIDTH, 700)


def _keep(page: Page, name: str, width: int, height: int) -> None:
    """Write what the page shows, this wide and high in CSS pixels, in at most 256 colours."""
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_load_state("networkidle")
    shot = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    path = PICTURES / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    colours = shot.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    colours.save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.relative_to(ROOT)}: {shot.width}x{shot.height}, {size / 1000:.0f} kB")
    if size > MOST_BYTES:
        raise SystemExit(f"{path.name} has {size} bytes, more than {MOST_BYTES}")


if __name__ == "__main__":
    raise SystemExit(main())
