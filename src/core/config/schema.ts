import * as v from 'valibot';
import { patternFault } from '../globs.js';
import { templateFault } from '../tags/template.js';
import { DEPENDENTS } from './dependents.js';
import { TAG_FORMS } from './tag-form.js';

/**
 * The shape of `relctl.toml` and `[tool.relctl]`: one schema for checking, for `schemas/config.json` and for
 * `docs/configuration.md`. The descriptions are what a user reads there and in the editor.
 */
const pattern = v.pipe(
  v.string(),
  v.check(
    text => patternFault(text) === null,
    issue => `not a pattern: ${patternFault(issue.input)}`,
  ),
);
const patterns = (description: string) => v.optional(v.pipe(v.array(pattern), v.description(description)));
const templateText = v.pipe(
  v.string(),
  v.check(
    text => templateFault(text) === null,
    issue => `not a tag template: ${templateFault(issue.input)}`,
  ),
);
const template = (description: string) => v.optional(v.pipe(templateText, v.description(description)));
const templates = (description: string) =>
  v.optional(v.pipe(v.array(templateText), v.description(description)));
const text = (description: string) =>
  v.optional(v.pipe(v.string(), v.minLength(1), v.description(description)));
const scalar = v.union([v.string(), v.number(), v.boolean()], 'must be a string, a number or a boolean');

/** A path, and a text that holds the placeholder once. */
const VERSION_FILE = /^[^:]+:(?:(?!\{version\})[\s\S])*\{version\}(?:(?!\{version\})[\s\S])*$/;

const packageSchema = v.objectWithRest(
  {
    path: text('The folder of the package, from the root.'),
    inputs: patterns('Files outside its folder that belong to it.'),
    'version-files': v.optional(
      v.pipe(
        v.array(
          v.pipe(v.string(), v.regex(VERSION_FILE, 'must be PATH:TEXT with {version} once in the text')),
        ),
        v.description(
          'Further places of its version, each as `path:text with {version}`; the path is from the root, or from the package where the root has no such file. A release writes the version there, in semver for `package.json`, `Cargo.toml` and `Chart.yaml`.',
        ),
      ),
    ),
    tag: template('The template of its tags; overrides that of the workspace.'),
    'old-tags': templates('Templates of tags it had before.'),
  },
  scalar,
);

const groupSchema = v.strictObject({
  packages: v.pipe(
    v.array(v.string()),
    v.minLength(1),
    v.description('Ids, names or paths of its packages.'),
  ),
  tag: template('One tag for the whole group instead of one for each package.'),
});

const bumpTable = v.strictObject({
  dependents: v.optional(
    v.pipe(
      v.picklist(DEPENDENTS),
      v.description(
        'Which dependents are released along: those whose requirement would no longer hold, all, or none.',
      ),
    ),
  ),
  message: text('The message of the release commit; `{releases}` stands for the list of releases.'),
  sign: v.optional(
    v.pipe(
      v.boolean(),
      v.description(
        "Sign the release commit and its tags, with git's own settings: user.signingKey, gpg.format, gpg.program. Default: as git is configured, by commit.gpgSign and tag.gpgSign. `--sign` and `--no-sign` override it.",
      ),
    ),
  ),
  tags: v.optional(
    v.pipe(
      v.picklist(TAG_FORMS),
      v.description(
        'Whether tags are objects with a message, a date and a tagger, as git describe and git push --follow-tags want them, or just names of commits, which cannot be signed. Default: annotated.',
      ),
    ),
  ),
});

const bumpSchema = v.pipe(
  bumpTable,
  v.forward(
    v.check(
      ({ sign, tags }) => sign !== true || tags !== 'lightweight',
      'lightweight tags cannot be signed, as bump.sign = true asks for',
    ),
    ['tags'],
  ),
);

const pushSchema = v.strictObject({
  remote: text('Where a release is pushed to.'),
  'tags-per-push': v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(1),
      v.maxValue(3),
      v.description('How many tags go into one push; GitHub creates no event for more than 3.'),
    ),
  ),
  timeout: v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(1),
      v.description('Seconds without a word from the remote after which it counts as gone; default: 300.'),
    ),
  ),
});

const verifySchema = v.strictObject({
  ignore: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          rule: v.pipe(v.string(), v.description('The rule that is not applied.')),
          package: v.optional(
            v.pipe(v.string(), v.description('Only to this package; to all where it is left out.')),
          ),
          reason: v.pipe(v.string(), v.minLength(1), v.description('Why; required.')),
        }),
      ),
      v.description('Findings that are known and accepted.'),
    ),
  ),
});

const taskSchema = v.strictObject({
  command: v.pipe(v.string(), v.minLength(1), v.description('The program and its arguments; no shell.')),
});

export const configSchema = v.strictObject({
  base: text("What is compared with outside CI; default: the remote's default branch."),
  tag: template('The template of tags: `{package}`, `{name}`, `{path}`, `{version}`.'),
  'old-tags': templates(
    'Templates of tags that packages had before: such tags count as releases, and none is made.',
  ),
  packages: patterns('Folders of packages; default: found by themselves.'),
  exclude: patterns('Folders that are no packages.'),
  global: patterns('Files that affect every package.'),
  ignore: patterns('Files that affect no package.'),
  package: v.optional(v.pipe(v.record(v.string(), packageSchema), v.description('Packages by id.'))),
  group: v.optional(
    v.pipe(v.record(v.string(), groupSchema), v.description('Packages that share one version, by name.')),
  ),
  bump: v.optional(v.pipe(bumpSchema, v.description('How releases are made.'))),
  push: v.optional(v.pipe(pushSchema, v.description('How releases are published.'))),
  verify: v.optional(v.pipe(verifySchema, v.description('What the gate accepts.'))),
  task: v.optional(v.pipe(v.record(v.string(), taskSchema), v.description('Tasks by name.'))),
});

export type WrittenConfig = v.InferOutput<typeof configSchema>;
