"""Checks monitoring/ against what a daemon gives and what a Prometheus makes of it. Called by Scripts/system/monitoring."""
import json, pathlib, re, sys, urllib.parse, urllib.request

# What a daemon with one sound stream and no keys does not give within the first minute.
SOMETIMES = {
    "markercast_admissions_total": "with keys only",
    "markercast_clock_drift_ratio": "after two whole minutes",
}
dashboard = json.loads(pathlib.Path("monitoring/grafana.json").read_text())
document = pathlib.Path("docs/monitoring.md").read_text()


def names(metrics):
    """Every metric that is named is given, and all that are given are in the document's table, with their types."""
    types = dict(re.findall(r"^# TYPE (\w+) (\w+)$", pathlib.Path(metrics).read_text(), re.M))
    told = dict(re.findall(r"^\| `(markercast_\w+)` \| (\w+) \|", document, re.M))
    problems = [f"docs/monitoring.md does not have {name}" for name in types if name not in told]
    problems += [f"{name} is a {types[name]}, and a {told[name]} in docs/monitoring.md"
                 for name in types if told.get(name, types[name]) != types[name]]
    given = {name + part for name, kind in types.items()
             for part in {"histogram": ["_bucket", "_sum", "_count"], "summary": ["", "_count"]}.get(kind, [""])}
    files = [*pathlib.Path("monitoring").glob("*.yml"), pathlib.Path("monitoring/grafana.json")]
    named = {(name, file) for file in files
             for name in re.findall(r"(?<![\w:])markercast_[a-z_]+(?![\w:])", file.read_text())}
    named |= {(name, "docs/monitoring.md") for name in told if name not in types}
    problems += [f"{file} names {name}, which the daemon does not give"
                 for name, file in sorted(named, key=str) if name not in given and name not in SOMETIMES]
    return problems, f"{len({name for name, _ in named})} names are of the {len(types)} metrics."


def ask(url, path, **query):
    try:
        with urllib.request.urlopen(f"{url}/api/v1/{path}?{urllib.parse.urlencode(query)}", timeout=10) as answer:
            return json.load(answer)["data"]
    except urllib.error.HTTPError as error:
        return {"error": json.load(error)["error"], "result": []}


def answers(url):
    """Every panel has something to show, every rule can be evaluated, and nothing is the matter."""
    problems, count = [], 0
    for panel in dashboard["panels"]:
        for target in panel.get("targets", []):
            question = re.sub(r"\$__rate_interval", "10s", re.sub(r"\$(job|instance|stream|model)\b", ".*", target["expr"]))
            answer = ask(url, "query", query=question)
            silent = question.endswith("> 0") or "ALERTS" in question or any(name in question for name in SOMETIMES)
            if "error" in answer or not (answer["result"] or silent):
                problems.append(f'the panel "{panel["title"]}" has no answer to {question}: {answer.get("error", "nothing")}')
            count += 1
    for group in ask(url, "rules")["groups"]:
        for rule in group["rules"]:
            if rule["health"] != "ok": problems.append(f'{rule["name"]} is not well: {rule.get("lastError", rule["health"])}')
            if rule.get("state") == "firing": problems.append(f'{rule["name"]} fires: {rule["alerts"]}')
            count += 1
    return problems, f"{count} questions and rules are answered."


problems, sentence = {"names": names, "answers": answers}[sys.argv[1]](sys.argv[2])
if problems: sys.exit("\n".join(problems))
print(sentence)
