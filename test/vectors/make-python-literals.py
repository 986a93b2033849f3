"""Makes python-literals.json: what CPython's `ast` says of the literals that modules give `__version__`.

    python make-python-literals.py > python-literals.json

`version` is the value of the first module-level assignment of a literal, by `ast.literal_eval`, a tuple joined by
dots as setuptools joins it; null where there is none. `line` is that of the literal, and `plain` says whether it is
one string without escapes.
"""

import ast
import json
import sys

MODULES = [
    '__version__ = "1.2.3"\n',
    "__version__ = '1.2.3'\n",
    '__version__="1.2.3"\n',
    '__version__\t=\t"1.2.3"  # a comment "2"\n',
    '__version__: str = "1.2.3"\n',
    'from typing import Final\n__version__: Final = "1.2.3"\n',
    'from typing import Final\n__version__: Final[str] = "1.2.3"\n',
    '__version__ = version = "1.2.3"\n',
    'version = __version__ = "1.2.3"\n',
    'a.b = __version__ = "1.2.3"\n',
    '__version__ = ("1.2.3")\n',
    '__version__ = (\n    # why\n    "1.2.3"\n)\n',
    '__version__ = \\\n    "1.2.3"\n',
    '__version__ \\\n = "1.2.3"\n',
    '__version__ = """1.2.3"""\n',
    "__version__ = '''1.2.3'''\n",
    '__version__ = r"1.2.3"\n',
    '__version__ = R"1.2.3"\n',
    '__version__ = u"1.2.3"\n',
    '__version__ = U\'1.2.3\'\n',
    '__version__ = b"1.2.3"\n',
    '__version__ = f"1.2.3"\n',
    '__version__ = "1.2" ".3"\n',
    '__version__ = "1.2\\x2e3"\n',
    '__version__ = "1.2.3"; x = 1\n',
    'x = 1; __version__ = "1.2.3"\n',
    '__version__ = (1, 2, 3)\n',
    '__version__ = (1, 2, 3,)\n',
    '__version__ = (1, 2, 3, "rc", 1)\n',
    '__version__ = [1, 2, 3]\n',
    '__version__ = "1.2" + ".3"\n',
    '__version__ = "1.2.3" if x else "1"\n',
    '__version__ = ".".join(["1", "2"])\n',
    '__version__ = "%d" % 1\n',
    '__version__ = version("x")\n',
    '__version__ = VERSION\n',
    '__version__ += "1.2.3"\n',
    '__version__: str\n',
    '__version__, x = "1.2.3", 1\n',
    '(__version__ := "1.2.3")\n',
    'x.__version__ = "1.2.3"\n',
    'x["__version__"] = "1.2.3"\n',
    'X__version__ = "1.2.3"\n',
    'if x:\n    __version__ = "1.2.3"\n',
    'if x: __version__ = "1.2.3"\n',
    'try:\n    __version__ = "1.2.3"\nexcept E:\n    pass\n',
    'try:\n    import x\nexcept E:\n    __version__ = "1.2.3"\n',
    'class C:\n    __version__ = "1.2.3"\n',
    'def f():\n    __version__ = "1.2.3"\n',
    'with x:\n    __version__ = "1.2.3"\n',
    'for __version__ in "1.2.3": pass\n',
    '"""\n__version__ = "9.9.9"\n"""\n__version__ = "1.2.3"\n',
    'x = """\n__version__ = "9.9.9"\n"""\n',
    "x = '''\n__version__ = \"9.9.9\"\n'''\n__version__ = '1.2.3'\n",
    '# __version__ = "9.9.9"\n__version__ = "1.2.3"\n',
    'f(\n__version__="9.9.9"\n)\n__version__ = "1.2.3"\n',
    'x = [\n"__version__",\n]\n__version__ = "1.2.3"\n',
    'x = "\\\n__version__ = 9"\n__version__ = "1.2.3"\n',
    'x = 1 \\\n; __version__ = "1.2.3"\n',
    '\ufeff__version__ = "1.2.3"\n',
    '__version__ = "1.2.3"\r\n',
    'x = 1\r\n\r\n__version__ = "1.2.3"\r\n',
    '__version__ = "1.2.3"',
    '__version__ = "1"\n__version__ = "2"\n',
    '__version__ = f()\n__version__ = "2"\n',
    '__version__ = "1"\n__version__ = f()\n',
    '__version__ = None\n',
    '__version__ = ""\n',
    '__version__ = ("1", "2", "3")\n',
    '__version__ = (1, x, 3)\n',
    '__version__ = ()\n',
    '__version__ = {"a": 1}\n',
    'async def f():\n    __version__ = "9"\n__version__ = "1.2.3"\n',
    'match x:\n    case 1:\n        __version__ = "9"\n',
    'lambda: (__version__ := "9")\n',
    'type X = int\n__version__ = "1.2.3"\n',
    '__version__ = "1.2.3" # type: ignore\n',
    "print(f'''{x!r:{y}} __version__ = \"9\"''')\n__version__ = '1.2.3'\n",
    'global __version__\n__version__ = "1.2.3"\n',
    'from __future__ import annotations\n\n__all__ = ["__version__"]\n__version__ = "1.2.3"\n',
]


def literal(node):
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, (ast.Tuple, ast.List)):
        try:
            parts = ast.literal_eval(node)
        except ValueError:
            return None
        return ".".join(map(str, parts)) or None
    return None


def first(text):
    try:
        tree = ast.parse(text.lstrip("\ufeff"))
    except SyntaxError:
        return "error"
    for statement in tree.body:
        if isinstance(statement, ast.Assign):
            targets = statement.targets
        elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
            targets = [statement.target]
        else:
            continue
        if not any(isinstance(target, ast.Name) and target.id == "__version__" for target in targets):
            continue
        value = literal(statement.value)
        if value is None:
            continue
        node = statement.value
        raw = ast.get_source_segment(text.lstrip("\ufeff"), node) or ""
        plain = isinstance(node, ast.Constant) and raw.strip("rRuU\"'") == value
        return {"version": value, "line": node.lineno, "plain": plain}
    return None


rows = [{"text": text, "expected": first(text)} for text in MODULES]
json.dump([row for row in rows if row["expected"] != "error"], sys.stdout, indent=1)
print()
