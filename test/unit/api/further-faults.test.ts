import { expect, test } from 'vitest';
import { allRoutes } from '#shared/contract/routes.ts';
import { noBody } from '#shared/core/http/define-route.ts';

// What they do to other systems, to counters or row by row is done before they have decided.
const actWhileDeciding = ['testWebhook', 'createAlerts', 'followCase', 'renewLink', 'handOver'];

test('[IN-1] whatever takes a body about a part of a record says all that is wrong with it at once', () => {
  const belowRecord = allRoutes.filter(({ path }) => /^\/v1\/(cases|alerts)\/\{id\}\//.test(path));
  const silent = belowRecord.filter(({ input, findsMoreFaults }) => input.body !== noBody && !findsMoreFaults);
  expect(silent.filter(({ method }) => method !== 'GET').map(({ name }) => name)).toEqual([]);
});

test('[IN-1] what acts before it has decided is not asked about a faulty request', () => {
  const asked = allRoutes.filter(({ findsMoreFaults }) => findsMoreFaults).map(({ name }) => name);
  expect(asked.filter((name) => actWhileDeciding.includes(name))).toEqual([]);
});
