import { boolean, string } from '@oclif/core/flags';
import { type Answer, BaseCommand } from '../cli/base-command.js';
import { packageFlag, skipFlag } from '../cli/flags.js';
import { DEPENDENTS, type Dependents } from '../core/changes/affected.js';
import { type ChangedResult, detectChanges } from '../core/operations/detect-changes.js';
import { KINDS, type Kind } from '../core/requirements/requirement.js';
import { workspaceWarnings } from '../core/workspace/warnings.js';
import { renderChanged } from '../render/changed.js';
import { CHANGED_FORMATS, type ChangedFormat, renderForCi } from '../render/changed-formats.js';

export default class Changed extends BaseCommand {
  static override summary = 'Name the packages that a change touches, and those that depend on them.';
  static override description =
    `Compares the merge bases of base and head with the head; without --head, with the work tree, uncommitted and
untracked files included. Without --base, a job of GitHub Actions or GitLab CI compares its commit as the event that
started it asks for; --deepen then fetches what a shallow clone lacks. Packages asked for with --package or --all are
not compared with anything.`;
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --base origin/main --head HEAD --why',
    '<%= config.bin %> <%= command.id %> --base v1.2.0 --dependents none --json',
  ];
  static override flags = {
    base: string({ summary: 'Compare with this revision.', helpValue: 'REF' }),
    head: string({ summary: 'Compare this commit instead of the work tree.', helpValue: 'REF' }),
    'since-release': boolean({
      summary: 'Compare each package with its own last tag instead.',
      exclusive: ['base', 'package', 'all'],
    }),
    deepen: boolean({ summary: 'Fetch the history that a shallow clone lacks for the answer, and no more.' }),
    dependents: string({
      summary: 'How far to follow those that need a changed package.',
      description: 'Default: all; none with --package and --all.',
      options: [...DEPENDENTS],
    }),
    edges: string({
      summary: 'Follow only these kinds of dependencies.',
      options: [...KINDS],
      multiple: true,
      multipleNonGreedy: true,
      delimiter: ',',
    }),
    package: packageFlag,
    skip: skipFlag,
    all: boolean({ summary: 'All packages, changed or not.', exclusive: ['package', 'base'] }),
    why: boolean({ summary: 'Say why each package is named.' }),
    format: string({
      summary:
        'For people, as outputs of a step of GitHub Actions, a child pipeline of GitLab, or a dotenv report.',
      options: [...CHANGED_FORMATS],
      default: 'text',
    }),
  };

  protected async answer(): Promise<Answer<ChangedResult>> {
    const { flags } = await this.parse(Changed);
    const format = flags.format as ChangedFormat;
    const { history, files, config, job } = await this.context(flags);
    const request = {
      base: flags.base ?? null,
      head: flags.head ?? null,
      sinceRelease: flags['since-release'],
      dependents: (flags.dependents as Dependents | undefined) ?? null,
      edges: (flags.edges as Kind[] | undefined) ?? null,
      packages: flags.package ?? [],
      skip: flags.skip ?? [],
      all: flags.all,
    };
    const started = await job(flags.deepen);
    const { result, workspace } = await detectChanges(history, files, request, config, started);
    const rendered = renderForCi(result, workspace, format);
    return {
      result,
      text: () => rendered.text ?? renderChanged(result, flags.why),
      step: rendered.step,
      warnings: [...workspaceWarnings(workspace), ...rendered.warnings],
    };
  }
}
