import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { PROJECT_ROOT } from '../support/relctl.js';

const read = (file: string) => readFileSync(join(PROJECT_ROOT, file), 'utf8');

const action = parse(read('action.yml'));
const page = read('docs/ci-recipes.md');
const recipes = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => text);

interface WorkflowStep {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string>>;
}

describe('the recipes', () => {
  it.each(recipes)('recipe %# is YAML, runs no expression, and names only inputs that there are', recipe => {
    const jobs: Record<string, { steps?: WorkflowStep[] }> = parse(recipe).jobs ?? {};
    for (const step of Object.values(jobs).flatMap(({ steps = [] }) => steps)) {
      expect(step.run ?? '').not.toContain('$' + '{{');
      if (step.uses?.startsWith('OWNER/relctl') === true)
        expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(step.with ?? {})));
    }
    for (const [, output] of recipe.matchAll(/steps\.relctl\.outputs\.(\w+)/g))
      expect(Object.keys(action.outputs)).toContain(output);
  });

  it('describe every output of the action', () => {
    for (const output of Object.keys(action.outputs)) expect(page).toContain(`\`${output}\``);
  });
});
