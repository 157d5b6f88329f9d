"""An independent evaluator of a workbook's formulas, to hold the engine against: the formulas are made Python and run by Python.

usage: reference.py WORKBOOK profile        the sheets as JSON
       reference.py WORKBOOK run            a line of JSON in sets values, a line of JSON out has every attribute
       reference.py WORKBOOK each           a line of JSON in has paths and values, a line of JSON out what the formulas make of the
                                            workbook's first values with those, every point good
"""
import ast
import copy
import json
import math
import re
import sys

import xlrd

ATTRIBUTES = ("text", "fill", "stroke", "mark")


def rows(book, name):
    sheet = book.sheet_by_name(name)
    head = [str(cell.value).lower() for cell in sheet.row(0)]
    for number in range(1, sheet.nrows):
        row = {}
        for title, cell in zip(head, sheet.row(number)):
            row.setdefault(title, None if cell.ctype == 0 or cell.value == "" else cell.value)
        yield number + 1, row


def python2_str(value):
    if not isinstance(value, float):
        return str(value)
    text = "%.12g" % value
    return text if re.search(r"[.en]", text) else text + ".0"


class Row:
    pass


class Table(list):
    def add(self, tag, row):
        setattr(self, tag, row)
        self.append(row)


class LazyIf(ast.NodeTransformer):
    def visit_Call(self, node):
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id.upper() in ("SI", "IF"):
            return ast.IfExp(test=node.args[0], body=node.args[1], orelse=node.args[2])
        return node


def compiled(formula):
    formula = re.sub(r"(?<![<>!=])=(?!=)", "==", formula)
    return compile(ast.fix_missing_locations(LazyIf().visit(ast.parse(formula, mode="eval"))), formula, "eval")


class Station:
    def __init__(self, path):
        book = xlrd.open_workbook(path)
        self.eg, self.ai, self.di = Table(), Table(), Table()
        self.elements = [row for _, row in rows(book, "eg") if row["tag"]]
        self.analogs = [row for _, row in rows(book, "ai") if row["tag"]]
        self.digitals = [row for _, row in rows(book, "di") if row["tag"]]
        for row in self.elements:
            self.add(self.eg, row, text=row["text"], mark=row["mark"], fill=self.index(row["fill"]), stroke=self.index(row["stroke"]))
        for row in self.analogs:
            self.add(self.ai, row, value=float(row["value"]), q=1, escala=row["escala"])
        for row in self.digitals:
            self.add(self.di, row, value=0, q=1)
        self.formulas = [
            (number, row["tag"], row["atributo"], row["formula"])
            for number, row in rows(book, "formulas") if row["formula"] and row["atributo"] in ATTRIBUTES]
        self.names = {
            "eg": self.eg, "ai": self.ai, "di": self.di, "RAIZ": math.sqrt, "SUMA": sum, "APLICAR": map, "FILTRAR": filter,
            "str": python2_str, "O": lambda *values: next((value for value in values if value), None)}
        self.order = self.sort()
        self.failed = set()

    @staticmethod
    def index(value):
        return None if value is None else int(value)

    @staticmethod
    def add(table, row, **values):
        item = Row()
        item.__dict__.update(values)
        table.add(row["tag"], item)

    def sort(self):
        """Groups of formulas that depend on each other, what is read before what reads it, each in the order of the sheet."""
        setters = {(tag, attribute): i for i, (_, tag, attribute, _) in enumerate(self.formulas)}
        reads = []
        for _, _, _, formula in self.formulas:
            names = set(re.findall(r"\beg\.(\w+)\.(\w+)", formula))
            for attribute in re.findall(r"\b[ex]\.(\w+)", formula):
                names |= {(tag, attr) for tag, attr in setters if attr == attribute}
            reads.append({setters[name] for name in names if name in setters})
        reach = []
        for start in range(len(reads)):
            seen, todo = set(), list(reads[start])
            while todo:
                node = todo.pop()
                if node not in seen:
                    seen.add(node)
                    todo.extend(reads[node])
            reach.append(seen)
        groups, done = [], set()
        while len(done) < len(reads):
            for node in range(len(reads)):
                group = sorted({other for other in reach[node] if node in reach[other]} | {node})
                if node not in done and all(other in done or other in group for member in group for other in reads[member]):
                    groups.append(group)
                    done.update(group)
        return [[(self.formulas[i][1], self.formulas[i][2], compiled(self.formulas[i][3])) for i in group] for group in groups]

    def evaluate(self, tag, attribute, code):
        row = getattr(self.eg, tag)
        before = getattr(row, attribute)
        try:
            value = eval(code, self.names)
            if attribute in ("fill", "stroke") and value is not None:
                value = int(value)
            setattr(row, attribute, value)
            self.failed.discard((tag, attribute))
        except (ArithmeticError, TypeError, ValueError):
            self.failed.add((tag, attribute))
        return getattr(row, attribute) != before

    def settle(self):
        for group in self.order:
            for _ in range(64):
                if not any([self.evaluate(*formula) for formula in group]):
                    break

    def run(self):
        for line in sys.stdin:
            for table, tag, values in json.loads(line):
                getattr(getattr(self, table), tag).__dict__.update(values)
            self.settle()
            out = []
            for row, item in zip(self.elements, self.eg):
                text = item.text
                out.append([
                    None if text is None else python2_str(text), item.fill, item.stroke, item.mark,
                    any((row["tag"], attribute) in self.failed for attribute in ATTRIBUTES)])
            print(json.dumps(out), flush=True)

    def set_first_values(self):
        for row, item in zip(self.analogs + self.digitals, self.ai + self.di):
            item.value, item.q = row["value"] or 0, 0

    def each(self):
        self.set_first_values()
        for line in sys.stdin:
            station = copy.deepcopy(self)
            for path, value in json.loads(line).items():
                table, tag, attribute = path.split(".")
                setattr(getattr(getattr(station, table), tag), attribute, value)
            station.settle()
            print(json.dumps({
                row["tag"]: {
                    "text": None if item.text is None else python2_str(item.text), "fill": item.fill, "stroke": item.stroke,
                    "errors": sorted(attribute for tag, attribute in station.failed if tag == row["tag"])}
                for row, item in zip(station.elements, station.eg)}), flush=True)

    def profile(self):
        print(json.dumps({
            "elements": [
                {"tag": row["tag"], "text": None if row["text"] is None else str(row["text"]), "fill": self.index(row["fill"]),
                 "stroke": self.index(row["stroke"]), "mark": row["mark"], "disabled": bool(row["disabled"])} for row in self.elements],
            "analogs": [{"tag": row["tag"], "scale": row["escala"], "initial": row["value"]} for row in self.analogs],
            "digitals": [row["tag"] for row in self.digitals],
            "formulas": [
                {"row": number, "tag": tag, "attribute": attribute, "expression": formula}
                for number, tag, attribute, formula in self.formulas],
        }))


if __name__ == "__main__":
    station = Station(sys.argv[1])
    getattr(station, sys.argv[2])()
