import { manifest } from './manifests.mjs';
import { random } from './random.mjs';

/** How many different bodies the source files share: git and relctl see paths, and a pool makes big trees cheap. */
export const BODIES = 64;

const NAMES = [
  'core',
  'models',
  'service',
  'errors',
  'config',
  'client',
  'registry',
  'codec',
  'worker',
  'utils',
];

/**
 * The files of one package, `count` of them: manifest, README, `__init__.py` and `py.typed`, one test for every four
 * further sources. Content is text, or the number of a shared body.
 */
export function packageFiles(each, count) {
  const further = Math.max(0, count - 4);
  const tests = Math.floor(further / 4);
  const files = [
    [`${each.path}/pyproject.toml`, manifest(each)],
    [`${each.path}/README.md`, readme(each)],
    [`${each.source}/__init__.py`, initFile(each)],
    [`${each.source}/py.typed`, ''],
  ];
  for (const path of sourcePaths(each, further - tests)) files.push([path, bodyOf(each, files.length)]);
  for (let at = 0; at < tests; at++) {
    const name = at === 0 ? 'conftest' : `test_${NAMES[at % NAMES.length]}_${at}`;
    files.push([`${each.path}/tests/${name}.py`, bodyOf(each, files.length)]);
  }
  return files.slice(0, count);
}

/** A package of ten modules, and one more folder for every further ten. */
export function sourcePaths({ source }, count) {
  return Array.from({ length: count }, (_, at) => {
    const folder = Math.floor(at / NAMES.length);
    const name = folder > 0 && at % NAMES.length === 0 ? '__init__' : NAMES[at % NAMES.length];
    return folder === 0 ? `${source}/${name}.py` : `${source}/part_${folder}/${name}.py`;
  });
}

function bodyOf({ index }, at) {
  return (index * 7 + at * 13) % BODIES;
}

function readme({ name, module }) {
  return `# ${name}\n\nPart of the platform.\n\n    import ${module}\n    print(${module}.__version__)\n`;
}

/** Most packages repeat their version; a few ask the installed metadata for it. */
export function initFile({ name, module, version, style, index }) {
  const literal = style.endsWith('-dynamic') || index % 20 !== 19;
  return `"""${name}: the public names of the package."""

from __future__ import annotations

import logging
${literal ? '' : 'from importlib.metadata import version\n'}
from ${module}.core import Service, connect
from ${module}.errors import ServiceError

__all__ = [
    "Service",
    "ServiceError",
    "connect",
    "describe",
]

__version__ = ${literal ? `"${version}"` : `version("${name}")`}

logger = logging.getLogger(__name__)


def describe() -> dict[str, str]:
    """What a health check shows."""
    return {"name": "${name}", "version": __version__}
`;
}

/** One shared source file, between about 20 and 120 lines. */
export function body(number, seed) {
  const chance = random(seed, 1_000_000_000 + number);
  const functions = Array.from({ length: 2 + chance.below(12) }, (_, at) => {
    const [limit, step] = [chance.below(1000), 1 + chance.below(9)];
    return `

def step_${at}(values: list[int], limit: int = ${limit}) -> list[int]:
    """Keep what is below the limit, moved by ${step}."""
    result: list[int] = []
    for value in values:
        if value < limit:
            result.append(value + ${step})
    return result
`;
  });
  return `"""Shared logic number ${number}."""\n\nfrom __future__ import annotations\n${functions.join('')}`;
}
