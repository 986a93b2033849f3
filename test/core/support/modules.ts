import fc from 'fast-check';
import { asFile, HERE, joined, maybe, someOf } from './templates.js';

/** The head of a module, with things that look like its version. */
const FRONT = [
  '"""Package.\n\n__version__ = "1.2.3"\n"""\n',
  "'''\n__version__ = '1.2.3'\n'''\n",
  '# __version__ = "1.2.3"\n',
  'import x\nfrom y import (\n    z,\n)\n',
  '# é 😀\nname = "é😀𝐯"\n',
  'try:\n    import y\nexcept ImportError:\n    __version__ = "1.2.3"\n',
  'x = r"\\""; y = "\\"__version__ = 1.2.3"\n',
  'text = f"{x!r:>{y}} __version__ = "\n',
  'table = {\n"__version__": "1.2.3",\n}\n',
  '\f\n',
  '   \n\n',
  'long = """\\\n__version__ = "1.2.3"\n\\""" """\n',
  '__version_info__ = (1, 2, 3)\n',
  'X__version__ = "1.2.3"\n',
  '__author__ = "a" "b"\n',
];
const BEHIND = [
  '__all__ = ["__version__"]\n',
  'class C:\n    __version__ = "1.2.3"\n',
  'if x:\n    __version__ = "1.2.3"\n',
  'def f(__version__="1.2.3"):\n    """\n__version__ = "1.2.3"\n"""\n    return __version__\n',
  'print(f"{__version__}")\n',
  'x.__version__ = "1.2.3"\n',
  '__version__: str\n',
  'async def g():\n    __version__ = "1.2.3"\n',
  '# __version__ = "1.2.3"\n',
];

const prefix = maybe('r', 'R', 'u', 'U');
const quoted = (text: string) =>
  joined(prefix, fc.constantFrom(...['"', "'", '"""', "'''"].map(mark => `${mark}${text}${mark}`)));

/** One plain string, as it may stand behind `=`. */
const plain = joined(
  fc.constantFrom('@', '@', '@', '(@)', '((@))', '(\n    # "1.2.3"\n  @ # c\n)', '\\\n  @'),
).chain(shape => quoted(HERE).map(text => shape.replace('@', text)));
/** 1.2.3 in a form that has no one place for it. */
const unplain = fc.constantFrom(
  '"1.2.\\x33"',
  '"\\u0031.2.3"',
  '"""1.2.\\\n3"""',
  '"1.2" ".3"',
  '("1."\n "2.3")',
);

const TARGETS = [
  ...[
    '__version__ = ',
    '__version__=',
    '__version__\t=  ',
    '__version__: str = ',
    '__version__ : Final[str]=',
  ],
  ...['__version__ = version = ', 'version = __version__ = ', '__version__ \\\n  = '],
];

function assignment(value: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return joined(
    maybe('x = "1.2.3"; '),
    fc.constantFrom(...TARGETS),
    value,
    maybe(';', '; y = "1.2.3"', '  # "1.2.3"', ' \t'),
    fc.constant('\n'),
  );
}

/** A module whose own `__version__` is one plain string. */
export const plainModule = asFile(joined(someOf(FRONT), assignment(plain), someOf(BEHIND)));
/** A module with the same version in a form that cannot be edited. */
export const unplainModule = asFile(joined(someOf(FRONT), assignment(unplain), someOf(BEHIND)));
/** A module that has no version of its own, only what looks like one. */
export const versionless = asFile(joined(someOf(FRONT), someOf(BEHIND)));
