import type { ComponentProps, ElementType } from 'react';

interface IconData {
  name: string;
  size: number;
  node: readonly (readonly [tag: ElementType, attributes: { key: string; [name: string]: string }])[];
}

/**
 * In the place of Lucide's own `createLucideIcon` (vite.config.ts): an icon as one function of its
 * props, where theirs is two components and asks a context. The first view has icons by it.
 */
const createIcon =
  ({ name, size: own, node }: IconData) =>
  ({ size = own, className, ...props }: ComponentProps<'svg'> & { size?: number | string }) => (
    // biome-ignore lint/a11y/noSvgWithoutTitle: its name is among the props, or it is hidden
    <svg
      viewBox={`0 0 ${own} ${own}`}
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={2}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden={props['aria-label'] === undefined || undefined}
      className={`lucide lucide-${name}${className ? ` ${className}` : ''}`}
      {...props}
    >
      {node.map(([Part, { key, ...attributes }]) => (
        <Part key={key} {...attributes} />
      ))}
    </svg>
  );

// As Lucide exports its own.
export default createIcon;
