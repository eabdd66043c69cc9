/**
 * Each kind of configuration by the name of its routes, with the shape of its values. A noun
 * declares its own kind, so that core knows none of them.
 */
// biome-ignore lint/suspicious/noEmptyInterface: it is filled by the nouns
export interface KindValues {}

export type Kind = keyof KindValues;
export type ValueOf<K extends Kind> = KindValues[K];
