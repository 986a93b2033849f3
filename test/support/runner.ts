import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { hermeticEnvironment } from './git-environment.js';
import { temporaryFolder } from './repository.js';

/**
 * Reads a file of `GITHUB_OUTPUT` as the runner on Linux does (actions/runner, `FileCommandManager.cs`): lines end with a
 * line feed alone, empty ones count for nothing between the entries, the last value of a name wins.
 * @throws where the runner fails the step
 */
export function readOutputs(text: string): Map<string, string> {
  const outputs = new Map<string, string>();
  let at = 0;
  const nextLine = (): string | null => {
    if (at >= text.length) return null;
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end < 0 ? undefined : end);
    at = end < 0 ? text.length : end + 1;
    return line;
  };
  for (let line = nextLine(); line !== null; line = nextLine()) {
    if (line === '') continue;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (heredoc >= 0 && (equals < 0 || heredoc < equals)) {
      const [name, delimiter] = [line.slice(0, heredoc), line.slice(heredoc + 2)];
      if (name === '' || delimiter === '') throw new Error(`Invalid format '${line}'`);
      const lines: string[] = [];
      for (let next = nextLine(); next !== delimiter; next = nextLine()) {
        if (next === null) throw new Error(`Matching delimiter not found '${delimiter}'`);
        lines.push(next);
      }
      outputs.set(name, lines.join('\n'));
    } else if (equals > 0) {
      outputs.set(line.slice(0, equals), line.slice(equals + 1));
    } else {
      throw new Error(`Invalid format '${line}'`);
    }
  }
  return outputs;
}

export interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** What the runner takes for commands in the log of a step (actions/runner, `ActionCommand.cs`), the older form included. */
export function readCommands(log: string): Command[] {
  return log.split(/\r\n|[\n\r]/).flatMap((line): Command[] => {
    const command = /^\s*::([^\s:]+)(?:\s+(.*?))?::(.*)$/su.exec(line);
    if (command !== null) {
      const [, name = '', properties = '', data = ''] = command;
      return [{ name, properties: readProperties(properties), data: decode(data) }];
    }
    const old = /##\[([^\]\s]*)/.exec(line);
    return old === null ? [] : [{ name: `##${old[1]}`, properties: {}, data: line }];
  });
}

function readProperties(text: string): Record<string, string> {
  const pairs = text.split(',').flatMap(pair => {
    const equals = pair.indexOf('=');
    return equals < 0 ? [] : [[pair.slice(0, equals).trim(), decode(pair.slice(equals + 1))] as const];
  });
  return Object.fromEntries(pairs);
}

function decode(text: string): string {
  return text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');
}

export interface Step {
  readonly code: number | null;
  readonly log: string;
  readonly outputs: ReadonlyMap<string, string>;
  readonly summary: string;
}

interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: {
    readonly using: string;
    readonly steps: readonly {
      readonly id: string;
      readonly shell: string;
      readonly run: string;
      readonly env: Record<string, string>;
    }[];
  };
}

/**
 * Runs a composite action of one `bash` step as the runner does: its expressions filled in, its script in a file, the
 * files of the runner in its environment.
 * @param folder where action.yml is; @param workspace the folder of the job's clone
 */
export function runAction(
  folder: string,
  workspace: string,
  inputs: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = {},
): Step {
  const action: ActionFile = parse(readFileSync(join(folder, 'action.yml'), 'utf8'));
  const unknown = Object.keys(inputs).filter(name => !Object.hasOwn(action.inputs, name));
  if (unknown.length > 0) throw new Error(`no such inputs: ${unknown.join(', ')}`);
  const [step] = action.runs.steps;
  if (action.runs.using !== 'composite' || action.runs.steps.length !== 1 || step?.shell !== 'bash')
    throw new Error('not a composite action of one bash step');
  const fill = (text: string, outputs: ReadonlyMap<string, string>) =>
    text.replace(/\$\{\{ (.*?) \}\}/g, (_, expression: string) => {
      if (expression === 'github.action_path') return folder;
      const [kind, name = '', , output = ''] = expression.split('.');
      if (kind === 'inputs') return inputs[name] ?? action.inputs[name]?.default ?? '';
      if (kind === 'steps' && name === step.id) return outputs.get(output) ?? '';
      throw new Error(`unknown expression ${expression}`);
    });
  const files = temporaryFolder();
  const file = (name: string, content = '') => {
    writeFileSync(join(files, name), content);
    return join(files, name);
  };
  const env = {
    ...Object.fromEntries(Object.entries(step.env).map(([key, value]) => [key, fill(value, new Map())])),
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_OUTPUT: file('output'),
    GITHUB_STEP_SUMMARY: file('summary'),
    GITHUB_ENV: file('env'),
    GITHUB_PATH: file('path'),
    ...environment,
  };
  const script = file('script.sh', fill(step.run, new Map()));
  const run = spawnSync('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', script], {
    cwd: workspace,
    env: hermeticEnvironment(env),
    encoding: 'utf8',
  });
  const read = (name: string) => readFileSync(join(files, name), 'utf8');
  if (read('env') !== '' || read('path') !== '')
    throw new Error('the step has changed the environment of others');
  const written = readOutputs(read('output'));
  const outputs = Object.entries(action.outputs).map(
    ([name, { value }]) => [name, fill(value, written)] as const,
  );
  return {
    code: run.status,
    log: run.stdout + run.stderr,
    outputs: new Map(outputs),
    summary: read('summary'),
  };
}
