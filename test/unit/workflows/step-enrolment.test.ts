import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { beginEnrolment, type Enrolment, enrolmentId } from '#shared/automation/workflows/enrolment.ts';
import { asPublished } from '#shared/automation/workflows/publish.ts';
import { stepEnrolment, stepOn } from '#shared/automation/workflows/step-enrolment.ts';
import { behind, enrolsAtOnce, everyStep, into, sameStep, stepAt } from '#shared/automation/workflows/step-path.ts';
import { type Workflow, workflowSchema } from '#shared/automation/workflows/workflow.schema.ts';
import { mostSteps, type WorkflowStep } from '#shared/automation/workflows/workflow-step.schema.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import { isUlid } from '#shared/core/records/ulid.ts';

const start = epoch('2026-12-01T09:00:00.000Z');
const workflowOf = (steps: WorkflowStep[], more: object = {}): Workflow =>
  workflowSchema.parse({ title: 'W', trigger: { event: 'by-hand' }, steps, ...more });
const begun = (): Enrolment =>
  beginEnrolment({
    id: '0'.repeat(26),
    workflow: 'w',
    workflowVersion: 1,
    contactId: 'C1',
    context: undefined,
    by: { kind: 'user', id: 'u' },
    cause: { depth: 3 },
    at: start,
  });
const inputs = (labels: string[] = []) => ({
  subject: { contact: { labels } },
  timeZone: 'UTC',
  calendarOf: () => undefined,
  perform: () => ({ outcome: 'done' }),
});

const hasLabel = { field: 'contact.labels', op: 'contains', value: 'x' } as const;
const label: WorkflowStep = { do: 'add-label', label: 'a' };
const minutes = (amount: number): WorkflowStep => ({ do: 'wait', for: `PT${amount}M` });

const { steps: anySteps } = fc.letrec<{ steps: WorkflowStep[]; step: WorkflowStep }>((tie) => ({
  steps: fc.array(tie('step'), { minLength: 1, maxLength: 4 }),
  step: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constant(label),
    fc.integer({ min: 1, max: 5000 }).map(minutes),
    fc.record({
      do: fc.constant('branch' as const),
      if: fc.constant(hasLabel),
      then: tie('steps'),
      else: tie('steps'),
    }),
  ),
}));
// As many as a workflow may have.
const arbitrarySteps = anySteps.filter((steps) => everyStep(steps).length <= mostSteps);

describe('a path of a step', () => {
  test('[WF-1] leads through every step of a workflow, whichever arms are taken, and to its end', () => {
    fc.assert(
      fc.property(arbitrarySteps, fc.array(fc.boolean(), { maxLength: 200 }), (steps, arms) => {
        const known = new Set(everyStep(steps).map(({ path }) => path));
        const visited = new Set<string>();
        let at: string | undefined = '/0';
        for (let taken = 0; at !== undefined; taken++) {
          expect(known.has(at) && !visited.has(at)).toBe(true);
          visited.add(at);
          const step: WorkflowStep | undefined = stepAt(steps, at);
          at = step?.do === 'branch' ? into(steps, at, arms[taken] ? 'then' : 'else') : behind(steps, at);
        }
      }),
    );
  });

  test('[WF-4] is found again in other steps, or what is around it and behind that', () => {
    const steps: WorkflowStep[] = [label, { do: 'branch', if: hasLabel, then: [label, label] }, minutes(1)];
    expect([sameStep(steps, '/1/then/1'), sameStep(steps, '/1/then/7'), sameStep(steps, '/1/else/0')]).toEqual([
      '/1/then/1',
      '/2',
      '/2',
    ]);
    expect([sameStep(steps, '/2/then/0'), sameStep(steps, '/9'), sameStep(steps, '/0/then/0')]).toEqual([
      '/2',
      undefined,
      '/0',
    ]);
    fc.assert(
      fc.property(arbitrarySteps, arbitrarySteps, (before, after) => {
        for (const { path } of everyStep(before)) {
          const found = sameStep(after, path);
          expect(found === undefined || stepAt(after, found) !== undefined).toBe(true);
        }
      }),
    );
  });

  test('[WF-1] is reached without a wait only where some way to it has none', () => {
    const enrol: WorkflowStep = { do: 'enroll', workflow: 'other' };
    expect(enrolsAtOnce([label, enrol]).map(({ path }) => path)).toEqual(['/1']);
    expect(enrolsAtOnce([minutes(1), enrol])).toEqual([]);
    expect(enrolsAtOnce([{ do: 'branch', if: hasLabel, then: [minutes(1)] }, enrol]).map(({ path }) => path)).toEqual([
      '/1',
    ]);
    const waits: WorkflowStep = { do: 'branch', if: hasLabel, then: [minutes(1)], else: [minutes(2)] };
    expect(enrolsAtOnce([waits, enrol])).toEqual([]);
  });
});

describe('an enrolment', () => {
  test('[WF-2] takes as long as its waits, to the millisecond, however late or often it is woken', () => {
    fc.assert(
      fc.property(
        arbitrarySteps,
        fc.boolean(),
        fc.array(fc.integer({ min: 0, max: 40_000 }), { maxLength: 30 }),
        (steps, isTaken, delays) => {
          const workflow = workflowOf(steps);
          let enrolment = begun();
          let now = start;
          for (let turn = 0; enrolment.status === 'running' && turn < 500; turn++) {
            const { after } = stepOn({ enrolment, workflow, inputs: inputs(isTaken ? ['x'] : []), now });
            const again = stepOn({ enrolment: after, workflow, inputs: inputs(isTaken ? ['x'] : []), now });
            // Woken at once again, it waits as it did.
            if (after.waitingFor) expect(again.after).toEqual(after);
            const at = after.waitingFor?.at;
            if (at !== undefined) {
              const early = stepOn({ enrolment: after, workflow, inputs: inputs(), now: epoch(at) - 1 });
              expect(early.after.log.length).toBe(after.log.length);
              // Some seconds late, and what comes next does not drift.
              now = epoch(at) + (delays[turn] ?? 0);
            }
            enrolment = after;
          }
          const lengths = enrolment.log.flatMap(({ path }) => {
            const step = stepAt(steps, path);
            return step?.do === 'wait' ? [Number(/\d+/.exec(String(step.for))?.[0]) * 60_000] : [];
          });
          const waited = enrolment.log.filter((entry) => entry.do === 'wait');
          const total = lengths.reduce((sum, length) => sum + length, 0);
          const last = waited.at(-1);
          expect(last === undefined || last.at === iso(start + total)).toBe(true);
          expect(enrolment.status).toBe('finished');
        },
      ),
    );
  });

  test('[WF-2] after an outage counts from when things go on', () => {
    const workflow = workflowOf([minutes(10), minutes(10), label]);
    const waiting = stepOn({ enrolment: begun(), workflow, inputs: inputs(), now: start }).after;
    const late = start + 3 * 60 * 60_000;
    const { perform: _none, ...asked } = inputs();
    const on = stepOn({ enrolment: waiting, workflow, inputs: asked, now: late }).after;
    expect(on).toMatchObject({ step: '/1', waitingFor: { at: iso(late + 10 * 60_000) } });
  });

  test('[WF-5] is asked for its exit before every step', () => {
    const workflow = workflowOf([label, label, label], { exit: hasLabel });
    expect(stepEnrolment({ enrolment: begun(), workflow, inputs: inputs(['x']), now: start }).after).toMatchObject({
      status: 'finished',
      reason: 'exit',
      log: [{ path: '/0', do: 'exit', outcome: 'exit' }],
    });
    const [one] = [stepEnrolment({ enrolment: begun(), workflow, inputs: inputs(), now: start }).after];
    expect(stepEnrolment({ enrolment: one, workflow, inputs: inputs(['x']), now: start }).after.status).toBe(
      'finished',
    );
  });

  test('[AU-16] begins a new chain when time has passed, and not before', () => {
    const workflow = workflowOf([label, minutes(1), label]);
    const first = stepOn({ enrolment: begun(), workflow, inputs: inputs(), now: start }).after;
    expect(first.cause.depth).toBe(3);
    const { after } = stepOn({ enrolment: first, workflow, inputs: inputs(), now: start + 60_000 });
    const through = stepOn({ enrolment: after, workflow, inputs: inputs(), now: start + 60_000 }).after;
    expect(through.cause.depth).toBe(0);
  });

  test('[WF-4] that is moved waits from when it began; one whose step is gone is through', () => {
    const waiting = stepOn({
      enrolment: begun(),
      workflow: workflowOf([minutes(60)]),
      inputs: inputs(),
      now: start,
    }).after;
    const shorter = { key: 'w', version: 2, value: workflowOf([minutes(30), label]) };
    const at = start + 10 * 60_000;
    const moved = asPublished(waiting, shorter, { running: 'move', at });
    const on = stepOn({ enrolment: moved, workflow: shorter.value, inputs: inputs(), now: at }).after;
    expect(on).toMatchObject({ workflowVersion: 2, waitingFor: { at: iso(start + 30 * 60_000) } });
    const further = { ...waiting, step: '/7' };
    expect(asPublished(further, shorter, { running: 'move', at })).toMatchObject({ status: 'finished' });
    expect(asPublished(waiting, shorter, { running: 'end', at })).toMatchObject({
      status: 'aborted',
      reason: 'published',
    });
  });

  test('[WF-2] is named by what makes it one, in whichever order its context stands', () => {
    const name = { workflow: 'w', contactId: 'C1', context: { a: 1, b: 'x' } };
    const id = enrolmentId(name);
    expect(isUlid(id)).toBe(true);
    expect(enrolmentId({ ...name, context: { b: 'x', a: 1 } })).toBe(id);
    const others = [{ workflow: 'v' }, { contactId: 'C2' }, { context: { a: 1 } }, { occasion: 'e' }];
    expect(new Set([id, ...others.map((other) => enrolmentId({ ...name, ...other }))]).size).toBe(5);
  });
});
