// What the services run by: the resources of the templates, as CloudFormation would have made them.

export interface Resource {
  logicalId: string;
  /** Name of its stack. */
  stack: string;
  type: string;
  /** Its own name: what the template says, else `<stack>-<path of the construct>`. */
  name: string;
  arn: string;
  /** What `Ref` gives. */
  ref: string;
  /** With every intrinsic function resolved. */
  properties: Record<string, unknown>;
}

export interface DeployedResources {
  resources: Resource[];
  ofType(...types: string[]): Resource[];
  /** By ARN, `Ref`, name or logical id. */
  find(reference: string): Resource | undefined;
  /** The folder of an asset, from a function's `Code`. */
  assetFolder(code: unknown): string;
  /** Regions and accounts do not exist here; these stand in their place. */
  region: string;
  account: string;
}
