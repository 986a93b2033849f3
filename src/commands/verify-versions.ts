import { string } from '@oclif/core/flags';
import { type Answer, BaseCommand } from '../cli/base-command.js';
import { packageFlag } from '../cli/flags.js';
import { type VerifyResult, verifyVersions } from '../core/operations/verify-versions.js';
import { workspaceWarnings } from '../core/workspace/warnings.js';
import { renderProblems } from '../render/problems.js';

export default class VerifyVersions extends BaseCommand {
  static override summary =
    'Check that all versions of the repository agree; exits with 1 where they do not.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --tag contents-v1.0.1',
    '<%= config.bin %> <%= command.id %> --package contents --json',
  ];
  static override flags = {
    package: packageFlag,
    tag: string({ summary: 'Check that this tag gives the version that is there.', helpValue: 'TAG' }),
  };

  protected async answer(): Promise<Answer<VerifyResult>> {
    const { flags } = await this.parse(VerifyVersions);
    const workspace = await (await this.context(flags)).workspace();
    const result = verifyVersions(workspace, { packages: flags.package ?? [], tag: flags.tag ?? null });
    return {
      result,
      text: () => renderProblems(result),
      // Broken manifests are problems here.
      warnings: workspaceWarnings({ ...workspace, broken: [] }),
      exit: result.problems.some(({ severity }) => severity === 'error') ? 1 : 0,
    };
  }
}
