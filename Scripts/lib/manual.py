"""Writes the manual pages of markercast and of each of its commands, from what the program says of itself.

Usage: manual.py PROGRAM FOLDER DATE
"""
import json, pathlib, re, subprocess, sys

program, folder, date = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
said = json.loads(subprocess.run([program, "--experimental-dump-help"], capture_output=True, check=True).stdout)
version = subprocess.run([program, "--version"], capture_output=True, check=True, text=True).stdout.strip()
statuses = {
    0: "It was done.", 1: "It was done, and the answer is no: of bench, that the budget does not hold.", 64: "A flag or a setting can't be used.",
    65: "A file holds what can't be read.", 66: "A file is missing.",
    69: "An endpoint, or something that has to be installed, can't be had.", 70: "A fault of the program.",
    130: "A second signal ended it.",
}


def escaped(text):
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("`", "\\(ga").replace("'", "\\(aq")
    return re.sub(r"^\.", r"\\&.", text, flags=re.M)


def discussion(text):
    """Paragraphs; lines in capitals are headings, and lines that are indented stay as they are."""
    for block in re.split(r"\n\n(?! )", text):
        first, _, rest = block.partition("\n")
        if re.fullmatch(r"[A-Z][A-Z ]+", first):
            yield f".SH {first}"
            block = rest
        else:
            yield ".PP"
        yield from [".nf", escaped(block), ".fi"] if block.startswith(" ") else [escaped(block)]


def names(argument):
    dashes = {"long": "--", "short": "-", "longWithSingleDash": "-"}
    return [dashes[name["kind"]] + name["name"] for name in argument.get("names", [])]


def options(command):
    arguments = [argument for argument in command.get("arguments", []) if argument["shouldDisplay"]]
    for argument in arguments:
        tags = names(argument)
        # A flag that can be turned round is two arguments of one text.
        if tags and tags[0].startswith("--no-"):
            continue
        turned = [t for a in arguments for t in names(a) if tags and t == tags[-1].replace("--", "--no-", 1)]
        value = "" if argument["kind"] == "flag" else f"\\fI{escaped(argument['valueName'])}\\fR"
        yield from [".TP", " ".join([", ".join(f"\\fB{escaped(tag)}\\fR" for tag in tags + turned), value]).strip()]
        # An item without text would swallow the next one.
        yield escaped(argument.get("abstract", "").replace("\n", " ")) or "\\&"
        if argument.get("allValues"):
            yield f"One of {escaped(', '.join(argument['allValues']))}."
        if argument.get("defaultValue") not in (None, "", "false"):
            yield f"Unless told otherwise: {escaped(argument['defaultValue'])}."


def operands(command):
    for argument in command.get("arguments", []):
        if argument["kind"] == "positional" and argument["shouldDisplay"]:
            name = f"\\fI{escaped(argument['valueName'])}\\fR" + (" ..." if argument["isRepeating"] else "")
            yield f"[{name}]" if argument["isOptional"] else name


def page(name, command, others):
    abstract = command["abstract"].rstrip(".")
    commands = command.get("subcommands", [])
    described = list(discussion(command.get("discussion") or command["abstract"]))
    # Its first heading ends the description, and options come before the examples.
    end = next((i for i, line in enumerate(described) if line.startswith(".SH")), len(described))
    synopsis = [f"\\fB{name.replace('-', ' ', 1)}\\fR", *(["\\fIcommand\\fR"] if commands else []), "[\\fIoptions\\fR]"]
    text = [
        f'.TH {name.upper()} 1 {date} "markercast {version}" "User Commands"', ".nh",
        ".SH NAME", f"{name} \\- {escaped(abstract[0].lower() + abstract[1:])}",
        ".SH SYNOPSIS", " ".join(synopsis + list(operands(command))),
        ".SH DESCRIPTION", *described[:end],
    ]
    if commands:
        text.append(".SH COMMANDS")
    for other in commands:
        text += [".TP", f"\\fB{other['commandName']}\\fR", escaped(other["abstract"])]
    text += [".SH OPTIONS", *options(command), *described[end:]]
    if ".SH EXIT STATUS" not in described:
        text.append(".SH EXIT STATUS")
        for status, meaning in statuses.items():
            text += [".TP", f"\\fB{status}\\fR", escaped(meaning)]
    text += [".SH SEE ALSO", ", ".join(f"\\fB{escaped(other)}\\fR(1)" for other in others if other != name)]
    (folder / f"{name}.1").write_text("\n".join(text) + "\n")


commands = [c for c in said["command"]["subcommands"] if c["shouldDisplay"] and c["commandName"] != "help"]
said["command"]["subcommands"] = commands
pages = ["markercast"] + [f"markercast-{c['commandName']}" for c in commands]
folder.mkdir(parents=True, exist_ok=True)
page("markercast", said["command"], pages)
for command in commands:
    page(f"markercast-{command['commandName']}", command, pages)
