import { describe, expect, it } from 'vitest';
import { isNamespaceStub } from '../../../src/core/workspace/namespace-stub.js';

describe('isNamespaceStub', () => {
  it.each([
    '',
    '\uFEFF# Licence\r\n\r\n"""A namespace."""\r\n',
    '"a docstring"\n',
    "'''One of\nseveral lines.\n'''\n",
    "__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n",
    'import pkg_resources\n\npkg_resources.declare_namespace(__name__)\n',
    "try:\n    __import__('pkg_resources').declare_namespace(__name__)\nexcept ImportError:\n    from pkgutil import extend_path\n    __path__ = extend_path(__path__, __name__)\n",
  ])('is %j', text => {
    expect(isNamespaceStub(text)).toBe(true);
  });

  it.each([
    '__version__ = "1.1"\n',
    'from a.b import main\n',
    '"""Docs."""\nx = """b"""\n',
    '"""Docs."""\n"""More."""\n',
    'import pkgutil\nprint(pkgutil)\n',
  ])('is not %j', text => {
    expect(isNamespaceStub(text)).toBe(false);
  });
});
