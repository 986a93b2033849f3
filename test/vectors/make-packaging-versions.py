"""Takes the lists of versions out of packaging's own test suite: test_version.py > packaging-versions.json."""

import ast
import json
import sys

tree = ast.parse(open(sys.argv[1], encoding="utf-8").read())


def parametrized(function):
    """The rows of the list that a test function runs over."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == function:
            rows = node.decorator_list[0].args[1]
            return ast.literal_eval(rows)
    raise SystemExit(f"there is no {function}")


names = {node.targets[0].id: node.value for node in tree.body if isinstance(node, ast.Assign)}
json.dump(
    {
        "ordered": ast.literal_eval(names["VERSIONS"]),
        "invalid": [row for row in parametrized("test_invalid_versions") if isinstance(row, str)],
        "normalized": parametrized("test_normalized_versions"),
        "written": parametrized("test_version_str_repr"),
    },
    sys.stdout,
    indent=1,
)
