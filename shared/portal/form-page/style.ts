import { createHash } from 'node:crypto';

// The one style of the form pages, named in their policy by its hash: no other counts.
export const formStyle = `
:root { color-scheme: light dark; --line: light-dark(#6b7280, #9ca3af); --fault: light-dark(#b42318, #ffa198); --strong: light-dark(#1d4ed8, #93b8ff); --soft: light-dark(#f3f4f6, #1f2937); --paper: light-dark(#fff, #0f1419); --ink: light-dark(#111827, #f3f4f6) }
* { box-sizing: border-box }
body { margin: 0; font: 1.0625rem/1.55 system-ui, sans-serif; background: var(--paper); color: var(--ink) }
main { max-width: 40rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; overflow-wrap: anywhere }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .75rem }
h2 { font-size: 1.15rem; margin: 0 }
fieldset { border: 0; margin: 0; padding: 0 }
.part { border-block-start: 1px solid var(--line); margin-block-start: 2rem; padding-block-start: 1rem }
.part > legend { font-size: 1.25rem; font-weight: 600; padding: 0; padding-inline-end: .75rem }
.ask { margin-block-start: 1.1rem }
label, .ask > legend { display: block; font-weight: 600; padding: 0 }
.help { display: block; margin: .15rem 0 0; font-weight: 400; opacity: .85 }
.free { font-weight: 400; opacity: .85 }
input, select, textarea { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: .35rem; padding: .55rem .65rem; margin-block-start: .35rem; width: 100%; min-height: 2.75rem }
input[type=radio], input[type=checkbox] { width: 1.4rem; min-height: 1.4rem; height: 1.4rem; margin: 0; flex: none; accent-color: var(--strong) }
.choice { display: flex; align-items: center; gap: .6rem; font-weight: 400; min-height: 2.75rem }
textarea { min-height: 8rem }
.wrong { border-inline-start: .3rem solid var(--fault); padding-inline-start: .8rem }
.fault { color: var(--fault); font-weight: 600; margin: .25rem 0 0 }
.summary { border: 2px solid var(--fault); border-radius: .35rem; padding: 1rem; margin-block-end: 1.5rem }
.summary ul { margin: .5rem 0 0; padding-inline-start: 1.2rem }
.summary a { color: var(--fault) }
a { color: var(--strong) }
button { font: inherit; font-weight: 600; color: light-dark(#fff, #0f1419); background: var(--strong); border: 2px solid transparent; border-radius: .35rem; padding: .7rem 1.4rem; min-height: 2.9rem; margin-block-start: 2rem; cursor: pointer }
:focus-visible { outline: 3px solid var(--strong); outline-offset: 2px }
.quiet { font-weight: 400; color: var(--strong); background: none; border: 1px solid var(--line); padding: .5rem .9rem; margin-block-start: .75rem; margin-inline-end: .5rem; min-height: 2.75rem }
.near { background: var(--soft); border-radius: .35rem; padding: 1rem; margin-block-start: 1.1rem }
.near ul { list-style: none; margin: .5rem 0 0; padding: 0 }
.near li { border-block-start: 1px solid var(--line); padding-block: .75rem }
.near p { margin: 0 }
.map { height: 20rem; border: 1px solid var(--line); border-radius: .35rem; margin-block-start: .75rem; position: relative; overflow: hidden }
.map::after { content: ''; position: absolute; inset: 0; margin: auto; width: 1.1rem; height: 1.1rem; border: 3px solid var(--strong); border-radius: 50%; background: light-dark(#fff8, #0008); pointer-events: none }
.map button { margin: 0 }
[hidden] { display: none !important }
.reference { font-size: 1.25rem; background: var(--soft); border-radius: .35rem; padding: 1rem }
@media print { button { display: none } }
`;

const styleHash = createHash('sha256').update(formStyle).digest('base64');

/**
 * What a form page may do: show itself, run the one script of forms with the map that it may open,
 * and speak with where it came from.
 */
export const formPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${styleHash}'`,
  "script-src 'self'",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "img-src 'self' blob: data:",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');
