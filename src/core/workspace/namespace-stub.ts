import { joinPath } from '../paths.js';
import type { Lookup } from './lookup.js';
import type { ModulePlace } from './module.js';
import { VERSION_FILES } from './module-versions.js';

/** What the `__init__.py` of a namespace may say: nothing, or how the namespace is made. */
const STUB_LINE =
  /^(?:|#.*|try:|except \w+:|pass|import pkg(?:util|_resources)|from pkgutil import extend_path|__path__ = .*)$/;
const DOCSTRING = /^(?:("""|''')(?:(?!\1)[\s\S])*\1\s*|"[^"\n]*"\s*|'[^'\n]*'\s*)?$/;

/** The import package itself, where the configured one only is the stub of the namespace around it. */
export function importPackage(module: ModulePlace | null, lookup: Lookup): ModulePlace | null {
  if (module === null || module.inner == null || module.file === null) return module;
  const text = lookup.text(module.file);
  const holdsVersion = VERSION_FILES.some(name => lookup.index.has(joinPath(module.folder ?? '.', name)));
  return text === null || holdsVersion || !isNamespaceStub(text) ? module : module.inner;
}

/** Whether the text of an `__init__.py` has nothing of its own: comments, a docstring, what pkgutil or setuptools ask for. */
export function isNamespaceStub(text: string): boolean {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  return DOCSTRING.test(lines.filter(line => !isStubLine(line.trim())).join('\n'));
}

function isStubLine(line: string): boolean {
  return (
    STUB_LINE.test(line) ||
    /^(?:__import__\(["']pkg_resources["']\)|pkg_resources)\.declare_namespace\(/.test(line)
  );
}
