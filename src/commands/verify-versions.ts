import { boolean, string } from '@oclif/core/flags';
import { type Answer, BaseCommand } from '../cli/base-command.js';
import type { Context } from '../cli/context.js';
import { packageFlag } from '../cli/flags.js';
import { ownVersion } from '../cli/version.js';
import { type VerifyResult, verifyVersions } from '../core/operations/verify-versions.js';
import { workspaceWarnings } from '../core/workspace/warnings.js';
import type { Workspace } from '../core/workspace/workspace.js';
import { PROBLEM_FORMATS, type ProblemFormat, renderVerification } from '../render/problems.js';
import type { Output } from '../render/step.js';

export default class VerifyVersions extends BaseCommand {
  static override summary =
    'Check that all versions of the repository agree; exits with 1 where they do not.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --tag contents-v1.0.1',
    '<%= config.bin %> <%= command.id %> --package contents --json',
    '<%= config.bin %> <%= command.id %> --fix',
  ];
  static override flags = {
    package: packageFlag,
    tag: string({
      summary:
        'Check that this tag gives the version that is there; default: the tag that a CI job was started for.',
      helpValue: 'TAG',
    }),
    fix: boolean({ summary: 'Mend what has one right answer, and report the rest.' }),
    format: string({
      summary: 'How problems are written: for people, as annotations of a GitHub job, or as SARIF.',
      options: [...PROBLEM_FORMATS],
      default: 'text',
    }),
  };

  protected async answer(): Promise<Answer<VerifyResult>> {
    const { flags } = await this.parse(VerifyVersions);
    const context = await this.context(flags);
    const ports = {
      history: context.history,
      sha256: context.sha256,
      workspace: () => context.workspace('locks'),
      writable: async () => (await context.release()).files,
    };
    const name = flags.tag ?? context.buildTag;
    const tag = name === null ? null : { name, asked: flags.tag !== undefined };
    const request = { packages: flags.package ?? [], tag, fix: flags.fix };
    const { result, workspace } = await verifyVersions(ports, request);
    const forGitHub = flags.format === 'github';
    const outputs = name === null || !forGitHub ? [] : await tagOutputsOf(context, name, workspace);
    return {
      result,
      text: () => renderVerification(result, flags.format as ProblemFormat, ownVersion()),
      // Broken manifests are problems here.
      warnings: workspaceWarnings({ ...workspace, broken: [] }),
      step: forGitHub ? (await import('../render/verify-step.js')).verifyStep(result, outputs) : null,
      exit: result.problems.some(({ severity }) => severity === 'error') ? 1 : 0,
    };
  }
}

async function tagOutputsOf(
  { history }: Context,
  name: string,
  workspace: Workspace,
): Promise<readonly Output[]> {
  const { tagOutputs } = await import('../render/release-step.js');
  const tags = await history.tags();
  return tagOutputs(
    name,
    workspace,
    tags.map(each => each.name),
  );
}
