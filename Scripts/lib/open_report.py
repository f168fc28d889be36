"""Opens reports in a headless Chromium and checks what a reader would see. Called by Scripts/system/report."""
import csv
import pathlib
import sys

from selenium.webdriver.support.ui import Select

import browser
from browser import drawn_share, overflow, picture, prefer, resize

folder = pathlib.Path(sys.argv[1])
CHARTS = ["error-causal", "error-look-ahead", "jitter-causal", "jitter-look-ahead", "coverage-causal", "cost", "trace", "over-time", "histogram"]
SEARCH_CHARTS = ["landscape-0-hidden", "landscape-0-learning-rate", "landscape-0-sigma"]

driver = browser.start(browser="ALL")


def check(holds, what):
    if not holds:
        sys.exit(f"The report fails: {what}.")


def choose(name, text):
    """Chooses the option that begins with `text`, or the last other one."""
    select = Select(driver.find_element("name", name))
    now = select.first_selected_option.text
    select.select_by_visible_text([o.text for o in select.options if o.text != now and o.text.startswith(text)][-1])


def points(label):
    """The points of a line of the motion: time and position."""
    return driver.execute_script("""
        const found = Chart.getChart("trace").data.datasets.find(own => own.label === arguments[0] && !own.isBand);
        return found.data.map(point => [point.x, point.y]);""", label)


def check_redraws(action, what, charts):
    before = {chart: picture(driver, chart) for chart in charts}
    action()
    for chart in charts:
        check(picture(driver, chart) != before[chart], f"{what} leaves {chart} as it was")


def check_positions():
    """What is drawn is what evaluate wrote into its table of forecasts."""
    choose("recording", "breathing-1")
    choose("horizon", "0.5 s")
    choose("axis", "z")
    choose("span", "all")
    marker = Select(driver.find_element("name", "marker")).first_selected_option.text
    with open(folder / "forecasts.csv") as file:
        rows = [row for row in csv.DictReader(file)
                if (row["recording"], row["model"], row["run"], row["marker"], row["horizon_s"], row["protocol"])
                == ("breathing-1", "uoro", "0", marker, "0.5", "causal")]
    drawn = points("uoro")
    check(len(rows) == len(drawn) > 250, f"{len(drawn)} forecasts are drawn, {len(rows)} were made")
    for row, (_, place) in zip(rows, drawn):
        check(abs(float(row["z_mm"]) - place) < 6e-4, f"a forecast of {row['z_mm']} mm is drawn at {place} mm")


def open_page(name, charts, width, height, least=0.01):
    resize(driver, width, height)
    driver.get((folder / name).as_uri())
    canvases = [canvas.get_attribute("id") for canvas in driver.find_elements("tag name", "canvas")]
    check(sorted(canvases) == sorted(charts), f"the charts of {name} are {canvases}")
    for chart in charts:
        check(drawn_share(driver, chart) > least, f"{chart} is blank at {width} pixels")
    excess = overflow(driver)
    check(excess == 0, f"{name} is {excess} pixels wider than {width}")


def check_page(width, height):
    open_page("report.html", CHARTS, width, height)
    motion = ["trace", "over-time", "histogram"]
    check_redraws(lambda: choose("recording", "breathing-2"), "another recording", motion)
    check_redraws(lambda: choose("horizon", "0.1"), "another horizon", motion)
    check_redraws(lambda: choose("marker", ""), "another marker", ["trace", "over-time"])
    check_redraws(lambda: choose("span", "10 s"), "a shorter span", ["trace", "over-time"])
    check_redraws(lambda: driver.find_element("css selector", "[title=later]").click(), "the next span", ["trace"])
    legend = "#motion-controls [name='look-ahead uoro']"
    check_redraws(lambda: driver.find_element("css selector", legend).click(), "another model", motion)
    check_redraws(lambda: choose("score-recording", "breathing-1"), "another recording", CHARTS[:4])
    check_redraws(lambda: choose("measure", "median"), "another measure", CHARTS[:2])
    check_positions()


def check_colours_and_paper():
    check_redraws(lambda: prefer(driver, "dark"), "a dark scheme", CHARTS)
    check(len(driver.execute_cdp_cmd("Page.printToPDF", {})["data"]) > 50_000, "it does not print")
    for chart in CHARTS:
        check(drawn_share(driver, chart) > 0.01, f"{chart} is blank after printing")


try:
    for size in ((1280, 900), (390, 844)):
        open_page("search.html", SEARCH_CHARTS, *size)
        check_page(*size)
    check_colours_and_paper()
    said = [entry for entry in driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]
    check(not said, f"the console says {said}")
finally:
    driver.quit()
print(f"The reports draw their {len(CHARTS) + len(SEARCH_CHARTS)} charts, at 1280 and 390 pixels, and say nothing on the console.")
