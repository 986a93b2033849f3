import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainSpecifier } from '../../../src/core/manifests/plain-specifier.js';
import type { FolderReading } from '../../../src/core/manifests/read-folder.js';
import {
  locateRequirement,
  locateRequirements,
  requirementOffset,
} from '../../../src/core/manifests/requirement-place.js';
import type { Requirement } from '../../../src/core/requirements/requirement.js';
import { type Files, readingOf } from '../support/workspace.js';

function requirementsOf({ facts, loose }: FolderReading): Requirement[] {
  return [...(facts?.requirements ?? []), ...loose];
}

function read(files: Files): Requirement[] {
  return requirementsOf(readingOf(files));
}

/** What is located, as `file name [characters]`, or the reason. */
function located(files: Files): string[] {
  return read(files).map(requirement => {
    const text = files[requirement.file] as string;
    const place = locateRequirement(text, requirement);
    const found = 'reason' in place ? place.reason : `[${text.slice(place.from, place.to)}]`;
    return `${requirement.file.slice(2)} ${requirement.name ?? '-'} ${found}`;
  });
}

const PROJECT = `[build-system]
requires = [
    "hatchling",   # first
    'lib-build (>=1.0, <2)',
]
build-backend = "hatchling.build"

[project]
name = "app"
version = "1.0"
dependencies = [ { not = "a requirement" }, "lib>=1.2,<2",
  "Lib_B[x, y] ~= 1.4.2 ; python_version >= '3.9'",
  "lib-c @ file:../c", "bare", 1, "app[cli]==1.0",
  """lib-d == 1.*""", "lib-e>=1 ; os_name == \\"nt\\"",
]

[project.optional-dependencies]
"quoted.key" = ["lib===1.2"]
lone = "lib!=9"

[dependency-groups]
test = ["pytest", { include-group = "lint" }, "lib==1.2.3"]
lint = [ 'lib ( <3 )' ]

[tool]
uv.dev-dependencies = ["lib<=4"]
uv.constraint-dependencies = ["lib<5"]
uv.override-dependencies = ["x", "lib==6"]

[tool.uv.sources]
lib = { workspace = true }

[tool.pdm.resolution.overrides]
lib = ">=7"
other = "https://e.org/other-1.0.whl"

[tool.pdm]
dev-dependencies = { dev = ["-e file:///\${PROJECT_ROOT}/../lib#egg=lib", "lib>7"] }

[tool.hatch.envs.test]
dependencies = ["lib~=8.0"]
extra-dependencies = ["lib==8"]
[tool.hatch.metadata.hooks.version]
dependencies = ["lib=={{ version }}"]

[tool.poetry.dependencies]
python = "^3.9"
Lib_P = "^1.2"
lib-q = { version = "~1.2", extras = ["x"] }
lib-r = [{ version = "1", python = "<3.9" }, { version = ">=2,<3", python = ">=3.9" }, { path = "../r" }]
[[tool.poetry.dependencies.lib-s]]
version = '3.*'
[[tool.poetry.dependencies.lib-s]]
python = ">3"
version = "*"
[tool.poetry.dependencies.lib-t]
path = "../t"
version = "4"
[tool.poetry.group.docs.dependencies]
lib-u = "5"
[tool.poetry.dev-dependencies]
lib-v = "^6"
`;

const CFG = `[metadata]
name = app
[options]
install_requires =
    # first
    lib>=1.2   # why
    lib-b[x] (>=1,<2) ; python_version < "3.9"

    bare
setup_requires = one>=1; two ==2
tests_require: three>=3
[options.extras_require]
a-b =
  four~=4.0
`;

const PY = `from setuptools import setup
base = ["lib>=1.2", 'lib-b[x]==1.0 ; python_version < "3.9"']
base += [r"""lib-c<2"""]
extras = {"cli": ["four~=4.0"] + base}
extras["web"] = ("five",)
setup(
    name="app",
    install_requires=base,
    tests_require="""
        six>=6
        seven
    """,
    extras_require=extras,
)
`;

const TXT = `# lib==0
--index-url https://e.org
lib==1.2.3  # why
-e ../editable
./path
lib-b[x] >= 1 \\
  ; python_version < "3.9"
-r other.txt
lib-c>=2 --global-option=x
`;

const FILES: Files = {
  'p/pyproject.toml': PROJECT,
  'p/requirements-dev.txt': TXT,
};
const LEGACY: Files = { 'p/setup.cfg': CFG, 'p/setup.py': PY };
const HATCH: Files = {
  'p/pyproject.toml': '[project]\nname = "app"\n[tool.hatch.envs.a]\ndependencies = ["lib==0"]\n',
  'p/hatch.toml':
    '[envs.default]\ndependencies = ["b", "lib==1"]\n[envs]\nc.extra-dependencies = ["lib>2"]\n',
};

describe('locateRequirements', () => {
  it('finds the specifiers of a pyproject.toml in all forms', () => {
    expect(located({ 'p/pyproject.toml': PROJECT }).map(line => line.replace('pyproject.toml ', ''))).toEqual(
      [
        ...['lib [>=1.2,<2]', 'lib-b [~= 1.4.2]', 'lib-c no-specifier', 'bare no-specifier', 'app [==1.0]'],
        ...[
          'lib-d [== 1.*]',
          'lib-e [>=1]',
          'lib [===1.2]',
          'lib [!=9]',
          'hatchling no-specifier',
          'lib-build [>=1.0, <2]',
        ],
        ...['pytest no-specifier', 'lib [==1.2.3]', 'lib [<3]', 'lib [<=4]', 'lib no-specifier', 'lib [>7]'],
        ...['lib [~=8.0]', 'lib [==8]', 'lib template'],
        ...['lib-p [^1.2]', 'lib-q [~1.2]', 'lib-r [1]', 'lib-r [>=2,<3]', 'lib-r no-specifier'],
        ...['lib-s [3.*]', 'lib-s [*]', 'lib-t [4]', 'lib-v [^6]', 'lib-u [5]'],
        ...['lib [<5]', 'x no-specifier', 'lib [==6]', 'lib [>=7]'],
      ],
    );
  });

  it('tells the way to each, as the file writes the keys', () => {
    const ways = read(FILES).map(({ name, at }) => `${name} ${at.join(' ')}`);
    expect(ways).toEqual(
      expect.arrayContaining([
        ...['lib project dependencies 1', 'lib-b project dependencies 2', 'app project dependencies 6'],
        ...['lib project optional-dependencies quoted.key 0', 'lib project optional-dependencies lone'],
        ...['lib dependency-groups test 2', 'lib-p tool poetry dependencies Lib_P'],
        ...['lib-q tool poetry dependencies lib-q version', 'lib-r tool poetry dependencies lib-r 1 version'],
        ...['lib-s tool poetry dependencies lib-s 1 version', 'lib tool pdm dev-dependencies dev 1'],
        ...['lib-u tool poetry group docs dependencies lib-u', 'lib 3', 'lib-b 6', 'null 4'],
      ]),
    );
  });

  it('finds them in setup.cfg and setup.py', () => {
    expect(located(LEGACY)).toEqual([
      ...['setup.cfg lib [>=1.2]', 'setup.cfg lib-b [>=1,<2]', 'setup.cfg bare no-specifier'],
      ...['setup.cfg one [>=1]', 'setup.cfg two [==2]', 'setup.cfg three [>=3]', 'setup.cfg four [~=4.0]'],
      ...['setup.py lib [>=1.2]', 'setup.py lib-b [==1.0]', 'setup.py lib-c [<2]'],
      ...['setup.py six [>=6]', 'setup.py seven no-specifier', 'setup.py four [~=4.0]'],
      ...[
        'setup.py lib [>=1.2]',
        'setup.py lib-b [==1.0]',
        'setup.py lib-c [<2]',
        'setup.py five no-specifier',
      ],
    ]);
  });

  it('finds them in requirement files and in hatch.toml', () => {
    const name = '[project]\nname = "app"\n';
    expect(located({ 'p/pyproject.toml': name, 'p/requirements.txt': TXT })).toEqual([
      ...[
        'requirements.txt lib [==1.2.3]',
        'requirements.txt - no-specifier',
        'requirements.txt - no-specifier',
      ],
      ...['requirements.txt lib-b [>= 1]', 'requirements.txt lib-c [>=2]'],
    ]);
    expect(located(HATCH)).toEqual([
      'hatch.toml b no-specifier',
      'hatch.toml lib [==1]',
      'hatch.toml lib [>2]',
    ]);
  });

  const REFUSED: readonly (readonly [title: string, file: string, text: string, expected: string])[] = [
    ['escapes in TOML', 'pyproject.toml', '[project]\nname="a"\ndependencies=["lib\\u003e=1"]', 'escapes'],
    [
      'a newline behind the quotes',
      'pyproject.toml',
      '[project]\nname="a"\ndependencies=["""\nlib>=1"""]',
      'escapes',
    ],
    [
      'an escape in a name',
      'pyproject.toml',
      '[project]\nname="a"\ndependencies=["l\\u0069b>=1"]',
      'escapes',
    ],
    [
      'joined lines in TOML',
      'pyproject.toml',
      '[project]\nname="a"\ndependencies=["""lib\\\n>=1"""]',
      'escapes',
    ],
    ['a template', 'pyproject.toml', '[project]\nname="a"\ndependencies=["lib=={{ v }}"]', 'template'],
    [
      'a direct reference',
      'pyproject.toml',
      '[project]\nname="a"\ndependencies=["lib @ file:x"]',
      'no-specifier',
    ],
    ['hashes', 'requirements.txt', 'lib==1 \\\n    --hash=sha256:00\n', 'hashes'],
    ['hashes on the same line', 'requirements.txt', 'lib==1 --hash=sha256:00', 'hashes'],
    ['a specifier over joined lines', 'requirements.txt', 'lib>=1,\\\n<2', 'escapes'],
    ['an f-string', 'setup.py', 'setup(name="a", install_requires=[f"lib=={v}"])', 'computed'],
    ['a formatted text', 'setup.py', 'setup(name="a", install_requires=["lib==%s" % v])', 'computed'],
    ['parts side by side', 'setup.py', 'setup(name="a", install_requires=["lib" ">=1"])', 'computed'],
    [
      'parts that are added',
      'setup.py',
      'V = "1"\nsetup(name="a", install_requires=["lib>=" + V])',
      'computed',
    ],
    ['escapes in Python', 'setup.py', 'setup(name="a", install_requires=["lib\\x3e=1"])', 'computed'],
  ];
  it.each(REFUSED)('refuses %s', (_title, file, text, expected) => {
    const files = { 'p/pyproject.toml': '[project]\nname="a"', [`p/${file}`]: text };
    if (file === 'setup.py') files['p/pyproject.toml'] = '';
    expect(located(files)).toEqual([`${file} lib ${expected}`]);
  });

  it('does not find what another text holds', () => {
    const [lib] = read({ 'p/pyproject.toml': '[project]\nname = "a"\ndependencies = ["lib>=1"]\n' });
    if (lib === undefined) throw new Error('nothing is read');
    for (const text of [
      '',
      '[project]\n',
      '[project]\ndependencies = ["lib>=2"]',
      '[project]\ndependencies = 1',
    ])
      expect(locateRequirement(text, lib)).toEqual({ reason: 'not-found' });
    for (const text of ['= broken', '[project]\nday = 2023-02-30\ndependencies = ["lib>=1"]'])
      expect(locateRequirement(text, lib)).toEqual({ reason: 'not-found' });
  });
});

/** The requirements without the places, which a replacement does not move. */
function plain(requirements: readonly Requirement[]) {
  return requirements.map(({ name, kind, specifier, path, at }) => [name, kind, specifier, path, at]);
}

describe('a located specifier', () => {
  const spelled = (text: string, newline: string, mark: boolean) =>
    (mark ? '\uFEFF' : '') + text.replaceAll('\n', newline);

  it('can be replaced alone: the files read as before but for it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(FILES, LEGACY, HATCH),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.constantFrom('==9.9.9', '>=9,<10', '~= 9.0rc1', '==1!9+x'),
        (given, newline, mark, next) => {
          const files = Object.fromEntries(
            Object.entries(given).map(([path, text]) => [path, spelled(text, newline, mark)]),
          );
          const before = read(files);
          expect(before.length).toBeGreaterThan(2);
          for (const [file, text] of Object.entries(files)) {
            const places = locateRequirements(text, before);
            for (const [index, place] of places.entries()) {
              if (before[index]?.file !== file || 'reason' in place) continue;
              const edited = text.slice(0, place.from) + next + text.slice(place.to);
              const shared = (at: number) => {
                const other = places[at];
                return (
                  before[at]?.file === file &&
                  other !== undefined &&
                  'from' in other &&
                  other.from === place.from
                );
              };
              expect(plain(read({ ...files, [file]: edited }))).toEqual(
                plain(before.map((each, at) => (shared(at) ? { ...each, specifier: next } : each))),
              );
            }
          }
        },
      ),
      { numRuns: 12 },
    );
  });
});

describe('plainSpecifier', () => {
  const toml = ['', '\uFEFF'].flatMap(mark =>
    ['\n', '\r\n'].flatMap(newline =>
      [...Object.entries(FILES), ...Object.entries(HATCH)]
        .filter(([file]) => file.endsWith('.toml'))
        .map(([file, text]) => [file, mark + text.replaceAll('\n', newline)] as const),
    ),
  );

  it('gives the place that the syntax tree gives, or none', () => {
    let found = 0;
    for (const [file, text] of toml)
      for (const requirement of read({ ...FILES, ...HATCH, [file]: text })) {
        if (requirement.file !== file) continue;
        const place = plainSpecifier(text, requirement);
        if (place === null) continue;
        expect(place).toEqual(locateRequirement(text, requirement));
        found++;
      }
    expect(found).toBeGreaterThan(90);
  });

  it.each([
    ['a string over several lines', '["""lib>=1"""]'],
    ['an escape', '["l\\u0069b>=1"]'],
    ['an escape behind it', '["lib>=1; os_name == \\"nt\\""]'],
    ['another one', '["lib>=2"]'],
    ['a number', '[1]'],
    ['nothing', '[]'],
  ])('leaves %s to it', (_title, list) => {
    const [lib] = read({ 'p/pyproject.toml': '[project]\nname = "a"\ndependencies = ["lib>=1"]\n' });
    expect(plainSpecifier(`[project]\ndependencies = ${list}\n`, lib as Requirement)).toBeNull();
  });
});

describe('requirementOffset', () => {
  it.each([
    'setup(name="a", install_requires=["lib>=1", "lib_b==1"])',
    'v = "1"\nsetup(name="a", install_requires=["lib==2", "lib_b=={}".format(v)])',
    "v = '1'\nsetup(name='a', install_requires=['lib==2', f'Lib.b=={v}'])",
  ])('gives the place of the name in %j', text => {
    const requirement = read({ 'p/setup.py': text }).find(({ name }) => name === 'lib-b') as Requirement;
    expect(requirementOffset(text, requirement)).toBe(text.search(/lib[._]b/i));
  });
});
