import type { ReactElement, ReactNode } from 'react';

// Elements are plain objects, and functions without hooks can be called by anybody: so the first
// view is written as HTML by the components that React draws later, without React.

const attributeNames: Readonly<Record<string, string>> = {
  className: 'class',
  htmlFor: 'for',
  strokeLinecap: 'stroke-linecap',
  strokeLinejoin: 'stroke-linejoin',
  strokeWidth: 'stroke-width',
  tabIndex: 'tabindex',
};
const empty = new Set(['br', 'img', 'input']);

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#x27;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);

const attribute = ([name, value]: [string, unknown]): string => {
  if (value === undefined || value === null || typeof value === 'function') return '';
  const written = attributeNames[name] ?? name;
  // What is said of an element to screen readers is said in words.
  if (typeof value === 'boolean' && !written.startsWith('aria-')) return value ? ` ${written}=""` : '';
  return ` ${written}="${escaped(String(value))}"`;
};

type AnyElement = ReactElement<{ children?: ReactNode } & Record<string, unknown>>;

/** The HTML of elements whose components call no hook. */
export const htmlOf = (node: ReactNode): string => {
  if (node === null || node === undefined || typeof node === 'boolean') return '';
  if (Array.isArray(node)) return node.map(htmlOf).join('');
  if (typeof node !== 'object') return escaped(String(node));
  const { type, props } = node as AnyElement;
  if (typeof type === 'function') return htmlOf((type as (props: object) => ReactNode)(props));
  const { children, ...attributes } = props;
  if (typeof type !== 'string') return htmlOf(children); // a fragment
  const opened = `<${type}${Object.entries(attributes).map(attribute).join('')}`;
  return empty.has(type) ? `${opened}/>` : `${opened}>${htmlOf(children)}</${type}>`;
};
