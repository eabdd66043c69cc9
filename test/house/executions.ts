import type { WakeUps } from '#functions/wake-ups.ts';
import { executionName, type WakeUp } from '#shared/core/clocks/moments.ts';
import { epoch } from '#shared/core/records/instants.ts';
import type { VirtualTime } from '#test/house/virtual-time.ts';

interface Execution {
  name: string;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED';
  transitions: number;
}

const day = 24 * 60 * 60 * 1000;
// As in the state machine: what fails is tried again after so many seconds.
const triedAgainAfter = [5, 15, 45, 120];

/**
 * Executions of the machine of wake-ups: one waits until its moment has come, wakes, and waits
 * again where there is another.
 */
export class Executions {
  readonly #time: VirtualTime;
  readonly #run: (wakeUp: WakeUp) => Promise<WakeUp & { again: boolean }>;
  readonly #all = new Map<string, Execution>();

  constructor({ time, run }: { time: VirtualTime; run: (wakeUp: WakeUp) => Promise<WakeUp & { again: boolean }> }) {
    this.#time = time;
    this.#run = run;
  }

  list(): Execution[] {
    return [...this.#all.values()];
  }

  /** @param check throws where Step Functions is not to answer */
  wakeUps(check: () => void): WakeUps {
    return {
      horizonFrom: (now) => now + 7 * day,
      start: async (wakeUp) => {
        check();
        const name = executionName(wakeUp);
        if (this.#all.has(name)) return;
        const execution: Execution = { name, status: 'RUNNING', transitions: 1 };
        this.#all.set(name, execution);
        this.#waitFor(execution, wakeUp);
      },
    };
  }

  #waitFor(execution: Execution, wakeUp: WakeUp): void {
    this.#time.at(epoch(wakeUp.at), 'timer', () => this.#wake(execution, wakeUp, 0));
  }

  async #wake(execution: Execution, wakeUp: WakeUp, tries: number): Promise<void> {
    execution.transitions += 2;
    try {
      const woken = await this.#run(wakeUp);
      if (woken.again) this.#waitFor(execution, woken);
      else execution.status = 'SUCCEEDED';
    } catch {
      const seconds = triedAgainAfter[tries];
      if (seconds === undefined) execution.status = 'FAILED';
      else this.#time.at(this.#time.now() + seconds * 1000, 'delivery', () => this.#wake(execution, wakeUp, tries + 1));
    }
  }
}
