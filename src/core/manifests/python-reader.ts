import { isReplaced } from '../python-source/replaced.js';
import { versionNames } from '../python-source/version-literals.js';
import { readSetupPy } from './setup-py.js';

/** Everything that needs the Python parser, to be loaded together where a file asks for it. */
export const pythonReader = { versionNames, isReplaced, readSetupPy } as const;
export type PythonReader = typeof pythonReader;
