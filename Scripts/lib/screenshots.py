"""Takes pictures of the demo's live page. Called by Scripts/screenshots."""
import os
import pathlib
import re
import signal
import subprocess
import sys
import time

import browser
from browser import prefer, resize

folder = pathlib.Path(sys.argv[1])
demo = subprocess.Popen(["Scripts/demo", "--live"], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
                        start_new_session=True)
try:
    page = next((found[0] for line in demo.stderr if (found := re.search(r"http://127\.0\.0\.1:\d+", line))), None)
    if not page:
        sys.exit("Scripts/screenshots: the demo did not say where its live page is: is another daemon running here?")
    driver = browser.start()
    try:
        resize(driver, 1280, 900)
        driver.get(page)
        time.sleep(75)
        for scheme in ("light", "dark"):
            prefer(driver, scheme)
            for width, height in ((1280, 900), (390, 844)):
                # All of it, as if the window were so high.
                for high in (height, None):
                    resize(driver, width, high or driver.execute_script("return document.documentElement.scrollHeight"))
                    time.sleep(1.5)
                driver.save_screenshot(str(folder / f"live-{width}-{scheme}.png"))
    finally:
        driver.quit()
finally:
    os.killpg(demo.pid, signal.SIGINT)
    demo.wait()
