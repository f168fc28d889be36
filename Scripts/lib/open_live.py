"""Opens the live page of a daemon in a headless Chromium and checks what a reader would see. Called by Scripts/system/live."""
import json
import pathlib
import re
import subprocess
import sys
import threading
import time
import urllib.request

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

import browser
from browser import drawn_share, overflow, picture, prefer, resize

program, work = sys.argv[1], pathlib.Path(sys.argv[2])
streams = ("demo", "b-couch")
frames = {stream: f"ipc://{work}/{stream}" for stream in streams}
forecasts = f"ipc://{work}/forecasts"
children = []


def check(holds, what):
    if not holds:
        sys.exit(f"The live page fails: {what}.")


def start(*arguments, **more):
    children.append(subprocess.Popen([program, *arguments], stdout=subprocess.DEVNULL, text=True, **more))
    return children[-1]


def serve(port):
    """A daemon, and the port of its page."""
    daemon = start("serve", "--subscribe", ",".join(frames.values()), "--publish", forecasts, "--rate", "10", "--explain",
                   "--http", f"127.0.0.1:{port}", stderr=subprocess.PIPE)
    for line in daemon.stderr:
        if found := re.search(r"live page at http://127\.0\.0\.1:(\d+)", line):
            threading.Thread(target=lambda: [None for _ in daemon.stderr], daemon=True).start()
            return daemon, int(found[1])
    sys.exit("the daemon has not said where its live page is")


def replay(stream):
    return start("replay", f"{work}/breathing.csv", "--publish", frames[stream], "--stream", stream, "--loop",
                 stderr=subprocess.DEVNULL)


def end(child):
    child.terminate()
    child.wait()


def run(script, *arguments):
    return driver.execute_script(script, *arguments)


def await_that(script, what, seconds=20):
    limit = time.monotonic() + seconds
    while not run(f"return !!({script})"):
        check(time.monotonic() < limit, f"{what} has not come within {seconds} s")
        time.sleep(0.01)


def press(key):
    ActionChains(driver).send_keys(key).perform()


def check_drawing():
    before = {chart: picture(driver, chart) for chart in ("motion", "plan")}
    count = run("return markercast.frames")
    time.sleep(3)
    drawn = run("return markercast.frames") - count
    check(drawn >= 45, f"it drew {drawn} pictures in three seconds")
    print(f"{drawn / 3:.0f} pictures a second, on a machine that does all else too.")
    for chart, old in before.items():
        check(picture(driver, chart) != old, f"{chart} stands still")
    for chart in ("motion", "plan", "errors", "latency"):
        check(drawn_share(driver, chart) > 0.01, f"{chart} is blank")
    check(run("return document.querySelectorAll('#weights *').length") > 5, "no weights are shown")


def check_pause():
    press(Keys.SPACE)
    await_that("markercast.paused", "the pause", 2)
    old = picture(driver, "motion")
    count = run("return markercast.frames")
    time.sleep(1)
    check(run("return markercast.frames") == count and picture(driver, "motion") == old, "it moves while it is paused")
    press(Keys.SPACE)
    await_that("!markercast.paused", "the end of the pause", 2)


def check_streams():
    other = replay("b-couch")
    await_that("document.querySelectorAll('#streams tbody tr').length == 2", "the second stream")
    check(run("return markercast.stream") == "demo", "another stream took the place of the chosen one")
    press(Keys.ARROW_UP)
    await_that("markercast.stream == 'b-couch' && location.hash == '#b-couch'", "the stream above", 2)
    press(Keys.ARROW_DOWN)
    await_that("markercast.stream == 'demo'", "the stream below", 2)
    end(other)


def check_states(feed):
    await_that("markercast.state == 'tracking'", "tracking", 60)
    end(feed)
    await_that("document.getElementById('state').textContent.includes('lost')", "the word lost")
    feed = replay("demo")
    await_that("document.getElementById('state').textContent.includes('tracking')", "tracking again", 60)
    check(run("return document.getElementById('event-list').textContent.length") > 0, "no event is listed")
    return feed


def check_daemon_gone(daemon, port):
    end(daemon)
    await_that("!document.getElementById('banner').hidden", "the banner")
    serve(port)
    await_that("document.getElementById('banner').hidden && markercast.connected", "the connection again", 30)


def check_sizes():
    for scheme in ("light", "dark"):
        prefer(driver, scheme)
        for width, height in ((1280, 1400), (390, 844)):
            resize(driver, width, height)
            time.sleep(1.5)
            excess = overflow(driver)
            check(excess == 0, f"the page is {excess} pixels wider than {width}")


def check_quiet(port):
    said = [entry for entry in driver.get_log("browser")
            # That the daemon was gone for a moment is no fault of the page.
            if "ERR_CONNECTION_REFUSED" not in entry["message"] and "ERR_INCOMPLETE_CHUNKED_ENCODING" not in entry["message"]]
    check(not said, f"the console says {said}")
    asked = {message["params"]["request"]["url"]
             for message in (json.loads(entry["message"])["message"] for entry in driver.get_log("performance"))
             if message["method"] == "Network.requestWillBeSent"}
    outside = [url for url in asked if not url.startswith((f"http://127.0.0.1:{port}/", "data:", "chrome:", "about:"))]
    check(len(asked) > 5 and not outside, f"it asks for {outside}")


driver = browser.start(browser="ALL", performance="ALL")
try:
    daemon, port = serve(0)
    feed = replay("demo")
    resize(driver, 1280, 900)
    # The stream is there before the page is.
    while b'"stream":"demo"' not in urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/streams").read():
        time.sleep(0.1)
    driver.get(f"http://127.0.0.1:{port}/")
    await_that("window.markercast && markercast.stream == 'demo'", "the stream")
    shown = run("return performance.now()")
    check(shown < 1000, f"the stream was shown {shown:.0f} ms after the page was asked for")
    await_that("markercast.state == 'tracking'", "tracking", 60)
    check_drawing()
    check_pause()
    check_streams()
    feed = check_states(feed)
    time.sleep(20)
    check_sizes()
    check_daemon_gone(daemon, port)
    check_quiet(port)
finally:
    driver.quit()
    for child in children:
        child.kill()
print(f"The live page showed the stream after {shown:.0f} ms, moved, told lost from tracking, came back, fitted, and asked nobody else.")
