import { commandLines } from './commands.js';
import { type Token, tokenOf, tokenOfGit } from './tokens.js';
import type { Job, Step, Text, Workflow } from './workflow.js';
import type { Place } from './yaml-node.js';

/** Where something is published. */
export type Target = 'index' | 'test-index' | 'images' | 'github' | 'npm';

/** What a step does that matters to releases. */
export type Effect = { readonly place: Place; readonly condition: Text | null } & (
  | { readonly kind: 'publish'; readonly target: Target; readonly what: string; readonly tolerant: boolean }
  /** A GitHub release, which raises `release` unless it is made with the token of the job. */
  | { readonly kind: 'release'; readonly token: Token; readonly draft: boolean }
  | { readonly kind: 'push-tags'; readonly token: Token; readonly all: boolean }
  /** Starts a workflow by its file or name. */
  | { readonly kind: 'dispatch'; readonly workflow: string }
  | { readonly kind: 'repository-dispatch'; readonly type: string | null; readonly token: Token }
);

const PUBLISHING_ACTIONS: ReadonlyMap<string, Target> = new Map([
  ['pypa/gh-action-pypi-publish', 'index'],
  ['jrubics/poetry-publish', 'index'],
  ['etils-actions/pypi-auto-publish', 'index'],
  ['js-devtools/npm-publish', 'npm'],
]);

const PUBLISHING_COMMANDS: readonly (readonly [RegExp, Target, string])[] = [
  [/\btwine3?\s+upload\b/, 'index', 'twine upload'],
  [/\b(uv|poetry|flit|hatch|pdm|maturin)\b[^|;&]*?\s(?:publish|upload)(?=\s|$)/, 'index', '$1 publish'],
  [/\bsetup\.py\b[^|;&]*\supload\b/, 'index', 'setup.py upload'],
  [/\bdocker\s+(?:image\s+)?push\b|\bdocker\s+buildx\s+build\b.*--push\b/, 'images', 'docker push'],
  [/\b(npm|pnpm|yarn)\s+(?:npm\s+)?publish\b/, 'npm', '$1 publish'],
];

/** Actions that make a GitHub release, with the input that holds the token. */
const RELEASE_ACTIONS: ReadonlyMap<string, string> = new Map([
  ['softprops/action-gh-release', 'token'],
  ['ncipollo/release-action', 'token'],
  ['actions/create-release', ''],
  ['marvinpinto/action-automatic-releases', 'repo_token'],
  ['release-drafter/release-drafter', 'token'],
]);

/** Actions that push tags, with the input that holds the token. */
const TAG_ACTIONS: ReadonlyMap<string, string> = new Map([
  ['mathieudutour/github-tag-action', 'github_token'],
  ['anothrnick/github-tag-action', ''],
  ['rickstaa/action-create-tag', 'github_token'],
  ['googleapis/release-please-action', 'token'],
  ['google-github-actions/release-please-action', 'token'],
  ['python-semantic-release/python-semantic-release', 'github_token'],
]);

/** What the steps of a job do, in their order. */
export function effectsOf(workflow: Workflow, job: Job): readonly Effect[] {
  const known = memo.get(job);
  if (known !== undefined) return known;
  const effects = job.steps.flatMap((step, index) => [
    ...actionEffects(workflow, job, step, index),
    ...(step.run === null ? [] : commandEffects(workflow, job, step, step.run, index)),
  ]);
  memo.set(job, effects);
  return effects;
}

/** The same jobs are asked about for every tag. */
const memo = new WeakMap<Job, readonly Effect[]>();

function actionEffects(workflow: Workflow, job: Job, step: Step, index: number): Effect[] {
  const action = step.uses?.text.split('@')[0]?.toLowerCase() ?? '';
  const place = step.uses?.place ?? step.place;
  const { condition } = step;
  const input = (name: string) => step.inputs.get(name)?.text ?? '';
  const token = (name: string) => tokenOf(step.inputs.get(name)?.text ?? null, workflow, job, step);
  const target = PUBLISHING_ACTIONS.get(action);
  if (target !== undefined) {
    const url = `${input('repository-url')}${input('repository_url')}`;
    const tolerant = /true/.test(`${input('skip-existing')}${input('skip_existing')}`) || url.includes('${{');
    return [{ kind: 'publish', target: indexOf(target, url), what: action, tolerant, place, condition }];
  }
  if (action === 'docker/build-push-action' && !/^(?:|false)$/.test(input('push')))
    return [{ kind: 'publish', target: 'images', what: action, tolerant: true, place, condition }];
  const releaseToken = RELEASE_ACTIONS.get(action);
  if (releaseToken !== undefined) {
    const draft =
      input('draft') === 'true' || (action.startsWith('release-drafter/') && input('publish') !== 'true');
    return [
      { kind: 'release', token: token(releaseToken), draft, place, condition },
      { kind: 'publish', target: 'github', what: action, tolerant: true, place, condition },
    ];
  }
  const tagToken = TAG_ACTIONS.get(action);
  if (tagToken !== undefined)
    return [{ kind: 'push-tags', token: token(tagToken), all: false, place, condition }];
  if (action.endsWith('/relctl') && pushesTags(`relctl ${input('command')} ${input('args')}`))
    return [{ kind: 'push-tags', token: tokenOfGit(job, index, null), all: false, place, condition }];
  if (action === 'benc-uk/workflow-dispatch')
    return [{ kind: 'dispatch', workflow: input('workflow'), place, condition }];
  if (action === 'peter-evans/repository-dispatch' && input('repository') === '')
    return [
      {
        kind: 'repository-dispatch',
        type: input('event-type') || null,
        token: token('token'),
        place,
        condition,
      },
    ];
  return [];
}

/** What every command that matters holds: most scripts need no closer look. */
const TELLING = /publish|upload|push|release|workflow/;

function commandEffects(workflow: Workflow, job: Job, step: Step, run: Text, index: number): Effect[] {
  if (!TELLING.test(run.text)) return [];
  return commandLines(run).flatMap(({ text, place }): Effect[] => {
    const { condition } = step;
    const at = { place, condition };
    const effects: Effect[] = [];
    for (const [pattern, target, name] of PUBLISHING_COMMANDS) {
      const found = pattern.exec(text);
      if (found === null || /--dry-run\b/.test(text)) continue;
      const tolerant =
        /--skip-existing\b|--check-url\b/.test(text) || text.includes('--repository') || target !== 'index';
      const what = name.replace('$1', found[1] ?? '');
      effects.push({ ...at, kind: 'publish', target: indexOf(target, text), what, tolerant });
    }
    if (/\bgh\s+release\s+create\b/.test(text)) {
      const token = tokenOf(null, workflow, job, step);
      effects.push({ ...at, kind: 'release', token, draft: /--draft(?:\s|$)|-d\s/.test(text) });
      effects.push({ ...at, kind: 'publish', target: 'github', what: 'gh release create', tolerant: true });
    }
    const dispatched = /\bgh\s+workflow\s+run\s+(?:-\S+\s+)*["']?([^\s"']+)/.exec(text)?.[1];
    if (dispatched !== undefined && !/\s(?:-R|--repo)\b/.test(text))
      effects.push({ ...at, kind: 'dispatch', workflow: dispatched });
    if (pushesTags(text))
      effects.push({
        ...at,
        kind: 'push-tags',
        token: tokenOfGit(job, index, run),
        all: /--(?:follow-)?tags\b/.test(text),
      });
    return effects;
  });
}

function pushesTags(text: string): boolean {
  if (/\brelctl\s+(?:bump|tag)\b.*--push\b/.test(text)) return true;
  if (!/\bgit\b[^|;&]*\spush\b/.test(text) || /--delete\b|\s-d\s|--dry-run\b/.test(text)) return false;
  return /--(?:follow-)?tags\b|refs\/tags\/|\stag\s|\$\{?\w*(?:tag|version)/i.test(text);
}

function indexOf(target: Target, text: string): Target {
  return target === 'index' && /test\.?pypi/i.test(text) ? 'test-index' : target;
}
