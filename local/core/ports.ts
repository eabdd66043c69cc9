import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Where each part of the stack listens, all on 127.0.0.1. */
interface StackPorts {
  /** The HTTP API and `/_local/*`. */
  api: number;
  /** EventBridge, SQS, Step Functions and SES as the SDK calls them. */
  aws: number;
  /** DynamoDB Local. */
  dynamodb: number;
}

const names = ['api', 'aws', 'dynamodb'] as const;

// Enough blocks of ports that several stacks run side by side; a machine where all are taken has
// another problem.
const blocksToTry = 20;

/**
 * With a port: that one and the next two, or an error that names the taken one. Without: the same
 * from 3000 on, the first free block. `any`: some that are free, for tests.
 */
export async function choosePorts(wish: number | 'any' | undefined): Promise<StackPorts> {
  if (wish === 'any') return anyFreeBlock();
  if (wish !== undefined) {
    const taken = await firstTaken(block(wish));
    if (taken === undefined) return named(block(wish));
    throw new Error(
      `Port ${taken} is taken. The stack needs ${wish} to ${wish + names.length - 1}; choose others with PORT=… or --port.`,
    );
  }
  for (let attempt = 0; attempt < blocksToTry; attempt++) {
    const ports = block(defaultPort + attempt * blockSize);
    if ((await firstTaken(ports)) === undefined) return named(ports);
  }
  throw new Error(`No free block of ports from ${defaultPort} on. Choose one with PORT=… or --port.`);
}

export const defaultPort = 3000;
const blockSize = 10; // round numbers are easier to remember than every fourth

const block = (first: number) => names.map((_, index) => first + index);
const named = (ports: number[]) =>
  Object.fromEntries(names.map((name, index) => [name, ports[index]])) as unknown as StackPorts;

async function firstTaken(ports: number[]): Promise<number | undefined> {
  const free = await Promise.all(ports.map(isFree));
  return ports.find((_, index) => !free[index]);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

// Below the range from which systems take ports for outgoing connections (32768 on Linux): one of
// those could take a port between now and the moment when the JVM, seconds later, listens on it.
const anyFrom = 10_000;
const anyTo = 32_000;

async function anyFreeBlock(): Promise<StackPorts> {
  for (;;) {
    const ports = block(randomInt(anyFrom, anyTo));
    if ((await firstTaken(ports)) === undefined) return named(ports);
  }
}
