/** What `POST /_local/faults` asks for: the bus duplicates, reorders and delays; services and functions fail at a rate. */
export interface FaultSettings {
  duplicate?: number;
  reorder?: boolean;
  delayMs?: number;
  fail?: ({ service: string; rate: number } | { function: string; rate: number })[];
  seed?: number;
}

export interface Faults {
  /** Whether this call of the service (`dynamodb`, `ses`, …) or function (its logical id or name) is to fail; draws a number each time. */
  shouldFail(serviceOrFunction: string): boolean;
  /** Replaces all faults; `{}` ends them. */
  set(settings: FaultSettings): void;
}
