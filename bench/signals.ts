import { crowd, idOf, institution } from '#bench/crowd.ts';
import { meterFunctions, rowsOfFunctions } from '#bench/own-processor.ts';
import type { Row } from '#bench/report.ts';

// Signals by the ten thousand, each an alert and all that follows from it.

export const measureSignals = async (count: number): Promise<Row[]> => {
  const { house, local, admin } = await institution();
  const source = 'bench.example.edu';
  await admin.send('PUT', '/v1/signal-mappings/bench', {
    body: {
      name: 'Bench',
      match: { field: 'event.source', op: 'is', value: source },
      contactId: '{{ event.detail.contactId }}',
      dedupeKey: '{{ event.detail.number }}',
      alert: {
        type: 'attendance',
        priority: 'low',
        description: 'Missed {{ event.detail.number }}',
        course: { code: 'X-1' },
      },
    },
  });
  await local.idle();
  const people = count / 10;
  house.dynamodb.place([...crowd(people, house.time.now())]);
  const spent = meterFunctions(house);
  const from = performance.now();
  const signal = (number: number) => ({
    Source: source,
    DetailType: 'Missed',
    Detail: { contactId: idOf(number % people), number },
  });
  for (let number = 0; number < count; number += 10) {
    await local.putEvents(Array.from({ length: 10 }, (_, of) => signal(number + of)));
    // Every tenth of them comes again.
    await local.putEvents([signal(number)]);
  }
  await local.idle();
  const took = { value: (performance.now() - from) / 1000, unit: 's' } as const;
  const markers = house.dynamodb.everything().filter(({ pk }) => pk.startsWith('SIGNAL#bench#'));
  return [
    {
      name: `${count.toLocaleString('en')} signals, a tenth of them twice`,
      figures: {
        all: { ...took, aim: 60 },
        'taken up': { value: markers.length },
        'lost or twice': { value: Math.abs(count - markers.length), aim: 0 },
      },
    },
    ...rowsOfFunctions(spent, { count, of: 'a signal' }),
  ];
};
