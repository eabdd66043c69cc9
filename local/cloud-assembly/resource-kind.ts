// What is said of each type of resource that the local stack accepts.

/** Addresses of this machine that appear in names. */
export interface Endpoints {
  api: string;
  sqs: string;
}

export interface ResourceNames {
  name: string;
  region: string;
  account: string;
  endpoints: Endpoints;
}

export type ResourceKind = { ignored: string } | RunKind;

export interface RunKind {
  /** The file of local/ that runs it. */
  by: string;
  nameProperty?: string;
  ref: (names: ResourceNames) => string;
  arn: (names: ResourceNames) => string;
  /** Further attributes for Fn::GetAtt. */
  attributes?: Record<string, (names: ResourceNames) => string>;
  /** Properties that have their effect here. */
  runs: string[];
  /** Properties without effect here, with the reason. */
  ignores: Record<string, string>;
}

export const permissions = 'one machine has one user; permissions are checked by the tests of the template';
export const encryption = 'nothing is encrypted on this machine';
export const observation = 'logs, traces and durations are in the log folder and GET /_local/functions';
export const labels = 'a label for people';
export const people = 'the local issuer stands in for the user pool';

export const arn = (service: string, resource: (name: string) => string) => (names: ResourceNames) =>
  `arn:aws:${service}:${names.region}:${names.account}:${resource(names.name)}`;
export const byName = ({ name }: ResourceNames) => name;
export const words = (list: string) => list.split(' ');
export const all = (reason: string, properties: string) =>
  Object.fromEntries(words(properties).map((property) => [property, reason]));
