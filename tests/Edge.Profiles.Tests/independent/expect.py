"""What 'edge profile check' must say of a real workbook, worked out without it: one line a finding, "severity|sheet|row|column".

Reads the .xls with python3-xlrd and the drawings as lines; shares no code and no method with the importer where there is a choice
(tokens instead of patterns for formulas, Tarjan's algorithm for cycles).
Usage: expect.py WORKBOOK COMASTER
"""
import os
import sys
import tokenize
import io
import xml.etree.ElementTree

import xlrd


def table(book, name):
    sheet = book.sheet_by_name(name)
    heads = [str(c.value).strip().lower() for c in sheet.row(0)]
    rows = []
    for r in range(1, sheet.nrows):
        row = {}
        for c, head in enumerate(heads):
            if head and head not in row:
                value = sheet.cell_value(r, c)
                row[head] = None if value == "" else value
        row["#"] = r + 1
        rows.append(row)
    return rows


def words(formula):
    """The names with their points joined, and the operators: ai.E42VV_00.value, *, (, …"""
    parts = []
    for token in tokenize.generate_tokens(io.StringIO(formula).readline):
        if token.type in (tokenize.NEWLINE, tokenize.ENDMARKER, tokenize.NL):
            continue
        if parts and (token.string == "." or parts[-1].endswith(".")):
            parts[-1] += token.string
        else:
            parts.append(token.string)
    return parts


def paths(formula, kind, attribute):
    found = []
    for word in words(formula):
        split = word.split(".")
        if len(split) == 3 and split[0].lower() == kind and split[2].lower() == attribute and split[1] not in found:
            found.append(split[1])
    return found


def factors(formula):
    """The points whose scale stands right behind a multiplication."""
    parts = words(formula)
    return [p.split(".")[1] for q, p in zip(parts, parts[1:]) if q == "*" and p.startswith("ai.") and p.endswith(".escala")]


def circles(formulas):
    """The strongly connected parts of more than one formula (or one that reads itself), as lists of rows."""
    by_slot = {(f["tag"], f["atributo"]): f for f in formulas}
    edges = {}
    for slot, f in by_slot.items():
        targets = [tuple(w.split(".")[1:]) for w in words(f["formula"]) if w.startswith("eg.") and w.count(".") == 2]
        edges[slot] = [t for t in targets if t in by_slot]
    index, low, stack, on, found = {}, {}, [], set(), []

    def visit(v):
        index[v] = low[v] = len(index)
        stack.append(v)
        on.add(v)
        for w in edges[v]:
            if w not in index:
                visit(w)
                low[v] = min(low[v], low[w])
            elif w in on:
                low[v] = min(low[v], index[w])
        if low[v] == index[v]:
            part = []
            while True:
                w = stack.pop()
                on.discard(w)
                part.append(w)
                if w == v:
                    break
            if len(part) > 1 or v in edges[v]:
                found.append(sorted(by_slot[w]["#"] for w in part))

    sys.setrecursionlimit(10000)
    for slot in edges:
        if slot not in index:
            visit(slot)
    return found


def drawing(path):
    """The line of each tag, of the first empty one, and whether there is text that flows: read line by line, because a drawing program
    gives every attribute a line of its own."""
    tags, empty, flows = {}, None, False
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            flows |= "<flowRoot" in line or "<svg:flowRoot" in line
            if line.strip().startswith('tag="'):
                tag = line.strip().split('"')[1]
                if tag:
                    tags.setdefault(tag, number)
                else:
                    empty = empty or number
    return tags, empty, flows


def idle(path):
    """The tags that have nothing of their own to show: only groups, down to the next tag."""

    def own(node):
        for child in node:
            if not child.get("tag", "").strip():
                yield child
                yield from own(child)

    def shows(node):
        return any(not part.tag.endswith("}g") for part in [node, *own(node)])

    tagged = [node for node in xml.etree.ElementTree.parse(path).iter() if node.get("tag", "").strip()]
    return {node.get("tag") for node in tagged} - {node.get("tag") for node in tagged if shows(node)}


def main(path, comaster):
    book = xlrd.open_workbook(path, formatting_info=False)
    ieds = {i["id"] for i in table(book, "ied") if i["comaster_id"] == comaster}
    ai = {p["tag"]: p for p in table(book, "ai") if p["tag"] and p["ied_id"] in ieds}
    di = {p["tag"]: p for p in table(book, "di") if p["tag"] and p["ied_id"] in ieds}
    eg = {e["tag"]: e for e in table(book, "eg") if e["tag"]}
    formulas = [f for f in table(book, "formulas") if f["formula"]]
    by_slot = {(f["tag"], f["atributo"]): f for f in formulas}
    colours = {int(c["id_col"]): c for c in table(book, "color") if c["id_col"] is not None}
    screens = [s for s in table(book, "screens") if s["name"]]
    out = []

    def say(severity, sheet, row, column):
        out.append("%s|%s|%s|%s" % (severity, sheet, "" if row is None else int(row), column))

    def used(slot, seen=()):
        f = by_slot.get(slot)
        if f is None or slot in seen:
            return set()
        points = set(paths(f["formula"], "ai", "value"))
        for other in paths(f["formula"], "eg", "text"):
            points |= used((other, "text"), seen + (slot,))
        return points

    for f in formulas:
        scales = paths(f["formula"], "ai", "escala")
        if len(scales) == 1:
            for point in paths(f["formula"], "ai", "value"):
                if abs(ai[point]["escala"] / ai[scales[0]]["escala"] - 1) > 1e-6:
                    say("Warning", "formulas", f["#"], "Formula")
        for other in paths(f["formula"], "eg", "text"):
            source = by_slot.get((other, "text"))
            if other != f["tag"] and source and set(factors(source["formula"])) & set(factors(f["formula"])):
                say("Warning", "formulas", f["#"], "Formula")
        looked = set(paths(f["formula"], "ai", "q"))
        if f["atributo"] == "fill" and looked and used((f["tag"], "text")) - looked:
            say("Warning", "formulas", f["#"], "Formula")
    for rows in circles(formulas):
        say("Warning", "formulas", rows[0], "Formula")

    # A breaker that is called closed while its formula paints it as open; a signal that is called normal and painted red.
    said = set()
    for f in formulas:
        parts = words(f["formula"])
        if parts[0].upper() == "SI" and parts[2] == "di.%s.value" % f["tag"]:
            depth, comma = 0, None
            for i, part in enumerate(parts[4:], 4):
                depth += (part == "(") - (part == ")")
                if part == "," and depth == 0 and comma is None:
                    comma = i
            for state, branch in ((1, parts[4:comma]), (0, parts[comma:])):
                pair = di[f["tag"]]["idtextoev2"]
                for text in table(book, "textoevtipo"):
                    if text["idtextoev2"] == pair and text["value"] == state:
                        for colour in (colours[int(p)] for p in branch if p.isdigit()):
                            word = text["textoev2"].lower()
                            opposite = word == "cerrado" and "abierto" in (colour["description"] or "") or word == "normal" and colour["color"] == "rojo"
                            if opposite:
                                said.add(text["#"])
    for row in said:
        say("Warning", "textoevtipo", row, "TextoEv2")

    units = {"kv": "kV", "kw": "kW", "kvar": "kvar", "v": "V"}
    seen = set()
    power = {}
    for tag, p in ai.items():
        if units[p["unit"].lower()] != p["unit"] and p["unit"] not in seen:
            seen.add(p["unit"])
            say("Information", "ai", p["#"], "unit")
        computed = p["multip_asm"] * p["reltv"] * p["relti"] / p["divider"]
        if abs(computed / p["escala"] - 1) > 1e-3:
            say("Warning", "ai", p["#"], "escala")
        if p["unit"].lower() in ("kw", "kvar"):
            other = power.setdefault(p["ied_id"], p)
            small, large = sorted((p, other), key=lambda x: x["escala"])
            if large["escala"] / small["escala"] >= 50:
                say("Warning", "ai", small["#"], "escala")

    names = {s["name"] for s in screens}
    for s in screens:
        if s["prefix"] and not any(tag.startswith(s["prefix"]) for tag in eg):
            say("Information", "screens", s["#"], "prefix")
    for e in eg.values():
        if e["screen"] and e["screen"] not in names:
            say("Information", "eg", e["#"], "screen")

    drawn = set()
    for s in screens:
        tags, empty, flows = drawing(os.path.join(os.path.dirname(path), s["path"]))
        drawn |= set(tags)
        for tag, line in tags.items():
            if tag not in eg:
                say("Warning", s["path"], line, "tag")
        for tag in idle(os.path.join(os.path.dirname(path), s["path"])):
            say("Warning", s["path"], tags[tag], "")
        if empty:
            say("Warning", s["path"], empty, "")
        if flows:
            say("Information", s["path"], None, "")
    for e in eg.values():
        if e["tag"] not in drawn and not e["disabled"]:
            say("Warning", "eg", e["#"], "tag")
    print("\n".join(sorted(out)))


main(sys.argv[1], float(sys.argv[2]))
