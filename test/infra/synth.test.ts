import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const repository = join(import.meta.dirname, '..', '..');
const home = mkdtempSync(join(tmpdir(), 'caseward-synth-'));
const outdir = join(home, 'by-node');
const other = join(home, 'by-cli');
const stacks = ['Address', 'Data', 'Service', 'Console'].map((stack) => `Caseward-prod-${stack}`);
// Without the hashes of bundles, which change while somebody works on a function.
const template = (stack: string, from = outdir) =>
  JSON.parse(
    readFileSync(join(from, `${stack}.template.json`), 'utf8').replaceAll(/\b[0-9a-f]{64}\b/g, 'hash'),
  ) as Record<string, unknown>;

// Nothing of the machine's own: no account, no credentials, no region, and a home in which no
// configuration lies.
const bare = {
  PATH: process.env.PATH,
  HOME: home,
  CDK_DISABLE_CLI_TELEMETRY: 'true',
  AWS_EC2_METADATA_DISABLED: 'true',
  // CDK's own modules as the run has compiled them already.
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
};

describe('the app', () => {
  beforeAll(() => {
    execFileSync(process.execPath, ['infra/app.ts'], {
      cwd: repository,
      env: { ...bare, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: '{"stage":"prod"}' },
      stdio: 'pipe',
    });
  });

  afterAll(() => rmSync(home, { recursive: true }));

  test('[IN-5] is synthesized without account, region, Docker or network', () => {
    expect(readdirSync(outdir)).toEqual(
      expect.arrayContaining(['manifest.json', ...stacks.map((stack) => `${stack}.template.json`)]),
    );
  });

  test('[IN-5] names no account and no region, so that it deploys to any', () => {
    const manifest = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8')) as {
      artifacts: Record<string, { environment?: string }>;
    };
    expect(Object.values(manifest.artifacts).flatMap(({ environment }) => environment ?? [])).toEqual(
      stacks.map(() => 'aws://unknown-account/unknown-region'),
    );
    for (const stack of stacks)
      expect(JSON.stringify(template(stack))).not.toMatch(/\b\d{12}\b|[a-z]{2}-(east|west|central|north|south)\w*-\d/);
  });

  test('[IN-5] is the same whether plain node or the CDK command line runs it', () => {
    execFileSync(
      process.execPath,
      ['node_modules/aws-cdk/bin/cdk', 'synth', '--quiet', '--no-notices', '-c', 'stage=prod', '--output', other],
      {
        cwd: repository,
        env: { ...bare, CDK_VALIDATION: 'false', PATH: `${join(process.execPath, '..')}:${bare.PATH}` },
        stdio: 'pipe',
      },
    );
    for (const stack of stacks) expect(template(stack, other)).toEqual(template(stack));
  });

  test('stops with what is wrong where the context is', () => {
    const { status, stderr } = spawnSync(process.execPath, ['infra/app.ts'], {
      cwd: repository,
      env: { ...bare, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: '{"stage":"production"}' },
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toContain('The context of this deployment is not right.');
  });

  test('has templates in which cfn-lint, where it is installed, finds nothing', ({ skip }) => {
    skip(spawnSync('cfn-lint', ['--version']).status !== 0, 'cfn-lint is not installed on this machine');
    const files = ['Caseward-prod-Data', 'Caseward-prod-Service'].map((stack) =>
      join(outdir, `${stack}.template.json`),
    );
    expect(files.every((file) => existsSync(file))).toBe(true);
    // W3005: CDK repeats a dependency that a reference implies already.
    const { stdout } = spawnSync('cfn-lint', ['--ignore-checks', 'W3005', '--', ...files], { encoding: 'utf8' });
    expect(stdout).toBe('');
  });
});
