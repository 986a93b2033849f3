"""Lets CPython judge modules: > python-modules.json. U+E000 stands for the version that an edit may change.

A line is that of the first string which a statement of the module itself assigns to __version__; null where there is none.
"""

import ast
import json
import sys

HERE = "\ue000"
PLAIN = [
    '__version__ = "@"',
    "__version__ = '@'",
    '__version__="@"',
    '__version__   =\t"@"   # "1.2.3"',
    '__version__ = """@"""',
    "__version__ = '''@'''",
    '__version__ = r"@"',
    "__version__ = U'@'",
    '__version__: str = "@"',
    "__version__ : Final[str]='@'",
    '__version__ = version = "@"',
    'version = __version__ = "@"',
    '__version__ = ("@")',
    '__version__ = (\n    # "1.2.3"\n    "@"  # c\n)',
    '__version__ = \\\n    "@"',
    '__version__ \\\n    = (("@"))',
    'x = "1.2.3"; __version__ = "@"; y = "1.2.3"',
    '__version__ = "@";',
    'x = [\n  "__version__ = 1.2.3"\n]; __version__ = "@"',
]
NONE = [
    'try:\n    __version__ = version("x")\nexcept Exception:\n    __version__ = "1.2.3"',
    'if True:\n    __version__ = "1.2.3"',
    'if True: __version__ = "1.2.3"',
    'class C:\n    __version__ = "1.2.3"',
    'def f():\n    __version__ = "1.2.3"\n    return __version__',
    'match x:\n    case 1:\n        __version__ = "1.2.3"',
    'for __version__ in ("1.2.3",): pass',
    'with a as b: __version__ = "1.2.3"',
    'x.__version__ = "1.2.3"',
    '__version__ == "1.2.3"',
    '__version__ += "1.2.3"',
    'x["__version__"] = "1.2.3"',
    '__version__ = get("1.2.3")',
    '__version__ = f"1.2.{x}"',
    '__version__ = b"1.2.3".decode()',
    '__version__ = "1.2.3" if x else "1.2.3"',
    '__version__ = "1.2.%s" % 3',
    '__version__ = {"x": "1.2.3"}["x"]',
    '__version__: "1.2.3"',
    'X__version__ = "1.2.3"',
    '__version__x = "1.2.3"',
    'lambda __version__="1.2.3": __version__',
    '"__version__ = \'1.2.3\'"',
]
AROUND = [
    ("", ""),
    ('"""Package.\n\n__version__ = "1.2.3"\n"""\n', "\n"),
    ("'''\n__version__ = '1.2.3'\n'''\n# __version__ = '1.2.3'\n\n", "\n\n\n"),
    ("#!/usr/bin/env python\n# -*- coding: utf-8 -*-\nfrom __future__ import annotations\n\n", '\n__all__ = ["__version__"]\n'),
    ('# \u00e9 \U0001f600\nname = "\u00e9\U0001f600"\n', '\n\nclass C:\n    __version__ = "1.2.3"\n'),
    ('try:\n    import y\nexcept ImportError:\n    __version__ = "1.2.3"\n', '\nif x:\n    __version__ = "1.2.3"\n'),
    ('x = r"\\""; y = "\\"__version__ = 1.2.3"\n', '\ndef f(__version__="1.2.3"):\n    """\n__version__ = "1.2.3"\n"""\n'),
    ('z = f"{x!r:>{y}} __version__ = "\n\f\n', "\n# no newline"),
    ('x = {\n"__version__": "1.2.3",\n}\n', '\nprint(f"{__version__}")\n'),
    ("\ufeff# mark\n", "\n"),
]


def read(text):
    return ast.parse(text.encode())


def judged(text):
    for node in read(text).body:
        if isinstance(node, ast.Assign):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names = [node.target.id]
        else:
            continue
        if "__version__" in names and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            return node.value.value, node.value.lineno
    return None, None


def constants(text):
    return [node.value for node in ast.walk(read(text)) if isinstance(node, ast.Constant)]


def row(template):
    before, after = template.replace(HERE, "1.2.3"), template.replace(HERE, "9.8.7rc6")
    (value, line), changed = judged(before), judged(after)
    assert (value is None) == (HERE not in template), template
    if value is not None:
        assert (value, changed) == ("1.2.3", ("9.8.7rc6", line)), template
        differ = [pair for pair in zip(constants(before), constants(after), strict=True) if pair[0] != pair[1]]
        assert differ == [("1.2.3", "9.8.7rc6")], template
    return {"line": line, "module": template}


rows = []
for index, form in enumerate(PLAIN + NONE):
    for turn in range(3 if index < len(PLAIN) else 1):
        front, behind = AROUND[(index + turn * 3) % len(AROUND)]
        module = front + form.replace("@", HERE) + behind
        rows.append(row(module.replace("\n", "\r\n") if (index + turn) % 3 == 2 else module))
json.dump({"python": sys.version.split()[0], "modules": rows}, sys.stdout, indent=1)
