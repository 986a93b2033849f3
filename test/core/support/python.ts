import { spawnSync } from 'node:child_process';
import type { TestContext } from 'vitest';

/**
 * Asks CPython as an independent judge: `script` finds the decoded JSON of `input` in `data` and prints its answer
 * with `answer(value)`. Where python3 or a module is missing the test is skipped with the reason.
 */
export function askPython<Answer>(
  context: TestContext,
  modules: readonly string[],
  script: string,
  input: unknown,
): Answer {
  requirePython(context, modules);
  const run = spawnSync('python3', ['-I', '-c', PREAMBLE + script], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { PATH: process.env.PATH ?? '', PYTHONIOENCODING: 'utf-8' },
  });
  if (run.status !== 0) throw new Error(`python3 failed: ${run.stderr}`);
  return JSON.parse(run.stdout) as Answer;
}

const PREAMBLE = `
import json, sys, warnings
warnings.simplefilter('ignore')
data = json.loads(sys.stdin.buffer.read().decode('utf-8'))
def answer(value):
    print(json.dumps(value))
`;

const missing = new Map<string, string | null>();

function requirePython(context: TestContext, modules: readonly string[]): void {
  const imports = [
    'import sys',
    'assert sys.version_info >= (3, 8)',
    ...modules.map(name => `import ${name}`),
  ];
  const key = modules.join();
  if (!missing.has(key)) {
    const probe = spawnSync('python3', ['-I', '-c', imports.join('\n')], { encoding: 'utf8' });
    const lastLine = probe.stderr?.trim().split('\n').at(-1) ?? '';
    missing.set(key, probe.status === 0 ? null : (probe.error?.message ?? lastLine));
  }
  const reason = missing.get(key);
  if (reason !== null && reason !== undefined)
    context.skip(`NOT CHECKED: needs python3 with ${['its own modules', ...modules].join(', ')} (${reason})`);
}
